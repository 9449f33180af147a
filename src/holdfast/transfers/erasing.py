"""Lawful deletion: the transfer's key is dropped, so its content is gone for ever, and the chain still verifies."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from holdfast.accounts.services import grants_revoke
from holdfast.ledger import services as ledger
from holdfast.transfers.models import (
    BookedVisit,
    Custody,
    Deadline,
    Escalation,
    Failure,
    FiledRecord,
    Outbox,
    Ownership,
    Transfer,
)
from holdfast.transfers.protecting import protection_kept

_OPEN = (Custody, Ownership, Deadline, Escalation, FiledRecord, Failure, Outbox, BookedVisit)


@transaction.atomic
def erase(transfer_id: UUID, *, reason: str, by: str) -> ledger.Erased:
    """Erase one transfer: its key on the ledger, and all that its read models say; a bare row stays to tell of it.

    Side effects: every link, code and session of a guest or of the person ends now.

    Raises what the ledger raises for a transfer that is not there, or a reason that may not stand.
    """
    erased = ledger.erase(transfer_id, reason, by)
    subject = Transfer.objects.filter(id=transfer_id).values_list("person_id", flat=True).first()
    for model in _OPEN:
        model.objects.filter(transfer_id=transfer_id).delete()
    Transfer.objects.filter(id=transfer_id).update(
        case_id="", person_id=None, need="", urgency="", mode="", is_elevated=False, originator_id="", owner_id="",
        continuity_lead_id="", next_due_at=None, named=[], seated=[], owed=[], consent_until=None, consent_scopes=[],
        consent_ends_at=None, consent_basis="", exceptions_open=0, emergency_until=None, is_erased=True,
        is_protected=False, retold=0,
    )  # fmt: skip
    protection_kept(str(subject or ""))
    grants_revoke(transfer_id)
    return erased
