"""Authorizing and releasing ask once more who one is, by whatever page it is tried; nothing is done meanwhile."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

import pytest
from django.urls import reverse

from holdfast.accounts.models import KeptText, Staff
from holdfast.protocol.codes import RecordKind
from holdfast.transfers import stream
from holdfast.transfers.models import Transfer
from holdfast.web.forms import typed_from
from tests.integration.web.access.addresses import STAFF
from tests.integration.web.access.test_matrix import address
from tests.integration.web.filing.conftest import Desk, hidden
from tests.integration.web.signing.conftest import PASSWORD

TEN, SECOND = timedelta(minutes=10), timedelta(seconds=1)
AGAIN = "/sign-in/again/"
AUTHORIZED = {
    "decision": "authorize", "pathway_suitability": "suitable", "accommodations": [], "unresolved_dependencies": [],
    "transfer_failure_risk": "medium",
}  # fmt: skip
ZONE = "America/New_York"


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    """Spare these tests the cost that a real hash has on purpose."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def signs_in(staff: dict[str, Staff], client):
    """Sign somebody in by their password, now."""

    def entered(who: str, transfer: str) -> Desk:
        staff[who].set_password(PASSWORD)
        staff[who].save()
        assert client.post("/sign-in/", {"login": staff[who].email, "password": PASSWORD}).status_code == 302
        return Desk(client, transfer)

    return entered


@pytest.fixture(params=["authorization_decision", "handoff_closure"])
def due(request, walk, signs_in):
    """What is to be filed next, its fields, and the browser of whose part it is, just signed in."""
    step = request.param
    if step == "authorization_decision":
        walk.opens()
        walk.prepares()
        walk.requests()
        return step, AUTHORIZED, signs_in("decider", walk.transfer)
    walk.connected()
    walk.accepts(walk.local(1, 10))
    walk.does("person", "person_confirms", what="next_step", in_own_words="I go there tomorrow at ten.")
    return step, walk.closure(), signs_in("originator", walk.transfer)


def seq() -> int:
    """Return the last event of the handoff."""
    return Transfer.objects.get().seq


@pytest.mark.parametrize(("past", "is_asked"), [(-SECOND, False), (timedelta(), True), (SECOND, True)],
    ids=["a second before", "at ten minutes", "a second after"])  # fmt: skip
def test_the_form_is_shown_to_who_proved_themself_within_ten_minutes(past, is_asked, due, walk):
    step, _, desk = due
    walk.until(walk.at + TEN + past)
    response = desk.opens(step)
    assert response.status_code == (302 if is_asked else 200)
    assert not is_asked or urlsplit(response["Location"]).path == AGAIN


def test_what_is_sent_too_late_is_not_filed_but_kept_and_filed_after_the_proof(due, walk):
    step, fields, desk = due
    beside = hidden(desk.opens(step))
    walk.later(minutes=10)
    before = seq()
    asked = desk.sends(step, fields, **beside)
    assert (asked.status_code, seq()) == (302, before)
    kept = reverse("text_kept", args=[KeptText.objects.get().pk])
    assert desk.client.post(AGAIN, {"password": PASSWORD, "next": kept})["Location"] == kept
    given_back = desk.client.get(kept, follow=True)
    assert given_back.redirect_chain[0][0].startswith(f"{desk.address(step)}?kept=")
    assert desk.sends(step, fields, **hidden(given_back)).status_code == 303
    assert seq() > before


def test_what_is_sent_after_the_session_ended_comes_back_into_its_form_after_the_sign_in(due, walk):
    step, fields, desk = due
    beside, before = hidden(desk.opens(step)), seq()
    who, minutes, typed = {
        "authorization_decision": ("decider", 15, 'value="medium" id="[^"]+" checked'),
        "handoff_closure": ("originator", 12 * 60, "555-0142"),  # their seat in the open live event holds the session
    }[step]
    walk.later(minutes=minutes)
    asked = desk.sends(step, fields, **beside)
    kept = reverse("text_kept", args=[KeptText.objects.get().pk])
    assert asked["Location"] == f"/sign-in/?{urlencode({'next': kept})}"
    sent = {"login": f"{who}@county.example", "password": PASSWORD, "next": kept}
    back = desk.client.post("/sign-in/", sent)
    given_back = desk.client.get(back["Location"], follow=True)
    assert given_back.redirect_chain[0][0].startswith(f"{desk.address(step)}?kept=")
    assert re.search(typed, given_back.content.decode())
    assert seq() == before


def test_no_other_page_takes_it_in_its_stead(due, found_for, walk):
    step, fields, desk = due
    walk.later(minutes=10)
    sent, before = {**typed_from(step, fields, ZONE), "kind": step, "step": step, "record": step}, standing(step)
    for row in STAFF:
        if row.post is not None and row.name != "text_kept":
            desk.client.post(address(row, found_for), sent)
    for other in ("command_give", "escalation_resolve", "escalation_acknowledge", "visit_kept", "call"):
        args = [walk.transfer, step] if other == "command_give" else [walk.transfer]
        desk.client.post(reverse(other, args=args), sent)
    assert standing(step) == before == 0


@pytest.fixture
def found_for(walk, staff, places, pathway, due) -> dict[str, object]:
    """Ids of what the addresses name; of none but the handoff is there more than an id."""
    ids = ("draft", "message", "browser", "word", "glass", "seat", "row", "kept", "episode", "person")
    nothing = dict.fromkeys(ids, staff["stranger"].pk)
    service = places["own"]
    return {
        **nothing, "transfer": walk.transfer, "staff": staff["colleague"].pk, "pathway": pathway.pk,
        "service": service.pk, "organization": service.organization_id,
    }  # fmt: skip


def standing(step: str) -> int:
    """Return how many records of a kind stand."""
    return int(stream.load(Transfer.objects.get().pk).state.stands(RecordKind(step)))
