"""Events to and from plain JSON, as the ledger keeps them: kind and control results in the open, the rest as payload.

A step's own fields stand in the payload one by one, so that a pack can disclose some and withhold others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from pydantic import ValidationError

from holdfast.protocol import events as e
from holdfast.protocol.codec_facts import facts_from_json, facts_to_json
from holdfast.protocol.codes import ClosedAs, Closure, DeadlineName, EscalationLevel, RecordKind
from holdfast.protocol.commands import COMMANDS, Command, FileRecord
from holdfast.protocol.facts import Facts
from holdfast.protocol.package import Added, AddedName, Given, added_name
from holdfast.protocol.packages import code_of, model_of
from holdfast.protocol.records import RECORDS

Json: TypeAlias = "str | int | float | bool | list[Json] | Mapping[str, Json] | None"
"""A value as JSON has them."""
Payload: TypeAlias = Mapping[str, Json]

FACTS = "facts"
SUPERSEDES = "supersedes"


@dataclass(frozen=True, slots=True)
class Written:
    """One event as it is kept."""

    kind: str
    controls: Mapping[str, list[str]]
    payload: Payload


def write(event: e.Event) -> Written:
    """Return an event as plain values."""
    if isinstance(event, e.StepFiled):
        return Written(f"filed.{event.command.step}", {"held": list(event.held)}, _step(event.command, event.facts))
    if isinstance(event, e.AttemptRefused):
        results = {"failed": list(event.failed), "held": list(event.held)}
        return Written(f"refused.{event.command.step}", results, _step(event.command, event.facts))
    return Written(_KINDS[type(event)], {}, _plain_fields(event))


def read(kind: str, controls: Mapping[str, list[str]], payload: Payload, at: datetime) -> e.Event:
    """Return the event that was kept. Raises ValueError or KeyError where it is none of ours."""
    status, _, step = kind.partition(".")
    if status == "filed":
        return e.StepFiled(_command(step, payload), _facts(payload, at), tuple(controls["held"]))
    if status == "refused":
        failed, held = tuple(controls["failed"]), tuple(controls["held"])
        return e.AttemptRefused(_command(step, payload), _facts(payload, at), failed, held)
    return _READERS[kind](payload, at)


def actor_of(event: e.Event, before: str = "clock") -> str:
    """Return the id of who brought an event about: of an act its giver, of what follows the giver `before`."""
    facts: Facts | None = getattr(event, FACTS, None)
    return facts.by.id if facts is not None else before


def _step(command: Command, facts: Facts) -> dict[str, Json]:
    form = command.record if isinstance(command, FileRecord) else command
    payload: dict[str, Json] = form.model_dump(mode="json", exclude_unset=True)
    if isinstance(command, FileRecord) and command.supersedes is not None:
        payload[SUPERSEDES] = command.supersedes
    if isinstance(command, FileRecord) and command.added is not None:
        payload |= _added(command.added)
    payload[FACTS] = facts_to_json(facts)
    return payload


def _added(added: Added) -> dict[str, Json]:
    """Return the fields that a package adds, each by itself beside the record's own: `package.CODE.field`."""
    fields, code = added.model_dump(mode="json", exclude_unset=True), code_of(type(added))
    return {str(AddedName(code, name)): value for name, value in fields.items()}


def _command(step: str, payload: Payload) -> Command:
    given = dict(payload)
    given.pop(FACTS, None)
    if step in RECORDS:
        supersedes, added = given.pop(SUPERSEDES, None), _taken_out(step, given)
        record = RECORDS[RecordKind(step)].model_validate(given)
        named = None if supersedes is None else str(supersedes)
        return FileRecord.model_construct(record=record, supersedes=named, added=added)
    return COMMANDS[step].model_validate(given)


def _taken_out(step: str, given: dict[str, Json]) -> Added | None:
    """Take the fields that a package added out of what was kept of a record, and read them.

    As `Given` where the package is gone since, or asks for other fields now: what was filed stays readable.
    """
    added = {name: of for name in given if (of := added_name(name)) is not None}
    if not added:
        return None
    model = next((model_of(of.code, RecordKind(step)) for of in added.values()), None) or Given
    kept = {of.field: given.pop(name) for name, of in added.items()}
    try:
        return model.model_validate(kept)
    except ValidationError:
        return Given.model_validate(kept)


def _facts(payload: Payload, at: datetime) -> Facts:
    return facts_from_json(payload[FACTS], at)


def _plain_fields(event: e.Event) -> dict[str, Json]:
    return {field.name: _plain(getattr(event, field.name)) for field in fields(event)}


def _plain(value: object) -> Json:
    if isinstance(value, Facts):
        return facts_to_json(value)
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    raise TypeError(f"{type(value).__name__} has no plain form")


