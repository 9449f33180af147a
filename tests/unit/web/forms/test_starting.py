"""The parts of starting a handoff: which fields each has, what is filled in for one, and what is wrong with it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from holdfast.protocol.codes import Need
from holdfast.protocol.commands import OpenTransfer
from holdfast.protocol.packages import packages
from holdfast.protocol.records import AuthorizationRequest
from holdfast.web.forms.reading import Clock
from holdfast.web.forms.searches import LONGEST, sought
from holdfast.web.forms.starting import PARTS, shapes_in, typed_in, wrong_with

CLOCK = Clock("America/New_York", datetime(2026, 11, 18, 17, 0, tzinfo=UTC))
RIGHT: dict[str, dict[str, list[str]]] = {
    "person": {"case_id": ["WH-1"], "language": ["es"], "payer": ["medicaid"]},
    "need": {"need_category": ["missed-appointments"], "transfer_trigger": ["missed-appointments"]},
    "urgency": {"urgency": ["same-day"]},
    "route": {"receiving_pathway": ["riverside"]},
    "risk": {"mode": ["live_phone"], "reviewer_id": ["priya"], "next_checkpoint_date.day": ["2026-11-19"]},
}


def test_the_parts_ask_for_every_field_of_the_request_and_for_what_opening_needs() -> None:
    asked = {name for names in PARTS.values() for name in names}
    assert set(AuthorizationRequest.model_fields) - {"kind"} <= asked
    known_already = {"age", "person", "package"}
    assert set(OpenTransfer.model_fields) - known_already <= asked


@pytest.mark.parametrize("part", PARTS)
def test_what_is_right_is_right(part: str) -> None:
    assert not wrong_with(part, typed_in(part, RIGHT[part]), CLOCK)


@pytest.mark.parametrize("part", list(PARTS))
def test_each_part_names_only_its_own_fields(part: str) -> None:
    wrong = wrong_with(part, typed_in(part, {}), CLOCK)
    assert wrong
    assert {name.partition(".")[0] for name in (*wrong.problems, *wrong.words)} <= set(PARTS[part])


def test_no_urgency_is_ever_taken_for_granted() -> None:
    assert "urgency" in wrong_with("urgency", {"urgency": ["not-rated"]}, CLOCK).words
    assert wrong_with("urgency", {"urgency": []}, CLOCK)


def test_what_was_left_out_replaces_what_stood_there() -> None:
    assert typed_in("risk", {"mode": ["live_video"]}) == {
        "risk_indicators": [], "mode": ["live_video"], "reviewer_id": [], "next_checkpoint_date": [],
        "why_not_live": [],
    }  # fmt: skip


def test_the_need_is_its_own_reason_and_the_payer_is_written_as_the_directory_does() -> None:
    assert typed_in("need", {"need_category": ["self-harm"]})["transfer_trigger"] == ["self-harm"]
    assert typed_in("person", {"payer": [" Medicaid "]})["payer"] == ["medicaid"]


@pytest.mark.parametrize(
    ("said", "tag"), [("Spanish", "es"), ("es-MX", "es-MX"), ("american sign language", "ase"), ("qqq", "qqq")]
)
def test_a_language_is_known_by_name_or_tag(said: str, tag: str) -> None:
    typed = typed_in("person", {**RIGHT["person"], "language": [said]})
    assert typed["language"] == [tag]
    assert bool(wrong_with("person", typed, CLOCK)) is (tag == "qqq")


@pytest.mark.parametrize("part", PARTS)
def test_the_fields_of_a_part_are_drawn_in_its_order(part: str) -> None:
    assert tuple(shape.name for shape in shapes_in(part)) == tuple(name for name in PARTS[part] if name != "package")


def test_a_package_is_asked_for_only_where_one_fits_the_need() -> None:
    names = {need: [shape.name for shape in shapes_in("urgency", {"need_category": [need]})] for need in Need}
    fitting = {need for need in Need if any(package.fits(need) for package in packages().values())}
    assert {need for need, asked in names.items() if "package" in asked} == fitting


def test_what_is_searched_for_is_safe_and_short() -> None:
    assert sought(" \x00qu\u202eill ") == "quill"
    assert len(sought("x" * 9999)) == LONGEST
