"""People are found by how their names begin, in whatever accents, and by the last digits of a phone, by an index.

So those are found whom one knows of; anybody else only by a whole name, or a whole number.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection

from holdfast.config.database.roles import as_owner
from holdfast.people.models import Person
from holdfast.people.selectors import NOBODY, Page, is_enough, people_found, people_sought

pytestmark = pytest.mark.django_db


def add(name: str, *phones: str) -> Person:
    given, _, family = name.rpartition(" ")
    telecom = [{"system": "phone", "value": phone} for phone in phones]
    return Person.objects.create(name=name, family=family, given=given, telecom=telecom)


def names(text: str) -> list[str]:
    return [person.name for person in people_sought(text, known=Person.objects.values("pk"))]


def found(text: str, **how: Any) -> Page:
    return people_found(text=text, known=Person.objects.values("pk"), **how)


def names_of_strangers(text: str) -> list[str]:
    return [person.name for person in people_sought(text, known=NOBODY)]


@pytest.mark.parametrize("text", ["rosa", "Quill", "quillfeather rosa", "ROSALIND QUILLFEATHER"])
def test_a_person_is_found_by_how_their_names_begin(text: str) -> None:
    add("Rosalind Quillfeather")
    add("Peter Quick")
    assert names(text) == ["Rosalind Quillfeather"]


@pytest.mark.parametrize("text", ["jose", "José", "gomez jose", "GÓMEZ"])
def test_accents_and_case_make_no_difference(text: str) -> None:
    add("José Gómez")
    assert names(text) == ["José Gómez"]


@pytest.mark.parametrize("text", ["o'brien", "obri"[:1] + " brien", "smith-jones", "jones"])
def test_names_in_parts_are_found_by_each_part(text: str) -> None:
    add("Mary O'Brien Smith-Jones")
    assert names(text) == ["Mary O'Brien Smith-Jones"]


def test_what_stands_within_a_word_is_not_its_beginning() -> None:
    add("Rosalind Quillfeather")
    assert names("feather") == []


@pytest.mark.parametrize("text", ["555-867-5309", "(555) 867 5309", "+1 555 867 5309", "867-5309", "5309"])
def test_a_person_is_found_by_the_last_digits_of_a_phone(text: str) -> None:
    add("Rosalind Quillfeather", "not a number", "555-867-5309")
    add("Peter Quick", "555-867-5310")
    assert names(text) == ["Rosalind Quillfeather"]


@pytest.mark.parametrize("text", ["", "   ", "'", "309", "x'); DROP", ":* | !"])
def test_what_says_too_little_finds_nobody(text: str) -> None:
    add("Rosalind Quillfeather", "555-867-5309")
    assert names(text) == []


@pytest.mark.parametrize("text", ["r", "ro", "ro r", "q q q", "ro ro ro", "r.o", "12", "r12"])
def test_a_letter_or_two_finds_nobody(text: str) -> None:
    add("Rosalind Quillfeather", "555-867-5309")
    assert not is_enough(text)
    assert names(text) == []


@pytest.mark.parametrize("text", ["ros", "q ro", "Bo Li", "李明", "5309"])
def test_three_letters_in_all_or_four_digits_are_enough(text: str) -> None:
    for name in ("Rosalind Quillfeather", "Bo Li", "李明 Wong"):
        add(name, "555-867-5309" if name[0] == "R" else "555-0000")
    assert is_enough(text)
    assert len(names(text)) == 1


@pytest.mark.parametrize(
    "text",
    ["Rosalind Quillfeather", "quillfeather ROSALIND", "rosalind jane", "Jane Quillfeather", "(555) 867-5309",
     "+1 555 867 5309", "867 5309"],
)  # fmt: skip
def test_a_stranger_is_found_by_a_whole_name_or_a_whole_number(text: str) -> None:
    add("Rosalind Jane Quillfeather", "555-867-5309")
    assert names_of_strangers(text) == ["Rosalind Jane Quillfeather"]


@pytest.mark.parametrize("text", ["Quillfeather", "Rosalind", "rosalind quillf", "quill quillf", "67-5309", "5309"])
def test_a_stranger_is_not_found_by_one_name_a_beginning_or_an_end(text: str) -> None:
    add("Rosalind Jane Quillfeather", "555-867-5309")
    assert names_of_strangers(text) == []


@pytest.mark.parametrize(("text", "found"), [("Sukarno", 1), ("sukarn", 0), ("李明", 1), ("李明李", 0)])
def test_who_has_one_name_only_is_found_by_it(text: str, found: int) -> None:
    for name in ("Sukarno", "李明", "Sukarno Putra"):
        Person.objects.create(name=name)
    assert len(names_of_strangers(text)) == found


def test_whom_one_knows_of_stands_beside_strangers_of_the_same_whole_name() -> None:
    known = add("Ana Reyes").pk
    add("Ana Reyes")
    add("Ana Reyesdottir")
    assert len(people_sought("ana reyes", known=Person.objects.filter(pk=known).values("pk"))) == 2
    assert len(people_sought("ana rey", known=Person.objects.filter(pk=known).values("pk"))) == 1


def test_no_more_are_found_than_asked_for() -> None:
    for number in range(4):
        add(f"Ana Reyes{number}")
    assert len(people_sought("ana", known=Person.objects.values("pk"), limit=3)) == 3


def test_the_pages_of_a_list_go_on_by_name() -> None:
    for family in ("Alba", "Bell", "Cole"):
        add(f"Ana {family}")
    first = found("ana", limit=2)
    assert [person.name for person in first.people] == ["Ana Alba", "Ana Bell"]
    assert [person.name for person in found("ana", after=first.after).people] == ["Ana Cole"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("text", "index"), [("quillf", "people_person_words"), ("867-5309", "people_person_phones")])
def test_among_ten_thousand_an_index_finds_them(text: str, index: str) -> None:
    Person.objects.bulk_create(
        Person(name=f"Given{n} Family{n}", family=f"Family{n}", given=f"Given{n}", telecom=_phone(f"555-{n:07}"))
        for n in range(10_000)
    )
    add("Rosalind Quillfeather", "555-867-5309")
    with as_owner(), connection.cursor() as cursor:  # another role's ANALYZE is passed over
        cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [index])  # what earlier tests left unsorted there
        cursor.execute("ANALYZE people_person")
    with connection.execute_wrapper(_explained) as _:
        plans.clear()
        assert names(text) == ["Rosalind Quillfeather"]
    assert index in plans[-1], plans[-1]


plans: list[str] = []


def _phone(number: str) -> list[dict[str, str]]:
    return [{"system": "phone", "value": number}]


def _explained(execute, sql, params, many, context):
    with context["cursor"].db.connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        plans.append(json.dumps(cursor.fetchone()[0]))
    return execute(sql, params, many, context)
