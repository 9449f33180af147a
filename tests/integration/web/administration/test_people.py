"""Administration of people: the list, invitations, places given and ended, leaving; bounded in statements."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.urls import reverse

from holdfast.accounts.models import Invitation, SignIn, Staff
from holdfast.accounts.selectors import party, staff_by_email
from holdfast.accounts.services import role_give, sign_in_begin, staff_add
from holdfast.directory.models import Service
from holdfast.protocol.codes import Role
from tests.story import Story, vector

pytestmark = pytest.mark.django_db
MOST = 15


def at(staff: Staff) -> str:
    return reverse("admin_person", args=[staff.pk])


def roles(staff: Staff) -> list[str]:
    return sorted(each.role for each in party(str(staff.pk))[str(staff.pk)].assignments)


@pytest.fixture
def many(hire, line):
    """Hire so many clinicians, each seen today."""

    def hired(number: int) -> None:
        for each in range(number):
            sign_in_begin(hire(f"p{each:03}", Role.CLINICIAN, line).pk)

    return hired


@pytest.mark.parametrize("number", [1, 60])
def test_the_list_takes_the_same_statements_for_one_and_many(
    number, tess, many, by, django_assert_max_num_queries
) -> None:
    many(number)
    browser = by(tess)
    browser.get("/administration/people/")
    with django_assert_max_num_queries(MOST):
        page = browser.get("/administration/people/").content.decode()
    assert page.count('role="rowheader"') == min(number + 1, 25)


def test_the_list_goes_on_after_its_last_row_and_carries_no_name_in_its_address(tess, many, by) -> None:
    many(30)
    first = by(tess).get("/administration/people/").content.decode()
    following = re.findall(r'href="(\?after=[0-9a-f-]{36})" rel="next"', first)[0]
    second = by(tess).get(f"/administration/people/{following}").content.decode()
    assert second.count('role="rowheader"') == 6
    assert "P024 Moss" in first
    assert "P025 Moss" in second


def test_a_search_is_posted_and_finds_by_name_and_email(tess: Staff, ana: Staff, by) -> None:
    found = by(tess).post("/administration/people/", {"words": "ANA moss"}).content.decode()
    assert "Ana Moss" in found
    assert found.count('role="rowheader"') == 1
    assert "Nobody is found" in by(tess).post("/administration/people/", {"words": "zz"}).content.decode()


def test_staff_of_other_organisations_are_not_in_the_list(tess: Staff, olga: Staff, by) -> None:
    assert "Olga" not in by(tess).get("/administration/people/").content.decode()


def test_an_invited_member_of_staff_is_new_with_a_role_and_a_message_on_its_way(tess, line, by) -> None:
    said = {"name": "Cy Moss", "email": "Cy@valley.example", "role": "peer", "service": str(line.pk)}
    response = by(tess).post("/administration/people/invite/", said)
    staff = staff_by_email("cy@valley.example")
    assert staff is not None
    assert response["Location"] == at(staff)
    assert roles(staff) == ["peer"]
    assert Invitation.objects.get(staff=staff).invited_by == tess
    said = by(tess).get(at(staff)).content.decode()
    assert "Invitation not sent yet" in said
    assert "is about to be sent" in said


@pytest.mark.parametrize(("wrong", "said"), [({"name": ""}, "Say their name."), ({"email": "x"}, "Type an email"),
    ({"role": "wizard"}, "Select a valid choice"), ({"service": "x"}, "Select a valid choice")],
    ids=["name", "email", "role", "service"])  # fmt: skip
def test_what_is_wrong_with_an_invitation_is_said_and_kept(tess, line, by, wrong, said) -> None:
    good = {"name": "Cy Moss", "email": "cy@valley.example", "role": "peer", "service": str(line.pk)}
    response = by(tess).post("/administration/people/invite/", {**good, **wrong})
    page = response.content.decode()
    assert response.status_code == 422
    assert said in page
    assert "<title>Error: " in page
    assert staff_by_email("cy@valley.example") is None


def test_nobody_is_invited_to_a_service_of_another_organisation(tess, elsewhere: Service, by) -> None:
    said = {"name": "Cy Moss", "email": "cy@valley.example", "role": "peer", "service": str(elsewhere.pk)}
    assert by(tess).post("/administration/people/invite/", said).status_code == 422
    assert staff_by_email("cy@valley.example") is None


def test_roles_are_given_and_ended(tess: Staff, ana: Staff, line: Service, by) -> None:
    place = {"role": "supervisor", "service": str(line.pk)}
    assert by(tess).post(at(ana), {"do": "role_give", **place}).status_code == 302
    assert roles(ana) == ["clinician", "supervisor"]
    assert by(tess).post(at(ana), {"do": "role_end", **place}).status_code == 302
    assert roles(ana) == ["clinician"]
    again = by(tess).post(at(ana), {"do": "role_end", **place})
    assert again.status_code == 409
    assert "had ended already" in again.content.decode()


def test_no_role_is_given_at_a_service_of_another_organisation(tess, ana, elsewhere, by) -> None:
    sent = {"do": "role_give", "role": "supervisor", "service": str(elsewhere.pk)}
    assert by(tess).post(at(ana), sent).status_code == 422
    assert roles(ana) == ["clinician"]


def test_an_administrator_does_not_end_their_own_role(tess: Staff, line: Service, by) -> None:
    ended = by(tess).post(at(tess), {"do": "role_end", "role": "administrator", "service": str(line.pk)})
    assert ended.status_code == 409
    assert roles(tess) == ["administrator"]


def test_pools_are_joined_and_left(tess: Staff, ana: Staff, line: Service, by) -> None:
    for do, pools in (("pool_join", {str(line.pk)}), ("pool_leave", set())):
        assert by(tess).post(at(ana), {"do": do, "service": str(line.pk)}).status_code == 302
        assert party(str(ana.pk))[str(ana.pk)].pools == pools


def test_an_invitation_is_sent_again_and_taken_back(tess: Staff, ana: Staff, by) -> None:
    for do, is_open in (("invite", True), ("invite", True), ("uninvite", False)):
        assert by(tess).post(at(ana), {"do": do}).status_code == 302
        assert Invitation.objects.filter(revoked_at=None).exists() is is_open
    assert by(tess).post(at(ana), {"do": "uninvite"}).status_code == 404


def test_somebody_is_signed_out_everywhere(tess: Staff, ana: Staff, by) -> None:
    browser = by(ana)
    assert browser.get("/account/").status_code == 200
    by(tess).post(at(ana), {"do": "sign_out"})
    assert browser.get("/account/").status_code == 302


def test_an_unknown_deed_is_not_found(tess: Staff, ana: Staff, by) -> None:
    assert by(tess).post(at(ana), {"do": "promote"}).status_code == 404


def test_a_lost_phone_lets_them_choose_anew(tess: Staff, ana: Staff, by) -> None:
    ana.set_password("four words to remember")
    ana.save()
    Authenticator.objects.create(user=ana, type="totp", data={})
    url = reverse("admin_sign_in_anew", args=[ana.pk])
    assert "Make sure first" in by(tess).get(url).content.decode()
    assert by(tess).post(url).status_code == 302
    ana.refresh_from_db()
    assert not ana.has_usable_password()
    assert not Authenticator.objects.exists()
    assert Invitation.objects.filter(staff=ana).exists()


def test_nobody_begins_their_own_sign_in_anew_or_deactivates_themselves(tess: Staff, by) -> None:
    for name in ("admin_sign_in_anew", "admin_deactivate"):
        assert by(tess).post(reverse(name, args=[tess.pk])).status_code == 409
    tess.refresh_from_db()
    assert tess.is_active


def test_whoever_works_for_two_organisations_is_deactivated_by_neither(tess, ana, elsewhere, by) -> None:
    role_give(ana.pk, Role.PEER, elsewhere.pk)
    assert by(tess).post(reverse("admin_deactivate", args=[ana.pk])).status_code == 404
    assert "another organization" in by(tess).get(at(ana)).content.decode()


def test_a_deactivated_accounts_people_pass_to_its_supervisor(by) -> None:
    story = Story(vector("controls/S.role/refuses-reassign.json")).set_up()
    story.tell(4)
    with time_machine.travel(story.at + timedelta(minutes=1), tick=False):
        boss = staff_add("boss@valley.example", "Boss")
        role_give(boss.pk, Role.ADMINISTRATOR, Service.objects.get(pk=story.ids["northside"]).pk)
        url = reverse("admin_deactivate", args=[story.ids["dana"]])
        browser = by(boss)
        assert "People they own" in browser.get(url).content.decode()
        assert browser.post(url).status_code == 302
        assert story.state().owner == "priya"
        assert "Deactivated" in browser.get(reverse("admin_person", args=[story.ids["dana"]])).content.decode()


def test_where_nobody_takes_over_it_says_so_and_changes_nothing(by) -> None:
    story = Story(vector("controls/S.role/refuses-reassign.json")).set_up()
    story.tell(4)
    with time_machine.travel(story.at + timedelta(minutes=1), tick=False):
        boss = staff_add("boss@valley.example", "Boss")
        role_give(boss.pk, Role.ADMINISTRATOR, Service.objects.get(pk=story.ids["northside"]).pk)
        Staff.objects.filter(pk=story.ids["priya"]).update(is_active=False)
        refused = by(boss).post(reverse("admin_deactivate", args=[story.ids["dana"]]))
        assert refused.status_code == 409
        assert "nobody to take them over" in refused.content.decode()
        assert Staff.objects.get(pk=story.ids["dana"]).is_active


def test_one_member_of_staff_takes_a_bounded_number_of_statements(tess, ana, line, by, django_assert_max_num_queries):
    for _ in range(5):
        sign_in_begin(ana.pk)
    browser = by(tess)
    browser.get(at(ana))
    with django_assert_max_num_queries(MOST):
        assert "signed in at 5 browsers" in browser.get(at(ana)).content.decode()
    assert SignIn.objects.count() == 6
