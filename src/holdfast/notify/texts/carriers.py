"""Carriers of text messages: Twilio's API, and any gateway by a small form of HTTP that we set.

Each message has a key of ours that never changes: the gateway knows by it what it was given before; Twilio, which takes
no key, is asked for what it has before something is given to it again. Nothing here writes a number into a log.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import http.client
import json
import re
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from threading import Event, Timer
from typing import Any, Protocol
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from holdfast.config.clock import now
from holdfast.notify.texting import TWILIO, Texting
from holdfast.notify.trying import NeverDeliverable, NotToBeSent

TIMEOUT_SECONDS = 10.0
"""How long one reading or writing may take."""
LONGEST_SECONDS = 15.0
"""How long one call of a carrier may take in all, also of one that answers a little at a time."""
MOST_ANSWER_BYTES = 1_000_000
CLOCKS_APART = timedelta(minutes=1)
"""How far the carrier's clock may lie behind ours."""
SIGNATURE = "X-Holdfast-Signature"
_TRY_LATER = (401, 403, 404, 408, 409, 425, 429)
"""Answers after which a later try may do: ours to set right, theirs to recover, or too many at once."""
_TAKEN, _REFUSED = range(200, 300), range(400, 500)
_TWILIO_STOPPED = 21610
_LINK = re.compile(r"\S+://\S+")


class CarrierAway(OSError):  # noqa: N818 - says what is so
    """The carrier did not take it now; it is tried again."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text. `key` never changes; `asked_at` is when it was first to go; `is_again` whether it was tried before."""

    key: str
    to: str = field(repr=False)
    body: str = field(repr=False)
    asked_at: datetime
    is_again: bool
    report_url: str
    others: frozenset[str] = frozenset()
    """By what ids the carrier knows other texts to the same number: this one is none of them."""


class Carrier(Protocol):
    """Who takes texts."""

    def send(self, text: Text) -> str:
        """Give a text to the carrier, and return by what id it knows it.

        Raises: NotToBeSent, where whoever has the number takes none; NeverDeliverable, where no further try would help;
        else the trouble, to be tried again.
        """


def carrier() -> Carrier:
    """Return the carrier that is set. Raises: NotToBeSent, where none is."""
    texting: Texting = settings.HOLDFAST_TEXTING
    if not texting.kind:
        raise NotToBeSent("no-carrier")
    return Twilio(texting) if texting.kind == TWILIO else Gateway(texting)


@dataclass(frozen=True, slots=True)
class Twilio:
    """Twilio's Messages resource, version 2010-04-01."""

    by: Texting

    def send(self, text: Text) -> str:
        """Give a text to Twilio."""
        known = self._sent_before(text) if text.is_again else ""
        if known:
            return known
        sender = {"MessagingServiceSid": self.by.service} if self.by.service else {"From": self.by.sender}
        form = {"To": text.to, "Body": text.body, "StatusCallback": text.report_url, **sender}
        status, answer = self._ask("POST", self._path(), urlencode(form))
        if status in _TAKEN and isinstance(answer.get("sid"), str):
            return str(answer["sid"])
        if answer.get("code") == _TWILIO_STOPPED:
            raise NotToBeSent("stopped")
        if status in _REFUSED and status not in _TRY_LATER:
            raise NeverDeliverable(f"sms-{answer.get('code') or status}")
        raise CarrierAway(status)

    def _sent_before(self, text: Text) -> str:
        """Return the id of the same text if Twilio took it, and its answer was lost; blank where it did not."""
        asked = {"To": text.to, "DateSent>": f"{text.asked_at:%Y-%m-%d}", "PageSize": "50"}
        status, answer = self._ask("GET", f"{self._path()}?{urlencode(asked)}")
        if status not in _TAKEN:
            raise CarrierAway(status)
        found: list[dict[str, Any]] | None = answer.get("messages")
        words = _LINK.sub("", text.body)  # a link is made anew at each try
        same = (each for each in found or () if _LINK.sub("", str(each.get("body"))) == words)
        mine = (str(each["sid"]) for each in same if each.get("sid") and not _is_older(each, text.asked_at))
        return next((sid for sid in mine if sid not in text.others), "")

    def _path(self) -> str:
        return f"/2010-04-01/Accounts/{self.by.account}/Messages.json"

    def _ask(self, method: str, path: str, body: str = "") -> tuple[int, Mapping[str, Any]]:
        known = base64.b64encode(f"{self.by.account}:{self.by.secret}".encode()).decode()
        headers = {"Authorization": f"Basic {known}", "Content-Type": "application/x-www-form-urlencoded"}
        return _asked(self.by.url, method, path, body, headers)


