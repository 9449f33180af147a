"""The worker's task here: the sweep, every few seconds. It may run twice at once, and again."""

from __future__ import annotations

from procrastinate.contrib.django import app

from holdfast.transfers.leaving import left_behind
from holdfast.transfers.sweeping import sweep


@app.periodic(cron="* * * * * */3")
@app.task(queueing_lock="transfers.sweep", pass_context=False)
def sweep_due(timestamp: int) -> None:
    """Pass time where something fell due. `timestamp` is the scheduler's and is not asked: the server's clock is."""
    sweep()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="transfers.left_behind", pass_context=False)
def pass_on_left_behind(timestamp: int) -> None:
    """Give people whose owner was deactivated at the very instant of another filing to a supervisor."""
    left_behind()
