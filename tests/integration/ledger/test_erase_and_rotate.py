"""Erasing drops a key and leaves the chain; rotating changes keys and leaves everything else."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from holdfast.config.ids import new_id
from holdfast.ledger import selectors, services
from holdfast.ledger.errors import ErasedTransfer, KeyUnavailable, NotOnLedger, SeqConflict, Unrecordable
from holdfast.ledger.keys import master_keys
from holdfast.ledger.models import Erasure, Head, TransferKey
from tests.integration.ledger.steps import appended, entry, verified


@pytest.mark.django_db
def test_an_erased_transfer_keeps_its_chain_and_loses_its_payloads():
    transfer_id = appended()
    before = selectors.load(transfer_id)
    services.erase(transfer_id, "person-request", "staff-2")
    after = selectors.load(transfer_id)
    assert [event.hash for event in after] == [event.hash for event in before]
    assert [event.payload for event in after] == [None, None, None]
    assert not TransferKey.objects.filter(transfer_id=transfer_id).exists()


@pytest.mark.django_db
def test_an_erased_transfer_still_verifies_and_is_counted_as_erased():
    transfer_id = appended()
    services.erase(transfer_id, "person-request", "staff-2")
    checked = verified(transfer_id)
    assert (checked.finding, checked.is_erased) == (None, True)


@pytest.mark.django_db
def test_an_erasure_leaves_a_tombstone_and_waits_for_the_next_seal():
    transfer_id = appended()
    erased = services.erase(transfer_id, "retention-ended", "staff-2")
    stone = Erasure.objects.get(transfer_id=transfer_id)
    assert (stone.at, stone.by, stone.reason) == (erased.at, "staff-2", "retention-ended")
    assert Head.objects.filter(transfer_id=transfer_id, is_erased=True, is_unsealed=True).exists()


@pytest.mark.django_db
def test_erasing_again_changes_nothing_and_says_when_it_was():
    transfer_id = appended()
    first = services.erase(transfer_id, "person-request", "staff-2")
    again = services.erase(transfer_id, "retention-ended", "staff-3")
    assert (first.is_new, again) == (True, first._replace(is_new=False))


@pytest.mark.django_db
def test_nothing_is_appended_to_an_erased_transfer():
    transfer_id = appended()
    tip = selectors.load(transfer_id).tip
    services.erase(transfer_id, "person-request", "staff-2")
    with pytest.raises(SeqConflict):
        services.append(transfer_id, 3, [entry()], tip=tip)
    with pytest.raises(ErasedTransfer, match="nothing can be added"):
        services.append(transfer_id, 3, [entry()])


@pytest.mark.django_db
@pytest.mark.parametrize(
    "reason", ["", "Maria Alvarez asked", "because she asked", "ab", "x" * 41, "a_b", "person-request\n"]
)
def test_a_reason_that_could_hold_something_personal_is_refused(reason):
    with pytest.raises(Unrecordable, match="such as `person-request`"):
        services.erase(appended(), reason, "staff-2")


@pytest.mark.django_db
@pytest.mark.parametrize("by", ["", "Maria Alvarez", "x" * 65])
def test_who_erases_is_an_id(by):
    with pytest.raises(Unrecordable, match="an id of at most 64"):
        services.erase(appended(), "person-request", by)


@pytest.mark.django_db
def test_an_unknown_transfer_is_not_erased():
    with pytest.raises(NotOnLedger, match="check the id"):
        services.erase(new_id(), "person-request", "staff-2")


@pytest.mark.django_db(transaction=True)
def test_an_erasure_during_an_append_loses_nothing_that_was_acknowledged():
    transfer_id, appending, done = appended(), threading.Event(), threading.Event()

    def erase() -> None:
        appending.wait()
        services.erase(transfer_id, "person-request", "staff-2")
        done.set()
        connection.close()

    thread = threading.Thread(target=erase)
    thread.start()
    with transaction.atomic():
        services.append(transfer_id, 3, [entry()])
        appending.set()
        assert not done.wait(0.2)
    thread.join()
    assert (len(selectors.load(transfer_id)), verified(transfer_id).finding) == (4, None)


@pytest.mark.django_db
def test_rotating_wraps_every_key_anew_in_batches(second_master_key):
    transfers = [appended() for _ in range(5)]
    second_master_key()
    batches: list[int] = []
    assert services.rotate_master_key(batch=2, on_progress=batches.append) == 5
    assert batches == [2, 2, 1]
    assert selectors.keys_by_master() == {master_keys().current_id: 5}
    assert [verified(transfer).finding for transfer in transfers] == [None] * 5


@pytest.mark.django_db
def test_after_a_rotation_the_former_key_is_needed_no_more(second_master_key, settings):
    transfer_id = appended()
    second_master_key()
    services.rotate_master_key()
    settings.HOLDFAST_MASTER_KEY = settings.HOLDFAST_MASTER_KEY.split()[0]
    assert len(selectors.load(transfer_id)) == 3


@pytest.mark.django_db
def test_an_interrupted_rotation_goes_on_with_what_is_left(second_master_key):
    for _ in range(3):
        appended()
    second_master_key()
    with pytest.raises(KeyboardInterrupt):
        services.rotate_master_key(batch=2, on_progress=_interrupt)
    assert sorted(selectors.keys_by_master().values()) == [1, 2]
    assert services.rotate_master_key() == 1


def _interrupt(_):
    raise KeyboardInterrupt


@pytest.mark.django_db
def test_a_rotation_without_the_former_key_changes_nothing_and_says_which_is_lacking(settings):
    appended()
    settings.HOLDFAST_MASTER_KEY = "MjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjI="
    before = selectors.keys_by_master()
    with pytest.raises(KeyUnavailable, match="is not set; add that key to HOLDFAST_MASTER_KEY"):
        services.rotate_master_key()
    assert selectors.keys_by_master() == before
