"""Conformance vectors told to the real write path, at their own instants or so that one of their steps is now."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import time_machine
from django.db.models import TextField, Value
from django.db.models.functions import Cast, Concat

from holdfast.accounts.models import Staff
from holdfast.cli.vectors import _instant
from holdfast.config.clock import now
from tests.story import Story, vector

VECTORS = Path(__file__).parent.parent / "tests" / "conformance"
_ZONE = ZoneInfo("America/New_York")


def vectors(folder: str) -> list[dict[str, Any]]:
    """Return the vectors of one folder that the installed policy can tell, those of malformed input left out."""
    paths = (path for path in sorted((VECTORS / folder).glob("*.json")) if "malformed" not in path.name)
    told = (json.loads(path.read_text(encoding="utf-8")) for path in paths)
    return [story for story in told if "policy" not in story]


def begin(told: Mapping[str, Any]) -> Story:
    """Return a story whose cast and services are rows; several may stand beside one another."""
    story = Story(told).set_up()
    # A cast has the same names in each vector, and an email is unique.
    Staff.objects.update(email=Concat(Cast("id", TextField()), Value("@holdfast.example")))
    return story


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a vector at the instant at which it is told, with its fields moved along."""

    at: datetime
    by: str
    do: str
    fields: dict[str, Any]


@dataclass
class MovedStory:
    """The steps of a vector, moved in time so that the step `last` happens `ago` before now; ids are names still."""

    name: str
    last: int
    ago: timedelta = timedelta()
    steps: list[Step] = field(init=False)

    def __post_init__(self) -> None:
        self.told = vector(self.name)
        at, instants = datetime.min.replace(tzinfo=UTC), []
        for step in self.told["steps"]:
            at = _instant(step["at"], at)
            instants.append(at)
        delta = now() - self.ago - instants[self.last]
        self.steps = [
            Step(at + delta, told["by"], told["do"], _moved(told.get("with") or {}, at, delta))
            for at, told in zip(instants, self.told["steps"], strict=True)
        ]

    def tell(self, story: Story, upto: int) -> None:
        """Tell the steps before number `upto` (from 0) through `handle`, each at its instant."""
        for step in self.steps[:upto]:
            with time_machine.travel(step.at, tick=False):
                outcome = story.give(step.by, step.do, step.fields)
            assert outcome.is_filed, f"{self.name}, {step.do} at {step.at}: {outcome.act}"

    def another(self, story: Story) -> Story:
        """Return a story of the same cast with a transfer of its own."""
        return replace(Story(self.told), ids=story.ids)


def place_of(story: Mapping[str, Any], kind: str) -> int:
    """Return the number (from 0) of the step that first files a record of `kind`."""
    found = (n for n, step in enumerate(story["steps"]) if (step.get("with") or {}).get("record") == kind)
    return next(found)


def _moved(value: Any, at: datetime, delta: timedelta) -> Any:
    if isinstance(value, Mapping):
        return {name: _moved(part, at, delta) for name, part in value.items()}
    if isinstance(value, list):
        return [_moved(part, at, delta) for part in value]
    return _moved_text(value, at, delta) if isinstance(value, str) else value


def _moved_text(value: str, at: datetime, delta: timedelta) -> str:
    """Move an instant by `delta`, a date by the days that this makes in the zone of the vectors."""
    try:
        if len(value) == len("2026-11-18"):
            local = at.astimezone(_ZONE).date()
            return str(date.fromisoformat(value) + ((at + delta).astimezone(_ZONE).date() - local))
        if value[:2] == "20":
            return (datetime.fromisoformat(value) + delta).isoformat()
    except ValueError:
        pass
    return value
