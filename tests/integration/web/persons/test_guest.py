"""The page of a receiver without an account: what they see, and that they can do all that is theirs."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client

from holdfast.accounts.models import AccessLogEntry
from holdfast.accounts.services import GrantOrder, grant_message, grant_redeem
from holdfast.config.ids import new_id
from holdfast.directory.models import IntakeContact
from holdfast.ledger.selectors import load
from holdfast.notify.models import Backup
from holdfast.protocol.codes import Identity, Seat
from holdfast.transfers.models import Transfer
from holdfast.web.guests import COOKIE
from tests.integration.web.persons.conftest import Phoned

MOST_STATEMENTS = 15
ANSWER = "/guest/do/receiving_acceptance/"


def events(walk) -> list[str]:
    return [each.kind for each in load(UUID(walk.transfer)).events]


@pytest.fixture
def in_event(walk, contact):
    """The live event is open, originator and person are in it; the intake contact is who answers."""
    walk.authorized()
    walk.makes_ready()
    walk.does("originator", "open_live_event", channel="phone")
    for party in ("originator", "person"):
        walk.does("originator", "join_live_event", party=party)
    walk.ids["receiver"] = str(contact.pk)
    return walk


@pytest.fixture
def guest(in_event, guests):
    return guests(in_event)


@pytest.fixture
def asked(in_event, guest):
    """The three are together, the connection is filed: the answer is waited for."""
    guest.post("/guest/call/join/")
    in_event.later(seconds=40)
    in_event.does("originator", "attest_presence", party="originator", present=["originator", "person", "receiver"])
    guest.post("/guest/call/attest/")
    in_event.connects()
    return guest


def yes(walk, **changed) -> dict[str, str]:
    """What the form of the answer sends when a receiver accepts."""
    tomorrow = f"{walk.today() + timedelta(days=1)}"
    fields = {
        "acceptance": "accepted", "accepted_scope": walk.need, "first_action.kind": "appointment",
        "first_action.who": "Marguerite Vole", "first_action.where": "40 River Street",
        "first_action.at.day": tomorrow, "first_action.at.time": "10:00", "loop_commitment.who": "Marguerite Vole",
        "loop_commitment.how": "On this page", "loop_commitment.by.day": tomorrow, "_key": str(new_id()),
    }  # fmt: skip
    return {**fields, **changed}


@pytest.fixture
def owner(in_event, asked):
    """The guest owns the person's care."""
    assert asked.post(ANSWER, **yes(in_event)).status_code == 303
    in_event.later(minutes=1)
    in_event.releases()
    in_event.does("originator", "close_live_event")
    return asked


def test_they_see_who_asks_and_what_is_shared(guest, in_event):
    said = guest.get("/guest/").content.decode()
    assert "Originator from Northside Crisis asks you" in said
    assert "Do you accept Rosalind’s care?" in said
    assert "Missed appointments" in said
    assert "555-555-0142" in said


def test_what_is_not_agreed_is_not_shown(guest, in_event):
    in_event.does("person", "revoke_consent", to=in_event.ids["service"])
    said = guest.get("/guest/").content.decode()
    assert "Rosalind" not in said
    assert "Missed appointments" not in said


def test_the_three_come_together_by_their_buttons(guest, in_event):
    for act in ("join", "attest", "leave"):
        assert guest.post(f"/guest/call/{act}/", key=str(new_id())).status_code == 302
    assert {"filed.join_live_event", "filed.attest_presence", "filed.leave_live_event"} <= set(events(in_event))


def test_what_the_protocol_refuses_is_told_with_what_mends_it(guest, in_event):
    in_event.does("originator", "close_live_event")
    answer = guest.post("/guest/call/join/")
    assert answer.status_code == 409
    assert "It was not done" in answer.content.decode()


def test_the_answer_asks_only_what_is_not_known(asked):
    said = asked.get(ANSWER).content.decode()
    assert said.count('value="Marguerite Vole"') == 2
    assert 'value="accepted" id="id_acceptance" checked' not in said


def test_they_accept_in_the_call(asked, in_event):
    answer = asked.post(ANSWER, **yes(in_event))
    assert answer.headers["Location"] == "/guest/?done=receiving_acceptance"
    said = asked.get(answer.headers["Location"]).content.decode()
    assert "You accepted. Not yours yet." in said
    assert "The answer is filed." in said


def test_an_answer_that_is_sent_twice_is_filed_once(asked, in_event):
    fields = yes(in_event)
    assert [asked.post(ANSWER, **fields).status_code for _ in range(2)] == [303, 303]
    assert events(in_event).count("filed.receiving_acceptance") == 1


def test_a_refusal_says_sentence_and_remedy_and_keeps_what_was_typed(asked, in_event):
    answer = asked.post(ANSWER, **yes(in_event, **{"first_action.kind": "", "first_action.where": "The blue door"}))
    said = answer.content.decode()
    assert answer.status_code in (409, 422)
    assert 'role="alert"' in said
    assert 'value="The blue door"' in said


