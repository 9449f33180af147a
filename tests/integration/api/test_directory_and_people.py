"""The directory and the people through the API: who may look, who may confirm, and what is never offered."""

from __future__ import annotations

import pytest

from holdfast.accounts.models import AccessLogEntry
from holdfast.directory.models import Confirmation, Pathway, Phone
from holdfast.people.models import Person


def test_a_pathway_says_what_is_known_of_it(walk, pathway):
    card = walk.cast["originator"].get(f"/pathways/{pathway.pk}").body
    assert (card["id"], card["known"]["capacity"], card["known"]["ages"]) == (str(pathway.pk), "open", [18, 120])


@pytest.mark.parametrize(
    ("query", "found"), [("need=suicide-risk", 1), ("need=age-out", 0), ("q=river", 1), ("q=lake", 0)]
)
def test_pathways_are_found_by_need_and_words(walk, pathway, query, found):
    pathway.search_text = "riverside outpatient"
    pathway.save()
    assert len(walk.cast["originator"].get(f"/pathways?{query}").body["pathways"]) == found


def test_what_is_unknown_is_confirmed_by_the_one_who_is_signed_in(walk, pathway):
    Pathway.objects.update(capacity="unknown")
    body = {"aspect": "capacity", "value": "limited", "on": "2026-11-18", "source": "call with the desk"}
    answer = walk.cast["colleague"].post(f"/pathways/{pathway.pk}/confirmations", body)
    assert (answer.status, answer.body["number"], answer.body["confirmed_by"]) == (201, 1, "Colleague")
    known = walk.cast["originator"].get(f"/pathways/{pathway.pk}").body["known"]
    assert known["capacity"] == "limited"


def test_what_is_known_is_said_anew_by_the_services_own_organisation_only(walk, pathway):
    body = {"aspect": "capacity", "value": "limited", "on": "2026-11-18", "source": "call with the desk"}
    answer = walk.cast["colleague"].post(f"/pathways/{pathway.pk}/confirmations", body)
    assert answer.status == 403
    assert "Ask them to" in answer.body["detail"]
    assert not Confirmation.objects.exists()
    assert walk.cast["receiver"].post(f"/pathways/{pathway.pk}/confirmations", body).status == 201


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"aspect": "mood"}, "aspect"), ({"value": "some"}, "value"), ({"on": "2030-01-01"}, "on"), ({"on": "x"}, "on"),
        ({"source": " "}, "source"), ({"until": "2020-01-01"}, "until"), ({"by": "Ana"}, "by"),
    ],
)  # fmt: skip
def test_an_odd_confirmation_is_named(walk, pathway, changed, field):
    body = {"aspect": "capacity", "value": "open", "on": "2026-11-18", "source": "call", **changed}
    answer = walk.cast["colleague"].post(f"/pathways/{pathway.pk}/confirmations", body)
    assert (answer.status, answer.fields) == (422, {field})
    assert not Confirmation.objects.exists()


def test_an_auditor_confirms_nothing(walk, pathway):
    assert walk.cast["auditor"].post(f"/pathways/{pathway.pk}/confirmations", {}).status == 403


@pytest.mark.parametrize("path", ["/pathways/{}", "/services/{}/contacts", "/people/{}"])
def test_what_is_not_there_is_not_found(walk, path):
    assert walk.cast["originator"].get(path.format("01a1ef99-da80-7268-9b1c-ac031323b925")).status == 404


def test_who_can_be_called_is_offered_and_a_fax_never(walk, contact):
    Phone.objects.create(contact=contact, number="555-0124", kind="fax")
    found = walk.cast["originator"].get(f"/services/{contact.service_id}/contacts").body["contacts"]
    assert [(each["name"], [phone["number"] for phone in each["phones"]]) for each in found] == [
        ("Marguerite Vole", ["555-0123"])
    ]


@pytest.mark.parametrize("who", ["decider", "receiver", "auditor", "executive"])
def test_people_are_for_those_who_open_transfers(walk, who):
    for path in ("/people", f"/people/{walk.ids['person']}"):
        assert walk.cast[who].get(path).status == 403


@pytest.mark.parametrize(("words", "found"), [("Ros", 1), ("quill ros", 1), ("Rosx", 0)])
def test_people_of_handoffs_that_one_sees_are_found_by_the_beginnings_of_their_names(walk, words, found):
    walk.opens()
    page = walk.cast["originator"].get(f"/people?q={words.replace(' ', '%20')}").body
    assert len(page["people"]) == found


@pytest.mark.parametrize(("words", "found"), [("Rosalind Quillfeather", 1), ("Quillfeather", 0), ("ros quill", 0)])
def test_others_are_found_by_a_whole_name_alone(walk, words, found):
    page = walk.cast["originator"].get(f"/people?q={words.replace(' ', '%20')}").body
    assert len(page["people"]) == found


def test_people_come_in_pages_whose_cursor_names_nobody(walk):
    for number in range(3):
        Person.objects.create(family="Adder", given="X", name="X Adder", born=f"200{number}")
    first = walk.cast["originator"].get("/people?q=x%20adder&limit=2").body
    rest = walk.cast["originator"].get(f"/people?q=x%20adder&after={first['after']}").body
    assert {each["born"] for each in first["people"] + rest["people"]} == {"2000", "2001", "2002"}
    assert "Adder" not in first["after"]


def test_who_has_died_is_shown_as_such(walk, person):
    person.is_deceased = True
    person.save()
    assert walk.cast["originator"].get(f"/people/{person.pk}").body["is_deceased"] is True


def test_each_person_who_is_shown_stands_in_the_access_log(walk, person, staff):
    walk.cast["originator"].get("/people?q=rosalind%20quillfeather")
    entry = AccessLogEntry.objects.latest("id")
    assert (entry.person_id, entry.actor_id, entry.purpose) == (person.pk, staff["originator"].pk, "people-list")


def test_who_i_am_says_my_places(walk, services):
    me = walk.cast["originator"].get("/me").body
    assert (me["kind"], me["name"], me["identity"]) == ("staff", "Originator", "account")
    assert me["places"] == [{"role": "crisis_worker", "service_id": str(services["northside"].pk)}]


@pytest.mark.parametrize("query", ["", "?q=", "?q=r", "?q=ro", "?q=ro%20r", "?q=r%20r%20r"])
def test_the_list_of_people_is_not_read_from_end_to_end(walk, query):
    answer = walk.cast["originator"].get(f"/people{query}")
    assert (answer.status, answer.fields) == (422, {"q"})
    assert "Quillfeather" not in str(answer.body)
