"""What a refusal says on a page: each control with its rule, how to mend it and where, and who was told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from django.utils.translation import gettext

from holdfast.accounts.ladder import climb
from holdfast.protocol.chapters.visit.faults import slot_fault, time_fault
from holdfast.protocol.chapters.visit.said import VisitTime
from holdfast.protocol.codes import EscalationLevel
from holdfast.protocol.events import AttemptRefused, EscalationCounted, EscalationRaised
from holdfast.protocol.situation import Situation
from holdfast.protocol.state import State
from holdfast.transfers.selectors import Looked, Sight, rungs_around
from holdfast.transfers.services import Outcome
from holdfast.web.forms.fields import Failed, Raised
from holdfast.web.forms.mending import address_of, contrary_of, mend_of
from holdfast.web.presenters.names import names_of
from holdfast.web.words.chapters.visit import FAULTS
from holdfast.web.words.codes import in_words
from holdfast.web.words.controls import mend_words
from holdfast.web.words.failures import failure_words


def refusal(
    outcome: Outcome, looked: Looked, step: str, sent: Mapping[str, object] = MappingProxyType({})
) -> tuple[Failed, ...]:
    """Return the controls that refused a command, in the order of the protocol; at most three statements more.

    `looked`: the transfer as the giver sees it now. `sent`: the fields as they were sent.
    """
    act = outcome.act
    failed = act.failed if isinstance(act, AttemptRefused) else ()
    levels = _levels_told(outcome, outcome.state)
    found = failures(failed, looked, step, _told(levels, looked))
    return tuple(_of_visit(_as_sent(each, sent), outcome) for each in found)


def _of_visit(failed: Failed, outcome: Outcome) -> Failed:
    """Return a failure of a visit's time in the words of what exactly is wrong with it."""
    act = outcome.act
    asked_of = {"V.slot": slot_fault, "V.time": time_fault}.get(failed.id)
    if asked_of is None or not isinstance(act, AttemptRefused) or not isinstance(act.command, VisitTime):
        return failed
    fault = asked_of(Situation(outcome.state, act.command, act.facts))
    return failed if fault is None else replace(failed, sentence=str(FAULTS[fault]))


def _as_sent(failed: Failed, sent: Mapping[str, object]) -> Failed:
    """Return a failure in the words of the answer that brought it about, where one did."""
    contrary = contrary_of(failed.id, sent)
    if contrary is None:
        return failed
    return replace(
        failed, sentence=str(contrary.fault), mend=str(contrary.mend), url=f"#id_{contrary.field}",
        action=gettext("Go to that answer"), field=contrary.field,
    )  # fmt: skip


def failures(
    control_ids: Iterable[str], looked: Looked, step: str, told: dict[str, Raised] | None = None
) -> tuple[Failed, ...]:
    """Return controls as a page lists them; a guest is led to no page of staff."""
    is_guest = looked.asker.only is not None
    found = []
    for control_id in control_ids:
        mend = mend_of(control_id, step)
        is_linked = bool(mend.field) or not is_guest
        found.append(
            Failed(
                id=control_id, sentence=failure_words(control_id), mend=mend_words(control_id), field=mend.field,
                url=address_of(mend, looked.transfer_id) if is_linked else "",
                action=str(mend.words) if is_linked else "", raised=(told or {}).get(control_id),
            )
        )  # fmt: skip
    return tuple(found)


def _levels_told(outcome: Outcome, state: State) -> dict[str, EscalationLevel]:
    """Return before which level each matter of this refusal is now."""
    raised = (n.event.control for n in outcome.events if isinstance(n.event, EscalationRaised | EscalationCounted))
    return {control: state.escalations[control].level for control in raised if control in state.escalations}


def _told(levels: dict[str, EscalationLevel], looked: Looked) -> dict[str, Raised]:
    holders = _holders(frozenset(levels.values()), looked) if levels else {}
    return {control: Raised(in_words(level), looked.at, holders.get(level, ())) for control, level in levels.items()}


def _holders(levels: frozenset[EscalationLevel], looked: Looked) -> dict[EscalationLevel, tuple[str, ...]]:
    """Return the names of those who hold each level now; none on the receiving side."""
    if looked.sight is not Sight.WHOLE:
        return {}
    state, rungs = looked.state, rungs_around(looked.state)
    without = frozenset(state.originators)
    held = {level: climb(rungs, level, looked.at, without=without).holders for level in levels}
    names = names_of(who for holders in held.values() for who in holders).people
    return {level: tuple(names[who] for who in holders if who in names) for level, holders in held.items()}
