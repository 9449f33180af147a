"""The warm-transfer protocol: pure rules. No Django, no I/O, no clock, no randomness."""
