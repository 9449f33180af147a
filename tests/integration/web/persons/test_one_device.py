"""One browser is one device (protocol section 5): who plays two parties in it has said one thing, not two."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from django.test import Client

from holdfast.accounts.models import GuestSession
from holdfast.protocol.codes import Grade
from holdfast.protocol.presence import grade_of
from holdfast.transfers import stream
from holdfast.web.guests import proof_of

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def hers(walk, staff, numbers) -> Client:
    """The originator's browser, in an open live event with the receiver."""
    walk.authorized()
    walk.makes_ready()
    client = Client()
    client.force_login(staff["originator"], backend=BACKEND)
    client.post(f"/transfers/{walk.transfer}/live/open/", {"channel": "phone"})
    walk.does("receiver", "join_live_event", party="receiver")
    return client


def link_shown(walk, client: Client) -> str:
    at = client.post(f"/transfers/{walk.transfer}/live/invite/", {"how": "person-link"}).headers["Location"]
    found = re.search(r"/join/hfl_[\w-]+/", client.get(at).content.decode())
    assert found
    return found[0]


def joins_as_the_person(client: Client, link: str) -> None:
    client.post(link)
    proof = proof_of(client.cookies["hf_guest"].value)
    for act in ("join", "together"):
        assert client.post(f"/my/do/{act}/", {"proof": proof}).status_code == 302


def grade(walk) -> Grade:
    walk.later(seconds=40)
    state = stream.load(UUID(walk.transfer)).state
    assert state.policy is not None
    return grade_of(state.event, walk.at, state.policy)


def attests(walk, client: Client) -> None:
    assert client.post(f"/transfers/{walk.transfer}/live/do/attest/").status_code == 303


def test_the_originator_who_opens_the_persons_link_attests_once(walk, hers):
    joins_as_the_person(hers, link_shown(walk, hers))
    attests(walk, hers)
    assert grade(walk) is not Grade.ATTESTED


def test_the_person_on_a_device_of_their_own_attests_too(walk, hers):
    joins_as_the_person(Client(), link_shown(walk, hers))
    attests(walk, hers)
    assert grade(walk) is Grade.ATTESTED


def test_who_played_the_person_first_and_signed_in_then_attests_once(walk, staff, hers):
    other, link = Client(), link_shown(walk, hers)
    joins_as_the_person(other, link)
    other.force_login(staff["originator"], backend=BACKEND)
    attests(walk, other)
    assert grade(walk) is not Grade.ATTESTED


def test_leaving_the_persons_page_makes_no_second_device(walk, hers):
    joins_as_the_person(hers, link_shown(walk, hers))
    hers.get("/leave/")
    attests(walk, hers)
    assert grade(walk) is not Grade.ATTESTED


def test_two_links_opened_in_one_browser_are_one_device(walk, hers):
    client = Client()
    for _ in range(2):
        client.post(link_shown(walk, hers))
        walk.later(seconds=1)
    first, second = GuestSession.objects.order_by("-created_at")[:2][::-1]
    assert second.device == f"session:{first.pk}"
