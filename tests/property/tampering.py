"""Tampering with a told story, event by event, and asking `replay` whether it notices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from holdfast.protocol import events as e
from holdfast.protocol.codes import DeadlineName, EscalationLevel
from holdfast.protocol.replay import replay


def undetected(events: Sequence[e.Event], place: int) -> str | None:
    """Drop, alter and swap the event at `place`; say which change the judge took for true, or None.

    Some changes leave another true story, and only the chain of hashes can tell: an act dropped with nothing behind it,
    and the last events dropped whole. Those are not tried.
    """
    for what, changed in _changes(events, place).items():
        if replay(changed).contradiction is None:
            return f"{what} {type(events[place]).__name__} at {place} was not noticed"
    return None


def _changes(events: Sequence[e.Event], place: int) -> dict[str, list[e.Event]]:
    before, event, after = list(events[:place]), events[place], list(events[place + 1 :])
    changes = {"altered": [*before, _altered(event), *after]}
    if not isinstance(event, e.Act) or (after and not isinstance(after[0], e.Act)):
        changes |= {"dropped": [*before, *after], "doubled": [*before, event, event, *after]}
    if after and event != after[0] and not (isinstance(event, e.Act) and isinstance(after[0], e.Act)):
        changes["swapped"] = [*before, after[0], event, *after[1:]]
    return changes


def _altered(event: e.Event) -> e.Event:
    second = timedelta(seconds=1)
    match event:
        case e.StepFiled() | e.AttemptRefused():
            return replace(event, held=(*event.held, "A1.trigger", "A1.trigger"))
        case e.DeadlineMissed() | e.EscalationRisen():
            return replace(event, due=event.due - second)
        case e.OwnerChanged():
            return replace(event, owner="somebody-else")
        case e.DeadlineOpened():
            return replace(event, due=event.due + second)
        case e.DeadlineMet() | e.DeadlineVoided():
            return replace(event, name=next(name for name in DeadlineName if name is not event.name))
        case e.EscalationRaised():
            return replace(event, level=next(level for level in EscalationLevel if level is not event.level))
        case e.LiveEventEnded() | e.TransferClosed():
            return replace(event, at=event.at + second)
        case e.RecordsVoided():
            return replace(event, kinds=event.kinds[1:])
        case e.InstructionEnded():
            return e.LinkedTransferCalled("nobody")
        case e.LinkedTransferCalled():
            return replace(event, owner="somebody-else")
        case _:
            return replace(event, control="none")
