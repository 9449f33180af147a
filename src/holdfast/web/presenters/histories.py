"""Everything that happened in one handoff, as far as its reader may know: what was done, asked, refused and missed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext

from holdfast.accounts.services import Viewed
from holdfast.protocol.codes import DeadlineName
from holdfast.transfers.callers import READS_ONLY, Caller
from holdfast.transfers.selectors import EventView, disclosed_to, portrait, transfer_told
from holdfast.web.parts import Crumb, Pager, PersonBanner, Row
from holdfast.web.presenters.banner import banner_of, safe_contact
from holdfast.web.presenters.cases import Case, people_in_case, person_of
from holdfast.web.presenters.events import event_words, people_in_events
from holdfast.web.presenters.names import names_of
from holdfast.web.presenters.transfers import heading
from holdfast.web.presenters.updates import Updates, updates_of_transfer
from holdfast.web.words.codes import in_words
from holdfast.web.words.controls import rule_words
from holdfast.web.words.failures import failure_words

A_PAGE = 50
_FOLLOWED = {
    "deadline_opened": "name", "deadline_met": "name", "deadline_voided": "name",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judged:
    """A control that was asked, in words."""

    sentence: str
    holds: bool
    control: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One event. `judged`: the controls that were asked, for who wants to see them."""

    number: int
    at: datetime
    text: str
    judged: tuple[Judged, ...]
    is_refused: bool


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """What the page shows, the newest first. `names_rules`: whether the ids of rules are said, for who audits."""

    case_id: str
    heading: str
    banner: PersonBanner | None
    crumbs: tuple[Crumb, ...]
    entries: tuple[Entry, ...]
    facts: tuple[Row, ...]
    pager: Pager
    updates: Updates
    names_rules: bool


def before_of(text: str) -> int | None:
    """Return before which event the page begins, as its address says; none for the latest. Raises Http404."""
    if not text:
        return None
    if not text.isdecimal() or len(text) > len("999999"):
        raise Http404
    return int(text)


def history_page(caller: Caller, transfer_id: UUID, at: datetime, before: int | None = None) -> HistoryPage:
    """Return the events before one, the newest first, by at most six statements. Raises: as `transfer_page`.

    Side effects: the access log.
    """
    told = transfer_told(caller.asker, transfer_id, at)
    earlier = [event for event in told.events if before is None or event.seq < before]
    shown = tuple(reversed(earlier[-A_PAGE:]))
    who, state = person_of(told.looked), told.looked.state
    names = names_of(
        people_in_case(state) | people_in_events(shown), (state.service, state.owner_service, state.receiving_service),
        me=caller.party.id, person=who.first_name if who else "",
    )  # fmt: skip
    case = Case(told.looked, portrait(told.looked), who, names)
    caller.note([Viewed(transfer_id, case.view.person_id, disclosed_to(told.looked))], "transfer-history")
    url = reverse("transfer_history", args=[transfer_id])
    return HistoryPage(
        case_id=case.view.case_id or "", heading=heading(case), banner=banner_of(case, safe_contact(told.events)),
        crumbs=(Crumb(heading(case), reverse("transfer_page", args=[transfer_id])),),
        entries=tuple(_entry(event, case) for event in shown), facts=_facts(case, len(told.events)),
        pager=Pager(
            f"{url}?before={shown[-1].seq}" if len(earlier) > A_PAGE else "", url if before is not None else ""
        ),
        updates=updates_of_transfer(told.looked), names_rules=caller.party.holds(READS_ONLY),
    )  # fmt: skip


def _facts(case: Case, count: int) -> tuple[Row, ...]:
    return (
        Row(gettext("Entries"), str(count)),
        Row(gettext("Opened by"), case.names.name(case.state.originator)),
        Row(gettext("From"), case.names.service(case.view.service_id)),
        Row(gettext("To"), case.receiver or gettext("No route yet")),
        Row(gettext("Rules it began under"), case.view.policy_version),
    )


def _entry(event: EventView, case: Case) -> Entry:
    return Entry(
        number=event.seq, at=event.at, text=entry_words(event, case), judged=tuple(_judged(event)),
        is_refused=event.kind.startswith("refused."),
    )  # fmt: skip


def entry_words(event: EventView, case: Case) -> str:
    """Return an event as a sentence, also one that a short log leaves out."""
    words = event_words(event, case.names)
    return words or _quiet_words(event)


def _quiet_words(event: EventView) -> str:
    """Return what follows by itself and is told nowhere else: deadlines that open and are met, records that fall."""
    name = event.fields.get(_FOLLOWED.get(event.kind, ""))
    deadline = in_words(DeadlineName(str(name))) if name in set(DeadlineName) else ""
    words = {
        "deadline_opened": gettext("A deadline began: %(deadline)s."),
        "deadline_met": gettext("A deadline was met: %(deadline)s."),
        "deadline_voided": gettext("A deadline is no longer asked: %(deadline)s."),
        "escalation_counted": gettext("It happened again while the matter is open."),
        "rise_called_off": gettext("The next level is not told: it came late, but it came."),
        "records_voided": gettext("Records no longer stand. They stay in this history."),
    }
    return words.get(event.kind, gettext("Noted by the system.")) % {"deadline": deadline}


def _judged(event: EventView) -> Iterator[Judged]:
    for control in event.failed:
        yield Judged(failure_words(control), holds=False, control=control)
    for control in event.held:
        yield Judged(rule_words(control), holds=True, control=control)
