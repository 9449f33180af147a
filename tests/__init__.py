"""The tests: rings by what they touch."""
