"""From opening to a request that waits for a supervisor: few interactions, little time, with and without script."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.urls import reverse

from holdfast.transfers.models import Transfer
from tests.browser.pages.transfers import handed, staff
from tests.browser.visitor import DESK, PHONE, WITHOUT_SCRIPT, Device, Visitor

MOST_INTERACTIONS = 25
MOST_SECONDS = 60
Visiting = Callable[..., Visitor]


def ticks(who: Visitor, words: str) -> Visitor:
    """Choose the answer whose label begins with these words; what it means may stand in it as well."""
    who.interactions += 1
    who.page.locator("label", has_text=words).filter(visible=True).first.click()
    return who


def writes_it_all(dana: Visitor) -> None:
    """Go from the list of people to the check of the answers."""
    dana.interactions += 1
    dana.page.get_by_role("main").get_by_role("link", name="Start a handoff", exact=True).click()
    dana.writes("Name or phone", "jordan miller").presses("Search")
    dana.presses("Start a handoff Jordan Miller")
    dana.writes("Case number", "WH-20418").writes("Who pays", "Medicaid").presses("Continue")
    dana.picks("Need that the receiving service is to meet", "Missed appointments").presses("Continue")
    ticks(dana, "Within 48 hours").presses("Continue")
    ticks(dana, "Riverside").presses("Continue")
    ticks(ticks(dana, "Unstable housing"), "Live, by phone")
    dana.picks("Who reviews this record", "Priya Raman, Supervisor, Mobile Crisis Team North")
    ticks(dana, "Tomorrow").presses("Continue")


@pytest.mark.parametrize("device", [DESK, PHONE, WITHOUT_SCRIPT], ids=["desk", "phone", "without script"])
def test_from_opening_to_a_request_takes_few_interactions(visitor: Visiting, device: Device) -> None:
    told = handed()
    dana = visitor(staff(told, "dana"), replace(device, zone="America/New_York"))
    began = time.monotonic()
    dana.opens(reverse("people_mine"))
    writes_it_all(dana)
    dana.is_headed("Check your answers").presses("Ask for authorization")
    dana.sees("Authorization was asked for.").sees("A supervisor decides")
    assert Transfer.objects.get().case_id == "WH-20418"
    assert dana.interactions <= MOST_INTERACTIONS
    assert time.monotonic() - began < MOST_SECONDS


def test_a_refused_request_shows_why_on_its_own_page_and_can_be_put_right(visitor: Visiting) -> None:
    told = handed()
    dana = visitor(staff(told, "dana"), replace(DESK, zone="America/New_York"))
    writes_it_all(dana.opens(reverse("people_mine")))
    dana.page.get_by_role("link", name="Change How responsibility is to pass").click()
    ticks(ticks(dana, "Suicidal thinking"), "Follow-up call").presses("Continue").presses("Ask for authorization")
    dana.is_told("one rule does not hold")
    ticks(dana, "Live, by phone").presses("Ask for authorization")
    dana.is_at(reverse("transfer_page", args=[Transfer.objects.get().pk])).sees("Authorization was asked for.")
