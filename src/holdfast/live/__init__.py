"""The live room: updates that arrive by themselves, and the minutes in which the three parties are together."""
