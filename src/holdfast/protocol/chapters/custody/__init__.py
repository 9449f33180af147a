"""People who answer for the person change (sections 2 and 3.6): cover, shift handover, one acceptance, death."""
