"""A vector of ours told through the write path, its cast in browsers at the instant where it stands."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client

from holdfast.accounts.models import Staff
from holdfast.people.models import Person
from tests.story import Story, vector

Sits = Callable[[str], Client]


@pytest.fixture
def tell() -> Iterator[Callable[..., Story]]:
    """Tell a vector, but for its last `leave` steps; the clock stands where it ends."""
    with time_machine.travel("2026-11-18T14:00:00-05:00", tick=False) as clock:

        def told(name: str, *, leave: int = 0) -> Story:
            story = Story(vector(name)).set_up()
            story.subject = str(Person.objects.create(name="Ana Ruiz", given="Ana", family="Ruiz").pk)
            story.tell(len(story.told["steps"]) - leave)
            clock.move_to(story.at)
            return story

        yield told


def sit(story: Story, who: str) -> Client:
    """Return the browser of somebody of the cast, which has opened a page before."""
    client = Client()
    staff = Staff.objects.get(pk=story.ids[who])
    client.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.get("/messages/")
    return client


def words(response) -> str:
    """Return the text of a page, without its tags."""
    body = re.sub(r"<(script|style).*?</\1>", "", response.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())
