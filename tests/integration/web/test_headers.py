"""What every page answers with: a strict policy, nothing kept, and static files named by what they hold."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_a_page_allows_nothing_inline_and_nothing_from_elsewhere(client: Client) -> None:
    policy = client.get(reverse("accessibility")).headers["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'self'"
    assert rules["frame-ancestors"] == rules["object-src"] == rules["base-uri"] == "'none'"
    assert not re.search(r"unsafe|nonce|\*|data:|https?:", policy)


def test_no_page_is_kept_or_framed_or_told_elsewhere(client: Client) -> None:
    headers = client.get(reverse("accessibility")).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "camera=()" in headers["Permissions-Policy"]


def test_a_stranger_gets_no_session(client: Client) -> None:
    assert not client.get(reverse("accessibility")).cookies


def test_static_files_are_compressed_and_kept_for_good(client: Client) -> None:
    page = client.get(reverse("accessibility")).content.decode()
    (sheet,) = re.findall(r'"(/static/holdfast/app\.\w+\.css)"', page)
    answer = client.get(sheet, headers={"accept-encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "immutable" in answer.headers["Cache-Control"]
    assert b"".join(answer)


def test_a_page_in_a_right_to_left_language_is_mirrored(client: Client, settings) -> None:
    settings.LANGUAGES = [*settings.LANGUAGES, ("ar", "Arabic")]
    page = client.get(reverse("accessibility"), headers={"accept-language": "ar"}).content.decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert "uswds.rtl." in page


def test_a_page_is_in_the_language_that_was_chosen(client: Client) -> None:
    chosen = client.post(reverse("language"), {"language": "es", "next": reverse("accessibility")})
    assert chosen.headers["Location"] == reverse("accessibility")
    assert '<html lang="es" dir="ltr">' in client.get(reverse("accessibility")).content.decode()


def test_the_choice_of_a_language_leads_nowhere_else(client: Client) -> None:
    chosen = client.post(reverse("language"), {"language": "es", "next": "https://elsewhere.example/"})
    assert chosen.headers["Location"] == "/"
