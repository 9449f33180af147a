"""Gate `filing`: file a record over HTTP, authenticated, full stack, eight connections, as a share of pgbench (b)."""

from __future__ import annotations

from contextlib import ExitStack
from statistics import median

from benchmarks.figures import Plan, Result, shares
from benchmarks.filings import HAPPY, RECORDS, Cast, Filing
from benchmarks.house import House
from benchmarks.limit import CLIENTS, Limit
from benchmarks.load import Loaded, load
from benchmarks.servers import GRANIAN, SERVE, Server, granian, has_granian, serve

_MOST_A_SECOND = 1_200


def measure(house: House, plan: Plan) -> Result:
    """Measure authorization requests: 3 events each, on transfers that the server has not in memory."""
    house.begin_afresh()
    seconds = plan.pick(4, 2)
    each = seconds * _MOST_A_SECOND
    filing = Filing(Cast(HAPPY), RECORDS["A1"], each * (2 * plan.runs + 2))
    limit = Limit(house, seconds)
    with ExitStack() as open_servers:
        servers = {SERVE: open_servers.enter_context(serve(house))}
        if has_granian():
            servers = {GRANIAN: open_servers.enter_context(granian(house)), **servers}
        measured: dict[str, list[_Run]] = {name: [] for name in servers}
        for server in servers.values():  # threads, connections and caches as in a server that runs
            load(server.port, filing.requests(each // 4, key=True), connections=CLIENTS, seconds=1)
        for _ in range(plan.runs):
            limit.run()
            for name, server in servers.items():
                measured[name].append(_run(house, server, list(filing.requests(each, key=True)), seconds))
        first = next(iter(servers))
        keyless = _run(house, servers[first], list(filing.requests(each, key=False)), seconds)
    return _result(limit, measured, keyless, first)


class _Run:
    """One run against one server, and what it cost."""

    def __init__(self, loaded: Loaded, server_cpu: float, database_cpu: float) -> None:
        self.loaded, count = loaded, max(1, sum(loaded.statuses.values()))
        self.server, self.database = 1000 * server_cpu / count, 1000 * database_cpu / count
        self.generator = 1000 * loaded.cpu / count


def _run(house: House, server: Server, requests: list[bytes], seconds: int) -> _Run:
    server_cpu, database_cpu = server.cpu(), house.database_cpu()
    loaded = load(server.port, requests, connections=CLIENTS, seconds=seconds)
    return _Run(loaded, server.cpu() - server_cpu, house.database_cpu() - database_cpu)


def _result(limit: Limit, measured: dict[str, list[_Run]], keyless: _Run, first: str) -> Result:
    everything = [run for runs in measured.values() for run in runs]
    odd = [f"{dict(run.loaded.statuses)}: {run.loaded.odd}" for run in everything if run.loaded.odd]
    return Result(
        "filing", f"file an authorization request over HTTP, 8 connections, {first}", "%", 10, 25,
        shares([run.loaded.rate for run in measured[first]], limit.rates), limit.control(), faults=tuple(odd[:3]),
        beside=(
            *((name, _told(runs, limit)) for name, runs in measured.items()),
            ("without an idempotency key", f"{keyless.loaded.rate:,.0f} per second, {keyless.server:.2f} CPU-ms"),
        ),
        notes=(
            "in: HTTP, staff token, scope, parsing, the idempotency key, the state read and folded (each transfer is "
            "new to the server), facts, decide, ledger, read models, deadlines, outbox, answer. "
            "The generator shares the cores.",
            *(() if first == GRANIAN else ("granian is not installed: measured with `holdfast serve` alone.",)),
        ),
    )  # fmt: skip


def _told(runs: list[_Run], limit: Limit) -> str:
    rates = [run.loaded.rate for run in runs]
    server, database, generator = (median(getattr(run, part) for run in runs) for part in
                                   ("server", "database", "generator"))  # fmt: skip
    p50, p95 = (median(run.loaded.percentile(part) for run in runs) for part in (50, 95))
    return (
        f"{median(rates):,.0f} per second ({median(shares(rates, limit.rates)):.1f} %), p50 {p50:.1f} ms, "
        f"p95 {p95:.1f} ms; CPU a filing: server {server:.2f} ms, database {database:.2f} ms, "
        f"generator {generator:.2f} ms"
    )
