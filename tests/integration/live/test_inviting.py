"""Bringing somebody into the live room: what is shown to whom, what the server alone sends, and what is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import Client

from holdfast.accounts.models import GuestGrant
from holdfast.accounts.services import role_give, staff_add
from holdfast.notify.delivery import deliver_due
from holdfast.notify.models import Dispatch, GuestLinkRequest, Message
from holdfast.protocol.codes import Role
from holdfast.web.words.times import clock
from tests.integration.live.conftest import browser, text_of


@dataclass
class OpenRoom:
    """The originator's browser, and the address of a live room that is open."""

    client: Client
    url: str

    def get(self, url: str):
        return self.client.get(url)

    def post(self, url: str):
        return self.client.post(url)


@pytest.fixture
def open_room(walk, staff) -> OpenRoom:
    walk.authorized()
    walk.makes_ready()
    room = OpenRoom(browser(staff["originator"]), f"/transfers/{walk.transfer}/live/")
    room.client.post(f"{room.url}open/", {"channel": "phone"})
    return room


def invite(room: OpenRoom, how: str, **fields: str):
    return room.client.post(f"{room.url}invite/", {"how": how, **fields})


def test_the_persons_link_is_shown_with_a_code_for_their_camera(open_room):
    assert invite(open_room, "person-link").status_code == 303
    page = text_of(open_room.get(f"{open_room.url}invite/shown/"))
    assert re.search(r"/join/hfl_[\w-]+/", page)
    assert '<svg class="qr"' in page
    grant = GuestGrant.objects.latest("created_at")
    assert (grant.party, grant.identity, grant.live_event, grant.one_time) == ("person", "person_link", 1, True)
    assert grant.expires_at - grant.created_at == timedelta(minutes=30)


def test_the_link_lets_the_person_in_once(open_room):
    invite(open_room, "person-link")
    page = text_of(open_room.get(f"{open_room.url}invite/shown/"))
    found = re.search(r"/join/hfl_[\w-]+/", page)
    assert found
    statuses = [Client().post(found[0]).status_code for _ in range(2)]
    assert statuses == [302, 404]


def test_the_page_can_be_drawn_again_and_by_this_browser_alone(open_room, staff):
    invite(open_room, "person-link")
    first = text_of(open_room.get(f"{open_room.url}invite/shown/"))
    again = text_of(open_room.get(f"{open_room.url}invite/shown/"))
    assert re.findall(r"/join/\S+?/", first) == re.findall(r"/join/\S+?/", again)
    elsewhere = browser(staff["originator"]).get(f"{open_room.url}invite/shown/")
    assert (elsewhere.status_code, elsewhere["Location"]) == (303, f"{open_room.url}invite/")


def test_what_is_shown_is_kept_by_nobody_and_stored_nowhere(open_room):
    kept = invite(open_room, "person-link")
    page = open_room.get(f"{open_room.url}invite/shown/")
    assert "no-store" in page["Cache-Control"]
    cookie = kept.cookies["hf_shown"]
    assert cookie["httponly"]
    assert cookie["path"] == f"{open_room.url}invite/shown/"
    assert "hfl_" not in kept["Location"]


def test_a_code_to_read_out_comes_with_its_number(open_room, contact):
    assert invite(open_room, "contact-code", contact=str(contact.pk)).status_code == 303
    page = text_of(open_room.get(f"{open_room.url}invite/shown/"))
    assert re.search(r"\d\d \d\d \d\d \d\d", page)
    assert "it does not prove who they are" in page


def test_the_link_to_a_contact_is_sent_and_never_shown(open_room, contact):
    assert invite(open_room, "contact-link", contact=str(contact.pk)).status_code == 303
    assert "The link is on its way" in text_of(open_room.get(f"{open_room.url}invite/"))
    assert deliver_due() == 1
    page = text_of(open_room.get(f"{open_room.url}invite/"))
    assert "Link sent at" in page
    assert "hfl_" in str(mail.outbox[-1].body)
    assert "hfl_" not in page
    assert "intake@riverside.example" not in page


def test_the_link_to_the_persons_own_page_lasts(open_room):
    invite(open_room, "person-page")
    grant = GuestGrant.objects.latest("created_at")
    assert (grant.one_time, grant.live_event) == (False, None)


@pytest.mark.parametrize(("how", "status"), [("contact-link", 422), ("contact-code", 422), ("dance", 422)])
def test_nobody_chosen_is_said(open_room, how, status):
    response = invite(open_room, how)
    assert response.status_code == status
    assert "There is a problem" in text_of(response)


