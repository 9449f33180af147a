"""What carriers say became of a text, and what is answered to one. Late, doubled and out of order are all the same."""

from __future__ import annotations

import logging
import unicodedata
from datetime import timedelta
from uuid import UUID, uuid5

from django.db import transaction

from holdfast.config.clock import now
from holdfast.notify.models import PersonsMessage, Report, Say, Sending, TextStop
from holdfast.notify.services.hearing import LONGEST, Said, person_says
from holdfast.notify.texts.numbers import digest_of
from holdfast.notify.undelivered import text_not_delivered
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

    Side effects: who stays with the person is told of a text that did not arrive.
    """
    mine = PersonsMessage.objects.filter(carrier_id=carrier_id).exclude(carrier_id="")
    with transaction.atomic():
        if not mine.filter(report__lt=report).update(report=report, reported_at=now()):
            return False
        text = mine.get()
        if report is Report.FAILED and text.status == Sending.SENT:
            mine.update(status=Sending.GIVEN_UP, reason="not-arrived")
            text.refresh_from_db()
            text_not_delivered(text)
        elif report is Report.ARRIVED and text.reason == "not-arrived":
            mine.update(status=Sending.SENT, reason="")
    return True


def answer_heard(carrier_id: str, number: str, words: str) -> None:
    """Take what was answered from an E.164 number: an end or a beginning of texts, or a word for who is with them.

    Heard twice under the carrier's id, it is one. From a number that nothing was sent to, it is dropped.
    """
    digest, said = digest_of(number), _plain(words)
    if said in STOPS:
        TextStop.objects.get_or_create(pk=digest, defaults={"stopped_at": now()})
        return
    if said in STARTS and TextStop.objects.filter(pk=digest).delete()[0]:
        return
    sent = PersonsMessage.objects.filter(number_digest=digest, settled_at__gt=now() - ANSWERED_WITHIN)
    last = sent.order_by("-settled_at").values_list("transfer_id", flat=True).first()
    if last is None or not said:
        log.info("an answer by text belongs to nothing that was sent lately; it was dropped")
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
