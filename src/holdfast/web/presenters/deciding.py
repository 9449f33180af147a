"""The page on which a request is decided: the need beside what the route can take today, what is open, the answer.

What does not fit, and what the protocol would say, is asked of it; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from holdfast.directory.selectors import PicturedPathway, pathways_pictured
from holdfast.protocol.codes import Mode, Need, RecordKind, Risk, RiskIndicator, Urgency
from holdfast.protocol.outlook import outlook
from holdfast.protocol.suitability import MADE_UP_FOR
from holdfast.transfers.selectors import Looked, Sight
from holdfast.transfers.services import Outcome
from holdfast.web.forms.fields import FieldView, FormPage
from holdfast.web.forms.frames import DONE, Frame
from holdfast.web.parts import Crumb, Row
from holdfast.web.presenters.banner import banner_of
from holdfast.web.presenters.cases import Case, case_of
from holdfast.web.presenters.custody import custody_of
from holdfast.web.presenters.decisions import why_now
from holdfast.web.presenters.listing import Timing, timing_of
from holdfast.web.presenters.route_fit import RouteFit, route_fit
from holdfast.web.words import lengths, times
from holdfast.web.words.codes import in_words
from holdfast.web.words.places import joined

A1, A2 = RecordKind.AUTHORIZATION_REQUEST, RecordKind.AUTHORIZATION_DECISION
ROWS, NEEDS = "accommodations", "unresolved_dependencies"


@dataclass(frozen=True, slots=True)
class Deciding:
    """What the page shows beside its form.

    `needs`: the rows of what still stands in the way, as they were typed. While there are any, authorizing is off.
    """

    crumbs: tuple[Crumb, ...]
    timing: Timing | None
    request: tuple[Row, ...]
    route: str
    fit: RouteFit
    needs: tuple[FieldView, ...]
    is_elevated: bool
    risk: FieldView
    """How likely it is to fail; where the handoff is elevated, as high or critical only."""
    misfits: str
    """How many things do not fit and nothing makes up for yet, in words; blank for none."""


def deciding_context(request: HttpRequest, looked: Looked, form: FormPage) -> Mapping[str, object]:
    """Return what stands around the form: banner, custody, the request, how the route fits; five statements.

    Raises PermissionDenied on the receiving side: who decides sees the whole of a request.
    """
    if looked.sight is not Sight.WHOLE:
        raise PermissionDenied
    case, asked = case_of(looked), looked.state.request
    pictured = pathways_pictured([asked.receiving_pathway], at=looked.at) if asked else {}
    page = _deciding(case, form, next(iter(pictured.values()), None))
    return {"page": page, "banner": banner_of(case), "custody": custody_of(case, outlook(looked.state, looked.at))}


def to_queue(outcome: Outcome, step: str) -> str:
    """Return to the queue, which says that it was decided."""
    return f"{reverse('decisions_due')}?{DONE}={step}"


def rows_for_misfits(request: HttpRequest, looked: Looked) -> Mapping[str, list[str]]:
    """Begin with a blank row for each thing that something can make up for."""
    return {f"{ROWS}.{number}.reason": [""] for number in range(len(MADE_UP_FOR))}


DECIDING = Frame("pages/queues/decision.html", deciding_context, to_queue, rows_for_misfits)


def _deciding(case: Case, form: FormPage, pathway: PicturedPathway | None) -> Deciding:
    fit = route_fit(case, pathway.picture if pathway else None, form.field[ROWS].rows)
    lacking = sum(bool(aspect.code) and not aspect.is_made_up for aspect in fit.aspects)
    words = ngettext("%(count)s thing to make up for", "%(count)s things to make up for", lacking)
    return Deciding(
        crumbs=(Crumb(gettext("Decisions due"), reverse("decisions_due")),),
        timing=_timing(case), request=tuple(_request(case)), route=_route(case, pathway),
        fit=fit, risk=_risk(form.field["transfer_failure_risk"], is_elevated=case.state.is_elevated),
        misfits=words % {"count": lacking} if lacking else "",
        needs=tuple(row for row in form.field[NEEDS].rows if row.value or row.error or row.is_focused),
        is_elevated=case.state.is_elevated,
    )  # fmt: skip


def _risk(field: FieldView, *, is_elevated: bool) -> FieldView:
    """Return the field of the risk; of an elevated handoff any other answer than these is refused (A2.risk)."""
    if not is_elevated:
        return field
    kept = (each for each in field.options if each.value in (Risk.HIGH, Risk.CRITICAL) or each.is_chosen)
    return replace(field, options=tuple(kept))


def _timing(case: Case) -> Timing | None:
    due = case.state.decision_due
    return timing_of(due.opened_at, due.due, case.at) if due and not case.state.stands(A2) else None


def _route(case: Case, pathway: PicturedPathway | None) -> str:
    if pathway is None:
        return case.receiver
    return joined(pathway.service, pathway.name)


def _request(case: Case) -> list[Row]:
    """Return the request as a summary; nothing where none stands."""
    asked, standing = case.state.request, case.state.records.get(A1)
    if asked is None or standing is None:
        return []
    by = gettext("%(name)s, %(time)s") % {
        "name": case.names.name(standing.by), "time": times.near(standing.at, case.at),
    }  # fmt: skip
    signs = ", ".join(in_words(RiskIndicator(sign)) for sign in asked.risk_indicators)
    return [
        Row(gettext("Asked by"), by),
        Row(gettext("Waiting"), lengths.spoken(case.at - standing.at)),
        Row(gettext("Why now"), why_now(case.state)),
        Row(gettext("Need"), in_words(Need(asked.need_category))),
        Row(gettext("How soon"), in_words(Urgency(asked.urgency))),
        Row(gettext("Signs of risk"), signs or gettext("No signs seen")),
        Row(gettext("How it is to pass"), in_words(Mode(asked.mode))),
    ]
