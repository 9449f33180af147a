"""What carriers say became of a text, and what is answered to one. Late, doubled and out of order are all the same."""

from __future__ import annotations

import contextlib
import logging
import re
import unicodedata
from datetime import timedelta
from enum import StrEnum
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
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
        "stop", "stopall", "stop all", "unsubscribe", "cancel", "end", "quit", "optout", "opt out", "revoke",
        "remove me", "alto", "parar", "pare", "paren", "basta", "cancelar", "fin", "terminar", "salir", "baja",
        "dar de baja", "darme de baja", "detener", "detenga", "detengan", "detenganse",
    }
)  # fmt: skip
"""Whole answers that end all texts to a number: the carriers' own words for it, and Spanish ones."""
_SAID_AT_LENGTH = re.compile(
    r"stop (all |the |these |those )?(texts?|messages?)"
    r"|stop (texting|messaging|writing|contacting|sending|bothering)( (to )?me)?( (any ?more|texts?|messages?|these))*"
    r"|(do not|don t|dont|never|quit) (text|texting|message|messaging|write|writing|contact|contacting)( (to )?me)?"
    r"( (again|any ?more))?"
    r"|(i (do not|don t|dont) want |i want )?no more( (texts?|messages?))?|take me off( (your|the|this) list)?"
    r"|(ya )?no (quiero )?mas( (mensajes?|textos?))?|(ya )?no quiero( mas)? (mensajes?|textos?)"
    r"|(ya )?no me (escriban?|manden?|envien?|contacten?|textee?n?|molesten?)( mas)?( (mensajes?|textos?))?"
    r"|(por favor )?dejen? de (escribir|mandar|enviar|molestar)(me)?( (mensajes?|textos?))?"
)
"""The same in a few words of one's own: these are whole answers too, so that *stop by tomorrow?* is none of them."""
_POLITE = re.compile(r"^(please|por favor|ya|hi|hello|hola) | (please|now|por favor|ya|thanks|thank you|gracias)$")
STARTS = frozenset({"start", "unstop", "yes", "comenzar", "empezar", "si"})
"""Whole answers that let texts come again, where they were ended."""


def report_heard(carrier_id: str, report: Report, key: str = "") -> bool:
    """Note what became of a text; say whether that was news. An earlier state never undoes a later one.

    `key`: our own id of it, from the address that the carrier called, for one whose own id is not known, or not yet.
    Raises: UnknownText, where none is known by either.
    Side effects: who stays with the person is told of a text that did not arrive.
    """
    found = _found(_known_by(carrier_id)) or _found(_is_ours(key))
    if found is None:
        raise UnknownText
    mine = PersonsMessage.objects.filter(pk=found)
    with transaction.atomic():
        if mine.filter(carrier_id="").exists():
            text_known_as(found, carrier_id)
        if not mine.filter(report__lt=report).update(report=report, reported_at=now()):
            return False
        if report is Report.FAILED:
            text_not_arrived(found)
        elif report is Report.ARRIVED:
            mine.filter(status=Sending.GIVEN_UP).update(status=Sending.SENT, reason="")
    return True


def text_known_as(text_id: UUID, carrier_id: str) -> None:
    """Keep by what id the carrier knows a text. One that calls two texts the same is asked of neither by it."""
    with contextlib.suppress(IntegrityError), transaction.atomic():
        PersonsMessage.objects.filter(pk=text_id).update(carrier_id=carrier_id[:64])


def _found(which: Q) -> UUID | None:
    return PersonsMessage.objects.filter(which).values_list("pk", flat=True).first()


def _known_by(carrier_id: str) -> Q:
    """Return which text a report is on: by the carrier's id, or by ours, which a gateway was given."""
    return _is_ours(carrier_id) | (Q(carrier_id=carrier_id) & ~Q(carrier_id=""))


def _is_ours(key: str) -> Q:
    try:
        return Q(pk=UUID(key))
    except ValueError:
        return Q(pk__in=[])


class Wish(StrEnum):
    """What somebody wants of texts as such."""

    STOP = "stop"
    START = "start"


def answer_heard(carrier_id: str, number: str, words: str, wish: Wish | None = None) -> None:
    """Take what was answered from an E.164 number: an end or a beginning of texts, or a word for who is with them.

    `wish`: what the carrier says it is; else its words say so. Heard twice under the carrier's id, it is one: a START
    that comes again undoes no STOP from in between. Who is with them is told of a STOP too. From a number that nothing
    was sent to, nobody is told.
    """
    with transaction.atomic():
        if TextHeard.objects.get_or_create(pk=carrier_id, defaults={"heard_at": now()})[1]:
            _heard(carrier_id, digest_of(number), words, wish or _wish(words))


def heard_forget() -> int:
    """Forget which answers were heard longer ago than any carrier says them again; return how many there were."""
    return TextHeard.objects.filter(heard_at__lt=now() - ANSWERED_WITHIN).delete()[0]


def _wish(words: str) -> Wish | None:
    said = _plain(words)
    if is_stop(said):
        return Wish.STOP
    return Wish.START if said in STARTS else None


def is_stop(said: str) -> bool:
    """Say whether somebody wants no more texts, whose words `_plain` has made bare; said twice it is no other wish."""
    bare = _POLITE.sub("", said)
    is_said_again = bare != "" and all(word in STOPS for word in bare.split())
    return is_said_again or bool({said, bare} & STOPS) or _SAID_AT_LENGTH.fullmatch(bare) is not None


def _heard(carrier_id: str, digest: str, words: str, wish: Wish | None) -> None:
    if wish is Wish.STOP and not TextStop.objects.get_or_create(pk=digest, defaults={"stopped_at": now()})[1]:
        return
    if wish is Wish.START and TextStop.objects.filter(pk=digest).delete()[0]:
        return
    last = _last_to(digest)
    if last is None or not words.strip():
        log.info("an answer by text belongs to nothing that was sent lately; nobody is told of it")
        return
    _tell_of(last, uuid5(_ANSWERS, carrier_id), words)


def _last_to(digest: str) -> UUID | None:
    """Return the transfer of the last text to a number: of what has just gone, and is not written down yet, first."""
    is_lately = Q(settled_at__gt=now() - ANSWERED_WITHIN, report__gt=Report.NONE)
    sent = PersonsMessage.objects.filter(is_lately | Q(status=Sending.WAITING), number_digest=digest)
    return sent.order_by("-settled_at").values_list("transfer_id", flat=True).first()


def _tell_of(transfer_id: UUID, key: UUID, words: str) -> None:
    if not transfer_exists(transfer_id):
        return
    try:
        person_says(transfer_id, Said(Say.QUESTION, words[:LONGEST]), key=key)
    except UnknownTransfer:
        log.info("an answer by text was for a transfer that is gone; it was dropped")


def _plain(words: str) -> str:
    """Return words without accents, case and marks, in them and around them: as `STOPS` has them."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", words) if not unicodedata.combining(char))
    return " ".join("".join(char if char.isalnum() else " " for char in bare.casefold()).split())
