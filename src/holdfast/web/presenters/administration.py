"""Where administration begins: what is kept, and what waits for somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from holdfast.accounts.selectors import invitations_open, ladder_rows
from holdfast.web.administering import Administered
from holdfast.web.parts import Tag, Tone


@dataclass(frozen=True, slots=True)
class Door:
    """One of the pages."""

    text: str
    explanation: str
    url: str
    tag: Tag | None = None


@dataclass(frozen=True, slots=True)
class AdministrationHome:
    """The pages, and whose they are."""

    organizations: tuple[str, ...]
    doors: tuple[Door, ...]


def home_page(kept: Administered, at: datetime) -> AdministrationHome:
    """Return the pages of administration, with what waits there; four statements for the first organisation."""
    waiting = invitations_open(kept.organizations)
    first = kept.named[0] if kept.named else None
    vacant = sum(row.is_vacant for row in ladder_rows(first.id, first.jurisdiction, at)) if first else 0
    invited = ngettext("%(count)s invitation open", "%(count)s invitations open", waiting) % {"count": waiting}
    empty = ngettext("%(count)s level without anybody", "%(count)s levels without anybody", vacant) % {"count": vacant}
    doors = (
        _door("admin_people", _("People and roles"), _("Who works here, invitations, who leaves."),
              Tag(invited) if waiting else None),
        _door("admin_services", _("Services"), _("Hours, time zones, who is there, closed days.")),
        _door("admin_ladders", _("Escalation ladder"), _("Who is told when something is late or goes wrong."),
              Tag(empty, Tone.SOON) if vacant else None),
        _door("admin_pools", _("Shared deciders and reviewers"), _("For small teams without a second person.")),
        _door("admin_policy", _("Numbers of the protocol"), _("How long everything may take, and for whom.")),
        _door("access_views", _("Who looked"), _("Every view of one handoff or one person.")),
        _door("messages_lost", _("Messages that did not arrive"), _("What was tried, and why it stayed away.")),
    )  # fmt: skip
    return AdministrationHome(tuple(each.name for each in kept.named), doors)


def _door(name: str, text: str, explanation: str, tag: Tag | None = None) -> Door:
    return Door(text, explanation, reverse(name), tag)
