"""Guests: inviting them (a link by the server, a code to be spoken, the person's own link), letting them in and out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from holdfast.accounts.errors import GuestRefused, ShortCodeWanted
from holdfast.accounts.models import GuestSession
from holdfast.accounts.selectors import session_locked
from holdfast.accounts.services import grant_redeem, session_renew, session_revoke, session_unlock
from holdfast.accounts.throttling import is_held_off, refusal_count
from holdfast.api.answers import shown
from holdfast.api.bodies import object_in
from holdfast.api.callers import caller_of, staff_of, writer_of
from holdfast.api.documents import WRITING, documented
from holdfast.api.forms import CodeWanted, LinkWanted, Nothing, Redeeming, read
from holdfast.api.problems import FailedControl, Problem, forbidden, too_often
from holdfast.config.clock import now
from holdfast.notify.errors import NotInvited
from holdfast.notify.services.inviting import code_make, link_ask, may_invite, own_link_make
from holdfast.protocol.controls import CONTROLS
from holdfast.protocol.errors import Malformed
from holdfast.transfers.callers import Caller
from holdfast.transfers.selectors import Looked, transfer_looked_at

router = Router(tags=["guests"])
INVITING = (*WRITING, 409, 410)


@dataclass(frozen=True, slots=True)
class LinkAsked:
    """The server sends the link. Its secret is in no answer."""

    request_id: UUID
    transfer_id: UUID
    contact_id: UUID
    status: str


@dataclass(frozen=True, slots=True)
class CodeMade:
    """A code to be spoken on the call, with its reference; `short_code`: behind which the person's page stands."""

    reference: str
    code: str
    expires_at: datetime
    short_code: str


@dataclass(frozen=True, slots=True)
class LinkMade:
    """The person's own link: for their hand, and nobody else's.

    `code`: where their page stands behind a short code, as the latest link made on the pages did; said, never sent.
    """

    secret: str
    link: str
    expires_at: datetime
    code: str


@dataclass(frozen=True, slots=True)
class Session:
    """A guest's session: `token` goes into `Authorization: Bearer`."""

    token: str
    transfer_id: UUID
    party: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Renewed:
    """Until when the session now lasts."""

    expires_at: datetime


@router.post(
    "/transfers/{uuid:transfer_id}/directory-links",
    **documented(
        "directory_link_ask", "Have the server send a link to an intake contact",
        gives=LinkAsked, status=202, takes=LinkWanted, may=INVITING,
    ),
)  # fmt: skip
def directory_link_ask(request: HttpRequest, transfer_id: UUID) -> HttpResponse:
    """Ask that a link be sent to the address that the directory has for the contact."""
    caller, looked = _inviter(request, transfer_id)
    form = read(LinkWanted, object_in(request))
    try:
        row = link_ask(looked, form.contact_id, by=caller.party.id, live_event=form.live_event)
    except NotInvited as refusal:
        raise _refusal(looked, refusal.control) from None
    return shown(LinkAsked(row.pk, transfer_id, form.contact_id, row.status), status=202)


@router.post(
    "/transfers/{uuid:transfer_id}/read-out-codes",
    **documented(
        "read_out_code_make", "Make a code that is spoken on the call",
        gives=CodeMade, status=201, takes=CodeWanted, may=INVITING,
    ),
)  # fmt: skip
def read_out_code_make(request: HttpRequest, transfer_id: UUID) -> HttpResponse:
    """Make a code for the person or for a receiver; whoever hears it could use it, so it proves little."""
    caller, looked = _inviter(request, transfer_id)
    form = read(CodeWanted, object_in(request))
    try:
        made = code_make(looked, form.party, form.contact_id, by=caller.party.id)
    except NotInvited as refusal:
        raise _refusal(looked, refusal.control) from None
    return shown(CodeMade(made.reference, made.code, made.expires_at, made.short_code), status=201)


