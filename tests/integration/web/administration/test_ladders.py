"""Administration of ladders, rota and pools: who is told, in which hours, and what stands empty."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from holdfast.accounts.models import LadderRung, RungHolder, Staff
from holdfast.accounts.selectors import party
from holdfast.accounts.services import holder_add, pool_join, role_give, rung_set
from holdfast.directory.models import Service
from holdfast.protocol.codes import EscalationLevel, Role

pytestmark = pytest.mark.django_db
MOST = 15


@pytest.fixture
def rung(line: Service) -> LadderRung:
    assert line.organization_id is not None
    return rung_set(line.organization_id, EscalationLevel.SUPERVISORY, minutes=15, next_level=EscalationLevel.DIRECTOR)


def at(line: Service, level: str = "supervisory") -> str:
    return reverse("admin_level", args=[line.organization_id, level])


def test_the_ladder_shows_every_level_and_what_stands_empty(tess: Staff, rung: LadderRung, by) -> None:
    page = by(tess).get("/administration/ladders/").content.decode()
    assert page.count('role="rowheader"') == len(EscalationLevel)
    assert page.count("No place set up") == len(EscalationLevel) - 1
    assert "Nobody now" in page
    assert "7 levels have nobody now" in page


def test_the_levels_rise_to_the_top_and_say_where_each_leads(tess: Staff, rung: LadderRung, by) -> None:
    page = by(tess).get("/administration/ladders/").content.decode()
    names = ["Supervisory", "Manager", "Quality", "Quality manager", "Director", "Regional", "Executive"]
    places = [page.index(f">{name}</a>") for name in names]
    assert places == sorted(places)
    quality = page[places[2] : places[3]]
    assert "Quality manager</td>" in quality, "where a level falls whose place is not set up"


def test_on_a_phone_each_cell_says_what_it_is(tess: Staff, rung: LadderRung, by) -> None:
    """There the heads of the columns are not in sight: what stands in a cell would say the opposite of the truth."""
    for name in ("admin_ladders", "admin_services", "admin_policy"):
        page = by(tess).get(reverse(name)).content.decode()
        heads = re.findall(r'role="columnheader">([^<]*)<', page)[1:]
        rows = page.count('role="rowheader"')
        assert rows
        assert [page.count(f'data-l="{head}"') for head in heads] == [rows] * len(heads), name


def test_a_level_is_mapped_and_mapped_anew(tess: Staff, line: Service, by) -> None:
    for minutes, after in (("15", "director"), ("20", "")):
        sent = {"do": "set", "minutes": minutes, "next_level": after}
        assert by(tess).post(at(line), sent).status_code == 302
    row = LadderRung.objects.get()
    assert (row.minutes, row.next_level, row.organization) == (20, "", line.organization)


@pytest.mark.parametrize("minutes", ["", "0", "x", "99999"])
def test_minutes_that_are_none_are_explained(tess: Staff, line: Service, by, minutes: str) -> None:
    response = by(tess).post(at(line), {"do": "set", "minutes": minutes, "next_level": ""})
    assert response.status_code == 422
    assert 'href="#id_minutes"' in response.content.decode()
    assert not LadderRung.objects.exists()


def test_somebody_holds_a_level_always_and_is_ended(tess: Staff, ana: Staff, line, rung, by) -> None:
    assert by(tess).post(at(line), {"do": "add", "staff": str(ana.pk)}).status_code == 302
    page = by(tess).get(at(line)).content.decode()
    assert "Held now" in page
    assert "Always" in page
    held = RungHolder.objects.get()
    assert by(tess).post(at(line), {"do": "end", "holder": str(held.pk)}).status_code == 302
    assert "Nobody now" in by(tess).get(at(line)).content.decode()
    assert by(tess).post(at(line), {"do": "end", "holder": str(held.pk)}).status_code == 404


def test_somebody_holds_a_level_in_a_window_past_midnight(tess: Staff, ana: Staff, line, rung, by) -> None:
    window = {"weekdays": ["1", "5"], "starts": "22:00", "ends": "06:00", "zone": "America/Los_Angeles"}
    assert by(tess).post(at(line), {"do": "add", "staff": str(ana.pk), **window}).status_code == 302
    page = by(tess).get(at(line)).content.decode()
    assert "Monday, Friday, 10:00 PM to 6:00 AM of the next day" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert "Nobody now" in page  # it is Friday, 10 a.m. there


def test_more_than_one_day_of_the_week_can_be_ticked(tess: Staff, line: Service, rung: LadderRung, by) -> None:
    page = by(tess).get(at(line)).content.decode()
    assert page.count('type="checkbox" name="weekdays"') == 7


def test_half_a_window_is_explained(tess: Staff, ana: Staff, line, rung, by) -> None:
    sent = {"do": "add", "staff": str(ana.pk), "weekdays": ["1"], "starts": "22:00", "ends": ""}
    response = by(tess).post(at(line), sent)
    assert response.status_code == 422
    assert "or none of them" in response.content.decode()
    assert not RungHolder.objects.exists()


def test_nobody_of_another_organisation_is_named(tess: Staff, olga: Staff, line, rung, by) -> None:
    assert by(tess).post(at(line), {"do": "add", "staff": str(olga.pk)}).status_code == 422
    assert not RungHolder.objects.exists()


def test_nobody_ends_a_holder_of_another_level(tess: Staff, ana: Staff, line, rung, by) -> None:
    held = holder_add(rung, ana.pk)
    assert by(tess).post(at(line, "director"), {"do": "end", "holder": str(held.pk)}).status_code == 404
    assert by(tess).post(at(line), {"do": "end", "holder": "x"}).status_code == 404
    assert RungHolder.objects.get().held_until is None


def test_the_level_of_the_jurisdiction_is_for_its_keepers(tess: Staff, line: Service, by) -> None:
    sent = {"do": "set", "minutes": "240", "next_level": "executive"}
    assert "belongs to the whole jurisdiction" in by(tess).get(at(line, "regional")).content.decode()
    assert by(tess).post(at(line, "regional"), sent).status_code == 404
    role_give(tess.pk, Role.REGIONAL_LEAD, line.pk)
    assert by(tess).post(at(line, "regional"), sent).status_code == 302
    row = LadderRung.objects.get()
    assert (row.organization, row.jurisdiction, row.level) == (None, "US-CA", "regional")


def test_the_ladder_takes_a_bounded_number_of_statements(*, tess, line, hire, rung, by, django_assert_max_num_queries):
    for each in range(30):
        holder_add(rung, hire(f"p{each:03}", Role.SUPERVISOR, line).pk)
    browser = by(tess)
    for url in ("/administration/ladders/", at(line), "/administration/pools/", "/administration/"):
        browser.get(url)
        with django_assert_max_num_queries(MOST):
            assert browser.get(url).status_code == 200


def test_deciders_are_shared_and_given_up(tess: Staff, ana: Staff, line: Service, by) -> None:
    member = {"staff": str(ana.pk), "service": str(line.pk)}
    assert by(tess).post("/administration/pools/", {"do": "join", **member}).status_code == 302
    assert party(str(ana.pk))[str(ana.pk)].pools == {str(line.pk)}
    assert "Ana Moss" in by(tess).get("/administration/pools/").content.decode()
    assert by(tess).post("/administration/pools/", {"do": "leave", **member}).status_code == 302
    assert by(tess).post("/administration/pools/", {"do": "leave", **member}).status_code == 404


def test_pools_of_other_organisations_are_not_touched(*, tess, ana, olga, elsewhere, by) -> None:
    pool_join(olga.pk, elsewhere.pk)
    theirs = {"staff": str(olga.pk), "service": str(elsewhere.pk)}
    assert by(tess).post("/administration/pools/", {"do": "leave", **theirs}).status_code == 404
    assert by(tess).post("/administration/pools/", {"do": "join", **theirs}).status_code == 422
    assert party(str(olga.pk))[str(olga.pk)].pools == {str(elsewhere.pk)}


def test_reviewers_of_the_jurisdiction_are_shown(tess: Staff, hire, elsewhere: Service, by) -> None:
    hire("quinn", Role.QUALITY_REVIEWER, elsewhere)
    assert "Quinn Moss" in by(tess).get("/administration/pools/").content.decode()
