"""The sentences of the live room: how it is carried, who is there, what it proves, and what the next step is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holdfast.live.models import Company
from holdfast.live.selectors import CompanionView
from holdfast.protocol.codes import Channel, Grade
from holdfast.protocol.presence import Lack
from holdfast.web.words import times

CARRIED: dict[Channel, Promise] = {
    Channel.IN_PERSON: _("All in one place"),
    Channel.PHONE: _("Three-way phone call"),
    Channel.VIDEO_LINK: _("Video call"),
    Channel.ROOM: _("Call in the built-in room"),
}
COMPANY: dict[Company, Promise] = {
    Company.INTERPRETER: _("interpreter"),
    Company.SUPPORTER: _("family or supporter"),
    Company.COORDINATOR: _("transition coordinator"),
    Company.PEER: _("peer supporter"),
    Company.SUPERVISOR: _("supervisor"),
}
PROVEN: dict[Grade, Promise] = {
    Grade.MEASURED: _("The server saw all three together for long enough."),
    Grade.ATTESTED: _("Two of the three said, each on a device of their own, that all three were together."),
}
LACKING: dict[Lack, Promise] = {
    Lack.SEATS: _("Not all three have joined yet."),
    Lack.WORDS: _("Two of the three must still say, each on a device of their own, that all three are together."),
    Lack.LATE: _("It was said after the call had ended, so it does not count. Open the live room again."),
    Lack.CODE_ONLY: _(
        "The receiver is known by a code only, and anybody who heard it could use it. Send the link to them, and have "
        "them join again with it."
    ),
    Lack.ONE_DEVICE: _("It was said twice from one device. One of you must say it on a device of your own."),
    Lack.BY_VOICE: _("The acceptance was written down for the receiver. They still have to confirm it themselves."),
}


def grade_words(grade: Grade, lack: Lack | None) -> str:
    """Return why the evidence has the grade it has, and how it is mended where it is not enough."""
    return str(LACKING[lack] if lack is not None else PROVEN.get(grade, ""))


def here_words(away: Iterable[str]) -> str:
    """Return who is missing: "All three are here.", or "Not here: Jordan M., Marcus Lee."."""
    missing = ", ".join(away)
    return gettext("Not here: %(names)s.") % {"names": missing} if missing else gettext("All three are here.")


def companion_words(companion: CompanionView) -> str:
    """Return "interpreter Luz P.", or "interpreter"."""
    kind = str(COMPANY[companion.kind])
    return gettext("%(kind)s %(name)s") % {"kind": kind, "name": companion.name} if companion.name else kind


def companion_named(companion: CompanionView) -> str:
    """Return the same where it stands alone: "Interpreter Luz P."."""
    words = companion_words(companion)
    return words[:1].upper() + words[1:]


def with_company(role: str, companions: Iterable[CompanionView]) -> str:
    """Return a party's role with who shares their device: "The person, with interpreter Luz P."."""
    company = ", ".join(map(companion_words, companions))
    return gettext("%(role)s, with %(company)s") % {"role": role, "company": company} if company else role


def step_words(action: Mapping[str, object], zone: tzinfo | None = None) -> str:
    """Return the first action as one sentence's worth: what, who, where or how, and when."""
    at = action.get("at")
    when = times.when(at, zone) if isinstance(at, datetime) else ""
    place = action.get("where") or action.get("channel")
    return ", ".join(str(part) for part in (action.get("kind"), action.get("who"), place, when) if part)


def same_step_words(receiver: str, person: str, step: str, *, is_heard: bool) -> str:
    """Return how far the three have heard the same next step; `step` is blank until the receiver has recorded it."""
    named = {"receiver": receiver, "person": person, "step": step}
    if not step:
        return (
            gettext(
                "Nobody has said it out loud yet. It counts when the receiver records it and %(person)s says it back."
            )
            % named
        )
    if is_heard:
        return gettext("%(receiver)s said: “%(step)s”. %(person)s has said it back.") % named
    return gettext("%(receiver)s said: “%(step)s”. It counts when %(person)s says it back or confirms it.") % named
