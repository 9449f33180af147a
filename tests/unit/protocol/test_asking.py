"""What the protocol would say, asked before anything is done: the same as it says when it is done."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from holdfast.protocol.asking import corrective_latest, owed
from holdfast.protocol.codes import DeadlineName, Grade, RecordKind, Risk, Role
from holdfast.protocol.facts import Assignment, Facts, Party, ServicePicture
from holdfast.protocol.offers import barred_by
from holdfast.protocol.policy import base_policy
from holdfast.protocol.records import AuthorizationDecision, AuthorizationRequest, Record, ReleaseReadiness
from holdfast.protocol.state import INITIAL, Deadline, Handoff, Standing, State

AT = datetime(2026, 11, 18, 17, 0, tzinfo=UTC)
D, R = DeadlineName, RecordKind
REQUEST, DECISION, READY = AuthorizationRequest, AuthorizationDecision, ReleaseReadiness
OPENED = INITIAL.changed(
    opened_at=AT, policy=base_policy(), service="north", zone="America/New_York", originator="dana"
)


def standing(*models: type[Record]) -> State:
    return OPENED.changed(records={model.kind: Standing(model.model_construct(), 1, AT, "dana") for model in models})


def somebody(role: Role, service: str = "north", who: str = "priya") -> Party:
    return Party(who, (Assignment(role, service),))


def handed(**fields: object) -> State:
    return standing(REQUEST, DECISION, READY).changed(
        handoff=Handoff(AT, Grade.ATTESTED, is_live=True), passed_at=AT, **fields
    )


def test_nothing_is_owed_before_the_opening_or_after_the_end():
    assert owed(INITIAL) == frozenset()
    assert owed(standing(REQUEST).changed(closed_as="held")) == frozenset()


def test_an_open_deadline_is_owed():
    assert owed(OPENED.changed(deadlines={D.REVIEW: Deadline(AT, AT, None)})) == {D.REVIEW}


def test_a_decision_is_owed_while_a_request_stands_without_one_also_when_it_was_missed():
    assert D.AUTHORIZATION_DECISION in owed(standing(REQUEST))
    assert D.AUTHORIZATION_DECISION not in owed(standing(REQUEST, DECISION))


def test_the_first_visit_is_owed_from_readiness_until_it_was_kept():
    assert D.FIRST_ACTION in owed(standing(REQUEST, DECISION, READY))
    assert D.FIRST_ACTION not in owed(standing(REQUEST, DECISION, READY).changed(is_first_action_kept=True))


def test_a_check_that_was_missed_is_owed_until_it_is_filed():
    assert D.VERIFICATION in owed(handed())


def test_after_an_access_it_is_the_second_check_that_is_owed():
    found = owed(handed().changed(passed_at=AT + timedelta(hours=1)))
    assert D.REVERIFICATION in found
    assert D.VERIFICATION not in found


def test_no_check_is_owed_while_a_determination_is():
    found = owed(handed(is_determination_owed=True))
    assert D.DETERMINATION in found
    assert D.VERIFICATION not in found


def test_a_gate_that_bars_is_listed_alone():
    assert barred_by(handed(), R.VERIFICATION, somebody(Role.SUPERVISOR), AT) == ("S.role",)
    assert barred_by(OPENED, R.VERIFICATION, somebody(Role.QUALITY_REVIEWER), AT) == ("S.order",)


def test_who_had_a_part_is_barred_from_the_check():
    state = handed(hands=frozenset({"priya"}))
    assert barred_by(state, R.VERIFICATION, somebody(Role.QUALITY_REVIEWER), AT) == ("C1.independent",)
    assert barred_by(handed(), R.VERIFICATION, somebody(Role.QUALITY_REVIEWER), AT) == ()


def test_a_supervisor_elsewhere_is_barred_from_the_decision_but_not_from_one_of_their_pool():
    elsewhere = somebody(Role.SUPERVISOR, "south")
    assert barred_by(standing(REQUEST), R.AUTHORIZATION_DECISION, elsewhere, AT) == ("A2.independent",)
    pooled = Party(elsewhere.id, elsewhere.assignments, frozenset({"north"}))
    assert barred_by(standing(REQUEST), R.AUTHORIZATION_DECISION, pooled, AT) == ()


@pytest.mark.parametrize(
    ("risk", "latest"),
    [
        (Risk.CRITICAL, AT + timedelta(hours=4)),
        (Risk.HIGH, AT + timedelta(hours=24)),
        (None, AT + timedelta(hours=24)),
        (Risk.MEDIUM, datetime(2026, 11, 20, 22, 0, tzinfo=UTC)),
        (Risk.LOW, datetime(2026, 11, 25, 22, 0, tzinfo=UTC)),
    ],
)
def test_the_latest_corrective_deadline_is_the_one_that_is_refused_beyond(risk, latest):
    facts = Facts(at=AT, by=somebody(Role.SERVICE_MANAGER), services={"north": ServicePicture("north", OPENED.zone)})
    assert corrective_latest(handed(residual_risk=risk), facts) == latest
