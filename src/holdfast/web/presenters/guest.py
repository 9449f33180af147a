"""The page of a receiver without an account: who asks, what the person agreed to share, the call, and what is theirs.

It is for one handoff only, and shows no more than the person's consent covers now.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from holdfast.notify.selectors import BackupView, backup_of
from holdfast.protocol.codes import ConsentScope, Need, RecordKind, RiskIndicator, Urgency
from holdfast.protocol.offers import MENDED_BY_THE_LINK
from holdfast.protocol.outlook import outlook
from holdfast.protocol.records import LiveConnection
from holdfast.transfers.callers import Caller
from holdfast.transfers.giving import barred_for, is_part_of
from holdfast.transfers.selectors import Looked
from holdfast.web.forms import typed_from
from holdfast.web.parts import Action, Custody, ErrorSummary, Look, PersonBanner, Row
from holdfast.web.presenters.banner import banner_of
from holdfast.web.presenters.cases import Case, case_of
from holdfast.web.presenters.custody import custody_of, has_moved
from holdfast.web.presenters.duties import deadline_title
from holdfast.web.presenters.joining import Team, team
from holdfast.web.presenters.live import Wrong, errors_of
from holdfast.web.presenters.packages import PackageCard, package_card
from holdfast.web.presenters.room import Room, people_in_room, room_of
from holdfast.web.presenters.room_acts import Press, Where
from holdfast.web.presenters.story import ASIDE, OF_STORY, is_story_asked, story_rows
from holdfast.web.presenters.updates import Updates, updates_of_guest
from holdfast.web.presenters.visits import VisitWords, visit_words
from holdfast.web.words.codes import in_words
from holdfast.web.words.steps import STEPS, done_words
from holdfast.web.words.tongues import language_name

ANSWER = RecordKind.RECEIVING_ACCEPTANCE
DUTIES: tuple[str, ...] = (
    ANSWER, "confirm_voice_acceptance", "confirm_access", "confirm_visit", "acknowledge_visit", "answer_cancel",
    "report_first_action", "reschedule_first_action", "reschedule_visit", "ask_cancel_visit",
    "complete_corrective", "countersign", "read_back", "answer_barrier", "name_barrier", "report_retelling",
)  # fmt: skip
"""What a receiving guest may be asked to do, the most pressing first; seats of the live event have buttons."""


@dataclass(frozen=True, slots=True)
class Due:
    """Something of theirs that is due, and by when."""

    title: str
    at: datetime


@dataclass(frozen=True, slots=True)
class GuestPage:
    """The whole page. `acts`: what they may do now, the first of them filled; `told`: what the person shares."""

    title: str
    about: str
    banner: PersonBanner | None
    custody: Custody
    updates: Updates
    errors: ErrorSummary | None
    room: Room
    presses: tuple[Press, ...]
    """The buttons of the live event: they stand at the top, where a thumb finds them."""
    acts: tuple[Action, ...]
    told: tuple[Row, ...]
    shared: tuple[str, ...]
    visit: VisitWords
    package: PackageCard | None
    """What its pathway package asks for; none where it has none, or the person did not agree to share it."""
    dues: tuple[Due, ...]
    team: Team
    called: str
    ends_at: datetime
    stand_in: str
    """Who acts where the owner can't be reached, in words; blank where the owner has an account, or there is none."""
    note: str
    """What was just done, in words."""


def guest_page_of(looked: Looked, caller: Caller, wrong: Wrong | None = None, *, done: str = "") -> GuestPage:
    """Return the page; at most nine statements. `done`: the step that was just done, as the address names it."""
    state = looked.state
    backup = backup_of(looked.transfer_id, state.owner) if state.owner_is_guest else None
    case = case_of(looked, also=[*people_in_room(state), *([backup.id] if backup else [])])
    room = room_of(case, caller, Where(lambda act: reverse("guest_act", args=[act]), is_own_page=True))
    assert caller.guest is not None, "only a guest has this page"
    return GuestPage(
        title=title_of(case), about=_about(case), banner=banner_of(case),
        custody=custody_of(case, outlook(looked.state, looked.at)),
        updates=updates_of_guest(looked), errors=errors_of(wrong or Wrong()),
        room=replace(room, presses=()), presses=room.presses,
        acts=tuple(_acts(looked, caller, room)), told=tuple(_told(case)),
        shared=tuple(in_words(scope) for scope in case.view.shared), visit=visit_words(case.view),
        package=package_card(looked), dues=tuple(_dues(case)), team=team(looked.state.service), called=case.called,
        ends_at=caller.guest.opens_until, stand_in=_stand_in(case, backup), note=str(done_words(done) or ""),
    )  # fmt: skip


