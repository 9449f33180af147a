"""What the directory shows to other rooms: frozen values, never rows. `None` is unknown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from holdfast.directory.known import Known
from holdfast.protocol.facts import PathwayPicture


@dataclass(frozen=True, slots=True)
class PhoneView:
    """A number that may be called. `of`: whose it is (`contact`, `service`, `location` or `organization`)."""

    id: str
    number: str
    extension: str
    kind: str
    label: str
    of: str


@dataclass(frozen=True, slots=True)
class OpeningView:
    """Whether a service is open. `changes_at`: when it closes next, or opens; none where nobody knows."""

    is_open: bool
    changes_at: datetime | None


@dataclass(frozen=True, slots=True)
class ContactView:
    """A named person who can be asked to receive. `level`: what they are a contact of, nearest first.

    `phones` are their own numbers, or where they have none those of their service, location or organisation.
    """

    id: str
    name: str
    title: str
    email: str
    level: str
    phones: tuple[PhoneView, ...]


@dataclass(frozen=True, slots=True)
class InviteView:
    """A named person who can be invited as a guest. Their address is for the server alone to know."""

    id: str
    name: str
    title: str
    has_email: bool


@dataclass(frozen=True, slots=True)
class PathwayCard:
    """One pathway in a list, with what is known and confirmed of it."""

    id: str
    name: str
    service_id: str
    service: str
    organization: str
    known: Known


@dataclass(frozen=True, slots=True)
class PicturedPathway:
    """A pathway by name, with what is known of it now; no picture where its service is not active."""

    name: str
    service: str
    picture: PathwayPicture | None


@dataclass(frozen=True, slots=True)
class RouteName:
    """What one pathway, its service and who runs it are called; blank where nobody is known to run it."""

    id: str
    name: str
    service_id: str
    service: str
    organization: str


@dataclass(frozen=True, slots=True)
class Page:
    """Some pathways in order of name. `after` asks for the next ones; None where there are no more."""

    pathways: tuple[PathwayCard, ...]
    after: str | None
