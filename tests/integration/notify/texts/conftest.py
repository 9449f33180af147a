"""A handoff whose person has a phone, and a carrier of texts on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from holdfast.notify.models import News, PersonsMessage
from holdfast.notify.services import TextWish, text_ask
from holdfast.notify.texting import texting_by
from holdfast.notify.texts.persons import texts_due
from holdfast.people.models import Person
from holdfast.protocol.facts import PERSON
from tests.integration.api.conftest import *  # noqa: F403 - the county
from tests.integration.notify.texts.doubles import ACCOUNT, SENDER, TOKEN, Carrier, carrier_runs

MOBILE, NUMBER = "585-555-0177", "+15855550177"


@pytest.fixture
def double() -> Iterator[Carrier]:
    with carrier_runs() as carrier:
        yield carrier


@pytest.fixture(params=["twilio", "gateway"])
def carrier(request, double: Carrier, settings) -> Carrier:
    """Either carrier: what holds of one holds of the other."""
    return by_twilio(double, settings) if request.param == "twilio" else by_gateway(double, settings)


def by_twilio(double: Carrier, settings) -> Carrier:
    settings.HOLDFAST_TEXTING = texting_by(f"twilio://{ACCOUNT}:{TOKEN}@{double.origin}?from=%2B{SENDER[1:]}")
    return double


def by_gateway(double: Carrier, settings) -> Carrier:
    settings.HOLDFAST_TEXTING = texting_by(f"gateway://HELP:{TOKEN}@{double.origin}/send")
    return double


@pytest.fixture
def handed(walk, person):
    """An authorized handoff of somebody who has a mobile phone and agreed to reminders."""
    Person.objects.filter(pk=person.pk).update(telecom=[{"system": "phone", "value": MOBILE}])
    return walk.authorized()


def asks(handed, key: str = "page-1", *, news: News = News.PAGE, by: str = PERSON, hours: float = 2) -> PersonsMessage:
    """Have a text asked for."""
    until = handed.at + timedelta(hours=hours)
    return text_ask(TextWish(transfer_id=handed.transfer, news=news, key=key, asked_by=by, useful_until=until))


def sends(handed, key: str = "page-1", **how) -> PersonsMessage:
    """Have a text asked for and sent; return what became of it."""
    row = asks(handed, key, **how)
    texts_due()
    row.refresh_from_db()
    return row
