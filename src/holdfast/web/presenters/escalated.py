"""The page *Escalations*: open matters at the levels that one's roles can hold, who has each, who is told next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from holdfast.config.ids import new_id
from holdfast.protocol.controls import CONTROLS
from holdfast.transfers.callers import Caller
from holdfast.transfers.selectors import Looked, Matter, Paging, levels_of, matters_before, portrait
from holdfast.web.parts import Choice, ControlNote, Crumb, Pager, Row, Tag, Tone
from holdfast.web.presenters.events import matter_words
from holdfast.web.presenters.listing import Known, Timing, Who, known_of, pager_of, state_tags, timing_of
from holdfast.web.presenters.updates import Updates, updates_of_queues
from holdfast.web.words import times
from holdfast.web.words.codes import in_words

SHOWN = "show"
RESOLVED = "resolved"


@dataclass(frozen=True, slots=True)
class MatterCard:
    """One matter. `acknowledge_url` and `resolve_url`: blank where that is done, or not the reader's.

    `control` is sent along with a tap, and `key`, which keeps a second one from counting.
    """

    timing: Timing
    title: str
    tags: tuple[Tag, ...]
    who: Who
    url: str
    facts: tuple[Row, ...]
    acknowledge_url: str
    resolve_url: str
    control: str
    key: str
    rule: ControlNote | None
    """The rule that it is about; none where it is a deadline."""


@dataclass(frozen=True, slots=True)
class Escalations:
    """What the page shows."""

    choices: tuple[Choice, ...]
    cards: tuple[MatterCard, ...]
    empty: str
    pager: Pager
    updates: Updates
    levels: str


def escalations_page(caller: Caller, at: datetime, paging: Paging, asked: Mapping[str, str]) -> Escalations:
    """Return the page, in nine statements. Raises Malformed for a wrong `after`. Side effects: the access log."""
    is_open = asked.get(SHOWN) != RESOLVED
    levels = levels_of(caller.party)
    page = matters_before(caller.asker, at, paging, levels, is_open=is_open)
    looked = [matter.looked for matter in page.items]
    known = known_of(caller, looked, "escalations", also={who for matter in page.items for who in _people(matter)})
    return Escalations(
        choices=(
            Choice(gettext("Open matters"), "?", is_open),
            Choice(gettext("Settled matters"), f"?{SHOWN}={RESOLVED}", not is_open),
        ),
        cards=tuple(_card(matter, known, caller) for matter in page.items), empty=_empty(is_open=is_open),
        pager=pager_of(page.after, asked), updates=updates_of_queues(at),
        levels=", ".join(in_words(level) for level in levels),
    )  # fmt: skip


def _empty(*, is_open: bool) -> str:
    if is_open:
        return gettext("No matter is open at your levels. You are told as soon as one is.")
    return gettext("No matter at your levels has been settled yet.")


def _people(matter: Matter) -> set[str]:
    beyond = matter.next.holders if matter.next else ()
    return {*matter.held.holders, *beyond, matter.acknowledged_by, matter.resolved_by} - {""}


def _card(matter: Matter, known: Known, caller: Caller) -> MatterCard:
    view = portrait(matter.looked)
    may = matter.resolved_at is None and not _is_own(matter.looked, caller)
    is_waiting = not matter.acknowledged_by
    return MatterCard(
        timing=_timing(matter), title=matter_words(matter.control), tags=tuple(_tags(matter, caller)),
        who=known.who(view, *state_tags(view)), url=reverse("transfer_page", args=[view.id]),
        facts=tuple(_facts(matter, known)), control=matter.control, key=str(new_id()),
        acknowledge_url=reverse("escalation_acknowledge", args=[view.id]) if may and is_waiting else "",
        resolve_url=_settling_url(view.id, matter.control) if may else "",
        rule=ControlNote.of(matter.control) if matter.control in CONTROLS else None,
    )  # fmt: skip


def _settling_url(transfer_id: UUID, control: str) -> str:
    return f"{reverse('escalation_resolve', args=[transfer_id])}?{urlencode({'control': control})}"


def _is_own(looked: Looked, caller: Caller) -> bool:
    """Say whether the reader ever acted for the originating side: nobody holds a matter of their own (S.role)."""
    return caller.party.id in looked.state.originating_hands


def _timing(matter: Matter) -> Timing:
    at = matter.looked.at
    raised = gettext("raised %(time)s") % {"time": times.near(matter.raised_at, at)}
    if matter.resolved_at is not None:
        return Timing(gettext("Settled"), times.near(matter.resolved_at, at))
    if matter.acknowledged_by:
        return Timing(gettext("Taken"), raised)
    if matter.acknowledge_by is None:
        return Timing(gettext("Waiting"), raised)
    return timing_of(matter.raised_at, matter.acknowledge_by, at)


def _tags(matter: Matter, caller: Caller) -> list[Tag]:
    found = [Tag(in_words(matter.held.level))]
    if matter.resolved_at is None and caller.party.id in matter.held.holders:
        found.append(Tag(gettext("Before you"), Tone.SOON))
    if matter.is_vacancy:
        found.append(Tag(gettext("Fell here: a level below was vacant"), Tone.SOON))
    if matter.count > 1:
        found.append(Tag(ngettext("%(count)s time", "%(count)s times", matter.count) % {"count": matter.count}))
    return found


def _facts(matter: Matter, known: Known) -> list[Row]:
    at, names = matter.looked.at, known.names
    facts = [Row(gettext("Raised"), times.near(matter.raised_at, at))]
    if matter.acknowledged_by and matter.acknowledged_at:
        facts.append(Row(gettext("Taken by"), _by(names.of(matter.acknowledged_by), matter.acknowledged_at, at)))
    elif matter.resolved_at is None:
        holders = ", ".join(names.of(who) for who in matter.held.holders)
        facts.append(Row(gettext("Sent to"), holders or gettext("Nobody holds this level now.")))
    if matter.next is not None and matter.acknowledge_by is not None:
        facts.append(Row(gettext("Told next"), _next(matter, known)))
    if matter.resolved_at is not None:
        facts.append(Row(gettext("Settled by"), _by(names.of(matter.resolved_by), matter.resolved_at, at)))
    return facts


def _by(name: str, then: datetime, at: datetime) -> str:
    return gettext("%(name)s, %(time)s") % {"name": name, "time": times.near(then, at)}


def _next(matter: Matter, known: Known) -> str:
    assert matter.next is not None
    assert matter.acknowledge_by is not None
    said = {
        "level": in_words(matter.next.level), "time": times.near(matter.acknowledge_by, matter.looked.at),
        "names": ", ".join(known.names.of(who) for who in matter.next.holders),
    }  # fmt: skip
    if not matter.next.holders:
        return gettext("%(level)s, at %(time)s, unless somebody takes it. Nobody holds that level now.") % said
    return gettext("%(level)s (%(names)s), at %(time)s, unless somebody takes it.") % said


@dataclass(frozen=True, slots=True)
class Settling:
    """The matter that is settled on a page: what it is about; `control` is blank where it is chosen there.

    `level`: before whom it is.
    """

    control: str
    title: str
    level: str
    crumbs: tuple[Crumb, ...]


def settling_of(looked: Looked, control: str) -> Settling:
    """Return the open matter that is to be settled; none in particular where it is not, or not the reader's to know."""
    found = next((each for each in portrait(looked).escalations if each.control == control), None)
    crumbs = (Crumb(gettext("Escalations"), reverse("escalations")),)
    if found is None:
        return Settling("", "", "", crumbs)
    level = gettext("Before: %(level)s") % {"level": in_words(found.level)}
    return Settling(control, matter_words(control), level, crumbs)
