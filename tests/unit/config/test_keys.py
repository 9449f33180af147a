"""An install without keys gets keys of its own, once; one with its own database must bring them."""

from __future__ import annotations

import base64
import os
import stat
from pathlib import Path

import pytest

from holdfast.config.env import SettingError, env_secret
from holdfast.config.keys import NAMES, provide_keys


@pytest.fixture(autouse=True)
def _no_keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (*NAMES, "DATABASE_URL"):
        monkeypatch.setenv(name, "")
        monkeypatch.setenv(f"{name}_FILE", "")
    monkeypatch.setenv("HOLDFAST_DATA_DIR", str(tmp_path))


def test_each_key_is_made_and_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    provide_keys()
    first = [env_secret(name) for name in NAMES]
    for name in NAMES:
        monkeypatch.setenv(f"{name}_FILE", "")
    provide_keys()
    assert [env_secret(name) for name in NAMES] == first
    assert {len(base64.b64decode(key)) for key in first} == {32}
    assert len(set(first)) == len(NAMES)


def test_nobody_else_may_read_them(tmp_path: Path) -> None:
    provide_keys()
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "keys").iterdir()}
    assert modes == {0o600}
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700


def test_a_key_that_is_set_is_left(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOLDFAST_MASTER_KEY", "mine")
    provide_keys()
    assert os.environ["HOLDFAST_MASTER_KEY"] == "mine"
    assert not (tmp_path / "keys" / "master_key").exists()


def test_a_database_of_your_own_needs_keys_of_your_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://app@db.example/holdfast")
    with pytest.raises(
        SettingError, match="HOLDFAST_SECRET_KEY, HOLDFAST_MASTER_KEY, HOLDFAST_SEAL_KEY, HOLDFAST_PUSH_KEY"
    ):
        provide_keys()
    assert list(tmp_path.iterdir()) == []
