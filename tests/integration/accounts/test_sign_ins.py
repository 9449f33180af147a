"""Sign-ins: both limits to the second, what holds them, and by what they end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from holdfast.accounts.limits import Limits, Stay
from holdfast.accounts.models import EndedBy, SignIn, Staff
from holdfast.accounts.selectors import sign_ins_open
from holdfast.accounts.services import sign_in_begin, sign_in_end, sign_in_seen, sign_in_stands, sign_ins_end
from tests.integration.accounts.conftest import NOW, SECOND

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
IDLE, ABSOLUTE = timedelta(minutes=15), timedelta(hours=12)
AROUND = [(-SECOND, True), (timedelta(), False), (SECOND, False)]


def never() -> bool:
    return False


@pytest.mark.parametrize(("past", "stands"), AROUND, ids=["a second before", "at the instant", "a second after"])
def test_the_idle_limit_ends_a_sign_in_when_the_clock_reaches_it(ana: Staff, clock, past, stands) -> None:
    row = sign_in_begin(ana.pk)
    clock.move_to(NOW + IDLE + past)
    assert (sign_in_seen(row.pk, ana.pk) is not None) is stands
    found = sign_in_stands(row.pk, ana.pk, never)
    assert isinstance(found, Stay) is stands
    if not stands:
        row.refresh_from_db()
        assert (found, row.ended_by, row.ended_at) == (EndedBy.IDLE, "idle", NOW + IDLE)


@pytest.mark.parametrize(("past", "stands"), AROUND, ids=["a second before", "at the instant", "a second after"])
def test_the_absolute_limit_ends_a_sign_in_that_was_used_all_the_time(ana: Staff, clock, past, stands) -> None:
    row = sign_in_begin(ana.pk)
    SignIn.objects.filter(pk=row.pk).update(seen_at=NOW + ABSOLUTE - SECOND)
    clock.move_to(NOW + ABSOLUTE + past)
    assert (sign_in_seen(row.pk, ana.pk) is not None) is stands
    if not stands:
        assert sign_in_stands(row.pk, ana.pk, lambda: True) is EndedBy.ABSOLUTE


def test_doing_something_begins_the_idle_time_anew(ana: Staff, clock, django_assert_num_queries) -> None:
    row = sign_in_begin(ana.pk)
    clock.move_to(NOW + IDLE - SECOND)
    with django_assert_num_queries(1):
        stay = sign_in_seen(row.pk, ana.pk)
    assert stay is not None
    assert stay.ends_at(Limits(IDLE, ABSOLUTE)) == NOW + 2 * IDLE - SECOND
    clock.move_to(NOW + 2 * IDLE - 2 * SECOND)
    assert sign_in_seen(row.pk, ana.pk) is not None


def test_looking_whether_it_stands_is_not_doing_something(ana: Staff, clock) -> None:
    row = sign_in_begin(ana.pk)
    clock.move_to(NOW + IDLE - SECOND)
    found = sign_in_stands(row.pk, ana.pk, never)
    assert isinstance(found, Stay)
    assert found.seen_at == NOW


def test_a_live_event_holds_beyond_the_idle_limit_and_leaves_its_whole_time_after_it(ana: Staff, clock) -> None:
    row = sign_in_begin(ana.pk)
    clock.move_to(NOW + 3 * IDLE)
    held = sign_in_stands(row.pk, ana.pk, lambda: True)
    assert isinstance(held, Stay)
    assert held.is_held
    clock.move_to(NOW + 4 * IDLE - SECOND)
    assert isinstance(sign_in_stands(row.pk, ana.pk, never), Stay)
    clock.move_to(NOW + 4 * IDLE)
    assert sign_in_stands(row.pk, ana.pk, never) is EndedBy.IDLE


def test_a_live_event_is_asked_for_only_where_the_idle_limit_is_reached(ana: Staff) -> None:
    def asked() -> bool:
        raise AssertionError("nobody needs to know")

    row = sign_in_begin(ana.pk)
    assert isinstance(sign_in_stands(row.pk, ana.pk, asked), Stay)


def test_an_ended_sign_in_stays_ended_and_keeps_why(ana: Staff, clock) -> None:
    row = sign_in_begin(ana.pk)
    sign_in_end(row.pk, ana.pk)
    clock.shift(60)
    sign_in_end(row.pk, ana.pk, EndedBy.ELSEWHERE)
    row.refresh_from_db()
    assert (row.ended_by, row.ended_at) == ("sign_out", NOW)
    assert sign_in_seen(row.pk, ana.pk) is None
    assert sign_in_stands(row.pk, ana.pk, lambda: True) is None


def test_nobody_uses_or_ends_the_sign_in_of_another(ana: Staff, bo: Staff) -> None:
    row = sign_in_begin(ana.pk)
    assert sign_in_seen(row.pk, bo.pk) is None
    assert sign_in_stands(row.pk, bo.pk, lambda: True) is None
    sign_in_end(row.pk, bo.pk)
    assert sign_in_seen(row.pk, ana.pk) is not None


def test_all_others_are_ended_and_this_one_stays(ana: Staff, bo: Staff) -> None:
    here, there, other = (sign_in_begin(staff.pk) for staff in (ana, ana, bo))
    assert sign_ins_end(ana.pk, EndedBy.ELSEWHERE, but=here.pk) == 1
    assert sign_in_seen(there.pk, ana.pk) is None
    assert sign_in_seen(here.pk, ana.pk) is not None
    assert sign_in_seen(other.pk, bo.pk) is not None
    assert sign_ins_end(ana.pk, EndedBy.ADMINISTRATOR) == 1


def test_the_list_of_sign_ins_leaves_out_those_past_a_limit(ana: Staff, clock) -> None:
    sign_in_begin(ana.pk, "Firefox on Windows")
    clock.move_to(NOW + IDLE)
    later = sign_in_begin(ana.pk, "Safari on iPhone")
    assert [row.pk for row in sign_ins_open(ana.pk)] == [later.pk]


def test_the_database_refuses_an_end_without_a_reason(ana: Staff) -> None:
    row = sign_in_begin(ana.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        SignIn.objects.filter(pk=row.pk).update(ended_at=NOW)
