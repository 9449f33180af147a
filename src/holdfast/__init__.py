"""Holdfast: warm handoffs between services, made real and provable."""
