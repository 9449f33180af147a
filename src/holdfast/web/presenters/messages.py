"""The pages of messages: one's own, the one a link leads to, and those that did not arrive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from holdfast.config.clock import now
from holdfast.notify.selectors import (
    BrowserView,
    Channel,
    Kind,
    MessageView,
    Sending,
    Sent,
    Standing,
    browsers_of,
    messages_of,
    messages_waiting,
    push_key,
    unread_count,
)
from holdfast.notify.services import Linked, LinkStanding
from holdfast.protocol.codes import DeadlineName, EscalationLevel
from holdfast.transfers.callers import Caller
from holdfast.transfers.selectors import Page, Paging, cards_of
from holdfast.web.parts import Pager, Tag, Tone
from holdfast.web.presenters.events import matter_words
from holdfast.web.words import times
from holdfast.web.words.codes import in_words


@dataclass(frozen=True, slots=True)
class Line:
    """One message. `url`: where the handoff is looked at, blank where there is none or it is not to be seen."""

    id: UUID
    title: str
    text: str
    case: str
    written_at: datetime
    tags: tuple[Tag, ...]
    sent: str
    note: str
    url: str
    is_read: bool
    may_acknowledge: bool
    is_next: bool = False
    """Whether it is what is to be done next: its button is the page's filled one."""


@dataclass(frozen=True, slots=True)
class Messages:
    """One's own messages, and the browsers that are woken."""

    unread: int
    waiting: tuple[Line, ...]
    """What needs one now, the first due first; on the first page only."""
    lines: tuple[Line, ...]
    """The others, the latest first."""
    pager: Pager
    push_key: str
    browsers: tuple[BrowserView, ...]
    email: str
    transfers: tuple[UUID, ...]
    """The handoffs that are shown, for the access log."""


_TITLES: dict[Kind, Promise] = {
    Kind.ESCALATION: lazy("This needs you"),
    Kind.OWNER: lazy("You own a handoff now"),
    Kind.BACKUP: lazy("You are the backup of a colleague"),
    Kind.DEADLINE: lazy("A deadline runs"),
    Kind.MISSED: lazy("A deadline was missed"),
    Kind.VACANCY: lazy("Nobody holds a level"),
    Kind.UNDELIVERED: lazy("A message did not arrive"),
    Kind.NO_BACKUP: lazy("Nobody backs up an owner without an account"),
    Kind.CALLED: lazy("You are asked to join a live call"),
    Kind.PERSON_SAYS: lazy("The person has said something to you"),
    Kind.VISIT: lazy("A first visit waits for your word"),
    Kind.VISIT_SILENT: lazy("Nobody has answered about a first visit"),
    Kind.ASKED: lazy("A colleague asks you, or has answered you"),
}
_STANDINGS: dict[Standing, tuple[Promise, Tone]] = {
    Standing.WAITING: (lazy("Nobody has it yet"), Tone.SOON),
    Standing.YOURS: (lazy("You have it"), Tone.OK),
    Standing.HELD: (lazy("A colleague has it"), Tone.OK),
    Standing.MOVED_ON: (lazy("It went on to another level"), Tone.WAIT),
    Standing.SETTLED: (lazy("Settled"), Tone.OK),
}
_OTHERS_WORK = (
    Kind.OWNER, Kind.BACKUP, Kind.DEADLINE, Kind.MISSED, Kind.NO_BACKUP, Kind.ESCALATION, Kind.UNDELIVERED, Kind.CALLED,
    Kind.PERSON_SAYS, Kind.ASKED, Kind.VISIT, Kind.VISIT_SILENT,
)  # fmt: skip


def messages_page(caller: Caller, email: str, paging: Paging) -> Messages:
    """Return one's own messages in nine statements. Raises: Malformed for a wrong `after`."""
    found = messages_of(caller.id, paging)
    waiting = messages_waiting(caller.id) if paging.after is None else ()
    ids = {each.transfer_id for each in (*waiting, *found.items) if each.transfer_id is not None}
    cases = {pk: card.case_id or "" for pk, card in cards_of(ids, caller.asker, now()).items()}
    return Messages(
        unread=unread_count(caller.id),
        waiting=tuple(replace(_line(each, cases), is_next=each is waiting[0]) for each in waiting),
        lines=tuple(_line(each, cases) for each in found.items),
        pager=_pager(found, paging),
        push_key=push_key(),
        browsers=browsers_of(caller.id),
        email=email,
        transfers=tuple(sorted(cases)),
    )


def _line(view: MessageView, cases: Mapping[UUID, str]) -> Line:
    is_seen = view.transfer_id in cases
    return Line(
        id=view.id, title=_title(view), text=_text(view), written_at=view.written_at,
        case=cases.get(view.transfer_id, "") if view.transfer_id else "", tags=tuple(_tags(view)),
        sent=_sent(view.sent), note=_note(view), is_read=view.is_read,
        url=reverse("transfer_page", args=[view.transfer_id]) if is_seen and view.kind in _OTHERS_WORK else "",
        may_acknowledge=view.standing is Standing.WAITING,
    )  # fmt: skip


def _title(view: MessageView) -> str:
    is_over = view.standing not in (None, Standing.WAITING)
    return _("This was sent to you") if is_over else str(_TITLES[view.kind])


