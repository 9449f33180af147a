"""The gates of performance, each measured beside its control of the same run. `python -m benchmarks --help`."""
