"""The invented county: directory and people, from files in the standard formats, and what staff confirmed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from holdfast.directory.models import IntakeContact, Pathway, Service
from holdfast.directory.services import Ground, ImportWish, confirm, directory_import
from holdfast.incoming.faults import Tally
from holdfast.people.models import person_id
from holdfast.people.services import ImportWish as PeopleWish
from holdfast.people.services import people_import

SOURCE = "demo"
FILES = Path(__file__).parent / "county"
REGION = "US-NY"

CRISIS = "Crisis Walk-in and Mobile Team"
WARM_LINE = "Peer Warm Line"
OFFICE = "Continuity and Quality Office"
OPEN_ACCESS = "Open Access Intake"
MEDICATION = "Medication Bridge Clinic"
YOUNG = "Young People's Team"
WITHDRAWAL = "Withdrawal Support Unit"
COACHING = "Recovery Coaching"
REHOUSING = "Rapid Rehousing Intake"
FAMILY_DESK = "Family Shelter Desk"
EMERGENCY = "Emergency Department Social Work"
DISCHARGE = "Inpatient Discharge Team"
BRIDGE = "Same-Day Bridge Appointments"
EVENING = "Evening Telepsychiatry"
OVERNIGHT = "Overnight Psychiatric Consult Line"

_CONFIRMED: tuple[tuple[str, str, object, str], ...] = (
    (WARM_LINE, "payers", ["none", "medicaid"], "call with the line lead: it costs nobody anything"),
    (COACHING, "languages", ["en", "es"], "call with the coaches' lead"),
    (YOUNG, "capacity", "open", "the team's own list of this week"),
)
"""Of what the files leave unknown: (service, aspect, value, how it is known). The rest stays unknown, to be seen."""


@dataclass(frozen=True, slots=True)
class County:
    """The ids of what was imported, by the names of the services and the keys of the people."""

    services: dict[str, str]
    pathways: dict[str, str]
    contacts: dict[str, str]
    """The first intake contact of each service."""

    def person(self, key: str) -> str:
        """Return the id of a person by the key of their file (`alder`)."""
        return str(person_id(SOURCE, f"qw-{key}"))


def county_import(advance: Callable[[int], None] = lambda _: None) -> tuple[Tally, Tally]:
    """Import the county's directory and people by the importers that everybody uses; return both counts."""
    places = directory_import(FILES / "directory", ImportWish(source=SOURCE), advance)
    people = people_import([FILES / "people"], PeopleWish(source=SOURCE), advance)
    return places.tally, people.tally


def county() -> County:
    """Return the ids of the county as it is imported."""
    services = {name: str(pk) for pk, name in Service.objects.filter(source=SOURCE).values_list("pk", "name")}
    of_service = Pathway.objects.filter(service__source=SOURCE).values_list("service__name", "pk")
    contacts = IntakeContact.objects.filter(source=SOURCE).order_by("-name").values_list("service__name", "pk")
    return County(
        services=services,
        pathways={name: str(pk) for name, pk in of_service},
        contacts={name: str(pk) for name, pk in contacts},
    )


def county_confirm(place: County, by: str, on: date) -> None:
    """Record what the coordination lead `by` confirmed of what the files leave unknown."""
    for service, aspect, value, source in _CONFIRMED:
        confirm(place.pathways[service], aspect, value, Ground(by=by, on=on, source=source))
