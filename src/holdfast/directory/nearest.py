"""The first few people to call at a service, for a page that only shows them: one statement."""

from __future__ import annotations

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, CharField, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast, JSONObject

from holdfast.directory.known import is_id
from holdfast.directory.models import CALLABLE_KINDS, IntakeContact, Phone, Service, ServiceAtLocation
from holdfast.directory.views import ContactView, PhoneView

_LEVELS = ("service", "location", "organization")
_LEVEL = Case(
    When(service__isnull=False, then=Value("service")), When(location__isnull=False, then=Value("location")),
    default=Value("organization"), output_field=CharField(),
)  # fmt: skip


def contacts_nearest(service_id: str, *, most: int = 3) -> tuple[ContactView, ...]:
    """Return the first named contacts of a service who have a number that may be called, nearest first; never a fax.

    `contacts_to_call` lists all of them, and asks whether the service is active.
    """
    if not is_id(service_id):
        return ()
    near = around(service_id)
    found = (
        IntakeContact.objects.filter(near)
        .exclude(name="")
        .annotate(level=_LEVEL, nearness=nearness(), own=_numbers(Q(contact=OuterRef("pk"))))
        .annotate(shared=_numbers(near & Q(contact=None)))
    )
    reachable = found.filter(Q(own__len__gt=0) | Q(shared__len__gt=0))
    return tuple(map(_view, reachable.order_by("nearness", "name", "pk")[:most]))


def around(service_id: str) -> Q:
    """Return which intake contacts stand for a service: its own, those of its places, those of who runs it."""
    places = ServiceAtLocation.objects.filter(service__pk=service_id).values("location")
    runs_it = Service.objects.filter(pk=service_id).values("organization")
    return (
        Q(service__pk=service_id)
        | Q(location__in=places, service=None)
        | Q(organization__in=runs_it, service=None, location=None)
    )


def nearness() -> Case:
    """Return how near to a service a contact or number stands, the nearest first."""
    whens = [When(**{f"{level}__isnull": False}, then=Value(place)) for place, level in enumerate(_LEVELS)]
    return Case(*whens, default=Value(len(_LEVELS)))


def _numbers(of: Q) -> ArraySubquery:
    numbers: QuerySet[Phone] = Phone.objects.filter(of, kind__in=CALLABLE_KINDS)
    fields = {name: F(name) for name in ("number", "extension", "kind", "label")}
    row = JSONObject(id=Cast("pk", CharField()), of=_LEVEL, **fields)
    return ArraySubquery(numbers.annotate(near=nearness()).order_by("near", "pk").values(row=row))


def _view(row: IntakeContact) -> ContactView:
    own: list[dict[str, str]] = row.own  # type: ignore[attr-defined]  # annotated, as below
    shared: list[dict[str, str]] = row.shared  # type: ignore[attr-defined]
    near = [phone for phone in shared if phone["of"] == shared[0]["of"]]
    phones = tuple(PhoneView(**phone) for phone in (own or near))
    level: str = row.level  # type: ignore[attr-defined]
    return ContactView(str(row.pk), row.name, row.title, row.email, level, phones)
