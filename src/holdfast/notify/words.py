"""What a message says: neutral words. No name, no need, no service; nothing that tells a stranger what it is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from django.utils.translation import get_language, gettext

from holdfast.directory.zones import zone_called
from holdfast.notify.models import Kind, Message
from holdfast.notify.paths import MESSAGES, acknowledge_path, link, transfer_path
from holdfast.protocol.codes import EscalationLevel
from holdfast.protocol.labels import label

_SPACES = str.maketrans("\N{NARROW NO-BREAK SPACE}\N{NO-BREAK SPACE}", "  ")
# People in the United States read these: their Spanish has a 12-hour clock.
_TERRITORIES = {"en": "en_US", "es": "es_US"}


@dataclass(frozen=True, slots=True)
class Words:
    """A message's subject and body, in one language."""

    subject: str
    body: str


def push_words() -> str:
    """Return all that a message on a locked screen says."""
    return gettext("There is something for you in Holdfast.")


def link_words(address: str, until: datetime, zone: str) -> Words:
    """Return the message that brings a guest their link."""
    body = gettext(
        "Hello,\n\n"
        "A colleague of a partner organization asks you to join them. Open this link on a device of your own:\n\n"
        "%(link)s\n\n"
        "It is for you alone and good until %(until)s (%(zone)s). Please do not pass it on. If you did not expect this "
        "message, there is nothing you need to do.\n"
    )
    named = zone_called(zone, _locale())
    said = {"link": address, "until": when(until, zone), "zone": named}
    return Words(gettext("You are asked to join"), body % said)


def backup_words(address: str, until: datetime, zone: str) -> Words:
    """Return the message to a contact who stands in for a colleague and has no account, with a link of their own."""
    body = gettext(
        "Hello,\n\n"
        "A colleague at your service has taken something on with a partner organization. You are named as their "
        "backup. If your colleague can't be reached, open this link on a device of your own and act in their place:\n\n"
        "%(link)s\n\n"
        "It is for you alone and good until %(until)s (%(zone)s). Please do not pass it on. There is nothing to do "
        "now.\n"
    )
    named = zone_called(zone, _locale())
    said = {"link": address, "until": when(until, zone), "zone": named}
    return Words(gettext("You are named as a backup"), body % said)


def backup_words_alone() -> Words:
    """Return the message to such a contact while nothing may be shared with their service: it has no link."""
    body = gettext(
        "Hello,\n\n"
        "A colleague at your service has taken something on with a partner organization. You are named as their "
        "backup. If your colleague can't be reached, the partner's team may call you.\n\n"
        "There is nothing to do now. Please ask your colleague if you want to know more.\n"
    )
    return Words(gettext("You are named as a backup"), body)


def staff_words(message: Message, zone: str) -> Words:
    """Return what a member of staff is sent about a message, times in `zone` (IANA), in the active language."""
    parts = [_opening(message), *_details(message, zone), _closing()]
    return Words(_subject(message, zone), "\n\n".join(part for part in parts if part) + "\n")


def clock(at: datetime, zone: str) -> str:
    """Return the time of day in `zone`, as the active language writes it: "2:45 PM"."""
    return format_time(at, "short", tzinfo=ZoneInfo(zone), locale=_locale()).translate(_SPACES)


def zone_named(zone: str) -> str:
    """Return the name of a zone in the active language: "Eastern Time"."""
    return zone_called(zone, _locale())


def when(at: datetime, zone: str) -> str:
    """Return day and time in `zone`: "Wednesday, November 18, 2026, 2:45 PM"."""
    day = format_date(at.astimezone(ZoneInfo(zone)), "full", locale=_locale())
    return gettext("%(day)s, %(time)s") % {"day": day, "time": clock(at, zone)}


def _subject(message: Message, zone: str) -> str:
    if message.kind == Kind.CALLED or (message.kind == Kind.ESCALATION and message.due_at is None):
        return gettext("Holdfast: something needs you now")
    if message.kind in (Kind.ESCALATION, Kind.DEADLINE) and message.due_at is not None:
        return gettext("Holdfast: something needs you by %(time)s") % {"time": clock(message.due_at, zone)}
    return gettext("Holdfast: there is something for you")


def _opening(message: Message) -> str:
    return {
        Kind.ESCALATION: gettext("A matter is before you. Nobody has said yet that they have it."),
        Kind.OWNER: gettext("You are now the owner of a handoff."),
        Kind.BACKUP: gettext(
            "You are named as the backup of a colleague of your service who works without an account."
        ),
        Kind.DEADLINE: gettext(
            "A deadline runs in a handoff you stay with. The other side works without an account, so you are told too."
        ),
        Kind.MISSED: gettext("A deadline was missed in a handoff you stay with."),
        Kind.VACANCY: gettext("Nobody holds a level that matters were sent to. They went on to the next level."),
        Kind.UNDELIVERED: gettext("A message did not arrive. Please see what can be done."),
        Kind.NO_BACKUP: gettext("A partner without an account owns a handoff you stay with, and nobody backs them up."),
        Kind.CALLED: gettext("A colleague asks you to join a live call that is open now."),
        Kind.ASKED: gettext("A colleague asks something of you in a handoff, or has answered you. Please see it."),
        Kind.VISIT: gettext("A first visit waits for the word of your service. Please confirm or acknowledge it."),
        Kind.VISIT_SILENT: gettext("The other side has said nothing of a first visit. Please ask them."),
        Kind.PERSON_SAYS: gettext(
            "A word was left for you in a handoff you hold or stay with. Open it before you call anybody."
        ),
    }[Kind(message.kind)]


def _details(message: Message, zone: str) -> list[str]:
    said = [_level(message), _due(message, zone)]
    if message.kind == Kind.ESCALATION:
        said.append(gettext("Say that you have it, with one tap and without signing in:"))
        return [*said, link(acknowledge_path(message.pk))]
    path = transfer_path(message.transfer_id) if message.transfer_id and message.kind in _OF_TRANSFER else MESSAGES
    return [*said, gettext("See it here, signed in:"), link(path)]


_OF_TRANSFER = (
    Kind.OWNER, Kind.BACKUP, Kind.DEADLINE, Kind.MISSED, Kind.NO_BACKUP, Kind.CALLED, Kind.VISIT, Kind.VISIT_SILENT,
    Kind.PERSON_SAYS,
    Kind.ASKED,
)  # fmt: skip


def _level(message: Message) -> str:
    if not message.level:
        return ""
    named = {"level": label(EscalationLevel(message.level), get_language() or "en")}
    if message.by_vacancy:
        return gettext("Level: %(level)s. It comes to you because nobody holds that place now.") % named
    return gettext("Level: %(level)s.") % named


def _due(message: Message, zone: str) -> str:
    if message.due_at is None:
        return ""
    named = {"when": when(message.due_at, zone)}
    if message.kind == Kind.ESCALATION:
        return gettext("Please say by %(when)s that you have it. After that the next level is told.") % named
    return gettext("The time: %(when)s.") % named


def _closing() -> str:
    return gettext(
        "This message says no more on purpose. It may come twice; if it does, once is enough. "
        "Please do not pass it on: the link is yours alone."
    )


def _locale() -> Locale:
    """Return what Babel knows of the active language; English for one it does not know, such as a test's."""
    language = (get_language() or "en").split("-")[0]
    try:
        return Locale.parse(_TERRITORIES.get(language, language))
    except (UnknownLocaleError, ValueError):
        return Locale.parse(_TERRITORIES["en"])
