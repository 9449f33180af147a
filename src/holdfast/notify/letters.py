"""Letters: what every email of ours has, and what a server's refusal of one means."""

from __future__ import annotations

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage

from holdfast.notify.models import ToSend
from holdfast.notify.trying import NeverDeliverable
from holdfast.notify.words import Words

_FOR_GOOD = 500
"""From this reply code on a server will not take the message later either (RFC 5321, 4.2.1)."""


def letter(row: ToSend, words: Words, address: str) -> EmailMessage:
    """Return the email that `row` is sent as. Its Message-ID comes from the row: sent twice, it is the same letter."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    headers = {"Message-ID": f"<{row.pk}@{domain}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(words.subject, words.body, to=[address], headers=headers)


def post(mail: EmailMessage) -> None:
    """Give a letter to the mail server.

    Raises: NeverDeliverable, where the server refuses the address or the letter for good; else what the server's
    trouble is, to be tried again.
    """
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as refused:
        if all(code >= _FOR_GOOD for code, _ in refused.recipients.values()):
            raise NeverDeliverable("address-refused") from None
        raise
    except smtplib.SMTPDataError as refused:
        if refused.smtp_code >= _FOR_GOOD:
            raise NeverDeliverable("letter-refused") from None
        raise
