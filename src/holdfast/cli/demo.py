"""`holdfast demo`: an invented county in a database of its own, on loopback; or a whole transfer walked."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from holdfast.cli import django_ready

if TYPE_CHECKING:
    from holdfast.demo.folder import DemoFolder

PLACE = Path(".holdfast") / "demo"
FIRST_PORT, PORTS_TRIED = 8000, 100
START_SECONDS, STOP_SECONDS = 60, 30
_HOLDFAST = (sys.executable, "-P", "-m", "holdfast.cli")
_NOT_OURS = ("HOLDFAST_", "DATABASE_", "DJANGO_SETTINGS")
_KEPT = ("HOLDFAST_LOG_LEVEL",)


@click.command()
@click.option("--port", type=click.IntRange(1, 65_535), help="Port on loopback  [default: 8000, or the next free one]")
@click.option("--reset", is_flag=True, help="Delete the demo's own folder first, and begin again.")
@click.option("--check", is_flag=True, help="Walk a whole transfer over HTTP in a fresh demo, tell it, and end.")
@click.option("--seed", is_flag=True, hidden=True, help="Fill the empty demo; `holdfast demo` runs this by itself.")
def command(port: int | None, *, reset: bool, check: bool, seed: bool) -> None:
    """Start the demo on loopback, in .holdfast/demo of the folder you are in, with a token for every role.

    The first start fills it; later ones keep what is there. Nothing leaves this machine: emails become files.
    """
    from holdfast.demo.folder import DemoFolder

    if seed:
        _seed(DemoFolder(Path(os.environ.get("HOLDFAST_DATA_DIR") or PLACE).absolute()))
    elif check:
        _check(DemoFolder(PLACE.with_name("demo-check").absolute()))
    else:
        _demo(DemoFolder(PLACE.absolute()), _port(port), is_reset=reset)


def _port(wished: int | None) -> int:
    if wished is None:
        return _free_port(FIRST_PORT)
    if not _is_free(wished):
        raise click.ClickException(f"Port {wished} is taken. Name another, or leave --port out.")
    return wished


def _demo(folder: DemoFolder, port: int, *, is_reset: bool) -> None:
    from holdfast.config.server import serve

    url = f"http://127.0.0.1:{port}"
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda *_: sys.exit(0))
    with folder.serving(url):
        if is_reset:
            folder.delete()
        tokens = _ready(folder, url)
        from holdfast.demo.cast import sign_in_links_make
        from holdfast.demo.welcome import welcome

        for line in welcome(url, tokens, sign_in_links_make(url)):
            click.echo(line)
        serve(host="127.0.0.1", port=port, with_worker=True)


def _check(folder: DemoFolder) -> None:
    port = _free_port(0)
    url = f"http://127.0.0.1:{port}"
    with folder.serving(url):
        folder.delete()
        try:
            tokens = _ready(folder, url)
            with _served(port, folder.home / "server.log"):
                from holdfast.demo.passage import walk
                from holdfast.demo.walk import Walk

                walked = Walk(port, tokens, folder.outbox, click.echo)
                is_sound = walk(walked) and _verifies(walked.transfer_id)
        finally:
            _leave_database(folder)
        if not is_sound:
            raise click.ClickException(f"The check did not end as it should. Its folder is kept: {folder.home}")
        folder.delete()


def _verifies(transfer_id: str) -> bool:
    """Seal what stands, and say whether `holdfast verify` finds the transfer, all others and the seals sound."""
    from holdfast.config.clock import now
    from holdfast.ledger.services import seal

    seal(now())
    click.echo("\nholdfast verify, on the ledger as it stands:")
    asked = (["verify", transfer_id], ["verify", "--all", "--seals"])
    return all(subprocess.run([*_HOLDFAST, *each], check=False).returncode == 0 for each in asked)


def _ready(folder: DemoFolder, url: str) -> dict[str, str]:
    """Make the folder, the database and what stands in it; return the tokens by role."""
    folder.make()
    _set_environment(folder, url)
    django_ready()
    from holdfast.config.database.roles import make_ready
    from holdfast.demo.seeding import is_seeded, tokens_kept

    make_ready()
    if not is_seeded():
        _seed_apart()
    return tokens_kept(folder)


def _set_environment(folder: DemoFolder, url: str) -> None:
    """Let nothing of another install into the demo: neither its database nor its keys."""
    for name in list(os.environ):
        if name.startswith(_NOT_OURS) and name not in _KEPT:
            del os.environ[name]
    os.environ.update(HOLDFAST_DATA_DIR=str(folder.home), HOLDFAST_PUBLIC_URL=url)
    os.environ["HOLDFAST_UNSAFE_DEMO_SIGN_IN"] = "yes"


def _seed_apart() -> None:
    """Fill the database in a process of its own: it may tell its clock the past, and the one that serves may not."""
    environment = {**os.environ, "HOLDFAST_UNSAFE_TELLING": "yes"}
    done = subprocess.run([*_HOLDFAST, "demo", "--seed"], env=environment, check=False)
    if done.returncode != 0:
        raise click.ClickException("The demo could not be filled, and nothing of it was kept. Why stands above.")


def _seed(folder: DemoFolder) -> None:
    folder.make()
    django_ready()
    from holdfast.demo.seeding import STEPS, seed

    with _progress(STEPS) as said:
        seed(folder, said)


@contextmanager
def _progress(steps: int) -> Iterator[Callable[[str], None]]:
    """Show a bar while the block runs, on a terminal; elsewhere one line."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    if not console.is_terminal:
        click.echo("Filling the demo: a county, its people and staff, and their transfers ...", err=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("Filling the demo", total=steps)

        def said(what: str) -> None:
            progress.update(task, advance=1, description=f"Filling the demo: {what}")

        yield said


@contextmanager
def _served(port: int, log: Path) -> Iterator[None]:
    """Serve the demo in a process of its own until the block ends."""
    with log.open("wb") as out:
        server = subprocess.Popen([*_HOLDFAST, "serve", "--port", str(port)], stdout=out, stderr=out)
    try:
        _wait_for(server, port, log)
        yield
    finally:
        server.terminate()
        try:
            server.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait_for(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while _is_free(port):
        if server.poll() is not None or time.monotonic() > until:
            raise click.ClickException(f"The demo's server did not start: {log.read_text(errors='replace')[-800:]}")
        time.sleep(0.05)


def _free_port(first: int) -> int:
    """Return the first port from `first` on that nobody listens on; 0: any free one."""
    for port in range(first, min(first + PORTS_TRIED, 65_536)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise click.ClickException(f"No port from {first} on is free. Name one with --port.")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def _leave_database(folder: DemoFolder) -> None:
    """Give up the embedded database, so that the last user stops it."""
    from django.apps import apps

    from holdfast.embedded import leave

    if apps.ready:
        from django.db import connections

        connections.close_all()
    leave(folder.home)
