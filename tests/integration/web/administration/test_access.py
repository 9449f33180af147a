"""Who looked: shown to those who may know, itself noted; break-glass from the reason to the review."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from holdfast.accounts.models import AccessLogEntry, ActorKind, Adapter, BreakGlass, Staff
from holdfast.accounts.services import (
    GrantOrder,
    Viewed,
    Viewer,
    access_log,
    grant_issue,
    grant_redeem,
    role_give,
    staff_add,
)
from holdfast.config.clock import now
from holdfast.config.ids import new_id
from holdfast.directory.models import Organization, Service
from holdfast.protocol.codes import Identity, Role, Seat
from holdfast.protocol.facts import PERSON, Party
from holdfast.transfers.models import Transfer
from holdfast.transfers.scope import Asker
from holdfast.transfers.selectors import Paging, person_seen_by
from tests.story import Story, vector

pytestmark = pytest.mark.django_db
VIEWS, GLASS, REVIEWS = "/administration/views/", "/break-glass/", "/administration/break-glass/"
WHY = "She rang us in distress and her own team does not answer."
MOST = 15


@pytest.fixture
def story():
    told = Story(vector("controls/S.role/refuses-reassign.json")).set_up()
    told.tell(4)
    with time_machine.travel(told.at + timedelta(minutes=1), tick=False):
        Transfer.objects.filter(pk=told.transfer_id).update(person_id=new_id())
        yield told


def hired(name: str, role: Role, service: Service) -> Staff:
    staff = staff_add(f"{name}@holdfast.example", f"{name.capitalize()} Moss")
    role_give(staff.pk, role, service.pk)
    return staff


@pytest.fixture
def boss(story: Story) -> Staff:
    """The administrator of the county, whose services opened the transfer."""
    return hired("boss", Role.ADMINISTRATOR, Service.objects.get(pk=story.ids["northside"]))


@pytest.fixture
def quinn(story: Story) -> Staff:
    """A quality reviewer of the county."""
    return hired("quinn", Role.QUALITY_REVIEWER, Service.objects.get(pk=story.ids["northside"]))


@pytest.fixture
def sam(story: Story) -> Staff:
    """A crisis worker of another organisation."""
    other = Service.objects.create(organization=Organization.objects.create(name="Elsewhere"), name="Far line")
    return hired("sam", Role.CRISIS_WORKER, other)


def looked(story: Story, by: UUID, purpose: str = "transfer-page", kind: ActorKind = ActorKind.STAFF) -> None:
    row = Transfer.objects.get(pk=story.transfer_id)
    access_log(Viewer(kind, by), [Viewed(row.pk, row.person_id)], purpose=purpose, adapter=Adapter.PAGE)


def views(browser: Client, story: Story, **said: str):
    return browser.get(VIEWS, {"transfer": str(story.transfer_id), **said})


def test_the_log_of_a_handoff_names_who_in_which_role_and_what_for(story, boss, by) -> None:
    looked(story, UUID(story.ids["dana"]))
    page = views(by(boss), story).content.decode()
    assert "<bdi>dana</bdi>" in page
    assert "Crisis worker, northside" in page
    assert "Looked at the handoff" in page


def test_the_role_is_the_one_held_when_it_was_seen(story: Story, boss: Staff, by) -> None:
    looked(story, boss.pk)
    with time_machine.travel(now() + timedelta(days=1), tick=False):
        Staff.objects.get(pk=boss.pk).assignments.update(held_until=now() - timedelta(seconds=1))
        role_give(boss.pk, Role.GOVERNANCE, Service.objects.get(pk=story.ids["northside"]).pk)
        page = views(by(boss), story).content.decode()
    assert "Administrator, northside" in page


def test_looking_at_the_log_stands_in_the_log(story: Story, boss: Staff, by) -> None:
    looked(story, UUID(story.ids["dana"]))
    views(by(boss), story)
    entry = AccessLogEntry.objects.get(purpose="access-log")
    assert (entry.actor_id, entry.transfer_id) == (boss.pk, story.transfer_id)


def test_a_guest_is_shown_without_a_name(story: Story, boss: Staff, by) -> None:
    order = GrantOrder(
        transfer_id=story.transfer_id, party=Seat.PERSON, identity=Identity.PERSON_LINK, subject_id=new_id(),
        expires_at=now() + timedelta(days=1), one_time=False,
    )  # fmt: skip
    session, _ = grant_redeem(grant_issue(order)[1])
    looked(story, session.pk, "person-page", ActorKind.GUEST)
    page = views(by(boss), story).content.decode()
    assert "A guest" in page
    assert "The person, by their own link" in page


def test_the_log_of_a_person_gathers_their_handoffs(story: Story, quinn: Staff, by) -> None:
    looked(story, UUID(story.ids["dana"]))
    person_id = str(Transfer.objects.get(pk=story.transfer_id).person_id)
    page = by(quinn).get(VIEWS, {"person": person_id}).content.decode()
    assert "<bdi>dana</bdi>" in page


def test_the_log_of_a_person_says_of_which_case_each_view_was(story: Story, quinn: Staff, by) -> None:
    looked(story, UUID(story.ids["dana"]))
    person_id = str(Transfer.objects.get(pk=story.transfer_id).person_id)
    assert "Case WH-20417" in by(quinn).get(VIEWS, {"person": person_id}).content.decode()


@pytest.mark.parametrize("who", ["boss", "quinn"])
def test_a_handoff_is_looked_up_by_its_case_number(story: Story, boss: Staff, quinn: Staff, by, who: str) -> None:
    looked(story, UUID(story.ids["dana"]))
    answer = by({"boss": boss, "quinn": quinn}[who]).post(VIEWS, {"case": " wh-20417"}, follow=True)
    assert answer.redirect_chain == [(f"{VIEWS}?transfer={story.transfer_id}", 302)]
    page = answer.content.decode()
    assert "<title>Who looked: WH-20417" in page
    assert "<bdi>dana</bdi>" in page


@pytest.mark.parametrize(("typed", "said"), [("WH-1", "You know of no handoff"), ("", "Say the case number.")])
def test_a_number_that_leads_nowhere_is_kept_and_said(story: Story, boss: Staff, by, typed: str, said: str) -> None:
    answer = by(boss).post(VIEWS, {"case": typed})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert f'value="{typed}"' in answer.content.decode() or not typed


def test_a_case_that_is_not_theirs_to_know_of_is_as_one_that_is_not_there(story: Story, sam: Staff, by) -> None:
    role_give(sam.pk, Role.ADMINISTRATOR, Staff.objects.get(pk=sam.pk).assignments.get().service_id)
    answer = by(sam).post(VIEWS, {"case": "WH-20417"})
    assert answer.status_code == 422
    assert str(story.transfer_id) not in answer.content.decode()


def test_whoever_may_not_know_is_shown_nothing(story: Story, sam: Staff, by) -> None:
    looked(story, UUID(story.ids["dana"]))
    role_give(sam.pk, Role.ADMINISTRATOR, Staff.objects.get(pk=sam.pk).assignments.get().service_id)
    page = views(by(sam), story).content.decode()
    assert "dana" not in page
    assert "it is not yours to know" in page
    assert not AccessLogEntry.objects.filter(actor_id=sam.pk).exists()


def test_clinicians_and_strangers_do_not_open_the_log(story: Story, sam: Staff, by) -> None:
    assert views(by(sam), story).status_code == 403
    assert views(Client(), story).status_code == 302


def test_a_long_log_comes_in_pages_of_the_same_statements(story, boss, by, django_assert_max_num_queries) -> None:
    for _ in range(30):
        looked(story, UUID(story.ids["dana"]))
    browser = by(boss)
    with time_machine.travel(now() + timedelta(minutes=1), tick=False):
        browser.get("/account/session/")
        with django_assert_max_num_queries(MOST):
            first = views(browser, story).content.decode()
        assert first.count('role="rowheader"') == 25
        following = re.findall(r'href="(\?[^"]+)" rel="next"', first)[0].replace("&amp;", "&")
        second = browser.get(f"{VIEWS}{following}").content.decode()
    assert second.count('role="rowheader"') == 5
    assert views(browser, story, after="odd").status_code == 404


def test_the_person_is_told_roles_and_services_and_never_a_name(story: Story) -> None:
    looked(story, UUID(story.ids["dana"]))
    person = Asker(Party(PERSON), story.transfer_id, Seat.PERSON)
    seen = person_seen_by(person, Paging()).items
    assert [(each.name, each.seen_by.role, each.seen_by.service_name) for each in seen] == [
        ("", Role.CRISIS_WORKER, "northside")
    ]
    assert person_seen_by(Asker(Party(PERSON), new_id(), Seat.PERSON), Paging()).items == ()
    assert person_seen_by(Asker(Party(story.ids["dana"])), Paging()).items == ()


def test_breaking_the_glass_by_the_case_number_leads_to_the_handoff(story: Story, sam: Staff, by) -> None:
    browser = by(sam)
    assert "4 hours" in browser.get(GLASS).content.decode()
    response = browser.post(GLASS, {"case": " WH-20417 ", "reason": WHY})
    assert response["Location"] == f"/transfers/{story.transfer_id}/"
    row = BreakGlass.objects.get()
    assert (row.transfer_id, row.staff) == (story.transfer_id, sam)


def test_breaking_the_glass_from_a_page_asks_for_the_reason_alone(story: Story, sam: Staff, by) -> None:
    url = f"{GLASS}?transfer={story.transfer_id}"
    assert 'name="case"' not in by(sam).get(url).content.decode()
    assert by(sam).post(url, {"reason": WHY}).status_code == 302
    assert BreakGlass.objects.get().transfer_id == story.transfer_id


@pytest.mark.parametrize(("sent", "said"), [({"case": "WH-1", "reason": WHY}, "no such handoff"),
    ({"case": "", "reason": WHY}, "Say the case number."), ({"case": "WH-20417", "reason": "x"}, "whole sentence"),
    ({"case": "WH-20417", "reason": ""}, "Say why")], ids=["unknown", "no case", "too short", "no reason"])  # fmt: skip
def test_without_a_case_or_a_reason_nothing_is_opened(story, sam, by, sent, said) -> None:
    response = by(sam).post(GLASS, sent)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not BreakGlass.objects.exists()


def test_guessing_case_numbers_is_throttled(story: Story, sam: Staff, by) -> None:
    browser = by(sam)
    codes = [browser.post(GLASS, {"case": f"WH-{n}", "reason": WHY}).status_code for n in range(21)]
    assert codes[-1] == 429


def test_an_auditor_and_a_stranger_break_no_glass(story: Story, by) -> None:
    ed = hired("ed", Role.AUDITOR, Service.objects.get(pk=story.ids["northside"]))
    assert by(ed).post(GLASS, {"case": "WH-20417", "reason": WHY}).status_code == 403
    assert Client().post(GLASS, {"case": "WH-20417", "reason": WHY}).status_code == 302
    assert not BreakGlass.objects.exists()


@pytest.fixture
def broken(story: Story, sam: Staff, by) -> BreakGlass:
    by(sam).post(GLASS, {"case": "WH-20417", "reason": WHY})
    return BreakGlass.objects.get()


def test_a_look_waits_on_the_list_until_it_is_settled(broken: BreakGlass, quinn: Staff, by) -> None:
    browser = by(quinn)
    waiting = browser.get(REVIEWS).content.decode()
    assert WHY in waiting
    assert "Case WH-20417" in waiting
    assert "Case WH-20417" in browser.get(f"{REVIEWS}{broken.pk}/").content.decode()
    assert browser.post(f"{REVIEWS}{broken.pk}/", {"finding": "justified", "remark": ""}).status_code == 302
    assert "None waits for a review" in browser.get(REVIEWS).content.decode()
    assert "Justified" in browser.get(f"{REVIEWS}?reviewed=yes").content.decode()
    broken.refresh_from_db()
    assert (broken.reviewed_by, broken.finding) == (quinn, "justified")


@pytest.mark.parametrize("sent", [{}, {"finding": "maybe"}, {"finding": "not_justified", "remark": " "}],
    ids=["nothing", "unknown", "without words"])  # fmt: skip
def test_a_review_without_a_finding_settles_nothing(broken: BreakGlass, quinn: Staff, by, sent) -> None:
    assert by(quinn).post(f"{REVIEWS}{broken.pk}/", {"sent": "yes", **sent}).status_code == 422
    broken.refresh_from_db()
    assert broken.reviewed_at is None


def test_nobody_settles_their_own_look(story: Story, quinn: Staff, by) -> None:
    by(quinn).post(GLASS, {"case": "WH-20417", "reason": WHY})
    own = BreakGlass.objects.get()
    assert "Your own look" in by(quinn).get(REVIEWS).content.decode()
    assert by(quinn).post(f"{REVIEWS}{own.pk}/", {"finding": "justified"}).status_code == 409


def test_reviewers_of_other_organisations_do_not_see_it(broken: BreakGlass, by) -> None:
    far = Service.objects.create(organization=Organization.objects.create(name="Far"), name="Desk")
    other = hired("rex", Role.QUALITY_REVIEWER, far)
    assert WHY not in by(other).get(REVIEWS).content.decode()
    assert by(other).get(f"{REVIEWS}{broken.pk}/").status_code == 404
    assert by(other).post(f"{REVIEWS}{broken.pk}/", {"finding": "justified"}).status_code == 404


def test_only_reviewers_open_the_reviews(broken: BreakGlass, sam: Staff, boss: Staff, by) -> None:
    for url in (REVIEWS, reverse("glass_settle", args=[broken.pk])):
        assert by(sam).get(url).status_code == 403
        assert by(boss).get(url).status_code == 403
        assert Client().get(url).status_code == 302
        assert by(sam).put(url).status_code == 405


def test_the_list_of_looks_takes_the_same_statements_for_many(story, sam, quinn, by, django_assert_max_num_queries):
    for each in range(30):
        row = BreakGlass(staff=sam, transfer_id=story.transfer_id, reason="x", until=now() + timedelta(hours=each + 1))
        row.save()
    browser = by(quinn)
    browser.get(REVIEWS)
    with django_assert_max_num_queries(MOST):
        page = browser.get(REVIEWS).content.decode()
    assert page.count("Review this look") == 25
