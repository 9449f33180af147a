"""Gate `append`: the ledger's append path without HTTP, eight connections, as a share of pgbench in the same run."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID

import orjson
from django.db import connection, transaction

from benchmarks.counting import counted
from benchmarks.figures import Plan, Result, shares
from benchmarks.house import House
from benchmarks.limit import CLIENTS, Limit, content
from benchmarks.population import copies
from benchmarks.tellings import MovedStory, begin
from benchmarks.workers import Made, run_together, workers
from holdfast.config.clock import now
from holdfast.config.ids import new_id
from holdfast.ledger.entries import Entry
from holdfast.ledger.selectors import read_tip
from holdfast.ledger.services import append
from holdfast.transfers.models import Transfer
from holdfast.transfers.services import write_rows

_TRANSFERS = 200
_IDS = "append.json"
# The row of the transfer, and one deadline: what (b) updates and inserts.
_HEAD_AND_DEADLINE = """
WITH moved AS (UPDATE transfers_transfer SET seq = %(seq)s, changed_at = %(at)s, stage = 'live' WHERE id = %(transfer)s)
INSERT INTO transfers_deadline (transfer_id, seq, name, due_at, opened_at, zone, calendar, status)
VALUES (%(transfer)s, %(seq)s, %(name)s, %(at)s, %(at)s, 'America/New_York', '', 'open')
"""


def measure(house: House, plan: Plan) -> Result:
    """Measure append, an update of the transfer's row and the insert of a deadline, in one transaction."""
    house.begin_afresh()
    _prepare_transfers(house)
    seconds = plan.pick(4, 2)
    limit, rates, cpu, database = Limit(house, seconds), [], [], []
    for _ in range(plan.runs):
        limit.run()
        made, spent = _run(house, seconds, "rows")
        rates.append(made["rate"])
        cpu.append(made["cpu"])
        database.append(spent)
    real, _ = _run(house, seconds, "write")
    return Result(
        "append", "ledger append without HTTP, 3 events of 1 KiB, row of the transfer and deadline, 8 connections", "%",
        20, 45, shares(rates, limit.rates), limit.control(),
        beside=(
            ("per second", f"{median(rates):,.0f}"),
            ("CPU", f"{median(cpu):.2f} ms of Python an append, {median(database):.2f} ms of the database"),
            ("statements", _statements(house)),
            ("with the read models' own statement", f"{real['rate']:,.0f} per second, {real['cpu']:.2f} ms of Python"),
        ),
        notes=(
            "in: BEGIN, read the tip, commitments, encryption, chain, append, row of the transfer, deadline, COMMIT; "
            "8 processes, one connection each. Out: HTTP, decide, gathering, the state's fold.",
        ),
    )  # fmt: skip


def _run(house: House, seconds: int, how: str) -> tuple[Made, float]:
    arguments = [("append", str(house.folder / _IDS), str(n), str(seconds), how) for n in range(CLIENTS)]
    with workers(house, *arguments) as started:
        before = house.database_cpu()
        made = run_together(started)
        spent = house.database_cpu() - before
    done = sum(one["done"] for one in made)
    rate = sum(one["done"] / one["wall"] for one in made)
    return {"rate": rate, "cpu": 1000 * sum(one["cpu"] for one in made) / done}, 1000 * spent / done


def _prepare_transfers(house: House) -> None:
    told = MovedStory("happy-path.json", 1)
    story = begin(told.told)
    told.tell(story, 1)
    ids = [str(each) for each in copies(story.transfer_id, _TRANSFERS * CLIENTS)]
    (house.folder / _IDS).write_bytes(orjson.dumps(ids))


def prepare(file: str, place: str, seconds: str, how: str) -> Callable[[], Made]:
    """Take this worker's own transfers from `file`; return what appends to them for some seconds."""
    ids = [UUID(each) for each in orjson.loads(Path(file).read_bytes())[int(place) :: CLIENTS]]
    _know_rows(ids)
    write = {"rows": _write_rows, "write": _write_models}[how]
    entries = _entries()

    def work() -> Made:
        until, done = time.monotonic() + float(seconds), 0
        while time.monotonic() < until:
            _append(ids[done % len(ids)], entries, write)
            done += 1
        return {"done": done}

    return work


def _append(transfer_id: UUID, entries: list[Entry], write: Callable[[UUID, int], None]) -> None:
    with transaction.atomic():
        tip = read_tip(transfer_id)
        places = append(transfer_id, tip.seq, entries, tip=tip)
        write(transfer_id, places[-1].seq)


def _write_rows(transfer_id: UUID, seq: int) -> None:
    with connection.cursor() as cursor:
        given: dict[str, Any] = {"transfer": transfer_id, "seq": seq, "at": now(), "name": f"deadline {seq}"}
        cursor.execute(_HEAD_AND_DEADLINE, given)


def _write_models(transfer_id: UUID, seq: int) -> None:
    at = now().isoformat()
    deadline = {
        "transfer_id": str(transfer_id), "seq": seq, "name": f"deadline {seq}", "due_at": at, "opened_at": at,
        "zone": "America/New_York", "calendar": "", "status": "open", "ended_at": None,
    }  # fmt: skip
    parts = (
        "owners",
        "ended",
        "escalations",
        "changed",
        "records",
        "fallen",
        "countersigned",
        "failures",
        "outbox",
        "answered",
    )
    row = _rows[transfer_id] | {"seq": seq, "changed_at": at}
    write_rows(transfer_id, {"transfer": row, "deadlines": [deadline], **{part: [] for part in parts}})


_rows: dict[UUID, dict[str, Any]] = {}


def _know_rows(ids: list[UUID]) -> None:
    """Have the rows at hand that `_write_models` writes again; the product has them from the state."""
    for row in Transfer.objects.filter(id__in=ids).values():
        _rows[row["id"]] = orjson.loads(orjson.dumps(row))


def _entries() -> list[Entry]:
    payload = orjson.loads(content())
    return [Entry(kind, now(), str(new_id()), "us-2026", {"held": ["A1.trigger", "A1.urgency"]}, payload)
            for kind in ("filed.authorization_request", "deadline_opened", "deadline_opened")]  # fmt: skip


def _statements(house: House) -> str:
    ids = orjson.loads((house.folder / _IDS).read_bytes())
    with counted() as count:
        _append(UUID(ids[0]), _entries(), _write_rows)
    return f"{count.all} with BEGIN and COMMIT, {count.own} without"
