"""The county's files: varied, and nobody's: every number and address is one that leads nowhere."""

from __future__ import annotations

import json
import re

import pytest

from holdfast.demo.county import FILES

TEXTS = {path.name: path.read_text(encoding="utf-8") for path in sorted(FILES.rglob("*.json"))}
PATIENTS = [
    entry["resource"]
    for path in sorted((FILES / "people").glob("*.json"))
    for entry in json.loads(path.read_text(encoding="utf-8"))["entry"]
]


@pytest.mark.parametrize("name", TEXTS)
def test_every_number_is_a_fictional_one(name: str) -> None:
    numbers = re.findall(r'"(?:number|value)": "([\d()+ -]{7,})"', TEXTS[name])
    assert numbers
    assert [number for number in numbers if not re.fullmatch(r"585-555-01\d\d", number)] == []


@pytest.mark.parametrize("name", TEXTS)
def test_every_address_is_an_example(name: str) -> None:
    addresses = re.findall(r"[\w.-]+@([\w.-]+)", TEXTS[name])
    assert [domain for domain in addresses if not domain.endswith(".example")] == []


def test_no_number_serves_two() -> None:
    numbers = re.findall(r"585-555-01\d\d", "".join(TEXTS.values()))
    assert len(numbers) == len(set(numbers))


def test_thirty_people_differ_in_language_age_housing_and_phone() -> None:
    assert len(PATIENTS) == 30
    assert len({p["communication"][0]["language"]["coding"][0]["code"] for p in PATIENTS}) >= 10
    assert {p["birthDate"][:3] for p in PATIENTS} >= {"193", "194", "195", "196", "197", "198", "199", "200", "201"}
    assert len({p["address"][0].get("text", "") for p in PATIENTS}) >= 5
    assert {tuple(sorted({t["system"] for t in p.get("telecom", ())})) for p in PATIENTS} == {
        (), ("email",), ("phone",), ("sms",),
    }  # fmt: skip


def test_one_of_them_has_died() -> None:
    assert sum("deceasedDateTime" in p for p in PATIENTS) == 1
