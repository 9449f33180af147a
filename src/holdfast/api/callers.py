"""Who calls: staff by a token, a guest by a session. From here on everything is asked and done in their name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from django.http import HttpRequest
from ninja.security import HttpBearer

from holdfast.accounts.models import ActorKind, Adapter
from holdfast.accounts.selectors import Guest, session_find
from holdfast.accounts.services import Viewed, Viewer, access_log, token_authenticate
from holdfast.api.problems import forbidden
from holdfast.directory.selectors import contact_parties
from holdfast.protocol.codes import Identity, Role, Seat
from holdfast.protocol.facts import PERSON, Party
from holdfast.transfers.selectors import Asker

READS_ONLY = frozenset({Role.AUDITOR})
STAFF_MARK, GUEST_MARK = "hft_", "hfs_"


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who is signed in."""

    party: Party
    """As whom they act; `identity` is how they are signed in (protocol section 5)."""
    id: UUID
    """Of the member of staff, or of the guest's session: what the access log names."""
    device: str
    """An opaque id of what they are signed in with; two attestations from one count as one."""
    name: str
    """The name colleagues see; blank for guests."""
    guest: Guest | None = None

    @property
    def identity(self) -> Identity:
        """How they are signed in."""
        return self.party.identity or Identity.ACCOUNT

    @property
    def asker(self) -> Asker:
        """As whom they ask for transfers."""
        if self.guest is None:
            return Asker(self.party)
        return Asker(self.party, UUID(self.guest.transfer_id), self.guest.party)

    @property
    def may_write(self) -> bool:
        """Whether they may do anything at all: an auditor reads only, and so does who holds no role."""
        if self.guest is not None:
            return True
        return any(a.role not in READS_ONLY for a in self.party.assignments)

    def note(self, viewed: Iterable[Viewed], purpose: str) -> None:
        """Note in the access log what they were shown; one statement, none where nothing was."""
        shown = list(viewed)
        if shown:
            kind = ActorKind.STAFF if self.guest is None else ActorKind.GUEST
            access_log(Viewer(kind, self.id), shown, purpose=purpose, adapter=Adapter.API)


class Token(HttpBearer):
    """A staff token (`hft_...`) or a guest's session (`hfs_...`)."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """Return who holds `token`, none where it is not good. Side effects: the use of a staff token is noted."""
        if token.startswith(GUEST_MARK):
            return _guest(token)
        return _staff(token) if token.startswith(STAFF_MARK) else None


def caller_of(request: HttpRequest) -> Caller:
    """Return who calls."""
    caller = getattr(request, "auth", None)
    assert isinstance(caller, Caller), "every address that needs a caller is behind a token"
    return caller


def staff_of(request: HttpRequest) -> Caller:
    """Return the member of staff who calls. Raises: Problem 403 for a guest."""
    caller = caller_of(request)
    if caller.guest is not None:
        raise forbidden("Only staff can ask for this. A guest sees the one transfer they were invited to.")
    return caller


def holder_of(request: HttpRequest, roles: frozenset[Role], what: str) -> Caller:
    """Return the member of staff who calls, where they hold one of `roles`. Raises: Problem 403."""
    caller = staff_of(request)
    if not caller.party.holds(roles):
        raise forbidden(f"{what} is for those with one of these roles: {', '.join(sorted(roles))}.")
    return caller


def writer_of(request: HttpRequest) -> Caller:
    """Return who calls, where they may do anything. Raises: Problem 403."""
    caller = caller_of(request)
    if not caller.may_write:
        raise forbidden("Your role lets you read only.")
    return caller


def _staff(token: str) -> Caller | None:
    found = token_authenticate(token)
    if found is None:
        return None
    return Caller(found.party, UUID(found.party.id), f"token:{found.token_id}", found.display_name)


def _guest(token: str) -> Caller | None:
    guest = session_find(token)
    if guest is None:
        return None
    if guest.party is Seat.PERSON:
        party: Party | None = Party(PERSON)
    else:
        party = contact_parties([guest.subject_id]).get(guest.subject_id)
    if party is None:
        return None
    known = replace(party, identity=guest.identity)
    return Caller(known, UUID(guest.session_id), f"session:{guest.session_id}", "", guest)
