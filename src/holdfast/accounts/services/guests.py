"""Letting guests in and out: links and codes for one transfer, redeemed for short sessions (protocol section 5).

No caller learns why something presented was not good, and every attempt is counted.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from holdfast.accounts import credentials
from holdfast.accounts.credentials import Credential, Kind
from holdfast.accounts.errors import GuestRefused, NotAllowed, NotFound, ShortCodeWanted
from holdfast.accounts.models import MAX_WRONG_TRIES, GuestGrant, GuestSession
from holdfast.config.clock import now
from holdfast.protocol.codes import Identity, Seat

SESSION_LIFE = timedelta(hours=2)
"""How long a session lasts after it was made or renewed."""
SESSION_LONGEST = timedelta(hours=12)
"""How long a session can be made to last by renewing it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantOrder:
    """For whom and what a link or code is to be made. The caller knows how long it lasts: see protocol section 3.1."""

    transfer_id: uuid.UUID
    party: Seat
    identity: Identity
    subject_id: uuid.UUID
    """The intake contact of the directory (receiver), or the person."""
    expires_at: datetime
    live_event: int | None = None
    """The number of the live event, for a link into that event; such a link works once."""
    one_time: bool = True
    """`False` for the person's page and an owner's link, which are opened again and again until they expire."""
    spoken: bool = False
    """A code of eight digits instead of a link."""


@dataclass(frozen=True, slots=True)
class GrantMessage:
    """What the outbox sends, to the address that the directory or the person's plan has for `subject_id`."""

    grant_id: uuid.UUID
    subject_id: uuid.UUID
    reference: str
    """Said or shown beside a code; a link has it inside."""
    secret: str = field(repr=False)
    expires_at: datetime
    language: str
    """In which language they read an earlier link; the installation's where they have chosen none."""


def grant_issue(order: GrantOrder) -> tuple[GuestGrant, str]:
    """Make a link or code that the caller may show: a code to read out, or the person's own link in the person's hand.

    Never for `directory_link`, whose secret no member of staff may see (protocol section 5): use `grant_message`.

    Raises: NotAllowed.
    """
    if order.identity is Identity.DIRECTORY_LINK:
        raise NotAllowed("A directory link is shown to nobody but the contact it is sent to.")
    return _issue(order)


def grant_message(order: GrantOrder) -> GrantMessage:
    """Make a link or code that the server itself sends. For the outbox alone: its result is never shown to anyone.

    For `directory_link` and `person_link`. A code to be read out is never sent.

    Raises: NotAllowed.
    """
    if order.identity is Identity.READ_OUT_CODE:
        raise NotAllowed("A code to be read out is not sent; a directory link may be sent as a code.")
    grant, secret = _issue(order)
    language = grant.language or settings.LANGUAGE_CODE
    return GrantMessage(grant.pk, grant.subject_id, grant.reference, secret, grant.expires_at, language)


def grant_redeem(
    presented: str, *, reference: str | None = None, device: str = "", asks_later: bool = True
) -> tuple[GuestSession, str]:
    """Take a link's text, or a spoken code with its reference, and open a session. Return it and its bearer secret.

    `device`: of the browser, where somebody has signed in there before; blank: the session is a device of its own.
    `asks_later`: a page asks for the short code next; who can be asked nothing more gives it at once.

    Of two who redeem the same one-time grant at once exactly one gets a session. Must be called outside a transaction:
    the count of tries has to stay when the caller fails.

    Raises: GuestRefused, which never says why; ShortCodeWanted, only where not `asks_later`, and nothing is used up.
    """
    shown = (
        credentials.read(Kind.GUEST_LINK, presented)
        if reference is None
        else credentials.read_code(reference, presented)
    )
    if shown is None:
        raise GuestRefused
    with transaction.atomic(durable=True):
        opened = _redeem(shown, spoken=reference is not None, device=device, asks_later=asks_later)
    if opened is None:
        raise GuestRefused
    return opened


def grant_renew(grant_id: uuid.UUID, expires_at: datetime) -> None:
    """Let a link that may be opened again and again last until `expires_at`.

    Raises: NotFound, where there is none, it is revoked or void, or works only once (then issue a new one).
    """
    renewable = GuestGrant.objects.filter(pk=grant_id, one_time=False, revoked_at=None, wrong_tries__lt=MAX_WRONG_TRIES)
    if not renewable.update(expires_at=expires_at):
        raise NotFound("This link cannot be renewed. Issue a new one.")


def grant_revoke(grant_id: uuid.UUID) -> None:
    """Revoke a link or code now; its sessions end with it. Revoking twice changes nothing."""
    GuestGrant.objects.filter(pk=grant_id, revoked_at=None).update(revoked_at=now())


