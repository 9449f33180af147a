"""Whatever stands behind the question mark of an address, or in it, or in what is sent as a whole: never our fault."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.integration.web.access.addresses import GUESTS, PERSONS
from tests.integration.web.access.conftest import undone
from tests.integration.web.access.forms_found import forms_of
from tests.integration.web.access.test_matrix import address
from tests.integration.web.access.test_statements_of_every_page import opens, pages, visitors

__all__ = ["opens", "visitors"]
ASKED = frozenset(
    "after before week done kept q since seen transfer person organization on next about to control correct reviewed"
    " need name language record part key reference".split()
)
"""Parameters that some page reads; a page's own filters are found on it."""
ODD = {
    "a NUL": "a\0b", "an emoji": "\N{SMILING FACE WITH SMILING EYES}", "a day that there is not": "2026-02-30",
    "a huge number": "9" * 40, "a number below nought": "-1", "very long": "x" * 6_000, "markup": "<script>x</script>",
    "another's id": "01890000-0000-7000-8000-000000000000", "a NUL, twice coded": "%00",
}  # fmt: skip


def asked_of(page: str, where: str) -> set[str]:
    """Return which parameters a page may read: those of all pages, those of its forms, those of its links."""
    own = {name for form in forms_of(page, where) if form.method == "get" for name in form.typed | form.chosen}
    return set(ASKED) | own | set(re.findall(r"[?&;]([a-z_]+)=", page))


@pytest.mark.full
@pytest.mark.parametrize("name", ODD)
def test_no_parameter_of_a_page_of_staff_is_our_fault(name, found, opens):
    wrong = []
    for row in pages():
        client, where = opens(row), address(row, found).partition("?")[0]
        client.raise_request_exception = False
        for asked in sorted(asked_of(client.get(where).content.decode(), where)):
            with undone():
                response = client.get(where, {asked: ODD[name]})
            if response.status_code >= 500 or "<script>x" in response.content.decode():
                wrong.append(f"{where}?{asked}: {response.status_code}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.full
@pytest.mark.parametrize("name", ODD)
def test_no_parameter_of_a_page_of_a_guest_or_of_the_person_is_our_fault(name, walk, guests, persons):
    walk.connected()
    for rows, visitor in ((GUESTS, guests(walk)), (PERSONS, persons(walk))):
        for row in rows:
            for asked in sorted(ASKED):
                response = visitor.client.get(address(row, {}), {asked: ODD[name]})
                assert response.status_code < 500, (row, asked)
                assert "<script>x" not in response.content.decode()


SECRETS = ("%00", "a%00b", "%F0%9F%98%8A", "%FF%FE", "x" * 3_000)
PATHS = ("changes/?transfer=%00", "changes/?seen=%00", "changes/?transfer=%FF", "my/%00/", "%00")
FORM = "application/x-www-form-urlencoded"
SENT = (
    (b"words=%FF%FE%C3%28", FORM),
    (b"words=\xff\xfe", f"{FORM}; charset=utf-16"),
    (b"words=a", f"{FORM}; charset=no-such-charset"),
    (b"--x\r\nnot a part", "multipart/form-data; boundary=x"),
    (b"--x--", "multipart/form-data"),
    (b'{"words": "a"}', "application/json"),
    (b"&".join(b"f%d=1" % number for number in range(3_000)), FORM),
    (b"words=" + b"a" * 3_000_000, FORM),
)
"""What no browser sends: bytes that are no text, charsets that are none, broken parts, too many fields, too much."""


@pytest.mark.parametrize("name", ["join", "invitation", "demo_sign_in"])
def test_a_secret_that_is_none_is_no_fault_of_ours(name, db):
    for secret in SECRETS:
        where = reverse(name, args=["secret"]).replace("/secret/", f"/{secret}/")
        assert Client().get(where).status_code in (200, 404), secret
        assert Client().post(where).status_code in (403, 404, 429), secret


def test_an_address_with_odd_bytes_is_no_fault_of_ours(walk, persons):
    walk.opens()
    for path in PATHS:
        assert persons(walk).get(f"/{path}").status_code in (200, 204, 302, 404), path


def test_what_no_browser_sends_is_no_fault_of_ours(found, opens):
    for row in pages():
        if row.name not in ("handoff_start", "admin_people", "admin_invite", "account", "record_file", "live_invite"):
            continue
        client, where = opens(row), address(row, found)
        client.raise_request_exception = False
        for sent, content_type in SENT:
            with undone():
                status = client.generic("POST", where, sent, content_type=content_type).status_code
            assert status in (200, 302, 303, 400, 403, 409, 413, 422), (row, sent[:20], status)
