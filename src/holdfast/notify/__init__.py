"""What is sent to people outside: today the links to intake contacts, by email. Neutral words, at least once."""
