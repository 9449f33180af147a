"""Loading several histories: by one statement, each from where its reader left off."""

from __future__ import annotations

import pytest

from holdfast.config.ids import new_id
from holdfast.ledger import selectors, services
from tests.integration.ledger.steps import appended, entry

pytestmark = pytest.mark.django_db


def test_several_histories_come_as_each_alone_by_one_statement(django_assert_num_queries):
    ids = [appended(entry("Opened")), appended(entry("Opened"), entry("Closed"))]
    with django_assert_num_queries(1):
        found = selectors.load_many(dict.fromkeys(ids, 0))
    assert {each: list(found[each]) for each in ids} == {each: list(selectors.load(each)) for each in ids}
    assert found[ids[0]].tip.hash == selectors.load(ids[0]).tip.hash


def test_each_history_goes_on_after_its_own_event():
    first, second = appended(), appended()
    found = selectors.load_many({first: 3, second: 1})
    assert ([each.seq for each in found[first]], [each.seq for each in found[second]]) == ([], [2, 3])
    assert found[first].tip.seq == 3


def test_what_the_ledger_does_not_know_is_left_out():
    assert selectors.load_many({new_id(): 0}) == {}


def test_nothing_is_asked_for_nobody(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert selectors.load_many({}) == {}


def test_an_erased_history_says_so():
    transfer_id = appended()
    services.erase(transfer_id, "person-request", "staff-1")
    assert selectors.load_many({transfer_id: 0})[transfer_id].tip.is_erased
