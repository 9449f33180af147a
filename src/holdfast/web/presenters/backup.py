"""If the call fails, or the first visit does not happen: whom to reach, and how. Never a fax."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from holdfast.directory.selectors import ContactView, contacts_nearest, services_called
from holdfast.protocol.codes import ConsentScope, RecordKind
from holdfast.protocol.records import HandoffClosure, ReleaseReadiness
from holdfast.transfers.selectors import Sight
from holdfast.web.parts import Action
from holdfast.web.presenters.cases import Case
from holdfast.web.presenters.steps import Reader
from holdfast.web.words import phones, times

_NUMBER = re.compile(r"[+()\d .\-]{7,25}")


@dataclass(frozen=True, slots=True)
class Way:
    """One thing to do: words, and the number to call where there is one."""

    text: str
    number: str = ""
    dialled: str = ""


@dataclass(frozen=True, slots=True)
class Backup:
    """The ways in their order."""

    title: str
    ways: tuple[Way, ...]
    actions: tuple[Action, ...] = ()


def contacts_in(case: Case) -> tuple[ContactView, ...]:
    """Return whom to reach at the receiving service, while somebody is still to be reached there; two statements.

    Nobody while the person has paused: then nothing goes to that service.
    """
    state = case.state
    is_over = state.is_closed or state.is_after_handoff or state.is_paused
    service = case.view.receiving_service_id
    return () if is_over or state.is_practice or not service else contacts_nearest(service)


def backup_of(case: Case, contacts: Sequence[ContactView], reader: Reader) -> Backup | None:
    """Return what to do when it does not come about; none where nothing is known, or nothing is left to fail.

    Nobody at the receiving service is offered to be called before the call may begin.
    """
    if case.state.is_closed or not _may_begin(case):
        return None
    ways = (*_contacts(contacts), *_route(case)) or tuple(_own_line(case))
    if not ways:
        return None
    after = case.state.is_after_handoff
    title = gettext("If the first visit does not happen") if after else gettext("If the call fails")
    return Backup(title, ways, tuple(_actions(case, reader)))


def _may_begin(case: Case) -> bool:
    return RecordKind.RELEASE_READINESS in case.state.records or case.state.is_emergency


def _contacts(contacts: Sequence[ContactView]) -> Iterator[Way]:
    for contact in contacts:
        named = {"name": contact.name, "title": contact.title}
        words = gettext("Call %(name)s, %(title)s:") if contact.title else gettext("Call %(name)s:")
        phone = contact.phones[0]
        yield Way(
            words % named, phones.readable(phone.number, phone.extension), phones.dialled(phone.number, phone.extension)
        )


def _route(case: Case) -> Iterator[Way]:
    """Yield the route that was set for the person: before the release A3's, after it B3's."""
    if not case.looked.may_see(ConsentScope.APPOINTMENT_AND_LOGISTICS):
        return
    standing = case.state.records.get(
        RecordKind.HANDOFF_CLOSURE if case.state.is_after_handoff else RecordKind.RELEASE_READINESS
    )
    record = standing.record if standing is not None else None
    if isinstance(record, ReleaseReadiness) and record.fallback_route is not None:
        route = record.fallback_route
        yield _way(route.who, route.means, route.contact, _until(route.until))
    elif isinstance(record, HandoffClosure):
        contact = record.fallback_contact_route
        yield _way(contact.who, contact.means, contact.contact, "")


def _own_line(case: Case) -> Iterator[Way]:
    """Yield the line of the sending team, for its own side, where no other way is known; two statements."""
    if case.looked.sight is not Sight.WHOLE or case.state.is_practice:
        return
    phone = next(iter(services_called([case.state.service]).get(case.state.service, ())), None)
    if phone is not None:
        words = gettext("Call your team, %(service)s:") % {"service": case.names.service(case.state.service)}
        yield Way(words, phones.readable(phone.number, phone.extension), phones.dialled(phone.number, phone.extension))


def _until(until: object) -> str:
    if isinstance(until, datetime):
        return gettext("until %(time)s") % {"time": times.when(until)}
    return gettext("until %(day)s") % {"day": times.day(until)} if until is not None else ""  # type: ignore[arg-type]


def _way(who: str | None, means: str | None, contact: str | None, until: str) -> Way:
    said = ", ".join(filter(None, (who, means, until)))
    return Way(gettext("Backup route: %(route)s:") % {"route": said}, *number_of(contact))


def number_of(contact: str | None) -> tuple[str, str]:
    """Return how a contact of a route is read, and how it is dialled; the latter blank where it is no number."""
    text = (contact or "").strip()
    return (phones.readable(text), phones.dialled(text)) if _NUMBER.fullmatch(text) else (text, "")


def _actions(case: Case, reader: Reader) -> Iterator[Action]:
    if "contact_attempt" in reader.commands:
        url = reverse("command_give", args=[case.looked.transfer_id, "contact_attempt"])
        yield Action(gettext("Record that nobody answered"), url)
