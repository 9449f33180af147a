"""The page of a call: whom to reach and how, what is on record, and what to ask; one call may answer C1 and C3."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from holdfast.protocol.codes import DeadlineName, RecordKind
from holdfast.protocol.outlook import outlook
from holdfast.transfers.selectors import EventView, Looked, event_views
from holdfast.transfers.services import Outcome
from holdfast.web.forms.fields import FormPage
from holdfast.web.forms.frames import DONE, Frame
from holdfast.web.parts import Crumb, Custody, PersonBanner, Row
from holdfast.web.presenters.banner import banner_of, safe_contact
from holdfast.web.presenters.cases import Case, case_of
from holdfast.web.presenters.custody import custody_of
from holdfast.web.presenters.listing import Timing, timing_of
from holdfast.web.presenters.person_words import WordLine, persons_report
from holdfast.web.presenters.verifying import LATEST_EVENTS, Verifying, verifying_of
from holdfast.web.presenters.visits import visit_words
from holdfast.web.words import times
from holdfast.web.words.phones import dialled, readable
from holdfast.web.words.tongues import language_name

C1, C3 = RecordKind.VERIFICATION, RecordKind.ASSURANCE_FOLLOWUP
_ASKED_BY = (DeadlineName.ASSURANCE_FOLLOWUP, DeadlineName.VERIFICATION, DeadlineName.REVERIFICATION)


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the person: to read, and to dial."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Asking:
    """What stands around the questions. `verifying`: what the check looks at; none where only the report is asked.

    `told`: what the person wrote on their own page of how it went; it is filed only by who asks them.
    """

    heading: str
    crumbs: tuple[Crumb, ...]
    timing: Timing | None
    numbers: tuple[Number, ...]
    facts: tuple[Row, ...]
    called: str
    owner: str
    """Who owns the person's care now: whom to ask for a number that is not known here."""
    verifying: Verifying | None
    banner: PersonBanner | None
    custody: Custody
    told: tuple[WordLine, ...]


def asking_context(request: HttpRequest, looked: Looked, form: FormPage) -> Mapping[str, object]:
    """Return what stands around the form of the person's report; five statements."""
    return {"page": asking_of(looked)}


def to_calls(outcome: Outcome, step: str) -> str:
    """Return to the calls, which say that it was filed."""
    return f"{reverse('calls_due')}?{DONE}={step}"


ASKING = Frame("pages/queues/report.html", asking_context, to_calls)


def asking_of(looked: Looked, check: FormPage | None = None) -> Asking:
    """Return what stands around the questions, in five statements; `check`: the form of C1, where it is asked too."""
    events = event_views(looked, max(0, looked.seq - LATEST_EVENTS), LATEST_EVENTS).items
    case = case_of(looked, also={event.by for event in events} if check else ())
    return Asking(
        heading=gettext("Ask %(person)s") % {"person": case.called},
        crumbs=(Crumb(gettext("Calls to make"), reverse("calls_due")),), timing=_timing(case),
        numbers=_numbers(case), facts=tuple(_facts(case, events)), called=case.called,
        owner=case.names.name(case.state.owner),
        verifying=verifying_of(case, check, events) if check else None, banner=banner_of(case, safe_contact(events)),
        custody=custody_of(case, outlook(looked.state, looked.at)), told=persons_report(looked),
    )  # fmt: skip


def _timing(case: Case) -> Timing | None:
    opened = (case.state.deadlines[name] for name in _ASKED_BY if name in case.state.deadlines)
    due = next(opened, None)
    return timing_of(due.opened_at, due.due, case.at) if due else None


def _numbers(case: Case) -> tuple[Number, ...]:
    phones = case.person.phones if case.person else ()
    return tuple(Number(readable(phone), f"tel:{dialled(phone)}") for phone in phones)


def _facts(case: Case, events: Iterable[EventView]) -> list[Row]:
    visit, language = visit_words(case.view), case.view.language or (case.person.language if case.person else "")
    when = times.when(visit.at) if visit.at else gettext("No time on record")
    return [
        Row(gettext("Safe way to reach them"), safe_contact(events) or gettext("Nobody asked yet. Ask first.")),
        Row(gettext("Language"), language_name(language) if language else gettext("Not known")),
        Row(gettext("First visit"), visit.what),
        Row(gettext("When"), when),
        Row(gettext("Owner now"), case.names.name(case.state.owner)),
    ]
