"""What a form cannot mean is known before it is judged; exactly now is not past, nor is the minute that runs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from holdfast.protocol import commands as c
from holdfast.protocol.codes import Closure, FirstActionOutcome, Grade, Role, Wish
from holdfast.protocol.facts import PERSON, Assignment, Party, TimePicture
from holdfast.protocol.parsing import parse
from holdfast.protocol.plausible import FURTHEST, Remedy, implausible, is_past
from holdfast.protocol.policy import base_policy
from holdfast.protocol.state import INITIAL, Accepted, Handoff, State
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
    assert asked("report_first_action", ACCEPTED, AT - SECOND, outcome="no_show") == {}


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


def test_staff_who_record_that_the_person_withdraws_name_who_heard_it():
    assert asked("person_stops", wish="withdraw") == {"heard_by": Remedy.WHO_HEARD}
    assert asked("person_stops", wish="withdraw", heard_by=PERSON) == {"heard_by": Remedy.WHO_HEARD}
    assert asked("person_stops", wish="withdraw", heard_by="dana") == {}


@pytest.mark.parametrize("wish", Wish)
def test_the_person_is_asked_nothing_when_they_stop(wish):
    assert asked("person_stops", by=Party(PERSON), wish=wish.value) == {}


def test_every_remedy_has_words_for_people():
    assert set(CLAIMS) == set(Remedy)