def _text(payload: Payload, name: str) -> str:
    value = payload[name]
    if not isinstance(value, str):
        raise ValueError(f"{name} is not a text")  # noqa: TRY004 - the reader's callers expect ValueError
    return value


def _texts(payload: Payload, name: str) -> list[str]:
    value = payload[name]
    if not isinstance(value, list):
        raise ValueError(f"{name} is not a list")  # noqa: TRY004 - the reader's callers expect ValueError
    return [str(part) for part in value]


def _when(payload: Payload, name: str) -> datetime:
    return datetime.fromisoformat(_text(payload, name))


def _when_given(payload: Payload, name: str) -> datetime | None:
    return None if payload[name] is None else _when(payload, name)


def _deadline_missed(p: Payload, at: datetime) -> e.Event:
    return e.DeadlineMissed(DeadlineName(_text(p, "name")), _when(p, "due"), _facts(p, at))


def _escalation_risen(p: Payload, at: datetime) -> e.Event:
    level = EscalationLevel(_text(p, "level"))
    return e.EscalationRisen(
        _text(p, "control"), level, _when(p, "due"), _facts(p, at), _when_given(p, "acknowledge_by"), _vacant(p)
    )


def _owner_changed(p: Payload, at: datetime) -> e.Event:
    return e.OwnerChanged(_text(p, "owner"), _text(p, "service"), p["is_guest"] is True)


def _deadline_opened(p: Payload, at: datetime) -> e.Event:
    rises = p["rises_after"]
    return e.DeadlineOpened(
        DeadlineName(_text(p, "name")), _when(p, "due"), _when(p, "opened_at"), _text(p, "zone"),
        float(rises) if isinstance(rises, int | float) else None, _text(p, "calendar"),
    )  # fmt: skip


def _escalation_raised(p: Payload, at: datetime) -> e.Event:
    level, asked = EscalationLevel(_text(p, "level")), EscalationLevel(_text(p, "asked"))
    return e.EscalationRaised(_text(p, "control"), level, asked, _when_given(p, "acknowledge_by"), _vacant(p))


def _vacant(p: Payload) -> tuple[EscalationLevel, ...]:
    return tuple(EscalationLevel(level) for level in _texts(p, "vacant"))


def _records_voided(p: Payload, at: datetime) -> e.Event:
    return e.RecordsVoided(tuple(RecordKind(kind) for kind in _texts(p, "kinds")))


def _transfer_closed(p: Payload, at: datetime) -> e.Event:
    reason = _text(p, "closed_as")
    return e.TransferClosed(ClosedAs(reason) if reason in set(ClosedAs) else Closure(reason), _when(p, "at"))


_READERS: dict[str, Callable[[Payload, datetime], e.Event]] = {
    "deadline_missed": _deadline_missed,
    "escalation_risen": _escalation_risen,
    "owner_changed": _owner_changed,
    "deadline_opened": _deadline_opened,
    "deadline_met": lambda p, at: e.DeadlineMet(DeadlineName(_text(p, "name"))),
    "deadline_voided": lambda p, at: e.DeadlineVoided(DeadlineName(_text(p, "name"))),
    "rise_called_off": lambda p, at: e.RiseCalledOff(_text(p, "control")),
    "breach_recorded": lambda p, at: e.BreachRecorded(_text(p, "control")),
    "escalation_raised": _escalation_raised,
    "escalation_counted": lambda p, at: e.EscalationCounted(_text(p, "control")),
    "records_voided": _records_voided,
    "live_event_ended": lambda p, at: e.LiveEventEnded(_when(p, "at")),
    "instruction_ended": lambda p, at: e.InstructionEnded(),
    "linked_transfer_called": lambda p, at: e.LinkedTransferCalled(_text(p, "owner")),
    "transfer_closed": _transfer_closed,
}
_KINDS: dict[type[e.Event], str] = {
    e.DeadlineMissed: "deadline_missed",
    e.EscalationRisen: "escalation_risen",
    e.OwnerChanged: "owner_changed",
    e.DeadlineOpened: "deadline_opened",
    e.DeadlineMet: "deadline_met",
    e.DeadlineVoided: "deadline_voided",
    e.RiseCalledOff: "rise_called_off",
    e.BreachRecorded: "breach_recorded",
    e.EscalationRaised: "escalation_raised",
    e.EscalationCounted: "escalation_counted",
    e.RecordsVoided: "records_voided",
    e.LiveEventEnded: "live_event_ended",
    e.InstructionEnded: "instruction_ended",
    e.LinkedTransferCalled: "linked_transfer_called",
    e.TransferClosed: "transfer_closed",
}
