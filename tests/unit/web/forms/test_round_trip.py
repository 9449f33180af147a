"""Any valid record or command, written into a form and read back, is the same record or command."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from holdfast.protocol.errors import Malformed
from holdfast.protocol.fields import UNSAFE, Form
from holdfast.protocol.parsing import validated
from holdfast.transfers.giving import KNOWN_FIELDS
from holdfast.web.forms.filling import filled
from holdfast.web.forms.reading import Clock, read, tidied
from holdfast.web.forms.shapes import Kind, Shape, model_of, shapes_of, steps

ZONE = "America/New_York"
CLOCK = Clock(ZONE, datetime(2026, 11, 18, 17, tzinfo=UTC))
# A browser writes every line break as CR LF, so a lone CR does not come back as it was.
LETTERS = st.characters(exclude_characters="\r").filter(lambda c: not UNSAFE.match(c))
INSTANTS = st.datetimes(datetime(2000, 1, 2), datetime(2200, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
DAYS = st.dates(date(2000, 1, 1), date(2200, 12, 31))


def _said(longest: int) -> st.SearchStrategy[str]:
    return st.text(LETTERS, min_size=1, max_size=min(longest, 60)).filter(lambda text: text.strip())


_OF_THEIR_OWN: dict[str, st.SearchStrategy[str]] = {
    "language": _said(60).map(str.strip),
    "safe_from": st.times().map("{:%H:%M}".format), "safe_until": st.times().map("{:%H:%M}".format),
    "zone": st.sampled_from(["America/New_York", "Europe/London"]),
}  # fmt: skip
"""Lines that are kept in one form only, by name."""


def _value(shape: Shape) -> st.SearchStrategy[Any]:
    if shape.name in _OF_THEIR_OWN:
        return _OF_THEIR_OWN[shape.name]
    if shape.kind in (Kind.CODE, Kind.CODES):
        assert shape.codes is not None
        code = st.sampled_from([each.value for each in shape.codes])
        return code if shape.kind is Kind.CODE else st.lists(code, max_size=5, unique=True)
    if shape.kind is Kind.PARTS:
        # What says nothing at all is left out, as if nobody had begun it.
        return _form(shape.parts).filter(lambda parts: any(each not in (None, "") for each in parts.values()))
    if shape.kind is Kind.ROWS:
        assert shape.row is not None
        return st.lists(_value(shape.row), min_size=1 if shape.is_nullable else 0, max_size=4)
    plain: dict[Kind, st.SearchStrategy[Any]] = {
        Kind.LINE: _said(shape.most), Kind.TEXT: _said(shape.most), Kind.NOTE: st.text(LETTERS, max_size=60),
        Kind.NUMBER: st.integers(shape.least, shape.most), Kind.YES_NO: st.booleans(), Kind.ID: _said(100),
        Kind.WORD: st.sampled_from(["next_step", "resume", "A2.late"]), Kind.DAY: DAYS.map(str),
        Kind.INSTANT: INSTANTS.map(datetime.isoformat),
        Kind.DAY_OR_INSTANT: st.one_of(DAYS.map(str), INSTANTS.map(datetime.isoformat)),
    }  # fmt: skip
    return plain[shape.kind]


def _form(shapes: tuple[Shape, ...]) -> st.SearchStrategy[dict[str, Any]]:
    """Fields as a client of the API sends them: what may be null or left out sometimes is."""
    given_ = {s.name: st.none() | _value(s) if s.is_nullable else _value(s) for s in shapes if s.is_required}
    left_out = {s.name: _value(s) for s in shapes if not s.is_required}
    return st.fixed_dictionaries(given_, optional=left_out)


def _parsed(step: str, fields: dict[str, Any]) -> Form:
    """Return the record or command that the fields are, with what the server fills in; rejects what is not valid."""
    known = {"identity": "account", "measured": False, "device": "browser"}
    try:
        return validated(model_of(step), {**fields, **{name: known[name] for name in KNOWN_FIELDS.get(step, ())}})
    except Malformed:
        reject()


@pytest.mark.parametrize("step", steps())
@settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
@given(data=st.data())
def test_a_form_says_again_what_was_filed(step, data):
    shapes = shapes_of(step)
    fields = data.draw(_form(shapes))
    filed = _parsed(step, fields)
    reading = read(shapes, tidied(shapes, filled(shapes, fields, ZONE)), CLOCK)
    assert reading.problems == {}
    assert _parsed(step, reading.fields) == filed


@pytest.mark.parametrize("step", steps())
@settings(max_examples=20, suppress_health_check=list(HealthCheck), deadline=None)
@given(data=st.data())
def test_a_record_that_stands_is_drawn_again_from_its_own_values(step, data):
    shapes = shapes_of(step)
    filed = _parsed(step, data.draw(_form(shapes)))
    reading = read(shapes, tidied(shapes, filled(shapes, filed.model_dump(), ZONE)), CLOCK)
    assert _parsed(step, reading.fields) == filed
