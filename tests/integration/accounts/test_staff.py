"""Staff, roles and pools, and what the engine is told of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from holdfast.accounts.errors import AlreadyExists, NotFound
from holdfast.accounts.models import DeciderPool, RoleAssignment, Staff
from holdfast.accounts.selectors import party, staff_by_email
from holdfast.accounts.services import (
    pool_join,
    pool_leave,
    role_end,
    role_give,
    staff_add,
    staff_deactivate,
)
from holdfast.config.ids import new_id
from holdfast.protocol.codes import Role
from holdfast.protocol.facts import Assignment
from tests.integration.accounts.conftest import NOW, SECOND

pytestmark = pytest.mark.django_db


def test_an_email_belongs_to_one_person_in_whatever_case_it_is_typed(ana: Staff) -> None:
    with pytest.raises(AlreadyExists, match="exists already"):
        staff_add("ANA@Valley.example", "Somebody else")
    assert staff_by_email(" Ana@VALLEY.example ") == ana
    assert Staff.objects.get_by_natural_key("ANA@valley.example") == ana


def test_the_database_refuses_an_email_in_another_case_than_lower() -> None:
    with pytest.raises(IntegrityError, match="accounts_staff_email_lower"):
        Staff.objects.create(email="Ana@valley.example", display_name="Ana")


def test_new_staff_have_no_password_that_works(ana: Staff) -> None:
    assert not ana.has_usable_password()


def test_the_name_of_a_member_of_staff_is_not_in_their_text_form(ana: Staff) -> None:
    assert str(ana) == str(ana.pk)
    assert "Ana" not in repr(ana)


def test_a_party_has_the_roles_and_pools_of_the_moment(ana, bo, service, other_service, clock) -> None:
    role_give(ana.pk, Role.CLINICIAN, service.pk)
    clock.shift(1)
    role_give(ana.pk, Role.NAVIGATOR, other_service.pk)
    pool_join(bo.pk, service.pk)
    found = party(str(ana.pk), str(bo.pk))
    assert found[str(ana.pk)].assignments == (
        Assignment(Role.CLINICIAN, str(service.pk)),
        Assignment(Role.NAVIGATOR, str(other_service.pk)),
    )
    assert found[str(bo.pk)].assignments == ()
    assert found[str(bo.pk)].pools == {str(service.pk)}


def test_many_parties_are_one_statement(ana, bo, service, django_assert_num_queries) -> None:
    role_give(ana.pk, Role.CLINICIAN, service.pk)
    with django_assert_num_queries(1):
        assert len(party(str(ana.pk), str(bo.pk), str(new_id()))) == 2


def test_ids_that_nobody_has_are_left_out_without_asking(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert party() == party("nobody", "", "team:crisis", "a\x00b") == {}


def test_a_deactivated_member_of_staff_is_known_and_holds_nothing(ana, service) -> None:
    role_give(ana.pk, Role.CLINICIAN, service.pk)
    pool_join(ana.pk, service.pk)
    Staff.objects.filter(pk=ana.pk).update(is_active=False)
    known = party(str(ana.pk))[str(ana.pk)]
    assert (known.assignments, known.pools) == ((), frozenset())


@pytest.mark.parametrize(
    ("after", "held"),
    [(-SECOND, False), (0 * SECOND, True), (timedelta(hours=1) - SECOND, True), (timedelta(hours=1), False)],
)
def test_a_role_and_a_pool_hold_from_their_first_instant_until_before_their_last(
    ana, service, clock, after: timedelta, held: bool
) -> None:
    term = {"held_from": NOW, "held_until": NOW + timedelta(hours=1)}
    RoleAssignment.objects.create(staff=ana, role=Role.PEER, service=service, **term)
    DeciderPool.objects.create(staff=ana, service=service, **term)
    clock.move_to(NOW + after)
    known = party(str(ana.pk))[str(ana.pk)]
    assert (bool(known.assignments), bool(known.pools)) == (held, held)


def test_giving_a_role_or_a_pool_twice_changes_nothing(ana, service) -> None:
    assert role_give(ana.pk, Role.PEER, service.pk) == role_give(ana.pk, Role.PEER, service.pk)
    assert pool_join(ana.pk, service.pk) == pool_join(ana.pk, service.pk)


def test_the_database_refuses_a_second_open_assignment_of_the_same_role(ana, service) -> None:
    role_give(ana.pk, Role.PEER, service.pk)
    with pytest.raises(IntegrityError, match="accounts_role_open_once"), transaction.atomic():
        RoleAssignment.objects.create(staff=ana, role=Role.PEER, service=service)


def test_the_database_refuses_a_role_that_the_protocol_does_not_know(ana, service) -> None:
    with pytest.raises(IntegrityError, match="accounts_role_role_known"), transaction.atomic():
        RoleAssignment.objects.create(staff=ana, role="wizard", service=service)


def test_the_database_refuses_a_term_that_ends_before_it_begins(ana, service) -> None:
    with pytest.raises(IntegrityError, match="accounts_pool_term_in_order"), transaction.atomic():
        DeciderPool.objects.create(staff=ana, service=service, held_from=NOW, held_until=NOW - SECOND)


def test_a_role_that_ended_is_kept_and_can_be_given_again(ana, service, clock) -> None:
    role_give(ana.pk, Role.PEER, service.pk)
    clock.shift(60)
    role_end(ana.pk, Role.PEER, service.pk)
    assert party(str(ana.pk))[str(ana.pk)].assignments == ()
    role_give(ana.pk, Role.PEER, service.pk)
    assert RoleAssignment.objects.filter(staff=ana).count() == 2
    assert len(party(str(ana.pk))[str(ana.pk)].assignments) == 1


def test_what_is_not_held_cannot_be_ended(ana, service) -> None:
    with pytest.raises(NotFound):
        role_end(ana.pk, Role.PEER, service.pk)
    with pytest.raises(NotFound):
        pool_leave(ana.pk, service.pk)


def test_who_leaves_a_pool_decides_there_no_more(ana, service) -> None:
    pool_join(ana.pk, service.pk)
    pool_leave(ana.pk, service.pk)
    assert party(str(ana.pk))[str(ana.pk)].pools == frozenset()


def test_deactivating_ends_every_place_and_is_done_once(ana, service) -> None:
    role_give(ana.pk, Role.PEER, service.pk)
    pool_join(ana.pk, service.pk)
    staff_deactivate(ana.pk)
    assert not RoleAssignment.objects.filter(staff=ana, held_until=None).exists()
    assert not DeciderPool.objects.filter(staff=ana, held_until=None).exists()
    with pytest.raises(NotFound):
        staff_deactivate(ana.pk)
