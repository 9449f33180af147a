"""The real county of the main job: imported directories and people, staff with accounts, and what staff confirmed.

All of it is set up before anybody opens a browser, by the product's own command line and services.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.contrib.auth.hashers import make_password

from holdfast.accounts.services import holder_add, role_give, rung_set, staff_add
from holdfast.cli import main
from holdfast.directory.models import Pathway, Service
from holdfast.directory.services import Ground, confirm
from holdfast.protocol.codes import EscalationLevel, Role

MORNING = datetime(2026, 11, 18, 17, 0, tzinfo=UTC)
"""Wednesday, nine in the morning in San Mateo County."""
PASSWORD = "a hand that another hand has taken"
SENDING, REVIEWING, RECEIVING = "Family Visitation Center", "Senior Peer Counseling", "Community Counselling"
PERSON, GUEST = "María Luisa Razo", "Ann Persona"
CASE = "WH-20418"
STAFF: dict[str, tuple[str, Role, str]] = {
    "clinician": ("Dana Lima", Role.CLINICIAN, SENDING),
    "supervisor": ("Priya Okafor", Role.SUPERVISOR, SENDING),
    "manager": ("Omar Haddad", Role.SERVICE_MANAGER, SENDING),
    "navigator": ("Nils Perera", Role.NAVIGATOR, SENDING),
    "reviewer": ("Quentin Mbeki", Role.QUALITY_REVIEWER, REVIEWING),
    "follower": ("Faye Lindqvist", Role.FOLLOW_UP_LEAD, REVIEWING),
}
"""Key, name, role, service."""
LADDER: tuple[tuple[EscalationLevel, EscalationLevel | None, str], ...] = (
    (EscalationLevel.SUPERVISORY, EscalationLevel.DIRECTOR, "supervisor"),
    (EscalationLevel.MANAGER, EscalationLevel.DIRECTOR, "manager"),
    (EscalationLevel.DIRECTOR, EscalationLevel.EXECUTIVE, "manager"),
    (EscalationLevel.QUALITY, EscalationLevel.EXECUTIVE, "reviewer"),
    (EscalationLevel.EXECUTIVE, None, "manager"),
)
"""Level, the one after it, and who holds it."""
UNKNOWN = {
    "needs": ["missed-appointments", "suicide-risk", "loss-of-housing"], "ages": [18, 120],
    "languages": ["en", "es", "pt"], "payers": ["medicaid", "none"], "capacity": "open", "intake_requirements": [],
    "zone": "America/Los_Angeles", "region": "US-CA", "hours": "24/7", "staffed": True,
}  # fmt: skip
"""What the files leave unknown of the receiving pathway, as its intake desk says on the phone."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Who and what a telling of the job is about, as the pages name them. `staff`: name, role and service by key."""

    person: str
    case: str
    language: str
    receiving: str
    receiver: str
    staff: Mapping[str, tuple[str, Role, str]]

    @property
    def given(self) -> str:
        """What the pages call the person."""
        return self.person.partition(" ")[0]


REAL = Cast(PERSON, CASE, "es", RECEIVING, GUEST, STAFF)


def imported() -> None:
    """Import the real directories and people by the command line; skip where they are not."""
    data = Path(settings.HOLDFAST_SHARED) / "data"
    if not data.is_dir():
        pytest.skip("the shared real files are not here: set HOLDFAST_SHARED to their folder")
    for what in (
        ["directory", str(data / "directory" / "ohana"), "--source", "san-mateo"],
        ["directory", str(data / "directory" / "hsds-3.0-json")],
        ["people", str(data / "people")],
    ):
        done = CliRunner().invoke(main, ["import", *what])
        assert done.exit_code == 0, done.output


def staffed() -> None:
    """Give the staff their accounts, roles and passwords, and the county its ladder."""
    hashed, members = make_password(PASSWORD), {}
    for key, (name, role, service) in STAFF.items():
        members[key] = staff_add(email(key), name)
        members[key].password = hashed
        members[key].save()
        role_give(members[key].pk, role, Service.objects.get(name=service).pk)
    organization = Service.objects.get(name=SENDING).organization_id
    assert organization is not None
    for level, after, holder in LADDER:
        holder_add(rung_set(organization, level, minutes=60, next_level=after), members[holder].pk)


def confirmed(on: date) -> None:
    """Record what the intake desk of the receiving service says of its pathway."""
    pathway = Pathway.objects.get(service__name=RECEIVING)
    for aspect, value in UNKNOWN.items():
        confirm(str(pathway.pk), aspect, value, Ground("Dana Lima", on, "call with the intake desk"))


def email(key: str) -> str:
    """Return the address by which a member of staff signs in."""
    return f"{key}@county.example"


def set_up() -> None:
    """Make the county, as it is on that morning."""
    imported()
    staffed()
    confirmed((MORNING - timedelta(hours=8)).date())
