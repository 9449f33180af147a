from __future__ import annotations

import os

import pytest

from holdfast.incoming import files
from holdfast.incoming.faults import MOST_KEPT, Faults, Place, Tally
from holdfast.incoming.texts import searchable, shown, unsafe_character


def faults_of(tmp_path, content: bytes) -> str:
    path = tmp_path / "some.json"
    path.write_bytes(content)
    faults = Faults()
    assert files.json_of(path, faults) is None
    assert faults.refused == 1
    return str(faults.kept[0])


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "the file is empty"),
        (b"{", "line 1, character 2: this is not JSON"),
        (b"hello", "this is not JSON"),
        (b'{"a": "\xff"}', "line 1 is not UTF-8"),
        (b'{"a":\n "\x00"}', "line 2 has a NUL"),
        (b'{"a": {"b": 1, "b": 2}}', "$.a.b: a key stands twice"),
        (b'[{"a": NaN}]', "is not a JSON number"),
        (b"[" * 200_000, "nested too deep"),
        (b'{"a": ' + b"9" * 5000 + b"}", "is not a JSON number"),
    ],
)
def test_what_is_not_sound_json_is_a_fault_that_says_where_and_why(tmp_path, content, says):
    assert says in faults_of(tmp_path, content)
    assert "Accepted: " in faults_of(tmp_path, content)


def test_a_byte_order_mark_is_no_fault(tmp_path):
    (tmp_path / "a.json").write_bytes(b'\xef\xbb\xbf{"a": 1}')
    faults = Faults()
    assert files.json_of(tmp_path / "a.json", faults) == {"a": 1}
    assert not faults


def test_a_folder_a_missing_file_and_a_device_are_faults(tmp_path):
    for path in (tmp_path, tmp_path / "none", tmp_path / ("n" * 300)):
        faults = Faults()
        assert files.text_of(path, faults) is None
        assert faults
    os.mkfifo(tmp_path / "pipe")
    faults = Faults()
    assert files.text_of(tmp_path / "pipe", faults) is None
    assert "is not a file" in str(faults.kept[0])


def test_a_file_that_is_too_large_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "LARGEST", 3)
    assert "the file has 9 bytes" in faults_of(tmp_path, b'{"a": 12}')


def test_faults_beyond_the_first_are_counted_but_not_kept():
    faults = Faults()
    for row in range(MOST_KEPT + 5):
        faults.add(Place("a.csv", f"row {row}"), "name", "is missing.", "a name")
    assert faults.refused == MOST_KEPT + 5
    assert list(faults.lines())[-1] == "... and 5 more faults."


def test_a_row_with_two_faults_is_refused_once():
    faults = Faults()
    for column in ("name", "id"):
        faults.add(Place("a.csv", "row 2"), column, "is missing.", "a text")
    assert (faults.count, faults.refused) == (2, 1)
    assert str(faults.kept[0]) == "a.csv, row 2, column name: is missing. Accepted: a text"


def test_a_json_place_is_a_path():
    at = Place("a.json", "$").below("entry").below(3)
    assert at.column("id") == "a.json: $.entry[3].id"


def test_the_count_is_one_exact_line():
    assert str(Tally(1, 2, 3, 4)) == "1 added, 2 changed, 3 unchanged, 4 refused"


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "a\u202eb", "a\u2066b", "a\ufeffb", "a\ud800b", "a\x85b"])
def test_characters_that_hide_or_change_text_are_named(text):
    assert str(unsafe_character(text)).startswith("U+")
    assert unsafe_character(shown(text)) is None


def test_names_in_any_script_and_line_breaks_are_sound():
    assert unsafe_character("Núñez\nأحمد 李\tO'Neil") is None


def test_text_is_searched_without_accents_and_signs():
    assert searchable("Café—Détox, 24/7") == "cafe detox 24 7"
