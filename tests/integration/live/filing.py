"""Another process that files: `python -m tests.integration.live.filing DATABASE TRANSFER STAFF`."""

from __future__ import annotations

import os
import sys
from uuid import UUID

import django


def main(database: str, transfer: str, member: str) -> None:
    """Check safety in the name of a member of staff."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from django.db import connection

    connection.settings_dict["NAME"] = database
    from holdfast.accounts.selectors import party
    from holdfast.protocol.parsing import parse
    from holdfast.transfers.services import Order, handle

    fields = {"safe_now": "yes", "alone": "yes", "contact_method": "text", "voicemail": "none"}
    handle(Order(UUID(transfer), parse("check_safety", fields), party(member)[member]))


if __name__ == "__main__":
    main(*sys.argv[1:])
