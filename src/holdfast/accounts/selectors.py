"""Reads of `accounts`: who somebody is, by id or by bearer secret, and an organisation's ladder."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet

from holdfast.accounts import credentials
from holdfast.accounts.ladder import Holder, Rung
from holdfast.accounts.models import ApiToken, GuestSession, LadderRung, RungHolder, Staff
from holdfast.accounts.rota import Window
from holdfast.config.clock import now
from holdfast.protocol.codes import EscalationLevel, Identity, Role, Seat
from holdfast.protocol.facts import Assignment, Party

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


def session_find(bearer: str) -> Guest | None:
    """Return the guest whose session `bearer` opens, in one SQL statement; `None` where it is not good any more."""
    shown = credentials.read(credentials.Kind.GUEST_SESSION, bearer)
    if shown is None:
        return None
    session = GuestSession.objects.still_open().filter(prefix=shown.reference).first()
    return _guest(session) if session and credentials.same(session.digest, shown.digest) else None


def ladder_for(organization_id: str | None, *, jurisdiction: str = "") -> dict[EscalationLevel, Rung]:
    """Return an organisation's ladder with the `regional` rung of `jurisdiction`, in two SQL statements.

    Where that jurisdiction has no rung of its own, the one that names no jurisdiction stands in. Somebody deactivated
    holds nothing, and so is left out; who holds a rung at an instant is for `accounts.ladder` to say.
    """
    asked = (organization_id or "", jurisdiction)
    return ladders_for([asked])[asked]


def ladders_for(asked: Iterable[tuple[str, str]]) -> dict[tuple[str, str], dict[EscalationLevel, Rung]]:
    """Return the ladder of each organisation (blank: of none) in its jurisdiction, in two SQL statements for all."""
    wanted = set(asked)
    ours = Q(organization=None, jurisdiction__in={"", *(jurisdiction for _, jurisdiction in wanted)})
    ours |= Q(organization_id__in={organization for organization, _ in wanted if organization})
    # The rung that names no jurisdiction comes first, so that the jurisdiction's own replaces it.
    rows = list(LadderRung.objects.filter(ours).order_by("jurisdiction"))
    holders: dict[uuid.UUID, list[Holder]] = {row.pk: [] for row in rows}
    for held in RungHolder.objects.filter(rung__in=list(holders), staff__is_active=True).order_by("held_from", "id"):
        holders[held.rung_id].append(_holder(held))
    return {each: _ladder(each, rows, holders) for each in wanted}


def _ladder(
    of: tuple[str, str], rows: list[LadderRung], holders: dict[uuid.UUID, list[Holder]]
) -> dict[EscalationLevel, Rung]:
    organization, jurisdiction = of
    mine = (
        row
        for row in rows
        if (str(row.organization_id) == organization if row.organization_id else row.jurisdiction in {"", jurisdiction})
    )
    return {rung.level: rung for rung in (_rung(row, holders[row.pk]) for row in mine)}


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
    )


def _rung(row: LadderRung, holders: list[Holder]) -> Rung:
    after = EscalationLevel(row.next_level) if row.next_level else None
    return Rung(EscalationLevel(row.level), row.minutes, after, tuple(holders))


def _holder(row: RungHolder) -> Holder:
    window = None
    if row.starts is not None and row.ends is not None:
        window = Window(frozenset(map(int, row.weekdays)), row.starts, row.ends, row.zone)
    return Holder(str(row.staff_id), row.held_from, row.held_until, window)


def _party(staff_id: uuid.UUID, held: list[str], pools: list[str], *, identity: Identity | None = None) -> Party:
    assignments = tuple(Assignment(Role(role), service) for role, service in (each.split(" ") for each in held))
    return Party(str(staff_id), assignments, frozenset(pools), identity)


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
