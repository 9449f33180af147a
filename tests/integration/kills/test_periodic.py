"""What the worker does again and again comes at even times; a job that died in a worker's hands lets others pass."""

from __future__ import annotations

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from holdfast.config.jobs import retry_stalled_jobs

TWO_HOURS = 7_200
SWEEP_SECONDS = 3
"""As ADR 0009 says."""
SWEEP = "holdfast.transfers.jobs.sweep_due"


def _gaps(task: str) -> set[float]:
    """Return the seconds between one time and the next, over two hours and three times at least."""
    [periodic] = [each for (name, _), each in app.periodic_registry.periodic_tasks.items() if name == task]
    times = periodic.croniter
    times.set_current(start_time=0)
    at = float(times.get_next(float))
    gaps: list[float] = []
    while at < TWO_HOURS or len(gaps) < 3:
        following = float(times.get_next(float))
        gaps.append(following - at)
        at = following
    return set(gaps)


@pytest.mark.parametrize("task", sorted(name for name, _ in app.periodic_registry.periodic_tasks))
def test_a_periodic_job_comes_at_even_times(task: str) -> None:
    assert len(_gaps(task)) == 1, (
        "in a cron of six fields the last one is the second: `*/3 * * * * *` rests for minutes"
    )


def test_the_sweep_comes_every_three_seconds() -> None:
    assert _gaps(SWEEP) == {SWEEP_SECONDS}


@pytest.mark.django_db(transaction=True)
def test_a_job_that_died_makes_way_for_the_same_job_that_waits_for_its_lock() -> None:
    died = _deferred(lock="sending")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [died])
    waits = _deferred(lock="sending")
    other = _deferred(lock="another")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [other])
    ours = Job(id=None, queue="", lock=None, queueing_lock=None, task_name="")
    context = JobContext(app=app, job=ours, start_timestamp=0.0, abort_reason=lambda: None)
    async_to_sync(retry_stalled_jobs.func)(context, timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, status::text FROM procrastinate_jobs ORDER BY id")
        assert cursor.fetchall() == [(waits, "todo"), (other, "todo")]


def _deferred(lock: str) -> int:
    """Defer a job that, like the sending of mail, waits once (`queueing_lock`) and runs once (`lock`)."""
    return retry_stalled_jobs.configure(queueing_lock=lock, lock=lock).defer(timestamp=0)
