"""Who may book with a service's schedule: named, listed, ended, by whoever administers its organisation alone."""

from __future__ import annotations

import pytest
from django.urls import reverse

from holdfast.config.clock import now
from holdfast.directory.delegations import delegation_give, delegations_of
from holdfast.protocol.codes import Role


@pytest.fixture
def address(line) -> str:
    return reverse("admin_schedule", args=[line.pk])


def test_a_care_manager_is_named_and_listed(tess, ana, line, by, address):
    client = by(tess)
    assert client.post(address, {"email": ana.email}).status_code == 302
    assert ana.display_name in client.get(address).content.decode()
    assert [each.to for each in delegations_of(str(line.pk), now())] == [str(ana.pk)]


def test_one_is_ended(tess, ana, line, by, address):
    given = delegation_give(line.pk, str(ana.pk), None, by="tess")
    assert by(tess).post(address, {"end": str(given)}).status_code == 302
    assert delegations_of(str(line.pk), now()) == ()


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ({"email": "nobody@holdfast.example"}, "email"), ({"email": ""}, "email"), ({"email": "no"}, "email"),
        ({"until": "2020-01-01"}, "until"), ({"until": "soon"}, "until"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_and_kept(*, tess, ana, by, address, typed, named):
    answer = by(tess).post(address, {"email": ana.email, **typed})
    assert answer.status_code == 422
    assert f'href="#id_{named}"' in answer.content.decode()


def test_another_method_is_not_taken(tess, by, address):
    assert by(tess).delete(address).status_code == 405


def test_what_is_no_id_ends_nothing(tess, by, address):
    assert by(tess).post(address, {"end": "nonsense"}).status_code == 404


def test_it_is_not_theirs_who_administer_elsewhere(tess, elsewhere, by):
    assert by(tess).get(reverse("admin_schedule", args=[elsewhere.pk])).status_code == 404


def test_it_takes_few_statements_at_any_length(*, tess, line, by, address, hire, django_assert_max_num_queries):
    for number in range(12):
        delegation_give(line.pk, str(hire(f"n{number}", Role.CARE_COORDINATOR, line).pk), None, by="tess")
    client = by(tess)
    client.get(address)
    with django_assert_max_num_queries(15):
        client.get(address)
