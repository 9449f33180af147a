"""The directory: pathways, who can be called at a service, and confirming what is unknown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from holdfast.api.answers import shown
from holdfast.api.bodies import object_in
from holdfast.api.callers import staff_of, writer_of
from holdfast.api.documents import WRITING, documented
from holdfast.api.forms import Confirming, read
from holdfast.api.problems import forbidden, not_found
from holdfast.api.queries import PathwayQuery
from holdfast.config.clock import now
from holdfast.directory.selectors import (
    ContactView,
    Page,
    PathwayCard,
    contacts_to_call,
    pathway_card,
    pathways_found,
    services_known,
)
from holdfast.directory.services import Ground, OthersToSay, confirm
from holdfast.transfers.slots import SlotView, slots_offered

router = Router(tags=["directory"])


@dataclass(frozen=True, slots=True)
class Contacts:
    """Who can be called at a service; none where it is not active."""

    contacts: tuple[ContactView, ...]


@dataclass(frozen=True, slots=True)
class Slots:
    """The next times that a service published for first visits and that nobody holds."""

    slots: tuple[SlotView, ...]


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A confirmation that now stands. `number` counts those of this aspect."""

    id: UUID
    aspect: str
    value: object
    number: int
    confirmed_by: str
    confirmed_on: date
    in_force_until: date | None


@router.get("/pathways", **documented("pathways_list", "Pathways of active services", gives=Page, may=(401, 403, 422)))
def pathways_list(request: HttpRequest, query: Query[PathwayQuery]) -> HttpResponse:
    """Return pathways by need and words, in order of name."""
    staff_of(request)
    return shown(pathways_found(at=now(), need=query.need, text=query.q, after=query.after, limit=query.limit))


@router.get(
    "/pathways/{uuid:pathway_id}",
    **documented("pathway_read", "One pathway, with what is known of it", gives=PathwayCard, may=(401, 403, 404)),
)
def pathway_read(request: HttpRequest, pathway_id: UUID) -> HttpResponse:
    """Return one pathway of an active service."""
    staff_of(request)
    card = pathway_card(str(pathway_id), at=now())
    if card is None:
        raise not_found()
    return shown(card)


@router.post(
    "/pathways/{uuid:pathway_id}/confirmations",
    **documented(
        "pathway_confirm", "Confirm what is unknown, with date and source",
        gives=Confirmed, status=201, takes=Confirming, may=WRITING,
    ),
)  # fmt: skip
def pathway_confirm(request: HttpRequest, pathway_id: UUID) -> HttpResponse:
    """Record that the caller, by name, confirms one aspect of a pathway or of its service."""
    staff_of(request)
    caller = writer_of(request)
    form = read(Confirming, object_in(request))
    ground = Ground(by=caller.name, on=form.on, source=form.source, until=form.until)
    try:
        row = confirm(str(pathway_id), form.aspect, form.value, ground, by_staff_of=caller.services)
    except OthersToSay as why:
        raise forbidden(str(why)) from None
    confirmed = Confirmed(
        row.pk, row.aspect, row.value, row.number, row.confirmed_by, row.confirmed_on, row.in_force_until
    )
    return shown(confirmed, status=201)


@router.get(
    "/services/{uuid:service_id}/contacts",
    **documented("contacts_list", "Who can be called at a service; never a fax", gives=Contacts, may=(401, 403, 404)),
)
def contacts_list(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """Return the named contacts of a service who have a number that may be called."""
    staff_of(request)
    if not services_known([str(service_id)]):
        raise not_found()
    return shown(Contacts(contacts_to_call(str(service_id), at=now())))


@router.get(
    "/services/{uuid:service_id}/slots",
    **documented("slots_list", "Times for first visits that can be held now", gives=Slots, may=(401, 403, 404)),
)
def slots_list(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """Return the next published times of a service that nobody holds; `book_visit` takes the id of one."""
    staff_of(request)
    if not services_known([str(service_id)]):
        raise not_found()
    return shown(Slots(slots_offered(str(service_id), now())))
