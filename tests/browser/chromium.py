"""Where this machine's Chromium is: `HOLDFAST_CHROMIUM`, or the first of the usual names on the path."""

from __future__ import annotations

import os
import shutil

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WHY_SKIPPED = (
    f"no Chromium here ({', '.join(_NAMES)}): install it (Debian: apt-get install chromium) or name it in "
    "HOLDFAST_CHROMIUM"
)


def chromium() -> str | None:
    """Return its path; none where this machine has none."""
    named = os.environ.get("HOLDFAST_CHROMIUM")
    if named:
        return shutil.which(named)
    return next((found for name in _NAMES if (found := shutil.which(name))), None)
