"""The conformance vectors as the unit tests take them: by their path without the ending."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[2] / "conformance"
STORIES = sorted(
    str(path.relative_to(FOLDER)) for folder in ("journeys", "stories") for path in (FOLDER / folder).glob("*.json")
)


@cache
def vector(name: str) -> dict[str, Any]:
    """Return one of the product's own vectors."""
    told: dict[str, Any] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return told