def title_of(case: Case) -> str:
    """Return the heading: the one question that is before them, or how it stands."""
    named, state = {"person": case.called}, case.state
    if state.is_closed:
        return gettext("This handoff is closed")
    if has_moved(case):
        return gettext("%(person)s is with you now") % named if case.is_mine else gettext("The handoff is done")
    if state.accepted is not None and state.accepted.by == case.names.me:
        return gettext("You accepted. Not yours yet.")
    return gettext("Do you accept %(person)s’s care?") % named


def _stand_in(case: Case, backup: BackupView | None) -> str:
    if backup is None:
        return ""
    if backup.id == case.names.me:
        named = {"owner": case.names.name(case.state.owner), "person": case.called}
        return gettext("%(owner)s is with %(person)s. You are the backup: act here if they can’t be reached.") % named
    if not case.is_mine:
        return ""
    return gettext("%(name)s is your backup, and was told.") % {"name": case.names.name(backup.id)}


def may_answer(looked: Looked, caller: Caller, step: str) -> bool:
    """Say whether a step is any part of this guest's now."""
    return step in DUTIES and is_part_of(caller, looked, step)


def answer_known(looked: Looked, caller: Caller, name: str) -> dict[str, list[str]]:
    """Return what the form of the answer need not ask: the need, and that they do it and tell of it here.

    Whether they accept is never filled in.
    """
    need = looked.state.need if looked.may_see(ConsentScope.NEED_AND_URGENCY) else None
    known = {
        "accepted_scope": [need] if need else [],
        "first_action": {"who": name},
        "loop_commitment": {"who": name, "how": gettext("On this page")},
    }
    return typed_from(ANSWER, known, looked.state.zone)


def _about(case: Case) -> str:
    state = case.state
    named = {
        "sender": case.names.name(state.assignee or state.originator), "service": case.names.service(state.service),
    }  # fmt: skip
    return (
        gettext("%(sender)s from %(service)s asks you, for this one handoff. You see what the person agreed to share.")
        % named
    )


def _acts(looked: Looked, caller: Caller, room: Room) -> Iterator[Action]:
    filled = any(press.look is Look.FILLED and press.act != "leave" for press in room.presses)
    for step in DUTIES:
        if not _is_asked(looked, step, room):
            continue
        if MENDED_BY_THE_LINK.issuperset(barred_for(caller, looked, step)):  # its form says how that is mended
            is_aside = step in ASIDE
            look = Look.OUTLINE if filled or is_aside else Look.FILLED
            filled = filled or not is_aside
            yield Action(str(STEPS[step].title), reverse("guest_do", args=[step]), look)


def _is_asked(looked: Looked, step: str, room: Room) -> bool:
    """Say whether a step makes sense to offer: an answer in the call, or where none is needed; until it passed."""
    if step in OF_STORY:
        return is_story_asked(looked, step)
    if step != ANSWER:
        return True
    state = looked.state
    return not state.is_after_handoff and state.accepted is None and (room.is_open or not state.is_live_mode)


def _told(case: Case) -> Iterator[Row]:
    view, connection = case.view, case.state.records.get(RecordKind.LIVE_CONNECTION)
    if view.need:
        yield Row(gettext("What it is about"), in_words(Need(view.need)))
    if view.urgency:
        yield Row(gettext("How urgent"), in_words(Urgency(view.urgency)))
    if view.need and connection is not None and isinstance(connection.record, LiveConnection):
        yield Row(gettext("Why now, in the sender’s words"), connection.record.handoff_purpose or "")
    if view.language:
        yield Row(gettext("Language"), language_name(view.language))
    if view.risk_indicators:
        yield Row(gettext("Risk"), _risks(view.risk_indicators))
    yield from story_rows(case)


def _risks(indicators: Iterable[str]) -> str:
    return ", ".join(in_words(RiskIndicator(each)) for each in indicators)


def _dues(case: Case) -> Iterator[Due]:
    for deadline in sorted(case.view.deadlines, key=lambda each: each.due_at):
        yield Due(deadline_title(deadline.name, case.receiver), deadline.due_at)
