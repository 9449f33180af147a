"""What every page weighs (ui.md 11, gzip), what headers it comes with, and that nothing in it is inline."""

from __future__ import annotations

import gzip
import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from tests.integration.web.access.addresses import GUESTS, PERSONS
from tests.integration.web.access.test_matrix import address
from tests.integration.web.access.test_statements_of_every_page import LONG, many, opens, pages, visitors

__all__ = ["many", "opens", "visitors"]
KB = 1_000
FIRST_VISIT, REPEATED, PARTIAL, SCRIPTS = 150 * KB, 40 * KB, 10 * KB, 40 * KB
PARTIALS = frozenset({"transfer_deadlines", "queue_notice", "session_left", "transfer_disclosures_file"})
"""Addresses that answer with a part of a page; the live room does to htmx."""
ASSET = re.compile(r'(?:href|src)="/static/([^"#?]+\.(?:css|js|svg))[^"]*"')
FONT = re.compile(r"url\([\"']?([^)\"'#?]+\.woff2)")
INLINE = re.compile(
    r"<style|\sstyle\s*=|<[^>]+\son\w+\s*=|javascript:|<script(?![^>]*\ssrc=)(?![^>]*application/json)|hx-on|hx-vals=.js",
    re.IGNORECASE,
)
POLICY = {"default-src": "'self'", "object-src": "'none'", "base-uri": "'none'", "frame-ancestors": "'none'"}


def weight(content: bytes) -> int:
    """Return how many bytes go over the wire."""
    return len(gzip.compress(content, 6, mtime=0))


@cache
def asset(name: str) -> int:
    """Return what a static file weighs, with the fonts that it names; fonts are packed already."""
    path = Path(settings.STATIC_ROOT) / name
    content = path.read_bytes()
    fonts = {path.parent / font for font in FONT.findall(content.decode())} if path.suffix == ".css" else set()
    return weight(content) + sum(len(font.resolve().read_bytes()) for font in fonts)


def wrong_on(page: str, headers) -> list[str]:
    """Return what is wrong with one page's policy, headers and markup."""
    rules = dict(rule.strip().split(" ", 1) for rule in headers["Content-Security-Policy"].split(";"))
    wrong = [f"{name}: {rules.get(name)}" for name, value in POLICY.items() if rules.get(name) != value]
    wrong += re.findall(r"unsafe-\w+|nonce-|data:|https?:", headers["Content-Security-Policy"])
    wrong += [found.strip() for found in INLINE.findall(page)]
    if "no-store" not in headers["Cache-Control"]:
        wrong.append(f"Cache-Control: {headers['Cache-Control']}")
    expected = {"X-Frame-Options": "DENY", "X-Content-Type-Options": "nosniff"}
    wrong += [name for name, value in expected.items() if headers.get(name) != value]
    return wrong


@pytest.mark.parametrize("many", [1, LONG], indirect=True)
def test_every_page_of_staff_is_light_and_strict(many, found, opens):
    wrong: list[str] = []
    for row in pages():
        response = opens(row).get(address(row, found))
        page = response.content.decode()
        wrong += [f"{row}: {each}" for each in wrong_on(page, response.headers)]
        assets = {name: asset(name) for name in set(ASSET.findall(page))}
        assert row.name in PARTIALS or len(assets) > 3, row  # sheets, scripts and icons
        own, scripts = weight(response.content), sum(size for name, size in assets.items() if name.endswith(".js"))
        most = PARTIAL if row.name in PARTIALS else REPEATED
        weights = ((own, most), (own + sum(assets.values()), FIRST_VISIT), (scripts, SCRIPTS))
        wrong += [f"{row}: {size} of at most {limit} bytes" for size, limit in weights if size > limit]
    assert not wrong, "\n".join(wrong)


def test_what_htmx_fetches_is_a_small_part(found, opens):
    row = next(row for row in pages() if row.name == "live_room")
    part = opens(row).get(address(row, found), headers={"HX-Request": "true"}).content
    assert b"<html" not in part
    assert weight(part) <= PARTIAL


def test_every_page_of_a_guest_and_of_the_person_is_strict(walk, guests, persons):
    walk.connected()
    for rows, visitor in ((GUESTS, guests(walk)), (PERSONS, persons(walk))):
        for row in rows:
            response = visitor.get(address(row, {}))
            if response.status_code == 200 and "text/html" in response["Content-Type"]:
                assert not wrong_on(response.content.decode(), response.headers), row
                assert response["Referrer-Policy"] == "no-referrer"


def test_pages_that_anybody_opens_are_strict(client, db):
    addresses = [reverse(name) for name in ("accessibility", "account_login", "account_reset_password", "join_code")]
    for where in (*addresses, reverse("join", args=["no-secret"]), "/nothing-is-here/", reverse("person_page")):
        response = client.get(where)
        assert not wrong_on(response.content.decode(), response.headers), where
