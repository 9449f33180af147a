"""The page on which the receiving side answers: what it takes on, what happens first, what is still open.

For staff and guests alike: it shows what the consent covers, and leads only where whoever draws it says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from holdfast.config.clock import now
from holdfast.protocol.codes import ConsentScope, DeadlineName, Need, RecordKind, RiskIndicator, Urgency
from holdfast.protocol.outlook import outlook
from holdfast.transfers.selectors import Looked
from holdfast.transfers.services import Outcome
from holdfast.web.access import caller_of
from holdfast.web.forms.fields import FieldView, FormPage
from holdfast.web.forms.frames import DONE, Frame
from holdfast.web.forms.pages import typed_from
from holdfast.web.parts import Custody, Row, Tag, Tone
from holdfast.web.presenters.banner import banner_of
from holdfast.web.presenters.cases import Case, case_of
from holdfast.web.presenters.custody import custody_of
from holdfast.web.presenters.listing import timing_of
from holdfast.web.presenters.story import story_rows
from holdfast.web.presenters.updates import updates_of_transfer
from holdfast.web.presenters.visits import booked_seen
from holdfast.web.words import lengths, times
from holdfast.web.words.codes import in_words

B2 = RecordKind.RECEIVING_ACCEPTANCE
UNMET = "unmet_intake_requirements"
NEED, LOGISTICS = ConsentScope.NEED_AND_URGENCY, ConsentScope.APPOINTMENT_AND_LOGISTICS


@dataclass(frozen=True, slots=True)
class IntakeItem:
    """Something that the receiving service asks for at intake. `is_open`: said to be open still."""

    name: str
    id: str
    text: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Accepting:
    """What stands around the form. `sentence`: what the person hears, once it was typed; `room_url`: the live room."""

    heading: str
    called: str
    answer: FieldView
    """The answers that can be given, in the words of this talk."""
    is_promised: bool
    """Whether the decision asks for something that makes it fit."""
    tags: tuple[Tag, ...]
    custody: Custody
    sentence: str
    items: tuple[IntakeItem, ...]
    other_items: tuple[FieldView, ...]
    story: tuple[Row, ...]
    room_url: str
    owner: str


def accepting_context(request: HttpRequest, looked: Looked, form: FormPage) -> Mapping[str, object]:
    """Return what stands around the form for staff of the receiving service; three statements."""
    case = case_of(looked)
    room_url = reverse("live_room", args=[looked.transfer_id]) if looked.state.event else ""
    updates = updates_of_transfer(looked)
    return {"page": accepting_of(case, form, room_url), "banner": banner_of(case), "updates": updates}


def to_visits(outcome: Outcome, step: str) -> str:
    """Return to what is coming to us, which says that it was answered."""
    return f"{reverse('coming_to_us')}?{DONE}={step}"


def known_of_answer(looked: Looked, name: str, how: str) -> dict[str, list[str]]:
    """Return what need not be typed: the need, that `name` does it and reports `how`, a line for an open item.

    Whether they accept is never filled in, nor what is open.
    """
    need = looked.state.need if looked.may_see(NEED) else None
    known = {
        "accepted_scope": [need] if need else [],
        "first_action": {"who": name, **_booked(looked)},
        "loop_commitment": {"who": name, "how": how},
    }
    return {**typed_from(B2, known, looked.state.zone), f"{UNMET}.{len(_required(looked))}": [""]}


def _booked(looked: Looked) -> dict[str, object]:
    """Return the visit that is booked as what happens first; nothing where none is, or it may not be shown."""
    visit = booked_seen(looked)
    if visit is None:
        return {}
    place = {"where": visit.place} if visit.place else {"channel": in_words(visit.mode)}
    who = {"who": visit.who} if visit.who else {}
    return {"kind": gettext("appointment"), "at": visit.at, **place, **who}


def _known(request: HttpRequest, looked: Looked) -> Mapping[str, list[str]]:
    return known_of_answer(looked, caller_of(request).name, gettext("In Holdfast"))


ACCEPTING = Frame("pages/queues/accept.html", accepting_context, to_visits, _known)


def accepting_of(case: Case, form: FormPage, room_url: str = "") -> Accepting:
    """Return what stands around the form; `room_url`: where the reader's live room is, blank for none."""
    looked = case.looked
    items = _items(looked, form)
    return Accepting(
        heading=gettext("Do you accept %(person)s’s care?") % {"person": case.called},
        called=case.called, answer=form.field["acceptance"],
        is_promised=_is_promised(looked, form), tags=tuple(_tags(looked)), custody=_custody(case),
        sentence=sentence_of(form), items=items, other_items=_others(form, {item.text for item in items}),
        story=tuple(story_of(case)), room_url=room_url, owner=case.names.name(case.state.owner),
    )  # fmt: skip


def _custody(case: Case) -> Custody:
    band = custody_of(case, outlook(case.state, case.at))
    if case.is_mine:
        return band
    return replace(band, owner=gettext("%(owner)s. Not you yet.") % {"owner": band.owner})


