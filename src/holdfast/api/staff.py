"""Who am I: the first thing a client asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from holdfast.api.answers import shown
from holdfast.api.callers import caller_of
from holdfast.api.documents import documented

router = Router(tags=["who am I"])


@dataclass(frozen=True, slots=True)
class Place:
    """One role at one service."""

    role: str
    service_id: str


@dataclass(frozen=True, slots=True)
class Me:
    """Who is signed in. Of a guest: the one transfer, the seat, and until when."""

    id: str
    kind: str
    name: str
    identity: str
    places: tuple[Place, ...]
    pools: tuple[str, ...]
    transfer_id: UUID | None = None
    party: str | None = None
    expires_at: datetime | None = None


@router.get("/me", **documented("me_read", "Who I am, with my roles and services", gives=Me, may=(401,)))
def me_read(request: HttpRequest) -> HttpResponse:
    """Return who calls."""
    caller = caller_of(request)
    party, guest = caller.party, caller.guest
    places = tuple(Place(a.role, a.service) for a in party.assignments)
    me = Me(
        id=party.id, kind="guest" if guest else "staff", name=caller.name, identity=caller.identity, places=places,
        pools=tuple(sorted(party.pools)), transfer_id=UUID(guest.transfer_id) if guest else None,
        party=guest.party if guest else None, expires_at=guest.expires_at if guest else None,
    )  # fmt: skip
    return shown(me)
