"""Everything that goes wrong, as RFC 9457 problems: what is wrong, what to do, and never a word about a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

import orjson
from django.http import HttpResponse

MEDIA_TYPE = "application/problem+json"
LONGEST = 300
"""Longest text of a problem that may come from the request: names of fields, what was expected of them."""


@dataclass(frozen=True, slots=True)
class FieldFault:
    """One field that is wrong. `pointer` is its JSON pointer in the body; blank for a header or a query."""

    field: str
    pointer: str
    message: str


@dataclass(frozen=True, slots=True)
class Raised:
    """The escalation that a failed control raised, or was counted in."""

    level: str


@dataclass(frozen=True, slots=True)
class FailedControl:
    """A control that did not hold: its rule, and how to mend it."""

    id: str
    sentence: str
    mend: str
    escalation: Raised | None


@dataclass(eq=False)
class Problem(Exception):  # noqa: N818 - the word of RFC 9457
    """A problem to be answered. `kind` ends its type; `more` are members beside the usual ones."""

    status: int
    kind: str
    title: str
    detail: str
    more: Mapping[str, object] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def answer(self) -> HttpResponse:
        """Return it as a response."""
        members = {
            "type": f"urn:holdfast:problem:{self.kind}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            **self.more,
        }
        body = orjson.dumps(members, option=orjson.OPT_UTC_Z)
        return HttpResponse(body, status=self.status, content_type=MEDIA_TYPE, headers=dict(self.headers))


def malformed(fields: Mapping[str, str], *, in_body: bool = True) -> Problem:
    """Return the problem of fields that are wrong, each named with one sentence."""
    faults = [FieldFault(_safe(name), _pointer(name) if in_body else "", _safe(why)) for name, why in fields.items()]
    detail = "Nothing was recorded. Mend the fields that are named, then send it again."
    return Problem(422, "malformed", "The request is not well formed", detail, {"errors": faults})


def header_wrong(name: str, why: str) -> Problem:
    """Return the problem of a header that is wrong."""
    return malformed({name: why}, in_body=False)


def unreadable(why: str, more: Mapping[str, object] | None = None) -> Problem:
    """Return the problem of a body that is no JSON."""
    return Problem(400, "unreadable", "The body is not readable", _safe(why), more or {})


def not_found(detail: str = "There is nothing at this address, or it is not yours to see.") -> Problem:
    """Return the problem of what is not there, or not for whoever asks."""
    return Problem(404, "not-found", "Not found", detail)


def forbidden(detail: str) -> Problem:
    """Return the problem of somebody whose part it is not."""
    return Problem(403, "forbidden", "Not yours to do", detail)


def unauthorized() -> Problem:
    """Return the problem of a request without a good token."""
    detail = "Send `Authorization: Bearer` with a token that is good: a staff token, or a guest's session."
    return Problem(401, "unauthorized", "Not signed in", detail, headers={"WWW-Authenticate": "Bearer"})


def too_often() -> Problem:
    """Return the problem of an address from which too many links and codes were not good."""
    detail = "Too many links and codes from your address were not good. Wait a minute, then try again."
    return Problem(429, "too-often", "Too many tries", detail, headers={"Retry-After": "60"})


def plain(status: int, headers: Mapping[str, str] | None = None) -> Problem:
    """Return the problem that says no more than its status: of answers that come from outside the API's own code."""
    known = HTTPStatus(status)
    return Problem(status, known.phrase.lower().replace(" ", "-"), known.phrase, known.description, {}, headers or {})


def _pointer(name: str) -> str:
    parts = (part.replace("~", "~0").replace("/", "~1") for part in _safe(name).split("."))
    return "".join(f"/{part}" for part in parts)


def _safe(text: str) -> str:
    """Return a text of the request so that it can stand in an answer: short, and sound UTF-8."""
    sound = text.encode("utf-8", "backslashreplace").decode()
    return sound if len(sound) <= LONGEST else f"{sound[:LONGEST]}…"
