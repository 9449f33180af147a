"""Appending and loading: one statement each, in order, by one writer at a time."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError

from holdfast.config.ids import new_id
from holdfast.ledger import selectors, services
from holdfast.ledger.entries import Entry
from holdfast.ledger.errors import SeqConflict, Undecipherable, Unrecordable
from holdfast.ledger.models import EventPayload, Head
from holdfast.ledger.upcasting import UPCASTERS
from tests.integration.ledger.steps import AT, appended, entry, go_on, tamper


@pytest.mark.django_db
def test_what_was_appended_is_read_back_in_order():
    transfer_id = appended(entry("Opened", note="é \\ ' \x00", floats=[1.5, None]), entry("Closed"))
    first, second = selectors.load(transfer_id)
    assert (first.seq, first.kind, first.at, first.actor) == (1, "Opened", AT, "staff-1")
    assert (first.policy_version, first.controls) == ("us-2026.1", {"held": ["A1.queued"]})
    assert first.payload == {"note": "é \\ ' \x00", "floats": [1.5, None]}
    assert (second.seq, second.kind, second.prev_hash) == (2, "Closed", first.hash)


@pytest.mark.django_db
def test_append_returns_places_and_hashes_and_moves_the_head():
    transfer_id = new_id()
    first, second = services.append(transfer_id, 0, [entry(), entry()])
    head = Head.objects.get(transfer_id=transfer_id)
    assert (first.seq, second.seq) == (1, 2)
    assert (head.seq, bytes(head.hash), head.is_unsealed) == (2, second.hash, True)


@pytest.mark.django_db
def test_an_append_is_one_statement(django_assert_num_queries):
    transfer_id = new_id()
    with django_assert_num_queries(1):
        services.append(transfer_id, 0, [entry(), entry()])
    with django_assert_num_queries(1):
        history = selectors.load(transfer_id)
    with django_assert_num_queries(1):
        services.append(transfer_id, 2, [entry(), entry()], tip=history.tip)


@pytest.mark.django_db
def test_an_append_without_a_tip_asks_for_it_first(django_assert_num_queries):
    transfer_id = appended()
    with django_assert_num_queries(2):
        services.append(transfer_id, 3, [entry()])
    assert len(selectors.load(transfer_id)) == 4


@pytest.mark.django_db
def test_appending_nothing_writes_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert services.append(new_id(), 0, []) == []


@pytest.mark.django_db(transaction=True)
def test_an_append_outside_a_transaction_is_a_bug():
    with pytest.raises(TransactionManagementError, match=r"inside transaction\.atomic"):
        services.append(new_id(), 0, [entry()])


@pytest.mark.django_db
def test_an_instant_without_a_zone_is_a_bug():
    naive = Entry("Opened", AT.replace(tzinfo=None), "staff-1", "us-2026.1", {}, {})
    with pytest.raises(Unrecordable, match="Opened has no zone"):
        services.append(new_id(), 0, [naive])


@pytest.mark.django_db
@pytest.mark.parametrize("seq", [0, 2, 4])
def test_a_moved_head_is_a_conflict_and_the_transaction_goes_on(seq):
    transfer_id = appended()
    with pytest.raises(SeqConflict, match=f"moved on from event {seq}"):
        services.append(transfer_id, seq, [entry()])
    assert len(selectors.load(transfer_id)) == 3


@pytest.mark.django_db
def test_an_append_to_a_transfer_that_never_began_is_a_conflict():
    with pytest.raises(SeqConflict):
        services.append(new_id(), 4, [entry()])


@pytest.mark.django_db
def test_a_stale_tip_is_a_conflict_and_nothing_is_written():
    transfer_id = appended()
    stale = selectors.load(transfer_id).tip
    go_on(transfer_id)
    with pytest.raises(SeqConflict):
        services.append(transfer_id, 3, [entry()], tip=stale)
    assert EventPayload.objects.filter(transfer_id=transfer_id).count() == 4


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("begun", [True, False], ids=["a begun transfer", "a new transfer"])
def test_of_two_racing_appends_one_is_a_conflict(begun):
    transfer_id = appended() if begun else new_id()
    tip, outcomes, both = selectors.load(transfer_id).tip, list[object](), threading.Barrier(2)

    def race() -> None:
        try:
            with transaction.atomic():
                both.wait()
                outcomes.append(services.append(transfer_id, tip.seq, [entry()], tip=tip)[0].seq)
        except SeqConflict:
            outcomes.append("conflict")
        finally:
            connection.close()

    threads = [threading.Thread(target=race) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes, key=str) == [tip.seq + 1, "conflict"]
    assert len(selectors.load(transfer_id)) == tip.seq + 1


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_append_leaves_nothing():
    transfer_id = new_id()
    with transaction.atomic():
        services.append(transfer_id, 0, [entry()])
        transaction.set_rollback(True)
    assert len(selectors.load(transfer_id)) == 0


@pytest.mark.django_db
def test_an_unknown_transfer_loads_as_one_that_has_not_begun():
    history = selectors.load(new_id())
    assert (list(history), history.tip) == ([], selectors.NO_EVENTS)


@pytest.mark.django_db
def test_a_history_can_be_read_from_an_event_on():
    transfer_id = appended()
    later = selectors.load(transfer_id, after_seq=2)
    assert ([event.seq for event in later], later.tip.seq, later[0].seq, later[:1]) == ([3], 3, 3, later.events)
    assert list(selectors.load(transfer_id, after_seq=3)) == []


@pytest.mark.django_db
def test_an_event_of_an_old_schema_is_lifted_when_read_and_stays_as_it_was_recorded(monkeypatch):
    monkeypatch.setattr(UPCASTERS, "_steps", {("Opened", 1): lambda payload: {"urgency": payload["speed"]}})
    transfer_id = appended(entry("Opened", speed="same-day"), entry("Opened", schema=2, urgency="scheduled"))
    old, new = selectors.load(transfer_id)
    assert (old.schema, old.payload, new.payload) == (1, {"urgency": "same-day"}, {"urgency": "scheduled"})
    assert list(old.commitments) == ["speed"]


@pytest.mark.django_db
def test_every_history_is_streamed_a_page_at_a_time():
    known = sorted(appended() for _ in range(5))
    pages = [stored.transfer_id for stored in selectors.stream_stored(page=2)]
    assert pages == known
    assert [(history.transfer_id, len(history)) for history in selectors.stream_all()] == [(one, 3) for one in known]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM ledger_payload WHERE seq = 2", "has no payload"),
        ("UPDATE ledger_payload SET sealed = ''", "does not open"),
    ],
)
def test_a_damaged_payload_is_never_read_as_something_else(statement, said):
    transfer_id = appended()
    tamper(statement)
    with pytest.raises(Undecipherable, match=rf"{transfer_id} {said}; run `holdfast verify`"):
        selectors.load(transfer_id)


@pytest.mark.django_db
def test_a_payload_does_not_show_in_the_text_form_of_a_history():
    assert "secret" not in repr(selectors.load(appended(entry(note="secret"))))
