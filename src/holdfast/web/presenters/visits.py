"""The first visit in words: what happens, who does it, where and when; as far as the reader may know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from holdfast.protocol.chapters.visit.said import Visit
from holdfast.protocol.codes import ConsentScope
from holdfast.transfers.callers import Caller
from holdfast.transfers.giving import barred_for
from holdfast.transfers.selectors import Looked, Sight, TransferView
from holdfast.web.parts import Action, Tag, Tone
from holdfast.web.words.steps import STEPS


@dataclass(frozen=True, slots=True)
class VisitWords:
    """A first visit; `at` is none while no time is known, or it may not be shown (`queues/visit.html`)."""

    what: str
    place: str = ""
    at: datetime | None = None


def visit_words(view: TransferView) -> VisitWords:
    """Return what happens first."""
    action = view.first_action
    if action is None:
        return VisitWords(gettext("Not agreed yet, or not shared with you."))
    kind, who = _text(action, "kind"), _text(action, "who")
    what = gettext("%(what)s with %(who)s") % {"what": kind, "who": who} if who else kind
    at = action.get("at")
    return VisitWords(
        what, _text(action, "where") or _text(action, "channel"), at if isinstance(at, datetime) else None
    )


def _text(action: dict[str, object], name: str) -> str:
    value = action.get(name)
    return value.strip() if isinstance(value, str) else ""


ASKED_OF_RECEIVER = ("confirm_visit", "acknowledge_visit", "answer_cancel")
"""What the receiving side is asked to say of a visit."""


def booked_seen(looked: Looked) -> Visit | None:
    """Return the visit that stands, as far as the reader may know of it."""
    visit = looked.state.visit.standing
    is_shown = looked.sight is not Sight.RECEIVING or looked.may_see(ConsentScope.APPOINTMENT_AND_LOGISTICS)
    return visit if is_shown else None


def booked_tag(visit: Visit) -> Tag:
    """Return how a booked visit stands between the two sides."""
    if visit.cancel is not None:
        return Tag(gettext("Asked to cancel: it stands until the other side answers"), Tone.SOON)
    if not visit.is_confirmed:
        return Tag(gettext("Proposed, not confirmed"), Tone.SOON)
    if not visit.acknowledged_by:
        return Tag(gettext("Time held, not acknowledged"), Tone.SOON)
    said = gettext("Expected there, and the person will come") if visit.person_comes else gettext("Expected there")
    return Tag(said, Tone.OK)


def booked_acts(looked: Looked, caller: Caller) -> tuple[Action, ...]:
    """Return what the reader is asked to say of the visit now, each with the page on which it is said."""
    visit = booked_seen(looked)
    if visit is None or not (visit.is_silent or visit.cancel is not None):
        return ()
    steps = [step for step in ASKED_OF_RECEIVER if not barred_for(caller, looked, step)]
    if visit.acknowledged_by:
        steps = [step for step in steps if step != "acknowledge_visit"]
    given = looked.transfer_id
    return tuple(Action(str(STEPS[step].submit), reverse("command_give", args=[given, step])) for step in steps)
