"""What is not a page of ours alone: messages, and the sign-in that allauth and Django word in part."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation

from holdfast.accounts.mailing import password_link_send
from holdfast.accounts.models import Staff
from holdfast.notify.models import Kind, Message
from holdfast.notify.words import Words, backup_words, backup_words_alone, link_words, push_words, staff_words
from tests.integration.web.languages.reading import english, passages

AT = datetime(2026, 3, 5, 17, 0, tzinfo=UTC)
ONE, OTHER = UUID(int=1), UUID(int=2)


def _told(words: Words) -> list[str]:
    """The lines of a message, without its links."""
    text = re.sub(r"https?://\S+", "", f"{words.subject}\n{words.body}")
    return [line for line in text.splitlines() if line.strip()]


def _message(kind: Kind, *, level: str = "", due_at: datetime | None = None) -> Message:
    return Message(id=ONE, kind=kind, transfer_id=OTHER, level=level, due_at=due_at, written_at=AT, by_vacancy=True)


@pytest.mark.parametrize("level", ["", "director"])
@pytest.mark.parametrize("due_at", [None, AT])
@pytest.mark.parametrize("kind", list(Kind))
def test_a_message_to_staff_is_spanish_throughout(kind: Kind, due_at: datetime | None, level: str) -> None:
    message = _message(kind, level=level, due_at=due_at)
    with translation.override("en"):
        assert english(_told(staff_words(message, "America/Denver")), ())
    with translation.override("es"):
        said = staff_words(message, "America/Denver")
    assert english(_told(said), ()) == []
    assert ".." not in said.body


@pytest.mark.parametrize("words", [link_words, backup_words], ids=["link", "backup"])
def test_a_message_with_a_link_is_spanish_throughout(words) -> None:
    with translation.override("es"):
        said = words("https://holdfast.example/join/x/", AT, "America/Denver")
    assert english(_told(said), ()) == []
    assert "jueves, 5 de marzo de 2026, 10:00 a.m. (hora de la Montaña)" in said.body


def test_a_message_of_one_sentence_is_spanish() -> None:
    with translation.override("es"):
        assert english([push_words(), *_told(backup_words_alone())], ()) == []


@pytest.mark.django_db
def test_a_link_for_a_password_is_written_in_the_language_of_the_account() -> None:
    staff = Staff.objects.create(email="ines@valley.example", display_name="Inés", language="es")
    staff.set_password("cuatro palabras que recuerdo")
    staff.save()
    password_link_send(staff.pk)
    (sent,) = mail.outbox
    assert sent.subject == "Elegir una contraseña nueva"
    assert english(re.sub(r"https?://\S+", "", str(sent.body)).splitlines(), ()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["account_login", "account_reset_password", "join_code"])
def test_the_ways_in_are_spanish_throughout(client: Client, name: str) -> None:
    page = client.get(reverse(name), headers={"Accept-Language": "es"}).content.decode()
    assert '<html lang="es"' in page
    assert english(passages(page, "es"), ()) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields", [{}, {"login": "nobody", "password": "x"}, {"login": "a@b.example", "password": "x"}]
)
def test_a_sign_in_that_fails_is_told_in_spanish(client: Client, fields: dict[str, str]) -> None:
    page = client.post(reverse("account_login"), fields, headers={"Accept-Language": "es"}).content.decode()
    assert "<title>Error: " in page
    assert english(passages(page, "es"), ()) == []
