"""Reads of `accounts`: who somebody is, by id or by bearer secret, and an organisation's ladder."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery

from holdfast.accounts import credentials
from holdfast.accounts.access_reads import Opened, SeenBy, opened_since, roles_at, seats_of
from holdfast.accounts.colleagues import Colleague, Colleagues, colleagues
from holdfast.accounts.factors import SECOND, factors_of, is_second_factor_required
from holdfast.accounts.glass_reads import Look, glass_open, glass_until, look_shown, looks_found
from holdfast.accounts.ladder_reads import (
    HolderRow,
    LevelRow,
    PoolRow,
    ReviewerRow,
    ladder_around,
    ladder_for,
    ladder_rows,
    ladders_for,
    pool_rows,
    reviewer_rows,
)
from holdfast.accounts.limits import SIGN_IN, WARNING, Limits, Stay, limits_now
from holdfast.accounts.models import MAX_WRONG_TRIES, ApiToken, GuestGrant, GuestSession, SignIn, Staff
from holdfast.accounts.rota import Window
from holdfast.accounts.staffing import (
    Held,
    Invited,
    StaffPage,
    StaffRow,
    StaffSheet,
    Standing,
    invitations_open,
    staff_choosable,
    staff_holding,
    staff_listed,
    staff_named,
    staff_sheet,
)
from holdfast.config.clock import now
from holdfast.protocol.codes import Identity, Role, Seat
from holdfast.protocol.facts import Assignment, Party

__all__ = [
    "SECOND", "SIGN_IN", "TOKEN", "WARNING", "Colleague", "Colleagues", "Guest", "Held", "HolderRow", "Invited",
    "LevelRow", "Limits", "Look", "Opened", "PoolRow", "ReviewerRow", "SeenBy", "SignedIn", "StaffPage", "StaffRow",
    "StaffSheet", "Standing", "Stay", "Window", "colleagues", "factors_of", "glass_open", "glass_until", "grant_known",
    "invitations_open", "is_second_factor_required", "ladder_around", "ladder_for", "ladder_rows", "ladders_for",
    "limits_now", "look_shown", "looks_found", "opened_since", "party", "persons_link_needs_code", "pool_rows",
    "reviewer_rows", "roles_at", "seats_of", "session_device", "session_find", "session_known", "session_locked",
    "sign_ins_open", "signed_in", "staff_by_email", "staff_choosable", "staff_holding", "staff_listed", "staff_named",
    "staff_sheet", "token_find", "tokens_of", "tries_left",
]  # fmt: skip

# Raw SQL, because each filing asks these: the ORM would spend more time on the text than PostgreSQL on the answer.
_PLACES = """
    ARRAY(SELECT a.role || ' ' || a.service_id FROM accounts_roleassignment a
          WHERE a.staff_id = s.id AND s.is_active AND a.held_from <= %(at)s
            AND (a.held_until IS NULL OR a.held_until > %(at)s) ORDER BY a.held_from, a.id),
    ARRAY(SELECT p.service_id::text FROM accounts_deciderpool p
          WHERE p.staff_id = s.id AND s.is_active AND p.held_from <= %(at)s
            AND (p.held_until IS NULL OR p.held_until > %(at)s))
"""
_PARTIES = f"SELECT s.id, {_PLACES} FROM accounts_staff s WHERE s.id = ANY(%(ids)s)"  # noqa: S608 - constants only
TOKEN = f"""
    SELECT t.digest, t.id, t.last_used_at, s.display_name, s.id, {_PLACES}
    FROM accounts_apitoken t JOIN accounts_staff s ON s.id = t.staff_id
    WHERE t.prefix = %(prefix)s AND s.is_active AND t.revoked_at IS NULL AND t.expires_at > %(at)s
"""  # noqa: S608 - constants only
_OF_PERSON = Q(identity=Identity.PERSON_LINK.value) | (Q(party=Seat.PERSON.value) & ~Q(code_digest=""))
"""A code to read out that needs no short code takes none away."""
_LINKS = GuestGrant.objects.filter(_OF_PERSON).order_by("-created_at", "-pk")
_LATEST_CODE = Subquery(_LINKS.filter(transfer_id=OuterRef("grant__transfer_id")).values("code_digest")[:1])


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A member of staff who has shown a good token. The party's identity is `account`."""

    party: Party
    display_name: str
    token_id: str
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Guest:
    """A guest with an open session, and what alone it is good for."""

    session_id: str
    grant_id: str
    transfer_id: str
    live_event: int | None
    """The number of the live event it is limited to, if it is."""
    party: Seat
    identity: Identity
    subject_id: str
    """The intake contact of the directory (receiver), or the person."""
    expires_at: datetime
    opens_until: datetime
    """Until when their link or code opens the page, also again where it is no one-time one."""
    language: str = ""
    """In which language they chose to read; blank: as their browser asks."""
    device: str = ""
    """What their session is signed in with; two attestations from one device count as one (protocol section 5)."""
    is_safe_mode: bool = False
    """Whether the person's page shows as little as it can, because their latest link needs a short code (3.1)."""
    is_one_time: bool = True
    """Whether their link or code opened the page once; an owner's and a summary's link can be opened again."""


def party(*staff_ids: str) -> dict[str, Party]:
    """Return the parties with these ids, in one SQL statement. An id that nobody has is left out.

    Somebody deactivated is there and holds no role. `identity` is not set: it belongs to a command, not to a person.
    """
    ids = [known for known in map(_uuid, staff_ids) if known]
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_PARTIES, {"ids": ids, "at": now()})
        return {str(row[0]): _party(*row) for row in cursor.fetchall()}


