"""What a dead worker had begun is run again; what a live one does is left to it."""

from __future__ import annotations

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from holdfast.config.jobs import retry_stalled_jobs
from holdfast.config.worker import STALLED_SECONDS

pytestmark = pytest.mark.django_db(transaction=True)


def _begun_by_a_worker_silent_for(seconds: float) -> int:
    job = retry_stalled_jobs.configure().defer(timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH worker AS (INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - make_interval(secs => %s)) RETURNING id)"
            " UPDATE procrastinate_jobs SET status = 'doing', worker_id = worker.id FROM worker"
            " WHERE procrastinate_jobs.id = %s",
            [seconds, job],
        )
    return job


def _status(job: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text FROM procrastinate_jobs WHERE id = %s", [job])
        (status,) = cursor.fetchone()
    return str(status)


@pytest.mark.parametrize(("silent", "status"), [(STALLED_SECONDS + 5, "todo"), (STALLED_SECONDS - 5, "doing")])
def test_the_jobs_of_a_silent_worker_are_run_again(silent: float, status: str) -> None:
    job = _begun_by_a_worker_silent_for(silent)
    ours = Job(id=None, queue="", lock=None, queueing_lock=None, task_name="")
    context = JobContext(app=app, job=ours, start_timestamp=0.0, abort_reason=lambda: None)
    async_to_sync(retry_stalled_jobs.func)(context, timestamp=0)
    assert _status(job) == status
