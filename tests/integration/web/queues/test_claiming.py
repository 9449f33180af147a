"""Who else has a form open is said to whoever opens it after them, and stops nobody."""

from __future__ import annotations

import pytest
from django.urls import reverse

from holdfast.accounts.models import RoleAssignment
from holdfast.accounts.services import pool_join, role_give
from holdfast.protocol.codes import Role
from tests.integration.web.queues.conftest import text_of


@pytest.fixture
def asked(walk, staff, services, more_staff):
    """A request that two supervisors may decide."""
    walk.opens()
    walk.prepares()
    walk.requests()
    pool_join(more_staff["lead_of_eastside"].pk, services["northside"].pk)
    return reverse("record_file", args=[walk.transfer, "authorization_decision"])


def opens(sits, who, address):
    return text_of(sits(who).get(address))


def test_the_second_one_is_told_who_has_it_open_and_may_go_on(asked, sits):
    assert "has this open" not in opens(sits, "decider", asked)
    page = opens(sits, "lead_of_eastside", asked)
    assert "Decider has this open, since 12:00 PM. You can go on: who sends it first, counts." in page
    assert "Authorize" in page


def test_ones_own_look_is_no_claim(asked, sits):
    opens(sits, "decider", asked)
    assert "has this open" not in opens(sits, "decider", asked)


def test_the_list_says_it_too(asked, sits):
    opens(sits, "decider", asked)
    assert "Decider has this open" in opens(sits, "lead_of_eastside", reverse("decisions_due"))
    assert "has this open" not in opens(sits, "decider", reverse("decisions_due"))


@pytest.mark.parametrize(("minutes", "is_said"), [(4, True), (5, False)])
def test_it_is_said_for_five_minutes(asked, walk, sits, minutes, is_said):
    opens(sits, "decider", asked)
    walk.later(minutes=minutes)
    assert ("has this open" in opens(sits, "lead_of_eastside", asked)) is is_said


def test_whose_part_it_is_not_claims_nothing(asked, sits):
    opens(sits, "originator", asked)
    assert "has this open" not in opens(sits, "decider", asked)


def test_the_receiving_side_is_told_nothing(walk, sits, more_staff, services):
    role_give(more_staff["navigator"].pk, Role.INTAKE_LEAD, services["riverside"].pk)
    before = RoleAssignment.objects.filter(staff=more_staff["navigator"], service=services["northside"])
    before.update(held_until=walk.at)
    walk.connected()
    answer = reverse("record_file", args=[walk.transfer, "receiving_acceptance"])
    opens(sits, "navigator", answer)
    assert "has this open" not in opens(sits, "receiver", answer)