def grants_revoke(
    transfer_id: uuid.UUID,
    *,
    live_event: int | None = None,
    party: Seat | None = None,
    subject_id: uuid.UUID | None = None,
) -> int:
    """Revoke all links and codes of a transfer, or those of one live event, party or contact; return how many."""
    chosen = GuestGrant.objects.filter(transfer_id=transfer_id, revoked_at=None)
    if live_event is not None:
        chosen = chosen.filter(live_event=live_event)
    if party is not None:
        chosen = chosen.filter(party=party)
    if subject_id is not None:
        chosen = chosen.filter(subject_id=subject_id)
    return chosen.update(revoked_at=now())


def grant_speaks(grant_id: uuid.UUID, language: str) -> None:
    """Keep in which language the pages of a link or code are read, on whatever device it is opened.

    Raises: NotAllowed, for a language that is not offered.
    """
    if language not in dict(settings.LANGUAGES):
        raise NotAllowed("Pages are not offered in this language.")
    GuestGrant.objects.filter(pk=grant_id).update(language=language)


def session_renew(session_id: uuid.UUID) -> datetime:
    """Let an open session last `SESSION_LIFE` from now, at most `SESSION_LONGEST` in all; return its new end.

    Raises: GuestRefused, where it is not open.
    """
    session = GuestSession.objects.still_open().filter(pk=session_id).first()
    if session is None:
        raise GuestRefused
    session.expires_at = _session_end(session.grant, session.created_at)
    session.save(update_fields=["expires_at"])
    return session.expires_at


def session_revoke(session_id: uuid.UUID) -> None:
    """End a session now. One that has ended stays so."""
    GuestSession.objects.filter(pk=session_id, revoked_at=None).update(revoked_at=now())


def _issue(order: GrantOrder) -> tuple[GuestGrant, str]:
    if order.expires_at <= now():
        raise NotAllowed("A link or code must expire after now.")
    made = _unused_code() if order.spoken else credentials.mint(Kind.GUEST_LINK)
    return _grant(order, made), made.text


def _unused_code() -> Credential:
    # Nine digits can come twice in the life of a large installation; the reference of a link cannot.
    while True:
        made = credentials.mint_code()
        if not GuestGrant.objects.filter(reference=made.reference).exists():
            return made


def _grant(order: GrantOrder, made: Credential) -> GuestGrant:
    try:
        with transaction.atomic():
            return GuestGrant.objects.create(
                transfer_id=order.transfer_id,
                live_event=order.live_event,
                party=order.party,
                identity=order.identity,
                subject_id=order.subject_id,
                spoken=order.spoken,
                one_time=order.one_time,
                reference=made.reference,
                digest=made.digest,
                expires_at=order.expires_at,
                language=_language_before(order),
            )
    except IntegrityError as broken:
        raise NotAllowed(
            "A directory link is for the receiver, a person's link for the person; a code, and a link into a live "
            "event, work once; what is read out is a code."
        ) from broken


def _language_before(order: GrantOrder) -> str:
    """Return the language that was chosen on the latest link to the same one: a new link remembers it."""
    before = GuestGrant.objects.filter(transfer_id=order.transfer_id, subject_id=order.subject_id).exclude(language="")
    return before.order_by("-created_at").values_list("language", flat=True).first() or ""


def _redeem(shown: Credential, *, spoken: bool, device: str, asks_later: bool) -> tuple[GuestSession, str] | None:
    grant = GuestGrant.objects.select_for_update().filter(reference=shown.reference, spoken=spoken).first()
    if grant is None:
        return None
    right = credentials.same(grant.digest, shown.digest)
    opens = right and _is_open(grant)
    if opens and grant.code_digest and not asks_later:
        raise ShortCodeWanted
    grant.tries += 1
    grant.wrong_tries += not right
    if opens:
        grant.redeemed_at = grant.redeemed_at or now()
    grant.save(update_fields=["tries", "wrong_tries", "redeemed_at"])
    return _session(grant, device) if opens else None


def _is_open(grant: GuestGrant) -> bool:
    used_up = grant.one_time and grant.redeemed_at is not None
    void = grant.wrong_tries >= MAX_WRONG_TRIES
    return not used_up and not void and grant.revoked_at is None and grant.expires_at > now()


def _session(grant: GuestGrant, device: str) -> tuple[GuestSession, str]:
    made = credentials.mint(Kind.GUEST_SESSION)
    session = GuestSession.objects.create(
        grant=grant, prefix=made.reference, digest=made.digest, expires_at=_session_end(grant, now()), device=device
    )
    return session, made.text


def _session_end(grant: GuestGrant, created_at: datetime) -> datetime:
    end = min(now() + SESSION_LIFE, created_at + SESSION_LONGEST)
    return end if grant.one_time else min(end, grant.expires_at)
