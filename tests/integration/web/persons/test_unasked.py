"""What is shared without a yes of the person's own is told as that: an emergency exception, a guardian's yes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.integration.api.walk import SCOPES
from tests.integration.web.persons.test_plain_words import assert_plain, read

AGREED, UNASKED = "What you agreed to share", "What we share without a yes of your own"
EXCEPTION = {"given_by": "emergency_exception", "reason": "Unconscious.", "ground": "cannot_answer"}


def given(walk, **changed):
    fields = {
        "scopes": SCOPES, "to": walk.ids["service"], "purpose": "treatment", "language": "es",
        "until": f"{walk.today() + timedelta(days=90)}",
    }  # fmt: skip
    return walk.does("originator", "give_consent", {**fields, **changed})


@pytest.fixture
def unasked(walk, persons):
    walk.opens()
    given(walk, **EXCEPTION)
    return persons(walk)


def test_what_an_emergency_opened_is_not_called_agreed(unasked):
    said = unasked.get("/my/").content.decode()
    assert UNASKED in said
    assert AGREED not in said
    assert "It was an emergency, so we did not wait for your yes." in said


def test_their_own_yes_stands_beside_an_emergency(walk, persons):
    walk.opens()
    walk.prepares()
    given(walk, **EXCEPTION)
    said = persons(walk).get("/my/").content.decode()
    assert said.index(AGREED) < said.index(UNASKED)


def test_they_can_say_no_to_what_nobody_asked_them(walk, unasked):
    assert "Say no to this" in unasked.get("/my/").content.decode()
    walk.does("person", "revoke_consent", to=walk.ids["service"])
    assert UNASKED not in unasked.get("/my/").content.decode()


def test_it_is_said_plainly(unasked):
    assert_plain(read(unasked, "/my/", "en"), "en")
