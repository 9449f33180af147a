"""Safe contact, duress, partner violence, minors, welfare (section 3.1)."""
