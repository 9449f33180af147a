"""What there is to choose: bounded, in the reader's words, and nobody whom the reader may not know of."""

from __future__ import annotations

import re
from uuid import UUID

import pytest

from holdfast.accounts import colleagues as found
from holdfast.accounts.models import Adapter
from holdfast.accounts.selectors import party
from holdfast.accounts.services import GrantOrder, grant_message, grant_redeem, role_end, role_give, staff_add
from holdfast.config.clock import now
from holdfast.directory.models import Phone
from holdfast.protocol.codes import Identity, Role, Seat
from holdfast.transfers.callers import guest_calling, signed_in
from holdfast.transfers.selectors import transfer_looked_at
from holdfast.web.forms import page_form, typed_from


@pytest.fixture
def offers(walk):
    """Return the labels that a field of a form offers to a caller, or to a member of staff by their part."""

    def of(caller, step, name, data=None):
        if isinstance(caller, str):
            caller = signed_in(party(walk.ids[caller])[walk.ids[caller]], caller, "", Adapter.PAGE)
        looked = transfer_looked_at(caller.asker, UUID(walk.transfer), now())
        return [option.label for option in page_form(step, looked, caller, data).field[name].options]

    return of


@pytest.fixture
def guest(walk, contact):
    """The intake contact of the receiving service, without an account."""
    Phone.objects.create(contact=contact, number="555-0123", kind="voice")

    def comes():
        order = GrantOrder(
            transfer_id=UUID(walk.transfer), party=Seat.RECEIVER, identity=Identity.DIRECTORY_LINK,
            subject_id=contact.pk, expires_at=walk.local(3, 12),
        )  # fmt: skip
        return guest_calling(grant_redeem(grant_message(order).secret)[1], Adapter.PAGE)

    return comes


def test_reviewers_are_of_the_originating_side(walk, offers):
    walk.opens()
    labels = offers("originator", "authorization_request", "reviewer_id")
    assert "Decider, Supervisor, Northside Crisis" in labels
    assert "Reviewer, Quality reviewer, County Quality" in labels
    assert not [label for label in labels if "Auditor" in label or "Far" in label or "Eastside" in label]


def test_who_receives_is_of_the_receiving_service(walk, offers, contact):
    walk.opens()
    walk.requests()
    labels = offers("originator", "live_connection", "receiving_contact_id")
    assert labels[:2] == ["Receiver, Intake lead, Riverside Intake", "Marguerite Vole, intake contact"]
    assert labels[2].startswith("Nobody by name")


def test_the_receiving_side_is_shown_its_own_people(walk, offers):
    walk.connected()
    assert offers("receiver", "complete_corrective", "receiving_person") == ["Receiver, Intake lead, Riverside Intake"]
    assert offers("receiver", "reassign", "to") == ["Receiver, Intake lead, Riverside Intake"]


def test_a_guest_is_shown_nobody_of_the_staff(walk, offers, guest):
    walk.connected()
    assert offers(guest(), "complete_corrective", "receiving_person") == ["Marguerite Vole, intake contact"]
    assert offers(guest(), "reassign", "to") == []


def test_the_receiving_side_is_shown_no_matters_and_no_consents_of_others(walk, offers, services):
    walk.connected()
    walk.does(
        "person", "give_consent", scopes=["need-and-urgency"], to=str(services["far"].pk), purpose="treatment",
        until="2027-01-31", given_by="person", language="es",
    )  # fmt: skip
    assert offers("receiver", "revoke_consent", "to") == ["Riverside Intake"]
    assert offers("originator", "revoke_consent", "to") == ["Riverside Intake", "Far Clinic"]
    assert offers("receiver", "resolve_escalation", "control") == []


def test_who_left_is_offered_no_more_but_stays_where_they_were_chosen(walk, offers, staff, services):
    gone, service = staff_add("gone@county.example", "Greta Gone"), services["northside"].pk
    role_give(gone.pk, Role.SUPERVISOR, service)
    walk.opens()
    walk.requests(reviewer_id=str(gone.pk))
    role_end(gone.pk, Role.SUPERVISOR, service)
    data = typed_from("authorization_request", {"reviewer_id": str(gone.pk)}, "America/New_York")
    assert "Greta Gone" not in offers("originator", "authorization_request", "reviewer_id")
    assert offers("originator", "authorization_request", "reviewer_id", data)[-1] == "Greta Gone"


def test_nobody_is_named_by_an_id_that_was_sent(walk, offers, staff):
    walk.opens()
    stranger = str(staff["stranger"].pk)
    data = typed_from("authorization_request", {"reviewer_id": stranger}, "America/New_York")
    labels = offers("originator", "authorization_request", "reviewer_id", data)
    assert labels[-1] == f"Not in this list: {stranger}"


def test_where_there_are_too_many_somebody_is_found_by_name(walk, desk, monkeypatch, staff, services):
    monkeypatch.setattr(found, "MOST", 2)
    role_give(staff_add("z@county.example", "Zora Quist").pk, Role.SUPERVISOR, services["northside"].pk)
    walk.opens()
    at = desk("originator")
    form = at.opens("release_readiness")
    assert b"Zora Quist" not in form.content
    assert b'name="_words"' in form.content
    response = at.sends("release_readiness", {}, _find="1", _words="zora\0 qu")
    assert response.status_code == 200
    assert re.search(r"<option value=\"[^\"]+\">Zora Quist, Supervisor", response.content.decode())
    assert b"_words=" not in response.content


def test_where_everybody_is_listed_nobody_is_looked_for(walk, desk):
    walk.opens()
    assert b'name="_words"' not in desk("originator").opens("authorization_request").content
