"""Phone numbers: as people write them, and as a network takes them (E.164)."""

from __future__ import annotations

import phonenumbers
from django.conf import settings
from django.utils.crypto import salted_hmac
from phonenumbers import PhoneNumberType, number_type

_NO_TEXTS = frozenset(
    {
        PhoneNumberType.FIXED_LINE, PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST, PhoneNumberType.UAN,
        PhoneNumberType.PAGER, PhoneNumberType.VOICEMAIL,
    }
)  # fmt: skip
"""Kinds of numbers that take no text, or cost whoever owns them. Of a US number nothing tells a mobile one."""


def number_to_text(written: str) -> str:
    """Return a number as a network takes it (E.164); blank where it is none, or none that a text can reach.

    A number without a country's code is one of `HOLDFAST_PHONE_REGION`.
    """
    number = _number(written)
    return "" if number is None or number_type(number) in _NO_TEXTS else _as_network(number)


def number_that_texts(written: str) -> str:
    """Return a number, of whatever kind, that sent a text as a network takes it (E.164); blank where it is none."""
    number = _number(written)
    return "" if number is None else _as_network(number)


def _number(written: str) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(written, settings.HOLDFAST_PHONE_REGION)
    except phonenumbers.NumberParseException:
        return None
    # Numbers for stories (555-01xx) are possible and not valid: nothing there is answered, and demos use them.
    return number if phonenumbers.is_possible_number(number) and not number.extension else None


def _as_network(number: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def digest_of(number: str) -> str:
    """Return what stands for an E.164 number in our tables: nobody without the server's key can try numbers out."""
    return salted_hmac("holdfast.notify.texts.number", number, algorithm="sha256").hexdigest()
