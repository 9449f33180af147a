"""What stands around every page of staff: the places of a role, who is signed in, the languages."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from holdfast.notify.selectors import unread_count
from holdfast.protocol.codes import OPENERS, Role
from holdfast.transfers.callers import Caller
from holdfast.web.presenters.practice import PracticeBand, band_of

DECIDERS = frozenset({Role.SUPERVISOR, Role.COORDINATION_LEAD})
RECEIVERS = frozenset({Role.INTAKE_LEAD})
REVIEWERS = frozenset({Role.QUALITY_REVIEWER, Role.QUALITY_MANAGER})
CORRECTORS = frozenset({Role.SERVICE_MANAGER, Role.COORDINATION_DIRECTOR, Role.DIRECTOR})
CALLERS = frozenset({Role.FOLLOW_UP_LEAD})
FOLLOWERS = frozenset({Role.NAVIGATOR, Role.CARE_COORDINATOR})
LEADERS = frozenset({Role.EXECUTIVE, Role.GOVERNANCE, Role.REGIONAL_LEAD, Role.DIRECTOR})
ESCALATED_TO = DECIDERS | REVIEWERS | CORRECTORS | LEADERS
KEEPERS = OPENERS | DECIDERS | CORRECTORS
"""Who has people of their own: who begins a handoff, and to whom people pass when somebody leaves, or by a C2."""
OVERSEERS = LEADERS | REVIEWERS | frozenset({Role.AUDITOR, Role.COORDINATION_DIRECTOR})
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
LOOKS_REVIEWED_BY = REVIEWERS | {Role.GOVERNANCE}
"""Who settles looks by break-glass."""
LOOKS_SEEN_BY = ADMINISTRATORS | LOOKS_REVIEWED_BY
"""Who opens the access log."""

_PLACES: tuple[tuple[str, Promise, frozenset[Role] | None], ...] = (
    ("people_mine", _("My people"), OPENERS),
    ("handoff_start", _("Start a handoff"), OPENERS),
    ("decisions_due", _("Decisions due"), DECIDERS),
    ("episodes", _("Episodes"), OPENERS | DECIDERS),
    ("coming_to_us", _("Coming to us"), RECEIVERS),
    ("our_visits", _("Our visits"), RECEIVERS),
    ("checks_due", _("To check"), REVIEWERS),
    ("glass_reviews", _("Looks to review"), LOOKS_REVIEWED_BY),
    ("checks_failed", _("Failed checks"), CORRECTORS),
    ("countersigns_due", _("To countersign"), DECIDERS | CORRECTORS),
    ("calls_due", _("Calls to make"), CALLERS),
    ("people_followed", _("Until the first visit"), FOLLOWERS),
    ("escalations", _("Escalations"), ESCALATED_TO),
    ("people_mine", _("My people"), KEEPERS),
    ("agenda", _("This week"), LEADERS),
    ("transfers_found", _("All handoffs"), OVERSEERS),
    ("directory_pathways", _("Receiving services"), OPENERS | DECIDERS),
    ("on_call", _("On call"), OPENERS | DECIDERS),
    ("admin_home", _("Administration"), ADMINISTRATORS),
    ("messages", _("Messages"), None),
    ("practice", _("Practice"), None),
)
"""Address, words, and whose place it is (none: everybody's), in the order in which they stand.

What stands here twice stands once for each reader, at the first place that is theirs.
"""


@dataclass(frozen=True, slots=True)
class Place:
    """One link of the navigation."""

    text: str
    url: str
    is_current: bool
    count: int = 0
    is_within: bool = False
    """Whether the page is one below it."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language, named in itself."""

    code: str
    name: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Shell:
    """What the layout draws."""

    who: str
    places: tuple[Place, ...]
    languages: tuple[Language, ...]
    is_rtl: bool
    play: PracticeBand | None = None
    """The band over the pages of a practice."""


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Return the shell for templates; without places where nobody of staff is signed in."""
    caller: Caller | None = getattr(request, "caller", None)
    code = get_language() or settings.LANGUAGE_CODE
    languages = tuple(
        Language(tag, get_language_info(tag)["name_local"].capitalize(), tag == code) for tag, _ in settings.LANGUAGES
    )
    is_rtl = bool(get_language_info(code)["bidi"])
    play = band_of(caller.play) if caller and caller.play else None
    return {"shell": Shell(caller.name if caller else "", _places(request, caller), languages, is_rtl, play)}


def home_of(caller: Caller) -> str:
    """Return where somebody's work is: the first of their places."""
    return next(reverse(name) for name, _words, roles in _PLACES if roles is None or caller.party.holds(roles))


def _places(request: HttpRequest, caller: Caller | None) -> tuple[Place, ...]:
    if caller is None or caller.guest is not None:
        return ()
    party = caller.play.learner.party if caller.play else caller.party
    mine: dict[str, Promise] = {}
    for name, words, roles in _PLACES:
        if roles is None or party.holds(roles):
            mine.setdefault(name, words)
    unread = unread_count(str(caller.id))
    urls = {name: reverse(name) for name in mine}
    within = urls["practice"] if caller.play else _section(request.path, tuple(urls.values()))
    return tuple(
        Place(
            str(words), urls[name], request.path == urls[name], unread if name == "messages" else 0,
            is_within=urls[name] == within,
        )
        for name, words in mine.items()
    )  # fmt: skip


def _section(path: str, urls: tuple[str, ...]) -> str:
    """Return the place that a page below it belongs to: a page of one handoff to the first, where its reader works."""
    above = [url for url in urls if path.startswith(url) and path != url]
    if path in urls:
        return ""
    if path.startswith(reverse("transfers_found")):
        return urls[0]
    return max(above, key=len, default="")