@router.post(
    "/transfers/{uuid:transfer_id}/person-links",
    **documented(
        "person_link_make", "Make the person's own link",
        gives=LinkMade, status=201, takes=Nothing, may=INVITING,
    ),
)  # fmt: skip
def person_link_make(request: HttpRequest, transfer_id: UUID) -> HttpResponse:
    """Make a link that the person can open again and again, until 30 days after closing."""
    _, looked = _inviter(request, transfer_id)
    read(Nothing, object_in(request))
    made = own_link_make(looked)
    return shown(LinkMade(made.secret, made.link, made.expires_at, made.code), status=201)


@router.post(
    "/guests/redeem",
    auth=None,
    **documented(
        "guest_redeem", "Open a session with a link's secret, or with a code and its reference",
        gives=Session, status=201, takes=Redeeming, may=(400, 401, 413, 415, 422, 429),
    ),
)  # fmt: skip
def guest_redeem(request: HttpRequest) -> HttpResponse:
    """Let a guest in. What was not good about a link or code is never said; too many of them are held off."""
    form = read(Redeeming, object_in(request))
    try:
        session, token = _redeemed(request, form)
    except ShortCodeWanted:
        raise Malformed({"short_code": "must be given: the page of the person stands behind one"}) from None
    except GuestRefused:
        if refusal_count(request):
            raise too_often() from None
        raise
    grant = session.grant
    return shown(Session(token, grant.transfer_id, grant.party, session.expires_at), status=201)


@router.post(
    "/guests/renew",
    **documented("guest_renew", "Let the session last longer", gives=Renewed, may=(401, 403)),
)
def guest_renew(request: HttpRequest) -> HttpResponse:
    """Let the caller's own session last two hours from now, at most twelve in all."""
    return shown(Renewed(session_renew(_guest_of(request).id)))


@router.delete(
    "/guests/session",
    **documented("guest_leave", "End the session", status=204, may=(401, 403)),
)
def guest_leave(request: HttpRequest) -> HttpResponse:
    """End the caller's own session."""
    session_revoke(_guest_of(request).id)
    return HttpResponse(status=204)


def _redeemed(request: HttpRequest, form: Redeeming) -> tuple[GuestSession, str]:
    """Open a session. Raises: GuestRefused; Malformed; Problem 429, where codes from its address are held off."""
    if form.secret is not None and form.reference is None and form.code is None:
        return _unlocked(form, *grant_redeem(form.secret, asks_later=form.short_code is not None))
    if form.secret is not None or form.reference is None or form.code is None:
        raise Malformed({"secret": "give either the secret of a link, or a reference and a code"})
    if is_held_off(request):
        raise too_often()
    asks_later = form.short_code is not None
    return _unlocked(form, *grant_redeem(form.code, reference=form.reference, asks_later=asks_later))


def _unlocked(form: Redeeming, session: GuestSession, token: str) -> tuple[GuestSession, str]:
    """Return a session that opens what it is for: its short code is given with it. Wrong ones are counted.

    Raises: Malformed; GuestRefused, where it was one wrong try too many.
    """
    if session_locked(token) is not None and not session_unlock(session.pk, form.short_code or ""):
        session_revoke(session.pk)
        raise Malformed({"short_code": "is not the one that was said to the person; give it again"})
    return session, token


def _guest_of(request: HttpRequest) -> Caller:
    caller = caller_of(request)
    if caller.guest is None:
        raise forbidden("Only a guest has a session.")
    return caller


def _inviter(request: HttpRequest, transfer_id: UUID) -> tuple[Caller, Looked]:
    """Return who invites, and the transfer. Raises: Problem 403 for anybody but the originating side."""
    staff_of(request)
    caller = writer_of(request)
    looked = transfer_looked_at(caller.asker, transfer_id, now())
    if not may_invite(caller, looked):
        raise forbidden("Only the originating service invites guests.")
    return caller, looked


def _refusal(looked: Looked, control_id: str) -> Problem:
    control = CONTROLS[control_id]
    more = {
        "transfer_id": looked.transfer_id, "seq": looked.seq,
        "controls": [FailedControl(control.id, control.sentence, control.mend, None)],
    }  # fmt: skip
    return Problem(409, "refused", "A control does not hold", f"Nobody was invited. {control.sentence}", more)
