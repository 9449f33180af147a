"""The duties that signs of risk ask for: by the policy's table, and ticked off one by one."""

from __future__ import annotations

import pytest

from holdfast.cli.vectors import Run
from holdfast.protocol.chapters.strength.duties import duties
from holdfast.protocol.codes import Duty, Mode, RiskIndicator
from holdfast.protocol.policy import base_policy
from holdfast.protocol.records import AuthorizationRequest
from holdfast.protocol.state import INITIAL, Standing, State
from tests.story import vector


def asked(*indicators: str) -> State:
    """Return a transfer whose request names these signs of risk."""
    request = AuthorizationRequest.model_construct(risk_indicators=tuple(map(RiskIndicator, indicators)))
    run = Run(vector("happy-path.json"), base_policy())
    run.step(vector("happy-path.json")["steps"][0])
    standing = Standing(request, 1, run.at, "dana")
    return run.state.changed(records={request.kind: standing})


def test_nothing_is_asked_before_there_is_a_request():
    assert duties(INITIAL) == ()


def test_each_duty_is_named_once_with_the_signs_that_ask_for_it():
    stand = {
        each.duty: each.because for each in duties(asked("psychosis", "repeated-crisis", "medication-interruption"))
    }
    assert stand[Duty.WITHIN_48_HOURS] == ("psychosis", "repeated-crisis", "medication-interruption")
    assert stand[Duty.CLINICIAN_TALK] == ("psychosis",)
    assert Duty.SAME_DAY not in stand


@pytest.mark.parametrize("indicator", RiskIndicator)
def test_every_sign_of_risk_asks_for_some_duty_of_the_list(indicator):
    assert all(isinstance(duty, Duty) for duty in base_policy().indicators[indicator].duties)
    assert duties(asked(indicator))


def test_six_signs_elevate_and_demand_a_live_mode_and_no_others():
    elevating = {i.value for i, each in base_policy().indicators.items() if each.elevates}
    assert elevating == {
        "suicidal-thinking", "self-harm", "recent-overdose", "violence-at-home", "psychosis", "child-at-risk"
    }  # fmt: skip
    live = {i.value for i, each in base_policy().indicators.items() if each.weakest_mode is Mode.LIVE_PHONE}
    assert live == elevating


def test_a_duty_that_was_done_is_ticked_off_with_who_did_it():
    told = vector("controls/M.duty/holds-done.json")
    run = Run(told, base_policy())
    for step in told["steps"]:
        run.step(step)
    [done] = run.state.strength.duties
    assert (done.duty, done.who, done.by) == (Duty.CLINICIAN_TALK, "dana", "dana")


def test_a_jurisdictions_own_duties_and_those_kept_before_there_were_codes_are_read():
    names = ["clinician-to-clinician talk", "call the school nurse"]
    policy = base_policy().overlaid({"indicators": {"psychosis": {"duties": names}}})
    assert policy.indicators[RiskIndicator.PSYCHOSIS].duties == (Duty.CLINICIAN_TALK, "call the school nurse")
