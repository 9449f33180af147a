"""Adding to the access log; nothing else can be done with it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from holdfast.accounts.models import AccessLogEntry, ActorKind, Adapter


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looked: a member of staff, a guest's session, or the system (which has no id)."""

    kind: ActorKind
    id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Disclosed:
    """That something of a person went outward: to which service, under which scopes, and on what that rests."""

    recipient: str
    scopes: tuple[str, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class Viewed:
    """Whose data was seen: a transfer's, a person's, or a person's within a transfer; and whether it went outward."""

    transfer_id: uuid.UUID | None = None
    person_id: uuid.UUID | None = None
    disclosed: Disclosed | None = None


def access_log(viewer: Viewer, viewed: Iterable[Viewed], *, purpose: str, adapter: Adapter) -> None:
    """Note that `viewer` saw each of `viewed`, in one SQL statement (protocol section 3.1, minimum necessary).

    `purpose` is a code of at most 80 characters such as `transfer-page`; never words about a person.
    """
    AccessLogEntry.objects.bulk_create(
        AccessLogEntry(
            actor_kind=viewer.kind,
            actor_id=viewer.id,
            transfer_id=seen.transfer_id,
            person_id=seen.person_id,
            purpose=purpose,
            adapter=adapter,
            recipient=seen.disclosed.recipient if seen.disclosed else "",
            scopes=list(seen.disclosed.scopes) if seen.disclosed else [],
            basis=seen.disclosed.basis if seen.disclosed else "",
        )
        for seen in viewed
    )
