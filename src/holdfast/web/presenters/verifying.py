"""The page of a check: what the sender and the receiver have on record, and the person's own word now, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holdfast.protocol.calendars import local_date
from holdfast.protocol.codes import EvidenceGrade, EvidenceSource, FirstActionOutcome, PersonHeard, RecordKind
from holdfast.protocol.outlook import outlook
from holdfast.protocol.records import HandoffClosure, ReceivingAcceptance
from holdfast.transfers.selectors import EventView, Looked, Sight, event_views
from holdfast.transfers.services import Outcome
from holdfast.web.forms.fields import FieldView, FormPage
from holdfast.web.forms.frames import DONE, Frame
from holdfast.web.forms.pages import typed_from
from holdfast.web.parts import Crumb, Row
from holdfast.web.presenters.banner import banner_of, safe_contact
from holdfast.web.presenters.cases import Case, case_of
from holdfast.web.presenters.custody import custody_of
from holdfast.web.presenters.visits import visit_words
from holdfast.web.words import times
from holdfast.web.words.codes import in_words
from holdfast.web.words.phones import readable

B2, B3, C1 = RecordKind.RECEIVING_ACCEPTANCE, RecordKind.HANDOFF_CLOSURE, RecordKind.VERIFICATION
ROWS = "evidence"
LATEST_EVENTS = 100
SOURCES: dict[EvidenceSource, Promise] = {
    EvidenceSource.ORIGINATING_HANDOFF_RECORD: _("The sender’s record"),
    EvidenceSource.RECEIVING_SERVICE_RECORD: _("The receiver’s record"),
    EvidenceSource.CURRENT_CONTACT_OUTCOME: _("What you hear now"),
}


@dataclass(frozen=True, slots=True)
class EvidenceColumn:
    """One source: what is on record of it, and the fields in which the reviewer says how good it is."""

    title: str
    facts: tuple[Row, ...]
    row: FieldView | None
    source: str


@dataclass(frozen=True, slots=True)
class Verifying:
    """What stands around the form. `further`: pieces of evidence beyond the three."""

    crumbs: tuple[Crumb, ...]
    facts: tuple[Row, ...]
    columns: tuple[EvidenceColumn, ...]
    further: tuple[FieldView, ...]
    handed_on: str


def verifying_context(request: HttpRequest, looked: Looked, form: FormPage) -> Mapping[str, object]:
    """Return what stands around the form; five statements. Raises PermissionDenied for who does not see the whole."""
    if looked.sight is not Sight.WHOLE:
        raise PermissionDenied
    events = event_views(looked, max(0, looked.seq - LATEST_EVENTS), LATEST_EVENTS).items
    case = case_of(looked, also={event.by for event in events})
    return {
        "page": verifying_of(case, form, events), "banner": banner_of(case, safe_contact(events)),
        "custody": custody_of(case, outlook(looked.state, looked.at)),
    }  # fmt: skip


def to_checks(outcome: Outcome, step: str) -> str:
    """Return to the checks, which say that it was filed."""
    return f"{reverse('checks_due')}?{DONE}={step}"


def known_of_check(request: HttpRequest | None, looked: Looked) -> Mapping[str, list[str]]:
    """Begin with the day of the handoff, and one piece of evidence of each source."""
    state = looked.state
    known: dict[str, object] = {ROWS: [{"source": source} for source in SOURCES]}
    if state.handoff is not None:
        known["transfer_event_date"] = local_date(state.handoff.at, state.zone)
    return typed_from(C1, known, state.zone)


VERIFYING = Frame("pages/queues/verification.html", verifying_context, to_checks, known_of_check)


def verifying_of(case: Case, form: FormPage, events: Iterable[EventView]) -> Verifying:
    """Return what stands around the form."""
    told, rows = list(events), list(form.field[ROWS].rows)
    columns = tuple(_column(source, _facts(source, case, told), rows) for source in SOURCES)
    handoff, zone = case.state.handoff, case.state.zone
    return Verifying(
        crumbs=(Crumb(gettext("To check"), reverse("checks_due")),), facts=tuple(_case_facts(case)), columns=columns,
        further=tuple(rows), handed_on=times.day(local_date(handoff.at, zone)) if handoff else "",
    )  # fmt: skip


def _column(source: EvidenceSource, facts: list[Row], rows: list[FieldView]) -> EvidenceColumn:
    """Return the column of a source; its row is taken from `rows`."""
    row = next((each for each in rows if each.part["source"].value == source), None)
    if row is not None:
        rows.remove(row)
        row = _graded(row, GRADES[source])
    return EvidenceColumn(str(SOURCES[source]), tuple(facts), row, source)


GRADES: dict[EvidenceSource, frozenset[EvidenceGrade]] = {
    EvidenceSource.ORIGINATING_HANDOFF_RECORD: frozenset({EvidenceGrade.D, EvidenceGrade.NONE}),
    EvidenceSource.RECEIVING_SERVICE_RECORD: frozenset({EvidenceGrade.A, EvidenceGrade.B, EvidenceGrade.NONE}),
    EvidenceSource.CURRENT_CONTACT_OUTCOME: frozenset({EvidenceGrade.B, EvidenceGrade.C, EvidenceGrade.NONE}),
}
"""The grades that evidence of a source can have, by what each grade means; the page offers no other."""


def _graded(row: FieldView, grades: frozenset[EvidenceGrade]) -> FieldView:
    """Return the row of a source with the grades that fit it, and the one that was chosen."""
    grade = row.part["grade"]
    kept = tuple(each for each in grade.options if each.value in grades or each.is_chosen)
    return replace(row, parts=tuple(replace(p, options=kept) if p is grade else p for p in row.parts))


def _case_facts(case: Case) -> list[Row]:
    visit = visit_words(case.view)
    at = times.when(visit.at) if visit.at else gettext("No time on record")
    return [
        Row(gettext("First visit"), visit.what),
        Row(gettext("When"), at),
        Row(gettext("Where"), visit.place or gettext("No place on record")),
        Row(gettext("Owner now"), case.names.name(case.state.owner)),
    ]


def _facts(source: EvidenceSource, case: Case, events: list[EventView]) -> list[Row]:
    return _FACTS[source](case, events)


def _of_sender(case: Case, events: list[EventView]) -> list[Row]:
    standing = case.state.records.get(B3)
    if standing is None or not isinstance(standing.record, HandoffClosure):
        return [Row(gettext("Release"), gettext("No release stands on record."))]
    route, heard = standing.record.fallback_contact_route, standing.record.person_heard_next_step
    return [
        Row(gettext("Released by"), _by(case, standing.by, times.near(standing.at, case.at))),
        Row(gettext("Next step heard"), in_words(PersonHeard(heard))),
        Row(
            gettext("Backup contact"), ", ".join(filter(None, (route.who, route.means, readable(route.contact or ""))))
        ),
    ]


def _of_receiver(case: Case, events: list[EventView]) -> list[Row]:
    standing = case.state.records.get(B2)
    rows = []
    if standing is not None and isinstance(standing.record, ReceivingAcceptance):
        rows.append(Row(gettext("Accepted by"), _by(case, standing.by, times.near(standing.at, case.at))))
        loop = standing.record.loop_commitment
        if loop is not None:
            rows.append(Row(gettext("Reports back"), f"{loop.who}, {loop.how}"))
    reports = [event for event in events if event.kind == "filed.report_first_action"]
    rows += [_report(case, event) for event in reports]
    return rows if reports else [*rows, Row(gettext("Report"), gettext("The receiving service has reported nothing."))]


def _report(case: Case, event: EventView) -> Row:
    outcome = in_words(FirstActionOutcome(str(event.fields["outcome"])))
    return Row(gettext("Reported: %(what)s") % {"what": outcome}, _by(case, event.by, times.near(event.at, case.at)))


def _of_contact(case: Case, events: list[EventView]) -> list[Row]:
    phones = case.person.phones if case.person else ()
    numbers = ", ".join(map(readable, phones)) or gettext("No number known")
    return [
        Row(gettext("Call or text"), numbers),
        Row(gettext("Safe way"), safe_contact(events) or gettext("Nobody asked yet. Ask first.")),
        Row(
            gettext("It must be newer than"), times.near(case.state.passed_at, case.at) if case.state.passed_at else "–"
        ),
    ]


_FACTS = {
    EvidenceSource.ORIGINATING_HANDOFF_RECORD: _of_sender,
    EvidenceSource.RECEIVING_SERVICE_RECORD: _of_receiver,
    EvidenceSource.CURRENT_CONTACT_OUTCOME: _of_contact,
}


def _by(case: Case, who: str, when: str) -> str:
    return gettext("%(name)s, %(time)s") % {"name": case.names.name(who), "time": when}
