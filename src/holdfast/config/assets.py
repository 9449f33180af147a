"""Static files: gathered into the data folder when a process begins to answer, named by what they hold, compressed.

So a fresh clone and an installed wheel serve the same way, and nobody has a step to forget.
"""

from __future__ import annotations

import fcntl
import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from whitenoise.middleware import WhiteNoiseMiddleware  # type: ignore[import-untyped]  # it has no types


@cache
def gather() -> None:
    """Gather the static files of all rooms, unless what was gathered last is what stands in the source.

    Files of earlier versions stay, because a process that began before may still serve them.
    """
    root = Path(settings.STATIC_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    digest, mark = _digest(), root.with_suffix(".gathered")
    with root.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not mark.exists() or mark.read_text() != digest:
            call_command("collectstatic", interactive=False, verbosity=0)
            mark.write_text(digest)


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]
    """WhiteNoise over the gathered files."""

    def __init__(self, get_response: object) -> None:
        gather()
        super().__init__(get_response)


def _digest() -> str:
    """Return what changes when a static file does: its path, size and time."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list(None):
            stat = Path(storage.path(path)).stat()
            digest.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
