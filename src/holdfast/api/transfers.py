"""Transfers: opening one, finding them, one as it stands, its history. Steps are in `steps`, boards in `boards`."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from holdfast.accounts.services import Viewed
from holdfast.api.answers import Filed, answer, etag, shown
from holdfast.api.bodies import object_in
from holdfast.api.callers import caller_of, holder_of, staff_of
from holdfast.api.documents import FILING, IDEMPOTENCY_KEY, documented
from holdfast.api.filing import key_of
from holdfast.api.forms import Opening, read
from holdfast.api.queries import EventQuery, TransferQuery
from holdfast.config.clock import now
from holdfast.people.selectors import person
from holdfast.protocol.codes import OPENERS
from holdfast.transfers.opening import open_transfer
from holdfast.transfers.selectors import (
    NO_STORY,
    EventView,
    Page,
    StoryView,
    TransferCard,
    TransferView,
    Wanted,
    disclosed_in,
    disclosed_to,
    event_views,
    portrait,
    seen_of,
    story_seen,
    transfer_looked_at,
    transfers_found,
)

router = Router(tags=["transfers"])


@dataclass(frozen=True, slots=True)
class WhoItIs:
    """Name and numbers of the person."""

    name: str
    phones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TransferPage:
    """One transfer as it stands, and who it is about where that may be shown."""

    transfer: TransferView
    person: WhoItIs | None


@router.post(
    "/transfers",
    **documented(
        "transfer_open", "Open a transfer", gives=Filed, status=201, takes=Opening,
        may=tuple(status for status in FILING if status not in {404, 412}), parameters=(IDEMPOTENCY_KEY,),
    ),
)  # fmt: skip
def transfer_open(request: HttpRequest) -> HttpResponse:
    """Open a transfer of a person; the caller is its originator and first owner."""
    caller = holder_of(request, OPENERS, "Opening a transfer")
    form = read(Opening, object_in(request))
    outcome = open_transfer(caller, form.wish, key=key_of(request))
    answered = answer(outcome)
    answered["Location"] = f"{request.path}/{outcome.transfer_id}"
    return answered


@router.get("/transfers", **documented("transfers_list", "Transfers", gives=Page[TransferCard], may=(401, 403, 422)))
def transfers_list(request: HttpRequest, query: Query[TransferQuery]) -> HttpResponse:
    """Return the transfers that the caller may see, the one that changed last first."""
    caller, at = staff_of(request), now()
    owner = caller.party.id if query.owner else ""
    wanted = Wanted(query.stage or "", query.service, owner)
    page = transfers_found(caller.asker, at, wanted, query.paging)
    caller.note(
        (Viewed(card.id, card.person_id, disclosed_in(caller.asker, card)) for card in page.items), "transfer-list"
    )
    return shown(page)


@router.get(
    "/transfers/{uuid:transfer_id}",
    **documented("transfer_read", "A transfer as it stands, with its ETag", gives=TransferPage, may=(401, 404, 410)),
)
def transfer_read(request: HttpRequest, transfer_id: UUID) -> HttpResponse:
    """Return one transfer, as far as the caller may see it."""
    caller = caller_of(request)
    looked = transfer_looked_at(caller.asker, transfer_id, now())
    view = portrait(looked)
    who = person(str(view.person_id)) if view.person_id and looked.sees_identity else None
    caller.note([Viewed(transfer_id, view.person_id, disclosed_to(looked))], "transfer")
    card = WhoItIs(who.name, who.phones) if who else None
    return shown(TransferPage(view, card), headers={"ETag": etag(view.seq)})


@router.get(
    "/transfers/{uuid:transfer_id}/events",
    **documented("events_list", "A transfer's history", gives=Page[EventView], may=(401, 404, 410, 422)),
)
def events_list(request: HttpRequest, transfer_id: UUID, query: Query[EventQuery]) -> HttpResponse:
    """Return a transfer's events after one, as far as the caller may see them."""
    caller = caller_of(request)
    looked = transfer_looked_at(caller.asker, transfer_id, now())
    caller.note([seen_of(looked)], "transfer-events")
    return shown(event_views(looked, query.after, query.limit))


@router.get(
    "/transfers/{uuid:transfer_id}/story",
    **documented("story_read_out", "The story, told once", gives=StoryView, may=(401, 404, 410)),
)
def story_read_out(request: HttpRequest, transfer_id: UUID) -> HttpResponse:
    """Return the story as far as the caller may see it: nothing of a version that the person has not read."""
    caller = caller_of(request)
    looked = transfer_looked_at(caller.asker, transfer_id, now())
    caller.note([seen_of(looked)], "transfer-story")
    return shown(story_seen(looked.state, looked.sight, looked.seen, looked.at) or NO_STORY)
