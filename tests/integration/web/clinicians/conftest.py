"""The API's county and walk, with its people in browsers."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from holdfast.accounts.models import Staff
from holdfast.web.drafts import Draft, draft_begin, draft_find
from tests.integration.api.conftest import cast, clock, contact, pathway, person, services, staff, walk

__all__ = ["cast", "clock", "contact", "pathway", "person", "services", "staff", "walk"]
Browser = Callable[[str], Client]


@pytest.fixture
def browser(staff: dict[str, Staff]) -> Browser:
    """Return the browser of somebody of the cast, which has opened a page before."""

    def opened(who: str) -> Client:
        client = Client()
        client.force_login(staff[who], backend="allauth.account.auth_backends.AuthenticationBackend")
        client.get("/messages/")
        return client

    return opened


def words(response) -> str:
    """Return the text of a page, without its tags."""
    body = re.sub(r"<(script|style).*?</\1>", "", response.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def part(response, start: str) -> str:
    """Return the text of the element that begins with `start`, up to the end of its section."""
    body = response.content.decode()
    return words_of(body[body.index(start) :].partition(">")[2].split("</section>")[0])


def words_of(body: str) -> str:
    """Return the text of a piece of a page."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


@dataclass
class Path:
    """Somebody who writes a draft, part by part."""

    client: Client
    draft: UUID
    staff: UUID
    person: str
    answers: dict[str, dict[str, Any]]

    def address(self, part: str) -> str:
        """Return where a part is written."""
        return reverse("handoff_draft", args=[self.draft, part])

    def writes(self, until: str = "check") -> None:
        """Write the parts before `until`."""
        for each, typed in self.answers.items():
            if each == until:
                return
            answer = self.client.post(self.address(each), typed)
            assert answer.status_code == 303, words(answer)

    def sends(self, check=None):
        """Send the answers, with what their page has hidden in it."""
        return self.client.post(self.address("check"), self.hidden(check) if check is not None else {})

    def hidden(self, check) -> dict[str, list[str]]:
        """Return what the page of the answers sends along."""
        found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)" auto', check.content.decode())
        return {name: [html.unescape(value) for key, value in found if key == name] for name, _value in found}

    def kept(self) -> Draft:
        """Return the draft as it stands."""
        draft = draft_find(self.draft, self.staff)
        assert draft is not None
        return draft


@pytest.fixture
def path(browser: Browser, staff: dict[str, Staff], person, pathway) -> Path:
    """Begin a draft for the person of the walk; its answers are those of the walk's request."""
    answers: dict[str, dict[str, Any]] = {
        "person": {"case_id": "WH-7", "language": "es", "payer": "medicaid"},
        "need": {"need_category": "missed-appointments"},
        "urgency": {"urgency": "48-hour"},
        "route": {"receiving_pathway": str(pathway.pk)},
        "risk": {
            "mode": "live_phone", "reviewer_id": str(staff["decider"].pk), "next_checkpoint_date.day": "2026-11-19"
        },
    }  # fmt: skip
    begun = draft_begin(staff["originator"].pk, str(person.pk))
    return Path(browser("originator"), begun, staff["originator"].pk, str(person.pk), answers)
