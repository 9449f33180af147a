"""The controls: one small function each, in one registry. To add one, write its function in the module of its stage."""

from __future__ import annotations

from holdfast.protocol.controls import gates, stage_a, stage_b, stage_c, surrounding
from holdfast.protocol.controls.registry import CONTROLS, Consequence, Control, asked_of, gates_of

__all__ = [
    "CONTROLS",
    "Consequence",
    "Control",
    "asked_of",
    "gates",
    "gates_of",
    "stage_a",
    "stage_b",
    "stage_c",
    "surrounding",
]
