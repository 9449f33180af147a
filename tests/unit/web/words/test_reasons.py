"""Each control of the protocol says on the page what it asks, why, and where the protocol says so."""

from __future__ import annotations

import re

import pytest

from holdfast.protocol.controls import CONTROLS
from holdfast.web.parts import ControlNote
from holdfast.web.words.reasons import REASONS, reason_words, source_words


def test_every_control_has_a_reason_and_no_reason_is_idle() -> None:
    assert REASONS.keys() == {each.id for each in CONTROLS.values() if not each.package}


def test_every_reason_is_its_own() -> None:
    assert len({str(reason) for reason in REASONS.values()}) == len(REASONS)


@pytest.mark.parametrize("control", CONTROLS)
def test_a_control_is_explained_in_whole_sentences(control: str) -> None:
    note = ControlNote.of(control)
    for said in (note.sentence, note.reason, note.source):
        assert said.endswith(".")
        assert said[0].isupper() or not said[0].isalpha()
    assert note.reason not in note.sentence


@pytest.mark.parametrize("control", CONTROLS)
def test_a_reason_shows_no_id_and_its_source_does(control: str) -> None:
    assert not re.search(r"\b[A-Z]\d?\.\w", reason_words(control))
    assert control in source_words(control)


@pytest.mark.parametrize(
    ("control", "section"), [("A2.risk", "2"), ("S.consent", "3.1"), ("M.strength", "3.2"), ("F.passive", "3.3")]
)
def test_a_source_names_its_section(control: str, section: str) -> None:
    assert f"section {section} of" in source_words(control)
