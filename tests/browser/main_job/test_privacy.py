"""After the whole main job nothing of the person, and nothing that was typed, stands where it may not.

Looked through: every log of every room at its most talkative, both outputs, every address that was asked for, every
title, every header of an answer and every cookie, every email and every push message.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_string, policy
from typing import Any
from urllib.parse import unquote_plus

import pytest
from django.conf import settings
from django.core import mail
from playwright.sync_api import Page, Response

from holdfast.accounts.models import Staff
from holdfast.notify import pushing
from holdfast.notify.services import browser_add
from tests.browser.main_job.county import CASE, PERSON, STAFF, email
from tests.browser.main_job.party import Party
from tests.browser.main_job.story import MainJob
from tests.browser.main_job.test_main_job import Job, tells
from tests.integration.notify.test_push import _browser

pytestmark = pytest.mark.full
OF_THE_PERSON = (
    *PERSON.split(), "555-533-1316", "5555331316", "1973-08-01", "August 1", "Missed appointments",
    "missed-appointments",
)  # fmt: skip
"""Name, number and birthday, as the imported file and the pages write them, and what they need."""
NO_SECRET_OF_ANYBODY = {CASE, "es", "0", "care", "Medicaid"}
"""Typed as well: a case number, which titles carry, and words of every day."""


@dataclass
class Watched:
    """What came out of the run, by where it came out."""

    out: dict[str, list[str]] = field(default_factory=dict)

    def hears(self, where: str, text: object) -> None:
        """Keep something."""
        self.out.setdefault(where, []).append(str(text))

    def tells(self, words: str) -> list[str]:
        """Return where these words stand, however they are written in an address."""
        return [
            f"{where}: {text[:200]}"
            for where, texts in self.out.items()
            for text in texts
            if words.casefold() in unquote_plus(text).casefold()
        ]


class _Kept(logging.Handler):
    def __init__(self, watched: Watched) -> None:
        super().__init__(logging.DEBUG)
        self.watched = watched
        self.setFormatter(logging.Formatter("%(name)s %(levelname)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self.watched.hears("log", self.format(record))


@pytest.fixture
def watched() -> Iterator[Watched]:
    """Have every logger say all it can, but for those that the product's settings hold back at any level."""
    watched, root = Watched(), logging.getLogger()
    told: dict[str, Any] = settings.LOGGING
    held_back = {name for name, kept in told["loggers"].items() if "level" in kept}
    known = logging.root.manager.loggerDict
    loggers = [each for name, each in known.items() if isinstance(each, logging.Logger) and name not in held_back]
    before = [(each, each.level, each.propagate) for each in (root, *loggers)]
    handler = _Kept(watched)
    root.addHandler(handler)
    for each in (root, *loggers):
        each.setLevel(logging.DEBUG)
        each.propagate = True
    yield watched
    root.removeHandler(handler)
    for each, level, propagates in before:
        each.setLevel(level)
        each.propagate = propagates


@pytest.fixture
def pushed(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Have everybody's browser woken by push; what would be encrypted and sent is kept."""

    def post(browser: object, payload: bytes, headers: dict[str, str]) -> int:
        watched.hears("push", payload.decode())
        watched.hears("push header", headers)
        return 201

    monkeypatch.setattr(pushing, "_post", post)

    def subscribe() -> None:
        for number, key in enumerate(STAFF):
            browser_add(Staff.objects.get(email=email(key)).pk, _browser(f"https://push.example/send/{number}"))

    return subscribe


def watches(watched: Watched, party: Party) -> None:
    """Keep what a party's browser asks for and is answered."""

    def answered(response: Response) -> None:
        watched.hears("address", response.request.url)
        watched.hears("asked from", response.request.headers.get("referer", ""))
        watched.hears("header", response.headers)

    def drawn(page: Page) -> None:
        watched.hears("title", page.title())
        watched.hears("address", page.url)

    party.page.on("response", answered)
    party.page.on("domcontentloaded", drawn)


def takes_messages(watched: Watched, job: MainJob) -> None:
    """Keep every email as it goes over the wire, but for who it goes to; and every cookie."""
    for each in mail.outbox:
        sent = message_from_string(each.message().as_string(), policy=policy.default)
        body = sent.get_body(("plain",))
        watched.hears("email", body.get_content() if body else "")
        headers = {name: value for name, value in sent.items() if name != "To"}
        watched.hears("email header", headers)
    for party in job.parties:
        for cookie in party.who.context.cookies():
            watched.hears("cookie", cookie)


def test_nothing_of_the_person_leaves_the_pages(
    job: Job, watched: Watched, pushed: Callable[[], None], capfd: pytest.CaptureFixture[str]
) -> None:
    pushed()
    told = job(seen=lambda party: watches(watched, party))
    tells(told)
    takes_messages(watched, told)
    out, err = capfd.readouterr()
    watched.hears("output", out + err)
    typed = {text for party in told.parties for text in party.typed} - NO_SECRET_OF_ANYBODY
    found = [f"{words} in {where}" for words in (*OF_THE_PERSON, *sorted(typed)) for where in watched.tells(words)]
    assert not found, "\n".join(found)
    assert set(watched.out) >= {"log", "address", "header", "title", "email", "push", "output", "cookie"}
    assert len(watched.out["title"]) > 50
    assert any(re.search(r"GET /transfers/", line) for line in watched.out["log"])
