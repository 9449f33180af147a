"""What a form cannot mean is known before it is judged; exactly now is not past, nor is the minute that runs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from holdfast.protocol import commands as c
from holdfast.protocol.codes import (
    Channel,
    Closure,
    FirstActionOutcome,
    Grade,
    RecordKind,
    Role,
    Urgency,
    Wish,
    YesNoUnknown,
)
from holdfast.protocol.facts import PERSON, Assignment, Party, TimePicture
from holdfast.protocol.parsing import parse
from holdfast.protocol.plausible import (
    BEGINS_WITHIN,
    BRIDGED_WITHIN,
    FURTHEST,
    MOVES_WITHIN,
    Remedy,
    implausible,
    is_past,
)
from holdfast.protocol.policy import base_policy
from holdfast.protocol.presence import LiveEvent
from holdfast.protocol.records import AuthorizationRequest, HandoffClosure
from holdfast.protocol.state import INITIAL, Accepted, Handoff, SafetyAnswer, Standing, State
from holdfast.web.words.claims import CLAIMS

AT = datetime(2026, 11, 18, 17, tzinfo=UTC)
SECOND = timedelta(seconds=1)
DANA = Party("dana", (Assignment(Role.CRISIS_WORKER, "northside"),))
OPEN = INITIAL.changed(policy=base_policy(), opened_at=AT, service="northside", owner="dana")
ACCEPTED = OPEN.changed(accepted=Accepted("marcus", 9, by_voice=False), first_action_at=AT)


def asked(do: str, state: State = OPEN, at: datetime = AT, by: Party = DANA, **fields: object) -> dict[str, str]:
    return implausible(parse(do, fields), state, at, by)


def accepting(when: datetime, state: State = OPEN) -> dict[str, str]:
    action = {"kind": "visit", "who": "Marcus", "where": "here", "channel": None, "at": when.isoformat()}
    loop = {"who": "Marcus", "how": "here", "by": "2026-11-20"}
    return asked(
        "file_record", state, record="receiving_acceptance", acceptance="accepted", decline_reason=None,
        pending_reason=None, accepted_scope=["missed-appointments"], accommodations_confirmed=[], first_action=action,
        unmet_intake_requirements=[], escalation_triggers=[], loop_commitment=loop,
    )  # fmt: skip


def form(do: str, state: State, **fields: object) -> dict[str, str]:
    return implausible(parse(do, fields), state, AT, DANA)


def booked(when: datetime, state: State) -> dict[str, str]:
    return form("book_visit", state, at=when.isoformat(), mode="phone", who="Marcus")


def bridge(when: datetime, state: State) -> dict[str, str]:
    return form("plan_bridge_contact", state, at=when.isoformat(), who="dana", how="phone", person_agreed=True)


def moved(to: datetime, state: State = ACCEPTED, known: TimePicture | None = None) -> dict[str, str]:
    command = c.RescheduleFirstAction(at=to, asked_by="Ana", reason="Work.")
    return implausible(command, state, AT, DANA, known=known)


def test_a_first_action_in_the_past_is_not_meant():
    assert accepting(AT) == {}
    assert accepting(AT - SECOND) == {"first_action.at": Remedy.TO_COME}


def test_the_minute_that_runs_is_not_over():
    assert not is_past(AT, AT + 59 * SECOND)
    assert is_past(AT, AT + 60 * SECOND)


def test_a_correction_names_the_time_that_it_had():
    assert accepting(AT - timedelta(days=1), ACCEPTED) == {}


def test_a_first_action_moves_ahead_and_not_too_far():
    assert (moved(AT), moved(AT + FURTHEST)) == ({}, {})
    assert moved(AT - SECOND) == {"at": Remedy.TO_COME}
    assert moved(AT + FURTHEST + SECOND) == {"at": Remedy.SOONER}


@pytest.mark.parametrize(
    ("closed_day", "is_open", "wrong"),
    [(True, None, True), (False, False, True), (False, True, False), (None, None, False)],
)
def test_a_first_action_moves_to_a_time_when_somebody_is_there(closed_day, is_open, wrong):
    known = TimePicture("riverside", AT + SECOND, is_closed_day=closed_day, is_open=is_open)
    assert moved(AT + SECOND, known=known) == ({"at": Remedy.CLOSED} if wrong else {})


def test_what_has_not_come_was_not_kept():
    kept = FirstActionOutcome.KEPT.value
    assert asked("report_first_action", ACCEPTED, outcome=kept) == {}
    assert asked("report_first_action", ACCEPTED, AT - SECOND, outcome=kept) == {"outcome": Remedy.NOT_YET}
    assert asked("report_first_action", ACCEPTED, AT - SECOND, outcome="no_show") == {"outcome": Remedy.NOT_MISSED}
    assert asked("report_first_action", ACCEPTED, outcome="no_show") == {}
    assert asked("report_first_action", ACCEPTED, AT - SECOND, outcome="cancelled") == {}


def urgent(urgency: Urgency, state: State = OPEN) -> State:
    request = AuthorizationRequest.model_construct(urgency=urgency)
    return state.changed(records={RecordKind.AUTHORIZATION_REQUEST: Standing(request, 1, AT, "dana")})


@pytest.mark.parametrize(("urgency", "days"), [*BEGINS_WITHIN.items(), (Urgency.SCHEDULED, FURTHEST.days)])
def test_a_first_action_begins_as_soon_as_the_urgency_asks(urgency, days):
    state = urgent(urgency)
    late = {"at": Remedy.SOONER}
    assert accepting(AT + timedelta(days=days), state) == {}
    assert accepting(AT + timedelta(days=days + 1), state) == {"first_action.at": Remedy.SOONER}
    assert booked(AT + timedelta(days=days), state) == {}
    is_a_rule = urgency is Urgency.HOURS_48  # V.time
    assert booked(AT + timedelta(days=days + 1), state) == ({} if is_a_rule else late)
    bridged = min(days, BRIDGED_WITHIN)
    assert bridge(AT + timedelta(days=bridged), state) == {}
    assert bridge(AT + timedelta(days=bridged + 1), state) == late


@pytest.mark.parametrize("do", ["reschedule_first_action", "reschedule_visit"])
def test_only_for_the_person_does_it_move_further_than_the_urgency_asks(do):
    state = urgent(Urgency.EMERGENT, ACCEPTED)
    fields = {"asked_by": "the service", "reason": "Full."} | ({} if "first" in do else {"mode": "phone", "who": "Mo"})
    later = AT + timedelta(days=MOVES_WITHIN[Urgency.EMERGENT] + 1)
    assert form(do, state, **fields | {"at": (later - timedelta(days=1)).isoformat()}) == {}
    assert form(do, state, **fields | {"at": later.isoformat()}) == {"at": Remedy.SOONER_OR_ASKED}
    assert form(do, state, **fields | {"at": later.isoformat(), "asked_by": "The person"}) == {}
    never = fields | {"at": (AT + timedelta(days=3650)).isoformat(), "asked_by": "person"}
    assert form(do, state, **never) == {"at": Remedy.SOONER}


def test_it_is_not_moved_again_and_again_beyond_the_furthest():
    handed = ACCEPTED.changed(handoff=Handoff(AT - timedelta(days=60), Grade.MEASURED, is_live=True))
    assert moved(AT + timedelta(days=30), handed) == {}
    assert moved(AT + timedelta(days=31), handed) == {"at": Remedy.SOONER}


VERIFIED = {
    Closure.DIED: lambda s: s.changed(custody=replace(s.custody, died_on=date(2026, 11, 18))),
    Closure.NOT_ELIGIBLE_ALTERNATIVE_MADE: lambda s: s.changed(has_declined=True),
}


@pytest.mark.parametrize(
    ("closure", "remedy"),
    [
        (Closure.DIED, Remedy.DEATH_FIRST), (Closure.PERSON_UNREACHABLE_AFTER_PLAN, Remedy.PLAN_FIRST),
        (Closure.ALTERNATIVE_VERIFIED, Remedy.VERIFICATION_FIRST),
        (Closure.NOT_ELIGIBLE_ALTERNATIVE_MADE, Remedy.REFUSAL_FIRST),
    ],
)  # fmt: skip
def test_a_closing_rests_on_what_it_says(closure, remedy):
    assert asked("close_transfer", closure=closure.value, reason="Done.") == {"closure": remedy}
    if closure in VERIFIED:
        assert asked("close_transfer", VERIFIED[closure](OPEN), closure=closure.value, reason="Done.") == {}


def test_who_was_handed_over_was_no_error():
    handed = OPEN.changed(handoff=Handoff(AT, Grade.MEASURED, is_live=True))
    assert asked("close_transfer", closure="error", reason="Twice.") == {}
    assert asked("close_transfer", handed, closure="error", reason="Twice.") == {"closure": Remedy.HANDED_OVER}


@pytest.mark.parametrize("closure", [Closure.PERSON_WITHDREW, Closure.PERSON_DECLINED_OFFER])
def test_staff_who_close_with_the_persons_word_name_who_heard_it(closure):
    assert asked("close_transfer", closure=closure.value, reason="So.") == {"heard_by": Remedy.WHO_HEARD}
    assert asked("close_transfer", closure=closure.value, reason="So.", heard_by="dana") == {}


@pytest.mark.parametrize("closure", [Closure.PERSON_WITHDREW, Closure.PERSON_DECLINED_OFFER])
def test_nobody_closes_with_the_persons_word_what_was_accepted_and_not_handed_over(closure):
    fields = {"closure": closure.value, "reason": "So.", "heard_by": "dana"}
    assert asked("close_transfer", ACCEPTED, **fields) == {"closure": Remedy.ANSWERED}
    handed = ACCEPTED.changed(handoff=Handoff(AT, Grade.MEASURED, is_live=True))
    assert asked("close_transfer", handed, **fields) == {}


def test_staff_who_record_that_the_person_withdraws_name_who_heard_it():
    assert asked("person_stops", wish="withdraw") == {"heard_by": Remedy.WHO_HEARD}
    assert asked("person_stops", wish="withdraw", heard_by=PERSON) == {"heard_by": Remedy.WHO_HEARD}
    assert asked("person_stops", wish="withdraw", heard_by="dana") == {}


@pytest.mark.parametrize("wish", Wish)
def test_the_person_is_asked_nothing_when_they_stop(wish):
    assert asked("person_stops", by=Party(PERSON), wish=wish.value) == {}


def test_who_heard_that_the_person_withdraws_records_it_themself():
    said = asked("person_stops", wish="withdraw", heard_by="priya")
    assert said == {"heard_by": Remedy.OWN_EARS}


def test_before_the_handoff_the_receiving_side_records_a_pause_and_no_withdrawal():
    marcus = Party("marcus", (Assignment(Role.INTAKE_LEAD, "riverside"),))
    handed = OPEN.changed(handoff=Handoff(AT, Grade.MEASURED, is_live=True))
    said = asked("person_stops", by=marcus, wish="withdraw", heard_by="marcus")
    assert said == {"wish": Remedy.SENDING_SIDE}
    assert asked("person_stops", by=marcus, wish="pause") == {}
    assert asked("person_stops", handed, by=marcus, wish="withdraw", heard_by="marcus") == {}


@pytest.mark.parametrize("closure", set(Closure) - {Closure.DIED})
def test_nothing_is_closed_by_staff_while_the_person_is_in_danger(closure):
    danger = OPEN.changed(safety=replace(OPEN.safety, duress_at=AT))
    said = asked("close_transfer", danger, closure=closure.value, reason="So.", heard_by="dana")
    assert said == {"closure": Remedy.DANGER_FIRST}


def test_a_call_that_goes_on_and_an_acceptance_that_stands_are_no_error():
    on_call = OPEN.changed(live=LiveEvent(1, Channel.PHONE, AT))
    assert asked("close_transfer", on_call, closure="error", reason="Twice.") == {"closure": Remedy.ANSWERED}
    assert asked("close_transfer", ACCEPTED, closure="error", reason="Twice.") == {"closure": Remedy.ANSWERED}
    ended = OPEN.changed(live=LiveEvent(1, Channel.PHONE, AT, ended_at=AT))
    assert asked("close_transfer", ended, closure="error", reason="Twice.") == {}


def releasing(state: State) -> dict[str, str]:
    return implausible(c.FileRecord.model_construct(record=HandoffClosure.model_construct()), state, AT, DANA)


@pytest.mark.parametrize("safe_now", YesNoUnknown)
def test_the_persons_own_no_keeps_them_from_being_passed_on(safe_now):
    said = OPEN.changed(safety_by_person=SafetyAnswer(safe_now, AT - timedelta(days=3)))
    is_no = safe_now is YesNoUnknown.NO
    assert accepting(AT, said) == ({"acceptance": Remedy.UNSAFE} if is_no else {})
    assert releasing(said) == ({"ownership_release": Remedy.UNSAFE} if is_no else {})


def test_in_an_emergency_it_does_not_nor_after_the_handoff():
    said = OPEN.changed(safety_by_person=SafetyAnswer(YesNoUnknown.NO, AT))
    assert releasing(said.changed(emergency_until=AT + SECOND)) == {}
    assert releasing(said.changed(emergency_until=AT)) == {"ownership_release": Remedy.UNSAFE}
    assert releasing(said.changed(handoff=Handoff(AT, Grade.MEASURED, is_live=True))) == {}


def test_every_remedy_has_words_for_people():
    assert set(CLAIMS) == set(Remedy)
