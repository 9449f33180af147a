"""How strong the handoff must be: what each command brings about."""

from __future__ import annotations

from collections.abc import Callable

from holdfast.protocol.draft import Draft

EFFECTS: dict[str, Callable[[Draft], None]] = {}
"""Nothing: a duty that is not done is shown, and M.strength alone refuses."""
