"""Danger on the pages: over every form, after the end of the handoff, and to who receives only that nobody calls."""

from __future__ import annotations

from uuid import UUID

import pytest

from holdfast.protocol.codes import Closure, Role
from holdfast.protocol.commands import CloseTransfer
from holdfast.protocol.facts import Assignment, Party
from holdfast.transfers.selectors import state_now
from holdfast.transfers.services import Order, handle
from tests.integration.api.conftest import cast, clock, contact, pathway, person, services, staff, walk
from tests.integration.web.persons.conftest import guests, numbers

__all__ = ["cast", "clock", "contact", "guests", "numbers", "pathway", "person", "services", "staff", "walk"]

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
DANGER, AWAY = "may be in danger. Do not call.", "If you were on a call, it has ended."


@pytest.fixture
def accepted(walk):
    """Three on a call, accepted, and the next step is heard."""
    walk.connected().accepts(walk.local(1, 10))
    walk.does("person", "person_confirms", what="next_step", in_own_words="I go there tomorrow at ten.")
    return walk


def read(client, staff, who: str, address: str) -> str:
    client.force_login(staff[who], backend=BACKEND)
    return str(client.get(address).content.decode())


def test_the_form_that_lets_go_says_it_and_is_refused(accepted, staff, client):
    accepted.does("person", "duress")
    form = f"/transfers/{accepted.transfer}/file/handoff_closure/"
    assert DANGER in read(client, staff, "originator", form)
    refused = accepted.cast["originator"].give(accepted.transfer, "handoff_closure", accepted.closure())
    assert [each["id"] for each in refused.body["controls"]] == ["S.danger"]


def test_their_own_no_stands_over_the_form_and_keeps_them(accepted, staff, client):
    check = {"safe_now": "no", "alone": "no", "contact_method": "text", "voicemail": "none"}
    accepted.does("person", "check_safety", check)
    form = f"/transfers/{accepted.transfer}/file/handoff_closure/"
    assert "The person said on their own page that it is not safe now." in read(client, staff, "originator", form)
    wrong = accepted.cast["originator"].give(accepted.transfer, "handoff_closure", accepted.closure())
    assert (wrong.status, [each["field"] for each in wrong.body["errors"]]) == (422, ["ownership_release"])


def test_who_receives_is_told_to_keep_away_and_not_why(accepted, staff, client):
    accepted.does("person", "duress")
    for address in (f"/transfers/{accepted.transfer}/", f"/transfers/{accepted.transfer}/file/receiving_acceptance/"):
        said = read(client, staff, "receiver", address)
        assert AWAY in said
        assert DANGER not in said


def test_after_the_end_it_still_stands_above_everything(accepted, staff, client):
    accepted.does("person", "duress")
    state = state_now(UUID(accepted.transfer))
    assert state is not None
    supervisor = Party(accepted.ids["decider"], (Assignment(Role.SUPERVISOR, state.owner_service),))
    handle(Order(UUID(accepted.transfer), CloseTransfer(closure=Closure.ERROR, reason="Twice."), supervisor))
    said = read(client, staff, "originator", f"/transfers/{accepted.transfer}/")
    assert DANGER in said
    assert "settle_duress" in said


def test_a_guest_on_the_call_is_told_to_keep_away(walk, contact, guests):
    walk.authorized().makes_ready()
    walk.does("originator", "open_live_event", channel="phone")
    walk.ids["receiver"] = str(contact.pk)
    guest = guests(walk)
    guest.post("/guest/call/join/")
    walk.does("person", "duress")
    for address in ("/guest/", "/guest/do/receiving_acceptance/"):
        said = guest.get(address).content.decode()
        assert AWAY in said
        assert "in danger" not in said.replace("S.danger", "")
