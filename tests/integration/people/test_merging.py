"""Two entries of one person become one, with their history, and can be taken apart again."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from holdfast.people.merging import merge_undo, merges_of, people_merge, perhaps_the_same, rows_of
from holdfast.people.models import PRACTICE, Merge, Person
from holdfast.people.selectors import NOBODY, may_be_transferred, people_by_id, people_sought, person
from holdfast.people.services import person_death_set
from holdfast.protocol.errors import Malformed

pytestmark = pytest.mark.django_db


def add(name: str, born: str = "1990-05-01", **said: object) -> Person:
    given, _, family = name.rpartition(" ")
    return Person.objects.create(name=name, given=given, family=family, born=born, **said)


def merge(kept: Person, gone: Person) -> Merge:
    return people_merge(kept.pk, gone.pk, by="ana", why="Same card.")


def names(text: str) -> list[str]:
    return [each.name for each in people_sought(text, known=NOBODY)]


def test_either_id_is_the_one_that_was_kept():
    kept, gone = add("Ana Reyes"), add("Anna Reyes")
    merge(kept, gone)
    assert person(str(gone.pk)) == person(str(kept.pk))
    assert {each.name for each in people_by_id([str(gone.pk), str(kept.pk)]).values()} == {"Ana Reyes"}
    assert set(rows_of([gone.pk])) == set(rows_of([kept.pk])) == {kept.pk, gone.pk}


def test_no_list_names_the_other_any_more():
    kept, gone = add("Ana Reyes"), add("Ana Reyes")
    assert len(names("ana reyes")) == 2
    merge(kept, gone)
    assert len(names("ana reyes")) == 1


def test_whoever_was_known_by_the_other_entry_is_known():
    kept, gone = add("Ana Reyes"), add("Anna Reyes")
    merge(kept, gone)
    found = people_sought("rey", known=Person.objects.filter(pk=gone.pk).values("pk"))
    assert [each.id for each in found] == [str(kept.pk)]


def test_undone_they_are_two_again_and_the_merge_is_still_on_record():
    kept, gone = add("Ana Reyes"), add("Ana Reyes")
    made = merge(kept, gone)
    merge_undo(made.pk, by="bo")
    merge_undo(made.pk, by="cy")
    assert len(names("ana reyes")) == 2
    assert [(each.gone_id, each.undone_at is not None) for each in merges_of(kept.pk)] == [(gone.pk, True)]
    assert Merge.objects.get().undone_by == "bo"


def test_said_twice_it_is_one_merge():
    kept, gone = add("Ana Reyes"), add("Ana Reyes")
    assert merge(kept, gone) == merge(kept, gone)
    assert Merge.objects.count() == 1


def test_what_was_merged_before_leads_on_and_comes_back():
    first, second, third = add("A Reyes"), add("B Reyes"), add("C Reyes")
    merge(second, first)
    made = merge(third, second)
    assert set(rows_of([first.pk])) == {first.pk, second.pk, third.pk}
    merge_undo(made.pk, by="bo")
    assert (set(rows_of([first.pk])), set(rows_of([third.pk]))) == ({first.pk, second.pk}, {third.pk})


def test_what_can_not_be_one_is_refused():
    one, other, third = add("Ana Reyes"), add("Bo Reyes"), add("Practice Person", source=PRACTICE)
    merge(one, other)
    for kept, gone in ((one, one), (one, third), (other, add("Cy Reyes")), (add("Di Reyes"), other)):
        with pytest.raises(Malformed):
            merge(kept, gone)


def test_who_may_be_the_same_is_of_one_name_and_birth_date_or_one_phone():
    telecom = [{"system": "phone", "value": "585-555-0177"}]
    ana = add("Ana Reyes", telecom=telecom)
    same, phone = add("Ana Reyes"), add("Bo Stone", "1950-01-01", telecom=telecom)
    add("Ana Reyes", "1991-01-01")
    view = person(str(ana.pk))
    assert view is not None
    assert {each.id for each in perhaps_the_same(view)} == {str(same.pk), str(phone.pk)}


class Merging(TestCase):
    """Whatever is merged and undone in whatever order, nobody is lost and nobody leads in a circle."""

    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.booleans()), max_size=12))
    def test_nobody_is_lost(self, acts):
        people = [add(f"P{n} Reyes") for n in range(5)]
        made: list[Merge] = []
        for kept, gone, undoes in acts:
            try:
                made.append(merge(people[kept], people[gone]))
            except Malformed:
                continue
            if undoes:
                merge_undo(made.pop(0).pk, by="bo")
        rows = {row.pk: row.merged_into_id for row in Person.objects.all()}
        assert all(into is None or rows[into] is None for into in rows.values())
        assert set().union(*(set(rows_of([each.pk])) for each in people)) == set(rows)


def test_a_death_is_of_every_entry_and_of_none_when_it_is_taken_back():
    kept, gone = add("Ana Reyes"), add("Anna Reyes")
    merge(kept, gone)
    person_death_set(gone.pk, date(2026, 11, 1))
    assert Person.objects.filter(is_deceased=True, died="2026-11-01").count() == 2
    person_death_set(kept.pk, None)
    assert not Person.objects.filter(is_deceased=True).exists()


def test_who_died_under_the_entry_that_is_gone_has_died_until_they_are_taken_apart():
    kept, gone = add("Ana Reyes"), add("Ana Reyes", is_deceased=True)
    made = merge(kept, gone)
    found = [person(str(kept.pk)), person(str(gone.pk)), *people_sought("ana reyes", known=NOBODY)]
    assert [each is not None and each.is_deceased for each in found] == [True, True, True]
    assert not may_be_transferred(str(kept.pk))
    merge_undo(made.pk, by="bo")
    assert may_be_transferred(str(kept.pk))
