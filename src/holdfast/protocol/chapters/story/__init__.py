"""The story, told once (section 3.7): its versions, corrections, read-back, barriers and small steps."""
