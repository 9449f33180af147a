"""What can be pressed in the live room, by who reads it. Whether it is done is for the protocol to say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from holdfast.config.ids import new_id
from holdfast.protocol.codes import Channel, Identity, Seat
from holdfast.protocol.presence import ALL_THREE, LiveEvent
from holdfast.web.parts import Action, Look
from holdfast.web.presenters.in_danger import is_call_unsafe
from holdfast.web.presenters.room_parties import Scene
from holdfast.web.presenters.taken_back import is_without_yes

ATTEMPT = "contact_attempt"
Address = Callable[[str], str]
"""Where an act of the room (`join`, `attest`, `leave`, ...) is posted to."""


@dataclass(frozen=True, slots=True)
class Where:
    """On which page a room stands. `refresh`: where it is fetched again when something changed; blank where it is not.

    On the room's own page the next thing to press is filled.
    """

    address: Address
    refresh: str = ""
    is_own_page: bool = False


def where_of_staff(transfer_id: UUID, *, is_own_page: bool = False) -> Where:
    """Return the place of a room on a page of staff."""
    here = "" if is_own_page else "?on=transfer"
    refresh = f"{reverse('live_room', args=[transfer_id])}{here}"
    return Where(lambda act: f"{reverse('live_act', args=[transfer_id, act])}{here}", refresh, is_own_page)


@dataclass(frozen=True, slots=True)
class Press:
    """A button that does something at once: a form of its own. `key`: the same form sent twice is filed once."""

    act: str
    text: str
    url: str
    key: str
    look: Look = Look.OUTLINE


def presses(scene: Scene, where: Where) -> tuple[Press, ...]:
    """Return the buttons of a reader who has a seat in the open event."""
    event = scene.looked.state.event
    if scene.me is None or event is None or not event.is_open:
        return ()
    found = [Press(act, text, where.address(act), str(new_id())) for act, text in _acts(scene, scene.me, event)]
    if is_call_unsafe(scene.case):
        return tuple(replace(each, look=Look.FILLED) if each.act == "end" else each for each in found)
    if where.is_own_page and found[0].act in ("join", "attest"):
        found[0] = replace(found[0], look=Look.FILLED)
    return tuple(found)


def links(scene: Scene, where: Where) -> tuple[Action, ...]:
    """Return the links of who acts for the originating side: what to do when it does not go well."""
    state, transfer_id = scene.looked.state, scene.looked.transfer_id
    if scene.me is not Seat.ORIGINATOR or state.is_closed:
        return ()
    if state.event is None or not state.event.is_open:
        may_open = not where.is_own_page and not state.is_after_handoff
        room = reverse("live_room", args=[transfer_id])
        return (Action(gettext("Open the live room"), room),) if may_open else ()
    stop = reverse("command_give", args=[transfer_id, "person_stops"])
    supervisor = Action(gettext("Bring in my supervisor"), reverse("live_supervisor", args=[transfer_id]))
    return (
        Action(gettext("The call dropped, or nobody answered"), reverse("command_give", args=[transfer_id, ATTEMPT])),
        *(() if state.is_practice else (supervisor,)),
        Action(gettext("%(person)s says stop") % {"person": scene.name(Seat.PERSON)}, stop, Look.STOP),
    )


def _acts(scene: Scene, me: Seat, event: LiveEvent) -> Iterator[tuple[str, str]]:
    in_person = event.channel is Channel.IN_PERSON
    if not scene.is_mine:
        yield "join", gettext("I am here") if in_person else gettext("I am on the call")
    elif all(map(scene.is_here, Seat)) and not _has_said(scene, me, event) and not is_without_yes(scene.case):
        yield "attest", gettext("All three of us are together now")
    if me is Seat.ORIGINATOR:
        yield from _for_the_person(scene, in_person=in_person)
    if scene.is_mine:
        yield "leave", gettext("I am leaving") if in_person else gettext("I have left the call")
    if me is Seat.ORIGINATOR:
        yield "end", gettext("End the live room")


def _for_the_person(scene: Scene, *, in_person: bool) -> Iterator[tuple[str, str]]:
    """The person may have no device; then the originator says that they came and went."""
    named, stay = {"person": scene.name(Seat.PERSON)}, scene.seat(Seat.PERSON)
    if not scene.is_here(Seat.PERSON):
        here = gettext("%(person)s is here, without a device") % named
        yield "join-person", here if in_person else gettext("%(person)s is on the call, without a device") % named
    elif stay is not None and stay.identity is Identity.ACCOUNT:
        yield "leave-person", gettext("%(person)s has left") % named


def _has_said(scene: Scene, me: Seat, event: LiveEvent) -> bool:
    return any(a.party is me and a.who == scene.reader and a.present >= ALL_THREE for a in event.attestations)
