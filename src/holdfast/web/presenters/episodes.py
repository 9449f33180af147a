"""Episodes of one's service: a list, and how one ends (protocol section 3.6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from holdfast.accounts.services import Viewed
from holdfast.people.selectors import PersonView, people_named
from holdfast.protocol.codes import NoneNeeded
from holdfast.transfers.callers import Caller
from holdfast.transfers.episodes import EpisodeView, episode_asked, episodes_of
from holdfast.transfers.paging import Paging
from holdfast.web.parts import Choice, Crumb, Pager, Tag, Tone
from holdfast.web.presenters.listing import pager_of
from holdfast.web.presenters.names import names_of
from holdfast.web.words import times
from holdfast.web.words.codes import in_words

SHOW, ENDED = "show", "ended"


@dataclass(frozen=True, slots=True)
class EpisodeRow:
    """One row of the list. `ended`: how it ended, blank while it is open; `url`: where it is ended, blank after."""

    name: str
    kind: str
    began_at: datetime
    service: str
    tag: Tag
    ended: str
    url: str
    handoff_url: str


@dataclass(frozen=True, slots=True)
class EpisodesPage:
    """What the list shows."""

    choices: tuple[Choice, ...]
    rows: tuple[EpisodeRow, ...]
    pager: Pager
    empty: str


@dataclass(frozen=True, slots=True)
class EpisodePage:
    """The page on which an episode ends. `handoffs`: what it may end with, as (id, words)."""

    crumbs: tuple[Crumb, ...]
    name: str
    kind: str
    began_at: datetime
    over_at: datetime | None
    is_ended: bool
    ended: str
    handoffs: tuple[tuple[str, str], ...]
    running: tuple[Crumb, ...]
    """Handoffs of theirs that are not completed."""


def episodes_page(caller: Caller, paging: Paging, asked: Mapping[str, str]) -> EpisodesPage:
    """Return the list, in at most four statements. Raises Malformed for a wrong `after`. Side effects: access log."""
    is_open = asked.get(SHOW) != ENDED
    page = episodes_of(caller, paging, is_open=is_open)
    people = people_named((str(each.person_id) for each in page.items), caller.services)
    names = names_of((), {each.service_id for each in page.items})
    caller.note((Viewed(person_id=each.person_id) for each in page.items), "episodes")
    rows = tuple(_row(each, people, names.service(each.service_id)) for each in page.items)
    return EpisodesPage(_choices(is_open=is_open), rows, pager_of(page.after, asked), _empty(is_open=is_open))


def episode_page(caller: Caller, episode_id: UUID) -> EpisodePage:
    """Return the page of one, in at most five statements. Raises: UnknownTransfer. Side effects: the access log."""
    asked = episode_asked(caller, episode_id)
    episode = asked.episode
    caller.note([Viewed(person_id=episode.person_id)], "episode")
    people = people_named([str(episode.person_id)], caller.services)
    return EpisodePage(
        crumbs=(Crumb(gettext("Episodes"), reverse("episodes")),), name=_name(episode, people),
        kind=in_words(episode.kind), began_at=episode.began_at, over_at=episode.over_at,
        is_ended=episode.closed_at is not None, ended=_how(episode),
        handoffs=tuple(
            (str(each.transfer_id), _offered(each.case_id, each.opened_at))
            for each in asked.handoffs
            if each.is_completed
        ),
        running=tuple(
            Crumb(each.case_id, reverse("transfer_page", args=[each.transfer_id]))
            for each in asked.handoffs
            if not each.is_completed
        ),
    )  # fmt: skip


def barred_words(rules: tuple[str, ...]) -> str:
    """Return why an episode did not end, and what to do."""
    words = {
        "E.ended": gettext("It has ended already. Somebody was faster."),
        "E.handoff": gettext("That handoff is not completed. Choose one that is, or say why none is needed."),
        "E.reason": gettext("Choose the handoff, or say in words why none is needed."),
    }
    return " ".join(words[rule] for rule in rules)


def _row(episode: EpisodeView, people: Mapping[str, PersonView], service: str) -> EpisodeRow:
    is_open = episode.closed_at is None
    handoff = reverse("transfer_page", args=[episode.handoff_id]) if episode.handoff_id else ""
    return EpisodeRow(
        name=_name(episode, people), kind=in_words(episode.kind), began_at=episode.began_at, service=service,
        tag=_tag(episode), ended=_how(episode), url=reverse("episode", args=[episode.id]) if is_open else "",
        handoff_url=handoff,
    )  # fmt: skip


def _tag(episode: EpisodeView) -> Tag:
    if episode.closed_at is not None:
        return Tag(gettext("Ended"), Tone.OK)
    if episode.over_at is not None:
        return Tag(gettext("Over, and handed to nobody"), Tone.LATE)
    return Tag(gettext("Still open"), Tone.GO)


def _how(episode: EpisodeView) -> str:
    if episode.handoff_id is not None:
        return gettext("With a completed handoff")
    return in_words(NoneNeeded(episode.none_needed)) if episode.none_needed else ""


def _name(episode: EpisodeView, people: Mapping[str, PersonView]) -> str:
    person = people.get(str(episode.person_id))
    return person.name if person and person.name else gettext("Name not known")


def _offered(case: str, opened_at: datetime) -> str:
    return gettext("The handoff %(case)s of %(day)s, completed") % {"case": case, "day": times.day(opened_at.date())}


def _choices(*, is_open: bool) -> tuple[Choice, ...]:
    url = reverse("episodes")
    return (Choice(gettext("Still open"), url, is_open), Choice(gettext("Ended"), f"{url}?{SHOW}={ENDED}", not is_open))


def _empty(*, is_open: bool) -> str:
    if is_open:
        return gettext("No episode is open. One begins on the page of a search, beside the person.")
    return gettext("No episode has ended yet.")
