"""Gate `verify`: chain, decryption, commitments and replay of the controls over a ledger, events per CPU-second."""

from __future__ import annotations

from contextlib import suppress
from statistics import median

from benchmarks import cpu
from benchmarks.figures import Plan, Result
from benchmarks.house import House
from benchmarks.population import copies
from benchmarks.tellings import begin, vectors
from holdfast.ledger.chain import header_hash
from holdfast.ledger.selectors import stream_stored
from holdfast.ledger.verify import Judge
from holdfast.ledger.verify_database import verify_all
from holdfast.protocol.errors import Malformed
from holdfast.transfers.selectors import judge
from tests.story import vector

CHAIN_GOAL = 100_000


def measure(house: House, plan: Plan) -> Result:
    """Measure `holdfast verify --all` on some thousand transfers, and its parts."""
    house.begin_afresh()
    transfers = _fill(plan.pick(40, 8))
    rates, chain, alone, unjudged, database = [], [], [], [], []
    faults: list[str] = []
    for _ in range(plan.runs):
        chain.append(cpu.per_second(cpu.chain))
        before = house.database_cpu()
        rates.append(cpu.per_second(lambda: _verify(judge, faults)))
        database.append(house.database_cpu() - before)
        unjudged.append(cpu.per_second(lambda: _verify(None, faults)))
        alone.append(_chain_alone())
    events = _verify(None, faults)
    return Result(
        "verify", f"chain and replay of controls, {transfers:,} transfers, {events:,} events",
        "events per CPU-second", 20_000, 60_000, tuple(rates), cpu.control(chain), faults=tuple(faults[:3]),
        beside=(
            ("chain alone", f"{median(alone):,.0f} events per CPU-second (goal {CHAIN_GOAL:,})"),
            ("without the judge", f"{median(unjudged):,.0f} events per CPU-second"),
            ("CPU", f"{1e6 / median(rates):.0f} microseconds an event, of them the judge "
                    f"{1e6 / median(rates) - 1e6 / median(unjudged):.0f}; the database's own "
                    f"{1e6 * median(database) / events:.0f} beside them"),
        ),
        notes=(
            "in: reading pages, key unwrapping, header hashes, links, heads, decryption, every commitment anew, "
            "events read, each act decided anew and compared. Out: seals, stray rows, the database server's own CPU.",
            "chain alone: header hash of what is in memory, canonical JSON included.",
            "the transfers: the happy path and every journey told through the write path, then copied, each copy "
            "encrypted under a key of its own and chained anew.",
        ),
    )  # fmt: skip


def _fill(times: int) -> int:
    count = 0
    for told in (vector("happy-path.json"), *vectors("journeys")):
        story = begin(told)
        with suppress(Malformed):  # what came before the malformed step is a transfer all the same
            story.tell()
        count += 1 + len(copies(story.transfer_id, times))
    return count


def _verify(judge: Judge | None, faults: list[str]) -> int:
    events = 0
    for checked in verify_all(judge):
        events += checked.events
        if checked.finding:
            faults.append(str(checked.finding))
    return events


def _chain_alone() -> float:
    headers = [event.header for stored in stream_stored() for event in stored.events]
    return cpu.per_second(lambda: sum(bool(header_hash(header)) for header in headers))
