"""The transfer page: one handoff as its reader may see it. What is missing and possible is asked of the protocol."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from holdfast.accounts.services import Viewed
from holdfast.protocol.chapters.contact.said import COMMANDS as CONTACT
from holdfast.protocol.outlook import Outlook, outlook
from holdfast.transfers.callers import Caller
from holdfast.transfers.selectors import (
    EventView,
    Looked,
    Sight,
    Told,
    disclosed_to,
    portrait,
    rungs_around,
    transfer_told,
)
from holdfast.web.parts import Choice, Custody, LogLine, PersonBanner, Stage, Tag
from holdfast.web.presenters.backup import Backup, backup_of, contacts_in
from holdfast.web.presenters.banner import banner_of, safe_contact
from holdfast.web.presenters.cases import Case, people_in_case, person_of
from holdfast.web.presenters.custody import custody_of
from holdfast.web.presenters.duties import Duties, duties_of, holders_named
from holdfast.web.presenters.events import log_lines, people_in_events
from holdfast.web.presenters.in_danger import as_just_typed
from holdfast.web.presenters.names import Names, names_of
from holdfast.web.presenters.next_act import NextAct, next_act
from holdfast.web.presenters.packages import PackageCard, package_card
from holdfast.web.presenters.person_words import WordLine, answering, words_of, words_read
from holdfast.web.presenters.room import Room, people_in_room, room_of
from holdfast.web.presenters.room_acts import where_of_staff
from holdfast.web.presenters.safe_contact import SafeCard, safe_card
from holdfast.web.presenters.standing import Note, notes_of, standing_tag, urgency_words
from holdfast.web.presenters.steps import Reader, stages_of
from holdfast.web.presenters.story import OF_STORY, StoryCard, story_card
from holdfast.web.presenters.strength import StrengthCard, people_in_duties, strength_card
from holdfast.web.presenters.updates import Updates, updates_of_transfer
from holdfast.web.shell import LOOKS_SEEN_BY
from holdfast.web.words.steps import STEPS

LATEST = 4
_IN_THE_CARDS = frozenset({"contact_attempt", *OF_STORY})
"""Commands that another card of the page offers already."""
OF_CONTACT = frozenset(command.do for command in CONTACT) - {"summary_opened"}
"""Those of the page *Nobody answered*."""


@dataclass(frozen=True, slots=True)
class TransferPage:
    """What the page shows. `heading`: without names; `next`, `room`, `backup`: none where there is none."""

    url: str
    case_id: str
    heading: str
    tag: Tag
    urgency: str
    banner: PersonBanner | None
    notes: tuple[Note, ...]
    custody: Custody
    jumps: tuple[Choice, ...]
    next: NextAct | None
    room: Room | None
    stages: tuple[Stage, ...]
    done: str
    duties: Duties
    backup: Backup | None
    log: tuple[LogLine, ...]
    log_url: str
    log_words: str
    more: tuple[Choice, ...]
    updates: Updates
    words: tuple[WordLine, ...]
    """What the person said on their own page."""
    strength: StrengthCard | None
    """The duties that risk asks for; none where there is nothing to say."""
    package: PackageCard | None
    """What its pathway package asks for; none where it has none."""
    story: StoryCard | None
    safe: SafeCard | None
    """How the person may be reached; none where that is not shown."""


def transfer_page(caller: Caller, transfer_id: UUID, at: datetime, *, done: str = "") -> TransferPage:
    """Return the page, by at most ten statements. `done`: the step that led here.

    Raises: UnknownTransfer; ErasedTransfer.
    Side effects: the access log.
    """
    told = as_just_typed(transfer_told(caller.asker, transfer_id, at), done)
    looked, events = told.looked, told.events
    rungs = rungs_around(looked.state)
    bare = Case(looked, portrait(looked), person_of(looked), Names())
    latest, said = _latest(events), words_read(looked, caller)
    case = _named(
        bare, people_in_events(latest) | holders_named(bare, rungs) | answering(said) | people_in_duties(looked)
    )
    caller.note([Viewed(transfer_id, case.view.person_id, disclosed_to(looked))], "transfer-page")
    ahead, reader = outlook(looked.state, at), Reader.of(caller, case)
    has_died, safe = looked.state.custody.died_on is not None, safe_card(case, reader)
    backup = None if has_died else backup_of(case, contacts_in(case), reader)
    return TransferPage(
        url=reverse("transfer_page", args=[transfer_id]), case_id=case.view.case_id or "", heading=heading(case),
        tag=standing_tag(case, ahead), urgency=urgency_words(case), banner=banner_of(case, safe_contact(events)),
        notes=notes_of(case, events),
        custody=custody_of(case, ahead, since=_owner_since(told), steps_url="#steps"),
        jumps=_jumps(case, has_backup=backup is not None),
        next=next_act(case, ahead, reader, events), room=_room(case, caller), stages=stages_of(case, ahead, reader),
        done=_done(ahead), duties=duties_of(case, rungs, events), backup=backup,
        log=log_lines(latest, case.names)[:LATEST],
        log_url=reverse("transfer_history", args=[transfer_id]), log_words=_all_entries(len(events)),
        more=(*_more(case, reader, safe), *_shared(looked), *_looks(caller, transfer_id)),
        updates=updates_of_transfer(looked), words=words_of(said, looked, case.names),
        strength=strength_card(looked, caller, case.names), package=package_card(looked),
        story=story_card(case, reader), safe=safe,
    )  # fmt: skip


def deadlines_part(caller: Caller, transfer_id: UUID, at: datetime) -> Duties:
    """Return what is due now, by five statements; it tells nothing of the person. Raises: as `transfer_page`."""
    told = transfer_told(caller.asker, transfer_id, at)
    rungs = rungs_around(told.looked.state)
    bare = Case(told.looked, portrait(told.looked), None, Names())
    names = names_of(holders_named(bare, rungs), (told.looked.state.receiving_service,), me=told.looked.asker.party.id)
    return duties_of(Case(bare.looked, bare.view, None, names), rungs, told.events)


def heading(case: Case) -> str:
    """Return what a case is called on its pages: never by the person's name."""
    if not case.receiver:
        return gettext("Handoff, no route yet")
    return gettext("Handoff to %(service)s") % {"service": case.receiver}


