"""Practice pages: anybody of staff begins one, plays every part of it, and each of its pages says what it is."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from holdfast.accounts.models import AccessLogEntry, Staff
from holdfast.config.clock import now
from holdfast.demo import forms
from holdfast.notify.models import GuestLinkRequest
from holdfast.protocol.codes import RecordKind
from holdfast.transfers.cast import Part
from holdfast.transfers.models import Transfer
from holdfast.web.forms.pages import typed_from
from holdfast.web.words.cast import CALLED, DOES
from tests.integration.transfers.practising import Practised
from tests.integration.web.queues.conftest import Sits, text_of

BAND = "Practice: no one is told."
WISH = {"need": "missed-appointments", "language": "en", "_key": "a-form"}


def begun(client: Client) -> Transfer:
    """Begin a practice, and be led into it as the clinician."""
    answer = client.post(reverse("practice"), WISH)
    transfer = Transfer.objects.exclude(practised_by="").get()
    assert answer.headers["Location"] == reverse("transfer_page", args=[transfer.pk])
    return transfer


def played(client: Client, transfer: Transfer, part: Part) -> str:
    """Play another part; return what the handoff's page says then."""
    answer = client.post(reverse("practice_go", args=[transfer.pk]), {"part": part.value}, follow=True)
    assert answer.status_code == 200
    return text_of(answer)


def form_of(client: Client, transfer: Transfer, kind: RecordKind) -> str:
    return client.get(reverse("record_file", args=[transfer.pk, kind])).content.decode()


@pytest.mark.parametrize("who", ["originator", "decider", "receiver", "auditor", "executive", "navigator"])
def test_staff_of_any_role_begin_a_practice(sits: Sits, who: str) -> None:
    client = sits(who)
    transfer = begun(client)
    page = text_of(client.get(reverse("transfer_page", args=[transfer.pk])))
    assert BAND in page
    assert "You play: Practice clinician" in page
    assert transfer.case_id.startswith("PRACTICE-")
    assert transfer.case_id in text_of(client.get(reverse("practice")))


def test_every_page_of_it_says_that_it_is_practice(sits: Sits, pathway) -> None:
    client = sits("auditor")
    pk = begun(client).pk
    pages = [
        reverse("transfer_page", args=[pk]), reverse("transfer_history", args=[pk]), reverse("live_room", args=[pk]),
        *(reverse("record_file", args=[pk, kind]) for kind in RecordKind),
        *(reverse("command_give", args=[pk, step]) for step in ("check_safety", "give_consent", "signal")),
    ]  # fmt: skip
    for address in pages:
        page = client.get(address, follow=True)
        assert BAND in text_of(page), address
        assert 'class="band practice"' in page.content.decode(), address


def test_no_other_page_says_it(walk, sits: Sits) -> None:
    walk.authorized()
    client = sits("decider")
    begun(client)
    for address in (reverse("decisions_due"), reverse("transfer_page", args=[walk.transfer]), reverse("practice")):
        assert BAND not in text_of(client.get(address)), address


def test_the_places_stay_the_learners_own(sits: Sits) -> None:
    client = sits("decider")
    transfer = begun(client)
    page = client.get(reverse("transfer_page", args=[transfer.pk])).content.decode()
    assert reverse("decisions_due") in page
    assert reverse("handoff_start") not in page


def test_nobody_real_is_named_on_it_nor_offered(sits: Sits, pathway) -> None:
    client = sits("decider")
    transfer = begun(client)
    Staff.objects.exclude(display_name="Decider").update(display_name="Quillfeather")
    form = form_of(client, transfer, RecordKind.AUTHORIZATION_REQUEST)
    page = client.get(reverse("transfer_page", args=[transfer.pk])).content.decode()
    assert "Quillfeather" not in form + page
    assert "Practice supervisor, Supervisor, Northside Crisis" in form


def test_the_learner_asks_and_then_decides(sits: Sits, pathway) -> None:
    client = sits("auditor")
    transfer = begun(client)
    asked = forms.request("missed-appointments", str(pathway.pk), Part.SUPERVISOR.id, now())
    typed = typed_from(RecordKind.AUTHORIZATION_REQUEST, asked, transfer.zone)
    answer = client.post(reverse("record_file", args=[transfer.pk, RecordKind.AUTHORIZATION_REQUEST]), typed)
    assert answer.status_code in (302, 303), text_of(answer)
    assert "Decide on the request" in played(client, transfer, Part.SUPERVISOR)
    assert "A supervisor decides" in played(client, transfer, Part.NAVIGATOR)


def test_the_person_and_the_executive_have_their_own_steps(sits: Sits) -> None:
    client = sits("auditor")
    transfer = begun(client)
    client.post(reverse("practice_go", args=[transfer.pk]), {"part": "person"})
    page = client.get(reverse("transfer_page", args=[transfer.pk])).content.decode()
    assert reverse("command_give", args=[transfer.pk, "person_confirms"]) in page
    assert reverse("command_give", args=[transfer.pk, "give_consent"]) in page


