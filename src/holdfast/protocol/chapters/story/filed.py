"""The story: what each command changes in the state."""

from __future__ import annotations

from collections.abc import Callable

from holdfast.protocol import events as e
from holdfast.protocol.state import State

FILED: dict[str, Callable[[State, e.StepFiled], State]] = {}
