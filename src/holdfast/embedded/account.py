"""The operating-system account that PostgreSQL runs under: our own, or `holdfast-pg` when we are root."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass

from holdfast.embedded.errors import EmbeddedDatabaseError

SYSTEM_USER = "holdfast-pg"


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the machine, with its own group."""

    name: str
    uid: int
    gid: int

    @property
    def is_ours(self) -> bool:
        """Whether this process itself runs under the account."""
        return self.uid == os.geteuid()


def caller() -> Account:
    """Return the account of this process.

    Raises: EmbeddedDatabaseError when the machine has no name for it (PostgreSQL refuses such a user).
    """
    try:
        return _account(pwd.getpwuid(os.geteuid()))
    except KeyError:
        raise EmbeddedDatabaseError(
            f"User id {os.geteuid()} has no entry in /etc/passwd, which PostgreSQL requires. "
            "Add one, or set DATABASE_URL to a PostgreSQL server of your own."
        ) from None


def for_postgres() -> Account:
    """Return the account to run PostgreSQL under.

    Side effects: as root, makes the system user `holdfast-pg` with a group of its own when it is missing.
    """
    me = caller()
    if me.uid != 0:
        return me
    return _find(SYSTEM_USER) or _make_system_user()


def _find(name: str) -> Account | None:
    try:
        return _account(pwd.getpwnam(name))
    except KeyError:
        return None


def _account(entry: pwd.struct_passwd) -> Account:
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _make_system_user() -> Account:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    said = "this machine has no useradd"
    if useradd:
        flags = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
        command = [useradd, *flags, "--shell", "/usr/sbin/nologin", SYSTEM_USER]
        said = subprocess.run(command, capture_output=True, text=True, check=False).stderr.strip()
    # Another process may have made it in the meantime: what counts is whether it is there.
    made = _find(SYSTEM_USER)
    if made is None:
        raise EmbeddedDatabaseError(
            f"PostgreSQL does not run as root, and the system user {SYSTEM_USER} could not be made ({said}). "
            "Run Holdfast as an ordinary user, make that user yourself, or set DATABASE_URL."
        )
    return made
