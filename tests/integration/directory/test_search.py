from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holdfast.directory.models import Pathway, Service
from holdfast.directory.selectors import PathwayCard, pathways_found
from holdfast.directory.services import Ground, confirm
from holdfast.protocol.errors import Malformed

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
GROUND = Ground(by="Ana Lima", on=date(2026, 9, 1), source="call")


def names(**asked) -> list[str]:
    return [card.name for card in pathways_found(at=AT, **asked).pathways]


def test_only_pathways_of_active_services_are_found(harbor):
    assert names() == ["Crisis Walk-in", "Detox Unit"]
    confirm(str(harbor["s1"].pk), "status", "temporarily closed", GROUND)
    assert names() == ["Detox Unit"]


def test_a_pathway_is_found_by_a_need_it_is_known_to_serve(harbor):
    assert names(need="suicide-risk") == ["Crisis Walk-in"]
    assert names(need="self-harm") == []


def test_a_confirmed_need_is_found_and_one_confirmed_away_is_not(harbor):
    confirm(str(harbor["s2"].pk), "needs", ["self-harm"], GROUND)
    confirm(str(harbor["s1"].pk), "needs", None, GROUND)
    assert names(need="self-harm") == ["Detox Unit"]
    assert names(need="suicide-risk") == []


@pytest.mark.parametrize("text", ["crisis", "CRIS", "harb walk", "Crísis   walk-in"])
def test_words_are_found_by_their_beginnings_in_name_and_organisation(harbor, text):
    assert names(text=text) == ["Crisis Walk-in"]


@pytest.mark.parametrize("text", ["nowhere", "' | 'crisis", "crisis & !walk & zzz", "\x00 \\ zzz", "x" * 10_000])
def test_words_that_are_not_there_find_nothing_and_signs_are_no_commands(harbor, text):
    assert names(text=text) in ([], ["Crisis Walk-in"])
    assert "Detox Unit" not in names(text=text)


def test_a_card_shows_what_is_known_and_confirmed(harbor):
    confirm(str(harbor["s1"].pk), "ages", [21, 64], GROUND)
    card = pathways_found(at=AT, text="crisis").pathways[0]
    assert (card.service, card.organization) == ("Crisis Walk-in", "Harbor Health")
    assert (card.known.ages, card.known.hours) == ((21, 64), "Mo,Tu,We,Th,Fr 09:00-17:00")


def test_pages_hold_each_pathway_once_in_order_also_where_names_are_the_same(harbor):
    service = Service.objects.get(source_key="s1")
    Pathway.objects.bulk_create(Pathway(service=service, name=f"Route {n % 3}") for n in range(20))
    found: list[PathwayCard] = []
    after = None
    while True:
        page = pathways_found(at=AT, after=after, limit=7)
        found += page.pathways
        if page.after is None:
            break
        after = page.after
    assert len(found) == len({card.id for card in found}) == 22
    assert [card.name for card in found] == sorted(card.name for card in found)


def test_a_page_is_bounded_and_costs_two_statements(harbor):
    service = Service.objects.get(source_key="s1")
    Pathway.objects.bulk_create(Pathway(service=service, name=f"Route {n}") for n in range(120))
    with CaptureQueriesContext(connection) as queries:
        assert len(pathways_found(at=AT, limit=5000).pathways) == 100
    assert len(queries) == 2


@pytest.mark.parametrize("after", ["x", "%%%", "AAAA", "é"])
def test_a_cursor_that_no_page_gave_is_malformed(harbor, after):
    with pytest.raises(Malformed, match="after"):
        pathways_found(at=AT, after=after)
