"""Who else has a form open: said to whoever opens it after them. It forbids nothing: who sends first, counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext

from holdfast.accounts.selectors import Opened, opened_since
from holdfast.transfers.callers import Caller
from holdfast.transfers.giving import barred_for
from holdfast.transfers.selectors import Looked, Sight
from holdfast.web.presenters.names import Names, names_of
from holdfast.web.words import times

FOR = timedelta(minutes=5)
"""How long a form counts as open after somebody opened it: nobody says when they leave."""


def purpose_of(looked: Looked, step: str, caller: Caller) -> str:
    """Return what the access log notes of somebody who opened the form of a step: to take it, or only to look at it."""
    return f"form-look-{step}" if barred_for(caller, looked, step) else _AT_WORK.format(step)


_AT_WORK = "form-{}"


def claims_on(transfer_ids: Iterable[UUID], step: str, caller: Caller, at: datetime) -> dict[UUID, Opened]:
    """Return who else has the form of a step open, by transfer; one statement."""
    return opened_since(transfer_ids, _AT_WORK.format(step), at - FOR, without=caller.id)


def claim_in_list(claims: Mapping[UUID, Opened], transfer_id: UUID, names: Names) -> str:
    """Return what a row says: "Priya Shah has this open"; blank where nobody has."""
    claim = claims.get(transfer_id)
    return gettext("%(name)s has this open") % {"name": names.name(str(claim.staff_id))} if claim else ""


def claim_on_form(looked: Looked, step: str, caller: Caller) -> str:
    """Return who else has this form open and since when; blank where nobody has, and for the receiving side.

    At most two statements.
    """
    if caller.guest is not None or looked.sight is not Sight.WHOLE:
        return ""
    claim = claims_on([looked.transfer_id], step, caller, looked.at).get(looked.transfer_id)
    if claim is None:
        return ""
    said = {"name": names_of([str(claim.staff_id)]).name(str(claim.staff_id)), "time": times.near(claim.at, looked.at)}
    return gettext("%(name)s has this open, since %(time)s. You can go on: who sends it first, counts.") % said
