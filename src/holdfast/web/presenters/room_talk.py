"""Words to say at each moment of a live event, in the reader's language and in the person's."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language, get_language_info, gettext

from holdfast.protocol.codes import Seat
from holdfast.protocol.presence import LiveEvent
from holdfast.protocol.state import State


class Moment(StrEnum):
    """Where the talk is."""

    BEFORE = "before"
    CALLING = "calling"
    TOGETHER = "together"
    ACCEPTED = "accepted"
    HEARD = "heard"
    RELEASED = "released"


@dataclass(frozen=True, slots=True)
class Saying:
    """Words to say, in one language. `name`: of the language, in itself."""

    language: str
    name: str
    text: str


def moment_of(state: State) -> Moment:
    """Return where the talk is."""
    event = state.event
    if state.is_after_handoff:
        return Moment.RELEASED
    if state.accepted is not None:
        return Moment.HEARD if state.heard_at_step > state.accepted.step else Moment.ACCEPTED
    if event is None or not event.is_open:
        return Moment.BEFORE
    return Moment.TOGETHER if _is_whole(event) else Moment.CALLING


def sayings(moment: Moment, person_language: str, receiver: str, service: str) -> tuple[Saying, ...]:
    """Return what to say in the reader's language, and also in the person's where the site speaks it."""
    mine = get_language() or settings.LANGUAGE_CODE
    theirs = person_language.partition("-")[0].lower()
    languages = dict.fromkeys([mine, *([theirs] if theirs in dict(settings.LANGUAGES) else [])])
    found = (_saying(language, moment, {"receiver": receiver, "service": service}) for language in languages)
    return tuple({saying.text: saying for saying in reversed(list(found))}.values())[::-1]


def _saying(language: str, moment: Moment, named: dict[str, str]) -> Saying:
    with translation.override(language):
        return Saying(language, get_language_info(language)["name_local"], _text(moment) % named)


def _text(moment: Moment) -> str:
    match moment:
        case Moment.BEFORE:
            return gettext(
                "I would like to call %(service)s with you now, so that you do not have to tell it all again. You hear "
                "everything. You can ask, add or stop at any time. Is that all right with you?"
            )
        case Moment.CALLING:
            return gettext(
                "I am calling %(service)s now. I stay with you until they have really taken over. If you want to stop, "
                "say so."
            )
        case Moment.TOGETHER:
            return gettext(
                "This is %(receiver)s of %(service)s. I tell what happened, and you correct me. Then %(receiver)s says "
                "what happens first, and when, so that we all hear the same."
            )
        case Moment.ACCEPTED:
            return gettext(
                "Can you say in your own words what happens next? If it does not fit, tell us now, and we change it."
            )
        case Moment.HEARD:
            return gettext(
                "From here on %(receiver)s looks after this with you. If it does not happen, you call the number I "
                "gave you, and that is not your fault."
            )
        case Moment.RELEASED:
            return gettext(
                "You have who, when and how, whom to call if it does not happen, and what to do if you feel worse. Is "
                "there one small thing that would make today easier?"
            )


def _is_whole(event: LiveEvent) -> bool:
    return all(event.is_seated(party) for party in Seat)