def _is_older(message: Mapping[str, Any], asked_at: datetime) -> bool:
    """Say whether Twilio took a message before a text was asked for; it is not, where it does not say when."""
    try:
        return parsedate_to_datetime(str(message.get("date_created"))) < asked_at - CLOCKS_APART
    except (ValueError, TypeError):
        return False


@dataclass(frozen=True, slots=True)
class Gateway:
    """A gateway that takes JSON: `id` (ours), `to`, `from`, `text`, `report_url`; signed, and answered with an `id`.

    The same `id` twice is one text: a gateway answers the second with what it answered the first.
    """

    by: Texting

    def send(self, text: Text) -> str:
        """Give a text to the gateway."""
        said = {
            "id": text.key, "to": text.to, "from": self.by.sender, "text": text.body, "report_url": text.report_url,
        }  # fmt: skip
        body = json.dumps(said)
        headers = {
            "Content-Type": "application/json", "Idempotency-Key": text.key,
            SIGNATURE: signature(self.by.secret, body.encode(), now()),
        }  # fmt: skip
        parts = urlsplit(self.by.url)
        status, answer = _asked(f"{parts.scheme}://{parts.netloc}", "POST", parts.path, body, headers)
        if status in _TAKEN:
            return str(answer.get("id") or text.key)[:64]
        if answer.get("error") == "stopped":
            raise NotToBeSent("stopped")
        if status in _REFUSED and status not in _TRY_LATER:
            raise NeverDeliverable(f"sms-{status}")
        raise CarrierAway(status)


def signature(secret: str, body: bytes, at: datetime) -> str:
    """Return how a body is signed at an instant: `t=` seconds since 1970, `v1=` HMAC-SHA256 of `t.body` in hex."""
    seconds = int(at.timestamp())
    made = hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={made}"


def _asked(origin: str, method: str, path: str, body: str, headers: dict[str, str]) -> tuple[int, Mapping[str, Any]]:
    """Ask a carrier; return its status and its JSON, empty where it gave none. Follows no redirect and no proxy."""
    parts = urlsplit(origin)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=TIMEOUT_SECONDS)
    late, ends = Event(), time.monotonic() + LONGEST_SECONDS
    timer: Timer | None = None
    try:
        connection.connect()
        timer = Timer(max(0.0, ends - time.monotonic()), _cut, (connection.sock, late))
        timer.start()
        connection.request(method, path, body=body.encode() or None, headers=headers)
        answer = connection.getresponse()
        said = answer.read(MOST_ANSWER_BYTES)
    except http.client.HTTPException as trouble:
        raise CarrierAway(type(trouble).__name__) from None
    finally:
        if timer is not None:
            timer.cancel()
        connection.close()
    if late.is_set():
        raise CarrierAway("too slow")
    try:
        read = json.loads(said)
    except ValueError:
        read = {}
    return answer.status, read if isinstance(read, dict) else {}


def _cut(wire: socket.socket, late: Event) -> None:
    """End a call that lasts too long: whoever reads from its socket finds the end there."""
    late.set()
    with contextlib.suppress(OSError):  # it has ended by itself
        socket.socket.shutdown(wire, socket.SHUT_RDWR)
