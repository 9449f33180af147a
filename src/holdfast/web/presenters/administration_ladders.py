"""Administration of escalation ladders with their rota, and of shared pools of deciders and reviewers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from holdfast.accounts.selectors import HolderRow, LevelRow, PoolRow, ReviewerRow, Window
from holdfast.directory.selectors import OrganizationName
from holdfast.protocol.codes import EscalationLevel
from holdfast.protocol.ladder import next_level
from holdfast.web.forms.administration import HolderForm, PoolMemberForm, RungForm
from holdfast.web.parts import Choice, Tag, Tone
from holdfast.web.words import times
from holdfast.web.words.codes import explained, in_words


@dataclass(frozen=True, slots=True)
class LevelLine:
    """One level of a ladder."""

    name: str
    meaning: str
    url: str
    state: Tag
    minutes: int | None
    then: str
    holders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LadderPage:
    """An organisation's ladder."""

    name: str
    organizations: tuple[Choice, ...]
    lines: tuple[LevelLine, ...]
    vacant: int


@dataclass(frozen=True, slots=True)
class HolderLine:
    """Somebody who holds a level, and when."""

    id: UUID
    name: str
    hours: str
    since: datetime


@dataclass(frozen=True, slots=True)
class LevelPage:
    """One level, with the forms that change it. `may_change`: not for who only looks at the jurisdiction's own."""

    name: str
    meaning: str
    organization: str
    state: Tag
    minutes: int | None
    then: str
    holders: tuple[HolderLine, ...]
    may_change: bool
    is_mapped: bool
    rung: RungForm
    holder: HolderForm


@dataclass(frozen=True, slots=True)
class PoolLine:
    """Somebody who decides for a service that is not their own."""

    staff_id: UUID
    service_id: UUID
    name: str
    service: str
    since: datetime


@dataclass(frozen=True, slots=True)
class PoolsPage:
    """The pools of deciders, and who reviews."""

    pools: tuple[PoolLine, ...]
    reviewers: tuple[ReviewerRow, ...]
    form: PoolMemberForm


def ladder_page(
    organization: OrganizationName, others: Iterable[OrganizationName], rows: tuple[LevelRow, ...]
) -> LadderPage:
    """Return an organisation's ladder, every level of the protocol, vacant places marked."""
    choices = tuple(
        Choice(each.name, f"{reverse('admin_ladders')}?organization={each.id}", each.id == organization.id)
        for each in others
    )
    lines = tuple(_line(organization.id, row) for row in rows)
    return LadderPage(organization.name, choices, lines, sum(row.is_vacant for row in rows))


def level_page(
    organization: OrganizationName, row: LevelRow, rung: RungForm, holder: HolderForm, *, may_change: bool
) -> LevelPage:
    """Return one level."""
    return LevelPage(
        name=in_words(row.level), meaning=explained(row.level), organization=organization.name, state=_state(row),
        minutes=row.minutes, then=_then(row), holders=tuple(map(_holder, row.holders)), may_change=may_change,
        is_mapped=row.rung_id is not None, rung=rung, holder=holder,
    )  # fmt: skip


def pools_page(
    pools: tuple[PoolRow, ...], reviewers: tuple[ReviewerRow, ...], services: dict[UUID, str], form: PoolMemberForm
) -> PoolsPage:
    """Return the pools of the services that somebody administers."""
    lines = (
        PoolLine(row.staff_id, row.service_id, row.name, services.get(row.service_id, ""), row.since) for row in pools
    )
    return PoolsPage(tuple(sorted(lines, key=lambda line: (line.service, line.name))), reviewers, form)


def hours_words(window: Window | None) -> str:
    """Return when somebody holds a place: "Always", or "Monday, Tuesday, 8:00 AM to 4:00 PM (America/New_York)"."""
    if window is None:
        return _("Always")
    said = {
        "days": ", ".join(str(WEEKDAYS[day - 1]) for day in sorted(window.weekdays)),
        "starts": times.time_of_day(window.starts), "ends": times.time_of_day(window.ends), "zone": window.zone,
    }  # fmt: skip
    if window.ends <= window.starts:
        return _("%(days)s, %(starts)s to %(ends)s of the next day (%(zone)s)") % said
    return _("%(days)s, %(starts)s to %(ends)s (%(zone)s)") % said


def _line(organization_id: UUID, row: LevelRow) -> LevelLine:
    url = reverse("admin_level", args=[organization_id, row.level.value])
    names = tuple(dict.fromkeys(each.name for each in row.holders if each.is_active))
    return LevelLine(in_words(row.level), explained(row.level), url, _state(row), row.minutes, _then(row), names)


def _state(row: LevelRow) -> Tag:
    if row.rung_id is None:
        return Tag(_("No place set up"), Tone.SOON)
    return Tag(_("Nobody now"), Tone.SOON) if row.is_vacant else Tag(_("Held now"), Tone.OK)


def _then(row: LevelRow) -> str:
    after = row.next_level if row.rung_id is not None else next_level({}, row.level)
    return in_words(after) if isinstance(after, EscalationLevel) else _("No level: this is the top")


def _holder(row: HolderRow) -> HolderLine:
    return HolderLine(row.id, row.name, hours_words(row.window), row.since)
