"""The body of a request: JSON and nothing else, of bounded size, read more strictly than `json` does by itself."""

from __future__ import annotations

import json
import math
from collections import Counter
from email.message import Message
from typing import Any

from django.http import HttpRequest, UnreadablePostError

from holdfast.api.problems import Problem, malformed, unreadable

LIMIT = 256 * 1024
"""Bytes of a body, at most. The largest record is a few kilobytes."""
LONGEST_NUMBER = 25
"""Digits of a whole number, at most: no field takes more, and reading more would cost time."""
MOST_NAMED = 20
"""Names of faulty keys in one answer, at most."""


def object_in(request: HttpRequest) -> dict[str, Any]:
    """Return the JSON object in a request's body.

    Raises: Problem 415 for another content type, 413 for a body over the limit, 400 for what is no JSON object.
    """
    _is_json(request)
    return object_of(_bytes(request))


def object_of(body: bytes) -> dict[str, Any]:
    """Return the JSON object in `body`. Raises: Problem 400 with line and column; 422 naming a key that is twice."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as wrong:
        raise unreadable(f"The body is not UTF-8: byte {wrong.start + 1} is wrong.") from None
    if not text.strip():
        raise unreadable("The body is empty. Send a JSON object; `{}` where there are no fields.")
    try:
        found = json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant, parse_int=_number)
    except json.JSONDecodeError as wrong:
        place = {"line": wrong.lineno, "column": wrong.colno}
        raise unreadable(f"{wrong.msg} at line {wrong.lineno}, column {wrong.colno}.", place) from None
    except RecursionError:
        raise unreadable("The body is nested too deeply.") from None
    if not isinstance(found, dict):
        raise unreadable("The body is not a JSON object.")
    return found


def _is_json(request: HttpRequest) -> None:
    given = Message()
    given["content-type"] = request.headers.get("Content-Type", "")
    charset = str(given.get_param("charset", "utf-8")).lower()
    if not request.headers.get("Content-Type") or given.get_content_type() != "application/json" or charset != "utf-8":
        detail = "Send the body as `Content-Type: application/json`, in UTF-8."
        raise Problem(415, "unsupported-media-type", "Another content type is wanted", detail)


def _bytes(request: HttpRequest) -> bytes:
    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > LIMIT:
        raise _too_large()
    try:
        body = request.read(LIMIT + 1)
    except UnreadablePostError:
        raise unreadable("The body ended before it was whole.") from None
    if len(body) > LIMIT:
        raise _too_large()
    return body


def _too_large() -> Problem:
    return Problem(413, "too-large", "The body is too large", f"A body has at most {LIMIT} bytes (256 KiB).")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    unseen = [name for name in found if not name.isprintable()][:MOST_NAMED]
    if unseen:
        raise malformed(dict.fromkeys(unseen, "is not the name of a field: it has characters that can't be seen"))
    if len(found) < len(pairs):
        counted = Counter(name for name, _ in pairs)
        twice = [name for name, times in counted.items() if times > 1][:MOST_NAMED]
        raise malformed(dict.fromkeys(twice, "stands twice in one object; leave one"))
    return found


def _no_constant(name: str) -> float:
    raise unreadable(f"{name} is not JSON.")


def _number(digits: str) -> float:
    """Return a whole number; in place of one that no field could take, what no field takes, so that it is named."""
    return int(digits) if len(digits) <= LONGEST_NUMBER else math.inf
