"""The story: the commands, and what the state keeps of them. Values only."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.protocol.codes import ConsentScope
from holdfast.protocol.command import Command


@dataclass(frozen=True, slots=True)
class StoryKept:
    """What a transfer's state keeps of this chapter."""


COMMANDS: tuple[type[Command], ...] = ()
RECEIVING: dict[str, dict[str, ConsentScope | None]] = {}
"""The commands of which the receiving side hears, and the scope that each field needs; None: none."""
PERSON: dict[str, frozenset[str]] = {}
"""The commands of which the person's own page tells, and which of their fields."""
BY_RECEIVER: frozenset[str] = frozenset()
"""The commands that a guest on the receiver's seat may give."""
BY_PERSON: frozenset[str] = frozenset()
"""The commands that the person may give by their own link."""
