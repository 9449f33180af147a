"""The worker's tasks here. Arguments are ids: a secret is made when its message is sent."""

from __future__ import annotations

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from holdfast.accounts import mailing
from holdfast.accounts.services import tidy

AGAIN = RetryStrategy(max_attempts=8, exponential_wait=4)
"""Tries over about a day: then the invitation shows as not sent, and an administrator sends it again."""


@app.task(retry=AGAIN, pass_context=False)
def send_invitation(invitation_id: str) -> None:
    """Send one invitation."""
    mailing.invitation_send(UUID(invitation_id))


@app.task(retry=AGAIN, pass_context=False)
def send_password_link(staff_id: str) -> None:
    """Send one link for a new password; without an id none, so that asking takes as long for a stranger's address."""
    if staff_id:
        mailing.password_link_send(UUID(staff_id))


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="accounts.tidy", pass_context=False)
def tidy_up(timestamp: int) -> None:
    """Remove what is of no more use: ended browser sessions, kept text, marks of throttling."""
    tidy()
