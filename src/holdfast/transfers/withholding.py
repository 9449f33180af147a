"""Under which scopes something is told: what is withheld where it is specially protected, and what is accounted. Pure.

On the ledger nothing is left out: its hashes are taken over what was filed, and checked there.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache

from holdfast.protocol.chapters.consent.part2 import notice_for
from holdfast.protocol.chapters.story.lists import (
    MEDICATION_SCOPES,
    STORY_SCOPES,
    Barrier,
    MedicationKind,
    StoryField,
    barrier_scope,
)
from holdfast.protocol.chapters.story.said import Telling
from holdfast.protocol.codes import ConsentScope, RecordKind
from holdfast.protocol.packages import package_of
from holdfast.protocol.state import State
from holdfast.transfers.disclosure import RECEIVING_FIELDS, Scopes, Sight, scopes_needed
from holdfast.transfers.story import needed_for, story_seen

NOTHING: Scopes = frozenset()
OF_BARRIERS = frozenset({"name_barrier", "answer_barrier"})
OF_ALL_TOLD = {"read_back": "words", "confirm_read_back": "words", "report_retelling": "missing"}
"""The steps whose words, in this field, may tell anything that is in the story."""


def without_withheld(fields: Mapping[str, object], step: str, state: State, withheld: Scopes) -> dict[str, object]:
    """Return those fields of a step that tell nothing under `withheld`; of the medications each by itself."""
    if not withheld:
        return dict(fields)
    rows = fields.get(StoryField.MEDICATIONS)
    if step == "tell_story" and isinstance(rows, list | tuple):
        kept = [row for row in rows if MEDICATION_SCOPES[MedicationKind(row["kind"])] not in withheld]
        fields = {**fields, StoryField.MEDICATIONS.value: kept}
    told = scopes_told(fields, step, state)
    return {name: value for name, value in fields.items() if not told.get(name, NOTHING) & withheld}


def notice_beside(fields: Mapping[str, object], step: str, state: State, sight: Sight) -> str | None:
    """Return the notice that goes with the fields of a step that are shown; none where none is asked for.

    The person is shown what is their own.
    """
    told = scopes_told(fields, step, state)
    notice = notice_for({scope for name in fields for scope in told.get(name, NOTHING)})
    return notice.long if notice and sight is not Sight.PERSON else None


def scopes_told(fields: Mapping[str, object], step: str, state: State) -> dict[str, Scopes]:
    """Return under which scopes each of these fields of a step tells something; of the story, by what it is about."""
    if step == "tell_story":
        return {name: _of_story(name, value) for name, value in fields.items() if name in set(StoryField)}
    if step == "correct_story":
        told = _of_correction(fields, state)
        return {name: told for name in fields if name != "version"}
    if step in OF_BARRIERS:
        about = fields.get("barrier")
        told = frozenset({barrier_scope(Barrier(about))}) if isinstance(about, str) else NOTHING
        return dict.fromkeys(fields, told)
    if step in OF_ALL_TOLD:
        return {OF_ALL_TOLD[step]: _of_all_told(state)}
    return {name: frozenset({scope}) for name, scope in scopes_needed(step, fields).items() if scope is not None}


def told_to_receiver(state: State, scopes: Scopes, at: datetime) -> Scopes:
    """Return those of the scopes open to the receiving side under which it is told something, for an accounting.

    Of what stands in the story alone, those of which something is shown there. All of them where that leaves none.
    """
    notice = frozenset({ConsentScope.SUD_PART2}) if state.consent.notices_read else NOTHING
    return scopes & (_of_fields(state.package) | notice | _of_story_shown(state, scopes, at)) or scopes


@cache
def _of_fields(code: str) -> Scopes:
    """Return the scopes that fields of steps and records need, with those that this package adds to them."""
    package = package_of(code)
    asked = (each.scope for kind in RecordKind for _, each in package.fields_of(kind)) if package else ()
    own = (scope for step, fields in RECEIVING_FIELDS.items() if step != "read_notice" for scope in fields.values())
    return frozenset(scope for scope in (*own, *asked) if scope is not None)


def _of_story_shown(state: State, scopes: Scopes, at: datetime) -> Scopes:
    seen = story_seen(state, Sight.RECEIVING, scopes, at)
    if seen is None:
        return NOTHING
    version, said = seen.version, state.story.said_back
    corrected = {each.field.value: each.words for each in version.corrections} if version is not None else {}
    fields = {**corrected, **(version.fields if version is not None else {})}
    told = [_of_story(name, value) for name, value in fields.items()]
    read_back = said.scopes if seen.read_back is not None and said is not None else NOTHING
    return read_back.union(map(barrier_scope, (each.barrier for each in seen.barriers)), *told)


def _of_story(name: str, value: object) -> Scopes:
    """Return what a field of the story needs, as it was filed; nothing where it says nothing."""
    if not value:
        return NOTHING
    kinds = {row["kind"] for row in value} if name == StoryField.MEDICATIONS and isinstance(value, list | tuple) else ()
    return frozenset({STORY_SCOPES[StoryField(name)], *(MEDICATION_SCOPES[MedicationKind(kind)] for kind in kinds)})


def _of_correction(fields: Mapping[str, object], state: State) -> Scopes:
    """Return what a correction tells of: the field as it stood in its version; every kind where no version is known."""
    about = fields.get("field")
    if not isinstance(about, str):
        return NOTHING
    field = StoryField(about)
    told = next((each for each in state.story.tellings if each.number == fields.get("version")), None)
    if told is not None:
        return needed_for(told, field)
    every = MEDICATION_SCOPES.values() if field is StoryField.MEDICATIONS else ()
    return frozenset({STORY_SCOPES[field], *every})


def _of_all_told(state: State) -> Scopes:
    """Return the scopes of all that the story ever told, and of what was open to who said it back."""
    kept = state.story
    said = kept.said_back.scopes if kept.said_back is not None else NOTHING
    told = (_of_telling(each) for each in kept.tellings)
    return frozenset().union(said, map(barrier_scope, kept.barriers), *told)


def _of_telling(told: Telling) -> Scopes:
    return frozenset().union(*(needed_for(told, field) for field in StoryField if getattr(told.story, field)))
