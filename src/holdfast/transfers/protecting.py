"""Who is protected from a violent partner, and by which services: told to the people list in the same transaction."""

from __future__ import annotations

from uuid import UUID

from holdfast.people.services import person_protected_by
from holdfast.transfers.models import Transfer
from holdfast.transfers.scope import REAL


def protection_kept(subject: str) -> None:
    """Let the people list know which services protect a person now, by the handoffs that say so; blank: nobody."""
    if not subject:
        return
    protecting = Transfer.objects.filter(REAL, person_id=subject, is_protected=True, is_erased=False)
    person_protected_by(UUID(subject), protecting.values_list("service_id", flat=True).distinct())
