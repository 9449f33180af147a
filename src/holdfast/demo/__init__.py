"""The demo: an invented county, its people and staff, and transfers in every stage, told through the one write path.

Nothing here writes a row of a transfer: all of it goes through the services of the rooms below.
"""
