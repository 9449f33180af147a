"""Reading files of unknown quality: size, kind, encoding, JSON. Everything wrong becomes a fault, never a traceback."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from holdfast.incoming.faults import Faults, Place

LARGEST = 256 * 1024 * 1024
"""The largest file that is read, in bytes."""

_SIZE = f"a file of at most {LARGEST // 1024 // 1024} MiB"
_ENCODING = "UTF-8 text (a byte order mark is allowed); save the file as UTF-8"
_TWICE = "\x00twice"


def opened(path: Path, faults: Faults) -> bool:
    """Say whether `path` is a file that can be read; else add the fault."""
    wrong, accepted = _refusal(path)
    if wrong:
        faults.add(Place(path.name), "", wrong, accepted)
    return not wrong


def _refusal(path: Path) -> tuple[str, str]:
    try:
        state = path.stat()
    except (OSError, ValueError) as why:
        return f"cannot be read ({_reason(why)}).", "the path of a file that exists and may be read"
    if not stat.S_ISREG(state.st_mode):
        return "is not a file.", "the path of a file"
    if state.st_size == 0:
        return "the file is empty.", "a file with content"
    if state.st_size > LARGEST:
        return f"the file has {state.st_size} bytes.", _SIZE
    if not os.access(path, os.R_OK):
        return "may not be read.", "a file that this user may read"
    return "", ""


def _reason(why: OSError | ValueError) -> str:
    return (why.strerror or "unknown reason") if isinstance(why, OSError) else "not a path"


def text_of(path: Path, faults: Faults) -> str | None:
    """Return the file's text, or None with a fault: not UTF-8, or a NUL in it."""
    if not opened(path, faults):
        return None
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as why:
        line = raw.count(b"\n", 0, why.start) + 1
        faults.add(Place(path.name), "", f"line {line} is not UTF-8.", _ENCODING)
        return None
    if "\x00" in text:
        faults.add(Place(path.name), "", f"line {text.count(chr(10), 0, text.index(chr(0))) + 1} has a NUL.", _ENCODING)
        return None
    return text


def json_of(path: Path, faults: Faults) -> object | None:
    """Return the file's JSON value, or None with a fault: not JSON, a key twice in one object, nested too deep."""
    text = text_of(path, faults)
    if text is None:
        return None
    before = faults.count
    try:
        value: object = json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant)
        if value is None:
            faults.add(Place(path.name, "$"), "", "is null.", "a JSON object or list")
        for where in _doubled(value, "$"):
            faults.add(Place(path.name, where), "", "a key stands twice in this object.", "each key once")
    except json.JSONDecodeError as why:
        faults.add(
            Place(path.name), "", f"line {why.lineno}, character {why.colno}: this is not JSON.", "JSON (RFC 8259)"
        )
    except RecursionError:
        faults.add(Place(path.name), "", "the JSON is nested too deep.", "objects and lists nested less than 500 deep")
    except ValueError:
        faults.add(Place(path.name), "", "a number in it is not a JSON number we can read.", "JSON numbers (RFC 8259)")
    return None if faults.count > before else value


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        found[_TWICE] = _first_twice(pairs)
    return found


def _first_twice(pairs: list[tuple[str, object]]) -> str:
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            break
        seen.add(key)
    return key


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _doubled(value: object, where: str) -> Iterator[str]:
    if isinstance(value, dict):
        if _TWICE in value:
            yield f"{where}.{value[_TWICE]}"
        for key, inner in value.items():
            yield from _doubled(inner, f"{where}.{key}")
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _doubled(inner, f"{where}[{place}]")
