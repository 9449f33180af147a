"""Who looked: the access log of one handoff or person, and looks by break-glass with their review."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast.accounts.models import ActorKind, GlassFinding
from holdfast.accounts.selectors import Look, SeenBy
from holdfast.protocol.codes import Seat
from holdfast.transfers.selectors import AccessView, Page
from holdfast.web.forms.administration_access import CaseForm, SettleForm
from holdfast.web.parts import Pager, Tag, Tone
from holdfast.web.words.codes import in_words
from holdfast.web.words.purposes import purpose_words


@dataclass(frozen=True, slots=True)
class ViewLine:
    """One view. `who` and `role` are as they stood then."""

    at: datetime
    who: str
    role: str
    what: str
    way: str
    case: str = ""
    """Which handoff it was, where it is asked about a person; blank where the number is not theirs to know."""


@dataclass(frozen=True, slots=True)
class ViewsPage:
    """Who looked at one handoff or person; without lines where nothing was asked for yet. `case`: of one handoff."""

    lines: tuple[ViewLine, ...]
    pager: Pager
    is_asked: bool
    form: CaseForm
    case: str = ""


@dataclass(frozen=True, slots=True)
class LookLine:
    """A look by break-glass."""

    id: UUID
    who: str
    at: datetime
    until: datetime
    reason: str = field(repr=False)
    case: str = ""
    transfer_url: str = ""
    views_url: str = ""
    settle_url: str = ""
    is_own: bool = False
    finding: Tag | None = None
    review: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class LooksPage:
    """Looks that wait for a review, or those that were reviewed."""

    lines: tuple[LookLine, ...]
    pager: Pager
    is_reviewed: bool


@dataclass(frozen=True, slots=True)
class SettlePage:
    """One look, to be settled."""

    line: LookLine
    form: SettleForm


def views_page(
    found: Page[AccessView] | None, asked: dict[str, str], cases: Mapping[UUID, str], form: CaseForm
) -> ViewsPage:
    """Return who looked, the latest first. `cases`: case numbers by handoff."""
    if found is None:
        return ViewsPage((), Pager(), is_asked=False, form=form)
    subject = {name: value for name, value in asked.items() if name != "after"}
    following = f"?{urlencode({**subject, 'after': found.after})}" if found.after else ""
    first = f"?{urlencode(subject)}" if "after" in asked else ""
    of_one = "transfer" in asked
    case = cases.get(UUID(asked["transfer"]), "") if of_one else ""
    lines = tuple(_line(each, "" if of_one else _case(each.transfer_id, cases)) for each in found.items)
    return ViewsPage(lines, Pager(following, first), is_asked=True, form=form, case=case)


def looks_page(
    found: Page[Look], me: UUID, cases: Mapping[UUID, str], *, is_reviewed: bool, is_later: bool
) -> LooksPage:
    """Return looks by break-glass. `cases`: case numbers by handoff."""
    asked = {"reviewed": "yes"} if is_reviewed else {}
    following = f"?{urlencode({**asked, 'after': found.after})}" if found.after else ""
    first = f"?{urlencode(asked)}" if is_later else ""
    return LooksPage(tuple(look_line(each, me, cases) for each in found.items), Pager(following, first), is_reviewed)


def look_line(look: Look, me: UUID, cases: Mapping[UUID, str]) -> LookLine:
    """Return one look, for those who may review it."""
    finding = None
    if look.finding is GlassFinding.JUSTIFIED:
        finding = Tag(_("Justified"), Tone.OK)
    elif look.finding is GlassFinding.NOT_JUSTIFIED:
        finding = Tag(_("Not justified"), Tone.LATE)
    return LookLine(
        id=look.id, who=look.staff_name, at=look.opened_at, until=look.until,
        reason=look.reason or _("Their words can no longer be opened."),
        case=_case(look.transfer_id, cases), transfer_url=reverse("transfer_page", args=[look.transfer_id]),
        views_url=f"{reverse('access_views')}?{urlencode({'transfer': look.transfer_id})}",
        settle_url=reverse("glass_settle", args=[look.id]), is_own=look.staff_id == me, finding=finding,
        review=" ".join(filter(None, (look.reviewer_name + ":" if look.remark else look.reviewer_name, look.remark))),
    )  # fmt: skip


def role_words(seen: SeenBy) -> str:
    """Return as what somebody looked: "Clinician, Mobile Crisis Team North", or as which guest."""
    if seen.seat is Seat.PERSON:
        return _("The person, by their own link")
    if seen.seat is not None:
        return _("Guest of the receiving service")
    if seen.role is None:
        return _("Without a role then")
    return _("%(role)s, %(service)s") % {"role": in_words(seen.role), "service": seen.service_name}


def _line(view: AccessView, case: str) -> ViewLine:
    what, way = purpose_words(view.purpose), _way(view.adapter)
    if view.kind is ActorKind.SYSTEM:
        return ViewLine(view.at, _("The server"), "", what, "", case)
    who = view.name or (_("A guest") if view.kind is ActorKind.GUEST else _("Somebody"))
    return ViewLine(view.at, who, role_words(view.seen_by), what, way, case)


def _case(transfer_id: UUID | None, cases: Mapping[UUID, str]) -> str:
    return cases.get(transfer_id, "") if transfer_id is not None else ""


def _way(adapter: str) -> str:
    return {"page": _("On a page"), "api": _("Through the API"), "live": _("In the live room")}.get(adapter, adapter)
