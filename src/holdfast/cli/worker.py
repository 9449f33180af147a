"""`holdfast worker`: the worker as a process of its own."""

from __future__ import annotations

import asyncio
import contextlib
import signal

import click

from holdfast.cli import django_ready


@click.command()
def command() -> None:
    """Work off the jobs until SIGTERM or Ctrl-C; end with status 1 when the database goes away."""
    django_ready()
    from holdfast.config.database.roles import make_ready

    make_ready()
    asyncio.run(_work())


async def _work() -> None:
    from holdfast.config.worker import run_worker

    working = asyncio.ensure_future(run_worker())
    for ending in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(ending, working.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await working
