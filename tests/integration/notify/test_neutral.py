"""No message names anybody or says anything of health: each one of a full run, and each kind there is, is searched."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import translation

from holdfast.accounts.models import Staff
from holdfast.config.ids import new_id
from holdfast.directory.models import IntakeContact, Organization, Service
from holdfast.notify.addressing import address_due
from holdfast.notify.backups import deliver_backups
from holdfast.notify.delivery import deliver_due
from holdfast.notify.models import Channel, Dispatch, Kind, Message
from holdfast.notify.sending import send_due
from holdfast.notify.words import backup_words, backup_words_alone, push_words, staff_words
from holdfast.people.models import Person
from holdfast.protocol.codes import Need, Risk, RiskIndicator, Urgency
from holdfast.protocol.labels import LANGUAGES, label
from holdfast.transfers.models import Transfer
from holdfast.transfers.sweeping import sweep
from tests.integration.notify.test_guests_who_own import *  # noqa: F403 - a guest owns

HEALTH = "health crisis clinic patient client therapy medic treat suicid harm overdose diagnos symptom appointment"


def _coded() -> set[str]:
    """Return the words of needs, risks and urgencies: their codes and their labels in every language."""
    codes = [*Need, *RiskIndicator, *Urgency, *(each for each in Risk if each not in (Risk.LOW, Risk.HIGH))]
    return {code.value for code in codes} | {label(code, language) for code in codes for language in LANGUAGES}


@pytest.fixture(autouse=True)
def _real_names(staff):
    """Give staff names that are no words."""
    for number, member in enumerate(staff.values()):
        Staff.objects.filter(pk=member.pk).update(display_name=f"Wilhelmina Ostrander-{number}")


def _named() -> set[str]:
    """Return the names of everybody and everything in the database."""
    people = [part for each in Person.objects.all() for part in (each.name, each.family, each.given)]
    models = (Service, Organization, IntakeContact)
    named = [name for model in models for name in model.objects.values_list("name", flat=True)]
    cases = Transfer.objects.values_list("case_id", flat=True)
    staff = Staff.objects.values_list("display_name", flat=True)
    return {word for word in (*people, *named, *cases, *staff) if word}


def _found(text: str, words: set[str]) -> list[str]:
    return [word for word in sorted(words) if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE)]


def _texts() -> list[str]:
    """Return every email as it goes over the wire, in words."""
    return [
        "\n".join([str(each.message()["Subject"]), str(each.body), *map(str, each.extra_headers.items())])
        for each in mail.outbox
    ]


def test_no_message_of_a_full_run_says_who_or_what_it_is_about(handed_over, colleague, contact):
    mail.outbox.clear()
    for hours in (0, 1, 6, 20, 48, 100):
        handed_over.until(handed_over.at + timedelta(hours=hours))
        sweep()
        address_due()
        deliver_due()
        deliver_backups()
        send_due(Channel.EMAIL)
    assert len(mail.outbox) > 8
    assert {"escalation", "deadline", "missed"} <= set(Message.objects.values_list("kind", flat=True))
    for text in _texts():
        assert _found(text, _named() | _coded() | {"Wilhelmina", "Ostrander"}) == []
        assert [word for word in HEALTH.split() if word in text.lower()] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", list(Kind))
def test_a_message_of_any_kind_says_its_level_time_and_link_and_no_more(walk, kind, language):
    walk.opens()
    message = Message(
        id=new_id(), kind=kind, transfer_id=walk.transfer, seq=3, about="A3.person", level="quality", by_vacancy=True,
        due_at=walk.at, zone="America/New_York", is_harm=True, written_at=walk.at,
    )  # fmt: skip
    with translation.override(language):
        words = staff_words(message, "America/New_York")
        named = backup_words("https://holdfast.example/join/x/", walk.at, "America/New_York")
        others = (named.subject, named.body, backup_words_alone().body, push_words())
    text = "\n".join((words.subject, words.body, *others))
    assert _found(text, _named() | _coded()) == []
    assert [word for word in HEALTH.split() if word in text.lower()] == []
    assert "A3.person" not in text
    assert words.body.count("http") == 1


def test_the_rows_that_wait_say_nothing_either(handed_over):
    address_due()
    rows = [*Message.objects.values(), *Dispatch.objects.values()]
    assert rows
    assert _found(json.dumps(rows, default=str), _named() | _coded()) == []
