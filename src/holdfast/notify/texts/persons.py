"""Texts to the person: asked for once under a key, sent at least once, and only while they may be (`gate`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import translation

from holdfast.accounts.selectors import persons_link_needs_code
from holdfast.accounts.services import grant_revoke
from holdfast.config.clock import now
from holdfast.notify.models import News, PersonsMessage, Report, Sending, TextStop
from holdfast.notify.paths import link
from holdfast.notify.services.inviting import MadeLink, own_link_at
from holdfast.notify.texts.carriers import Text, carrier
from holdfast.notify.texts.gate import pass_gate
from holdfast.notify.texts.hearing import text_known_as
from holdfast.notify.texts.numbers import digest_of, number_to_text
from holdfast.notify.texts.standing import check_stands
from holdfast.notify.texts.words import text_words
from holdfast.notify.trying import Came, NotToBeSent, attempt, in_turn
from holdfast.notify.undelivered import text_not_arrived, text_not_delivered
from holdfast.people.selectors import PersonView, person
from holdfast.protocol.chapters.safety.reach import is_guarded
from holdfast.protocol.state import State
from holdfast.transfers.selectors import state_now

BATCH = 100
USEFUL_FOR = timedelta(hours=2)
"""How long the link to a page is of use that somebody waits for."""
REPORT_PATH = "/callbacks/texts/reports/"
"""Where carriers report. Twilio, which knows a text by no key of ours, says it in the address (`?text=`, our id), so
that a report which comes before its answer, or where that was lost, is known too; its signature covers the address.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextWish:
    """A text that is to go to the person of a transfer. Under one `key` it goes once."""

    transfer_id: UUID
    news: News
    key: str
    asked_by: str
    not_before: datetime | None = None
    """None: at once."""
    useful_until: datetime | None = None
    """From then on it is not sent any more; none: two hours after it may go."""


def text_ask(wish: TextWish) -> PersonsMessage:
    """Have a text sent; asked twice under one key, it is the same one. Whether it may go is asked when it goes."""
    at = now()
    begins = wish.not_before or at
    row, _ = PersonsMessage.objects.get_or_create(
        key=wish.key,
        defaults={
            "transfer_id": wish.transfer_id, "news": wish.news, "asked_by": wish.asked_by, "asked_at": at,
            "next_try_at": begins, "useful_until": wish.useful_until or begins + USEFUL_FOR,
        },
    )  # fmt: skip
    return row


def text_call_off(key: str) -> bool:
    """Take back a text that has not gone; say whether it was so."""
    waiting = PersonsMessage.objects.filter(key=key, status=Sending.WAITING)
    return waiting.update(status=Sending.REFUSED, reason="called-off", settled_at=now()) > 0


def texts_due(limit: int = BATCH) -> int:
    """Send what is due, the oldest first; return how many went. Several may run at once."""
    due = PersonsMessage.objects.filter(status=Sending.WAITING, next_try_at__lte=now()).order_by("next_try_at")
    return in_turn(due.values_list("pk", flat=True)[:limit], _text)


def _text(row_id: UUID) -> Came:
    came = attempt(PersonsMessage, row_id, _send)
    if came.status in (Sending.GIVEN_UP, Sending.REFUSED):
        text_not_delivered(PersonsMessage.objects.get(pk=row_id))
    if came.is_sent:
        text_not_arrived(row_id)  # the carrier may have said so before it was written down that it went
    return came


def _send(row: PersonsMessage) -> None:
    """Give a text to the carrier; nothing where a report has said that it has it already, and its answer was lost.

    Raises: NotToBeSent; NeverDeliverable; else the trouble.
    """
    if row.carrier_id:
        return
    at = now()
    state = pass_gate(row, state_now(row.transfer_id), at)
    check_stands(row, state, at)
    whom = person(state.subject)
    to = _number_of(whom, state)
    if TextStop.objects.filter(pk=digest_of(to)).exists():
        raise NotToBeSent("stopped")
    by, made = carrier(), _page_of(row, state, at)
    PersonsMessage.objects.filter(pk=row.pk).update(number_digest=digest_of(to))  # what is answered may be faster
    try:
        carrier_id = by.send(_worded(row, state, whom, to, made))
    except NotToBeSent:
        # Refused, so nobody has the link. Where the answer was lost it stays good: it may be the one that came.
        if made is not None and made.grant_id is not None:
            grant_revoke(made.grant_id)
        raise
    mine = PersonsMessage.objects.filter(pk=row.pk)
    text_known_as(row.pk, carrier_id)
    mine.filter(report__lt=Report.TAKEN).update(report=Report.TAKEN, reported_at=at)


def has_stopped_texts(transfer_id: UUID) -> bool:
    """Say whether the person ended all texts to the number that one of this transfer would go to; three statements."""
    state = state_now(transfer_id)
    if state is None or not state.subject:
        return False
    try:
        to = _number_of(person(state.subject), state)
    except NotToBeSent:
        return False
    return TextStop.objects.filter(pk=digest_of(to)).exists()


def _number_of(whom: PersonView | None, state: State) -> str:
    """Return the number that a text goes to: the plan's, where there is a plan of safe contact, and no other then.

    Raises: NotToBeSent, where there is none or the person has died.
    """
    if whom is None or whom.is_deceased:
        raise NotToBeSent("nobody")
    kept = state.safety.plan
    known = whom.phones if kept is None else (kept.plan.number_or_address or "",)
    numbers = [number for number in map(number_to_text, known) if number]
    if not numbers:
        raise NotToBeSent("no-number")
    return numbers[0]


def _page_of(row: PersonsMessage, state: State, at: datetime) -> MadeLink | None:
    """Make the link that a text brings; none where it brings none. A page behind a code is never sent (section 3.1)."""
    if row.news != News.PAGE:
        return None
    if is_guarded(state) or persons_link_needs_code(row.transfer_id):
        raise NotToBeSent("safe-mode")
    return own_link_at(row.transfer_id, state, at, needs_code=False)


def _worded(row: PersonsMessage, state: State, whom: PersonView | None, to: str, made: MadeLink | None) -> Text:
    language = (whom.language if whom is not None else "") or (state.person.language if state.person else "")
    with translation.override(language or "en"):
        visit = state.visit.standing
        at = visit.at if visit is not None else state.first_action_at
        kept = state.safety.plan
        body = text_words(News(row.news), made.link if made else "", at, kept.zone if kept is not None else state.zone)
    others = PersonsMessage.objects.filter(number_digest=digest_of(to)).exclude(pk=row.pk).exclude(carrier_id="")
    known = frozenset(others.values_list("carrier_id", flat=True)) if row.tries > 1 else frozenset()
    report_url = link(f"{REPORT_PATH}?text={row.pk}")
    return Text(str(row.pk), to, body, row.asked_at, row.tries > 1, report_url, known)
