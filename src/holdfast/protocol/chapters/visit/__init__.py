"""The first visit (section 3.6): appointments, acknowledgement, cancelling, reminders."""
