"""Gate `protocol`: commands judged, folded and preceded by the passing of time, per second of CPU, nothing else."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from benchmarks import cpu
from benchmarks.figures import Plan, Result
from benchmarks.house import House
from benchmarks.tellings import vectors
from holdfast.cli.vectors import Run, _instant
from holdfast.protocol.clockwork import pass_time
from holdfast.protocol.commands import Command
from holdfast.protocol.decide import decide
from holdfast.protocol.errors import Malformed
from holdfast.protocol.evolve import fold
from holdfast.protocol.facts import Facts
from holdfast.protocol.parsing import parse
from holdfast.protocol.policy import base_policy
from holdfast.protocol.state import INITIAL
from tests.story import vector

Told = list[tuple[Command, Facts]]


def measure(house: House, plan: Plan) -> Result:
    """Measure the mix of the happy path and every journey."""
    mix = [_commands(told) for told in (vector("happy-path.json"), *vectors("journeys"))]
    count, rounds = sum(map(len, mix)), plan.pick(20, 5)
    _judge(mix)
    chain, rates = [], []
    for _ in range(plan.runs):
        chain.append(cpu.per_second(cpu.chain))
        rates.append(cpu.per_second(lambda: sum(_judge(mix) for _ in range(rounds))))
    return Result(
        "protocol", "pass time, decide and evolve: commands of real transfers", "commands per CPU-second",
        20_000, 50_000, tuple(rates), cpu.control(chain),
        beside=(
            ("mix", f"{count} commands of {len(mix)} transfers, {rounds} times a run; events {_events(mix)}"),
            ("CPU", f"{1e6 / max(rates):.0f} microseconds a command at best"),
        ),
        notes=("in: pass_time, decide, fold of both. Out: parsing, gathering of facts, codec, ledger, database.",),
    )  # fmt: skip


def _commands(told: dict[str, Any]) -> Told:
    """Return the commands of a story with the facts of their instants; malformed ones never come to be judged."""
    run, kept = Run(told, base_policy()), []
    for step in told["steps"]:
        run.at = _instant(step["at"], run.at)
        facts = run._facts(step["by"])
        state = fold(pass_time(run.state, facts), run.state)
        try:
            command = parse(step["do"], step.get("with") or {})
            events = decide(state, command, facts)
        except Malformed:
            continue
        run.state = fold(events, state)
        kept.append((command, facts))
    assert all(before[1].at <= after[1].at for before, after in pairwise(kept))
    return kept


def _judge(mix: list[Told]) -> int:
    """Judge all of them once; return how many."""
    for told in mix:
        state = INITIAL
        for command, facts in told:
            state = fold(pass_time(state, facts), state)
            state = fold(decide(state, command, facts), state)
    return sum(map(len, mix))


def _events(mix: list[Told]) -> int:
    count = 0
    for told in mix:
        state = INITIAL
        for command, facts in told:
            passed = pass_time(state, facts)
            state = fold(passed, state)
            decided = decide(state, command, facts)
            state, count = fold(decided, state), count + len(passed) + len(decided)
    return count
