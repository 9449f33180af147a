"""Break-glass: a look with a typed reason, for a few hours, at one transfer outside one's scope. Always reviewed."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import transaction

from holdfast.accounts.errors import NotAllowed, NotFound
from holdfast.accounts.models import ActorKind, Adapter, BreakGlass, GlassFinding, Staff
from holdfast.accounts.services.access import Viewed, Viewer, access_log
from holdfast.config.clock import now
from holdfast.config.ids import new_id
from holdfast.ledger.sealed import seal
from holdfast.protocol.errors import Malformed

GLASS_LASTS = timedelta(hours=4)
LEAST_REASON, MOST_REASON = 10, 2_000
PURPOSE = "break-glass"


def glass_break(staff_id: uuid.UUID, transfer_id: uuid.UUID, reason: str) -> BreakGlass:
    """Let somebody look at one transfer from now on for `GLASS_LASTS`; while one look is open no second is begun.

    Raises: Malformed, where no reason is given.
    Side effects: an entry of the access log, in the same transaction; the look waits for its review.
    """
    said = reason.strip()
    if not LEAST_REASON <= len(said) <= MOST_REASON:
        raise Malformed({"reason": f"must say why you need to look now, in {LEAST_REASON} to {MOST_REASON} characters"})
    at, key = now(), new_id()
    with transaction.atomic():
        # Two clicks at once wait for one another here, so that one look is reviewed once.
        Staff.objects.select_for_update().get(pk=staff_id)
        standing = BreakGlass.objects.filter(staff_id=staff_id, transfer_id=transfer_id, until__gt=at).first()
        if standing is not None:
            return standing
        access_log(Viewer(ActorKind.STAFF, staff_id), [Viewed(transfer_id)], purpose=PURPOSE, adapter=Adapter.PAGE)
        return BreakGlass.objects.create(
            id=key, staff_id=staff_id, transfer_id=transfer_id, reason=seal(key, said), opened_at=at,
            until=at + GLASS_LASTS,
        )  # fmt: skip


def glass_settle(glass_id: uuid.UUID, reviewer_id: uuid.UUID, finding: GlassFinding, remark: str = "") -> None:
    """Note what a reviewer found of a look.

    Raises: Malformed, for too long a remark, or none where the look was not justified; NotAllowed, for one's own look;
    NotFound, where there is none, or it was settled already.
    """
    said = remark.strip()
    if len(said) > MOST_REASON or (finding is GlassFinding.NOT_JUSTIFIED and not said):
        raise Malformed({"remark": f"must say what follows from it, in at most {MOST_REASON} characters"})
    found = BreakGlass.objects.filter(pk=glass_id)
    if found.filter(staff_id=reviewer_id).exists():
        raise NotAllowed("Nobody reviews their own look. Leave it to another reviewer.")
    settled = {
        "reviewed_by_id": reviewer_id, "reviewed_at": now(), "finding": finding,
        "remark": seal(glass_id, said) if said else "",
    }  # fmt: skip
    if not found.filter(reviewed_at=None).update(**settled):
        raise NotFound("There is no such look to review, or somebody settled it already.")