def token_find(bearer: str) -> SignedIn | None:
    """Return who holds the token `bearer`, with roles and pools, in one SQL statement; `None` where it is not good.

    Not good are: unknown, expired or revoked tokens, and those of somebody deactivated.
    """
    shown = credentials.read(credentials.Kind.STAFF_TOKEN, bearer)
    if shown is None:
        return None
    return signed_in(TOKEN, shown, {"at": now()})


def signed_in(statement: str, shown: credentials.Credential, arguments: dict[str, datetime]) -> SignedIn | None:
    """Return who holds the token that was shown, by a statement that ends as `TOKEN`; `None` where it is not good."""
    with connection.cursor() as cursor:
        cursor.execute(statement, {"prefix": shown.reference, "digest": shown.digest, **arguments})
        row = cursor.fetchone()
    if row is None or not credentials.same(row[0], shown.digest):
        return None
    _, token_id, last_used_at, display_name, *places = row
    return SignedIn(_party(*places, identity=Identity.ACCOUNT), display_name, str(token_id), last_used_at)


def tokens_of(email: str | None = None) -> QuerySet[ApiToken]:
    """Return the tokens of one member of staff, or all, newest first, each with its staff. Never a secret."""
    tokens = ApiToken.objects.select_related("staff").order_by("-created_at", "-id")
    return tokens if email is None else tokens.filter(staff__email=email.lower())


def staff_by_email(email: str) -> Staff | None:
    """Return the member of staff with this email, in whatever case it is written."""
    return Staff.objects.filter(email=email.strip().lower()).first()


def sign_ins_open(staff_id: uuid.UUID) -> list[SignIn]:
    """Return where somebody is signed in now, the one that was seen last first; one statement."""
    limits, at = limits_now(), now()
    found = SignIn.objects.filter(
        staff_id=staff_id, ended_at=None, began_at__gt=at - limits.absolute, seen_at__gt=at - limits.idle
    )
    return list(found.order_by("-seen_at", "-pk"))


def session_find(bearer: str) -> Guest | None:
    """Return the guest whose session `bearer` opens, in one SQL statement; `None` where it is not good any more.

    Neither is one that stands behind a short code that was not given yet (`session_locked`).
    """
    session = _session(bearer, GuestSession.objects.still_open().annotate(latest_code=_LATEST_CODE))
    return _guest(session) if session and not _is_locked(session) else None


def session_locked(bearer: str) -> uuid.UUID | None:
    """Return the id of the good session `bearer` that opens nothing before its short code is given; else `None`."""
    session = _session(bearer, GuestSession.objects.still_open())
    return session.pk if session and _is_locked(session) else None


def tries_left(session_id: uuid.UUID) -> int:
    """Return how often a short code may still be tried wrongly before the link ends; one at the least."""
    tries = GuestGrant.objects.filter(sessions=session_id).values_list("code_tries", flat=True).first() or 0
    return max(MAX_WRONG_TRIES - tries, 1)


def session_known(bearer: str) -> uuid.UUID | None:
    """Return the transfer that a session was for, also where it is good no more: to say whom to call.

    `None` where its page stood behind a short code: then nobody is told whose it was.
    """
    session = _session(bearer, GuestSession.objects.select_related("grant"))
    return session.grant.transfer_id if session and not session.grant.code_digest else None


def persons_link_needs_code(transfer_id: uuid.UUID) -> bool:
    """Say whether the person's latest link needs a short code: then the next one does too, unless they say not."""
    return bool(_LINKS.filter(transfer_id=transfer_id).values_list("code_digest", flat=True).first())


def grant_known(link: str) -> uuid.UUID | None:
    """Return the transfer that a guest's link was made for, also where it is good no more: to say whom to call.

    Only who holds the whole secret of the link learns that much; `None` for any other text, and for a link that needs
    a short code.
    """
    shown = credentials.read(credentials.Kind.GUEST_LINK, link)
    grant = GuestGrant.objects.filter(reference=shown.reference, code_digest="").first() if shown else None
    return grant.transfer_id if grant and shown and credentials.same(grant.digest, shown.digest) else None


def session_device(bearer: str) -> str:
    """Return the device of the session `bearer`, also where it is good no more; blank where there is none such."""
    session = _session(bearer, GuestSession.objects.all())
    return _device(session) if session else ""


def _device(session: GuestSession) -> str:
    return session.device or f"session:{session.pk}"


def _session(bearer: str, among: QuerySet[GuestSession]) -> GuestSession | None:
    shown = credentials.read(credentials.Kind.GUEST_SESSION, bearer)
    session = among.filter(prefix=shown.reference).first() if shown else None
    return session if session and shown and credentials.same(session.digest, shown.digest) else None


def _is_locked(session: GuestSession) -> bool:
    return bool(session.grant.code_digest) and session.code_passed_at is None


def _guest(session: GuestSession) -> Guest:
    grant = session.grant
    return Guest(
        session_id=str(session.pk),
        grant_id=str(grant.pk),
        transfer_id=str(grant.transfer_id),
        live_event=grant.live_event,
        party=Seat(grant.party),
        identity=Identity(grant.identity),
        subject_id=str(grant.subject_id),
        expires_at=session.expires_at,
        opens_until=session.expires_at if grant.one_time else grant.expires_at,
        language=grant.language,
        device=_device(session),
        is_safe_mode=grant.party == Seat.PERSON and bool(getattr(session, "latest_code", "")),
        is_one_time=grant.one_time,
    )


def _party(staff_id: uuid.UUID, held: list[str], pools: list[str], *, identity: Identity | None = None) -> Party:
    assignments = tuple(Assignment(Role(role), service) for role, service in (each.split(" ") for each in held))
    return Party(str(staff_id), assignments, frozenset(pools), identity)


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
