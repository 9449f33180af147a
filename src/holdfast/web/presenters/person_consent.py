"""What the person is asked to agree to, and what went outward of them: both in plain words, for themself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from holdfast.protocol.chapters.consent.said import Proposal
from holdfast.protocol.codes import ConsentScope, GivenBy
from holdfast.protocol.state import State
from holdfast.transfers.selectors import Disclosure, Page
from holdfast.web.parts import Pager
from holdfast.web.presenters.listing import pager_of
from holdfast.web.presenters.names import names_of
from holdfast.web.presenters.person_seen import look_words
from holdfast.web.words.sharing import TOLD_WHEN_NOT, plain_scope


@dataclass(frozen=True, slots=True)
class Asked:
    """One question. `to` and `step` name it; `signs`: whether they sign by typing their name."""

    to: str
    step: int
    service: str
    shared: tuple[str, ...]
    kept_back: tuple[str, ...]
    purpose: str
    until: date
    ends_at: datetime | None
    signs: bool
    discloser: str
    information: str
    recipients: str
    ends_when: str
    """An event that ends it before its last day."""


@dataclass(frozen=True, slots=True)
class SharedLine:
    """One thing that went outward: when, to which service, what of it, what for."""

    at: datetime
    service: str
    what: tuple[str, ...]
    why: str
    is_emergency: bool


@dataclass(frozen=True, slots=True)
class SharedPage:
    """What went outward, the latest first."""

    lines: tuple[SharedLine, ...]
    pager: Pager


def asked_of(state: State) -> tuple[Asked, ...]:
    """Return what the person has not answered yet; at most one statement, none where there is nothing."""
    proposals = state.consent.proposals
    if not proposals or state.is_closed:
        return ()
    names = names_of((), proposals)
    return tuple(_asked(to, proposal, names.service(to)) for to, proposal in sorted(proposals.items()))


def agreed_fields(to: str, proposal: Proposal, name: str, at: datetime) -> dict[str, object]:
    """Return the fields of the consent by which the person agrees to all of it. `name`: typed to sign; blank: none.

    What they are told when they sign stands on the page that they read.
    """
    fields: dict[str, object] = {
        "scopes": sorted(proposal.scopes), "to": to, "purpose": proposal.purpose,
        "until": proposal.until.isoformat(), "given_by": GivenBy.PERSON.value, "language": proposal.language,
        "how": "own_device",
    }  # fmt: skip
    if proposal.expires_at is not None:
        fields["expires_at"] = proposal.expires_at.isoformat()
    if signs(proposal):
        told = {"right_to_revoke_told": True, "redisclosure_told": True, "consequences_told": True}
        written = proposal.part2.model_dump(mode="json", exclude_none=True) if proposal.part2 else {}
        fields["part2"] = {**written, **told, "signed_by": name, "signed_at": at.isoformat()}
    return fields


def signs(proposal: Proposal) -> bool:
    """Say whether the person signs what they agree to: where it is about substance use records."""
    return ConsentScope.SUD_PART2 in proposal.scopes


def shared_page(found: Page[Disclosure], asked: Mapping[str, str]) -> SharedPage:
    """Return what went outward. `asked`: the parameters of the address."""
    return SharedPage(tuple(map(_line, found.items)), pager_of(found.after, asked))


def _asked(to: str, proposal: Proposal, service: str) -> Asked:
    part2 = proposal.part2
    return Asked(
        to=to, step=proposal.step, service=service,
        shared=tuple(plain_scope(scope) for scope in ConsentScope if scope in proposal.scopes),
        kept_back=tuple(plain_scope(scope) for scope in TOLD_WHEN_NOT if scope not in proposal.scopes),
        purpose=proposal.purpose, until=proposal.until, ends_at=proposal.expires_at, signs=signs(proposal),
        discloser=part2.discloser if part2 else "", information=part2.information if part2 else "",
        recipients=part2.recipients if part2 else "", ends_when=(part2.expiry_event or "") if part2 else "",
    )  # fmt: skip


def _line(told: Disclosure) -> SharedLine:
    return SharedLine(
        told.at, told.service or _("A service"), tuple(map(plain_scope, told.scopes)), look_words(told.purpose),
        told.is_emergency,
    )  # fmt: skip
