"""What an administrator may not give: to themself, beyond their organisation, to staff who work elsewhere."""

from __future__ import annotations

import pytest
from django.urls import reverse

from holdfast.accounts.errors import NotTheirs
from holdfast.accounts.models import SignIn, Staff
from holdfast.accounts.selectors import party
from holdfast.accounts.services import role_end, role_give, sign_in_begin
from holdfast.directory.models import Organization, Service
from holdfast.protocol.codes import OVERSEES_JURISDICTION, Role

pytestmark = pytest.mark.django_db
INVITE, POOLS = "/administration/people/invite/", "/administration/pools/"
WIDE = sorted(each.value for each in OVERSEES_JURISDICTION)


def at(staff: Staff) -> str:
    return reverse("admin_person", args=[staff.pk])


def roles(staff: Staff) -> list[str]:
    return sorted(each.role for each in party(str(staff.pk))[str(staff.pk)].assignments)


def invited(service: Service, email: str, role: str = "peer") -> dict[str, str]:
    return {"name": "Cy Moss", "email": email, "role": role, "service": str(service.pk)}


@pytest.mark.parametrize("role", ["clinician", "supervisor", "quality_reviewer", "governance"])
def test_nobody_gives_themself_a_role(tess: Staff, line: Service, by, role: str) -> None:
    sent = {"do": "role_give", "role": role, "service": str(line.pk)}
    assert by(tess).post(at(tess), sent).status_code in (409, 422)
    assert by(tess).post(INVITE, invited(line, tess.email, role)).status_code == 422
    assert roles(tess) == ["administrator"]
    assert "Give the role" not in by(tess).get(at(tess)).content.decode()


def test_nobody_joins_a_pool_by_their_own_hand(tess: Staff, line: Service, by) -> None:
    assert by(tess).post(at(tess), {"do": "pool_join", "service": str(line.pk)}).status_code == 409
    member = {"do": "join", "staff": str(tess.pk), "service": str(line.pk)}
    assert by(tess).post(POOLS, member).status_code == 422
    assert not party(str(tess.pk))[str(tess.pk)].pools


@pytest.mark.parametrize("role", WIDE)
def test_a_role_over_the_jurisdiction_is_neither_offered_nor_given_by_who_does_not_keep_it(
    tess, ana, line, by, role: str
) -> None:
    browser = by(tess)
    for url in (at(ana), INVITE):
        assert f'value="{role}"' not in browser.get(url).content.decode()
    assert browser.post(at(ana), {"do": "role_give", "role": role, "service": str(line.pk)}).status_code == 422
    assert browser.post(INVITE, invited(line, "cy@valley.example", role)).status_code == 422
    with pytest.raises(NotTheirs):
        role_give(ana.pk, Role(role), line.pk, by=tess.pk)
    assert roles(ana) == ["clinician"]


@pytest.mark.parametrize("role", WIDE)
def test_who_keeps_the_jurisdiction_gives_it_to_somebody_else(tess, ana, line, by, role: str) -> None:
    role_give(tess.pk, Role.GOVERNANCE, line.pk)
    assert by(tess).post(at(ana), {"do": "role_give", "role": role, "service": str(line.pk)}).status_code == 302
    assert roles(ana) == sorted(["clinician", role])


def test_who_keeps_another_jurisdiction_does_not(tess, ana, line, by) -> None:
    far = Organization.objects.create(name="Far", jurisdiction="US-NY")
    role_give(tess.pk, Role.GOVERNANCE, Service.objects.create(organization=far, name="Far desk").pk)
    sent = {"do": "role_give", "role": "quality_reviewer", "service": str(line.pk)}
    refused = by(tess).post(at(ana), sent)
    assert refused.status_code == 409
    assert "oversees the whole jurisdiction" in refused.content.decode()
    assert roles(ana) == ["clinician"]


def test_a_role_over_the_jurisdiction_is_ended_by_the_administrator_of_its_holder(tess, ana, line, by) -> None:
    role_give(ana.pk, Role.QUALITY_REVIEWER, line.pk)
    assert "Quality reviewer, Valley Crisis Line" in by(tess).get(at(ana)).content.decode()
    sent = {"do": "role_end", "role": "quality_reviewer", "service": str(line.pk)}
    assert by(tess).post(at(ana), sent).status_code == 302
    assert roles(ana) == ["clinician"]


def test_staff_of_another_organisation_are_not_taken_in_by_their_email(*, tess, ana, line, elsewhere, hire, by) -> None:
    omar = hire("omar", Role.SUPERVISOR, elsewhere)
    refused = by(tess).post(INVITE, invited(line, omar.email))
    assert refused.status_code == 422
    assert "works for another organization" in refused.content.decode()
    assert roles(omar) == ["supervisor"]
    assert by(tess).get(at(omar)).status_code == 404
    assert by(tess).post(INVITE, invited(line, ana.email)).status_code == 302
    assert roles(ana) == ["clinician", "peer"]


def test_whoever_works_for_two_organisations_is_signed_out_and_uninvited_by_neither(tess, ana, elsewhere, by) -> None:
    browser = by(tess)
    assert browser.post(at(ana), {"do": "invite"}).status_code == 302
    role_give(ana.pk, Role.PEER, elsewhere.pk)
    sign_in_begin(ana.pk)
    for do in ("sign_out", "uninvite"):
        assert f'value="{do}"' not in browser.get(at(ana)).content.decode()
        assert browser.post(at(ana), {"do": do}).status_code == 404
    assert SignIn.objects.filter(staff=ana, ended_at=None).exists()


def test_who_left_for_another_organisation_is_not_taken_back_unasked(tess, ana, line, elsewhere, by) -> None:
    role_end(ana.pk, Role.CLINICIAN, line.pk)
    sent = {"do": "role_give", "role": "peer", "service": str(line.pk)}
    role_give(ana.pk, Role.PEER, elsewhere.pk)
    refused = by(tess).post(at(ana), sent)
    assert refused.status_code == 409
    assert "works for another organization" in refused.content.decode()
    role_end(ana.pk, Role.PEER, elsewhere.pk)
    assert by(tess).post(at(ana), sent).status_code == 302
    assert roles(ana) == ["peer"]
