"""What of the story each side may see: field by field, scope by scope, version by version."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from holdfast.protocol.chapters.consent.part2 import LONG_NOTICE
from holdfast.protocol.chapters.story.commands import Enrolment, Medication, SafetyPlan, TellStory
from holdfast.protocol.chapters.story.lists import (
    NEVER_LEAVE,
    STORY_SCOPES,
    Barrier,
    BarrierSeverity,
    EnrolmentKind,
    EnrolmentStatus,
    IllnessSeverity,
    MedicationKind,
    StoryField,
    StoryReading,
    barrier_scope,
)
from holdfast.protocol.chapters.story.said import BarrierNamed, Correction, Reading, SaidBack, StoryKept, Telling
from holdfast.protocol.chapters.story.standing import may_leave
from holdfast.protocol.codes import EMERGENCY_SCOPES, ConsentScope
from holdfast.protocol.state import State
from holdfast.transfers.disclosure import Sight
from holdfast.transfers.story import StoryView, VersionView, fields_at_receiver, story_of_person, story_seen

AT = datetime(2026, 11, 18, 17, tzinfo=UTC)
EVERYTHING = frozenset(ConsentScope)
WORDS = {
    field.value: f"told of {field.value}"
    for field in StoryField
    if field.value not in ("illness_severity", "enrolments", "medications", "safety_plan")
}
TOLD = TellStory(
    replaces=0, illness_severity=IllnessSeverity.WATCHER, **WORDS,
    enrolments=(
        Enrolment(
            kind=EnrolmentKind.INSURANCE, name="State plan", status=EnrolmentStatus.ENDING, until=date(2026, 12, 31)
        ),
    ),
    medications=tuple(Medication(kind=kind, what=f"drug of {kind}") for kind in MedicationKind),
    safety_plan=SafetyPlan(coping="Walking."),
)  # fmt: skip
READ = Reading(StoryReading.READ_IT, AT, "")


def _telling(number: int = 1, *, reading: Reading | None = READ, **changed: Any) -> Telling:
    return Telling(number, TOLD.model_copy(update=changed), "dana", AT, reading)


def _state(*tellings: Telling, **kept: Any) -> State:
    return State(story=StoryKept(tellings=tellings, **kept))


def _seen(state: State, *scopes: ConsentScope, at: datetime = AT):
    return story_seen(state, Sight.RECEIVING, frozenset(scopes), at)


def _whole(state: State) -> StoryView:
    seen = story_seen(state, Sight.WHOLE, EVERYTHING, AT)
    assert seen is not None
    return seen


def _own(state: State) -> VersionView:
    version = story_of_person(state)
    assert version is not None
    return version


@pytest.mark.parametrize("scope", sorted(ConsentScope))
def test_a_scope_shows_the_fields_that_need_it_and_no_other(scope):
    seen = _seen(_state(_telling()), scope)
    shown = set(seen.version.fields) if seen.version else set()
    assert shown == {field.value for field in StoryField if STORY_SCOPES[field] is scope}


@pytest.mark.parametrize("field", sorted(StoryField))
def test_without_its_scope_a_field_is_not_shown_whatever_else_is_shared(field):
    seen = _seen(_state(_telling()), *(EVERYTHING - {STORY_SCOPES[field]}))
    assert field.value not in seen.version.fields
    assert f"told of {field.value}" not in str(seen)


@pytest.mark.parametrize("field", sorted(StoryField))
def test_a_correction_is_shown_where_the_words_beside_it_are(field):
    state = _state(_telling(), corrections=(Correction(1, field, "not so", "person", AT),))
    with_it, without = _seen(state, *EVERYTHING), _seen(state, *(EVERYTHING - {STORY_SCOPES[field]}))
    assert [said.words for said in with_it.version.corrections] == ["not so"]
    assert without.version.corrections == ()


def test_each_medication_is_shown_by_what_it_tells():
    rows = {}
    for scope in (ConsentScope.SUD_PART2, ConsentScope.MENTAL_HEALTH_SENSITIVE, ConsentScope.HIV_REPRO_SENSITIVE):
        seen = _seen(_state(_telling()), ConsentScope.CLINICAL_SUMMARY, scope)
        rows[scope] = [row["kind"] for row in seen.version.fields["medications"]]
    assert rows == {
        ConsentScope.SUD_PART2: ["general", "substance-use"],
        ConsentScope.MENTAL_HEALTH_SENSITIVE: ["general", "mental-health"],
        ConsentScope.HIV_REPRO_SENSITIVE: ["general", "hiv-or-reproductive"],
    }


def test_what_was_said_of_medications_needs_the_scope_of_every_one_of_them():
    state = _state(_telling(), corrections=(Correction(1, StoryField.MEDICATIONS, "ten, not five", "person", AT),))
    assert _seen(state, ConsentScope.CLINICAL_SUMMARY).version.corrections == ()
    plain = _telling(medications=(Medication(kind=MedicationKind.GENERAL, what="Aspirin"),))
    assert _seen(
        replace(state, story=replace(state.story, tellings=(plain,))), ConsentScope.CLINICAL_SUMMARY
    ).version.corrections


@pytest.mark.parametrize("scopes", [{ConsentScope.SUD_PART2}, {ConsentScope.SUD_PART2, ConsentScope.CLINICAL_SUMMARY}])
def test_substance_use_never_stands_without_its_notice(scopes):
    assert _seen(_state(_telling()), *scopes).version.notice == LONG_NOTICE


def test_without_substance_use_there_is_no_notice():
    assert _seen(_state(_telling()), *(EVERYTHING - {ConsentScope.SUD_PART2})).version.notice is None
    nothing = _telling(substance_use=None, medications=())
    assert _seen(_state(nothing), *EVERYTHING).version.notice is None


def test_nothing_is_seen_of_a_version_that_the_person_has_not_read():
    seen = _seen(_state(_telling(reading=None)), *EVERYTHING)
    assert seen.version is None
    assert "told of" not in str(seen)


def test_the_former_version_is_seen_until_the_new_one_was_read():
    old, new = _telling(1, what_happened="old words"), _telling(2, reading=None, what_happened="new words")
    before, after = _seen(_state(old, new), *EVERYTHING), _seen(_state(old, replace(new, reading=READ)), *EVERYTHING)
    assert (before.version.number, "new words" in str(before)) == (1, False)
    assert (after.version.number, "old words" in str(after)) == (2, False)


@pytest.mark.parametrize("how", sorted(StoryReading))
def test_read_heard_or_offered_it_may_be_seen(how):
    assert _seen(_state(_telling(reading=Reading(how, AT, ""))), *EVERYTHING).version.number == 1


@pytest.mark.parametrize(("seconds", "is_seen"), [(-1, True), (0, False), (1, False)])
def test_in_an_emergency_what_was_told_last_is_seen_until_its_window_ends(seconds, is_seen):
    state = _state(_telling(reading=None)).changed(emergency_until=AT)
    seen = _seen(state, *EMERGENCY_SCOPES, at=AT + timedelta(seconds=seconds))
    assert (seen.version is not None) == is_seen


def test_an_emergency_shows_no_more_than_its_scopes():
    seen = _seen(_state(_telling(reading=None)).changed(emergency_until=AT + timedelta(hours=1)), *EMERGENCY_SCOPES)
    assert set(seen.version.fields) == {f.value for f in StoryField if STORY_SCOPES[f] in EMERGENCY_SCOPES}


def test_the_receiving_side_is_shown_no_former_version():
    assert _seen(_state(_telling(1), _telling(2)), *EVERYTHING).former == ()
    assert len(_whole(_state(_telling(1), _telling(2))).former) == 1


def test_the_telling_side_sees_all_of_it_also_unread():
    version = _whole(_state(_telling(reading=None))).version
    assert version is not None
    assert set(version.fields) == {field.value for field in StoryField}


def test_on_the_persons_own_page_it_is_asked_for_by_itself():
    state = _state(_telling(reading=None))
    assert story_seen(state, Sight.PERSON, EVERYTHING, AT) is None
    assert set(_own(state).fields) == {field.value for field in StoryField}


@pytest.mark.parametrize("barrier", sorted(Barrier))
def test_a_barrier_is_shown_under_its_own_scope(barrier):
    named = BarrierNamed(barrier, BarrierSeverity.HINDERS, "a note", "dana", AT)
    state = _state(barriers={barrier: named})
    assert _seen(state, barrier_scope(barrier)).barriers[0].note == "a note"
    assert "a note" not in str(_seen(state, *(EVERYTHING - {barrier_scope(barrier)})))


def test_fears_and_legal_conditions_need_a_scope_that_nothing_else_needs():
    assert {barrier_scope(barrier) for barrier in NEVER_LEAVE} == {ConsentScope.LEGAL_AND_IMMIGRATION}
    assert ConsentScope.LEGAL_AND_IMMIGRATION not in {*STORY_SCOPES.values(), *EMERGENCY_SCOPES}


@pytest.mark.parametrize("barrier", sorted(Barrier))
@pytest.mark.parametrize("step", ["name_barrier", "answer_barrier"])
def test_fears_and_legal_conditions_never_leave(step, barrier):
    assert may_leave(step, {"barrier": barrier.value}) == (barrier not in NEVER_LEAVE)


@pytest.mark.parametrize(("seconds", "is_open"), [(-1, False), (0, True), (1, True)])
def test_an_owned_barrier_is_open_again_when_its_time_has_come(seconds, is_open):
    named = BarrierNamed(Barrier.TRANSPORT, BarrierSeverity.BLOCKS, "", "dana", AT, owner="dana", due=AT)
    seen = _seen(_state(barriers={Barrier.TRANSPORT: named}), *EVERYTHING, at=AT + timedelta(seconds=seconds))
    assert seen.barriers[0].is_open == is_open


def test_what_was_said_back_of_a_former_version_is_not_shown_as_said_of_this_one():
    state = _state(_telling(1), _telling(2), said_back=SaidBack(1, "as I heard it", "marcus", AT))
    assert _seen(state, *EVERYTHING).read_back is None


def test_what_is_said_to_be_at_the_receiver_is_what_they_are_shown():
    assert fields_at_receiver(_state(_telling()), AT) == (1, frozenset())
    assert fields_at_receiver(_state(_telling(reading=None)), AT) == (0, frozenset())
