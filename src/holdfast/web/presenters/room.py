"""The live room as its readers see it, drawn by `pages/live/room.html` on the live page and on the transfer page.

A guest's and the person's page use its parts. What somebody may press is a suggestion: the protocol answers, and says
why not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from holdfast.live.selectors import Beside, CompanionView, kept_beside
from holdfast.notify.services.inviting import may_invite
from holdfast.protocol.codes import Channel, Seat
from holdfast.protocol.grading import lack_at
from holdfast.protocol.outlook import outlook
from holdfast.protocol.state import State
from holdfast.transfers.callers import Caller
from holdfast.transfers.selectors import Looked
from holdfast.web.parts import Action, Look, PartyCard, Tag, Tone
from holdfast.web.presenters.cases import Case
from holdfast.web.presenters.in_danger import (
    danger_words,
    is_call_unsafe,
    is_kept_away,
    is_told_of_danger,
    kept_away_words,
    unsafe_words,
)
from holdfast.web.presenters.next_act import NextAct, next_act
from holdfast.web.presenters.room_acts import Press, Where, links, presses
from holdfast.web.presenters.room_parties import Scene, party_cards
from holdfast.web.presenters.room_talk import Saying, moment_of, sayings
from holdfast.web.presenters.room_words import (
    CARRIED,
    companion_named,
    grade_words,
    here_words,
    same_step_words,
    step_words,
)
from holdfast.web.presenters.standing import Note
from holdfast.web.presenters.steps import Reader
from holdfast.web.presenters.taken_back import is_without_yes, without_yes_heading, without_yes_words
from holdfast.web.words import lengths
from holdfast.web.words.codes import in_words


@dataclass(frozen=True, slots=True)
class Room:
    """The live room. `said`: who is here, for screen readers; `same`: the next step, as far as all three heard it."""

    transfer_id: UUID
    is_open: bool
    said: str
    summary: str
    parties: tuple[PartyCard, ...]
    companions: tuple[CompanionView, ...]
    others: tuple[str, ...]
    """Those of them who are on a device of their own."""
    same: str
    grade: Tag
    grade_reason: str
    next: NextAct | None
    """What is next for the reader, where that is not done by a press; on the room's own page."""
    first: tuple[Action, ...]
    """The links that stand before the presses: what is next, else bringing in who is missing."""
    presses: tuple[Press, ...]
    links: tuple[Action, ...]
    sayings: tuple[Saying, ...]
    video_link: str
    refresh_url: str
    alerts: tuple[Note, ...] = ()
    """What stands above everything else in the room, because it must be known before anybody goes on."""


def people_in_room(state: State) -> set[str]:
    """Return the ids of those whose names a room shows; ask `names_of` for them."""
    named = {state.originator, state.assignee}
    if state.event is not None:
        named |= {stay.who for stay in state.event.seats}
    if state.connection is not None:
        named.add(state.connection.receiving_contact_id)
    if state.accepted is not None:
        named.add(state.accepted.by)
    return named - {""}


def seat_of(caller: Caller, looked: Looked) -> Seat | None:
    """Return the seat that is the reader's own; none for one who only looks on."""
    if caller.guest is not None:
        return caller.guest.party
    if caller.party.is_person:
        return Seat.PERSON  # played, in a practice
    if caller.party.id in looked.state.originators:
        return Seat.ORIGINATOR
    return Seat.RECEIVER if caller.party.is_of(looked.state.receiving_service) else None


def beside_event(looked: Looked, me: Seat | None) -> Beside:
    """Return what is kept beside the open event; the video link is for the parties. At most two statements."""
    event = looked.state.event
    if event is None or not event.is_open:
        return Beside()
    found = kept_beside(looked.transfer_id, event.number)
    return found if me is not None else Beside(companions=found.companions)


