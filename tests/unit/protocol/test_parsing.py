"""Outside input becomes a command, or each wrong field is named; nothing else ever comes of it."""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.protocol.codes import RecordKind
from holdfast.protocol.commands import COMMANDS, FileRecord
from holdfast.protocol.errors import Malformed
from holdfast.protocol.parsing import named_ids, parse
from holdfast.protocol.records import RECORDS
from holdfast.protocol.state import INITIAL
from tests.property import forms
from tests.property.astray import everything
from tests.property.moves import Move
from tests.property.world import BEGIN

MOVES = everything(INITIAL, BEGIN)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["2026-11-19", "mailbox:x"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


@settings(deadline=None)
@given(move=st.sampled_from(MOVES), data=st.data(), value=JSON)
def test_whatever_a_field_holds_it_is_read_or_named(move: Move, data: st.DataObject, value: object) -> None:
    name = data.draw(st.sampled_from([*sorted(move.fields), "supersedes", "record", "also"]))
    with contextlib.suppress(Malformed):
        command = parse(move.do, {**move.fields, name: value})
        assert command.do == move.do


@pytest.mark.parametrize("do", sorted(COMMANDS))
def test_a_field_that_is_not_the_commands_is_named(do: str) -> None:
    fields = {"record": "verification"} if do == "file_record" else {}
    with pytest.raises(Malformed) as wrong:
        parse(do, {**fields, "filed_by": "dana"})
    assert "filed_by" in wrong.value.fields


@pytest.mark.parametrize("kind", RecordKind)
def test_an_empty_record_names_every_field_that_it_needs(kind: RecordKind) -> None:
    with pytest.raises(Malformed) as wrong:
        parse("file_record", {"record": kind})
    asked = RECORDS[kind].model_fields.items()
    assert set(wrong.value.fields) == {name for name, field in asked if field.is_required()}


def test_a_command_that_there_is_not_is_named() -> None:
    with pytest.raises(Malformed, match="is not a command"):
        parse("accept_on_behalf", {})


@pytest.mark.parametrize("record", ["review", None, 7, [], {}])
def test_a_record_that_there_is_not_is_named(record: object) -> None:
    with pytest.raises(Malformed, match="record: must be one of"):
        parse("file_record", {"record": record})


@pytest.mark.parametrize("supersedes", [None, 3, ["verification"]])
def test_a_supersedes_that_names_no_record_is_malformed(supersedes: object) -> None:
    with pytest.raises(Malformed, match="supersedes"):
        parse("file_record", {**forms.decision(), "supersedes": supersedes})


def test_an_optional_field_is_left_out_not_null() -> None:
    with pytest.raises(Malformed, match="leave it out"):
        parse("person_confirms", {"what": "resume", "in_own_words": None})


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("soon", "an instant with an offset"),
        ("2026-11-18T14:00:00", "an instant with an offset"),
        ("1999-01-01T00:00:00Z", "between the years"),
        ("9999-12-31T23:59:59Z", "between the years"),
        (1_800_000_000, "an instant with an offset"),
    ],
)
def test_an_instant_is_written_one_way_and_in_reach(value: object, said: str) -> None:
    with pytest.raises(Malformed, match=said):
        parse("reschedule_first_action", {"at": value, "asked_by": "the person", "reason": "a strike"})


@pytest.mark.parametrize("value", ["19.11.2026", "2026-13-01", "1999-01-01", "9999-01-01", 20261119, None])
def test_a_date_is_written_one_way_and_in_reach(value: object) -> None:
    with pytest.raises(Malformed) as wrong:
        parse("give_consent", {**forms.CONSENT, "until": value})
    assert list(wrong.value.fields) == ["until"]


def test_dates_and_instants_may_be_given_as_such() -> None:
    at = datetime(2026, 11, 18, 14, 0, tzinfo=UTC)
    moved = parse("reschedule_first_action", {"at": at, "asked_by": "the person", "reason": "a strike"})
    given = parse("give_consent", {**forms.CONSENT, "until": date(2026, 11, 18)})
    assert (moved.model_dump()["at"], given.model_dump()["until"]) == (at, at.date())


@pytest.mark.parametrize("text", ["a\x00b", "a\u202eb", "\ufeff", "\ud800", "  ", "x" * 5000])
def test_text_that_hides_or_says_nothing_is_refused(text: str) -> None:
    with pytest.raises(Malformed) as wrong:
        parse("emergency_start", {"act": "911", "reason": text})
    assert list(wrong.value.fields) == ["reason"]


def test_the_ids_that_a_command_names_are_known_by_field() -> None:
    command = parse("file_record", forms.connection(BEGIN))
    assert isinstance(command, FileRecord)
    assert {field: str(thing) for field, (thing, _) in named_ids(command).items()} == {
        "receiving_service": "service", "receiving_contact_id": "person", "reviewer_id": "person",
    }  # fmt: skip


def test_a_kind_is_no_id() -> None:
    named = named_ids(parse("contact_attempt", {"contact": "mailbox:intake", "outcome": "no-answer"}))
    assert named == {}
