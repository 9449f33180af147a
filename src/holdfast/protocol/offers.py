"""Which steps somebody could take now, asked before there is a form, and what keeps them from it. Pure.

An answer is for drawing a page. It promises nothing: the act itself is judged anew, by `decide`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from holdfast.protocol import commands as c
from holdfast.protocol.codes import Closure, RecordKind, Seat
from holdfast.protocol.controls import CONTROLS, Control, gates_of
from holdfast.protocol.facts import Facts, Party
from holdfast.protocol.records import RECORDS
from holdfast.protocol.situation import Situation
from holdfast.protocol.state import State

ROLE = "S.role"
MENDED_BY_THE_LINK = frozenset({"B2.receiver"})
"""What bars somebody only as they are known now: the same one joins again with the link that was sent to them."""
_INDEPENDENCE: dict[str, str] = {
    RecordKind.AUTHORIZATION_DECISION: "A2.independent",
    RecordKind.RECEIVING_ACCEPTANCE: "B2.receiver",
    RecordKind.VERIFICATION: "C1.independent",
}
"""Controls that look at nothing but who files: asked without a form that has been filled in."""


def barred_by(state: State, step: str, by: Party, at: datetime, *, command: c.Command | None = None) -> tuple[str, ...]:
    """Return the ids of the controls that keep `by` from taking `step` now, whatever they fill in; none where none do.

    As when it is judged: a gate that fails is listed alone, and controls that the transfer did not begin under are not
    asked. Where it depends on what is filled in, the answer that comes furthest counts. `command`: of this very one.
    """
    facts = Facts(at=at, by=by, people={by.id: by})
    tried = [Situation(state, each, facts) for each in ((command,) if command else _possible(state, step, by))]
    gates = gates_of(step, state.rules.in_force)
    places = [_first_failing(gates, situation) for situation in tried]
    if None not in places:
        return (gates[max(place for place in places if place is not None)].id,)
    return tuple(control.id for control in _of_the_giver(state, step) if not _holds(control, tried[0]))


def may_take(state: State, step: str, by: Party, at: datetime) -> bool:
    """Say whether it is any part of `by` to take `step` (S.role), be it possible now or not."""
    facts = Facts(at=at, by=by, people={by.id: by})
    role = next((gate for gate in gates_of(step, state.rules.in_force) if gate.id == ROLE), None)
    if role is None or role.check is None:
        return True
    return any(role.check(Situation(state, command, facts)) for command in _possible(state, step, by))


def _first_failing(gates: tuple[Control, ...], situation: Situation) -> int | None:
    return next((place for place, gate in enumerate(gates) if not _holds(gate, situation)), None)


def _of_the_giver(state: State, step: str) -> Iterator[Control]:
    """Yield the control that looks at nothing but who files, where a step has one."""
    control = CONTROLS.get(_INDEPENDENCE.get(step, ""))
    if control is not None and (not state.rules.in_force or control.id in state.rules.in_force):
        yield control


def _holds(control: Control, situation: Situation) -> bool:
    return control.check is None or control.check(situation)


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


def _unreviewed(state: State) -> Iterable[str]:
    return (*(each.id for each in state.consent.unreviewed), "")


_FILL: dict[str, _Fill] = {
    "join_live_event": _each_seat,
    "leave_live_event": _each_seat,
    "attest_presence": _each_seat,
    "acknowledge_escalation": _each_matter,
    "resolve_escalation": _each_matter,
    "countersign": lambda state, by: ({"record": kind} for kind in state.records or RecordKind),
    "reassign": lambda state, by: ({"to": by.id},),
    "confirm_proxy": lambda state, by: ({"who": by.id},),
    "cover": lambda state, by: ({"for_whom": by.id},),
    "end_cover": lambda state, by: ({"for_whom": whom} for whom in (*(c.for_whom for c in state.custody.covers), "")),
    "close_transfer": lambda state, by: ({"closure": closure} for closure in Closure),
    "decline_consent": lambda state, by: ({"to": to} for to in (*state.consent.proposals, "")),
    "review_exception": lambda state, by: ({"exception": each} for each in _unreviewed(state)),
}
"""The steps whose gates look at what is filled in, and what to try there."""
