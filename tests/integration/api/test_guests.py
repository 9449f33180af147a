"""Guests: how they are invited, what they see, what they may do, and how they leave."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from holdfast.accounts.models import MAX_WRONG_TRIES, GuestGrant
from holdfast.notify.delivery import deliver_due
from holdfast.notify.models import GuestLinkRequest
from holdfast.transfers.models import Transfer
from tests.integration.api.http import Caller, guest

EVERYBODY = ["originator", "person", "receiver"]


def ask_for_link(walk, contact, **more):
    body = {"contact_id": str(contact.pk), **more}
    return walk.cast["originator"].post(f"/transfers/{walk.transfer}/directory-links", body)


def ask_for_code(walk, **body):
    return walk.cast["originator"].post(f"/transfers/{walk.transfer}/read-out-codes", body)


def secret_sent() -> str:
    """Return the secret of the link in the last mail."""
    found = re.search(r"/join/([^/\s]+)/", str(mail.outbox[-1].body))
    assert found
    return found[1]


@pytest.fixture
def ready(walk):
    """Everything is ready for the live event."""
    walk.authorized()
    walk.makes_ready()
    return walk


@pytest.fixture
def in_event(ready):
    """The live event is open, originator and person are in it."""
    ready.does("originator", "open_live_event", channel="phone")
    ready.does("originator", "join_live_event", party="originator")
    ready.does("originator", "join_live_event", party="person")
    return ready


@pytest.fixture
def by_link(in_event, contact):
    """The intake contact, let in by the link that was sent to them."""
    assert ask_for_link(in_event, contact, live_event=1).status == 202
    assert deliver_due() == 1
    in_event.ids["receiver"] = str(contact.pk)
    in_event.cast["receiver"] = guest({"secret": secret_sent()})
    return in_event


def test_a_guest_by_link_carries_the_transfer_to_their_side(by_link, contact):
    walk = by_link
    walk.does("receiver", "join_live_event", party="receiver")
    for who in ("originator", "receiver"):
        walk.does(who, "attest_presence", party=who, present=EVERYBODY)
    walk.connects()
    walk.accepts(walk.local(1, 10))
    walk.later(minutes=1)
    walk.releases()
    row = Transfer.objects.get(id=walk.transfer)
    assert (row.owner_id, row.warmth, row.grade) == (str(contact.pk), "warm", "attested")


def test_the_secret_of_a_directory_link_is_in_no_answer(in_event, contact):
    answer = ask_for_link(in_event, contact, live_event=1)
    assert answer.status == 202
    deliver_due()
    assert secret_sent() not in json.dumps(answer.body)
    assert set(answer.body) == {"request_id", "transfer_id", "contact_id", "status"}


def test_the_message_says_nothing_of_the_person_and_its_link_opens_a_page(in_event, contact):
    ask_for_link(in_event, contact, live_event=1)
    deliver_due()
    message = mail.outbox[-1]
    assert message.to == ["intake@riverside.example"]
    said = f"{message.subject}\n{message.body}".lower()
    assert not [word for word in ("quill", "vole", "riverside", "crisis", "health", "appointment") if word in said]
    assert f"/join/{secret_sent()}/" in message.body


def test_a_double_click_asks_for_one_link(in_event, contact):
    first, second = (ask_for_link(in_event, contact, live_event=1).body for _ in range(2))
    assert first["request_id"] == second["request_id"]
    assert deliver_due() == 1


def test_the_link_into_an_event_works_once_and_for_half_an_hour(in_event, contact):
    ask_for_link(in_event, contact, live_event=1)
    deliver_due()
    secret = secret_sent()
    grant = GuestGrant.objects.get(identity="directory_link")
    assert grant.expires_at - grant.created_at == timedelta(minutes=30)
    assert Caller().post("/guests/redeem", {"secret": secret}).status == 201
    again = Caller().post("/guests/redeem", {"secret": secret})
    assert (again.status, again.body["type"]) == (401, "urn:holdfast:problem:guest-refused")


def test_a_contact_of_another_service_is_not_invited(in_event, contact, services):
    contact.service = services["far"]
    contact.save()
    answer = ask_for_link(in_event, contact)
    assert (answer.status, answer.fields) == (422, {"contact_id"})


def test_a_contact_without_an_address_is_named(in_event, contact):
    contact.email = ""
    contact.save()
    assert ask_for_link(in_event, contact).fields == {"contact_id"}


@pytest.mark.parametrize("number", [2, 0, "1", True])
def test_another_event_than_the_open_one_is_named(in_event, contact, number):
    assert ask_for_link(in_event, contact, live_event=number).fields == {"live_event"}


@pytest.mark.parametrize(("step", "control"), [("revoke_consent", "S.consent"), ("person_stops", "S.stopped")])
def test_nobody_is_invited_beyond_consent_and_the_attempt_is_written_down(ready, contact, step, control):
    fields = {"to": ready.ids["service"]} if step == "revoke_consent" else {"wish": "pause"}
    ready.does("person", step, fields)
    answer = ask_for_link(ready, contact)
    assert (answer.status, answer.refused) == (409, [control])
    assert GuestLinkRequest.objects.get().reason == control
    assert deliver_due() == 0


def test_consent_is_asked_again_as_the_link_is_sent(ready, contact):
    ask_for_link(ready, contact)
    ready.does("person", "revoke_consent", to=ready.ids["service"])
    assert deliver_due() == 0
    assert (mail.outbox, GuestLinkRequest.objects.get().status) == ([], "refused")


@pytest.mark.parametrize("who", ["receiver", "executive", "auditor"])
def test_only_the_originating_service_invites(ready, contact, who):
    answer = ready.cast[who].post(f"/transfers/{ready.transfer}/directory-links", {"contact_id": str(contact.pk)})
    assert answer.status == 403


def test_a_stranger_invites_nobody(ready, contact):
    answer = ready.cast["stranger"].post(f"/transfers/{ready.transfer}/person-links", {})
    assert answer.status == 404


def test_a_read_out_code_alone_can_not_accept(in_event, contact):
    made = ask_for_code(in_event, party="receiver", contact_id=str(contact.pk))
    in_event.ids["receiver"] = str(contact.pk)
    in_event.cast["receiver"] = guest({"reference": made.body["reference"], "code": made.body["code"]})
    assert in_event.cast["receiver"].get("/me").body["identity"] == "read_out_code"
    in_event.does("receiver", "join_live_event", party="receiver")
    in_event.connects()
    answer = in_event.cast["receiver"].give(in_event.transfer, "receiving_acceptance", decline())
    assert (answer.status, answer.refused) == (409, ["B2.receiver"])


def decline():
    return {
        "acceptance": "declined", "decline_reason": "no-capacity", "pending_reason": None, "accepted_scope": [],
        "accommodations_confirmed": [], "first_action": None, "unmet_intake_requirements": [],
        "escalation_triggers": [], "loop_commitment": None,
    }  # fmt: skip


@pytest.mark.parametrize("body", [{"party": "originator"}, {"party": "receiver"}, {}, {"party": "person", "x": 1}])
def test_a_code_for_nobody_in_particular_is_named(in_event, body):
    assert ask_for_code(in_event, **body).status == 422


def test_a_guest_sees_this_transfer_and_no_other(by_link, walk):
    other = walk.transfer
    by_link.opens()
    receiver = by_link.cast["receiver"]
    assert receiver.get(f"/transfers/{other}").status == 200
    assert receiver.get(f"/transfers/{by_link.transfer}").status == 404
    assert receiver.give(by_link.transfer, "leave_live_event", {"party": "receiver"}).status == 404


@pytest.mark.parametrize("path", ["/transfers", "/people", "/pathways", "/queues", "/failures", "/escalations"])
def test_a_guest_has_no_lists(by_link, path):
    assert by_link.cast["receiver"].get(path).status == 403


@pytest.mark.parametrize(
    "step", ["give_consent", "revoke_consent", "person_stops", "signal", "handoff_closure", "reassign"]
)
def test_a_receiving_guest_does_only_what_is_their_part(by_link, step):
    before = Transfer.objects.get(id=by_link.transfer)
    answer = by_link.cast["receiver"].give(by_link.transfer, step, COMPLETE[step](by_link))
    assert (answer.status, [control["id"] for control in answer.body["controls"]]) == (409, ["S.role"])
    after = Transfer.objects.get(id=by_link.transfer)
    assert (after.seq, after.stage, after.owner_id) == (before.seq + 1, before.stage, before.owner_id)


COMPLETE = {
    "give_consent": lambda walk: {
        "scopes": ["identity-and-contact"], "to": walk.ids["service"], "purpose": "x", "until": "2027-01-01",
        "given_by": "person", "language": "es",
    },
    "revoke_consent": lambda walk: {"to": walk.ids["service"]},
    "person_stops": lambda walk: {"wish": "withdraw"},
    "signal": lambda walk: {"what": "encounter_ended"},
    "handoff_closure": lambda walk: walk.closure(),
    "reassign": lambda walk: {"to": walk.ids["decider"], "reason": "x"},
}  # fmt: skip


def test_a_guest_of_one_event_does_nothing_in_the_next(by_link):
    by_link.does("originator", "close_live_event")
    by_link.does("originator", "open_live_event", channel="phone")
    answer = by_link.cast["receiver"].give(by_link.transfer, "join_live_event", {"party": "receiver"})
    assert answer.status == 403


def test_the_person_sees_their_own_transfer_without_words_that_could_endanger(walk):
    walk.opens()
    walk.prepares()
    walk.requests(risk_indicators=["violence-at-home"], urgency="emergent")
    seen = walk.cast["person"].get(f"/transfers/{walk.transfer}").body
    assert (seen["transfer"]["sight"], seen["transfer"]["need"]) == ("person", "missed-appointments")
    events = walk.cast["person"].get(f"/transfers/{walk.transfer}/events").body
    assert "violence-at-home" not in json.dumps([seen, events])
    assert [each["kind"] for each in events["items"] if "safety" in each["kind"]] == []


def test_the_person_can_stop_at_any_time(walk):
    walk.opens()
    walk.does("person", "person_stops", wish="withdraw")
    assert Transfer.objects.get(id=walk.transfer).closed_as == "person-withdrew"


@pytest.mark.parametrize(
    ("who", "fields", "named"),
    [
        ("originator", {"identity": "directory_link"}, "identity"), ("originator", {"measured": True}, "measured"),
        ("originator", {"measured": 0}, "measured"), ("originator", {"identity": 5}, "identity"),
    ],
)  # fmt: skip
def test_what_the_server_knows_is_not_taken_from_a_client(ready, who, fields, named):
    ready.does("originator", "open_live_event", channel="phone")
    answer = ready.cast[who].give(ready.transfer, "join_live_event", {"party": "originator", **fields})
    assert (answer.status, answer.fields) == (422, {named})


def test_what_the_server_knows_may_be_said_as_well(ready):
    ready.does("originator", "open_live_event", channel="phone")
    ready.does("originator", "join_live_event", party="originator", identity="account", measured=False)


def test_a_device_is_not_for_a_client_to_choose(in_event):
    fields = {"party": "originator", "present": EVERYBODY, "device": "tablet"}
    assert in_event.cast["originator"].give(in_event.transfer, "attest_presence", fields).fields == {"device"}


def test_a_session_is_renewed_and_ended_by_the_guest(walk):
    walk.opens()
    person = walk.cast["person"]
    before = person.get("/me").body["expires_at"]
    walk.later(minutes=10)
    assert person.post("/guests/renew", {}).body["expires_at"] > before
    assert person.ask("DELETE", "/guests/session").status == 204
    assert person.get("/me").status == 401


def test_staff_have_no_session_to_renew(walk):
    assert walk.cast["originator"].post("/guests/renew", {}).status == 403


@pytest.mark.parametrize(
    "body",
    [{}, {"secret": None}, {"secret": "x", "code": "1"}, {"reference": "1"}, {"code": "1"}, {"secret": ""},
     {"secret": 5}, {"reference": "x" * 201, "code": "1"}],
)  # fmt: skip
def test_what_is_no_link_and_no_code_is_named(db, body):
    assert Caller().post("/guests/redeem", body).status == 422


@pytest.fixture
def behind_code(walk):
    """The link of a person who is protected: its secret, and the short code that was said to them."""
    walk.opens()
    walk.does("originator", "protect_person", wish="Nobody else is to know.")
    return walk.cast["originator"].post(f"/transfers/{walk.transfer}/person-links", {}).body


def test_a_link_behind_a_short_code_opens_with_it_and_not_without(behind_code):
    secret = {"secret": behind_code["secret"]}
    for wrong in ({}, {"short_code": "0"}, {"short_code": ""}):
        answer = Caller().post("/guests/redeem", secret | wrong)
        assert (answer.status, answer.fields) == (422, {"short_code"})
    right = Caller().post("/guests/redeem", secret | {"short_code": behind_code["code"]})
    assert right.status == 201
    assert Caller(right.body["token"]).get("/me").status == 200


def test_too_many_wrong_short_codes_end_the_link(behind_code):
    secret = {"secret": behind_code["secret"]}
    tried = [Caller().post("/guests/redeem", secret | {"short_code": str(n)}).status for n in range(MAX_WRONG_TRIES)]
    assert tried == [422] * (MAX_WRONG_TRIES - 1) + [401]
    right = Caller().post("/guests/redeem", secret | {"short_code": behind_code["code"]})
    assert right.status == 401


@pytest.mark.parametrize("body", [{"secret": "hfl_a_b"}, {"secret": "\u0000"}, {"reference": "1", "code": "2"}])
def test_what_is_not_good_is_never_explained(db, body):
    answer = Caller().post("/guests/redeem", body)
    assert answer.status == 401
    assert "not good" in answer.body["detail"]


@pytest.fixture
def throttled(db, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "secret_link": "2/m/ip"}
    cache.clear()


@pytest.mark.usefixtures("throttled")
def test_who_guesses_at_codes_is_held_off_and_then_the_right_one_is_not_looked_at(walk, caplog):
    walk.authorized()
    made = ask_for_code(walk, party="person").body
    right = {"reference": made["reference"], "code": made["code"]}
    wrong = [Caller().post("/guests/redeem", {"reference": "1", "code": str(n)}) for n in range(3)]
    assert [answer.status for answer in wrong] == [401, 401, 429]
    held = Caller().post("/guests/redeem", right)
    assert (held.status, held.body["type"]) == (429, "urn:holdfast:problem:too-often")
    assert caplog.text.count("a link or code was refused") == 4
    assert made["code"] not in caplog.text
    walk.later(minutes=1, seconds=1)
    assert Caller().post("/guests/redeem", right).status == 201


@pytest.mark.usefixtures("throttled")
def test_forged_links_are_held_off_and_a_good_one_opens(walk):
    walk.opens()
    forged = [Caller().post("/guests/redeem", {"secret": f"hfl_{n:016x}_x"}).status for n in range(3)]
    assert forged == [401, 401, 429]
    assert Caller().post("/guests/redeem", {"secret": walk.said["secret"]}).status == 201


@pytest.mark.usefixtures("throttled")
def test_those_whose_address_is_not_known_count_as_one(db):
    """As behind a proxy that speaks through a socket of the machine, and names nobody."""
    wrong, kind = {"reference": "1", "code": "2"}, "application/json"
    came = [Client(REMOTE_ADDR="").post("/api/v1/guests/redeem", wrong, kind).status_code for _ in range(3)]
    assert came == [401, 401, 429]
