"""The page *Hand over my shift*: who is offered to the reader, and the people whom they own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext

from holdfast.accounts.selectors import colleagues
from holdfast.transfers.callers import Caller
from holdfast.transfers.selectors import Looked, Paging, looked_at, portrait, transfers_by_time
from holdfast.web.forms.shift import ShiftForm
from holdfast.web.parts import Pager, Problem, Tag, Tone
from holdfast.web.presenters.listing import Known, Who, known_of, pager_of, state_tags
from holdfast.web.presenters.people import named_in_rows
from holdfast.web.words import times
from holdfast.web.words.codes import in_words


@dataclass(frozen=True, slots=True)
class Offered:
    """Somebody whom a colleague asks the reader to take on."""

    id: UUID
    who: Who
    by: str
    until: str
    note: str
    accept_url: str
    decline_url: str
    url: str


@dataclass(frozen=True, slots=True)
class Mine:
    """Somebody whom the reader owns. `fault`: why they were not offered just now."""

    id: UUID
    who: Who
    standing: Tag | None
    url: str
    note: str = ""
    is_chosen: bool = False
    fault: str = ""
    declined: str = ""
    """Who did not take them on when they were last offered, and why."""


@dataclass(frozen=True, slots=True)
class Came:
    """What came of sending the form: the notes as typed, what was wrong by transfer, how many were offered."""

    notes: Mapping[UUID, str] = field(default_factory=dict)
    faults: Mapping[UUID, str] = field(default_factory=dict)
    chosen: frozenset[UUID] = frozenset()
    offered: int = 0
    fault: str = ""
    key: str = ""
    """Names the form that was drawn, so that sent twice it offers once."""


@dataclass(frozen=True, slots=True)
class ShiftPage:
    """What the page shows. `said`: what was done of a batch that went through in part. `problems`: with the people."""

    offered: tuple[Offered, ...]
    mine: tuple[Mine, ...]
    form: ShiftForm
    pager: Pager
    key: str
    said: str = ""
    fault: str = ""
    problems: tuple[Problem, ...] = ()


def colleagues_of(caller: Caller) -> list[tuple[str, str]]:
    """Return who can be asked to take people on: colleagues at the reader's services; one statement."""
    found = colleagues({each.service for each in caller.party.assignments}).people
    return [(each.id, f"{each.name}, {in_words(each.role)}") for each in found if each.id != caller.party.id]


def shift_page(caller: Caller, at: datetime, paging: Paging, form: ShiftForm, came: Came) -> ShiftPage:
    """Return the page, in at most nine statements. Raises Malformed for a wrong `after`. Side effects: access log."""
    me = caller.party.id
    mine = transfers_by_time(caller.asker, at, Q(owner_id=me), paging, is_open=True)
    asked = transfers_by_time(caller.asker, at, Q(custody__offered_to=me), Paging(), is_open=True)
    looked = looked_at(caller.asker, [*mine.items, *asked.items], at)
    known = known_of(caller, looked.values(), "shift", also=named_in_rows(looked.values()))
    offered = (looked[each.transfer_id] for each in asked.items if each.transfer_id in looked)
    owned = (looked[each.transfer_id] for each in mine.items if each.transfer_id in looked)
    rows = tuple(_mine(each, known, came) for each in owned)
    return ShiftPage(
        offered=tuple(_offered(each, known) for each in offered),
        mine=rows,
        form=form, pager=pager_of(mine.after, {"after": paging.after or ""}), key=came.key, said=_said(came),
        fault=came.fault, problems=tuple(_problems(rows, came)),
    )  # fmt: skip


def _problems(rows: tuple[Mine, ...], came: Came) -> Iterator[Problem]:
    """Yield what is wrong with whom was chosen, and with each person, each with a link to where it is mended."""
    if came.fault:
        yield Problem(came.fault, f"#take-{rows[0].id}" if rows else "")
    for row in rows:
        if row.fault:
            yield Problem(
                gettext("%(name)s: %(fault)s") % {"name": row.who.name, "fault": row.fault}, f"#note-{row.id}"
            )
    shown = {row.id for row in rows}
    yield from (Problem(fault) for each, fault in came.faults.items() if fault and each not in shown)


def _said(came: Came) -> str:
    if not came.offered:
        return ""
    words = gettext("%(number)s of those you chose were offered. The others are below, with what is wrong.")
    return words % {"number": came.offered}


def _offered(looked: Looked, known: Known) -> Offered:
    offer = looked.state.custody.offer
    assert offer is not None, "the row says that somebody is offered"
    view, own = portrait(looked), [looked.transfer_id]
    return Offered(
        looked.transfer_id, known.who(view, *state_tags(view)), known.names.name(offer.by),
        times.near(offer.until, looked.at), offer.note, reverse("command_give", args=[*own, "accept_custody"]),
        reverse("command_give", args=[*own, "decline_custody"]), reverse("transfer_page", args=own),
    )  # fmt: skip


def _mine(looked: Looked, known: Known, came: Came) -> Mine:
    view, offer, own = portrait(looked), looked.state.custody.offer, looked.transfer_id
    tag = None
    if offer is not None:
        said = {"name": known.names.name(offer.to), "time": times.near(offer.until, looked.at)}
        tag = Tag(gettext("Offered to %(name)s until %(time)s") % said, Tone.SOON)
    return Mine(
        own, known.who(view, *state_tags(view)), tag, reverse("transfer_page", args=[own]), came.notes.get(own, ""),
        own in came.chosen, came.faults.get(own, ""), _declined(looked, known),
    )  # fmt: skip


def _declined(looked: Looked, known: Known) -> str:
    declined = looked.state.custody.declined
    if declined is None:
        return ""
    said = {"name": known.names.name(declined.by), "reason": declined.reason}
    return gettext("%(name)s did not take them on: %(reason)s") % said
