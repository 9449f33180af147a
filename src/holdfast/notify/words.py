"""What a message says: neutral words. No name, no need, no service; nothing that tells a stranger what it is about."""

from __future__ import annotations

SUBJECT = "You are asked to join"
BODY = """Hello,

a colleague of a partner organisation asks you to join them. Open this link on a device of your own:

{link}

It is for you alone and good until {until}. Please do not pass it on. If you did not expect this message, there is
nothing you need to do.
"""
