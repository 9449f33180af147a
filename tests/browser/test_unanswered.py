"""Nobody answers: the backup route in the browser; the server is down over noon, and at 12:05 each is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from holdfast.accounts.models import Staff
from holdfast.config.clock import now
from holdfast.notify.addressing import address_due
from holdfast.transfers.sweeping import sweep
from tests.browser.pages.transfers import handed, staff

pytestmark = pytest.mark.full
BEGIN = "2026-11-18T14:00:00-05:00"


def test_the_backup_route_from_a_voicemail_to_the_supervisor_at_noon(visitor, transactional_db):
    with time_machine.travel(BEGIN, tick=True) as clock:
        told = handed().ready()
        told.does("dana", "contact_attempt", {"contact": "marcus", "outcome": "voicemail-left"})
        route = reverse("transfer_unanswered", args=[told.story.transfer_id])
        dana = visitor(staff(told, "dana"))
        dana.opens(route).is_headed("Nobody answered").sees("Tried in vain")
        tries(dana.follows("Try a supervisor there"))
        names(dana.opens(route).follows("Name who makes somebody answer"), "Priya Raman")
        dana.opens(route).sees("hears of it when the time is over")
        due = told.story.state().contact_due
        assert due is not None
        clock.move_to(due + timedelta(minutes=5))  # nothing ran over noon
        sweep()
        address_due()
        priya = visitor(Staff.objects.get(pk=told.story.ids["priya"]))
        priya.opens("/escalations/").sees("Not done in time: Acceptance.")
        assert told.story.state().owner == "dana"
        assert now() > due


def tries(dana):
    page = dana.page
    page.get_by_label("Whom you tried").first.wait_for()
    chooses(page, "who", "Ana Ortiz")
    chooses(page, "outcome", "Voicemail left")
    dana.presses("File the attempt")
    dana.sees("The attempt is filed.")


def names(dana, whom):
    chooses(dana.page, "who", whom)
    dana.presses("Name them")
    dana.sees("They are named.")


def chooses(page, field, label):
    """Choose an answer, drawn as a list or as buttons."""
    options = page.locator(f"select[name={field}] option", has_text=label)
    if options.count():
        page.locator(f"select[name={field}]").select_option(options.first.get_attribute("value"))
    else:
        page.locator(f"label[for^=id_{field}]", has_text=label).first.click()
