"""What came of a command, as the API says it: filed 201, refused 409; a repeat under the same key says it again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

import orjson
from django.http import HttpResponse

from holdfast.api.problems import FailedControl, Problem, Raised
from holdfast.protocol import events as e
from holdfast.protocol.chapters.safety.duress import SPOKEN_OF_DANGER, as_the_person_sees
from holdfast.protocol.codes import DeadlineName, Stage, Warmth
from holdfast.protocol.controls import CONTROLS
from holdfast.protocol.state import State
from holdfast.transfers.selectors import Sight, deadlines_of, kind_of, state_at
from holdfast.transfers.services import Outcome

REPLAYED = "Idempotency-Replayed"
_WRITING = orjson.OPT_UTC_Z


@dataclass(frozen=True, slots=True)
class FiledEvent:
    """One event that the command put on the ledger."""

    seq: int
    kind: str


@dataclass(frozen=True, slots=True)
class Due:
    """An open deadline."""

    name: DeadlineName
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Filed:
    """A command was done; the transfer now stands so."""

    transfer_id: UUID
    seq: int
    filed: Literal[True]
    events: tuple[FiledEvent, ...]
    owner_id: str
    stage: Stage
    warmth: Warmth
    deadlines: tuple[Due, ...]


def shown(view: object, *, status: int = 200, headers: dict[str, str] | None = None) -> HttpResponse:
    """Return a view as JSON."""
    body = orjson.dumps(view, option=_WRITING)
    return HttpResponse(body, status=status, content_type="application/json", headers=headers)


def etag(seq: int) -> str:
    """Return the entity tag of a transfer after its event `seq`."""
    return f'"{seq}"'


def answer(outcome: Outcome) -> HttpResponse:
    """Return what came of a command."""
    state = state_at(outcome.transfer_id, outcome.seq) if outcome.is_repeat else outcome.state
    if outcome.act is not None and outcome.act.facts.by.is_person:
        state = as_the_person_sees(state)
    headers = {"ETag": etag(outcome.seq)} | ({REPLAYED: "true"} if outcome.is_repeat else {})
    if outcome.is_filed:
        return shown(_filed(outcome, state), status=201, headers=headers)
    return _refusal(outcome, state, headers).answer()


def _filed(outcome: Outcome, state: State) -> Filed:
    return Filed(
        transfer_id=outcome.transfer_id, seq=outcome.seq, filed=True,
        events=tuple(_told(outcome)), owner_id=state.owner,
        stage=state.stage, warmth=state.warmth,
        deadlines=tuple(Due(each.name, each.due_at) for each in deadlines_of(state, _sight(outcome, state))),
    )  # fmt: skip


def _sight(outcome: Outcome, state: State) -> Sight:
    """Return how much of the deadlines whoever acted hears of: the originating side of all."""
    by = outcome.act.facts.by if outcome.act is not None else None
    is_ours = by is not None and (by.is_of(state.service) or by.id in state.originators)
    return Sight.WHOLE if is_ours else Sight.RECEIVING


def _told(outcome: Outcome) -> Iterator[FiledEvent]:
    """Yield the events that whoever acted may be told of: the person not of what a word of danger brought about."""
    act = outcome.act
    is_heard = act is not None and (outcome.state.safety.is_in_duress or act.command.step in SPOKEN_OF_DANGER)
    is_quiet = is_heard and act is not None and act.facts.by.is_person
    for numbered in outcome.events:
        if not is_quiet or isinstance(numbered.event, e.StepFiled | e.DeadlineMissed):
            yield FiledEvent(numbered.seq, kind_of(numbered.event))


def _refusal(outcome: Outcome, state: State, headers: dict[str, str]) -> Problem:
    act = outcome.act
    failed = act.failed if isinstance(act, e.AttemptRefused) else ()
    raised = {n.event.control for n in outcome.events if isinstance(n.event, e.EscalationRaised | e.EscalationCounted)}
    controls = []
    for control in map(CONTROLS.__getitem__, failed):
        level = state.escalations[control.id].level if control.id in raised else None
        escalation = Raised(level) if level else None
        controls.append(FailedControl(control.id, control.sentence, control.mend, escalation))
    detail = "Nothing was done, and the attempt is on record. " + " ".join(control.sentence for control in controls)
    more = {"transfer_id": outcome.transfer_id, "seq": outcome.seq, "controls": controls}
    return Problem(409, "refused", "A control does not hold", detail, more, headers)