def _tags(looked: Looked) -> list[Tag]:
    """Return since when the call is on, and how long is left for an answer that was promised."""
    state, found = looked.state, []
    if state.event is not None and state.event.is_open:
        length = lengths.spoken(looked.at - state.event.opened_at)
        found.append(Tag(gettext("Live call, %(length)s") % {"length": length}, Tone.GO, "phone"))
    due = state.deadlines.get(DeadlineName.ACCEPTANCE)
    if due is not None:
        timing = timing_of(due.opened_at, due.due, looked.at)
        tone = {"over": Tone.LATE, "soon": Tone.SOON}.get(timing.pace, Tone.WAIT)
        found.append(Tag(f"{timing.lead}, {timing.under}", tone, "schedule"))
    return found


def _is_promised(looked: Looked, form: FormPage) -> bool:
    decision, field = looked.state.decision, form.field["accommodations_confirmed"]
    is_asked = looked.may_see(NEED) and decision is not None and bool(decision.accommodations)
    return is_asked or bool(field.error) or any(option.is_chosen for option in field.options)


# What happens first


def sentence_of(form: FormPage) -> str:
    """Return the sentence that the person hears, of what was typed; blank while something is missing, or wrong."""
    if form.field["first_action"].error:
        return ""
    parts = form.field["first_action"].part
    typed = {name: parts[name].value.strip() for name in ("kind", "who", "where", "channel")}
    place, when = typed["where"] or typed["channel"], _when(parts["at"])
    if not (typed["kind"] and typed["who"] and place and when):
        return ""
    said = {"what": typed["kind"], "who": typed["who"], "place": place, "when": when}
    return gettext("%(when)s: %(what)s with %(who)s, %(place)s.") % said


def _when(field: FieldView) -> str:
    """Return the day, time and zone that were typed, by the clocks of the transfer; blank if they are none."""
    moment = field.moment
    if moment is None:
        return ""
    quick = next((each.value for each in moment.quick if each.is_chosen), "")
    try:
        typed = datetime.fromisoformat(quick if "T" in quick else f"{moment.day}T{moment.time}")
    except ValueError:
        return ""
    day = times.day(typed) if typed.year == now().year else times.date_in_full(typed.date())
    clock = times.clock(typed.replace(tzinfo=UTC), UTC)
    return gettext("%(day)s, %(time)s, %(zone)s") % {"day": day, "time": clock, "zone": moment.zone}


# What is still open


def _required(looked: Looked) -> tuple[str, ...]:
    return looked.state.route.intake_requirements if looked.state.route else ()


def _items(looked: Looked, form: FormPage) -> tuple[IntakeItem, ...]:
    """Return what the route asks for at intake, each ticked where it was said to be open."""
    field = form.field[UNMET]
    said = {row.value for row in field.rows}
    return tuple(
        IntakeItem(f"{UNMET}.{number}", f"{field.id}-{number}", text, text in said)
        for number, text in enumerate(_required(looked))
    )


def _others(form: FormPage, required: set[str]) -> tuple[FieldView, ...]:
    return tuple(row for row in form.field[UNMET].rows if row.value not in required)


# So that it is not told again


def story_of(case: Case) -> list[Row]:
    """Return what the receiving side need not ask again, as far as the person agreed to share it."""
    told = story_rows(case)
    return [*told, *(row for row in _on_record(case) if row.label not in {each.label for each in told})]


def _on_record(case: Case) -> list[Row]:
    """Return what the records say of it."""
    looked, view, state = case.looked, case.view, case.state
    rows = []
    if looked.may_see(NEED) and state.request is not None:
        rows.append(Row(gettext("What happened"), in_words(Need(state.request.transfer_trigger))))
        if state.request.need_category != state.request.transfer_trigger:
            rows.append(Row(gettext("What it is about"), in_words(Need(state.request.need_category))))
    if looked.may_see(NEED) and state.connection is not None:
        rows.append(Row(gettext("Why, in words we agree on"), state.connection.handoff_purpose))
    if view.risk_indicators is not None:
        signs = ", ".join(in_words(RiskIndicator(sign)) for sign in view.risk_indicators)
        rows.append(Row(gettext("Signs of risk"), signs or gettext("No signs seen")))
    if looked.may_see(NEED) and state.decision is not None:
        rows += [Row(in_words(each.what), each.plan) for each in state.decision.accommodations]
    rows.append(Row(_agreed_words(case), _agreed(case)))
    if view.urgency is not None:
        rows.append(Row(gettext("What you must do next"), _must(case, Urgency(view.urgency))))
    return rows


def _agreed_words(case: Case) -> str:
    return gettext("%(person)s agreed to share") % {"person": case.called}


def _agreed(case: Case) -> str:
    scopes = [in_words(scope) for given in case.view.consents for scope in given.scopes]
    return ", ".join(scopes) or gettext("Nothing yet")


def _must(case: Case, urgency: Urgency) -> str:
    return gettext("See %(person)s: %(urgency)s.") % {"person": case.called, "urgency": in_words(urgency).lower()}
