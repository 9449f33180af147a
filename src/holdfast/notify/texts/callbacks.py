"""Calls of carriers: each proves who makes it by its signature; what it says goes to `hearing`."""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.conf import settings
from django.utils.translation import gettext
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from holdfast.config.clock import now
from holdfast.notify.errors import Forged, Unreadable
from holdfast.notify.models import Report
from holdfast.notify.paths import link
from holdfast.notify.texting import TWILIO, Texting
from holdfast.notify.texts.carriers import signature
from holdfast.notify.texts.hearing import Wish, answer_heard, report_heard
from holdfast.notify.texts.numbers import number_that_texts

SIGNED_WITHIN = timedelta(minutes=5)
"""How far the instant of a gateway's signature may lie from our clock."""
LONGEST_ID, LONGEST_TEXT = 64, 10_000
_SIGNED = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})")
_OF_TWILIO = {
    "accepted": Report.TAKEN, "queued": Report.TAKEN, "sending": Report.TAKEN, "sent": Report.PASSED_ON,
    "delivered": Report.ARRIVED, "read": Report.ARRIVED, "undelivered": Report.FAILED, "failed": Report.FAILED,
}  # fmt: skip
_OF_GATEWAY = {
    "taken": Report.TAKEN, "passed_on": Report.PASSED_ON, "arrived": Report.ARRIVED, "failed": Report.FAILED
}  # fmt: skip
_WISH = "OptOutType"
_WISHES = {"STOP": Wish.STOP, "START": Wish.START}
"""What Twilio says an answer is, where its own list of such words is set otherwise than ours."""


@dataclass(frozen=True, slots=True)
class Call:
    """A call as it came: the path, the form where it is one, the body as bytes, and the signature of either carrier."""

    path: str
    form: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    twilio_signature: str = ""
    signature: str = ""


def reports_called(call: Call) -> None:
    """Take a report on a text. Raises: Forged; Unreadable; UnknownText."""
    said = _proven(call)
    known = _OF_TWILIO if _is_twilio() else _OF_GATEWAY
    report = known.get(_word(said, "MessageStatus" if _is_twilio() else "status"))
    if report is None:
        return
    if _is_twilio():
        report_heard(_word(said, "MessageSid"), report, _key_in(call.path))
    else:
        report_heard(_word(said, "id"), report)


def answers_called(call: Call) -> None:
    """Take what somebody answered to a text. Raises: Forged; Unreadable."""
    said = _proven(call)
    names = ("MessageSid", "From", "Body") if _is_twilio() else ("id", "from", "text")
    carrier_id, number, words = (_word(said, name) for name in names)
    sender = number_that_texts(number)
    if not carrier_id or len(carrier_id) > LONGEST_ID or not sender:
        raise Unreadable
    wish = _WISHES.get(said.get(_WISH, "")) if _is_twilio() else None
    answer_heard(carrier_id, sender, words[:LONGEST_TEXT] or _without_words(said), wish)


def _without_words(said: Mapping[str, Any]) -> str:
    """Return what stands for an answer by Twilio that has a picture or a recording, and no words."""
    is_media = _is_twilio() and said.get("NumMedia", "0") not in ("", "0")
    return gettext("A picture or recording came, without words. It is not kept here.") if is_media else ""


def _key_in(path: str) -> str:
    """Return our id of a text, from the address that we gave to the carrier; blank where it has none."""
    return dict(parse_qsl(urlsplit(path).query)).get("text", "")


def _is_twilio() -> bool:
    return _texting().kind == TWILIO


def _texting() -> Texting:
    texting: Texting = settings.HOLDFAST_TEXTING
    return texting


def _proven(call: Call) -> Mapping[str, Any]:
    """Return what a call says, where it is the carrier's. Raises: Forged; Unreadable."""
    by = _texting()
    if not by.kind:
        raise Forged
    if by.kind == TWILIO:
        if not RequestValidator(by.secret).validate(link(call.path), dict(call.form), call.twilio_signature):
            raise Forged
        return call.form
    _check_gateways(call, by)
    try:
        said = json.loads(call.body)
    except (ValueError, RecursionError):  # signed or not, what is nested without end says nothing
        raise Unreadable from None
    if not isinstance(said, dict):
        raise Unreadable
    return said


def _check_gateways(call: Call, by: Texting) -> None:
    found = _SIGNED.fullmatch(call.signature)
    if found is None:
        raise Forged
    at = datetime.fromtimestamp(min(int(found[1]), 4_000_000_000), UTC)
    if abs(now() - at) > SIGNED_WITHIN or not hmac.compare_digest(signature(by.secret, call.body, at), call.signature):
        raise Forged


def _word(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name)
    if not isinstance(value, str):
        raise Unreadable
    return value.replace("\x00", "")
