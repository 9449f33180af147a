"""A form that is sent twice, by two clicks or by the back button, is done once: what has no key of the ledger."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from holdfast.accounts.models import BreakGlass, RoleAssignment, RungHolder, Staff
from holdfast.accounts.services import rung_set
from holdfast.config.ids import new_id
from holdfast.directory.models import Closure
from holdfast.live.models import FurtherSeat
from holdfast.protocol.codes import EscalationLevel
from tests.integration.web.access.conftest import BACKEND, WHY


@pytest.fixture
def twice(hire):
    """Have somebody send the same form twice; return the answers."""

    def sent(role: str, name: str, args: list[object], fields: dict[str, object]) -> list[int]:
        client = Client()
        client.force_login(hire(role, "own"), backend=BACKEND)
        return [client.post(reverse(name, args=args), fields).status_code for _ in range(2)]

    return sent


def test_closed_days_are_recorded_once(places, twice):
    fields = {"first": "2026-12-24", "last": "2026-12-26", "reason": "Winter break", "source": "The manager"}
    assert twice("administrator", "admin_service", [places["own"].pk], fields) == [302, 302]
    assert Closure.objects.filter(service=places["own"]).count() == 1


def test_who_holds_a_level_is_named_once(places, staff, twice):
    organization = places["own"].organization_id
    rung_set(organization, EscalationLevel.DIRECTOR, minutes=10)
    fields = {"do": "add", "staff": str(staff["decider"].pk)}
    assert twice("administrator", "admin_level", [organization, "director"], fields) == [302, 302]
    assert RungHolder.objects.count() == 1


def test_somebody_is_invited_once(places, twice):
    fields = {"email": "new@county.example", "name": "Nina New", "role": "clinician", "service": str(places["own"].pk)}
    assert set(twice("administrator", "admin_invite", [], fields)) == {302}
    assert RoleAssignment.objects.filter(staff=Staff.objects.get(email="new@county.example")).count() == 1


def test_a_look_by_break_glass_is_begun_once(walk, places, twice):
    walk.authorized()
    assert twice("clinician", "glass_break", [], {"case": "WH-1", "reason": WHY}) == [302, 302]
    assert BreakGlass.objects.count() == 1


def test_who_else_is_on_the_call_is_noted_once_and_two_alike_are_two(walk, staff):
    walk.connected()
    client, where = Client(), reverse("live_company", args=[walk.transfer])
    client.force_login(staff["originator"], backend=BACKEND)
    for key in (new_id(), new_id()):
        fields = {"kind": "supporter", "beside": "person", "name": "", "key": str(key)}
        assert [client.post(where, fields).status_code for _ in range(2)] == [303, 303]
    assert FurtherSeat.objects.count() == 2
