"""The person has the link to their page sent to their own phone: once, and never in safe mode."""

from __future__ import annotations

import pytest

from holdfast.config.clock import now
from holdfast.notify.models import PersonsMessage, TextStop
from holdfast.notify.texting import texting_by
from holdfast.notify.texts.numbers import digest_of, number_to_text
from holdfast.people.models import Person
from tests.integration.web.queues.conftest import text_of

PHONE = [{"system": "phone", "value": "585-555-0177"}]
KEY = "0197f3d0-5c1e-7a55-8d3e-2f6f0f4b9a11"


@pytest.fixture
def hers(walk, person, persons, settings):
    settings.HOLDFAST_TEXTING = texting_by("gateway://HELP:secret@127.0.0.1:9/send")
    Person.objects.filter(pk=person.pk).update(telecom=PHONE)
    return persons(walk.authorized())


def test_it_is_offered_with_the_end_of_the_number_and_sent_once(hers):
    assert "the number that ends in 77" in text_of(hers.get("/my/"))
    for _ in range(2):
        answer = hers.post("/my/text/", key=KEY)
    assert answer["Location"].endswith("?done=text")
    assert "The text is on its way to your phone." in text_of(hers.get("/my/?done=text"))
    assert PersonsMessage.objects.get().asked_by == "person"


@pytest.mark.parametrize("telecom", [[], [{"system": "phone", "value": "12"}]])
def test_without_a_number_that_can_get_one_it_is_not_offered(hers, person, telecom):
    Person.objects.filter(pk=person.pk).update(telecom=telecom)
    assert "/my/text/" not in hers.get("/my/").content.decode()
    assert hers.post("/my/text/", key=KEY)["Location"].endswith("?done=not-now")
    assert not PersonsMessage.objects.exists()


def test_without_a_carrier_it_is_not_offered(hers, settings):
    settings.HOLDFAST_TEXTING = texting_by("")
    assert "/my/text/" not in hers.get("/my/").content.decode()


def test_in_safe_mode_it_is_not_offered(hers, walk):
    walk.does("originator", "protect_person", {"wish": "Nobody else is to know."})
    assert "/my/text/" not in hers.get("/my/").content.decode()
    hers.post("/my/text/", key=KEY)
    assert not PersonsMessage.objects.exists()


def test_after_stop_it_is_not_said_to_be_on_its_way(hers):
    number = number_to_text(PHONE[0]["value"])
    TextStop.objects.create(pk=digest_of(number), stopped_at=now())
    answer = hers.post("/my/text/", key=KEY)
    assert answer["Location"].endswith("?done=text-stopped")
    assert "text us the word START" in text_of(hers.get(answer["Location"]))
    assert not PersonsMessage.objects.exists()


def test_a_form_of_nobodys_sends_nothing(hers):
    hers.post("/my/text/", key="x")
    assert not PersonsMessage.objects.exists()
