"""The gates, in the order in which they are measured: each module has one `measure(house, plan) -> Result`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module

from benchmarks.figures import Plan, Result
from benchmarks.house import House

Measure = Callable[[House, Plan], Result]
NAMES = ("protocol", "verify", "append", "filing", "statements", "deadlines")


def gates(names: tuple[str, ...] = NAMES) -> Mapping[str, Measure]:
    """Return the measurements by name. They import Django's models: the house must stand."""
    return {name: import_module(f"{__name__}.{name}").measure for name in names}
