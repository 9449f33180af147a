"""A setting is what it says or stops the start: nothing odd is guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from holdfast.config.env import (
    PREPARED,
    SettingError,
    env_bool,
    env_choice,
    env_database,
    env_int,
    env_list,
    env_path,
    env_secret,
    env_text,
)


@pytest.fixture
def setting(monkeypatch: pytest.MonkeyPatch):
    """Set the variable `ODD`."""
    monkeypatch.delenv("ODD", raising=False)
    monkeypatch.delenv("ODD_FILE", raising=False)
    return lambda value, name="ODD": monkeypatch.setenv(name, value)


@pytest.mark.parametrize(("text", "value"), [("1", True), ("Yes", True), (" on ", True), ("0", False), ("off", False)])
def test_a_yes_or_no_has_few_words(setting, text: str, value: bool) -> None:
    setting(text)
    assert env_bool("ODD", default=not value) is value


@pytest.mark.parametrize("text", ["2", "maybe", "tru"])
def test_another_word_is_refused(setting, text: str) -> None:
    setting(text)
    with pytest.raises(SettingError, match=f"ODD is '{text}'; accepted: 1, true"):
        env_bool("ODD", default=True)


@pytest.mark.parametrize("text", ["", "  "])
def test_an_empty_setting_is_an_unset_one(setting, text: str) -> None:
    setting(text)
    assert env_bool("ODD", default=True) is True
    assert env_text("ODD", "else") == "else"
    assert env_list("ODD", default=("else",)) == ["else"]


def test_a_number_within_its_bounds_is_taken(setting) -> None:
    setting("10")
    assert env_int("ODD", default=1, least=0, most=10) == 10


@pytest.mark.parametrize("text", ["11", "-1", "1.5", "ten", "1_0", "\u0661"])
def test_a_number_out_of_its_bounds_is_refused(setting, text: str) -> None:
    setting(text)
    with pytest.raises(SettingError, match="a whole number from 0 to 10"):
        env_int("ODD", default=1, least=0, most=10)


def test_a_word_that_is_not_offered_is_refused(setting) -> None:
    setting("LOUD")
    with pytest.raises(SettingError, match="accepted: INFO, ERROR"):
        env_choice("ODD", accepted=("INFO", "ERROR"), default="INFO")


def test_a_list_has_commas(setting) -> None:
    setting("a, b,,c ")
    assert env_list("ODD") == ["a", "b", "c"]


def test_a_path_is_absolute(setting, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    setting("below")
    assert env_path("ODD", default=Path("other")) == tmp_path / "below"


def test_a_secret_may_come_from_a_file(setting, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("of mine\n")
    setting(str(tmp_path / "secret"), "ODD_FILE")
    assert env_secret("ODD") == "of mine"


def test_a_secret_has_one_source(setting, tmp_path: Path) -> None:
    setting("here")
    setting(str(tmp_path / "there"), "ODD_FILE")
    with pytest.raises(SettingError, match="ODD and ODD_FILE are both set"):
        env_secret("ODD")


def test_a_secret_file_that_is_missing_is_told(setting, tmp_path: Path) -> None:
    setting(str(tmp_path / "none"), "ODD_FILE")
    with pytest.raises(SettingError, match="ODD_FILE cannot be read"):
        env_secret("ODD")


def test_a_database_address_is_taken_apart(setting) -> None:
    setting("postgresql://app:p%40ss@db.example:6432/hold%20fast?sslmode=verify-full")
    assert env_database("ODD") == {
        "NAME": "hold fast",
        "USER": "app",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "6432",
        "OPTIONS": {**PREPARED, "sslmode": "verify-full"},
    }


def test_no_database_address_means_the_embedded_one(setting) -> None:
    assert env_database("ODD") is None


@pytest.mark.parametrize("text", ["mysql://a@b/c", "postgresql://b/c", "postgresql://a@b/", "a@b/c", "user=a dbname=c"])
def test_another_address_is_refused_without_showing_it(setting, text: str) -> None:
    setting(text)
    with pytest.raises(SettingError, match="must have the form postgresql://") as refused:
        env_database("ODD")
    assert text not in str(refused.value)


def test_a_database_may_be_reached_by_its_socket(setting) -> None:
    setting("postgresql://app@%2Frun%2FPostgreSQL/holdfast")
    address = env_database("ODD")
    assert address is not None
    assert address["HOST"] == "/run/PostgreSQL"
