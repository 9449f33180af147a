"""What carriers say became of a text, and what is answered to one. Late, doubled and out of order are all the same."""

from __future__ import annotations

import logging
import unicodedata
from datetime import timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Q

from holdfast.config.clock import now
from holdfast.notify.errors import UnknownText
from holdfast.notify.models import PersonsMessage, Report, Say, Sending, TextHeard, TextStop
from holdfast.notify.services.hearing import LONGEST, Said, person_says
from holdfast.notify.texts.numbers import digest_of
from holdfast.notify.undelivered import text_not_arrived
from holdfast.transfers.errors import UnknownTransfer
from holdfast.transfers.selectors import transfer_exists

log = logging.getLogger(__name__)
ANSWERED_WITHIN = timedelta(days=30)
"""An answer belongs to the transfer of the last text to its number, where that was sent within this time."""
_ANSWERS = UUID("7f0a3f53-2f0e-5b0a-9a6e-1d0c55a3b6de")
STOPS = frozenset(
    {
        "stop", "stopall", "stop all", "unsubscribe", "cancel", "end", "quit", "optout", "revoke",
        "alto", "parar", "pare", "basta", "cancelar", "fin", "terminar", "salir",
    }
)  # fmt: skip
"""Whole answers that end all texts to a number: the carriers' own words for it, and Spanish ones."""
STARTS = frozenset({"start", "unstop", "yes", "comenzar", "empezar", "si"})
"""Whole answers that let texts come again, where they were ended."""


def report_heard(carrier_id: str, report: Report) -> bool:
    """Note what became of a text; say whether that was news. An earlier state never undoes a later one.

    Raises: UnknownText, where none is known so, or not yet: the carrier may say it again.
    Side effects: who stays with the person is told of a text that did not arrive.
    """
    found = PersonsMessage.objects.filter(_known_by(carrier_id)).values_list("pk", flat=True).first()
    if found is None:
        raise UnknownText
    mine = PersonsMessage.objects.filter(pk=found)
    with transaction.atomic():
        if not mine.filter(report__lt=report).update(report=report, reported_at=now()):
            return False
        if report is Report.FAILED:
            text_not_arrived(found)
        elif report is Report.ARRIVED:
            mine.filter(reason="not-arrived").update(status=Sending.SENT, reason="")
    return True


def _known_by(carrier_id: str) -> Q:
    """Return which text a report is on: by the carrier's id, or by ours, which a gateway was given."""
    try:
        ours = Q(pk=UUID(carrier_id))
    except ValueError:
        ours = Q(pk__in=[])
    return ours | (Q(carrier_id=carrier_id) & ~Q(carrier_id=""))


def answer_heard(carrier_id: str, number: str, words: str) -> None:
    """Take what was answered from an E.164 number: an end or a beginning of texts, or a word for who is with them.

    Heard twice under the carrier's id, it is one: a START that comes again undoes no STOP from in between. Who is with
    them is told of a STOP too. From a number that nothing was sent to, nobody is told.
    """
    with transaction.atomic():
        if TextHeard.objects.get_or_create(pk=carrier_id, defaults={"heard_at": now()})[1]:
            _heard(carrier_id, digest_of(number), words)


def _heard(carrier_id: str, digest: str, words: str) -> None:
    said = _plain(words)
    if said in STOPS and not TextStop.objects.get_or_create(pk=digest, defaults={"stopped_at": now()})[1]:
        return
    if said in STARTS and TextStop.objects.filter(pk=digest).delete()[0]:
        return
    sent = PersonsMessage.objects.filter(number_digest=digest, settled_at__gt=now() - ANSWERED_WITHIN)
    last = sent.order_by("-settled_at").values_list("transfer_id", flat=True).first()
    if last is None or not said:
        log.info("an answer by text belongs to nothing that was sent lately; nobody is told of it")
        return
    _tell_of(last, uuid5(_ANSWERS, carrier_id), words)


def _tell_of(transfer_id: UUID, key: UUID, words: str) -> None:
    if not transfer_exists(transfer_id):
        return
    try:
        person_says(transfer_id, Said(Say.QUESTION, words[:LONGEST]), key=key)
    except UnknownTransfer:
        log.info("an answer by text was for a transfer that is gone; it was dropped")


def _plain(words: str) -> str:
    """Return words without accents, case, marks around them: as `STOPS` has them."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", words) if not unicodedata.combining(char))
    return " ".join(bare.casefold().strip(" .!?\"'\N{INVERTED EXCLAMATION MARK}").split())
