"""Tampering with a told story, event by event, and asking `replay` whether it notices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from holdfast.protocol import events as e
from holdfast.protocol.codes import DeadlineName, EscalationLevel
from holdfast.protocol.replay import replay

N = TypeVar("N", DeadlineName, EscalationLevel)


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
    changes = {"altered": [*before, _ALTERED[type(event)](event), *after]}
    if not isinstance(event, e.Act) or (after and not isinstance(after[0], e.Act)):
        changes |= {"dropped": [*before, *after], "doubled": [*before, event, event, *after]}
    if after and event != after[0] and not (isinstance(event, e.Act) and isinstance(after[0], e.Act)):
        changes["swapped"] = [*before, after[0], event, *after[1:]]
    return changes


_SECOND = timedelta(seconds=1)
_ALTERED: dict[type[e.Event], Callable[..., e.Event]] = {
    e.StepFiled: lambda event: replace(event, held=(*event.held, "A1.trigger", "A1.trigger")),
    e.AttemptRefused: lambda event: replace(event, failed=("A1.trigger", *event.failed)),
    e.DeadlineMissed: lambda event: replace(event, due=event.due - _SECOND),
    e.EscalationRisen: lambda event: replace(event, due=event.due - _SECOND),
    e.OwnerChanged: lambda event: replace(event, owner="somebody-else"),
    e.DeadlineOpened: lambda event: replace(event, due=event.due + _SECOND),
    e.DeadlineMet: lambda event: replace(event, name=_other(DeadlineName, event.name)),
    e.DeadlineVoided: lambda event: replace(event, name=_other(DeadlineName, event.name)),
    e.RiseCalledOff: lambda event: replace(event, control="none"),
    e.BreachRecorded: lambda event: replace(event, control="none"),
    e.EscalationRaised: lambda event: replace(event, level=_other(EscalationLevel, event.level)),
    e.EscalationCounted: lambda event: replace(event, control="none"),
    e.RecordsVoided: lambda event: replace(event, kinds=event.kinds[1:]),
    e.LiveEventEnded: lambda event: replace(event, at=event.at + _SECOND),
    e.InstructionEnded: lambda _: e.LinkedTransferCalled("nobody"),
    e.LinkedTransferCalled: lambda event: replace(event, owner="somebody-else"),
    e.TransferClosed: lambda event: replace(event, at=event.at + _SECOND),
}


def _other(kinds: type[N], kind: N) -> N:
    return next(each for each in kinds if each is not kind)
