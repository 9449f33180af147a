"""Administration of people: the list, and one member of staff with places, invitation and sign-in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from holdfast.accounts.selectors import Held, Invited, StaffPage, StaffRow, StaffSheet, Standing
from holdfast.protocol.codes import EscalationLevel
from holdfast.transfers.leaving import Leaving
from holdfast.web.forms.administration import PlaceForm, PoolForm
from holdfast.web.parts import Action, Confirmation, Look, Pager, Row, Tag, Tone
from holdfast.web.words.codes import in_words

STANDINGS: dict[Standing, tuple[Promise, Tone]] = {
    Standing.READY: (lazy("Can sign in"), Tone.OK),
    Standing.INVITED: (lazy("Invited"), Tone.WAIT),
    Standing.NOT_INVITED: (lazy("Not invited yet"), Tone.SOON),
    Standing.DEACTIVATED: (lazy("Deactivated"), Tone.WAIT),
}

_NOT_DONE: dict[str, Promise] = {
    "invite_new": lazy("The account with this email is deactivated. Use another email."),
    "own": lazy("Nobody gives themself a role, or a place in a pool: another administrator does it."),
    "jurisdiction": lazy(
        "This role oversees the whole jurisdiction. An administrator who is also its regional lead or in governance "
        "gives it."
    ),
    "elsewhere": lazy(
        "The account with this email works for another organization. Ask them first; then whoever runs the server of "
        "Holdfast gives the role."
    ),
    "role_give": lazy("The account is deactivated, so it gets no role."),
    "role_end": lazy("The role had ended already, or it is your own: another administrator ends that one."),
    "pool_join": lazy("The account is deactivated, so it joins no pool."),
    "pool_leave": lazy("They were not in this pool any more."),
    "invite": lazy("They can sign in already, or the account is deactivated. Look at their page again."),
    "uninvite": lazy("The invitation was used or taken back already."),
    "deactivate": lazy("The account was deactivated already, or it is your own: another administrator does that."),
    "anew": lazy("The account is deactivated, or it is your own: another administrator does that."),
    "nobody_takes_over": lazy(
        "They own people, and there is nobody to take them over: neither a supervisor of that service, nor anybody on "
        "the ladder above it. Name one first."
    ),
}


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A member of staff in the list."""

    name: str
    email: str
    url: str
    standing: Tag
    places: tuple[str, ...]
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """The list. `words`: what was searched for."""

    lines: tuple[PersonLine, ...]
    pager: Pager
    words: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class HeldLine:
    """A role or pool that can be ended."""

    words: str
    since: datetime
    role: str
    service_id: UUID
    may_end: bool


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One member of staff."""

    id: UUID
    name: str
    email: str
    standing: Tag
    is_active: bool
    is_self: bool
    roles: tuple[HeldLine, ...]
    pools: tuple[HeldLine, ...]
    levels: tuple[str, ...]
    invitation: Invited | None
    may_invite: bool
    may_begin_anew: bool
    open_sign_ins: int
    works_elsewhere: bool
    place: PlaceForm
    pool: PoolForm


def people_page(found: StaffPage, *, words: str = "", is_later: bool = False) -> PeoplePage:
    """Return the list; a list that was searched has no further pages, so that no name stands in an address."""
    following = "" if words or found.after is None else f"?{urlencode({'after': found.after})}"
    pager = Pager(following, reverse("admin_people") if is_later else "")
    return PeoplePage(tuple(map(_line, found.rows)), pager, words)


def person_page(sheet: StaffSheet, me: UUID, place: PlaceForm, pool: PoolForm) -> PersonPage:
    """Return one member of staff, with the forms that give them a role or a pool."""
    row, is_self = sheet.row, sheet.row.id == me
    is_active = row.standing is not Standing.DEACTIVATED
    return PersonPage(
        id=row.id, name=row.name, email=row.email, standing=_standing(row, sheet.invitation), is_active=is_active,
        is_self=is_self,
        roles=tuple(_held(each, is_self=is_self) for each in row.held),
        pools=tuple(_held(each, is_self=False) for each in sheet.pools),
        levels=tuple(in_words(EscalationLevel(level)) for level in sheet.levels), invitation=sheet.invitation,
        may_invite=row.standing in (Standing.INVITED, Standing.NOT_INVITED),
        may_begin_anew=row.standing is Standing.READY and not is_self, open_sign_ins=sheet.open_sign_ins,
        works_elsewhere=sheet.works_elsewhere, place=place, pool=pool,
    )  # fmt: skip


def deactivation(sheet: StaffSheet, hangs: Leaving) -> Confirmation:
    """Return the page that asks before an account is deactivated: what passes on, and what stays without them."""
    rows = (
        Row(_("People they own"), str(hangs.owned)),
        Row(_("Other open handoffs that name them"), str(hangs.named)),
        Row(_("Levels of the ladder they hold"), str(len(sheet.levels))),
    )
    return Confirmation(
        title=_("Deactivate this account?"),
        text=_(
            "%(name)s is signed out at once, and their roles end. The people they own pass to the supervisor of that "
            "service in the same moment. Where a handoff only names them, look for somebody else yourself."
        )
        % {"name": sheet.row.name},
        rows=(Row(_("Who"), sheet.row.name), *rows),
        actions=(Action(_("Deactivate the account"), look=Look.STOP, name="sure", value="yes"),),
        back_url=reverse("admin_person", args=[sheet.row.id]),
        back_text=_("Keep the account"),
    )


def beginning_anew(sheet: StaffSheet) -> Confirmation:
    """Return the page that asks before every way in which somebody signs in is taken away."""
    return Confirmation(
        title=_("Let them choose anew how they sign in?"),
        text=_(
            "For a lost phone or a lost passkey. The password, passkeys and app of %(name)s no longer work. They are "
            "signed out everywhere, and a new link goes to their email. Make sure first that it is they who ask."
        )
        % {"name": sheet.row.name},
        rows=(Row(_("Who"), sheet.row.name), Row(_("Email"), sheet.row.email)),
        actions=(Action(_("Send a new link"), look=Look.STOP, name="sure", value="yes"),),
        back_url=reverse("admin_person", args=[sheet.row.id]),
        back_text=_("Leave it as it is"),
    )


def not_done(do: str) -> str:
    """Return why something that an administrator asked for was not done. Nothing was changed."""
    return str(_NOT_DONE[do])


def _line(row: StaffRow) -> PersonLine:
    places = tuple(_place(each) for each in row.held)
    return PersonLine(row.name, row.email, reverse("admin_person", args=[row.id]), _standing(row), places, row.seen_at)


def _standing(row: StaffRow, invitation: Invited | None = None) -> Tag:
    if invitation is not None and invitation.sent_at is None and row.standing is Standing.INVITED:
        return Tag(_("Invitation not sent yet"), Tone.SOON)
    words, tone = STANDINGS[row.standing]
    return Tag(str(words), tone)


def _place(held: Held) -> str:
    if held.role is None:
        return held.service_name
    return _("%(role)s, %(service)s") % {"role": in_words(held.role), "service": held.service_name}


def _held(held: Held, *, is_self: bool) -> HeldLine:
    is_own_key = is_self and held.role == "administrator"
    return HeldLine(_place(held), held.since, held.role or "", held.service_id, may_end=not is_own_key)
