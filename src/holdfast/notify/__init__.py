"""What reaches people: escalations to staff, links to guests. Neutral words, at least once, and seen when not."""
