"""One database cluster: made, started and stopped. Callers hold the gate (`lease.py`) for all that changes it."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path

from holdfast.embedded import programs, settings
from holdfast.embedded.errors import EmbeddedDatabaseError
from holdfast.embedded.place import SOCKET_NAME, Place, make_folder, prepare

START_SECONDS = 60
STOP_SECONDS = 30
_STILL_IN_USE = "is still in use"


def is_up(place: Place) -> bool:
    """Whether this cluster's server lives and takes connections; a killed one may take some while it dies."""
    return server_pid(place) is not None and _is_accepting(place)


def server_pid(place: Place) -> int | None:
    """Return the process id of this cluster's server, or None when what `postmaster.pid` names is not it."""
    try:
        pid = int((place.cluster / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None
    return pid if _is_server(pid, place.cluster) else None


def start(place: Place) -> None:
    """Bring the cluster's server up, and make the cluster first when there is none.

    Raises: EmbeddedDatabaseError with the end of the server's log.
    """
    if is_up(place):
        return
    prepare(place)
    settings.write(place)
    if not place.cluster.is_dir():
        _make_cluster(place)
    _refuse_other_version(place)
    if not _wait(lambda: _try_start(place), START_SECONDS):
        raise EmbeddedDatabaseError(
            f"The embedded database did not start in {START_SECONDS} s; see {place.log}. "
            "If another machine or container uses the same folder, give each its own in HOLDFAST_DATA_DIR."
        )


def stop(place: Place) -> None:
    """Stop the server if it runs: in good order, and after `STOP_SECONDS` without (its log recovers the rest)."""
    for request in (signal.SIGINT, signal.SIGQUIT):
        pid = server_pid(place)
        if pid is None:
            return
        try:
            os.kill(pid, request)
        except ProcessLookupError:
            return
        if _wait(lambda: server_pid(place) is None, STOP_SECONDS):
            return
    raise EmbeddedDatabaseError(f"The embedded database (process {pid}) does not stop; see {place.log}.")


def _is_accepting(place: Place) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        try:
            probe.connect(str(place.socket))
        except OSError:
            return False
    return True


def _is_server(pid: int, cluster: Path) -> bool:
    # The arguments and not the working folder: a container's root may not read the latter of another account.
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
        arguments = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    name, _, rest = status.partition("(")[2].rpartition(")")
    is_zombie = rest.split()[0] in "ZX"
    return name == "postgres" and not is_zombie and os.fsencode(cluster) in arguments


def _try_start(place: Place) -> bool:
    if is_up(place):
        return True
    if server_pid(place) is not None or _is_accepting(place):
        return False  # it comes up, recovers or dies: wait for what it becomes
    for stale in (place.cluster / "postmaster.pid", place.run / f"{SOCKET_NAME}.lock"):
        stale.unlink(missing_ok=True)  # they may name a zombie, or a process that is not ours
    log_end = place.log.stat().st_size if place.log.exists() else 0
    options = f"-c config_file={shlex.quote(str(place.etc / 'postgresql.conf'))}"
    arguments = ("start", "-w", "-t", str(START_SECONDS), "-D", str(place.cluster), "-l", str(place.log))
    if programs.run(place, "pg_ctl", *arguments, "-o", options).returncode == 0:
        return True
    said = place.log.read_bytes()[log_end:].decode(errors="replace") if place.log.exists() else ""
    if _STILL_IN_USE in said:
        return False  # the children of a killed server need a moment to go
    raise EmbeddedDatabaseError(f"The embedded database does not start; {place.log} says: {said.strip()[-800:]}")


def _make_cluster(place: Place) -> None:
    half = place.home / "cluster.half"
    shutil.rmtree(half, ignore_errors=True)
    make_folder(half, 0o700, place.account)
    _must(place, "initdb", "-D", str(half), *settings.INITDB)
    for database, statements in settings.first_statements():
        _must(place, "postgres", "--single", "-D", str(half), *settings.SINGLE_USER, database, given=statements)
    half.rename(place.cluster)


def _must(place: Place, program: str, *arguments: str, given: str = "") -> None:
    done = programs.run(place, program, *arguments, given=given)
    if done.returncode != 0:
        raise EmbeddedDatabaseError(f"The embedded database could not be made: {done.stderr.strip()[-800:]}")


def _refuse_other_version(place: Place) -> None:
    found = (place.cluster / "PG_VERSION").read_text().strip()
    if found != programs.MAJOR_VERSION:
        raise EmbeddedDatabaseError(
            f"{place.cluster} was made by PostgreSQL {found}, and this is {programs.MAJOR_VERSION}. "
            "Carry it over with pg_dump of that version, or name another folder in HOLDFAST_DATA_DIR."
        )


def _wait(is_so: Callable[[], bool], seconds: float) -> bool:
    until = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True
