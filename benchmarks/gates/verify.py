"""Gate `verify`: chain, decryption, commitments and replay of the controls over a ledger, events per CPU-second."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from statistics import median

from benchmarks import cpu
from benchmarks.figures import Plan, Result
from benchmarks.house import House
from benchmarks.population import copies
from benchmarks.tellings import begin, vectors
from holdfast.ledger.chain import header_hash
from holdfast.ledger.selectors import stream_stored
from holdfast.ledger.stored import StoredTransfer
from holdfast.ledger.verify import Checked
from holdfast.ledger.verify_database import verify_all, verify_each
from holdfast.protocol.errors import Malformed
from holdfast.transfers.selectors import judge
from tests.story import vector

CHAIN_GOAL = 100_000


def measure(house: House, plan: Plan) -> Result:
    """Measure verifying some thousand transfers once they are read; the whole of `holdfast verify --all`; its parts."""
    house.begin_afresh()
    transfers = _fill(plan.pick(40, 8))
    rates, chain, alone, unjudged, whole, database = [], [], [], [], [], []
    faults: list[str] = []
    for _ in range(plan.runs):
        chain.append(cpu.per_second(cpu.chain))
        for kept, rate in zip((rates, unjudged, alone), _of_what_is_read(list(stream_stored()), faults), strict=True):
            kept.append(rate)
        before = house.database_cpu()
        whole.append(cpu.per_second(lambda: _count(verify_all(judge), faults)))
        database.append(house.database_cpu() - before)
    events = _count(verify_all(), faults)
    return Result(
        "verify", f"chain and replay of controls, {transfers:,} transfers, {events:,} events",
        "events per CPU-second", 20_000, 60_000, tuple(rates), cpu.control(chain), faults=tuple(faults[:3]),
        beside=(
            ("chain alone", f"{median(alone):,.0f} events per CPU-second (goal {CHAIN_GOAL:,})"),
            ("without the judge", f"{median(unjudged):,.0f} events per CPU-second"),
            ("CPU", f"{1e6 / median(rates):.0f} microseconds an event, of them the judge "
                    f"{1e6 / median(rates) - 1e6 / median(unjudged):.0f}"),
            ("all of `verify --all`", f"{median(whole):,.0f} events per CPU-second, {1e6 / median(whole):.0f} "
                    f"microseconds an event with the reading; the database's own "
                    f"{1e6 * median(database) / events:.0f} beside them"),
        ),
        notes=(
            "in: key unwrapping, header hashes, links, heads, decryption, every commitment anew, events read, each "
            "act decided anew and compared. Out: fetching the rows (in the line `all of`), seals, stray rows.",
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


def _count(checks: Iterable[Checked], faults: list[str]) -> int:
    events = 0
    for checked in checks:
        events += checked.events
        if checked.finding:
            faults.append(str(checked.finding))
    return events


def _of_what_is_read(read: list[StoredTransfer], faults: list[str]) -> tuple[float, float, float]:
    """Measure verifying with the judge, without it, and the chain alone."""
    judged = cpu.per_second(lambda: _count(verify_each(read, judge), faults))
    unjudged = cpu.per_second(lambda: _count(verify_each(read), faults))
    return judged, unjudged, _chain_alone(read)


def _chain_alone(read: list[StoredTransfer]) -> float:
    headers = [event.header for stored in read for event in stored.events]
    return cpu.per_second(lambda: sum(bool(header_hash(header)) for header in headers))
