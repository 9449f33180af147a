"""Where an embedded database stands: its folders, its locks and its socket. Nothing here starts anything."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from holdfast.embedded.account import Account
from holdfast.embedded.errors import EmbeddedDatabaseError

SYSTEM_FOLDER = Path("/var/lib/holdfast")
SOCKET_NAME = ".s.PGSQL.5432"
# The kernel takes 107 bytes for a socket's path.
LONGEST_SOCKET_PATH = 107


@dataclass(frozen=True, slots=True)
class Place:
    """The folders of one embedded database. `home` and `etc` are ours, `cluster` and `run` the account's."""

    home: Path
    account: Account
    run: Path

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own data folder."""
        return self.home / "cluster"

    @property
    def etc(self) -> Path:
        """The server's settings, written by us at each start."""
        return self.home / "etc"

    @property
    def programs(self) -> Path:
        """The copy of the binaries, used when the account may not reach the wheel."""
        return self.home / "programs"

    @property
    def log(self) -> Path:
        """The server's log: no statements and no values in it."""
        return self.run / "log"

    @property
    def socket(self) -> Path:
        """The one way in: there is no TCP port."""
        return self.run / SOCKET_NAME


def find_place(data_dir: Path, account: Account) -> Place:
    """Return the place of the database that belongs to `data_dir`; makes nothing.

    Under another account than ours, a folder that this account cannot reach is answered by a place below
    `/var/lib/holdfast`, never by opening the folder.
    """
    home = data_dir.resolve() / "postgres"
    if account.is_ours:
        return Place(home, account, _own_run_folder(home))
    if _is_closed(home) or _too_long(home / "run"):
        home = SYSTEM_FOLDER / _short_name(home)
    return Place(home, account, home / "run")


def prepare(place: Place) -> None:
    """Make the place's folders where they are missing.

    Side effects: new folders only; the mode of a folder that was there before is never changed.
    Raises: EmbeddedDatabaseError when the place belongs to somebody else or cannot be written.
    """
    try:
        make_folder(place.home, 0o755)
        make_folder(place.etc, 0o755)
        make_folder(place.run, 0o700, place.account)
    except PermissionError as refused:
        raise EmbeddedDatabaseError(
            f"The embedded database cannot be kept in {place.home}: {refused.strerror}. "
            "Name a folder of your own in HOLDFAST_DATA_DIR, or set DATABASE_URL."
        ) from refused
    _refuse_foreign(place.home, os.geteuid())
    _refuse_foreign(place.run, place.account.uid)


def make_folder(path: Path, mode: int, owner: Account | None = None) -> None:
    """Make `path` and its missing parents with exactly `mode`, whatever the umask; leave existing ones alone."""
    if path.is_dir():
        return
    if not path.parent.is_dir():
        make_folder(path.parent, 0o755)
    # Under another name until all is right: a process that starts at the same time must not see it half made.
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.mkdir(exist_ok=True)
    fresh.chmod(mode)
    if owner is not None and not owner.is_ours:
        os.chown(fresh, owner.uid, owner.gid)
    try:
        fresh.rename(path)
    except OSError:
        fresh.rmdir()
        if not path.is_dir():
            raise


def _own_run_folder(home: Path) -> Path:
    run = home / "run"
    if not _too_long(run):
        return run
    return Path(tempfile.gettempdir()) / f"holdfast-{os.geteuid()}-{_short_name(home)}"


def _refuse_foreign(folder: Path, uid: int) -> None:
    found = folder.lstat()
    if stat.S_ISDIR(found.st_mode) and found.st_uid == uid and not found.st_mode & 0o022:
        return
    raise EmbeddedDatabaseError(
        f"{folder} belongs to another user, or others may write to it. "
        "Name a folder of your own in HOLDFAST_DATA_DIR, or set DATABASE_URL."
    )


def _is_closed(path: Path) -> bool:
    existing = (parent for parent in (path, *path.parents) if parent.is_dir())
    return any(not parent.stat().st_mode & stat.S_IXOTH for parent in existing)


def _too_long(run: Path) -> bool:
    return len(os.fsencode(run / SOCKET_NAME)) > LONGEST_SOCKET_PATH


def _short_name(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
