"""`holdfast staff` and `holdfast token`, as an operator types them."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result

from holdfast.accounts.models import ApiToken, Invitation, Staff
from holdfast.accounts.selectors import party, staff_by_email, token_find
from holdfast.accounts.services import token_create
from holdfast.cli import main
from holdfast.config.ids import new_id
from holdfast.directory.models import Service
from holdfast.protocol.codes import Role
from holdfast.protocol.facts import Assignment

pytestmark = pytest.mark.django_db


def holdfast(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def add(
    *words: str, email: str = "cy@valley.example", role: str = "peer", service: str = "Valley Crisis Line"
) -> Result:
    return holdfast("staff", "add", email, "--role", role, "--service", service, *words)


def test_somebody_new_is_added_with_a_role_and_pools(service, other_service) -> None:
    said = add("--name", "Cy Moss", "--pool", "valley outpatient", role="supervisor", service=str(service.pk))
    assert said.exit_code == 0, said.output
    assert said.output.startswith("Added: cy@valley.example, now supervisor at Valley Crisis Line")
    staff = staff_by_email("cy@valley.example")
    assert staff is not None
    held = party(str(staff.pk))[str(staff.pk)]
    assert held.assignments == (Assignment(Role.SUPERVISOR, str(service.pk)),)
    assert held.pools == {str(other_service.pk)}


def test_somebody_known_gets_one_more_role_and_keeps_the_name(service, ana) -> None:
    said = add("--name", "Another Name", email="ANA@valley.example")
    assert (said.exit_code, said.output.split(":")[0]) == (0, "Known already")
    assert Staff.objects.get().display_name == "Ana Ortiz"
    assert add(email="ana@valley.example", role="clinician").exit_code == 0
    assert len(party(str(ana.pk))[str(ana.pk)].assignments) == 2


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({}, "give --name as well"),
        ({"email": "not an address"}, "is not an address such as"),
        ({"role": "wizard"}, "'wizard' is not one of"),
        ({"service": "No Such Place"}, "No service of the directory has the id or name 'No Such Place'"),
        ({"service": str(new_id())}, "No service of the directory has the id or name"),
    ],
    ids=["no name", "no address", "no role", "no service", "no id"],
)
def test_what_cannot_be_added_is_explained_and_nothing_is_kept(service, words: dict[str, str], expected: str) -> None:
    said = add(*(("--name", "Cy") if words else ()), **words)
    assert said.exit_code != 0
    assert expected in " ".join(said.output.split())
    assert not Staff.objects.exists()


def test_an_unknown_pool_keeps_nothing_of_the_person(service) -> None:
    said = add("--name", "Cy Moss", "--pool", "No Such Place")
    assert (said.exit_code, Staff.objects.count()) == (1, 0)


def test_a_name_that_several_services_have_asks_for_an_id(service) -> None:
    twin = Service.objects.create(name="VALLEY crisis line")
    said = add("--name", "Cy Moss")
    assert said.exit_code == 1
    assert str(twin.pk) in said.output
    assert str(service.pk) in said.output


def test_a_deactivated_account_gets_no_role_and_no_token(service, ana) -> None:
    Staff.objects.update(is_active=False)
    for said in (add(email="ana@valley.example"), holdfast("token", "create", "ana@valley.example", "--name", "desk")):
        assert said.exit_code == 1
        assert "deactivated" in said.output


def test_a_token_is_shown_once_and_works(ana) -> None:
    said = holdfast("token", "create", "Ana@Valley.example", "--name", "desk", "--days", "2")
    secret = said.stdout.strip()
    signed_in = token_find(secret)
    assert signed_in is not None
    assert signed_in.party.id == str(ana.pk)
    assert "not shown again" in said.stderr
    assert secret.split("_", 2)[2] not in holdfast("token", "list").output


def test_a_token_for_nobody_says_how_to_add_them(db) -> None:
    said = holdfast("token", "create", "nobody@valley.example", "--name", "desk")
    assert said.exit_code == 1
    assert "holdfast staff add nobody@valley.example --name NAME --role ROLE --service SERVICE" in said.output


def test_the_list_shows_the_state_of_each_token(ana, bo, clock) -> None:
    token_create(ana, "short", days=1)
    clock.shift(86_400)
    token_create(ana, "good")
    token_create(bo, "idle")
    revoked = token_create(ana, "gone")[0]
    holdfast("token", "revoke", revoked.prefix)
    Staff.objects.filter(pk=bo.pk).update(is_active=False)
    lines = holdfast("token", "list").output.splitlines()
    states = {line.split()[-1]: line.split()[1] for line in lines}
    assert states == {"short": "expired", "good": "good", "idle": "deactivated", "gone": "revoked"}
    assert len(holdfast("token", "list", "--email", "bo@valley.example").output.splitlines()) == 1


def test_an_empty_list_says_how_to_make_a_token(db) -> None:
    assert "holdfast token create" in holdfast("token", "list").output


def test_revoking_ends_a_token_and_an_unknown_one_is_explained(ana) -> None:
    token, secret = token_create(ana, "desk")
    assert holdfast("token", "revoke", token.prefix).exit_code == 0
    assert token_find(secret) is None
    assert ApiToken.objects.get().revoked_at is not None
    said = holdfast("token", "revoke", "0000")
    assert (said.exit_code, "No token has this prefix" in said.output) == (1, True)


def test_somebody_on_the_staff_is_invited_and_somebody_who_can_sign_in_is_not(ana) -> None:
    said = holdfast("staff", "invite", "ANA@valley.example")
    assert (said.exit_code, Invitation.objects.get().staff) == (0, ana)
    assert "good for 7 days" in said.output
    ana.set_password("four words to remember")
    ana.save()
    again = holdfast("staff", "invite", "ana@valley.example")
    assert (again.exit_code, "can sign in already" in again.output) == (1, True)


def test_inviting_nobody_says_how_to_add_them(db) -> None:
    said = holdfast("staff", "invite", "nobody@valley.example")
    assert (said.exit_code, "holdfast staff add" in said.output) == (1, True)
