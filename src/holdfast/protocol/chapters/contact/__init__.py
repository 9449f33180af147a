"""Failed contact (section 3.3): alternate contact, secure summary, bridge contact."""
