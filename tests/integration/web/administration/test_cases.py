"""The four cases of every page of administration: it works, wrong method, stranger, wrong role or organisation."""

from __future__ import annotations

from uuid import uuid4  # noqa: TID251 - an id of nothing

import pytest
from django.test import Client
from django.urls import reverse

from holdfast.accounts.models import Staff
from holdfast.directory.models import Service

pytestmark = pytest.mark.django_db
PLAIN = (
    "admin_home", "admin_people", "admin_invite", "admin_services", "admin_ladders", "admin_pools", "admin_policy",
    "access_views",
)  # fmt: skip
READ_ONLY = ("admin_home", "admin_services", "admin_ladders")


@pytest.fixture
def named(ana: Staff, line: Service) -> dict[str, str]:
    """Addresses of things of Valley Care."""
    return {
        "admin_person": reverse("admin_person", args=[ana.pk]),
        "admin_deactivate": reverse("admin_deactivate", args=[ana.pk]),
        "admin_sign_in_anew": reverse("admin_sign_in_anew", args=[ana.pk]),
        "admin_service": reverse("admin_service", args=[line.pk]),
        "admin_fact": reverse("admin_fact", args=[line.pk, "hours"]),
        "admin_level": reverse("admin_level", args=[line.organization_id, "supervisory"]),
    }


@pytest.mark.parametrize("name", PLAIN)
def test_the_administrator_opens_it_and_nobody_else(name: str, tess: Staff, ana: Staff, by) -> None:
    url = reverse(name)
    assert by(tess).get(url).status_code == 200
    assert by(ana).get(url).status_code == 403
    assert Client().get(url)["Location"].startswith("/sign-in/")
    assert by(tess).put(url).status_code == 405


@pytest.mark.parametrize("name", READ_ONLY)
def test_what_only_shows_takes_no_post(name: str, tess: Staff, by) -> None:
    assert by(tess).post(reverse(name)).status_code == 405


@pytest.mark.parametrize(
    "name", ["admin_person", "admin_deactivate", "admin_sign_in_anew", "admin_service", "admin_fact", "admin_level"]
)
def test_what_belongs_to_an_organisation_is_for_its_own_administrator(name, named, tess, olga, by) -> None:
    url = named[name]
    assert by(tess).get(url).status_code == 200
    for posted in (by(olga).get(url), by(olga).post(url, {"do": "role_end", "role": "clinician"})):
        assert posted.status_code == 404
    assert Client().post(url)["Location"].startswith("/sign-in/")
    assert by(tess).put(url).status_code == 405


def test_no_clinician_opens_what_belongs_to_their_organisation(named: dict[str, str], ana: Staff, by) -> None:
    assert {by(ana).post(url).status_code for url in named.values()} == {403}


@pytest.mark.parametrize("name", ["admin_person", "admin_service", "admin_deactivate", "admin_sign_in_anew"])
def test_what_does_not_exist_is_not_found(name: str, tess: Staff, by) -> None:
    assert by(tess).get(reverse(name, args=[uuid4()])).status_code == 404


@pytest.mark.parametrize("path", ["people/?after=x", "services/?after=x", "ladders/?organization=x",
    "views/?transfer=x", "views/?person=x"])  # fmt: skip
def test_an_odd_address_is_not_found(path: str, tess: Staff, by) -> None:
    assert by(tess).get(f"/administration/{path}").status_code == 404


def test_an_unknown_fact_or_level_is_not_found(tess: Staff, line: Service, by) -> None:
    assert by(tess).get(reverse("admin_fact", args=[line.pk, "needs"])).status_code == 404
    assert by(tess).get(reverse("admin_level", args=[line.organization_id, "wizard"])).status_code == 404
