"""Who is at the door: staff who signed in, or a guest with a session. Pages and the API ask and act in their name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from holdfast.accounts.models import ActorKind, Adapter
from holdfast.accounts.selectors import Guest, session_find
from holdfast.accounts.services import Viewed, Viewer, access_log
from holdfast.directory.selectors import contact_parties
from holdfast.protocol.codes import Identity, Role, Seat
from holdfast.protocol.facts import PERSON, Party
from holdfast.transfers.cast import Part
from holdfast.transfers.scope import Asker, Practising

READS_ONLY = frozenset({Role.AUDITOR})


@dataclass(frozen=True, slots=True)
class Play:
    """That a learner plays a part in a practice of their own (protocol section 3.8)."""

    learner: Caller
    """Who they are in earnest."""
    transfer_id: UUID
    part: Part


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
    adapter: Adapter
    """By which way they came in, for the access log."""
    guest: Guest | None = None
    play: Play | None = None
    """In a practice: who plays which part of it; `party` is that part."""

    @property
    def identity(self) -> Identity:
        """How they are signed in."""
        return self.party.identity or Identity.ACCOUNT

    @property
    def asker(self) -> Asker:
        """As whom they ask for transfers."""
        if self.play is not None:
            practising = Practising(self.play.learner.party.id, self.play.transfer_id)
            return Asker(self.party, practising=practising)
        if self.guest is None:
            return Asker(self.party)
        return Asker(self.party, UUID(self.guest.transfer_id), self.guest.party)

    @property
    def may_write(self) -> bool:
        """Whether they may do anything at all: an auditor reads only, and so does who holds no role."""
        if self.guest is not None or self.play is not None:
            return True
        return any(a.role not in READS_ONLY for a in self.party.assignments)

    @property
    def services(self) -> frozenset[str]:
        """The ids of the services at which they work, in whatever role."""
        return frozenset(a.service for a in self.party.assignments)

    def note(self, viewed: Iterable[Viewed], purpose: str) -> None:
        """Note in the access log what they were shown; one statement, none where nothing was.

        What is shown of a practice is of nobody, and is not noted.
        """
        shown = list(viewed)
        if shown and self.play is None:
            kind = ActorKind.STAFF if self.guest is None else ActorKind.GUEST
            access_log(Viewer(kind, self.id), shown, purpose=purpose, adapter=self.adapter)


def signed_in(party: Party, name: str, device: str, adapter: Adapter) -> Caller:
    """Return a member of staff who signed in under an account of their own (protocol section 5)."""
    return Caller(replace(party, identity=Identity.ACCOUNT), UUID(party.id), device, name, adapter)


def guest_calling(token: str, adapter: Adapter) -> Caller | None:
    """Return the guest, or the person, who holds the session `token`; none where it is not good."""
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
    return Caller(known, UUID(guest.session_id), guest.device, "", adapter, guest)
