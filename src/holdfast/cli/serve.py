"""`holdfast serve`: the site and the worker in one process."""

from __future__ import annotations

import signal
import sys

import click

from holdfast.cli import django_ready


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65_535), help="Port; 0 takes a free one."
)
@click.option("--worker/--no-worker", default=True, show_default=True, help="Work off the jobs here too.")
def command(host: str, port: int, *, worker: bool) -> None:
    """Serve the site, and work off the jobs, until SIGTERM or Ctrl-C."""
    django_ready()
    from holdfast.config.database.roles import make_ready
    from holdfast.config.server import serve

    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda *_: sys.exit(0))
    make_ready()
    serve(host=host, port=port, with_worker=worker)
