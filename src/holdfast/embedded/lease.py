"""Who uses the embedded server: a shared file lock for each process, which the kernel drops even at kill -9.

Two locks. The *gate* is held while a server is started or stopped. The *users* lock is shared by all who use the
server; whoever, under the gate, gets it alone is the last and stops the server. No count is kept anywhere.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from holdfast.embedded import account, cluster
from holdfast.embedded.place import Place, find_place, prepare


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where to connect: the folder of the socket, which libpq takes as a host."""

    host: str


_in_process = threading.RLock()
_held: dict[Path, tuple[Place, int]] = {}


def endpoint(data_dir: Path) -> Endpoint:
    """Return where the embedded server of `data_dir` listens, and start it if nobody has.

    Side effects: this process counts as a user of the server until it ends.
    Raises: EmbeddedDatabaseError.
    """
    with _in_process:
        place, _ = _held.get(data_dir) or _join(data_dir)
        if not cluster.is_up(place):
            _bring_up(place)
        return Endpoint(str(place.run))


def leave(data_dir: Path) -> None:
    """Give up the server of `data_dir`, if this process uses it; its last user stops it."""
    with _in_process:
        if held := _held.pop(data_dir, None):
            _leave(*held)


def stop_if_unused(place: Place) -> bool:
    """Stop the server if no process uses it; return whether none does."""
    users = _open(place.home / "users.lock")
    return _leave(place, users)


def _join(data_dir: Path) -> tuple[Place, int]:
    place = find_place(data_dir, account.for_postgres())
    prepare(place)
    with _gate(place):
        users = _open(place.home / "users.lock")
        fcntl.flock(users, fcntl.LOCK_SH)
    _held[data_dir] = (place, users)
    return place, users


def _bring_up(place: Place) -> None:
    with _gate(place):
        if cluster.is_up(place):
            return
        cluster.start(place)
        _set_watch(place)


def _leave(place: Place, users: int) -> bool:
    with _gate(place):
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        else:
            cluster.stop(place)
            return True
        finally:
            os.close(users)  # before the gate opens: the next process to leave must not find us still here


def _set_watch(place: Place) -> None:
    """Leave a small process behind that stops the server when its users were killed and none is left."""
    where = [str(place.home), str(place.run), str(cluster.server_pid(place))]
    watch = [sys.executable, "-P", "-m", "holdfast.embedded.watch", *where]
    # Through a shell that ends at once: the watch is then nobody's child here, and no zombie later.
    subprocess.run(
        ["/bin/sh", "-c", '"$@" </dev/null >/dev/null 2>&1 &', "sh", *watch], check=True, start_new_session=True
    )


@contextlib.contextmanager
def _gate(place: Place) -> Iterator[None]:
    gate = _open(place.home / "gate.lock")
    try:
        fcntl.flock(gate, fcntl.LOCK_EX)
        yield
    finally:
        os.close(gate)


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)


def _leave_all() -> None:
    for data_dir in list(_held):
        leave(data_dir)


def _forget_in_child() -> None:
    """A fork shares our lock with us: the child lets go of it (which releases nothing) and joins for itself."""
    global _in_process  # noqa: PLW0603 - a thread of the parent may have held it
    _in_process = threading.RLock()
    for _, users in _held.values():
        os.close(users)
    _held.clear()


os.register_at_fork(after_in_child=_forget_in_child)
atexit.register(_leave_all)
