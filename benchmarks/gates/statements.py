"""Gate `statements`: SQL statements per filing for each of the nine records over HTTP, the dearest one counts."""

from __future__ import annotations

from statistics import median

from benchmarks.figures import Plan, Result
from benchmarks.filings import AGAIN, HAPPY, RECORDS, Cast, Filing
from benchmarks.house import House
from benchmarks.load import Line
from benchmarks.served import CPU, STATEMENTS
from benchmarks.servers import granian, has_granian

_WARMING = 2


def measure(house: House, plan: Plan) -> Result:
    """Count what the server sends to the database for one filing of each record; every statement counts."""
    if not has_granian():
        notes = ("granian, which the counting server needs, is not installed: run `make setup`.",)
        return Result(
            "statements", "SQL statements per filing", "statements", 12, 8, (), least_is_best=True, notes=notes
        )  # fmt: skip
    house.begin_afresh()
    casts = {HAPPY: Cast(HAPPY), AGAIN: Cast(AGAIN)}
    times = max(3, plan.runs)
    dearest: list[int] = []
    beside: list[tuple[str, str]] = []
    faults: list[str] = []
    with granian(house, workers=1, threads=1, counts=True) as server, Line(server.port) as line:
        for code, kind in RECORDS.items():
            filing = Filing(casts[AGAIN if code == "C2" else HAPPY], kind, _WARMING + 2 * times)
            _costs(line, filing, _WARMING, faults, key=True)
            keyed, plain = (_costs(line, filing, times, faults, key=key) for key in (True, False))
            dearest.append(max(cost[0] for cost in keyed))
            beside.append((f"{code} {kind}", f"{_told(keyed)}; without a key {_told(plain)}"))
    return Result(
        "statements", "SQL statements per filing, the dearest of the nine records", "statements", 12, 8,
        (float(max(dearest)),), least_is_best=True, beside=tuple(beside), faults=tuple(faults[:5]),
        notes=(
            "every statement that psycopg sends: BEGIN, COMMIT, the connection's health check, sign-in. "
            "In brackets without BEGIN and COMMIT. pgbench (b) sends 6 with BEGIN and COMMIT.",
            f"the median of nine records: {median(dearest):.0f}. Not counted: noting a token's use, once a minute.",
        ),
    )  # fmt: skip


def _costs(line: Line, filing: Filing, count: int, faults: list[str], *, key: bool) -> list[tuple[int, int, float]]:
    """File some and return (statements, those without BEGIN and COMMIT, CPU milliseconds) of each."""
    costs = []
    for request in filing.requests(count, key=key):
        answer = line.ask(request)
        if answer.status != 201:
            faults.append(f"{filing.kind}: {answer.status} {answer.body.decode()[:300]}")
        total, own = map(int, answer.headers[STATEMENTS.lower()].split())
        costs.append((total, own, float(answer.headers[CPU.lower()])))
    return costs


def _told(costs: list[tuple[int, int, float]]) -> str:
    total, own = max(cost[0] for cost in costs), max(cost[1] for cost in costs)
    return f"{total} ({own}), {median(cost[2] for cost in costs):.1f} CPU-ms"
