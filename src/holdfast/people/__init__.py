"""The people who are handed over: who they are, how they speak, where they live. Never their transfers."""
