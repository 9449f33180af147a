"""The results as lines, as a table, and as JSON."""

from __future__ import annotations

import json
import platform
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.figures import Result


def say(result: Result) -> None:
    """Print one gate with everything that was measured beside it."""
    out = Console(highlight=False, soft_wrap=True)
    out.print(f"\n[bold]{result.gate}[/]: {result.what}")
    out.print(f"  figure   {_marked(result, result.figure)}   runs {_several(result.runs)}   [bold]{result.verdict}[/]")
    out.print(f"  must     {_marked(result, result.must)}   goal {_marked(result, result.goal)}")
    if result.control:
        control = result.control
        out.print(f"  control  {_short(control.figure)} {control.unit}: {control.name}   runs {_several(control.runs)}")
    for name, value in result.beside:
        out.print(f"  {name}: {value}", markup=False)
    for line in (*result.faults, *result.notes):
        out.print(f"  - {line}", markup=False)


def table(results: Sequence[Result]) -> None:
    """Print all gates, one line each."""
    drawn = Table(title="Gates", title_justify="left")
    for column in ("gate", "figure", "must", "goal", "reached", "control of the same run"):
        drawn.add_column(column, justify="right" if column in ("figure", "must", "goal") else "left")
    for result in results:
        control = f"{_short(result.control.figure)} {result.control.unit}" if result.control else ""
        marks = (_marked(result, mark) for mark in (result.figure, result.must, result.goal))
        drawn.add_row(result.gate, *marks, result.verdict, control)
    Console(width=120).print(drawn)


def keep(results: Sequence[Result], path: Path, *, runs: int, quick: bool) -> None:
    """Write all results as JSON, with what they were measured on."""
    machine = {"python": platform.python_version(), "system": platform.platform(), "cores": _cores()}
    kept = [
        asdict(r) | {"figure": r.figure, "verdict": r.verdict, "beside": dict(r.beside)}
        | ({"control": asdict(r.control) | {"figure": r.control.figure}} if r.control else {})
        for r in results
    ]  # fmt: skip
    text = json.dumps({"machine": machine, "runs": runs, "quick": quick, "gates": kept}, indent=2)
    path.write_text(text + "\n", encoding="utf-8")


def _cores() -> int:
    import os

    return len(os.sched_getaffinity(0))


def _marked(result: Result, value: float | None) -> str:
    if value is None:
        return "-"
    return f"{_short(value)} %" if result.unit == "%" else f"{_short(value)} {result.unit}"


def _several(values: Sequence[float]) -> str:
    return " ".join(_short(value) for value in values) or "-"


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.2f}" if value < 10 else f"{value:.1f}"
