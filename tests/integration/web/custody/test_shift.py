"""Hand over my shift: many people offered to one colleague, each by itself, each accepted by itself."""

from __future__ import annotations

import pytest
from django.urls import reverse

from holdfast.config.ids import new_id
from holdfast.transfers.models import Custody, Transfer
from tests.integration.web.custody.conftest import sit, words

pytestmark = pytest.mark.django_db
READY = "controls/S.handover/holds-accepted.json"
SHIFT = "/shift/"


def several(tell, count):
    """Tell a handoff up to where it could be offered, `count` times; return the story and the ids."""
    story = tell(READY, leave=2)
    ids = [story.transfer_id]
    for _ in range(count - 1):
        story.transfer_id = new_id()
        story.tell(len(story.told["steps"]) - 2)
        ids.append(story.transfer_id)
    return story, ids


def sent(story, ids, **changed):
    notes = {f"note-{each}": "Wants the ride confirmed tonight." for each in ids}
    return (
        {"take": [str(each) for each in ids], "colleague": story.ids["lena"], "ends": "22:00", "key": "k"}
        | notes
        | changed
    )


def test_each_person_is_offered_and_stays_with_the_owner(tell):
    story, ids = several(tell, 3)
    answer = sit(story, "dana").post(SHIFT, sent(story, ids))
    assert (answer.status_code, answer["Location"]) == (302, "/shift/?done=offered")
    assert Custody.objects.filter(offered_to=story.ids["lena"]).count() == 3
    assert set(Transfer.objects.values_list("owner_id", flat=True)) == {story.ids["dana"]}


def test_the_colleague_sees_the_offer_with_its_note_and_takes_one_on(tell):
    story, ids = several(tell, 2)
    sit(story, "dana").post(SHIFT, sent(story, ids))
    lena = sit(story, "lena")
    assert words(lena.get(SHIFT)).count("Wants the ride confirmed tonight.") == 2
    url = reverse("command_give", args=[ids[0], "accept_custody"])
    assert lena.get(url).status_code == 200
    assert lena.post(url).status_code in (302, 303)
    owners = dict(Transfer.objects.values_list("pk", "owner_id"))
    assert owners == {ids[0]: story.ids["lena"], ids[1]: story.ids["dana"]}


def test_why_a_colleague_did_not_take_somebody_on_stands_with_them_until_they_are_offered_again(tell):
    story, ids = several(tell, 2)
    dana = sit(story, "dana")
    dana.post(SHIFT, sent(story, ids))
    url = reverse("command_give", args=[ids[0], "decline_custody"])
    assert sit(story, "lena").post(url, {"reason": "I leave at ten as well."}).status_code in (302, 303)
    assert words(dana.get(SHIFT)).count("did not take them on: I leave at ten as well.") == 1
    dana.post(SHIFT, sent(story, ids[:1], key="again"))
    assert "did not take them on" not in words(dana.get(SHIFT))


def test_a_note_that_is_missing_offers_nobody_and_keeps_what_was_typed(tell):
    story, ids = several(tell, 2)
    answer = sit(story, "dana").post(SHIFT, sent(story, ids, **{f"note-{ids[1]}": " "}))
    assert answer.status_code == 422
    assert "Write down what you told your colleague" in words(answer)
    assert "Wants the ride confirmed tonight." in answer.content.decode()
    assert not Custody.objects.exclude(offered_to="").exists()


def test_a_batch_that_goes_through_in_part_says_what_was_done(tell):
    story, ids = several(tell, 2)
    story.transfer_id = ids[1]
    story.give("priya", "reassign", {"to": "priya", "reason": "Called away."})
    answer = sit(story, "dana").post(SHIFT, sent(story, ids))
    assert answer.status_code == 422
    assert "1 of those you chose were offered." in words(answer)
    assert list(Custody.objects.exclude(offered_to="").values_list("pk", flat=True)) == [ids[0]]


def test_sent_twice_it_offers_once(tell):
    story, ids = several(tell, 1)
    dana = sit(story, "dana")
    first, again = dana.post(SHIFT, sent(story, ids)), dana.post(SHIFT, sent(story, ids))
    assert first.status_code == again.status_code == 302
    from holdfast.ledger.selectors import load

    assert [each.kind for each in load(ids[0])].count("filed.offer_custody") == 1


@pytest.mark.parametrize("changed", [{"colleague": "nobody"}, {"ends": "25:00"}, {"take": []}, {"take": ["no id"]}])
def test_bad_input_offers_nobody_and_says_what_is_wrong(tell, changed):
    story, ids = several(tell, 1)
    answer = sit(story, "dana").post(SHIFT, sent(story, ids) | changed)
    assert answer.status_code == 422
    assert not Custody.objects.exclude(offered_to="").exists()


def test_with_nobody_chosen_all_that_is_wrong_stands_in_the_summary_and_notes_stay(tell):
    story, ids = several(tell, 1)
    answer = sit(story, "dana").post(SHIFT, sent(story, ids, take=[], colleague="", ends=""))
    page = answer.content.decode()
    summary = page.partition('class="usa-list"')[2].partition("</ul>")[0]
    assert f'<a href="#take-{ids[0]}">Choose at least one person.</a>' in summary
    assert "Choose a colleague." in summary
    assert "Wants the ride confirmed tonight." in page


def test_a_missing_note_is_in_the_summary_with_whom_it_is_about(tell):
    story, ids = several(tell, 1)
    page = sit(story, "dana").post(SHIFT, sent(story, ids, **{f"note-{ids[0]}": ""})).content.decode()
    link = page.partition(f'<a href="#note-{ids[0]}">')[2].partition("</a>")[0]
    assert "Write down what you told your colleague" in link
    assert link.partition(":")[0] in page.partition(f'id="take-{ids[0]}"')[2]


def test_somebody_elses_person_is_not_offered(tell):
    story, ids = several(tell, 1)
    answer = sit(story, "lena").post(SHIFT, sent(story, ids, colleague=story.ids["dana"]))
    assert answer.status_code == 422
    assert not Custody.objects.exclude(offered_to="").exists()


@pytest.mark.parametrize("count", [1, 12])
def test_the_page_takes_few_statements_at_any_length(tell, count, django_assert_max_num_queries):
    story, ids = several(tell, count)
    dana, lena = sit(story, "dana"), sit(story, "lena")
    dana.post(SHIFT, sent(story, ids))
    for client in (dana, lena):
        with django_assert_max_num_queries(15):
            assert client.get(SHIFT).status_code == 200
