"""The directory for who hands over: what is known of each route, on what ground, and confirming it under one's name."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from holdfast.config.ids import new_id
from holdfast.directory.models import Confirmation, Pathway
from tests.integration.web.clinicians.conftest import Browser, words

LIST = "directory_pathways"


def address(pathway, aspect: str = "") -> str:
    args = [pathway.pk, aspect] if aspect else [pathway.pk]
    return reverse("directory_confirm" if aspect else "directory_pathway", args=args)


def said(**changed) -> dict[str, object]:
    """Return what is typed to confirm the languages of a route."""
    return {"value": "Spanish, French", "on": "2026-11-17", "ground": "Called their front desk", "until": "", **changed}


# The four cases


@pytest.mark.parametrize("who", ["originator", "receiver", "auditor", "stranger"])
def test_whoever_works_here_sees_the_directory(browser: Browser, pathway, who: str) -> None:
    client = browser(who)
    assert "Riverside outpatient" in words(client.get(reverse(LIST)))
    assert "Languages spoken" in words(client.get(address(pathway)))


def test_who_is_not_signed_in_sees_none_of_it(client, pathway) -> None:
    for url in (reverse(LIST), address(pathway), address(pathway, "languages")):
        assert client.get(url).status_code == 302
        assert client.post(url, said()).status_code in (302, 405)
    assert not Confirmation.objects.exists()


def test_nothing_is_done_where_one_only_looks(browser: Browser, pathway) -> None:
    client = browser("originator")
    assert [client.post(url).status_code for url in (reverse(LIST), address(pathway))] == [405, 405]


def test_who_only_reads_confirms_nothing(browser: Browser, pathway) -> None:
    client = browser("auditor")
    assert client.post(address(pathway, "languages"), said()).status_code == 403
    assert address(pathway, "languages") not in client.get(address(pathway)).content.decode()


def test_what_is_not_there_is_not_there(browser: Browser, pathway) -> None:
    client = browser("originator")
    gone = Pathway(pk=new_id())
    for url in (address(gone), address(gone, "languages"), address(pathway, "colour")):
        assert client.get(url).status_code == 404


# The list


@pytest.mark.parametrize(
    ("asked", "is_there"),
    [
        ({"need": "suicide-risk"}, True), ({"need": "self-harm"}, False), ({"q": "riversi"}, True),
        ({"q": "zzz"}, False), ({"need": "no such need"}, True), ({"q": "x" * 9000}, False), ({"q": "\x00"}, True),
    ],
)  # fmt: skip
def test_the_list_is_narrowed_by_need_and_name(browser: Browser, pathway, asked, *, is_there: bool) -> None:
    Pathway.objects.update(search_text="riverside outpatient")
    answer = browser("originator").get(reverse(LIST), asked)
    assert answer.status_code == 200
    assert ("Riverside outpatient" in words(answer)) is is_there


def test_the_list_goes_on_page_by_page(browser: Browser, services, django_assert_max_num_queries) -> None:
    for number in range(60):
        Pathway.objects.create(service=services["riverside"], name=f"Route {number:02}")
    client, seen, url = browser("originator"), [], reverse(LIST)
    while url:
        with django_assert_max_num_queries(15):
            body = client.get(url).content.decode()
        seen += [n for n in range(60) if f"Route {n:02}<" in body]
        tail = body.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0] if 'rel="next"' in body else ""
        url = tail.replace("&amp;", "&")
    assert sorted(seen) == list(range(60))


@pytest.mark.parametrize("after", ["nonsense", "\x00", "a" * 5000])
def test_a_page_of_nowhere_is_not_there(browser: Browser, after: str) -> None:
    assert browser("originator").get(reverse(LIST), {"after": after}).status_code == 404


# Confirming


def test_what_is_confirmed_stands_with_name_day_and_ground(browser: Browser, pathway) -> None:
    client = browser("receiver")
    answer = client.post(address(pathway, "languages"), said(), follow=True)
    page = words(answer)
    assert answer.status_code == 200
    for each in ("French", "Receiver", "November 17", "Called their front desk"):
        assert each in page


def test_what_is_not_known_any_more_is_said_so(browser: Browser, pathway) -> None:
    client = browser("receiver")
    client.post(address(pathway, "languages"), said(value="", is_unknown="on"))
    page = words(client.get(address(pathway)))
    assert "Not known" in page.partition("Languages spoken")[2][:60]


@pytest.mark.parametrize(
    ("aspect", "value"),
    [("ages", "12-17"), ("ages", "18 – 64"), ("payers", "medicaid, none"), ("capacity", "limited"),
     ("needs", "suicide-risk"), ("intake_requirements", "Photo ID\nReferral letter"), ("intake_requirements", "")],
)  # fmt: skip
def test_each_aspect_can_be_confirmed(browser: Browser, pathway, aspect: str, value: str) -> None:
    assert browser("receiver").post(address(pathway, aspect), said(value=value)).status_code == 302
    assert Confirmation.objects.get().aspect == aspect


@pytest.mark.parametrize(
    ("aspect", "typed"),
    [
        ("languages", {"value": ""}), ("languages", {"ground": ""}), ("languages", {"on": ""}),
        ("languages", {"on": "2027-01-01"}), ("languages", {"on": "soon"}), ("languages", {"ground": "\x00"}),
        ("languages", {"ground": "x" * 5000}), ("ages", {"value": "young"}), ("ages", {"value": "64-18"}),
        ("ages", {"value": "9" * 900}), ("capacity", {"value": "plenty"}), ("needs", {"value": "money"}),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_and_nothing_is_confirmed(browser: Browser, pathway, aspect: str, typed) -> None:
    answer = browser("receiver").post(address(pathway, aspect), said(**typed))
    assert answer.status_code == 422
    assert "There is a problem" in words(answer)
    assert not Confirmation.objects.exists()


def test_what_was_typed_stays(browser: Browser, pathway) -> None:
    answer = browser("receiver").post(address(pathway, "languages"), said(on="soon"))
    assert 'value="Spanish, French"' in answer.content.decode()
    assert 'value="soon"' in answer.content.decode()


def test_a_route_takes_no_more_than_fifteen_statements(
    browser: Browser, pathway, django_assert_max_num_queries
) -> None:
    client = browser("receiver")
    for aspect in ("languages", "payers"):
        client.post(address(pathway, aspect), said(value="medicaid"))
    with django_assert_max_num_queries(15):
        client.get(address(pathway))


# Whose it is to say


def test_what_is_known_is_the_services_own_to_say_anew(browser: Browser, pathway) -> None:
    stranger = browser("originator")
    assert address(pathway, "languages") not in stranger.get(address(pathway)).content.decode()
    refused = stranger.post(address(pathway, "languages"), said())
    assert refused.status_code == 422
    assert "only the service itself says it anew" in words(refused)
    assert 'value="Spanish, French"' in refused.content.decode()
    assert not Confirmation.objects.exists()
    theirs = browser("receiver")
    assert address(pathway, "languages") in theirs.get(address(pathway)).content.decode()
    assert theirs.post(address(pathway, "languages"), said()).status_code == 302


def test_what_nobody_knows_is_filled_in_by_anybody_once(browser: Browser, pathway) -> None:
    Pathway.objects.update(languages=None, capacity="unknown")
    stranger = browser("originator")
    for aspect, value in (("languages", "Spanish"), ("capacity", "limited")):
        assert address(pathway, aspect) in stranger.get(address(pathway)).content.decode()
        assert stranger.post(address(pathway, aspect), said(value=value)).status_code == 302
        assert stranger.post(address(pathway, aspect), said(value=value)).status_code == 422
    assert Confirmation.objects.count() == 2


def test_a_confirmation_of_the_service_is_never_superseded_by_others(browser: Browser, pathway) -> None:
    Pathway.objects.update(languages=None)
    assert browser("receiver").post(address(pathway, "languages"), said()).status_code == 302
    assert browser("originator").post(address(pathway, "languages"), said(value="Thai")).status_code == 422
    assert Confirmation.objects.count() == 1


@pytest.mark.parametrize(
    ("aspect", "value", "shown"),
    [
        ("languages", "Spanish, French", 'value="French, Spanish"'), ("ages", "18-64", 'value="18-64"'),
        ("payers", "none, medicaid", 'value="medicaid, none"'),
        ("capacity", "limited", r'value="limited" id="\w+" checked'),
        ("needs", "suicide-risk", r'value="suicide-risk" id="\w+" checked'),
        ("intake_requirements", "Photo ID\nA letter", "Photo ID\nA letter<"),
        ("zone", "America/Denver", 'value="America/Denver" selected'), ("staffed", "no", 'value="no" selected'),
    ],
)  # fmt: skip
def test_a_form_begins_with_what_is_known(browser: Browser, pathway, aspect: str, value: str, shown: str) -> None:
    client = browser("receiver")
    assert client.post(address(pathway, aspect), said(value=value)).status_code == 302
    assert re.search(shown, client.get(address(pathway, aspect)).content.decode())


def test_a_language_is_said_in_the_readers_language(browser: Browser, pathway) -> None:
    client = browser("receiver")
    client.cookies["django_language"] = "es"
    assert client.post(address(pathway, "languages"), said(value="Francés, español")).status_code == 302
    assert Confirmation.objects.get().value == ["es", "fr"]


def test_what_is_wrong_is_named_in_the_order_of_the_fields(browser: Browser, pathway) -> None:
    page = words(browser("receiver").post(address(pathway, "languages"), said(value="", ground="")))
    assert page.index("Say it, or say that it is not known") < page.index("Say how you know.")
    assert "Languages spoken (optional)" not in page
