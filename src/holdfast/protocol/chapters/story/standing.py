"""How the story stands: which version may be shown to the receiving side, what is missing, what is in the way. Pure."""

from __future__ import annotations

from datetime import datetime

from holdfast.protocol.chapters.consent.standing import Scopes, open_scopes
from holdfast.protocol.chapters.story.lists import NEVER_LEAVE, Barrier, StoryField, barrier_scope
from holdfast.protocol.chapters.story.said import BarrierNamed, Correction, SaidBack, Telling
from holdfast.protocol.facts import Party
from holdfast.protocol.state import State

WITHHELD: dict[str, str] = {"name_barrier": "barrier", "answer_barrier": "barrier"}
"""The steps that stay out of every export, pack and report where this field of theirs is in `NEVER_LEAVE`."""


def sent(state: State, at: datetime) -> Telling | None:
    """Return the version that the receiving side may be shown at `at`: the last one that came before the person.

    In the window of an emergency, whatever was told last (section 3.1, Emergency).
    """
    if state.emergency_until is not None and at < state.emergency_until:
        return state.story.latest
    return next((telling for telling in reversed(state.story.tellings) if telling.reading is not None), None)


def is_unread(state: State) -> bool:
    """Say whether the last version has not come before the person yet."""
    latest = state.story.latest
    return latest is not None and latest.reading is None


def said_back(state: State, at: datetime) -> SaidBack | None:
    """Return what the receiver said back of the version that they see; none where they have not, or of another."""
    said, shown = state.story.said_back, sent(state, at)
    return said if said is not None and shown is not None and said.version == shown.number else None


def lacks_read_back(state: State, at: datetime) -> bool:
    """Say whether a story was sent that nobody has said back rightly yet; no control asks for it."""
    said = said_back(state, at)
    return sent(state, at) is not None and (said is None or said.is_right is False)


def corrections_of(state: State, version: int, field: StoryField | None = None) -> tuple[Correction, ...]:
    """Return what the person corrected of a version, or of one field of it, in the order in which they said it."""
    return tuple(said for said in state.story.corrections if said.version == version and field in (None, said.field))


def open_to_receiver(state: State, at: datetime) -> Scopes:
    """Return what the receiving service may be shown at `at`."""
    return open_scopes(state, (state.receiving_service,) if state.receiving_service else (), at)


def may_know(state: State, by: Party, barrier: Barrier, at: datetime) -> bool:
    """Say whether `by` may know of a barrier: the receiving side as far as what the person agreed to is open then."""
    is_receiving = by.is_of(state.receiving_service) and not by.is_of(state.service) and by.id not in state.originators
    return not is_receiving or barrier_scope(barrier) in open_to_receiver(state, at)


def is_answered(barrier: BarrierNamed, at: datetime) -> bool:
    """Say whether a barrier has an answer, or somebody whose time to see to it has not come yet."""
    return barrier.answer != "" or (barrier.due is not None and at < barrier.due)


def barriers_open(state: State, at: datetime) -> tuple[BarrierNamed, ...]:
    """Return the barriers that have neither an answer nor somebody who still has time, in the order they were named."""
    return tuple(barrier for barrier in state.story.barriers.values() if not is_answered(barrier, at))


def people_in_story(state: State) -> set[str]:
    """Return the ids of those whom the story names."""
    kept = state.story
    named = {told.by for told in kept.tellings} | {told.reading.read_by for told in kept.tellings if told.reading}
    named |= {barrier.owner for barrier in kept.barriers.values()} | {said.by for said in kept.corrections}
    if kept.said_back is not None:
        named |= {kept.said_back.by, kept.said_back.answered_by}
    return named - {""}


def may_leave(step: str, fields: object) -> bool:
    """Say whether a step of the ledger may stand in an export, a pack or a report at all; `fields`: its own."""
    name = WITHHELD.get(step)
    told = fields.get(name) if name and isinstance(fields, dict) else None
    return told not in NEVER_LEAVE
