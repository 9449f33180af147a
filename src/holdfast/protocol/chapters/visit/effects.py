"""The first visit: what each command brings about."""

from __future__ import annotations

from collections.abc import Callable

from holdfast.protocol.draft import Draft

EFFECTS: dict[str, Callable[[Draft], None]] = {}
