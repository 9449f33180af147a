"""The worker: takes jobs off the database, inside `holdfast serve` or as `holdfast worker`."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from django.db import DatabaseError
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ProcrastinateException
from psycopg_pool import PoolTimeout

from holdfast.protocol.errors import HoldfastError

HEARTBEAT_SECONDS = 2.0
# A worker silent for so long is taken for dead, and its jobs are run again (config/jobs.py).
STALLED_SECONDS = 10.0
LONGEST_PAUSE_SECONDS = 4.0
_STOPPED = "The worker ended by itself: the log above says why, often that the database went away. Start it again."
logger = logging.getLogger(__name__)


class WorkerStopped(HoldfastError):  # noqa: N818 - what happened, not what was wrong
    """The worker ended though nobody asked it to; start it again."""


async def run_worker() -> None:
    """Work until cancelled; running jobs get some seconds to end.

    Raises: WorkerStopped when the worker ends by itself, as it does when the database goes away.
    """
    # A copy of the app for the worker: web code in this process goes on deferring in its own transaction.
    worker_app = app.with_connector(PsycopgConnector(kwargs=_parameters, timeout=5.0, min_size=1))
    try:
        async with worker_app.open_async():
            await worker_app.run_worker_async(
                concurrency=2,
                delete_jobs="successful",
                install_signal_handlers=False,
                shutdown_graceful_timeout=10,
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=STALLED_SECONDS,
            )
    except (ProcrastinateException, DatabaseError, PoolTimeout) as fault:
        raise WorkerStopped(_STOPPED) from fault
    raise WorkerStopped(_STOPPED)


async def keep_working() -> None:
    """Run the worker until cancelled, and begin again when it ends: a database restart must not end it."""
    pause = 0.5
    while True:
        started = asyncio.get_running_loop().time()
        try:
            await run_worker()
        except Exception as fault:
            logger.warning("the worker ended (%s) and begins again in %.1f s", type(fault).__name__, pause)
        await asyncio.sleep(pause)
        worked = asyncio.get_running_loop().time() - started
        pause = 0.5 if worked > LONGEST_PAUSE_SECONDS else min(pause * 2, LONGEST_PAUSE_SECONDS)


async def _parameters() -> dict[str, Any]:
    # Asked for each new connection, so that a killed embedded server is started again.
    return await asyncio.to_thread(connector_params)
