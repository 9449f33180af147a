"""How the nine steps stand: what is next and what is missing for it, asked of the controls; and that it is true."""

from __future__ import annotations

from datetime import timedelta

import pytest

from holdfast.cli.vectors import Run
from holdfast.cli.vectors import _instant as instant
from holdfast.protocol.codes import RecordKind
from holdfast.protocol.outlook import Outlook, StepStands, missing_for, outlook
from holdfast.protocol.policy import base_policy
from tests.unit.protocol.vectors import STORIES, vector

R = RecordKind
HAPPY = "happy-path"


def told(name: str, steps: int | None = None) -> Run:
    """Return a story told up to a step."""
    story = vector(f"{name}.json") if not name.endswith(".json") else vector(name)
    run = Run(story, base_policy().overridden(story.get("policy", {})))
    for step in story["steps"][:steps]:
        run.step(step)
    return run


def ahead(name: str, steps: int | None = None, minutes: float = 0) -> Outlook:
    run = told(name, steps)
    return outlook(run.state, run.at + timedelta(minutes=minutes))


def upto(do: str, name: str = HAPPY) -> int:
    """Return how many steps of a story there are up to the first of this name, it included."""
    steps = vector(f"{name}.json")["steps"]
    return next(n for n, step in enumerate(steps, 1) if do in (step["do"], step.get("with", {}).get("record")))


@pytest.mark.parametrize(
    ("after", "coming"),
    [
        ("open_transfer", R.AUTHORIZATION_REQUEST),
        ("authorization_request", R.AUTHORIZATION_DECISION),
        ("authorization_decision", R.RELEASE_READINESS),
        ("release_readiness", R.LIVE_CONNECTION),
        ("live_connection", R.RECEIVING_ACCEPTANCE),
        ("receiving_acceptance", R.HANDOFF_CLOSURE),
        ("handoff_closure", R.VERIFICATION),
        ("verification", R.ASSURANCE_FOLLOWUP),
    ],
)
def test_each_record_makes_the_one_after_it_next(after: str, coming: RecordKind) -> None:
    found = ahead(HAPPY, upto(after)).next
    assert found is not None
    assert found.kind is coming


def test_where_it_is_closed_nothing_is_next_and_all_is_done_but_the_fix() -> None:
    found = ahead(HAPPY)
    assert found.next is None
    assert (found.done, found.of(R.CORRECTIVE_DETERMINATION).stands) == (8, StepStands.LEFT_OUT)


def test_at_most_one_step_is_next_and_the_ones_before_it_are_done() -> None:
    found = ahead(HAPPY, upto("release_readiness"))
    assert [step.stands for step in found.steps[:5]] == [StepStands.DONE] * 3 + [StepStands.NEXT, StepStands.LOCKED]


def test_what_is_missing_for_the_connection_is_the_receiver() -> None:
    assert ahead(HAPPY, upto("release_readiness")).of(R.LIVE_CONNECTION).missing == ("B1.human", "B1.warm")


def test_a_safety_check_that_is_too_old_is_missing() -> None:
    found = ahead(HAPPY, upto("release_readiness"), minutes=31)
    assert "S.safety" in found.of(R.LIVE_CONNECTION).missing


def test_with_the_receiver_on_the_call_nothing_is_missing_for_the_connection() -> None:
    assert ahead(HAPPY, upto("live_connection") - 1).of(R.LIVE_CONNECTION).missing == ()


def test_until_the_receiver_has_said_anything_scope_and_first_step_are_missing() -> None:
    assert ahead(HAPPY, upto("live_connection")).of(R.RECEIVING_ACCEPTANCE).missing == ("B2.scope", "B2.action")


def test_the_persons_word_is_missing_until_they_said_it() -> None:
    before, after = upto("receiving_acceptance"), upto("person_confirms")
    assert "B3.heard" in ahead(HAPPY, before).of(R.HANDOFF_CLOSURE).missing
    assert "B3.heard" not in ahead(HAPPY, after).of(R.HANDOFF_CLOSURE).missing


def test_the_steps_left_before_ownership_passes_are_told() -> None:
    expected = (R.LIVE_CONNECTION, R.RECEIVING_ACCEPTANCE, R.HANDOFF_CLOSURE)
    assert ahead(HAPPY, upto("release_readiness")).to_release == expected


def test_while_the_person_has_paused_that_is_missing_first() -> None:
    run = told("journeys/pause-before-the-event", 0)
    steps = vector("journeys/pause-before-the-event.json")["steps"]
    for step in steps:
        run.step(step)
        if run.state.is_paused:
            break
    found = outlook(run.state, run.at).next
    assert found is not None
    assert found.missing[0] == "S.stopped"


def test_in_an_emergency_the_call_comes_first_and_the_paperwork_is_owed() -> None:
    steps = upto("emergency_start", "journeys/emergency-acts-first")
    found = ahead("journeys/emergency-acts-first", steps)
    assert found.next is not None
    assert found.next.kind is R.LIVE_CONNECTION
    assert found.of(R.AUTHORIZATION_REQUEST).stands is StepStands.OWED


def test_where_responsibility_passes_without_a_live_event_its_connection_is_left_out() -> None:
    steps = upto("release_readiness", "journeys/non-live-to-the-end")
    found = ahead("journeys/non-live-to-the-end", steps)
    assert found.of(R.LIVE_CONNECTION).stands is StepStands.LEFT_OUT
    assert found.next is not None
    assert found.next.kind is R.RECEIVING_ACCEPTANCE


def test_after_a_failed_check_the_fix_is_next() -> None:
    name = "journeys/correction-not-achieved"
    found = ahead(name, upto("verification", name))
    assert found.next is not None
    assert (found.next.kind, found.next.missing) == (R.CORRECTIVE_DETERMINATION, ("C2.category", "C2.owner"))


def test_an_acceptance_by_voice_waits_for_the_receivers_own_word() -> None:
    name = "journeys/voice-acceptance"
    found = ahead(name, upto("voice_acceptance", name)).of(R.RECEIVING_ACCEPTANCE)
    assert found.missing == ("N.acceptance",)


BY_OTHERS = {"A1.queued", "A3.authorized", "B1.ready", "B2.connected", "B2.live", "B3.order", "B3.live", "S.stopped"}
"""What no answer in the form of the record itself can mend."""


@pytest.mark.parametrize("name", [each for each in STORIES if "malformed" not in each])
def test_no_record_is_ever_filed_while_something_that_others_must_mend_is_missing(name: str) -> None:
    run = told(name, 0)
    for step in vector(name)["steps"]:
        kind = (step.get("with") or {}).get("record", "")
        asks = run.state.opened_at is not None and kind in set(R)
        found = missing_for(run.state, R(kind), instant(step["at"], run.at)) if asks else ()
        missing = {each.control for each in found if not each.holds}
        assert not (run.step(step).filed and missing & BY_OTHERS), (kind, missing)
