"""The read models beside the ledger: each row can be made again from the events, and says what the state says."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from holdfast.ledger import selectors as ledger
from holdfast.ledger.verify_database import verify_one
from holdfast.protocol.clockwork import next_due
from holdfast.protocol.evolve import fold
from holdfast.protocol.grading import grade_at
from holdfast.protocol.state import State
from holdfast.transfers import rebuilding
from holdfast.transfers.models import (
    BookedVisit,
    Custody,
    Deadline,
    Escalation,
    Failure,
    FiledRecord,
    Outbox,
    Ownership,
    Transfer,
)
from holdfast.transfers.selectors import judge
from holdfast.transfers.stream import event_of

TABLES = (Transfer, Ownership, Deadline, Escalation, FiledRecord, Failure, Outbox, BookedVisit, Custody)
Rows = dict[str, list[dict[str, Any]]]


def rows(transfer_id: UUID) -> Rows:
    """Return every row of every derived table that is of this transfer, in the order of the events."""
    found: Rows = {}
    for model in TABLES:
        key = "id" if model is Transfer else "transfer_id"
        order = "seq" if hasattr(model, "seq") else "pk"
        found[model.__name__] = [
            dict(row) for row in model.objects.filter(**{key: transfer_id}).order_by(order).values()
        ]
    return found


def state_of(transfer_id: UUID) -> State:
    """Fold the whole ledger of a transfer anew, past every cache."""
    return fold(map(event_of, ledger.load(transfer_id)))


def check_derived(transfer_id: UUID) -> None:
    """Check one transfer: chain and controls, rows against the state, one owner, and rows made again against rows."""
    verified = verify_one(transfer_id, judge)
    assert verified is not None
    assert verified.finding is None, str(verified.finding)
    before = rows(transfer_id)
    check_rows(before, state_of(transfer_id))
    rebuilding._rebuild(transfer_id)
    after = rows(transfer_id)
    for table, made in after.items():
        assert made == before[table], table


def check_rows(found: Rows, state: State) -> None:
    """Check what the rows say against the state."""
    [row] = found["Transfer"]
    due = next_due(state)
    assert (row["owner_id"], row["stage"], row["warmth"], row["closed_as"], row["next_due_at"]) == (
        state.owner, state.stage, state.warmth, state.closed_as or "", due.at if due else None
    )  # fmt: skip
    assert row["grade"] == grade_at(state, row["changed_at"])
    owners = [owner["owner_id"] for owner in found["Ownership"] if owner["owned_until"] is None]
    assert owners == [state.owner]
    check_deadlines(found, state)
    check_matters(found, state)
    standing = sorted(record["kind"] for record in found["FiledRecord"] if record["is_standing"])
    assert standing == sorted(state.records)
    assert sum(not failure["is_breach"] for failure in found["Failure"]) == state.refusals
    assert {c for failure in found["Failure"] if failure["is_breach"] for c in failure["controls"]} == state.breaches


def check_deadlines(found: Rows, state: State) -> None:
    """Every deadline is met, missed, voided or open, and those open are the state's."""
    opened = {row["name"]: row["due_at"] for row in found["Deadline"] if row["status"] == "open"}
    assert opened == {name: deadline.due for name, deadline in state.deadlines.items()}
    assert all((row["ended_at"] is None) == (row["status"] == "open") for row in found["Deadline"])


def check_matters(found: Rows, state: State) -> None:
    """At most one escalation is open for a control, as often counted, and held as the state says."""
    fields = ("control", "level", "count", "acknowledged_by", "acknowledge_by")
    said = [tuple(row[name] for name in fields) for row in found["Escalation"] if row["resolved_at"] is None]
    assert sorted(said, key=str) == sorted(
        (
            (control, matter.level, matter.count, matter.acknowledged_by or "", matter.acknowledge_by)
            for control, matter in state.escalations.items()
        ),
        key=str,
    )


def outcome_rows(transfer_id: UUID) -> tuple[int, Rows]:
    """Return how far the ledger reaches, and the rows: what must be left when an attempt crashed."""
    return len(ledger.load(transfer_id)), rows(transfer_id)
