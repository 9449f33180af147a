"""What holds for the person and not for one transfer, danger and protection, carried to their other open transfers.

A danger that nobody settled outlives the transfer in which it was told: a new one of the person begins in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from holdfast.people.merging import person_held
from holdfast.protocol.chapters.safety.codes import ProtectionWish
from holdfast.protocol.chapters.safety.duress import OWN_WORDS
from holdfast.protocol.chapters.safety.said import Duress, LiftProtection, ProtectPerson, SafetyKept, SettleDuress
from holdfast.protocol.command import Command
from holdfast.protocol.commands import CheckSafety, GiveConsent, OpenTransfer
from holdfast.protocol.events import StepFiled
from holdfast.protocol.facts import CLOCK
from holdfast.protocol.state import State
from holdfast.transfers import stream
from holdfast.transfers.acceptances import closed_in_danger, open_besides

ELSEWHERE = "Said in another handoff of the person."
"""What stands in place of the person's words: those stay where they were said."""
_DANGER = Duress()
_SETTLED = SettleDuress(spoke_with_person=True, was_alone=True, agreed=ELSEWHERE)
_PROTECTED = ProtectPerson(wish=ELSEWHERE)
_LIFTED = LiftProtection(wish=ProtectionWish.LIFT, in_own_words=ELSEWHERE)
_ALWAYS = frozenset({Duress.do, SettleDuress.do, ProtectPerson.do, LiftProtection.do})
_BY_WORDS = frozenset({CheckSafety.do, *OWN_WORDS})
"""Steps in which danger is heard only where a plan of safe contact names a word for it."""


def is_of_person(state: State, command: Command) -> bool:
    """Say whether a command may change, or asks, what holds for the person: they are held before it is judged."""
    if not state.subject or state.is_practice:
        return False
    if isinstance(command, GiveConsent):
        return state.safety.is_protected
    return command.step in _ALWAYS or (command.step in _BY_WORDS and state.safety.plan is not None)


def consented_elsewhere(transfer_id: UUID, state: State, command: Command, at: datetime) -> frozenset[str]:
    """Return the services that hold a consent in other open transfers of somebody protected; none for other commands.

    Two statements where it is asked (S.one_agency).
    """
    if not (isinstance(command, GiveConsent) and is_of_person(state, command)):
        return frozenset()
    return frozenset(
        to
        for _, other in _others(transfer_id, state)
        for to, each in other.consents.items()
        if not each.is_exception and each.is_in_force(at, other.zone)
    )


def carried(transfer_id: UUID, filed: StepFiled, before: State, after: State) -> Iterator[tuple[UUID, Command]]:
    """Yield what the clock does in which transfers, because of what was just filed in one of them.

    What the clock itself filed is carried no further. Two or three statements where there is something to carry.
    """
    if filed.facts.by.id == CLOCK or not after.subject or after.is_practice:
        return
    if isinstance(filed.command, OpenTransfer):
        person_held(UUID(after.subject))
        known = (*_others(transfer_id, after), *_over_in_danger(transfer_id, after))
        if any(other.safety.is_in_duress for _, other in known):
            yield transfer_id, _DANGER
        return
    yield from _danger_carried(transfer_id, before.safety, after)
    yield from _protection_carried(transfer_id, before.safety, after)


def _danger_carried(transfer_id: UUID, was: SafetyKept, after: State) -> Iterator[tuple[UUID, Command]]:
    if after.safety.in_danger_at != was.in_danger_at:
        for other, state in _others(transfer_id, after):
            if not state.safety.is_in_duress:
                yield other, _DANGER
    elif was.is_in_duress and not after.safety.is_in_duress:
        others = _others(transfer_id, after)
        if all(state.safety.duress_by in ("", CLOCK) for _, state in others):  # else it is settled where it was said
            known = (*others, *_over_in_danger(transfer_id, after))
            yield from ((other, _SETTLED) for other, state in known if state.safety.is_in_duress)


def _protection_carried(transfer_id: UUID, was: SafetyKept, after: State) -> Iterator[tuple[UUID, Command]]:
    if was.is_protected == after.safety.is_protected:
        return
    others = _others(transfer_id, after)
    if after.safety.is_protected:
        yield from ((other, _PROTECTED) for other, state in others if not state.safety.is_protected)
    elif all(state.safety.protected_by in ("", CLOCK) for _, state in others):
        yield from ((other, _LIFTED) for other, state in others if state.safety.is_protected)


def _others(transfer_id: UUID, state: State) -> list[tuple[UUID, State]]:
    """Return the person's other open transfers, in one order, with what they add up to; two statements."""
    return _loaded(open_besides(UUID(state.subject), besides=transfer_id))


def _over_in_danger(transfer_id: UUID, state: State) -> list[tuple[UUID, State]]:
    """Return the person's closed transfers in which danger was told, as `_others` does."""
    return _loaded(closed_in_danger(UUID(state.subject), besides=transfer_id))


def _loaded(ids: list[UUID]) -> list[tuple[UUID, State]]:
    if not ids:
        return []
    loaded = stream.load_many(ids)
    alive = (each for each in ids if each in loaded and loaded[each].state.custody.died_on is None)
    return [(each, loaded[each].state) for each in alive]
