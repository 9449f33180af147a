"""The base of all commands."""

from __future__ import annotations

from typing import ClassVar

from holdfast.protocol.fields import Form


class Command(Form):
    """Base of all commands. `do` is the name of the command, `step` the name its controls are asked under."""

    do: ClassVar[str]

    @property
    def step(self) -> str:
        """The key under which controls are registered: the command, or for a record its kind."""
        return self.do