def _named(bare: Case, also: set[str]) -> Case:
    """Return the case with the names of everybody on the page, looked up together."""
    state, who = bare.state, bare.person
    names = names_of(
        people_in_case(state) | people_in_room(state) | also,
        (state.service, state.owner_service, state.receiving_service),
        me=bare.looked.asker.party.id, person=who.first_name if who else "",
    )  # fmt: skip
    return Case(bare.looked, bare.view, who, names)


def _latest(events: tuple[EventView, ...]) -> tuple[EventView, ...]:
    """Return the last events, the newest first: enough of them that some are told in words."""
    return tuple(reversed(events[-LATEST * 8 :]))


def _owner_since(told: Told) -> datetime | None:
    changes = (event.at for event in reversed(told.events) if event.kind == "owner_changed")
    return next(changes, told.looked.state.opened_at)


def _room(case: Case, caller: Caller) -> Room | None:
    """Return the live room while one is open; before that the next act leads to it."""
    event = case.view.live_event
    if event is None or event.ended_at is not None:
        return None
    return room_of(case, caller, where_of_staff(case.looked.transfer_id))


def _done(ahead: Outlook) -> str:
    return gettext("%(done)s of %(all)s done") % {"done": ahead.done, "all": len(ahead.steps)}


def _all_entries(count: int) -> str:
    return ngettext("The one entry", "All %(count)s entries", count) % {"count": count}


def _jumps(case: Case, *, has_backup: bool) -> tuple[Choice, ...]:
    """Return the links within the page, for narrow screens."""
    is_open, has_room = not case.state.is_closed, case.view.live_event and case.view.live_event.ended_at is None
    found = (
        (is_open, gettext("Do next"), "#next"), (has_room, gettext("Live room"), "#room"),
        (True, gettext("Steps"), "#steps"), (is_open, gettext("Deadlines"), "#deadlines"),
        (has_backup, gettext("If it fails"), "#backup"), (True, gettext("Record"), "#record"),
    )  # fmt: skip
    return tuple(Choice(words, url) for is_there, words, url in found if is_there)


def _shared(looked: Looked) -> tuple[Choice, ...]:
    """Return the way to what was shared, for those who see the handoff whole."""
    if looked.sight is not Sight.WHOLE or looked.state.is_practice:
        return ()
    shared = Choice(gettext("See what was shared"), reverse("transfer_disclosures", args=[looked.transfer_id]))
    route = Choice(gettext("Nobody answered: the route"), reverse("transfer_unanswered", args=[looked.transfer_id]))
    return (route, shared) if looked.state.contact_failed else (shared,)


def _looks(caller: Caller, transfer_id: UUID) -> tuple[Choice, ...]:
    """Return the way to the access log of the handoff, for those who may open it."""
    if not caller.party.holds(LOOKS_SEEN_BY):
        return ()
    url = f"{reverse('access_views')}?{urlencode({'transfer': transfer_id})}"
    return (Choice(gettext("See who looked at it"), url),)


def _more(case: Case, reader: Reader, safe: SafeCard | None) -> tuple[Choice, ...]:
    """Return what else the reader may do; the backup route of a failed contact has a page of its own."""
    has_route = case.state.contact_failed and not case.state.is_practice
    in_card = safe.offered if safe is not None else frozenset()
    offered = (
        Choice(str(STEPS[step].title), reverse("command_give", args=[case.looked.transfer_id, step]))
        for step in reader.commands
        if step not in _IN_THE_CARDS and not (has_route and step in OF_CONTACT)
    )
    return tuple(each for each in offered if each.url not in in_card)