def test_a_colleague_finds_no_such_handoff(sits: Sits) -> None:
    transfer = begun(sits("decider"))
    other = sits("originator")
    assert other.get(reverse("transfer_page", args=[transfer.pk])).status_code == 404
    assert other.post(reverse("practice_go", args=[transfer.pk]), {"part": "clinician"}).status_code == 404
    assert transfer.case_id not in text_of(other.get(reverse("practice")))


def test_a_part_can_not_be_played_in_a_real_handoff(walk, sits: Sits) -> None:
    walk.authorized()
    client = sits("originator")
    answer = client.post(reverse("practice_go", args=[walk.transfer]), {"part": "supervisor"})
    assert answer.status_code == 404
    page = text_of(client.get(reverse("transfer_page", args=[walk.transfer])))
    assert BAND not in page


def test_one_signed_in_anew_goes_on_from_the_list(sits: Sits) -> None:
    transfer = begun(sits("decider"))
    client = sits("decider")
    assert client.get(reverse("transfer_page", args=[transfer.pk])).status_code == 404
    assert BAND in played(client, transfer, Part.CLINICIAN)


def test_what_is_not_chosen_is_told(sits: Sits) -> None:
    answer = sits("decider").post(reverse("practice"), {**WISH, "need": ""})
    assert answer.status_code == 422
    assert "Choose what you want to practice for." in text_of(answer)
    assert not Transfer.objects.exists()


def test_a_double_click_begins_one(sits: Sits) -> None:
    client = sits("decider")
    begun(client)
    client.post(reverse("practice"), WISH)
    assert Transfer.objects.count() == 1


def test_it_is_behind_sign_in_and_takes_no_other_method(db, sits: Sits) -> None:
    for name, arguments in (("practice", []), ("practice_go", ["00000000-0000-4000-8000-000000000000"])):
        address = reverse(name, args=arguments)
        assert Client().post(address).headers["Location"].startswith(reverse("account_login"))
        assert sits("decider").put(address).status_code == 405


def test_nothing_of_it_is_in_the_access_log(sits: Sits) -> None:
    client = sits("decider")
    transfer = begun(client)
    client.get(reverse("transfer_page", args=[transfer.pk]))
    client.get(reverse("transfer_history", args=[transfer.pk]))
    assert not AccessLogEntry.objects.exists()


@pytest.mark.parametrize("many", [1, 30])
def test_the_list_takes_as_many_statements_at_any_length(sits: Sits, many: int, django_assert_max_num_queries) -> None:
    client = sits("decider")
    for number in range(many):
        client.post(reverse("practice"), {**WISH, "_key": str(number)})
    with django_assert_max_num_queries(15):
        assert client.get(reverse("practice")).status_code == 200


def test_a_page_of_a_practice_keeps_to_its_statements(sits: Sits, django_assert_max_num_queries) -> None:
    client = sits("decider")
    transfer = begun(client)
    with django_assert_max_num_queries(15):
        assert client.get(reverse("transfer_page", args=[transfer.pk])).status_code == 200


def test_every_part_is_called_something() -> None:
    assert set(CALLED) == set(DOES) == set(Part)


@pytest.mark.parametrize("stage", ["asked", "together", "released", pytest.param("held", marks=pytest.mark.full)])
def test_every_part_has_its_pages_at_every_stage(sits: Sits, more_staff, pathway, clock, stage: str) -> None:
    practised = Practised.begin(more_staff["decider"], pathway, clock)
    Staff.objects.exclude(display_name="Decider").update(display_name="Quillfeather")
    for name, way in WAYS.items():
        way(practised)
        if name == stage:
            break
    client = sits("decider")
    for part in Part:
        client.post(reverse("practice_go", args=[practised.transfer_id]), {"part": part.value})
        for page in ("transfer_page", "transfer_history", "live_room"):
            answer = client.get(reverse(page, args=[practised.transfer_id]))
            assert (answer.status_code, BAND in text_of(answer)) == (200, True), (part, page)
            assert "Quillfeather" not in text_of(answer), (part, page)


WAYS = {"asked": Practised.ask, "together": Practised.meet, "released": Practised.release, "held": Practised.hold}
"""The stages, each after the one before."""


def test_the_receiver_sees_what_the_person_agreed_to(sits: Sits, more_staff, pathway, clock) -> None:
    practised = Practised.begin(more_staff["decider"], pathway, clock)
    practised.ask()
    transfer, client = Transfer.objects.get(), sits("decider")
    assert transfer.case_id in played(client, transfer, Part.CLINICIAN)
    assert transfer.case_id not in played(client, transfer, Part.RECEIVER)


def test_nobody_can_be_brought_in_from_outside(sits: Sits, more_staff, pathway, clock, contact) -> None:
    practised = Practised.begin(more_staff["decider"], pathway, clock)
    practised.ask()
    practised.meet()
    client, of = sits("decider"), [practised.transfer_id]
    client.post(reverse("practice_go", args=of), {"part": "clinician"})
    room = client.get(reverse("live_room", args=of)).content.decode()
    for name in ("live_invite", "live_supervisor"):
        assert reverse(name, args=of) not in room
        assert client.post(reverse(name, args=of), {"how": "contact-link", "contact": contact.pk}).status_code == 403
    assert "Marguerite Vole" not in room
    assert not GuestLinkRequest.objects.exists()
