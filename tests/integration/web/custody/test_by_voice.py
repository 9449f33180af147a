"""An acceptance by voice on the pages: written down, it moves nothing; the receiver confirms it; silence escalates."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from holdfast.config.clock import now
from holdfast.transfers.models import Escalation, Transfer
from holdfast.transfers.sweeping import sweep
from tests.integration.web.custody.conftest import sit, words

pytestmark = pytest.mark.django_db(transaction=True)
SPOKEN = "controls/S.one_acceptance/holds-voice-confirmed.json"


@pytest.fixture
def spoken(tell):
    """A handoff in which dana has written down what marcus said."""
    return tell(SPOKEN, leave=1)


def confirm(story):
    return reverse("command_give", args=[story.transfer_id, "confirm_voice_acceptance"])


def owner(story):
    return Transfer.objects.get(pk=story.transfer_id).owner_id


def test_written_down_it_moves_nothing_and_the_backup_route_waits_for_the_word(spoken):
    page = words(sit(spoken, "dana").get(reverse("transfer_page", args=[spoken.transfer_id])))
    assert owner(spoken) == spoken.ids["dana"]
    assert "Said by voice, and not confirmed yet: marcus" in page
    route = words(sit(spoken, "dana").get(reverse("transfer_unanswered", args=[spoken.transfer_id])))
    assert "marcus confirms what was said Still open" in route


def test_who_said_it_confirms_it_on_their_own_page(spoken):
    marcus = sit(spoken, "marcus")
    assert marcus.get(confirm(spoken)).status_code == 200
    assert marcus.post(confirm(spoken)).status_code in (302, 303)
    assert spoken.state().accepted.by == spoken.ids["marcus"]
    assert owner(spoken) == spoken.ids["dana"]


def test_nobody_else_confirms_it(spoken):
    answer = sit(spoken, "omar").post(confirm(spoken))
    assert answer.status_code in (403, 409)
    assert spoken.state().accepted is None


def test_silence_is_no_yes_it_escalates(spoken):
    with time_machine.travel(now() + timedelta(hours=2), tick=False):
        sweep()
    assert spoken.state().accepted is None
    assert Escalation.objects.get(transfer_id=spoken.transfer_id).control == "acceptance"
    with time_machine.travel(now() + timedelta(hours=2, minutes=1), tick=False):
        assert sit(spoken, "marcus").post(confirm(spoken)).status_code == 409
    assert spoken.state().accepted is None
