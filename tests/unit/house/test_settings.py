"""Every setting that the environment can give is told in `.env.example`, and nothing else is."""

from __future__ import annotations

import re

from tests.unit.house.source import REPOSITORY, SOURCE

TOLD = re.compile(r"^#?([A-Z_]+)=", re.MULTILINE)
READ = re.compile(r"env_\w+\(\s*\"([A-Z_]+)\"")


def test_the_example_tells_every_setting() -> None:
    told = set(TOLD.findall((REPOSITORY / ".env.example").read_text()))
    assert told == set(READ.findall((SOURCE / "config" / "settings.py").read_text()))
