"""One transfer walked to any stage by the API's walk, its people in browsers, and forms sent as browsers send them."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from holdfast.accounts.models import Staff
from holdfast.protocol.codes import RecordKind
from holdfast.web.forms import typed_from
from tests.integration.api.conftest import cast, clock, contact, pathway, person, services, staff, walk
from tests.integration.api.walk import Walk

__all__ = ["cast", "clock", "contact", "pathway", "person", "services", "staff", "walk"]
ZONE = "America/New_York"
HIDDEN = re.compile(r'<input type="hidden" name="(_\w+)" value="([^"]*)"')


@dataclass
class Desk:
    """A browser of a member of staff, at one transfer."""

    client: Client
    transfer: str

    def address(self, step: str) -> str:
        """Return where a step is taken."""
        is_record = step in set(RecordKind)
        return reverse("record_file" if is_record else "command_give", args=[self.transfer, step])

    def opens(self, step: str, **asked: str):
        """Open the form of a step."""
        return self.client.get(self.address(step), asked)

    def sends(self, step: str, fields: dict[str, Any], **beside: Any):
        """Send a form with these fields, as if they had been typed; `beside` goes along as it is."""
        return self.client.post(self.address(step), {**typed_from(step, fields, ZONE), **beside})

    def fills(self, step: str, fields: dict[str, Any], **beside: Any):
        """Open a form and send it, with what it has hidden in it."""
        return self.sends(step, fields, **{**hidden(self.opens(step)), **beside})


def hidden(response) -> dict[str, str]:
    """Return what a form sends along."""
    return {name: html.unescape(value) for name, value in HIDDEN.findall(response.content.decode())}


@pytest.fixture
def desk(walk: Walk, staff: dict[str, Staff]) -> Callable[[str], Desk]:
    """Sit somebody down before the transfer of the walk."""

    def sits(who: str) -> Desk:
        client = Client()
        client.force_login(staff[who])
        return Desk(client, walk.transfer)

    return sits
