"""Single judgements that no vector can tell: guests by their proof, unknown directories, ladders, and broken input."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from holdfast.protocol import events as e
from holdfast.protocol.codes import Grade, Identity
from holdfast.protocol.decide import decide
from holdfast.protocol.errors import Malformed
from holdfast.protocol.evolve import fold
from holdfast.protocol.grading import grade_at
from holdfast.protocol.parsing import parse
from tests.property import forms, moves
from tests.property.moves import Move
from tests.property.telling import Telling
from tests.property.world import BEGIN, facts

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def _along(steps: int) -> Telling:
    """Tell the straight way for so many steps."""
    told = Telling(0)
    for _ in range(steps):
        told.take(moves.onward(told.state, told.at + 10 * SECOND)[0], told.at + 10 * SECOND)
    return told


def _until(step: str, *, ladder: int = 0) -> Telling:
    """Tell the straight way until the next step would be `step`."""
    told = Telling(ladder)
    while True:
        move = moves.onward(told.state, told.at + 10 * SECOND)[0]
        if step in (move.do, move.fields.get("record")):
            return told
        told.take(move, told.at + 10 * SECOND)


def _failed(told: Telling, who: str, fields: dict[str, object], **changed: object) -> tuple[str, ...]:
    known = replace(facts(who, told.at, told.ladder), **changed)  # type: ignore[arg-type]  # its own fields
    act = decide(told.state, parse("file_record", fields), known)[0]
    return act.failed if isinstance(act, e.AttemptRefused) else ()


def test_nothing_can_be_done_before_a_transfer_is_opened() -> None:
    with pytest.raises(Malformed, match="has not been opened"):
        decide(Telling(0).state, parse("tick", {}), facts("clock", BEGIN, 0))


@pytest.mark.parametrize("unknown", ["needs", "ages", "languages", "payers"])
def test_what_the_directory_does_not_know_is_not_suitable(unknown: str) -> None:
    told = _until("authorization_decision")
    pathways = facts("priya", told.at, 0).pathways
    blank = {**pathways, "intake": replace(pathways["intake"], **{unknown: None})}  # type: ignore[arg-type]  # its own
    assert _failed(told, "priya", forms.decision(), pathways=blank) == ("A2.suitability",)


def test_hours_that_nobody_knows_are_not_suitable() -> None:
    told = _until("authorization_decision")
    pathways = facts("priya", told.at, 0).pathways
    blank = {"intake": replace(pathways["intake"], open_now=None)}
    assert _failed(told, "priya", forms.decision(), pathways=blank) == ("A2.suitability",)


@pytest.mark.parametrize(
    ("identity", "failed"),
    [(Identity.DIRECTORY_LINK, ()), (Identity.ACCOUNT, ()), (Identity.READ_OUT_CODE, ("B2.receiver",))],
)
def test_a_receiver_is_known_by_what_they_prove_with_this_very_command(identity: Identity, failed: tuple) -> None:
    told = _until("receiving_acceptance")
    told.state = told.state.changed(identities={})
    answer = {"record": "receiving_acceptance", **forms.answer(told.at, "accepted")}
    by = replace(facts("marcus", told.at, 0).by, identity=identity)
    assert _failed(told, "marcus", answer, by=by) == failed


def test_a_proof_given_with_the_answer_is_kept() -> None:
    told = _until("receiving_acceptance")
    answer = {"record": "receiving_acceptance", **forms.answer(told.at, "accepted")}
    known = facts("marcus", told.at, 0)
    proven = replace(known, by=replace(known.by, identity=Identity.ACCOUNT))
    after = fold(decide(told.state, parse("file_record", answer), proven), told.state)
    assert Identity.ACCOUNT in after.identities["marcus"]


def test_a_team_is_never_a_witness() -> None:
    told = _until("handoff_closure")
    seen = told.take(
        Move("dana", "file_record", {**forms.closure(told.at, "witnessed"), "witness_id": "team:x"}), told.at
    )
    assert seen.malformed == ("witness_id",) or seen.after.handoff is None


def test_a_team_is_never_given_the_transfer() -> None:
    told = _until("handoff_closure")
    seen = told.take(Move("priya", "reassign", {"to": "team:intake", "reason": "leave"}), told.at)
    assert seen.after.owner == "dana"


def test_a_team_never_takes_the_person_on() -> None:
    told = _corrected("originating_team_reengagement")
    achieved = {"outcome": "access_achieved", "receiving_person": "team:intake", "note": ""}
    assert told.take(Move("colin", "complete_corrective", achieved), told.at).after.access_by == ""


def _corrected(instruction: str) -> Telling:
    """Tell the way to a failed verification, and to the instruction that follows."""
    told = _until("verification")
    told.take(
        Move("quinn", "file_record", forms.verification(told.state, told.at + SECOND, "not_completed")),
        told.at + SECOND,
    )
    told.take(Move("carla", "file_record", forms.determination(told.at, instruction)), told.at + SECOND)
    assert told.state.corrective is not None
    return told


def test_access_by_another_pathway_passes_the_person_to_that_service() -> None:
    told = _corrected("alternate_pathway")
    achieved = {"outcome": "access_achieved", "receiving_person": "lena", "note": ""}
    told.take(Move("colin", "complete_corrective", achieved), told.at)
    told.take(Move("lena", "confirm_access", {"identity": "account"}), told.at + SECOND)
    assert (told.state.owner, told.state.owner_service) == ("lena", "lakeside")


def test_another_receiver_wanted_while_a_correction_runs_ends_it_and_asks_for_a_new_one() -> None:
    told = _corrected("originating_team_reengagement")
    told.take(Move("person", "person_stops", {"wish": "different_receiver"}), told.at)
    assert told.state.corrective is None
    assert {"determination"} <= set(told.state.deadlines)
    assert "corrective_action" not in told.state.deadlines


def test_a_request_corrected_to_another_route_ends_the_live_event_with_the_first() -> None:
    told = _until("live_connection")
    fields = {**forms.request(told.at, is_elevated=False, mode="live_phone"), "receiving_pathway": "lake"}
    told.take(Move("dana", "file_record", {**fields, "supersedes": "authorization_request"}), told.at)
    assert told.state.live is not None
    assert not told.state.live.is_open


def test_a_request_to_the_same_route_after_a_decline_begins_anew() -> None:
    told = _until("receiving_acceptance")
    declined = {"record": "receiving_acceptance", **forms.answer(told.at, "declined")}
    told.take(Move("marcus", "file_record", declined), told.at)
    told.take(Move("dana", "file_record", forms.request(told.at, is_elevated=False, mode="live_phone")), told.at)
    assert {str(kind) for kind in told.state.records} == {"authorization_request"}
    assert "authorization_decision" in told.state.deadlines


def test_a_countersign_of_an_earlier_record_leaves_the_review_open() -> None:
    told = _until("verification")
    signed = told.take(Move("priya", "countersign", {"record": "release_readiness"}), told.at)
    assert [type(event) for event in signed.came] == [e.StepFiled]
    assert "review" in told.state.deadlines


def test_a_contact_of_another_service_needs_a_consent_of_its_own() -> None:
    told = _until("live_connection")
    tried = told.take(Move("dana", "contact_attempt", {"contact": "lena", "outcome": "no-answer"}), told.at)
    assert [act.failed for act in tried.came if isinstance(act, e.AttemptRefused)] == [("S.consent",)]


def test_a_failed_contact_after_the_acceptance_opens_nothing() -> None:
    told = _until("handoff_closure")
    tried = told.take(Move("dana", "contact_attempt", {"contact": "marcus", "outcome": "no-answer"}), told.at)
    assert [type(event) for event in tried.came] == [e.StepFiled]


def test_a_second_emergency_start_moves_no_deadline() -> None:
    told = _along(1)
    start = Move("dana", "emergency_start", {"act": "911", "reason": "in danger"})
    told.take(start, told.at)
    due = told.due_at()
    assert [type(event) for event in told.take(start, told.at + MINUTE).came] == [e.StepFiled]
    assert told.due_at() == due


def test_an_event_that_ended_lends_its_grade_only_for_its_own_seconds() -> None:
    told = _until("receiving_acceptance")
    told.take(moves.onward(told.state, told.at + SECOND)[0], told.at + SECOND)
    told.take(Move("person", "person_confirms", {"what": "next_step", "in_own_words": "On Tuesday."}), told.at + SECOND)
    told.take(Move("dana", "close_live_event", {}), told.at + SECOND)
    told.take(Move("dana", "open_live_event", {"channel": "phone"}), told.at + MINUTE)
    told.take(Move("clock", "tick", {}), told.at + 10 * MINUTE)
    assert grade_at(told.state, told.at) not in (Grade.MEASURED, Grade.ATTESTED)
    assert _failed(told, "dana", forms.closure(told.at)) == ("B3.live",)


def test_a_matter_that_rose_to_the_director_by_the_ladder_does_not_rise_there_again() -> None:
    told = _until("authorization_decision", ladder=1)
    for _ in range(56):
        told.take(Move("clock", "tick", {}), told.at + MINUTE)
    risen = [event.level for event in told.events if isinstance(event, e.EscalationRisen)]
    assert risen == ["director", "executive"]
    assert [event.control for event in told.events if isinstance(event, e.RiseCalledOff)] == ["A2.late"]


def test_after_a_downtime_a_level_has_its_minutes_from_when_it_hears_of_the_matter() -> None:
    told = _until("authorization_decision", ladder=1)
    told.take(Move("clock", "tick", {}), told.at + timedelta(days=1))
    asked_until = [e_.acknowledge_by for e_ in told.state.escalations.values() if e_.acknowledge_by]
    assert asked_until
    assert min(asked_until) > told.at


_NOT_ACHIEVED = {"outcome": "not_achieved", "note": ""}


@pytest.mark.parametrize(
    ("do", "fields", "named"),
    [
        ("person_confirms", {"what": "resume", "in_own_words": "yes"}, "in_own_words"),
        (
            "complete_corrective",
            {"outcome": "not_achieved", "receiving_person": "rita", "note": ""},
            "receiving_person",
        ),
        ("voice_acceptance", {**forms.answer(BEGIN, "declined"), "said_by": "x", "heard_by": "y"}, "acceptance"),
        ("person_confirms", {"what": "next_step"}, "in_own_words"),
    ],
)
def test_parts_of_a_command_that_do_not_go_together_are_named(do: str, fields: dict, named: str) -> None:
    with pytest.raises(Malformed) as wrong:
        parse(do, fields)
    assert list(wrong.value.fields) == [named]


def test_a_matter_that_there_is_not_is_malformed() -> None:
    told = _along(1)
    seen = told.take(Move("priya", "resolve_escalation", {"control": "Z9.none", "note": ""}), told.at)
    assert seen.malformed == ("control",)
