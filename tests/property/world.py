"""The world in which random stories are told: one cast, a few services, in the form of a conformance vector."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from holdfast.cli.vectors import Run
from holdfast.protocol.codes import EscalationLevel
from holdfast.protocol.facts import Facts, Rung
from holdfast.protocol.policy import base_policy

BEGIN = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
"""A Friday, days before Thanksgiving: business days matter."""
ZONE = "America/New_York"
NEED = "missed-appointments"


def _cast(**roles: str) -> dict[str, dict[str, str]]:
    return {name: dict(zip(("role", "service"), told.split(), strict=True)) for name, told in roles.items()}


WORLD: dict[str, Any] = {
    "title": "A random story",
    "holidays": ["2026-11-23"],
    "cast": _cast(
        dana="crisis_worker northside",
        colin="care_coordinator northside",
        priya="supervisor northside",
        omar="director northside",
        marcus="intake_lead riverside",
        rita="service_manager riverside",
        sam="supervisor riverside",
        lena="intake_lead lakeside",
        quinn="quality_reviewer county",
        queen="quality_manager county",
        carla="coordination_director county",
        fay="follow_up_lead county",
        nate="navigator county",
        rex="regional_lead county",
        eve="executive county",
        gus="auditor county",
    ),
    "services": {
        "northside": {"zone": ZONE, "hours": "24/7", "staffed": True, "pathways": {}},
        "county": {"zone": ZONE, "hours": "Mo-Fr 09:00-17:00", "staffed": True, "pathways": {}},
        "riverside": {
            "zone": "America/Chicago",
            "hours": "24/7",
            "staffed": True,
            "pathways": {
                "intake": {
                    "needs": [NEED, "suicide-risk"],
                    "ages": [18, 120],
                    "languages": ["en", "es"],
                    "payers": ["medicaid"],
                    "capacity": "open",
                    "intake_requirements": ["consent"],
                }
            },
        },
        "lakeside": {
            "zone": "America/Los_Angeles",
            "hours": "Mo-Fr 09:00-17:00",
            "staffed": True,
            "pathways": {
                "lake": {
                    "needs": [NEED],
                    "ages": [12, 25],
                    "languages": ["fr"],
                    "payers": None,
                    "capacity": "unknown",
                    "intake_requirements": [],
                }
            },
        },
    },
}

_L = EscalationLevel
LADDERS: tuple[dict[EscalationLevel, Rung], ...] = (
    {},
    {
        _L.SUPERVISORY: Rung(10, _L.DIRECTOR),
        _L.DIRECTOR: Rung(30, _L.EXECUTIVE),
        _L.QUALITY: Rung(20, _L.QUALITY_MANAGER, vacant=True),
        _L.QUALITY_MANAGER: Rung(60, _L.EXECUTIVE),
        _L.EXECUTIVE: Rung(60, None),
        _L.REGIONAL: Rung(90, None),
    },
    {_L.SUPERVISORY: Rung(5, None, vacant=True), _L.EXECUTIVE: Rung(5, _L.SUPERVISORY)},
    {_L.SUPERVISORY: Rung(240, _L.MANAGER), _L.MANAGER: Rung(240, _L.SUPERVISORY)},
)
"""None known; a whole one with a vacant place; one that falls from its only held place; one that leads in a circle."""


@lru_cache(maxsize=64)
def _known(by: str) -> Facts:
    run = Run(WORLD, base_policy())
    run.at = BEGIN
    return run._facts(by)


def facts(by: str, at: datetime, ladder: int) -> Facts:
    """Return what `decide` may look at when `by` gives a command at `at`; the directory never changes."""
    return replace(_known(by), at=at, ladder=LADDERS[ladder])
