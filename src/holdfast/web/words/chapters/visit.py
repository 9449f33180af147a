"""The words of the chapter `visit`: its steps, its fields, its rules."""

from __future__ import annotations

from holdfast.web.words.parts import StepWords, Words

STEPS: dict[str, StepWords] = {}
FIELDS: dict[str, Words] = {}
SENTENCES: tuple[str, ...] = ()
OFFERED: tuple[str, ...] = ()
