"""Who answers for the person: who may give each command, on what it rests, and its controls."""

from __future__ import annotations

from holdfast.protocol.controls.gates import GIVERS, RESTS_ON

GIVERS.update({})
RESTS_ON.update({})
