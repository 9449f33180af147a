"""`python -m benchmarks [GATE...] [--quick] [--runs N] [--json FILE]`: what `make bench` calls."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import click

from benchmarks import printing
from benchmarks.figures import Plan, Result
from benchmarks.gates import NAMES, Measure, gates
from benchmarks.house import House, house
from benchmarks.limit import NoPgbench


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("names", nargs=-1, type=click.Choice(NAMES), metavar="[GATE]...")
@click.option("--quick", is_flag=True, help="Small amounts and 2 runs: for a look, not for a record.")
@click.option("--runs", type=click.IntRange(1, 50), help="Runs of each gate; the figure is their median. [5]")
@click.option("--json", "kept", type=click.Path(dir_okay=False, path_type=Path), help="Write the results to this file.")
def main(names: tuple[str, ...], runs: int | None, kept: Path | None, *, quick: bool) -> None:
    """Measure the gates (all, or those named), each beside its control of the same run."""
    plan = Plan(quick, runs or (2 if quick else 5))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    results: list[Result] = []
    with house() as stands:
        for name, measure in gates(tuple(n for n in NAMES if n in names) or NAMES).items():
            click.echo(f"measuring {name} ...", err=True)
            results.append(_measured(name, measure, stands, plan))
            printing.say(results[-1])
    print()
    printing.table(results)
    if kept:
        printing.keep(results, kept, runs=plan.runs, quick=plan.quick)


def _measured(name: str, measure: Measure, stands: House, plan: Plan) -> Result:
    try:
        return measure(stands, plan)
    except NoPgbench as lacking:
        return Result(name, "not measured", "%", 0, 0, (), notes=(str(lacking),))


if __name__ == "__main__":
    main()
