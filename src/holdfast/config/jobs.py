"""The worker's own jobs. The rooms' jobs are in their `jobs.py`, which Procrastinate finds in the same way.

Where a periodic job's `cron` has six fields, the last one is the second: the first is the minute, as in five.
"""

from __future__ import annotations

from procrastinate import JobContext, utils
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from holdfast.config.worker import STALLED_SECONDS


@app.periodic(cron="* * * * * */5")
@app.task(queueing_lock="retry_stalled_jobs", pass_context=True)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Run again what dead workers had begun: Procrastinate does not do so by itself, so every job is idempotent."""
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        try:
            await jobs.retry_job(job, retry_at=utils.utcnow())
        except UniqueViolation:
            # The same job waits already, perhaps for the lock that this one holds: without this one it can run.
            await jobs.finish_job(job, status=Status.ABORTED, delete_job=True)