def test_without_an_open_room_there_is_no_link_into_it(open_room):
    open_room.post(f"{open_room.url}do/end/")
    response = invite(open_room, "person-link")
    assert response.status_code == 422
    assert "Open the room first." in text_of(response)


def test_nobody_is_invited_while_the_person_has_paused(open_room, walk, contact):
    walk.does("person", "person_stops", wish="pause")
    response = invite(open_room, "contact-link", contact=str(contact.pk))
    assert response.status_code == 409
    assert "The person had asked to stop, and has not said yet that it may go on." in text_of(response)
    assert GuestLinkRequest.objects.get().reason == "S.stopped"


@pytest.mark.parametrize("who", ["receiver", "reviewer", "auditor"])
def test_only_the_originating_side_invites(open_room, staff, who):
    client = browser(staff[who])
    assert client.get(f"{open_room.url}invite/").status_code == 403
    assert client.post(f"{open_room.url}invite/", {"how": "person-link"}).status_code == 403
    assert client.post(f"{open_room.url}supervisor/").status_code == 403


@pytest.mark.parametrize("role", ["administrator", "service_manager", "executive", "intake_lead", "navigator"])
def test_to_work_at_the_originating_service_in_another_role_invites_nobody(open_room, services, role):
    member = staff_add("other@county.example", "Other Lima")
    role_give(member.pk, Role(role), services["northside"].pk)
    client, before = browser(member), GuestGrant.objects.count()
    assert client.get(f"{open_room.url}invite/").status_code == 403
    for how in ("person-page", "person-link", "person-code"):
        assert client.post(f"{open_room.url}invite/", {"how": how}).status_code == 403
    assert GuestGrant.objects.count() == before


@pytest.mark.parametrize("who", ["originator", "colleague", "decider"])
def test_who_opens_or_decides_at_the_originating_service_invites(open_room, staff, who):
    before = GuestGrant.objects.count()
    assert browser(staff[who]).post(f"{open_room.url}invite/", {"how": "person-link"}).status_code == 303
    assert GuestGrant.objects.count() == before + 1


def test_the_invitation_asks_little_of_the_database(open_room, contact, django_assert_max_num_queries):
    open_room.get(f"{open_room.url}invite/")
    with django_assert_max_num_queries(15):
        assert open_room.get(f"{open_room.url}invite/").status_code == 200


def test_the_supervisor_is_named_and_asked(open_room, staff, services):
    page = text_of(open_room.get(f"{open_room.url}supervisor/"))
    assert "Decider will be told at once" in page
    assert open_room.post(f"{open_room.url}supervisor/").status_code == 303
    message = Message.objects.get(kind="called")
    assert (message.staff_id, message.about) == (staff["decider"].pk, "1")
    assert "Your supervisor was asked to join." in text_of(open_room.get(f"{open_room.url}?done=called"))


def test_whom_a_call_would_reach_in_the_morning_only_is_said_with_the_time_and_a_way_to_call_them(open_room, staff):
    staff["decider"].zone = "Asia/Tokyo"  # where it is the middle of the night
    staff["decider"].save()
    page = text_of(open_room.get(f"{open_room.url}supervisor/"))
    assert "told at once" not in page
    open_room.post(f"{open_room.url}supervisor/")
    begins = Dispatch.objects.get(message__kind="called").next_try_at
    assert begins > Message.objects.get(kind="called").written_at
    assert f"It is night for Decider: an email waits until {clock(begins, ZoneInfo('America/New_York'))}" in page
    assert "See who is on call" in page


def test_who_is_called_in_a_crisis_is_woken_and_that_is_said(walk, open_room, staff, monkeypatch):
    staff["decider"].zone = "Asia/Tokyo"
    staff["decider"].save()
    monkeypatch.setattr("holdfast.notify.services.calling._is_harm", lambda state: True)
    page = text_of(open_room.get(f"{open_room.url}supervisor/"))
    assert ("Decider will be told at once" in page, "See who is on call" in page) == (True, False)
    open_room.post(f"{open_room.url}supervisor/")
    message = Message.objects.get(kind="called")
    assert message.dispatches.get().next_try_at == message.written_at


def test_nobody_is_asked_where_no_room_is_open(open_room):
    open_room.post(f"{open_room.url}do/end/")
    response = open_room.post(f"{open_room.url}supervisor/")
    assert response.status_code == 409
    assert "Nobody can be asked now" in text_of(response)
    assert "No live room is open. Call your team" in text_of(response)
    assert "nobody holds" not in text_of(response)
    assert not Message.objects.filter(kind="called").exists()
