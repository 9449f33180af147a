"""A person who is protected from a violent partner: found by their own service alone, and on no shared list by name."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client

from holdfast.accounts.models import BreakGlass
from holdfast.accounts.services import role_give, staff_add
from holdfast.config.clock import now
from holdfast.people.merging import people_merge
from holdfast.people.models import Person, Protection
from holdfast.people.selectors import people_alike
from holdfast.protocol.chapters.safety.filed import FILED
from holdfast.protocol.chapters.safety.said import ProtectPerson
from holdfast.protocol.codes import Role
from holdfast.protocol.events import StepFiled
from holdfast.protocol.facts import Facts, Party
from holdfast.transfers.models import Transfer
from holdfast.transfers.rebuilding import rebuild
from holdfast.transfers.selectors import state_now
from holdfast.web.drafts import draft_begin
from tests.integration.api.conftest import cast, clock, contact, pathway, person, services, staff, walk
from tests.integration.api.http import caller

__all__ = ["cast", "clock", "contact", "pathway", "person", "services", "staff", "walk"]

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LIFT = {"in_own_words": "I want the clinic to find me again."}
NAME = "Quillfeather"


@pytest.fixture
def protected(walk):
    walk.authorized().does("originator", "protect_person", wish="Nobody else may know.")
    return walk


def found(walk, who: str) -> bool:
    """Whether somebody finds them by their whole name."""
    answer = walk.cast[who].get("/people?q=rosalind%20quillfeather")
    assert answer.status == 200, answer.body
    return bool(answer.body["people"])


def page(staff, who: str, path: str) -> str:
    client = Client()
    client.force_login(staff[who], backend=BACKEND)
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


@pytest.mark.parametrize(("who", "finds"), [("originator", True), ("colleague", True), ("neighbour", False)])
def test_only_their_own_service_finds_them(protected, who, finds):
    assert found(protected, who) is finds
    assert (protected.cast[who].get(f"/people/{protected.ids['person']}").status == 200) is finds


def test_without_protection_a_whole_name_finds_them_everywhere(walk):
    walk.authorized()
    assert found(walk, "neighbour")


def test_the_form_for_a_new_person_names_nobody_who_is_protected(protected, services):
    seek = {"name": "Rosalind Quillfeather", "born": "1990-05-01", "phone": ""}
    assert people_alike(**seek) == ()
    assert len(people_alike(**seek, near=[str(services["northside"].pk)])) == 1


def test_a_stranger_opens_no_handoff_for_them_by_id(protected):
    wish = {
        "case_id": "E-1", "person_id": protected.ids["person"], "payer": "medicaid",
        "need_category": "missed-appointments", "package": None,
    }  # fmt: skip
    assert protected.cast["neighbour"].post("/transfers", wish).status == 422
    assert protected.cast["colleague"].post("/transfers", wish).status == 201


@pytest.mark.parametrize("path", ["/", "/transfers/", "/decisions/", "/agenda/", "/escalations/", "/people/"])
@pytest.mark.parametrize("who", ["decider", "executive", "auditor"])
def test_no_shared_list_shows_their_name(protected, staff, who, path):
    client = Client()
    client.force_login(staff[who], backend=BACKEND)
    assert NAME not in client.get(path, follow=True).content.decode()


def test_who_owns_them_reads_their_name_on_their_own_list(protected, staff):
    assert NAME in page(staff, "originator", "/people/")


@pytest.mark.parametrize(("who", "is_named"), [("colleague", True), ("decider", True), ("auditor", False)])
def test_beyond_their_service_a_case_is_shown_without_who_it_is(protected, staff, who, is_named):
    said = page(staff, who, f"/transfers/{protected.transfer}/")
    assert "WH-1" in said
    assert (NAME in said) is is_named
    assert (NAME in json.dumps(protected.cast[who].get(f"/transfers/{protected.transfer}").body)) is is_named


def test_by_break_glass_it_is(protected, staff):
    at = now()
    BreakGlass.objects.create(
        staff=staff["auditor"], transfer_id=protected.transfer, reason="x", opened_at=at, until=at + timedelta(hours=1)
    )
    assert NAME in page(staff, "auditor", f"/transfers/{protected.transfer}/")


def test_lifted_by_their_wish_they_are_found_again(protected):
    refused = protected.cast["originator"].give(protected.transfer, "lift_protection", {**LIFT, "wish": "keep"})
    assert [each["id"] for each in refused.body["controls"]] == ["S.protected"]
    assert not found(protected, "neighbour")
    protected.does("person", "lift_protection", {**LIFT, "wish": "lift"})
    assert found(protected, "neighbour")
    assert not Transfer.objects.get().is_protected


def test_a_new_handoff_for_them_is_protected_from_its_opening(protected):
    protected.opens(case_id="WH-2")
    second = Transfer.objects.get(pk=protected.transfer)
    assert second.is_protected
    state = state_now(second.pk)
    assert state is not None
    assert state.safety.protected_since == state.opened_at
    again = protected.cast["originator"].give(protected.transfer, "protect_person", {"wish": "Still."})
    assert [each["id"] for each in again.body["controls"]] == ["S.order"]


def test_a_linked_handoff_is_protected_as_the_one_that_called_for_it(walk):
    walk.released()
    walk.does("originator", "protect_person", wish="Nobody else may know.")
    walk.until(walk.local(1, 13))
    walk.verifies("not_completed")
    walk.corrects(instruction="alternate_pathway")
    assert Transfer.objects.get(linked_from=walk.transfer).is_protected


def test_a_second_handoff_that_protects_them_goes_on_protecting(protected):
    first = protected.transfer
    protected.opens(case_id="WH-2")
    protected.does("originator", "lift_protection", {**LIFT, "wish": "lift"})
    assert Protection.objects.count() == 1
    protected.transfer = first
    protected.does("originator", "lift_protection", {**LIFT, "wish": "lift"})
    assert not Protection.objects.exists()


def test_the_people_list_is_rebuilt_with_who_is_protected(protected):
    Protection.objects.all().delete()
    rebuild()
    assert str(Protection.objects.get().person_id) == protected.ids["person"]
    assert Transfer.objects.get(pk=UUID(protected.transfer)).is_protected


@pytest.mark.parametrize("who", ["originator", "receiver"])
def test_that_nobody_contacts_them_is_carried_to_whoever_receives_them(protected, who):
    said = protected.cast[who].get(f"/transfers/{protected.transfer}").body["transfer"]
    assert said["order_details"] == ["contacting-subject-prohibited"]
    assert protected.cast["person"].get(f"/transfers/{protected.transfer}").body["transfer"]["order_details"] == []


def test_a_second_entry_of_them_is_as_hidden_as_the_first(protected):
    second = Person.objects.create(name="Rosalind Quillfeather", given="Rosalind", family="Quillfeather")
    people_merge(second.pk, UUID(protected.ids["person"]), by="x", why="The same person.")
    assert not found(protected, "neighbour")
    assert found(protected, "colleague")
    assert protected.cast["neighbour"].get(f"/people/{second.pk}").status == 404


@pytest.fixture
def twice(walk, staff):
    """Their own service protects them; a service of another organisation had a handoff of theirs open before that."""
    wish = {
        "case_id": "FAR-1", "person_id": walk.ids["person"], "payer": "medicaid",
        "need_category": "missed-appointments", "package": None,
    }  # fmt: skip
    walk.said["far"] = walk.cast["worker"].post("/transfers", wish).body["transfer_id"]
    walk.authorized().does("originator", "protect_person", wish="Nobody else may know.")
    return walk


@pytest.fixture
def far(services, cast, staff):
    """Two more who work at the far clinic: one opens handoffs there, one oversees them."""
    for name, role in (("worker", Role.CRISIS_WORKER), ("mate", Role.CLINICIAN), ("lead", Role.DIRECTOR)):
        staff[name] = staff_add(f"{name}@far.example", name.title())
        role_give(staff[name].pk, role, services["far"].pk)
        cast[name] = caller(staff[name])
    return cast


LISTS = (
    "/", "/people/", "/transfers/", "/decisions/", "/agenda/", "/escalations/", "/shift/", "/messages/", "/checks/",
    "/countersigns/", "/failed-checks/", "/calls/", "/until-first-visit/", "/coming/", "/visits/", "/episodes/",
    "/changes/",
)  # fmt: skip


@pytest.mark.full
@pytest.mark.parametrize("who", ["mate", "lead", "stranger"])
def test_no_list_of_another_service_names_them_either(far, twice, staff, who):
    client = Client()
    client.force_login(staff[who], backend=BACKEND)
    said = "".join(client.get(path, follow=True).content.decode() for path in LISTS)
    said += client.post("/people/search/", {"text": "rosalind quillf"}).content.decode()
    assert NAME not in said
    assert twice.ids["person"] not in json.dumps(twice.cast[who].get("/transfers").body)
    assert not twice.cast[who].get("/people?q=rosalind").body.get("people")


def test_a_plan_that_was_begun_there_names_them_no_more(far, twice, staff):
    draft = draft_begin(staff["worker"].pk, twice.ids["person"])
    client = Client()
    client.force_login(staff["worker"], backend=BACKEND)
    for path in ("/handoffs/start/", f"/handoffs/{draft}/need/"):
        assert NAME not in client.get(path, follow=True).content.decode()


def test_who_holds_their_handoff_there_reads_their_name_on_their_own_list(far, twice, staff):
    assert NAME in page(staff, "worker", "/people/")
    assert NAME in page(staff, "mate", f"/transfers/{twice.said['far']}/")


def test_protected_the_consent_given_last_stands_alone(walk):
    walk.authorized()
    state = state_now(UUID(str(walk.transfer)))
    assert state is not None
    ((to, first),) = state.consents.items()
    both = state.changed(consents={to: first, "another": replace(first, step=first.step + 1)})
    facts = Facts(walk.at, Party("person"))
    kept = FILED[ProtectPerson.do](both, StepFiled(ProtectPerson(wish="Only one."), facts, ()))
    assert list(kept.consents) == ["another"]
