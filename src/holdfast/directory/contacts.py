"""Who can be asked to receive at a service, and on which numbers: never a fax, nor a number that might be one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from holdfast.directory.known import is_id, known_service, local_day, standing
from holdfast.directory.models import CALLABLE_KINDS, IntakeContact, Phone, Service, ServiceStatus
from holdfast.directory.nearest import around, nearness
from holdfast.directory.views import ContactView, InviteView, PhoneView
from holdfast.protocol.codes import Role
from holdfast.protocol.facts import Assignment, Party

MOST = 100
_LEVELS = ("service", "location", "organization")


def contacts_to_call(service_id: str, *, at: datetime) -> tuple[ContactView, ...]:
    """Return the named contacts of an active service who have a number that may be called, nearest first, at most 100.

    Five statements, whatever the number of contacts.
    """
    found = Service.objects.prefetch_related("locations").filter(pk=service_id) if is_id(service_id) else None
    service = found.first() if found is not None else None
    if service is None or not is_active(service, at):
        return ()
    around = _around(service)
    contacts = list(IntakeContact.objects.filter(around).exclude(name="").order_by("name", "pk")[:MOST])
    phones = _phones(around | Q(contact__in=contacts))
    seen = (_view(contact, phones) for contact in contacts)
    return tuple(
        sorted((view for view in seen if view.phones), key=lambda view: (_LEVELS.index(view.level), view.name))
    )


def services_called(service_ids: Iterable[str]) -> dict[str, tuple[PhoneView, ...]]:
    """Return, by service, the numbers on which it answers: its own, else its organisation's; two statements."""
    ids = [service_id for service_id in service_ids if is_id(service_id)]
    parents = dict(Service.objects.filter(pk__in=ids).values_list("pk", "organization_id"))
    of_organization = Q(organization__in=list(parents.values()), service=None, location=None)
    own: dict[UUID, list[PhoneView]] = defaultdict(list)
    found = Phone.objects.filter(Q(service__in=ids) | of_organization, contact=None, kind__in=CALLABLE_KINDS)
    for phone in found.order_by("pk")[: MOST * 5]:
        owner = phone.service_id or phone.organization_id
        if owner:
            of = "service" if phone.service_id else "organization"
            own[owner].append(PhoneView(str(phone.pk), phone.number, phone.extension, phone.kind, phone.label, of))
    return {str(pk): tuple(own[pk] or own.get(parent, ())) for pk, parent in parents.items()}


def contacts_to_invite(service_id: str) -> tuple[InviteView, ...]:
    """Return the named contacts of a service, nearest first, at most 100, with whether a link can be sent to them.

    One statement.
    """
    if not is_id(service_id):
        return ()
    contacts = IntakeContact.objects.filter(around(service_id)).exclude(name="").annotate(nearness=nearness())
    nearest = contacts.order_by("nearness", "name", "pk")[:MOST]
    return tuple(InviteView(str(each.pk), each.name, each.title, has_email=each.email != "") for each in nearest)


def contact_parties(contact_ids: Iterable[str]) -> dict[str, Party]:
    """Return, by id, those named intake contacts that exist as parties: intake lead of each of their services.

    A contact of a service stands for it; one of a location for the services there; one of an organisation alone for all
    of its services. Two statements.
    """
    ids = [contact_id for contact_id in contact_ids if is_id(contact_id)]
    contacts = list(IntakeContact.objects.filter(pk__in=ids).exclude(name=""))
    places = _services_by_owner(contacts) if contacts else {}
    return {str(contact.pk): _party(contact, places) for contact in contacts}


def contact_email_known(contact_id: str) -> bool:
    """Say whether the directory has an email address of a contact; one statement."""
    return is_id(contact_id) and IntakeContact.objects.filter(pk=contact_id).exclude(email="").exists()


def _services_by_owner(contacts: list[IntakeContact]) -> dict[UUID, set[str]]:
    """Return the services of each service, location and organisation that the contacts belong to."""
    owners = [getattr(contact, f"{level}_id") for contact in contacts for level in _LEVELS]
    of = Q(pk__in=owners) | Q(places__location__in=owners) | Q(organization__in=owners)
    found: dict[UUID, set[str]] = defaultdict(set)
    for service, location, organization in Service.objects.filter(of).values_list(
        "pk", "places__location", "organization"
    ):
        for owner in (service, location, organization):
            if owner is not None:
                found[owner].add(str(service))
    return found


def _party(contact: IntakeContact, services: dict[UUID, set[str]]) -> Party:
    owner = contact.service_id or contact.location_id or contact.organization_id
    of = sorted(services.get(owner, ())) if owner else []
    return Party(id=str(contact.pk), assignments=tuple(Assignment(Role.INTAKE_LEAD, service) for service in of))


def is_active(service: Service, at: datetime) -> bool:
    """Say whether a service is active, by its source or by who confirmed it since: one statement."""
    confirmations = standing((), [service.pk], at.date())
    return (
        known_service(service, confirmations, local_day(service, confirmations, at))["status"] == ServiceStatus.ACTIVE
    )


def _around(service: Service) -> Q:
    places = [location.pk for location in service.locations.all()]
    of_organization = Q(organization=service.organization_id, service=None, location=None)
    around = Q(service=service) | Q(location__in=places, service=None)
    return around | of_organization if service.organization_id else around


def _phones(of: Q) -> dict[str, list[PhoneView]]:
    found: dict[str, list[PhoneView]] = defaultdict(list)
    for phone in Phone.objects.filter(of, kind__in=CALLABLE_KINDS).order_by("pk")[: MOST * 5]:
        view = PhoneView(str(phone.pk), phone.number, phone.extension, phone.kind, phone.label, of="")
        owners = {"service": phone.service_id, "location": phone.location_id, "organization": phone.organization_id}
        if phone.contact_id:
            found[str(phone.contact_id)].append(replace(view, of="contact"))
        for level, owner in owners.items():
            if owner:
                found[level].append(replace(view, of=level))
    return found


def _view(contact: IntakeContact, phones: dict[str, list[PhoneView]]) -> ContactView:
    own = phones.get(str(contact.pk)) or next((phones[level] for level in _LEVELS if phones.get(level)), [])
    return ContactView(str(contact.pk), contact.name, contact.title, contact.email, _level(contact), tuple(own))


def _level(contact: IntakeContact) -> str:
    return "service" if contact.service_id else "location" if contact.location_id else "organization"
