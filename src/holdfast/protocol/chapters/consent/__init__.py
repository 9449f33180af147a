"""Consent and disclosure (section 3.1)."""
