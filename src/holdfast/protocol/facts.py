"""Facts: what the world outside the ledger said at the moment of a command.

They come in as values and are kept in the event, so that a decision can be judged again years later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from holdfast.protocol.chapters.visit.said import VisitMode
from holdfast.protocol.codes import Capacity, EscalationLevel, Identity, Role
from holdfast.protocol.policy import Policy

PERSON = "person"
"""The id of the person who is transferred, as the one who gives a command."""
CLOCK = "clock"
"""The id of the server's clock, as the one who gives a command."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """One role that a member of staff holds at one service."""

    role: Role
    service: str


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody known to the directory or the staff list. `identity` is how they proved it for this command."""

    id: str
    assignments: tuple[Assignment, ...] = ()
    pools: frozenset[str] = frozenset()
    """Services whose shared pool of deciders this party belongs to (A2.independent)."""
    identity: Identity | None = None

    @property
    def is_person(self) -> bool:
        """Whether this is the person who is transferred."""
        return self.id == PERSON

    @property
    def is_staff(self) -> bool:
        """Whether this is anybody's staff: holds a role at a service."""
        return bool(self.assignments)

    def holds(self, roles: frozenset[Role], service: str | None = None) -> bool:
        """Say whether the party holds one of `roles`, at `service` where one is named."""
        return any(a.role in roles and service in (None, a.service) for a in self.assignments)

    def service_as(self, roles: frozenset[Role]) -> str | None:
        """Return the first service at which the party holds one of `roles`."""
        return next((a.service for a in self.assignments if a.role in roles), None)

    def is_of(self, service: str | None) -> bool:
        """Say whether the party works for `service`, in whatever role."""
        return any(a.service == service for a in self.assignments)

    def shares_a_service_with(self, services: frozenset[str]) -> bool:
        """Say whether the party works for one of `services`."""
        return any(a.service in services for a in self.assignments)


@dataclass(frozen=True, slots=True)
class PathwayPicture:
    """The directory's state of one pathway at one moment (A2.supported). `None` means unknown; unknown never fits."""

    id: str
    service: str
    zone: str = ""
    """IANA zone of the receiving service; blank while unknown, then the originating service's stands in."""
    needs: frozenset[str] | None = None
    ages: tuple[int, int] | None = None
    """Youngest and oldest age taken, both included, in whole years."""
    languages: frozenset[str] | None = None
    payers: frozenset[str] | None = None
    capacity: Capacity = Capacity.UNKNOWN
    open_now: bool | None = None
    """Whether the service is open (hours, holidays) and staffed at this moment."""
    intake_requirements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ServicePicture:
    """A service as an accountable site: its IANA zone, and the closed days between `first` and `last`."""

    id: str
    zone: str
    closed: frozenset[date] = frozenset()
    """Federal and state holidays and own closures that fall in the days asked for."""
    calendar: str = ""
    """The version of the calendar the closed days were taken from; kept with each deadline."""


@dataclass(frozen=True, slots=True)
class SlotPicture:
    """A time that a service published, as it stands at one moment (V.slot)."""

    id: str
    service: str
    at: datetime
    minutes: int
    mode: VisitMode
    place: str
    who: str
    """Who sees the person, in words; blank while nobody is named."""
    is_free: bool
    """Whether nobody holds it."""
    is_withdrawn: bool = False
    pathway: str = ""
    """The one pathway that it is kept for; blank: for every one of the service."""


@dataclass(frozen=True, slots=True)
class TimePicture:
    """What the directory knows of a service at one time to come (V.time). `None` means unknown."""

    service: str
    at: datetime
    is_closed_day: bool | None = None
    is_open: bool | None = None


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of an organisation's escalation ladder as it stands now (section 3.9)."""

    minutes: int
    """Minutes to acknowledge before the next level hears of it."""
    next: EscalationLevel | None
    """The next level; none at the top."""
    vacant: bool = False
    """Whether nobody holds the place now."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that `decide` may look at beside the state and the command."""

    at: datetime
    """The server's clock, aware UTC."""
    by: Party
    """Who gives the command."""
    people: Mapping[str, Party] = field(default_factory=dict)
    """The people that the command or the state names, by id."""
    pathways: Mapping[str, PathwayPicture] = field(default_factory=dict)
    services: Mapping[str, ServicePicture] = field(default_factory=dict)
    slots: Mapping[str, SlotPicture] = field(default_factory=dict)
    """The published time that the command names; where it is not free, also the next ones that are."""
    times: Mapping[datetime, TimePicture] = field(default_factory=dict)
    """The times of a visit that the command names."""
    ladder: Mapping[EscalationLevel, Rung] = field(default_factory=dict)
    """The originating organisation's ladder; empty where none is mapped."""
    policy: Policy | None = None
    """The policy in force; looked at only when a transfer is opened."""
    subject: str = ""
    """The id of the person in the people room; looked at only when a transfer is opened."""
    linked_from: str = ""
    """The transfer whose corrective instruction opens this one; looked at only when a transfer is opened."""
    delegates: frozenset[str] = frozenset()
    """Who may book with the receiving service's schedule now; looked at only where a proxy confirms (M.proxy)."""
    accepted_elsewhere: str = ""
    """Another transfer in which this person's same need stands accepted; looked at only where one is accepted here."""
    consented_elsewhere: frozenset[str] = frozenset()
    """The services that hold a consent in another open transfer; looked at only where who is protected consents."""
    is_protected: bool = False
    """Whether the person is protected in another transfer; looked at only when a transfer is opened (standards 2.5)."""
    is_need_free: bool = False
    """Whether no other transfer has this need of the person; looked at only where access is confirmed here."""
    practised_by: str = ""
    """Who opens it to practise; blank: it is real. Looked at only when a transfer is opened (section 3.8)."""
    claimed_at: datetime | None = None
    """When the client says it happened: a claim, kept beside the server's clock."""
