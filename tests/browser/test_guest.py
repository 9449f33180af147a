"""A receiver without an account takes a person on by phone: quickly, with few taps, and without a staff session."""

from __future__ import annotations

import time
from datetime import timedelta

from django.urls import reverse

from holdfast.config.clock import now
from tests.browser.handed import Handed
from tests.browser.visitor import PHONE
from tests.property import forms

MOST_TAPS = 12
MOST_SECONDS = 45


def test_a_guest_accepts_within_a_dozen_taps(visitor):
    handed = Handed(at=now() - timedelta(minutes=6)).by_guest().ready().called()
    vera = visitor(device=PHONE)
    for name, value in handed.guest().items():
        vera.carries(name, value)
    began = time.monotonic()
    vera.opens(reverse("guest_page")).presses("I am on the call").presses("All three of us are together now")
    connection = forms.connection(now()) | {"receiving_contact_id": "vera", "handoff_purpose": "Needs a ride."}
    handed.at = now() - timedelta(seconds=40)
    handed.does("dana", "file_record", connection)
    vera.opens(reverse("guest_page")).follows("Answer for the receiving service")
    vera.page.locator("label[for=id_acceptance]").click()
    vera.writes("What it is", "First visit").writes("At which place", "40 River Street")
    vera.page.locator("label", has_text="Tomorrow").first.click()
    vera.page.locator("label", has_text="Tomorrow").last.click()
    vera.interactions += 3
    vera.page.get_by_role("button", name="File the answer").last.click()
    vera.interactions += 1
    vera.is_headed("You accepted. Not yours yet.")
    assert vera.interactions <= MOST_TAPS
    assert time.monotonic() - began <= MOST_SECONDS
