"""The person takes their yes back in the call, or after it: both sides are told to stop, and nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from holdfast.notify.addressing import address_due
from holdfast.notify.models import Kind, Message
from holdfast.protocol.state import State
from holdfast.transfers.models import Transfer
from holdfast.transfers.selectors import state_now
from tests.integration.api.conftest import cast, clock, contact, pathway, person, services, staff, walk
from tests.integration.web.persons.conftest import guests, numbers

__all__ = [
    "cast", "clock", "contact", "guests", "numbers", "pathway", "person", "services", "staff", "walk",
]  # fmt: skip

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
STOP = "took back their yes"
HEADING = "Stop: there is no yes any more"
PAUSED = "Stop: the person asked to stop"
TYPED = "Typed by the receiver for ten minutes"


def state_of(walk) -> State:
    state = state_now(walk.transfer)
    assert state is not None
    return state


def takes_back(walk):
    walk.later(seconds=5)
    walk.does("person", "revoke_consent", to=walk.ids["service"])


@pytest.fixture
def stopped(walk):
    walk.connected()
    takes_back(walk)
    return walk


def signed_in(staff, who: str) -> Client:
    client = Client()
    client.force_login(staff[who], backend=BACKEND)
    return client


def shown(staff, who: str, path: str, status: int = 200) -> str:
    answer = signed_in(staff, who).get(path)
    assert answer.status_code == status, answer.content
    return answer.content.decode()


def test_the_receiver_does_not_accept_whom_they_may_know_nothing_of_any_more(stopped):
    answer = stopped.cast["receiver"].give(
        stopped.transfer, "receiving_acceptance", stopped.accepting(stopped.local(1, 10))
    )
    assert (answer.status, answer.refused) == (409, ["S.taken_back"])
    assert state_of(stopped).refusals == 1


def test_nobody_is_let_go_of_on_a_yes_that_was_taken_back(walk):
    walk.connected()
    walk.accepts(walk.local(1, 10))
    takes_back(walk)
    walk.does("person", "person_confirms", what="next_step", in_own_words="I go there tomorrow at ten.")
    answer = walk.cast["originator"].give(walk.transfer, "handoff_closure", walk.closure())
    assert (answer.status, answer.refused) == (409, ["S.taken_back"])
    assert state_of(walk).owner == walk.ids["originator"]


@pytest.mark.parametrize("part", ["", "live/"])
def test_the_worker_is_told_to_stop_and_to_ask(stopped, staff, part):
    said = shown(staff, "originator", f"/transfers/{stopped.transfer}/{part}")
    assert STOP in said
    assert f"/transfers/{stopped.transfer}/do/give_consent/" in said
    for gone in ("All three of us are together now", "I tell what happened, and you correct me"):
        assert gone not in said


def test_the_worker_goes_on_once_the_person_says_yes_again(stopped, staff):
    stopped.prepares()
    said = shown(staff, "originator", f"/transfers/{stopped.transfer}/live/")
    assert STOP not in said
    stopped.accepts(stopped.local(1, 10))


def test_the_receiver_in_the_call_is_told_why_it_stops_and_sees_nothing_more(stopped, staff):
    said = shown(staff, "receiver", f"/transfers/{stopped.transfer}/live/", 403)
    assert HEADING in said
    assert "Rosalind" not in said


def test_who_is_not_in_the_call_is_told_nothing(stopped, staff):
    stopped.does("originator", "close_live_event")
    assert HEADING not in shown(staff, "receiver", f"/transfers/{stopped.transfer}/", 404)


def test_what_the_receiver_typed_is_given_back_and_the_attempt_is_on_record(stopped, staff):
    sent = {"acceptance": "accepted", "first_action.who": TYPED, "escalation_triggers.0": ""}
    answer = signed_in(staff, "receiver").post(f"/transfers/{stopped.transfer}/file/receiving_acceptance/", sent)
    assert answer.status_code == 403
    assert HEADING in answer.content.decode()
    assert TYPED in answer.content.decode()


def test_who_owns_them_is_told_whom_to_call_and_the_team_has_a_next_act(walk, staff, numbers):
    walk.released()
    takes_back(walk)
    address_due()
    told = Message.objects.filter(kind=Kind.PERSON_SAYS)
    assert {str(each.staff_id) for each in told} == {walk.ids["originator"], walk.ids["receiver"]}
    owners = shown(staff, "receiver", f"/transfers/{walk.transfer}/")
    assert STOP in owners
    assert "555-555-0142" in owners
    assert "what they want now" in shown(staff, "originator", f"/transfers/{walk.transfer}/")
    assert Transfer.objects.get(pk=walk.transfer).owner_id == walk.ids["receiver"]


def whole_answer(walk) -> dict[str, str]:
    tomorrow = f"{walk.today() + timedelta(days=1)}"
    return {
        "acceptance": "accepted", "accepted_scope": walk.need, "first_action.kind": "appointment",
        "first_action.who": TYPED, "first_action.where": "40 River Street", "first_action.at.day": tomorrow,
        "first_action.at.time": "10:00", "loop_commitment.who": "Marguerite Vole",
        "loop_commitment.how": "On this page", "loop_commitment.by.day": tomorrow,
    }  # fmt: skip


def test_a_whole_answer_stands_on_the_ledger_as_an_attempt(stopped, staff):
    receiver = signed_in(staff, "receiver")
    page = f"/transfers/{stopped.transfer}/file/receiving_acceptance/"
    assert TYPED in receiver.post(page, whole_answer(stopped) | {"_stopped": "1"}).content.decode()
    assert state_of(stopped).refusals == 0
    assert TYPED in receiver.post(page, whole_answer(stopped)).content.decode()
    assert state_of(stopped).refusals == 1


def test_a_receiver_without_an_account_is_told_the_same(walk, contact, guests):
    walk.authorized()
    walk.makes_ready()
    walk.does("originator", "open_live_event", channel="phone")
    walk.ids["receiver"] = str(contact.pk)
    guest = guests(walk)
    guest.post("/guest/call/join/")
    takes_back(walk)
    assert HEADING in guest.get("/guest/").content.decode()
    answer = guest.post("/guest/do/receiving_acceptance/", **whole_answer(walk))
    assert answer.status_code == 403
    assert TYPED in answer.content.decode()


def test_the_form_of_the_answer_watches_whether_it_is_still_theirs_to_see(walk, staff):
    walk.connected()
    assert 'data-form="form"' in shown(staff, "receiver", f"/transfers/{walk.transfer}/file/receiving_acceptance/")


def test_an_owner_without_an_account_is_told_whom_to_call(walk, contact, guests):
    walk.authorized()
    walk.makes_ready()
    walk.does("originator", "open_live_event", channel="phone")
    for party in ("originator", "person"):
        walk.does("originator", "join_live_event", party=party)
    walk.ids["receiver"] = str(contact.pk)
    guest = guests(walk)
    guest.post("/guest/call/join/")
    walk.later(seconds=40)
    walk.does("originator", "attest_presence", party="originator", present=["originator", "person", "receiver"])
    guest.post("/guest/call/attest/")
    walk.connects()
    assert guest.post("/guest/do/receiving_acceptance/", **whole_answer(walk)).status_code == 303
    walk.later(minutes=1)
    walk.releases()
    walk.does("originator", "close_live_event")
    takes_back(walk)
    said = guest.get("/guest/").content.decode()
    assert STOP in said
    assert "You still own their care" in said


def pauses(walk):
    walk.later(seconds=5)
    walk.does("person", "person_stops", wish="pause")


def test_the_receiver_in_a_call_that_the_person_stops_is_told_so_and_keeps_what_they_typed(walk, staff):
    walk.connected()
    pauses(walk)
    said = shown(staff, "receiver", f"/transfers/{walk.transfer}/", 403)
    assert PAUSED in said
    assert "Rosalind" not in said
    page = f"/transfers/{walk.transfer}/file/receiving_acceptance/"
    answer = signed_in(staff, "receiver").post(page, whole_answer(walk))
    assert answer.status_code == 403
    assert PAUSED in answer.content.decode()
    assert TYPED in answer.content.decode()
    assert state_of(walk).refusals == 1
    assert state_of(walk).accepted is None


def test_an_hour_later_there_is_nothing_to_tell(walk, staff):
    walk.connected()
    pauses(walk)
    walk.later(hours=1)
    assert PAUSED in shown(staff, "receiver", f"/transfers/{walk.transfer}/", 403)
    walk.later(seconds=1)
    assert PAUSED not in shown(staff, "receiver", f"/transfers/{walk.transfer}/", 404)


def test_who_sat_in_no_call_is_not_told_of_a_pause(walk, staff):
    walk.authorized()
    pauses(walk)
    assert PAUSED not in shown(staff, "receiver", f"/transfers/{walk.transfer}/", 404)


@pytest.mark.parametrize("stop", [pauses, takes_back])
@pytest.mark.parametrize("joins", [True, False])
def test_a_guest_is_told_that_it_stops_whether_they_have_joined_or_not(walk, contact, guests, stop, joins):
    walk.authorized()
    walk.makes_ready()
    walk.does("originator", "open_live_event", channel="phone")
    walk.ids["receiver"] = str(contact.pk)
    guest = guests(walk)
    if joins:
        guest.post("/guest/call/join/")
    stop(walk)
    for answer in (guest.get("/guest/"), guest.post("/guest/call/join/")):
        assert answer.status_code == 403
        assert (PAUSED if stop is pauses else HEADING) in answer.content.decode()
        assert "Rosalind" not in answer.content.decode()
