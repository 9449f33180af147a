"""Who looked at what is known of a person, for the person themself: roles and places, never a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.accounts.models import ActorKind
from holdfast.protocol.codes import Seat
from holdfast.transfers.selectors import AccessView, Page
from holdfast.web.parts import Pager
from holdfast.web.presenters.listing import pager_of
from holdfast.web.words.codes import in_words

_BEGINNINGS: tuple[tuple[str, Promise], ...] = (
    ("break-glass", gettext_lazy("Opened it to keep you safe, and had to say why. Another person checks that.")),
    ("record-", gettext_lazy("Read a form about you")),
    ("form-", gettext_lazy("Opened a form about you")),
    ("handoff-draft", gettext_lazy("Began a plan for you")),
    ("live", gettext_lazy("Was on the call with you")),
    ("transfer-history", gettext_lazy("Read what was done for you")),
    ("transfer", gettext_lazy("Looked at your plan")),
    ("guest", gettext_lazy("Looked at your plan")),
    ("access-log", gettext_lazy("Checked who had looked")),
    ("disclosures", gettext_lazy("Checked what was shared")),
    ("summary", gettext_lazy("Opened the short note about you")),
)
"""How the code of a purpose begins."""


@dataclass(frozen=True, slots=True)
class SeenLine:
    """One look: when, in which role and where, what for."""

    at: datetime
    who: str
    what: str


@dataclass(frozen=True, slots=True)
class SeenPage:
    """Looks, the latest first."""

    lines: tuple[SeenLine, ...]
    pager: Pager


def seen_page(found: Page[AccessView], asked: Mapping[str, str]) -> SeenPage:
    """Return who looked. `asked`: the parameters of the address."""
    return SeenPage(tuple(map(_line, found.items)), pager_of(found.after, asked))


def look_words(purpose: str) -> str:
    """Return what somebody looked for, to the person, from the code that the access log has of it."""
    what = next((words for start, words in _BEGINNINGS if purpose.startswith(start)), None)
    return str(what) if what else _("Saw your name in a list of their work")


def _line(view: AccessView) -> SeenLine:
    return SeenLine(view.at, _who(view), look_words(view.purpose))


def _who(view: AccessView) -> str:
    seen = view.seen_by
    if view.kind is ActorKind.SYSTEM:
        return _("Our server")
    if seen.seat is Seat.RECEIVER:
        return _("The place you are going to")
    if seen.role is None:
        return _("Someone who works with us")
    return _("%(role)s, %(service)s") % {"role": in_words(seen.role), "service": seen.service_name}