def _text(view: MessageView) -> str:
    if view.kind is Kind.ESCALATION:
        words = _("%(matter)s It was sent to the level: %(level)s.") % {
            "matter": _sentence(matter_words(view.about)), "level": level_words(view.level),
        }  # fmt: skip
        return f"{words} {_('It comes to you because nobody holds that place now.')}" if view.by_vacancy else words
    if view.kind in (Kind.DEADLINE, Kind.MISSED):
        said = _("%(deadline)s The other side works without an account, so you are told too.")
        return said % {"deadline": _sentence(_deadline(view))}
    return str(_TEXTS[view.kind]) % {"level": level_words(view.level) if view.level else ""}


def _deadline(view: MessageView) -> str:
    """Return what is due, or what was not done in time."""
    if view.kind is Kind.MISSED or view.about not in set(DeadlineName):
        return matter_words(view.about)
    return _("To be done: %(what)s.") % {"what": in_words(DeadlineName(view.about))}


_TEXTS: dict[Kind, Promise] = {
    Kind.OWNER: lazy("The person is with you until another named person has taken over."),
    Kind.BACKUP: lazy("They work without an account. If they can't be reached, you will be called."),
    Kind.VACANCY: lazy("Nobody holds the level %(level)s now. What is sent there goes on to the next level."),
    Kind.UNDELIVERED: lazy("An email or a link could not be delivered. The administrators see why."),
    Kind.NO_BACKUP: lazy("Their service has nobody else on record. Find out whom to call if they can't be reached."),
    Kind.CALLED: lazy("A colleague wants you on the call now. If it is over, nothing is left to do."),
    Kind.VISIT: lazy("Open the handoff and say that the time holds, or that you expect the person."),
    Kind.VISIT_SILENT: lazy("Call the receiving service, and ask whether they expect the person."),
    Kind.ASKED: lazy("Open the handoff: somebody asks you to take the person on, did not, or sent you a summary."),
    Kind.PERSON_SAYS: lazy("Open the handoff and read it before you call anybody. Then do what it says there."),
}


def level_words(level: str) -> str:
    """Return what a level is called."""
    return in_words(EscalationLevel(level))


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."


def _tags(view: MessageView) -> Iterable[Tag]:
    if not view.is_read:
        yield Tag(_("New"), Tone.GO)
    if view.standing is not None:
        words, tone = _STANDINGS[view.standing]
        yield Tag(str(words), tone)
    if view.due_at is not None and view.standing in (None, Standing.WAITING):
        yield _due(view.due_at)


def _due(due_at: datetime) -> Tag:
    at = now()
    words = _("Over since %(time)s") if due_at <= at else _("By %(time)s")
    return Tag(words % {"time": times.near(due_at, at)}, Tone.LATE if due_at <= at else Tone.SOON, "schedule")


def _note(view: MessageView) -> str:
    if view.link_used_at is None:
        return ""
    said = _("Taken on with the link in your email at %(time)s. If that was not you, tell your administrator now.")
    return said % {"time": times.near(view.link_used_at, now())}


_SENT: dict[tuple[Channel, Sending], Promise] = {
    (Channel.EMAIL, Sending.SENT): lazy("By email at %(time)s."),
    (Channel.EMAIL, Sending.GIVEN_UP): lazy("The email did not arrive."),
    (Channel.EMAIL, Sending.WAITING): lazy("The email is on its way, or waits for the morning."),
    (Channel.PUSH, Sending.SENT): lazy("As an alert at %(time)s."),
}


def _sent(sent: tuple[Sent, ...]) -> str:
    at = now()
    told = (
        str(_SENT[each.channel, each.status]) % {"time": times.near(each.at, at) if each.at else ""}
        for each in sent
        if (each.channel, each.status) in _SENT
    )
    return " ".join(dict.fromkeys(told))


def _pager(found: Page[MessageView], paging: Paging) -> Pager:
    here = reverse("messages")
    return Pager(f"{here}?after={found.after}" if found.after else "", here if paging.after else "")


# The link in a message


@dataclass(frozen=True, slots=True)
class LinkPage:
    """What a link leads to: what the message said, and a button where it can still be used."""

    title: str
    text: str
    level: str
    due: str
    is_good: bool
    is_done: bool


_LINKS: dict[LinkStanding, tuple[Promise, Promise]] = {
    LinkStanding.GOOD: (lazy("Something needs you"), lazy("Nobody has said yet that they have it.")),
    LinkStanding.USED: (lazy("You have it"), lazy("Thank you. Sign in to see what it is and to go on.")),
    LinkStanding.HELD: (lazy("A colleague has it"), lazy("There is nothing you need to do.")),
    LinkStanding.MOVED_ON: (
        lazy("It has gone on to the next level"),
        lazy("The time was over, so somebody else is asked now. Sign in to see how it stands."),
    ),
    LinkStanding.SETTLED: (lazy("It is settled"), lazy("There is nothing you need to do.")),
    LinkStanding.EXPIRED: (lazy("This link is too old"), lazy("The matter is still open. Sign in to take it on.")),
    LinkStanding.REFUSED: (
        lazy("This is not yours to take on any more"),
        lazy("Your role has changed. Sign in, or call your supervisor."),
    ),
}


def link_page(linked: Linked) -> LinkPage:
    """Return the page of a link. It says no more than the message did."""
    title, text = _LINKS[linked.standing]
    is_good = linked.standing is LinkStanding.GOOD
    due = times.when(linked.due_at, ZoneInfo(linked.zone)) if linked.due_at else ""
    return LinkPage(
        str(title), str(text), level_words(linked.level), due if is_good else "", is_good,
        linked.standing is LinkStanding.USED,
    )  # fmt: skip
