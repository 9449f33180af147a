"""A county with a few services and people, each with a token, and a walk through it that tests cut where they like."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine

from holdfast.accounts.models import Staff
from holdfast.accounts.services import role_give, staff_add
from holdfast.directory.models import IntakeContact, Organization, Pathway, Phone, Service
from holdfast.people.models import Person
from holdfast.protocol.codes import Role
from tests.integration.api.http import Caller, caller
from tests.integration.api.walk import Walk

NOON = datetime(2026, 11, 18, 17, 0, tzinfo=UTC)
"""Wednesday noon in New York."""


@pytest.fixture
def clock(db):
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def _service(organization: Organization, name: str) -> Service:
    return Service.objects.create(
        organization=organization, name=name, status="active", hours="24/7", zone="America/New_York", region="US-NY",
        staffed=True,
    )  # fmt: skip


@pytest.fixture
def services(clock) -> dict[str, Service]:
    """Three services of the county, one of another organisation that receives, one of a stranger elsewhere."""
    county = Organization.objects.create(name="County", jurisdiction="US-NY")
    riverside = Organization.objects.create(name="Riverside", jurisdiction="US-NY")
    far = Organization.objects.create(name="Far Away", jurisdiction="US-CA")
    return {
        "northside": _service(county, "Northside Crisis"),
        "eastside": _service(county, "Eastside Crisis"),
        "quality": _service(county, "County Quality"),
        "riverside": _service(riverside, "Riverside Intake"),
        "far": _service(far, "Far Clinic"),
    }


@pytest.fixture
def pathway(services) -> Pathway:
    return Pathway.objects.create(
        service=services["riverside"], name="Riverside outpatient", needs=["missed-appointments", "suicide-risk"],
        ages=[18, 120], languages=["en", "es"], payers=["medicaid"], capacity="open", intake_requirements=[],
    )  # fmt: skip


@pytest.fixture
def person(db) -> Person:
    return Person.objects.create(
        name="Rosalind Quillfeather", family="Quillfeather", given="Rosalind", born="1990-05-01", language="es",
        telecom=[{"system": "phone", "value": "555-0199"}],
    )  # fmt: skip


@pytest.fixture
def contact(services) -> IntakeContact:
    """An intake contact of the receiving service, without an account."""
    row = IntakeContact.objects.create(
        service=services["riverside"], name="Marguerite Vole", email="intake@riverside.example"
    )
    Phone.objects.create(contact=row, number="555-0123", kind="voice")
    return row


PLACES = {
    "originator": (Role.CRISIS_WORKER, "northside"),
    "colleague": (Role.CLINICIAN, "northside"),
    "decider": (Role.SUPERVISOR, "northside"),
    "receiver": (Role.INTAKE_LEAD, "riverside"),
    "reviewer": (Role.QUALITY_REVIEWER, "quality"),
    "follower": (Role.FOLLOW_UP_LEAD, "quality"),
    "corrector": (Role.SERVICE_MANAGER, "northside"),
    "executive": (Role.EXECUTIVE, "quality"),
    "auditor": (Role.AUDITOR, "quality"),
    "neighbour": (Role.CLINICIAN, "eastside"),
    "stranger": (Role.SUPERVISOR, "far"),
}


@pytest.fixture
def staff(services) -> dict[str, Staff]:
    found = {}
    for name, (role, service) in PLACES.items():
        found[name] = staff_add(f"{name}@county.example", name.title())
        role_give(found[name].pk, role, services[service].pk)
    return found


@pytest.fixture
def cast(staff) -> dict[str, Caller]:
    return {name: caller(member) for name, member in staff.items()}


@pytest.fixture
def walk(cast, staff, pathway, person, clock) -> Walk:
    ids = {name: str(member.pk) for name, member in staff.items()}
    named = {"service": str(pathway.service_id), "pathway": str(pathway.pk), "person": str(person.pk)}
    return Walk(cast, {**ids, **named}, clock, NOON)
