"""Whatever is said in whichever order: no live event opens and no message goes without a valid check, plan and consent.

What is so is counted here a second time, from what was filed alone, and never read from the protocol's state.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.protocol.chapters.safety.codes import SafeChannel
from holdfast.protocol.chapters.safety.reach import Allowed, Says, Wants, may_contact
from holdfast.protocol.events import StepFiled
from tests.property import forms, moves
from tests.property.moves import Move
from tests.property.telling import Telling, Told
from tests.property.world import BEGIN

PLAN = {
    "channel": "text", "number_or_address": "555-555-0123", "owner_of_device": "person",
    "safe_days": ["friday", "saturday"], "safe_from": "09:00", "safe_until": "21:00", "voicemail": "neutral",
    "mask_caller_id": True, "preview_is_safe": False, "code_word": "tulip", "who_may_answer": [],
    "if_another_answers": "Wrong number.", "do_not_contact": [], "portal_visibility": "nobody_else",
    "interpreter_gender": "any", "mail_is_safe": False, "who_initiates": "either", "details_behind_code": False,
    "valid_until": "2026-12-01",
}  # fmt: skip
REMINDED = {**forms.CONSENT, "scopes": [*forms.CONSENT["scopes"], "messaging-reminders"]}
SETTLED = {"spoke_with_person": True, "was_alone": True, "agreed": "It is over."}
MOVES = {
    "dana says safe": Move("dana", "check_safety", forms.SAFE),
    "dana says unsafe": Move("dana", "check_safety", {**forms.SAFE, "safe_now": "unknown"}),
    "person says safe": Move("person", "check_safety", forms.SAFE),
    "person says unsafe": Move("person", "check_safety", {**forms.SAFE, "safe_now": "no"}),
    "person says the word": Move("person", "check_safety", {**forms.SAFE, "word": "Tulip"}),
    "person is in danger": Move("person", "duress", {}),
    "settled": Move("dana", "settle_duress", SETTLED),
    "not settled": Move("dana", "settle_duress", {**SETTLED, "was_alone": False}),
    "planned": Move("dana", "plan_safe_contact", PLAN),
    "planned by the person": Move("person", "plan_safe_contact", {**PLAN, "code_word": "orchid"}),
    "paused": Move("person", "person_stops", {"wish": "pause"}),
    "resumed": Move("person", "person_confirms", {"what": "resume"}),
    "reminders agreed": Move("person", "give_consent", REMINDED),
    "consent back": Move("person", "revoke_consent", {"to": "riverside"}),
    "live": Move("dana", "open_live_event", {"channel": "phone"}),
    "over": Move("dana", "close_live_event", {}),
    "receiver joins": Move(
        "marcus", "join_live_event", {"party": "receiver", "identity": "directory_link", "measured": True}
    ),
}  # fmt: skip


@dataclass
class Counted:
    """What was filed, counted anew."""

    own: tuple[str, datetime] | None = None
    staffs: tuple[str, datetime] | None = None
    word: str = ""
    planned_at: datetime | None = None
    danger_at: datetime | None = None
    is_in_danger: bool = False
    is_paused: bool = False
    agreed: set[str] = field(default_factory=set)

    def may_open(self, at: datetime) -> bool:
        """Whether a live event may open: nobody is in danger, and somebody said yes within 30 minutes."""
        if self.is_in_danger or self.is_paused or (self.own is not None and self.own[0] != "yes"):
            return False
        fresh = [each for each in (self.own, self.staffs) if each and at - each[1] <= timedelta(minutes=30)]
        return bool(fresh) and fresh[0][0] == "yes"

    def take(self, told: Told) -> None:
        """Count one step that was filed."""
        move, at, fields = told.move, told.at, told.move.fields
        is_word = bool(self.word) and str(fields.get("word", "")).casefold() == self.word
        if move.do == "duress" or (move.do == "check_safety" and is_word):
            self.is_in_danger, self.danger_at, self.own = True, at, ("no", at)
        elif move.do == "check_safety" and move.by == "person":
            self.own = (fields["safe_now"], at)
        elif move.do == "check_safety":
            self.staffs = (fields["safe_now"], at)
        elif move.do == "settle_duress":
            self.is_in_danger, self.own, self.staffs = False, None, None
        elif move.do == "plan_safe_contact":
            self.planned_at, self.word = at, fields["code_word"]
        else:
            self._take_wish(move)

    def _take_wish(self, move: Move) -> None:
        if move.do in ("person_stops", "person_confirms"):
            self.is_paused = move.do == "person_stops"
        elif move.do in ("give_consent", "revoke_consent"):
            self.agreed = set(move.fields.get("scopes", ()))

    def may_go(self, wants: Wants) -> bool:
        """Whether a message may go at all, at whatever hour."""
        last = max((each for each in (self.own, self.staffs) if each), key=lambda each: each[1], default=None)
        is_unsafe = self.is_in_danger or any(each and each[0] != "yes" for each in (self.own, last))
        if self.is_paused or is_unsafe:
            return False
        if self.planned_at is None:
            return wants.asked_by_person and wants.says <= Says.NEUTRAL
        is_stale = self.danger_at is not None and self.danger_at >= self.planned_at
        return not is_stale and (wants.asked_by_person or "messaging-reminders" in self.agreed)


def ready() -> tuple[Telling, Counted]:
    """Return a story that is ready for its live event, and what was said in it."""
    told, counted = Telling(ladder=0), Counted()
    while told.state.event is None:
        step = told.take(
            moves.straight(told.state, told.at + timedelta(seconds=40), 0), told.at + timedelta(seconds=40)
        )
        counted.take(step)
    counted.take(told.take(MOVES["over"], told.at))
    return told, counted


@settings(max_examples=60, deadline=None)
@given(
    steps=st.lists(st.tuples(st.sampled_from(sorted(MOVES)), st.sampled_from([1, 10, 29, 31, 400])), max_size=14),
    wants=st.builds(Wants, st.sampled_from(Says), st.booleans()),
    channel=st.sampled_from(SafeChannel),
)
def test_nothing_opens_and_nothing_goes_without_what_makes_it_safe(steps, wants, channel):
    told, counted = ready()
    for name, minutes in steps:
        at = told.at + timedelta(minutes=minutes)
        step = told.take(MOVES[name], at)
        is_filed = any(isinstance(event, StepFiled) for event in step.came)
        if is_filed and name == "live":
            assert counted.may_open(step.at)
        if is_filed and name == "receiver joins":
            assert {"identity-and-contact", "need-and-urgency"} <= counted.agreed
        if is_filed:
            counted.take(step)
        if isinstance(may_contact(told.state, channel, told.at, wants), Allowed):
            assert counted.may_go(wants)
        if counted.is_in_danger:
            assert told.state.event is None or not told.state.event.is_open


@pytest.mark.parametrize("name", ["live", "receiver joins"])
def test_the_way_is_not_simply_shut(name):
    told, _ = ready()
    at = max(BEGIN, told.at) + timedelta(minutes=1)
    for each in ("person says safe", "live") if name == "receiver joins" else ("person says safe",):
        told.take(MOVES[each], at)
    assert any(isinstance(event, StepFiled) for event in told.take(MOVES[name], at).came)
