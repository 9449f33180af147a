"""The controls: one small function each, in one registry. To add one, write its function in the module of its stage."""

from __future__ import annotations

from holdfast.protocol.controls import gates, stage_a, stage_b, stage_c, surrounding  # isort: split

from holdfast.protocol.chapters.consent import controls as consent
from holdfast.protocol.chapters.contact import controls as contact
from holdfast.protocol.chapters.custody import controls as custody
from holdfast.protocol.chapters.safety import controls as safety
from holdfast.protocol.chapters.story import controls as story
from holdfast.protocol.chapters.strength import controls as strength
from holdfast.protocol.chapters.visit import controls as visit
from holdfast.protocol.chapters.visit import outcomes as visit_outcomes
from holdfast.protocol.controls.registry import CONTROLS, Consequence, Control, asked_of, gates_of, take_in
from holdfast.protocol.packages import packages

__all__ = [
    "CONTROLS",
    "Consequence",
    "Control",
    "asked_of",
    "consent",
    "contact",
    "custody",
    "gates",
    "gates_of",
    "safety",
    "stage_a",
    "stage_b",
    "stage_c",
    "story",
    "strength",
    "surrounding",
    "take_in",
    "visit",
    "visit_outcomes",
]

for package in packages().values():
    take_in(package)
