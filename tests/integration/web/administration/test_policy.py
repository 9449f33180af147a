"""The numbers in force are shown; an overlay can be looked at, and nothing is changed by it."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from holdfast.accounts.models import Staff
from holdfast.protocol.policy import base_policy

pytestmark = pytest.mark.django_db
POLICY = "/administration/policy/"


def sent(text: str | bytes) -> dict[str, SimpleUploadedFile]:
    return {"overlay": SimpleUploadedFile("state.toml", text.encode() if isinstance(text, str) else text)}


def test_every_number_in_force_is_shown_in_words(tess: Staff, by) -> None:
    page = by(tess).get(POLICY).content.decode()
    assert f"version {base_policy().version}" in page
    assert "Time to decide an elevated request" in page
    assert "5 minutes" in page
    for name in base_policy().numbers:
        assert f"<dt>{name}</dt>" not in page


def test_a_good_overlay_says_what_it_would_change_and_changes_nothing(tess: Staff, by) -> None:
    overlay = 'version = "CA.7"\n[numbers]\n"authorization.decide" = 600\n[business_day]\ncloses = "16:00"\n'
    page = by(tess).post(POLICY, sent(overlay)).content.decode()
    assert "This file can be used" in page
    assert "10 minutes" in page
    assert "CA.7" in page
    assert "business_day" in page
    assert base_policy().number("authorization.decide") == 900
    assert "CA.7" not in by(tess).get(POLICY).content.decode()


@pytest.mark.parametrize(
    "overlay",
    ['[numbers]\n"authorization.decied" = 600\n', "this is no toml", '[numbers]\n"authorization.decide" = "soon"\n',
     "", b"\xff\xfe\x00", "x = 1\n" * 20_000, '[business_day]\ncloses = "25:99"\n'],
    ids=["unknown number", "no TOML", "no number", "empty", "no UTF-8", "too long", "no time"],
)  # fmt: skip
def test_an_overlay_that_would_stop_the_server_is_explained(tess: Staff, by, overlay: str | bytes) -> None:
    response = by(tess).post(POLICY, sent(overlay))
    assert response.status_code == 422
    assert "The server would not start with this file" in response.content.decode()


def test_without_a_file_it_says_what_to_choose(tess: Staff, by) -> None:
    assert "Choose a TOML file" in by(tess).post(POLICY).content.decode()
