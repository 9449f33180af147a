"""Bringing somebody into the live event: the person on a device of their own, a receiver who has no account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import qrcode
from django.urls import reverse
from django.utils.translation import gettext

from holdfast.accounts.selectors import persons_link_needs_code
from holdfast.config.ids import new_id
from holdfast.directory.selectors import InviteView, contacts_to_invite
from holdfast.notify.selectors import LinkView, Sending, links_of_event, texts_can_go, texts_of
from holdfast.protocol.codes import Seat
from holdfast.transfers.selectors import Looked
from holdfast.web.parts import Action, Confirmation, Crumb, ErrorSummary, Look, Tag, Tone
from holdfast.web.presenters.cases import Case, case_of
from holdfast.web.presenters.joining import Team, team
from holdfast.web.presenters.live import Wrong, errors_of
from holdfast.web.words import times
from holdfast.web.words.texts import text_tag

QUIET_ZONE = 4
"""Modules of white around a code, as ISO/IEC 18004 asks for."""


@dataclass(frozen=True, slots=True)
class Invitee:
    """A contact who can be invited; `sent`: what became of the latest link to them, none where none was asked for."""

    id: str
    name: str
    title: str
    has_email: bool
    sent: Tag | None


@dataclass(frozen=True, slots=True)
class InvitePage:
    """The page on which somebody is invited. `person`: how the person is called; `is_safe`: their page has a code."""

    case: str
    crumbs: tuple[Crumb, ...]
    errors: ErrorSummary | None
    person: str
    service: str
    invitees: tuple[Invitee, ...]
    url: str
    key: str
    is_safe: bool
    can_text: bool
    texts: tuple[Tag, ...]
    """What became of the last texts to the person."""


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code as a drawing: `path` of dark modules in a square of `size`."""

    path: str
    size: int


@dataclass(frozen=True, slots=True)
class Shown:
    """What was just made for somebody: a link, a code with its reference, or a link with the short code it needs."""

    whom: Seat
    until: datetime
    link: str = field(default="", repr=False)
    reference: str = ""
    code: str = field(default="", repr=False)
    short: str = field(default="", repr=False)
    """Behind which the person's page stands, beside a code to read out."""

    def as_kept(self) -> list[str]:
        """Return it as a browser keeps it."""
        return [self.whom.value, self.until.isoformat(), self.link, self.reference, self.code, self.short]

    @classmethod
    def from_kept(cls, kept: list[str]) -> Shown:
        """Return what a browser kept."""
        whom, until, *rest = kept
        return cls(Seat(whom), datetime.fromisoformat(until), *rest)


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A link with its QR code, or a code with its reference: to be shown or said, and to nobody else."""

    case: str
    crumbs: tuple[Crumb, ...]
    whom: str
    is_for_person: bool
    shown: Shown
    qr: Code | None
    reference: str
    """The number that is typed before the code, in groups of three."""
    spoken: str
    """The code in pairs of digits, as it is said."""
    spoken_short: str
    """The short code beside a code to read out, likewise."""
    code_url: str


@dataclass(frozen=True, slots=True)
class CalledPage:
    """Who would be asked to join. `confirmation`: none where nobody holds the level, or no event is open."""

    case: str
    crumbs: tuple[Crumb, ...]
    confirmation: Confirmation | None
    why: str
    """Why nobody can be asked; blank where somebody can."""
    team: Team | None
    """The reader's own team with its numbers, where nobody can be asked."""


def invite_page(looked: Looked, wrong: Wrong | None = None) -> InvitePage:
    """Return the page; at most nine statements."""
    case, event = case_of(looked), looked.state.event
    links = links_of_event(looked.transfer_id, event.number if event else None)
    latest = {link.contact_id: link for link in reversed(links)}
    contacts = contacts_to_invite(case.view.receiving_service_id or "")
    return InvitePage(
        case=case.view.case_id or "", crumbs=crumbs_of(looked), errors=errors_of(wrong or Wrong()),
        person=case.called, service=case.receiver, url=reverse("live_invite", args=[looked.transfer_id]),
        invitees=tuple(_invitee(contact, latest.get(UUID(contact.id)), looked.at) for contact in contacts),
        key=str(new_id()), is_safe=persons_link_needs_code(looked.transfer_id), can_text=texts_can_go(),
        texts=tuple(text_tag(text, looked.at) for text in texts_of(looked.transfer_id)),
    )  # fmt: skip


