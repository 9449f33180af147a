"""Whom the person can call: who is with them, who stays, and the way that was agreed if it does not happen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from holdfast.directory.selectors import OpeningView, PhoneView, services_called, services_open
from holdfast.protocol import records as r
from holdfast.protocol.codes import RecordKind
from holdfast.protocol.state import State
from holdfast.web.presenters.backup import Way, number_of
from holdfast.web.presenters.names import Names
from holdfast.web.words import phones, times

_SOON = timedelta(hours=18)
"""A close that is further off says nothing to who wants to call now."""


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody to call: a name, where they work, the numbers of that place and when somebody answers there.

    `hours` is blank where nobody knows them.
    """

    name: str
    service: str
    numbers: tuple[PhoneView, ...]
    hours: str


@dataclass(frozen=True, slots=True)
class Answering:
    """The numbers of services and when they answer; four statements, however many services."""

    numbers: dict[str, tuple[PhoneView, ...]]
    openings: dict[str, OpeningView]
    at: datetime

    @classmethod
    def of(cls, services: Iterable[str | None], at: datetime) -> Answering:
        """Read them."""
        ids = [each for each in services if each]
        return cls(services_called(ids), services_open(ids, at=at), at)

    def helper(self, names: Names, who: str, service: str, zone: str) -> Helper:
        """Return somebody of a service. `zone`: the person's clock."""
        opening = self.openings.get(service)
        hours = _hours(opening, self.at, ZoneInfo(zone)) if opening else ""
        return Helper(names.name(who), names.service(service), self.numbers.get(service, ()), hours)


def backup_way(state: State, offered: Iterable[PhoneView]) -> Way | None:
    """Return whom to call if it does not happen, as was agreed; none where it is a number that is `offered` already.

    By which means is said only where there is no number: it is in the words of whoever typed it.
    """
    closure, ready = (
        state.records.get(kind) for kind in (RecordKind.HANDOFF_CLOSURE, RecordKind.RELEASE_READINESS)
    )  # fmt: skip
    route: r.FallbackContactRoute | r.FallbackRoute | None = None
    if closure and isinstance(closure.record, r.HandoffClosure):
        route = closure.record.fallback_contact_route
    elif ready and isinstance(ready.record, r.ReleaseReadiness):
        route = ready.record.fallback_route
    if route is None or not (route.who or route.contact):
        return None
    text, dialled = number_of(route.contact)
    if dialled and dialled in {phones.dialled(phone.number, phone.extension) for phone in offered}:
        return None
    return Way(", ".join(filter(None, (route.who, "" if dialled else route.means))), text, dialled)


def _hours(opening: OpeningView, at: datetime, zone: ZoneInfo) -> str:
    changes = opening.changes_at
    if changes is None or (opening.is_open and changes - at > _SOON):
        return _("Open now.") if opening.is_open else _("Closed now. You can call 988 at any time.")
    is_today = changes.astimezone(zone).date() == at.astimezone(zone).date()
    named = {"time": times.clock(changes, zone) if is_today else times.when(changes, zone)}
    if opening.is_open:
        return _("Open until %(time)s.") % named
    return _("Closed now. Open again %(time)s. You can call 988 at any time.") % named