def room_of(case: Case, caller: Caller, where: Where) -> Room:
    """Return the room for a reader; at most two statements. `case`: made with `also=people_in_room(...)`."""
    looked = case.looked
    me = seat_of(caller, looked)
    beside = beside_event(looked, me)
    scene = Scene(case, beside, me)
    lack, is_open = lack_at(looked.state, looked.at), scene.is_open
    pressed = presses(scene, where)
    is_free = not any(press.look is Look.FILLED for press in pressed)
    coming = _next(case, caller) if where.is_own_page and is_free else None
    inviting = _inviting(scene, caller, where, is_next=coming is None and is_free)
    is_later = all(each.look is not Look.FILLED for each in inviting)
    said = here_words(scene.away) if is_open else gettext("No live call is open.")
    return Room(
        transfer_id=looked.transfer_id, is_open=is_open, said=_said_aloud(case, said),
        summary=_summary(looked.state, looked.at, said, has_video=bool(beside.video_link)),
        parties=party_cards(scene), companions=beside.companions,
        others=tuple(companion_named(each) for each in beside.companions if each.beside is None),
        same=_same(scene), grade=Tag(in_words(scene.view.grade), Tone.WAIT if lack else Tone.OK),
        grade_reason=grade_words(scene.view.grade, lack),
        next=coming, first=coming.actions if coming else () if is_later else inviting, presses=pressed,
        links=(*(inviting if is_later else ()), *(() if is_told_of_danger(case) else links(scene, where))),
        sayings=_sayings(scene), video_link=beside.video_link,
        refresh_url=where.refresh, alerts=_alerts(case, where),
    )  # fmt: skip


def _said_aloud(case: Case, here: str) -> str:
    """Return what screen readers say when it changes: first that the yes is gone, then who is here."""
    is_stopped = is_without_yes(case) and not is_told_of_danger(case)
    return f"{without_yes_heading(case)} {here}" if is_stopped else here


def must_stop(case: Case) -> bool:
    """Say whether nobody goes on as if all were well: the person may be in danger, or their yes is gone."""
    return is_told_of_danger(case) or is_without_yes(case)


def _summary(state: State, at: datetime, said: str, *, has_video: bool = False) -> str:
    """Return how it is carried, for how long it has been open, and who is missing."""
    event = state.event
    if event is None or not event.is_open:
        return said
    carried = Channel.VIDEO_LINK if has_video and event.channel is Channel.PHONE else event.channel
    named = {"carried": CARRIED[carried], "length": lengths.spoken(at - event.opened_at), "said": said}
    return gettext("%(carried)s, open %(length)s. %(said)s") % named


def _alerts(case: Case, where: Where) -> tuple[Note, ...]:
    """Return what must be known at once, on the room's own page; the transfer page has it at its top."""
    if not where.is_own_page:
        return ()
    if is_told_of_danger(case):
        return (Note("error", *danger_words(case)),)
    if is_kept_away(case):
        return (Note("error", *kept_away_words(case)),)
    if is_without_yes(case):
        return (Note("error", *without_yes_words(case)),)
    return (Note("error", *unsafe_words(case)),) if is_call_unsafe(case) else ()


def _next(case: Case, caller: Caller) -> NextAct | None:
    """Return what is next for staff, where a page other than the room is where it is done; none otherwise."""
    if caller.guest is not None or (case.state.event is None and not is_told_of_danger(case)):
        return None
    found = next_act(case, outlook(case.state, case.at), Reader.of(caller, case))
    here = reverse("live_room", args=[case.looked.transfer_id])
    return found if found is not None and any(each.url != here for each in found.actions) else None


def _inviting(scene: Scene, caller: Caller, where: Where, *, is_next: bool) -> tuple[Action, ...]:
    """Return the way to bring somebody in, on the room's own page; filled while that is what is needed."""
    if is_without_yes(scene.case):
        return ()
    if not (where.is_own_page and scene.is_open and scene.me is Seat.ORIGINATOR and may_invite(caller, scene.looked)):
        return ()
    look = Look.FILLED if is_next and scene.away else Look.OUTLINE
    url = reverse("live_invite", args=[scene.looked.transfer_id])
    return (Action(gettext("Invite to the live room"), url, look),)


def _same(scene: Scene) -> str:
    action, accepted = scene.view.first_action, scene.looked.state.accepted
    step = step_words(action) if action is not None and accepted is not None else ""
    is_heard = accepted is not None and scene.looked.state.heard_at_step > accepted.step
    return same_step_words(scene.name(Seat.RECEIVER), scene.name(Seat.PERSON), step, is_heard=is_heard)


def _sayings(scene: Scene) -> tuple[Saying, ...]:
    """Return words to say; to who acts for the originating side, while there is something to say."""
    is_over = scene.looked.state.is_closed or must_stop(scene.case) or is_call_unsafe(scene.case)
    if scene.me is not Seat.ORIGINATOR or is_over:
        return ()
    service = scene.names.service(scene.view.receiving_service_id)
    return sayings(moment_of(scene.looked.state), scene.view.language or "", scene.name(Seat.RECEIVER), service)
