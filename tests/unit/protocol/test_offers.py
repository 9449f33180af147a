"""Which steps somebody could take now, asked before there is a form; the answer is that of the judgement itself."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from holdfast.protocol import commands as c
from holdfast.protocol.codes import EscalationLevel, RecordKind, Role, Seat
from holdfast.protocol.facts import PERSON, Assignment, Party
from holdfast.protocol.offers import barred_by, may_take
from holdfast.protocol.policy import base_policy
from holdfast.protocol.state import INITIAL, Escalation, State

AT = datetime(2026, 11, 18, 17, tzinfo=UTC)
DANA = Party("dana", (Assignment(Role.CRISIS_WORKER, "northside"),))
PRIYA = Party("priya", (Assignment(Role.SUPERVISOR, "northside"),))
OMAR = Party("omar", (Assignment(Role.DIRECTOR, "northside"),))
AUDITOR = Party("audra")


@pytest.fixture
def opened() -> State:
    """A transfer that Dana opened."""
    return INITIAL.changed(
        policy=base_policy(), opened_at=AT, originator="dana", originating_hands=frozenset({"dana"}),
        service="northside", owner="dana", owner_service="northside",
    )  # fmt: skip


def test_the_first_step_is_open_to_the_originator(opened):
    assert barred_by(opened, RecordKind.AUTHORIZATION_REQUEST, DANA, AT) == ()


def test_a_later_step_is_shut_by_the_gate_that_comes_first(opened):
    assert barred_by(opened, RecordKind.LIVE_CONNECTION, DANA, AT) == ("A1.queued",)
    assert barred_by(opened, RecordKind.LIVE_CONNECTION, PRIYA, AT) == ("S.role",)
    assert barred_by(opened, RecordKind.VERIFICATION, DANA, AT) == ("S.role",)


def test_a_step_that_depends_on_what_is_filled_in_is_shut_by_what_comes_furthest(opened):
    assert barred_by(opened, "join_live_event", DANA, AT) == ("A1.queued",)
    assert barred_by(opened, "leave_live_event", DANA, AT) == ("S.order",)
    assert barred_by(opened, "join_live_event", PRIYA, AT) == ("S.role",)


def test_who_could_close_may_though_not_for_every_reason(opened):
    assert barred_by(opened, "close_transfer", PRIYA, AT) == ()
    assert barred_by(opened, "close_transfer", DANA, AT) == ("S.role",)


def test_a_colleague_is_named_by_a_supervisor_alone(opened):
    assert may_take(opened, "reassign", PRIYA, AT)
    assert not may_take(opened, "reassign", DANA, AT)


def test_whose_part_a_step_is_does_not_hang_on_whether_it_can_be_taken_now(opened):
    assert may_take(opened, RecordKind.HANDOFF_CLOSURE, DANA, AT)
    assert barred_by(opened, RecordKind.HANDOFF_CLOSURE, DANA, AT) == ("A1.queued",)


def test_a_matter_is_for_who_holds_its_level(opened):
    raised = opened.changed(escalations={"A2.dependencies": Escalation(EscalationLevel.DIRECTOR)})
    command = c.AcknowledgeEscalation(control="A2.dependencies", note="")
    assert not barred_by(raised, command.step, OMAR, AT, command=command)
    assert barred_by(raised, command.step, PRIYA, AT, command=command) == ("S.role",)


def test_the_person_may_always_stop_and_whoever_holds_no_role_may_do_little(opened):
    assert barred_by(opened, "person_stops", Party(PERSON), AT) == ()
    assert not may_take(opened, "person_stops", AUDITOR, AT)
    leaving = c.LeaveLiveEvent(party=Seat.PERSON)
    assert barred_by(opened, leaving.step, AUTHOR_OF_NOTHING, AT, command=leaving) == ("S.role",)


AUTHOR_OF_NOTHING = Party("nobody")


def test_a_transfer_that_is_closed_takes_little_more(opened):
    closed = opened.changed(closed_as="died", closed_at=AT)
    assert barred_by(closed, RecordKind.AUTHORIZATION_REQUEST, DANA, AT) == ("S.closed",)
    assert barred_by(closed, "revoke_consent", Party(PERSON), AT) == ()
