"""Lawful deletion of a transfer with what its person said on their own page."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from holdfast.ledger.services import Erased
from holdfast.notify.services.hearing import words_forget
from holdfast.transfers import services as transfers


@transaction.atomic
def transfer_erase(transfer_id: UUID, *, reason: str, by: str) -> Erased:
    """Erase a transfer (`transfers.services.erase`) and the words of its person, together or not at all."""
    erased = transfers.erase(transfer_id, reason=reason, by=by)
    words_forget(transfer_id)
    return erased
