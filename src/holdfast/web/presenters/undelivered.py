"""The administrators' page of what did not arrive: how it was sent, to whom, and why it stayed away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from holdfast.notify.selectors import Undelivered, Way, undelivered


@dataclass(frozen=True, slots=True)
class Lost:
    """One thing that did not arrive."""

    id: UUID
    what: str
    to: str
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LostPage:
    """What did not arrive lately."""

    lines: tuple[Lost, ...]


_WAYS: dict[str, Promise] = {
    Way.EMAIL: lazy("Email to a colleague"),
    Way.PUSH: lazy("Alert in a browser"),
    Way.LINK: lazy("Link to a partner"),
    Way.BACKUP: lazy("Letter to a partner's backup"),
}
_WHY: dict[str, Promise] = {
    "address-refused": lazy("The mail server says that this address does not exist or takes no mail."),
    "letter-refused": lazy("The mail server did not take the message."),
    "too-late": lazy("It could not be delivered in time. The matter has gone on or is settled."),
    "private-address": lazy("The browser's address leads into a private network."),
}


def lost_page(organizations: Iterable[UUID], at: datetime) -> LostPage:
    """Return what did not arrive lately in these organizations, in four statements."""
    return LostPage(tuple(_lost(each) for each in undelivered(organizations, at)))


def _lost(row: Undelivered) -> Lost:
    why = str(_WHY[row.reason]) if row.reason in _WHY else _tried(row)
    return Lost(row.id, str(_WAYS[row.way]), row.to, why, row.at)


def _tried(row: Undelivered) -> str:
    said = _("The server was tried %(tries)s times and did not take it (%(reason)s).")
    return said % {"tries": row.tries, "reason": row.reason}
