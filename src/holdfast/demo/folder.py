"""The demo's own folder: database, tokens, outbox, who serves from it, and how it, and nothing else, is deleted."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from holdfast.embedded.account import for_postgres
from holdfast.embedded.lease import stop_if_unused
from holdfast.embedded.place import find_place, make_folder
from holdfast.protocol.errors import HoldfastError

_MARK = "this-folder-is-a-holdfast-demo"


class DemoBusy(HoldfastError):  # noqa: N818 - says what is so
    """Another demo is served from this folder. Stop that one first (Ctrl-C where it runs)."""


class NotADemo(HoldfastError):  # noqa: N818
    """The folder was not made by the demo, so the demo deletes nothing in it."""


@dataclass(frozen=True, slots=True)
class DemoFolder:
    """Where a demo keeps everything that it makes."""

    home: Path

    @property
    def outbox(self) -> Path:
        """Where its emails are put as files; none is ever sent."""
        return self.home / "outbox"

    @property
    def tokens(self) -> Path:
        """The tokens by role: the database has only their digests."""
        return self.home / "tokens.json"

    def make(self) -> None:
        """Make the folder where it is missing. Raises: NotADemo where another one has its name."""
        if self.home.exists() and any(self.home.iterdir()):
            self._refuse_foreign()
            return
        make_folder(self.home, 0o755)
        (self.home / _MARK).touch()

    def delete(self) -> None:
        """Stop the embedded database and delete the folder with all that is in it; nothing where there is none.

        Only while `serving` is held. Raises: NotADemo; DemoBusy where a process still uses the database.
        """
        if not self.home.exists() and not self.home.is_symlink():
            return
        self._refuse_foreign()
        place = find_place(self.home, for_postgres())
        if place.home.is_dir() and not stop_if_unused(place):
            raise DemoBusy(f"A process still uses the database of {self.home}. Stop it first.")
        for folder in (place.run, place.home, self.home):
            if folder.is_dir():
                shutil.rmtree(folder)

    @contextlib.contextmanager
    def serving(self, url: str = "") -> Iterator[None]:
        """Be the one who serves from this folder, until the block ends or the process is gone.

        Raises: DemoBusy where somebody else is.
        """
        make_folder(self.home.parent, 0o755)
        lock = os.open(self.home.parent / f"{self.home.name}.lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            self._take(lock, url)
            yield
        finally:
            os.close(lock)

    def _take(self, lock: int, url: str) -> None:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            at = os.pread(lock, 200, 0).decode(errors="replace") or "an address of its own"
            raise DemoBusy(f"A demo is served from {self.home}, at {at}. Stop it first (Ctrl-C there).") from None
        os.ftruncate(lock, 0)
        os.pwrite(lock, url.encode(), 0)

    def tokens_write(self, tokens: dict[str, str]) -> None:
        """Keep the tokens, readable by nobody else; a reader sees the old ones or the new ones, never half."""
        fresh = self.tokens.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump(tokens, file, indent=1)
        fresh.replace(self.tokens)

    def tokens_read(self) -> dict[str, str]:
        """Return the tokens by role; none where they were never kept, or cannot be read."""
        try:
            found = json.loads(self.tokens.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return {str(role): str(secret) for role, secret in found.items()} if isinstance(found, dict) else {}

    def _refuse_foreign(self) -> None:
        if self.home.is_symlink() or not (self.home / _MARK).is_file():
            raise NotADemo(f"{self.home} was not made by the demo. Move it away, or start the demo in another folder.")
