"""The matrix of role, page and service: every address, asked by every role at every place, by GET and by POST."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

from holdfast.accounts.models import AccessLogEntry
from holdfast.protocol.codes import Role
from holdfast.web import urls
from tests.integration.web.access import table
from tests.integration.web.access.addresses import GUESTS, OPEN, PERSONS, SIGNING, SIGNING_OPEN, STAFF
from tests.integration.web.access.conftest import PLACES, Town, undone
from tests.integration.web.access.table import Row

NAME, CASE = "Quillfeather", "WH-1"
LOGIN = "/sign-in/"


def names_of(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[str]:
    for each in patterns:
        if isinstance(each, URLPattern):
            yield str(each.name)
        else:
            yield from names_of(each.url_patterns)


def address(row: Row, ids: dict[str, object]) -> str:
    path = reverse(row.name, args=[ids.get(each, each) for each in row.args])
    return f"{path}?{urlencode({row.asked: ids[row.asked]})}" if row.asked else path


def methods(row: Row) -> Iterator[tuple[str, table.Expected]]:
    for method, expected in (("get", row.get), ("post", row.post)):
        yield method, expected or (lambda role, place: table.NOT_ALLOWED)


def test_every_address_stands_in_the_table():
    rows = {row.name for row in (*STAFF, *GUESTS, *PERSONS)} | OPEN.keys() | SIGNING
    assert set(names_of(urls.urlpatterns)) == rows


def test_the_table_knows_every_role():
    assert {role.value for role in Role} == table.ALL


def asked_of(row: Row, role: str, place: str) -> Iterator[tuple[str, table.Expected]]:
    """Return what is asked at a place. Where only the role counts it is asked in one place, but for what is shown."""
    for method, expected in methods(row):
        is_shown = method == "get" and expected(role, place) == table.OK
        if place == "own" or row.is_of_something or is_shown:
            yield method, expected


def wrong_with(town: Town, role: str, place: str) -> Iterator[str]:
    """Ask every address as one role at one place; name each answer that is not as the table says."""
    client = town.sits(role, place)
    for row in STAFF:
        for method, expected in asked_of(row, role, place):
            with undone():
                before = AccessLogEntry.objects.count()
                response = getattr(client, method)(address(row, town.ids), {"sent": "yes"} if method == "post" else {})
                noted = AccessLogEntry.objects.count() > before
            where, page = f"{role} at {place}, {method} {row}", response.content.decode()
            if response.status_code != expected(role, place):
                yield f"{where}: {response.status_code}, not {expected(role, place)}"
            if (NAME in page or CASE in page) and role not in table.SEE[place]:
                yield f"{where}: shows the person"
            if NAME in page and not noted:
                yield f"{where}: shows the person, and no view is written down"
            if CASE in page and role not in table.SEE_WHOLE[place]:
                yield f"{where}: shows the case number of the originating side"


@pytest.mark.parametrize(("role", "place"), [("supervisor", "own"), ("clinician", "far")])
def test_a_role_at_a_place_is_answered_and_shown_what_the_table_says(role, place, hire, walk, found):
    wrong = list(wrong_with(Town({(role, place): hire(role, place)}, walk, found), role, place))
    assert not wrong, "\n".join(wrong)


@pytest.mark.full
@pytest.mark.parametrize("place", PLACES)
def test_every_role_at_a_place_is_answered_and_shown_what_the_table_says(place, town):
    told = town(place)
    wrong = [each for role in sorted(table.ALL) for each in wrong_with(told, role, place)]
    assert not wrong, "\n".join(wrong)


def test_nobody_opens_no_page_of_staff(found):
    for row in STAFF:
        for method, expected in methods(row):
            response = getattr(Client(), method)(address(row, found))
            if expected("clinician", "own") == table.NOT_ALLOWED:
                assert response.status_code == table.NOT_ALLOWED, row
            else:
                assert (response.status_code, response["Location"][: len(LOGIN)]) == (302, LOGIN), row


def test_nobody_opens_a_page_of_the_sign_in_but_those_that_lead_in(db):
    args: dict[str, list[object]] = {
        "mfa_remove_webauthn": [1],
        "mfa_edit_webauthn": [1],
        "account_reset_password_from_key": ["1", "no-key"],
    }
    opened = {name for name in SIGNING if Client().get(reverse(name, args=args.get(name))).status_code == table.OK}
    assert opened == SIGNING_OPEN


@pytest.mark.parametrize("whose", ["guests", "persons"])
def test_a_guests_session_opens_no_page_of_staff(whose, found, walk, request):
    visitor = Client()
    visitor.cookies.load(dict(request.getfixturevalue(whose)(walk).client.cookies))
    for row in STAFF:
        for method, expected in methods(row):
            response = getattr(visitor, method)(address(row, found))
            if expected("clinician", "own") == table.NOT_ALLOWED:
                assert response.status_code == table.NOT_ALLOWED, row
            else:
                assert (response.status_code, response["Location"][: len(LOGIN)]) == (302, LOGIN), row


@pytest.mark.parametrize(("rows", "whose"), [(GUESTS, "guests"), (PERSONS, "persons")], ids=["guests", "persons"])
def test_what_is_a_guests_is_not_the_persons_nor_anybody_elses(rows, whose, found, walk, request):
    theirs = request.getfixturevalue(whose)(walk)
    others = request.getfixturevalue("persons" if whose == "guests" else "guests")(walk)
    session = dict(others.client.cookies)
    for row in rows:
        assert theirs.get(address(row, found)).status_code in (200, 302, table.NOT_ALLOWED), row
        for method in ("get", "post"):
            others.client.cookies.load(session)  # a page that is not theirs has the browser forget it
            for visitor in (others, Client()):
                response = getattr(visitor, method)(address(row, found))
                assert response.status_code in (table.NOT_THERE, table.NOT_ALLOWED), (method, row)
                assert NAME not in response.content.decode()


def test_staff_open_no_page_of_a_guest_or_of_the_person(found, hire):
    client = Client()
    client.force_login(hire("crisis_worker", "own"))
    for row in (*GUESTS, *PERSONS):
        for method in ("get", "post"):
            response = getattr(client, method)(address(row, found))
            assert response.status_code in (table.NOT_THERE, table.NOT_ALLOWED), row


def test_no_page_takes_a_method_that_it_does_not_know(found, hire):
    client = Client()
    client.force_login(hire("crisis_worker", "own"))
    for row in STAFF:
        for method in ("put", "patch", "delete"):
            assert getattr(client, method)(address(row, found)).status_code == table.NOT_ALLOWED, row
