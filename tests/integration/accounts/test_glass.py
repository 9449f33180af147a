"""Break-glass: a reason, a limited time, an entry of the access log, and a review by somebody else."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from holdfast.accounts.errors import NotAllowed, NotFound
from holdfast.accounts.models import AccessLogEntry, BreakGlass, GlassFinding, Staff
from holdfast.accounts.selectors import glass_until, look_shown, looks_found
from holdfast.accounts.services import GLASS_LASTS, glass_break, glass_settle
from holdfast.config.ids import new_id
from holdfast.protocol.errors import Malformed
from tests.integration.accounts.conftest import NOW, SECOND

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
WHY = "She rang us in distress and her own team does not answer."


def test_a_look_is_open_for_its_time_and_not_at_its_end(ana: Staff, bo: Staff) -> None:
    transfer = new_id()
    glass_break(ana.pk, transfer, WHY)
    for at, is_open in ((NOW, True), (NOW + GLASS_LASTS - SECOND, True), (NOW + GLASS_LASTS, False)):
        assert (glass_until(str(ana.pk), transfer, at) is not None) is is_open
    assert glass_until(str(ana.pk), new_id(), NOW) is None
    assert glass_until(str(bo.pk), transfer, NOW) is None
    assert glass_until("person", transfer, NOW) is None


def test_it_stands_in_the_access_log_and_its_reason_is_sealed(ana: Staff) -> None:
    transfer = new_id()
    row = glass_break(ana.pk, transfer, WHY)
    entry = AccessLogEntry.objects.get()
    assert (entry.transfer_id, entry.actor_id, entry.purpose) == (transfer, ana.pk, "break-glass")
    assert "distress" not in row.reason
    assert look_shown(looks_found().get()).reason == WHY


def test_a_second_look_meanwhile_is_the_same_one(ana: Staff, clock) -> None:
    transfer = new_id()
    first = glass_break(ana.pk, transfer, WHY)
    assert glass_break(ana.pk, transfer, WHY).pk == first.pk
    clock.move_to(NOW + GLASS_LASTS)
    assert glass_break(ana.pk, transfer, WHY).pk != first.pk
    assert AccessLogEntry.objects.count() == 2


@pytest.mark.parametrize("reason", ["", "   ", "because", "x" * 2_001], ids=["none", "blank", "too short", "too long"])
def test_without_a_reason_nothing_is_opened(ana: Staff, reason: str) -> None:
    with pytest.raises(Malformed):
        glass_break(ana.pk, new_id(), reason)
    assert not BreakGlass.objects.exists()
    assert not AccessLogEntry.objects.exists()


def test_a_reviewer_settles_it_once_with_a_finding(ana: Staff, bo: Staff) -> None:
    row = glass_break(ana.pk, new_id(), WHY)
    glass_settle(row.pk, bo.pk, GlassFinding.NOT_JUSTIFIED, "No call is on record. Her supervisor talks to her.")
    shown = look_shown(looks_found().get())
    assert (shown.finding, shown.reviewer_name, shown.reviewed_at) == (GlassFinding.NOT_JUSTIFIED, "Bo Lind", NOW)
    assert shown.remark.startswith("No call")
    assert not looks_found().filter(reviewed_at=None).exists()
    with pytest.raises(NotFound):
        glass_settle(row.pk, bo.pk, GlassFinding.JUSTIFIED)


def test_nobody_settles_their_own_look_and_the_database_refuses_it_too(ana: Staff) -> None:
    row = glass_break(ana.pk, new_id(), WHY)
    with pytest.raises(NotAllowed):
        glass_settle(row.pk, ana.pk, GlassFinding.JUSTIFIED)
    with pytest.raises(IntegrityError), transaction.atomic():
        BreakGlass.objects.update(reviewed_by=ana, reviewed_at=NOW, finding="justified")


def test_what_was_not_justified_needs_words_on_what_follows(ana: Staff, bo: Staff) -> None:
    row = glass_break(ana.pk, new_id(), WHY)
    with pytest.raises(Malformed):
        glass_settle(row.pk, bo.pk, GlassFinding.NOT_JUSTIFIED, " ")
    assert looks_found().filter(reviewed_at=None).exists()
