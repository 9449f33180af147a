"""Which steps somebody could take now, before there is a form: whether a command of a step could pass its gates. Pure.

An answer is for drawing a page. It promises nothing: the act itself is judged anew, by `decide`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from holdfast.protocol import commands as c
from holdfast.protocol.codes import Closure, RecordKind, Seat
from holdfast.protocol.controls import gates_of
from holdfast.protocol.facts import Facts, Party
from holdfast.protocol.records import RECORDS
from holdfast.protocol.situation import Situation
from holdfast.protocol.state import State

ROLE = "S.role"


def shut_gate(state: State, step: str, by: Party, at: datetime) -> str | None:
    """Return the id of the gate that keeps `by` from taking `step` now, whatever they fill in; none where none does.

    Where it depends on what is filled in, the answer that comes furthest counts.
    """
    gates = gates_of(step, state.rules.in_force)
    facts = Facts(at=at, by=by, people={by.id: by})
    furthest = -1
    for command in _possible(state, step, by):
        situation = Situation(state, command, facts)
        place = next((n for n, gate in enumerate(gates) if gate.check is not None and not gate.check(situation)), None)
        if place is None:
            return None
        furthest = max(furthest, place)
    return gates[furthest].id


def passes(state: State, command: c.Command, by: Party, at: datetime) -> bool:
    """Say whether every gate lets `by` give this very command now; the other controls are not asked."""
    situation = Situation(state, command, Facts(at=at, by=by, people={by.id: by}))
    return all(gate.check is None or gate.check(situation) for gate in gates_of(command.step, state.rules.in_force))


def may_take(state: State, step: str, by: Party, at: datetime) -> bool:
    """Say whether it is any part of `by` to take `step` (S.role), be it possible now or not."""
    facts = Facts(at=at, by=by, people={by.id: by})
    role = next((gate for gate in gates_of(step, state.rules.in_force) if gate.id == ROLE), None)
    if role is None or role.check is None:
        return True
    return any(role.check(Situation(state, command, facts)) for command in _possible(state, step, by))


def _possible(state: State, step: str, by: Party) -> Iterable[c.Command]:
    """Return the commands of a step that differ in what a gate looks at; all else in them is blank."""
    if step in set(RecordKind):
        record = RECORDS[RecordKind(step)].model_construct()
        return (c.FileRecord.model_construct(record=record, supersedes=None),)
    fill = _FILL.get(step)
    model = c.COMMANDS[step]
    return (model.model_construct(**each) for each in (fill(state, by) if fill else ({},)))


_Fill = Callable[[State, Party], Iterable[dict[str, Any]]]


def _each_seat(state: State, by: Party) -> Iterable[dict[str, Any]]:
    return ({"party": seat, "measured": False} for seat in Seat)


def _each_matter(state: State, by: Party) -> Iterable[dict[str, Any]]:
    return ({"control": control} for control in (*state.escalations, ""))


_FILL: dict[str, _Fill] = {
    "join_live_event": _each_seat,
    "leave_live_event": _each_seat,
    "attest_presence": _each_seat,
    "acknowledge_escalation": _each_matter,
    "resolve_escalation": _each_matter,
    "countersign": lambda state, by: ({"record": kind} for kind in state.records or RecordKind),
    "reassign": lambda state, by: ({"to": by.id},),
    "close_transfer": lambda state, by: ({"closure": closure} for closure in Closure),
}
"""The steps whose gates look at what is filled in, and what to try there."""
