"""Finding pathways: by need, by words, in order of name, page by page. Only those of active services are found."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When

from holdfast.directory.known import NOT_SHOWN, is_id, known, now_known, standing
from holdfast.directory.models import Aspect, Confirmation, Pathway, ServiceStatus
from holdfast.directory.views import Page, PathwayCard, RouteName
from holdfast.incoming.texts import searchable
from holdfast.protocol.errors import Malformed

MOST = 100
LONGEST_TEXT = 200
ID_LENGTH = 36


def pathways_found(
    *, at: datetime, need: str | None = None, text: str = "", after: str | None = None, limit: int = 25
) -> Page:
    """Return pathways of active services, known to serve `need`, whose words begin as those of `text`; two statements.

    At most 100 a page; `after` is what the page before gave. Raises Malformed where `after` is not.
    """
    found = _active(at)
    if need:
        found = found.annotate(needs_now=now_known("needs", "pathway", "pk", on=at.date())).filter(_serves(need))
    found = _worded(found, text)
    if after:
        name, pk = _from_cursor(after)
        found = found.filter(Q(name__gt=name) | Q(name=name, pk__gt=pk))
    most = max(1, min(limit, MOST))
    rows = list(found.select_related("service__organization").defer(*NOT_SHOWN).order_by("name", "pk")[: most + 1])
    return Page(_cards(rows[:most], at), _cursor(rows[most - 1]) if len(rows) > most else None)


def pathways_by_need(*, at: datetime, need: str, text: str = "") -> QuerySet[Pathway]:
    """Return pathways of active services: known to serve `need` first, then of unknown needs, then the others."""
    serving = Case(When(_serves(need), then=0), When(needs_now__v=None, then=1), default=2)
    found = _active(at).annotate(needs_now=now_known("needs", "pathway", "pk", on=at.date()))
    return _worded(found, text).annotate(serving=serving).order_by("serving", "name", "pk")


def routes_to_choose(*, at: datetime, need: str | None = None, most: int = MOST) -> tuple[RouteName, ...]:
    """Return the names of pathways of active services, known to serve `need`, in order of name; one statement."""
    found = _active(at)
    if need:
        found = found.annotate(needs_now=now_known("needs", "pathway", "pk", on=at.date())).filter(_serves(need))
    names = ("pk", "name", "service_id", "service__name", "service__organization__name")
    rows = found.order_by("name", "pk").values_list(*names)[:most]
    return tuple(RouteName(str(pk), name, str(of), service, run_by or "") for pk, name, of, service, run_by in rows)


def pathway_card(pathway_id: str, *, at: datetime) -> PathwayCard | None:
    """Return one pathway of an active service, none where there is none with this id; two statements."""
    found = _active(at).filter(pk=pathway_id) if is_id(pathway_id) else Pathway.objects.none()
    return next(iter(_cards(list(found.select_related("service__organization")), at)), None)


def _worded(found: QuerySet[Pathway], text: str) -> QuerySet[Pathway]:
    """Return those whose words begin as the words of `text`; all of them where it has no word."""
    words = searchable(text[:LONGEST_TEXT]).split()
    if not words:
        return found
    vector = SearchVector("search_text", config="simple")
    query = SearchQuery(" & ".join(f"'{word}':*" for word in words), config="simple", search_type="raw")
    return found.annotate(words=vector).filter(words=query)


def _serves(need: str) -> Q:
    lookup: dict[str, object] = {"needs_now__v__contains": [need]}
    return Q(**lookup)


def _active(at: datetime) -> QuerySet[Pathway]:
    confirmed = Exists(Confirmation.objects.filter(service=OuterRef("service_id"), aspect=Aspect.STATUS))
    status = now_known("status", "service", "service_id", on=at.date(), said="service__status")
    # Said twice, so that the plain column leads PostgreSQL along the index on the name.
    as_said = Q(~confirmed, service__status=ServiceStatus.ACTIVE)
    return Pathway.objects.annotate(status_now=status).filter(
        as_said | Q(confirmed, status_now__v=ServiceStatus.ACTIVE.value)
    )


def _cards(rows: list[Pathway], at: datetime) -> tuple[PathwayCard, ...]:
    confirmations = standing([row.pk for row in rows], [row.service_id for row in rows], at.date()) if rows else []
    return tuple(
        PathwayCard(
            id=str(row.pk),
            name=row.name,
            service_id=str(row.service_id),
            service=row.service.name,
            organization=row.service.organization.name if row.service.organization else "",
            known=known(row, confirmations, at),
        )
        for row in rows
    )


def _cursor(row: Pathway) -> str:
    return base64.urlsafe_b64encode(f"{row.pk}{row.name}".encode()).decode()


def _from_cursor(after: str) -> tuple[str, str]:
    try:
        text = base64.urlsafe_b64decode(after.encode()).decode()
    except (binascii.Error, ValueError):
        text = ""
    pk, name = text[:ID_LENGTH], text[ID_LENGTH:]
    if not name or len(pk) != ID_LENGTH or not all(c in "0123456789abcdef-" for c in pk) or "\x00" in name:
        raise Malformed({"after": "must be what the page before gave"})
    return name, pk
