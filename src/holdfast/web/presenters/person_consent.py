"""What the person is asked to agree to, and what went outward of them: both in plain words, for themself."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from holdfast.protocol.chapters.consent.said import Proposal
from holdfast.protocol.chapters.consent.standing import is_in_their_language
from holdfast.protocol.codes import NEEDED_SCOPES, ConsentScope, GivenBy
from holdfast.protocol.state import State
from holdfast.transfers.selectors import Disclosure, Page, Right
from holdfast.web.parts import Pager
from holdfast.web.presenters.listing import pager_of
from holdfast.web.presenters.names import names_of
from holdfast.web.presenters.person_seen import look_words
from holdfast.web.words.sharing import TOLD_WHEN_NOT, plain_end, plain_scope
from holdfast.web.words.tongues import language_name

RIGHTS: dict[Right, Promise] = {
    Right.POOL: lazy("They help us decide, so they may see it."),
    Right.OVERSIGHT: lazy("They check the work of all places near you, so they may see it."),
    Right.OPENED: lazy("They began this with you, and work at another place now."),
    Right.BREAK_GLASS: lazy("They had to say why they needed it. Another person checks that."),
}
"""Why somebody of another place saw it without a yes, to the person."""
WHOLE: dict[tuple[bool, bool], Promise] = {
    (False, False): lazy("All that we wrote down"),
    (True, False): lazy("All that we wrote down, but not who you are"),
    (False, True): lazy("What we wrote down, but not your most private facts"),
    (True, True): lazy("What we wrote down, but not who you are, and not your most private facts"),
}
"""What they saw: by whether it lacked who the person is, and what is specially protected."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of what is asked, which the person says yes to by itself."""

    value: str
    words: str
    is_needed: bool
    """Whether nobody may be called about them without it."""
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class Tongue:
    """In which language a question is read, and in which it would have to be."""

    read_in: str
    """The language of the page, as a tag: what the person says is kept as said in it."""
    is_theirs: bool
    theirs: str = ""
    """What their own is called in the language of the page."""
    code: str = ""
    """The language of ours in which they can read it; blank where we do not have theirs."""
    name: str = ""
    """What that one calls itself."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question. `to` and `step` name it; `signs`: whether they sign by typing their name."""

    to: str
    step: int
    service: str
    parts: tuple[Part, ...]
    kept_back: tuple[str, ...]
    purpose: str
    until: date
    ends_at: datetime | None
    signs: bool
    discloser: str
    information: str
    recipients: str
    ends_when: str
    """An event that ends it before its last day, once somebody says that it came."""
    ends_with: str = ""
    """What ends it by itself before that; blank for nothing."""


@dataclass(frozen=True, slots=True)
class SharedLine:
    """One thing that went outward: when, to which service, what of it, what for."""

    at: datetime
    service: str
    what: tuple[str, ...]
    why: str
    is_emergency: bool
    right: str = ""
    """By which right it was seen without their yes; blank where they said yes, or in an emergency."""


@dataclass(frozen=True, slots=True)
class SharedPage:
    """What went outward, the latest first."""

    lines: tuple[SharedLine, ...]
    pager: Pager


def asked_of(state: State, to: str = "", ticked: Collection[str] = ()) -> tuple[Asked, ...]:
    """Return what the person has not answered yet; at most one statement, none where there is nothing.

    `to`, `ticked`: what they had ticked of which question.
    """
    proposals = state.consent.proposals
    if not proposals or state.is_closed:
        return ()
    names = names_of((), proposals)
    return tuple(
        _asked(each, proposal, names.service(each), ticked if each == to else ())
        for each, proposal in sorted(proposals.items())
    )


def tongue_of(state: State) -> Tongue:
    """Return in which language the page is read, and whether that is the person's own."""
    read_in = get_language() or settings.LANGUAGE_CODE
    if state.person is None or is_in_their_language(state, read_in):
        return Tongue(read_in, is_theirs=True)
    offered = ((code, str(name)) for code, name in settings.LANGUAGES if is_in_their_language(state, code))
    code, name = next(offered, ("", ""))
    return Tongue(read_in, False, language_name(state.person.language), code, name)


@dataclass(frozen=True, slots=True)
class Yes:
    """What the person says yes to, in the language in which they read it. `name`: typed to sign; blank: none."""

    scopes: frozenset[ConsentScope]
    language: str
    name: str


def agreed_fields(to: str, proposal: Proposal, yes: Yes, at: datetime) -> dict[str, object]:
    """Return the fields of the consent by which the person agrees to all of what they are asked, or to a part.

    What they are told when they sign stands on the page that they read.
    """
    fields: dict[str, object] = {
        "scopes": sorted(yes.scopes), "to": to, "purpose": proposal.purpose,
        "until": proposal.until.isoformat(), "given_by": GivenBy.PERSON.value, "language": yes.language,
        "how": "own_device",
    }  # fmt: skip
    if proposal.expires_at is not None:
        fields["expires_at"] = proposal.expires_at.isoformat()
    written = proposal.part2.model_dump(mode="json", exclude_none=True) if proposal.part2 else {}
    ends = {name: written[name] for name in ("ends_with", "expiry_event") if name in written}
    if signs(yes.scopes):
        fields["part2"] = {**written, **_told(is_told=True), "signed_by": yes.name, "signed_at": at.isoformat()}
    elif ends:  # what ends it goes with every yes, also to a part
        fields["part2"] = ends | _told(is_told=False)
    return fields


def _told(*, is_told: bool) -> dict[str, bool]:
    return {"right_to_revoke_told": is_told, "redisclosure_told": is_told, "consequences_told": is_told}


def signs(scopes: Collection[ConsentScope]) -> bool:
    """Say whether the person signs what they agree to: where it is about substance use records."""
    return ConsentScope.SUD_PART2 in scopes


def shared_page(found: Page[Disclosure], asked: Mapping[str, str]) -> SharedPage:
    """Return what went outward. `asked`: the parameters of the address."""
    return SharedPage(tuple(map(_line, found.items)), pager_of(found.after, asked))


def _asked(to: str, proposal: Proposal, service: str, ticked: Collection[str]) -> Asked:
    part2 = proposal.part2
    return Asked(
        to=to, step=proposal.step, service=service,
        parts=tuple(
            Part(scope.value, plain_scope(scope), scope in NEEDED_SCOPES, scope.value in ticked)
            for scope in ConsentScope
            if scope in proposal.scopes
        ),
        kept_back=tuple(plain_scope(scope) for scope in TOLD_WHEN_NOT if scope not in proposal.scopes),
        purpose=proposal.purpose, until=proposal.until, ends_at=proposal.expires_at, signs=signs(proposal.scopes),
        discloser=part2.discloser if part2 else "", information=part2.information if part2 else "",
        recipients=part2.recipients if part2 else "", ends_when=(part2.expiry_event or "") if part2 else "",
        ends_with=plain_end(part2.ends_with) if part2 else "",
    )  # fmt: skip


def _line(told: Disclosure) -> SharedLine:
    return SharedLine(
        told.at, told.service or _("A service"), _what(told), look_words(told.purpose), told.is_emergency,
        str(RIGHTS[told.right]) if told.right is not None else "",
    )  # fmt: skip


def _what(told: Disclosure) -> tuple[str, ...]:
    if not told.scopes:
        return (_("A case number, and what is still to do"),)
    if told.is_everything:
        return (str(WHOLE[told.lacks_who, told.lacks_marked]),)
    return tuple(map(plain_scope, told.scopes))