def crumbs_of(looked: Looked) -> tuple[Crumb, ...]:
    """Return the pages above those of the live room."""
    return (
        Crumb(gettext("Handoff"), reverse("transfer_page", args=[looked.transfer_id])),
        Crumb(gettext("Live room"), reverse("live_room", args=[looked.transfer_id])),
    )


def drawn(text: str) -> Code:
    """Return a text as a QR code, with the quiet zone that readers need."""
    made = qrcode.QRCode(border=QUIET_ZONE, error_correction=qrcode.ERROR_CORRECT_M)
    made.add_data(text)
    rows = made.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return Code(path, len(rows))


def shown_page(looked: Looked, shown: Shown, code_url: str) -> ShownPage:
    """Return the page that shows what was made; at most four statements. `code_url`: where a code is typed."""
    case = case_of(looked)
    return ShownPage(
        case=case.view.case_id or "", crumbs=crumbs_of(looked),
        whom=case.called if shown.whom is Seat.PERSON else case.receiver, is_for_person=shown.whom is Seat.PERSON,
        shown=shown, qr=drawn(shown.link) if shown.link else None, spoken=_grouped(shown.code),
        reference=_grouped(shown.reference, 3),
        spoken_short=_grouped(shown.short), code_url=code_url,
    )  # fmt: skip


def _grouped(digits: str, by: int = 2) -> str:
    """Return digits as they are said: in groups of `by`."""
    return " ".join(digits[place : place + by] for place in range(0, len(digits), by))


def called_page(looked: Looked, reached: Mapping[str, datetime]) -> CalledPage:
    """Return the page that asks before supervisors are called; at most four statements.

    `reached`: who would be called, and from when a message reaches them outside the product.
    """
    case = case_of(looked, also=tuple(reached))
    asking = _asking(case, reached) if reached else None
    is_open = looked.state.event is not None and looked.state.event.is_open
    why = gettext("Nobody holds the supervisory level now.") if is_open else gettext("No live room is open.")
    return CalledPage(
        case.view.case_id or "", crumbs_of(looked), asking, "" if asking else why,
        None if asking else team(looked.state.service),
    )  # fmt: skip


def _asking(case: Case, reached: Mapping[str, datetime]) -> Confirmation:
    who_is_on_call = Action(gettext("See who is on call"), reverse("on_call"))
    is_night = any(begins > case.looked.at for begins in reached.values())
    return Confirmation(
        title=gettext("Ask your supervisor to join?"), text=" ".join(_told(case, reached)),
        actions=(Action(gettext("Ask them to join"), look=Look.FILLED), *([who_is_on_call] if is_night else [])),
        back_url=reverse("live_room", args=[case.looked.transfer_id]), back_text=gettext("Back to the live room"),
    )  # fmt: skip


def _told(case: Case, reached: Mapping[str, datetime]) -> Iterator[str]:
    """Return what becomes of the message: a sentence for those it wakes now, and one for each time of the others."""
    at = case.looked.at
    for begins in sorted({max(each, at) for each in reached.values()}):
        whose = [staff for staff, since in reached.items() if max(since, at) == begins]
        named = {"names": ", ".join(map(case.names.name, whose)), "time": times.near(begins, at)}
        if begins == at:
            yield gettext("%(names)s will be told at once, here and by email. The message says no name.") % named
        else:
            yield _waits() % named


def _waits() -> str:
    return gettext(
        "It is night for %(names)s: an email waits until %(time)s. Here they see it at once, if they are looking. "
        "To reach them before, call them. The message says no name."
    )


def _invitee(contact: InviteView, link: LinkView | None, at: datetime) -> Invitee:
    return Invitee(contact.id, contact.name, contact.title, contact.has_email, _sent(link, at) if link else None)


def _sent(link: LinkView, at: datetime) -> Tag:
    named = {"time": times.near(link.at, at)}
    match link.status:
        case Sending.SENT:
            return Tag(gettext("Link sent at %(time)s") % named, Tone.OK)
        case Sending.WAITING:
            return Tag(gettext("The link is on its way"), Tone.GO)
        case Sending.REFUSED:
            return Tag(gettext("Not sent at %(time)s: it may not be shared with them now") % named, Tone.SOON)
        case _:
            return Tag(gettext("Could not be sent, tried until %(time)s") % named, Tone.LATE)