@pytest.mark.parametrize("outcome", ["kept", "no_show", "cancelled", "acknowledged"])
@pytest.mark.usefixtures("owner")
def test_the_owner_opens_their_link_again_and_reports_the_first_visit(in_event, guests, outcome):
    in_event.until(in_event.local(1, 10))
    again = guests(in_event)
    assert "report_first_action" in again.get("/guest/").content.decode()
    answer = again.post("/guest/do/report_first_action/", outcome=outcome, _key=str(new_id()))
    assert answer.status_code == 303
    assert "filed.report_first_action" in events(in_event)


@pytest.fixture
def odile(in_event, owner, contact, services):
    """Another contact of the service, who stands in for the owner and has a link of her own."""
    other = IntakeContact.objects.create(service=services["riverside"], name="Odile Brook")
    Backup.objects.create(
        transfer_id=in_event.transfer, seq=1, owner_id=str(contact.pk), backup_id=str(other.pk),
        named_at=in_event.at, next_try_at=in_event.at, useful_until=in_event.at,
    )  # fmt: skip
    order = GrantOrder(
        transfer_id=UUID(in_event.transfer), party=Seat.RECEIVER, identity=Identity.DIRECTORY_LINK,
        subject_id=other.pk, expires_at=in_event.local(30, 12), live_event=None, one_time=False,
    )  # fmt: skip
    return order


def test_the_owner_sees_who_backs_them_up(owner, odile):
    assert "Odile Brook is your backup, and was told." in owner.get("/guest/").content.decode()


def test_the_backup_sees_for_whom_they_act_and_acts_in_their_place(in_event, odile):
    in_event.until(in_event.local(1, 11))
    hers = Phoned(grant_redeem(grant_message(odile).secret)[1])
    said = hers.get("/guest/").content.decode()
    assert "Marguerite Vole is with Rosalind. You are the backup" in said
    answer = hers.post("/guest/do/report_first_action/", outcome="kept", _key=str(new_id()))
    assert answer.status_code == 303
    assert "filed.report_first_action" in events(in_event)


def test_the_owner_sets_another_time(owner, in_event):
    fields = {"at.day": f"{in_event.today() + timedelta(days=2)}", "at.time": "11:00", "asked_by": "the person"}
    assert owner.post("/guest/do/reschedule_first_action/", reason="a ride", **fields).status_code == 303


def test_the_owner_has_the_person_now(owner, in_event, contact):
    assert Transfer.objects.get(pk=in_event.transfer).owner_id == str(contact.pk)
    assert "Rosalind is with you now" in owner.get("/guest/").content.decode()


@pytest.mark.parametrize("step", ["handoff_closure", "person_stops", "reassign", "nonsense"])
def test_what_is_not_theirs_leads_back(guest, in_event, step):
    for answer in (guest.get(f"/guest/do/{step}/"), guest.post(f"/guest/do/{step}/")):
        assert answer.headers["Location"] == "/guest/"


def test_what_is_no_act_leads_back(guest):
    assert guest.post("/guest/call/nonsense/").headers["Location"] == "/guest/"
    assert guest.get("/guest/call/join/").headers["Location"] == "/guest/"


def test_the_page_takes_no_post(guest):
    assert guest.post("/guest/").status_code == 405


@pytest.mark.parametrize("path", ["/guest/", ANSWER])
def test_a_stranger_is_told_that_the_link_has_ended(db, path):
    assert Client().get(path).status_code == 404


def test_the_person_has_no_page_here(in_event, persons):
    assert persons(in_event).get("/guest/").status_code == 404


@pytest.mark.parametrize("path", ["/guest/call/join/", ANSWER])
def test_a_form_drawn_by_others_does_nothing(asked, in_event, path):
    before = events(in_event)
    assert asked.client.post(path, yes(in_event)).status_code == 403
    assert events(in_event) == before


def test_the_page_asks_little_of_the_database(asked, django_assert_max_num_queries):
    for path in ("/guest/", ANSWER):
        with django_assert_max_num_queries(MOST_STATEMENTS):
            assert asked.get(path).status_code == 200


def test_nothing_is_kept_and_every_view_is_noted(guest):
    headers = guest.get("/guest/").headers
    assert ("no-store" in headers["Cache-Control"], headers["Referrer-Policy"]) == (True, "no-referrer")
    assert AccessLogEntry.objects.filter(purpose="guest-page").exists()
    assert set(guest.client.cookies) == {COOKIE}


@pytest.mark.parametrize("path", ["/guest/", "/changes/?transfer={}&seen=0&as=guest"])
def test_it_goes_on_when_the_sign_in_of_staff_in_the_same_browser_ends(guest, in_event, staff, path):
    client = guest.client
    client.force_login(staff["neighbour"], backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/account/").status_code == 200
    in_event.later(minutes=20)
    answer = client.get(path.format(in_event.transfer), headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert client.get("/account/").status_code == 302


def test_times_are_by_the_clocks_of_the_handoff_and_say_so(in_event, asked):
    asked.post(ANSWER, **yes(in_event))
    page = asked.get("/guest/").content.decode().replace("\xa0", " ")
    assert "On the call since 12:" in page  # 5 PM by the server's clock
    assert "Times are shown in Eastern Time." in page
