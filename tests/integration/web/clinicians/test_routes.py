"""Choosing a route: those that can take the person now come first; each says what fits, does not, or is unknown."""

from __future__ import annotations

import pytest
from django.urls import reverse

from holdfast.directory.models import Pathway, Service
from holdfast.web.presenters.routes import MOST_SHOWN
from tests.integration.web.clinicians.conftest import Browser, Path, words, words_of

FITS, WITH_PLAN, NOT = "Can take them now", "Could take them, with something made up for", "Do not fit, or nobody knows"


def route(services, name: str, **changed) -> Pathway:
    known = {
        "needs": ["missed-appointments"], "ages": [18, 120], "languages": ["es"], "payers": ["medicaid"],
        "capacity": "open", "intake_requirements": [],
    }  # fmt: skip
    return Pathway.objects.create(
        service=services["riverside"], name=name, search_text=name.lower(), **{**known, **changed}
    )


def group(page: str, title: str) -> str:
    """Return the text of one group of routes."""
    return words_of(page[page.index(f">{title}") :].partition(">")[2].split("</fieldset>")[0]) if title in page else ""


@pytest.fixture
def at_route(path: Path):
    path.writes(until="route")
    return path


@pytest.mark.parametrize(
    ("said", "where", "words_of_it"),
    [
        ({}, FITS, "Language: Fits"),
        ({"languages": ["en"]}, WITH_PLAN, "Language: Does not fit (English)"),
        ({"payers": ["private"]}, WITH_PLAN, "Payer: Does not fit"),
        ({"languages": None}, WITH_PLAN, "Language: Unknown"),
        ({"capacity": "unknown"}, WITH_PLAN, "Capacity: Unknown"),
        ({"capacity": "closed"}, WITH_PLAN, "Does not fit"),
        ({"ages": [65, 120]}, NOT, "Does not fit (65"),
        ({"ages": None}, NOT, "Age: Unknown"),
    ],
)
def test_a_route_stands_where_it_fits_and_says_why(at_route, services, said, where: str, words_of_it: str) -> None:
    route(services, "Bluebird clinic", **said)
    page = at_route.client.get(at_route.address("route")).content.decode()
    found = group(page, where)
    assert "Bluebird clinic" in found
    assert words_of_it in found


def test_a_route_for_another_need_is_not_offered_as_if_it_fitted(at_route, services) -> None:
    route(services, "Bluebird clinic", needs=["self-harm"])
    page = at_route.client.get(at_route.address("route")).content.decode()
    assert "Bluebird clinic" not in group(page, FITS) + group(page, WITH_PLAN)


def test_what_is_not_active_is_not_offered(at_route, services) -> None:
    route(services, "Bluebird clinic")
    Service.objects.update(status="inactive")
    assert "Bluebird" not in words(at_route.client.get(at_route.address("route")))


def test_routes_are_looked_for_by_name(at_route, services) -> None:
    route(services, "Bluebird clinic")
    page = words(at_route.client.get(at_route.address("route"), {"q": "blueb"}))
    assert "Bluebird clinic" in page
    assert "Riverside outpatient" not in page


@pytest.mark.parametrize("text", ["zzz", "\x00zzz", "x" * 5000, "<b>"])
def test_no_route_of_this_name_says_so(at_route, text: str) -> None:
    answer = at_route.client.get(at_route.address("route"), {"q": text})
    assert answer.status_code == 200
    assert "No route of this name is known." in words(answer)


def test_two_hundred_routes_take_one_page_and_few_statements(at_route, services, django_assert_max_num_queries) -> None:
    for number in range(200):
        route(services, f"Route {number}", ages=[65, 120] if number % 2 else [18, 64])
    with django_assert_max_num_queries(15):
        page = at_route.client.get(at_route.address("route"))
    folded = words_of(page.content.decode().split('<details class="more"')[1].split("</fieldset>")[0])
    assert folded.count("What is known of it") == MOST_SHOWN


def test_the_chosen_route_is_chosen_again_later(at_route, services) -> None:
    chosen = route(services, "Bluebird clinic")
    at_route.client.post(at_route.address("route"), {"receiving_pathway": str(chosen.pk)})
    page = at_route.client.get(at_route.address("route")).content.decode()
    assert f'value="{chosen.pk}" id=' in page.split("checked")[0].rsplit("<input", 1)[1]


def test_a_route_that_does_not_fit_may_be_asked_for(at_route, services) -> None:
    chosen = route(services, "Bluebird clinic", ages=[65, 120])
    answer = at_route.client.post(at_route.address("route"), {"receiving_pathway": str(chosen.pk)})
    assert answer.status_code == 303


def test_each_route_leads_to_what_is_known_of_it(at_route, pathway, browser: Browser) -> None:
    page = at_route.client.get(at_route.address("route")).content.decode()
    address = reverse("directory_pathway", args=[pathway.pk])
    assert f'href="{address}"' in page
    assert browser("originator").get(address).status_code == 200
