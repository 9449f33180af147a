"""The page of a corrective instruction: what failed, until when it may take, one owner and one instruction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from holdfast.protocol.codes import DeadlineName, EvidenceGrade, EvidenceSource, RecordKind
from holdfast.protocol.outlook import outlook
from holdfast.protocol.state import State
from holdfast.transfers.selectors import Looked, Sight, corrective_allowed_until
from holdfast.transfers.services import Outcome
from holdfast.web.forms.fields import FieldView, FormPage
from holdfast.web.forms.frames import DONE, Frame
from holdfast.web.forms.moments import instant_text, is_day
from holdfast.web.parts import Crumb, Row
from holdfast.web.presenters.banner import banner_of
from holdfast.web.presenters.cases import Case, case_of
from holdfast.web.presenters.custody import custody_of
from holdfast.web.presenters.failed import residual_words, what_failed
from holdfast.web.presenters.listing import Timing, timing_of
from holdfast.web.presenters.verifying import SOURCES
from holdfast.web.presenters.visits import visit_words
from holdfast.web.words import times
from holdfast.web.words.codes import in_words

C2 = RecordKind.CORRECTIVE_DETERMINATION
_LATER = EvidenceSource.CURRENT_CONTACT_OUTCOME


@dataclass(frozen=True, slots=True)
class Correcting:
    """What stands around the form. `latest`: the latest deadline that the protocol allows now."""

    crumbs: tuple[Crumb, ...]
    timing: Timing | None
    facts: tuple[Row, ...]
    latest: datetime
    deadline: FieldView
    """The field of the deadline, without the quick choices that are later than that."""
    is_locked: bool


def correcting_context(request: HttpRequest, looked: Looked, form: FormPage) -> Mapping[str, object]:
    """Return what stands around the form; five statements. Raises PermissionDenied for who does not see the whole."""
    if looked.sight is not Sight.WHOLE:
        raise PermissionDenied
    case, latest = case_of(looked), corrective_allowed_until(looked)
    page = Correcting(
        crumbs=(Crumb(gettext("Failed checks"), reverse("checks_failed")),), timing=_timing(case),
        facts=tuple(_facts(case)), latest=latest,
        deadline=_until(form.field["corrective_deadline"], latest, looked.state),
        is_locked=looked.state.corrective is not None,
    )  # fmt: skip
    return {"page": page, "banner": banner_of(case), "custody": custody_of(case, outlook(looked.state, looked.at))}


def to_failed(outcome: Outcome, step: str) -> str:
    """Return to the failed checks, which say that the instruction was given."""
    return f"{reverse('checks_failed')}?{DONE}={step}"


CORRECTING = Frame("pages/queues/corrective.html", correcting_context, to_failed)


def _until(field: FieldView, latest: datetime, state: State) -> FieldView:
    """Return the field without the days that close after `latest`: choosing one of them is always refused."""
    assert field.moment is not None
    closes = f"{state.rules.closes:%H:%M}"
    allowed = (
        each
        for each in field.moment.quick
        if each.is_chosen or not is_day(each.value)
        or datetime.fromisoformat(instant_text(each.value, closes, state.zone)) <= latest
    )  # fmt: skip
    return replace(field, moment=replace(field.moment, quick=tuple(allowed)))


def _timing(case: Case) -> Timing | None:
    due = case.state.deadlines.get(DeadlineName.DETERMINATION)
    return timing_of(due.opened_at, due.due, case.at) if due else None


def _facts(case: Case) -> list[Row]:
    state, visit = case.state, visit_words(case.view)
    c1, standing = state.verification, state.records.get(RecordKind.VERIFICATION)
    rows = [
        Row(gettext("What failed"), what_failed(state)),
        Row(gettext("Risk"), residual_words(state)),
        Row(gettext("First visit"), ", ".join(filter(None, (visit.what, times.when(visit.at) if visit.at else "")))),
    ]
    if c1 is not None and standing is not None:
        by = {"name": case.names.name(standing.by), "time": times.near(standing.at, case.at)}
        rows.append(Row(gettext("Checked by"), gettext("%(name)s, %(time)s") % by))
        rows += [_evidence(piece.source, piece.grade, piece.reference) for piece in c1.evidence]
    return rows


def _evidence(source: EvidenceSource, grade: EvidenceGrade, reference: str) -> Row:
    said = {"grade": in_words(grade), "reference": reference}
    words = gettext("What a later contact showed") if source is _LATER else str(SOURCES[source])
    return Row(words, gettext("%(reference)s (%(grade)s)") % said)
