"""How times, lengths of time, phone numbers and names are written for a reader: pure functions of values."""
