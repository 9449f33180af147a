"""Seals: what they take in, and what they bring to light."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from holdfast.ledger import jobs
from holdfast.ledger.chain import header_hash
from holdfast.ledger.errors import KeyUnavailable
from holdfast.ledger.keys import seal_keys
from holdfast.ledger.merkle import tree_root
from holdfast.ledger.models import Head, Seal, SealedHead
from holdfast.ledger.seals import Leaf, leaf_digest
from holdfast.ledger.selectors import stored_transfer
from holdfast.ledger.services import MadeSeal, erase, is_seal_due, seal
from holdfast.ledger.verify import Finding
from holdfast.ledger.verify_seals import faults_beside_seals, verify_seals
from tests.integration.ledger.steps import AT, appended, go_on, made_seal, tamper, verified

pytestmark = pytest.mark.django_db
COMMITS = pytest.mark.django_db(transaction=True)


def _faults() -> list[Finding]:
    return [
        found for checked in verify_seals(seal_keys(), page=2) for found in checked.findings
    ] + faults_beside_seals()


def _whats() -> list[str]:
    return [fault.what for fault in _faults()]


def test_a_seal_takes_in_the_heads_that_moved_and_only_those():
    first, second = appended(), appended()
    assert made_seal().heads == 2
    go_on(second)
    made = made_seal()
    assert (made.n, made.heads, made.size) == (2, 1, 3)
    assert set(SealedHead.objects.filter(seal_n=1).values_list("transfer_id", "seq")) == {(first, 3), (second, 3)}
    assert list(SealedHead.objects.filter(seal_n=2).values_list("transfer_id", "seq")) == [(second, 4)]


def test_a_seals_root_is_over_every_head_ever_sealed():
    for _ in range(3):
        appended()
        last = made_seal()
    rows = SealedHead.objects.order_by("place")
    leaves = [leaf_digest(Leaf(str(row.transfer_id), row.seq, bytes(row.hash), None)) for row in rows]
    assert last.root == tree_root(leaves)


def test_there_is_no_seal_where_nothing_moved():
    appended()
    assert seal(AT) is not None
    assert seal(AT) is None
    assert not Head.objects.filter(is_unsealed=True).exists()


def test_what_one_seal_does_not_take_in_the_next_does():
    for _ in range(5):
        appended()
    assert [made.heads if (made := seal(AT, most_heads=2)) else None for _ in range(4)] == [2, 2, 1, None]
    assert _faults() == []


def test_without_a_seal_key_nothing_is_sealed_and_nothing_marked(settings):
    appended()
    settings.HOLDFAST_SEAL_KEY = ""
    with pytest.raises(KeyUnavailable, match="HOLDFAST_SEAL_KEY is not set"):
        seal(AT)
    assert Head.objects.filter(is_unsealed=True).exists()


@COMMITS
def test_two_sealers_at_once_do_not_fork_the_chain_of_seals():
    for _ in range(20):
        appended()
    start, made = threading.Barrier(4), list[MadeSeal | None]()

    def work() -> None:
        start.wait()
        made.extend(seal(AT, most_heads=3) for _ in range(6))
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while seal(AT):
        pass
    assert list(Seal.objects.order_by("n").values_list("n", flat=True)) == list(range(1, Seal.objects.count() + 1))
    assert (_faults(), SealedHead.objects.count()) == ([], 20)


@COMMITS
def test_a_seal_that_another_worker_is_making_is_left_to_it():
    appended()
    outcome: list[MadeSeal | None] = []

    def work() -> None:
        outcome.append(seal(AT))
        connection.close()

    with transaction.atomic():
        seal(AT)
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    assert outcome == [None]


@pytest.mark.parametrize(("waited", "due"), [(59, False), (60, True), (61, True)])
def test_a_seal_is_due_a_minute_after_the_last(waited, due):
    appended()
    seal(AT)
    assert not is_seal_due(AT + timedelta(hours=1))
    appended()
    assert is_seal_due(AT + timedelta(seconds=waited)) is due


def test_a_seal_is_due_at_once_for_the_first_head_and_for_many(monkeypatch):
    assert not is_seal_due(AT)
    appended()
    assert is_seal_due(AT)
    seal(AT)
    monkeypatch.setattr("holdfast.ledger.services.sealing.SEAL_AT_HEADS", 2)
    appended()
    assert not is_seal_due(AT)
    appended()
    assert is_seal_due(AT)


def test_the_workers_task_seals_all_that_waits_and_may_run_again(monkeypatch):
    appended()
    jobs.seal_due(0)
    jobs.seal_due(0)
    assert (Seal.objects.count(), Head.objects.filter(is_unsealed=True).count()) == (1, 0)


def test_untouched_seals_have_no_fault_whatever_happened_since():
    transfer_id = appended()
    seal(AT)
    go_on(transfer_id)
    erase(transfer_id, "person-request", "staff-2")
    seal(AT)
    go_on(appended())
    assert _faults() == []
    assert [checked.heads for checked in verify_seals(seal_keys())] == [1, 1]


def test_a_seal_of_a_former_key_is_still_trusted(settings):
    appended()
    seal(AT)
    settings.HOLDFAST_SEAL_KEY = "dGhpcyBpcyBhIGtleSBmb3IgdGVzdHMgb25seSAzMiE= " + settings.HOLDFAST_SEAL_KEY
    appended()
    seal(AT)
    assert _faults() == []


@COMMITS
def test_a_dropped_transfer_is_found():
    dropped, _ = appended(), appended()
    seal(AT)
    for table in ("ledger_header", "ledger_payload", "ledger_head", "ledger_key"):
        tamper(f"DELETE FROM {table} WHERE transfer_id = %s", dropped)  # noqa: S608 - constants
    assert [(fault.transfer_id, fault.what) for fault in _faults()] == [(dropped, "a sealed transfer was dropped")]
    assert "a sealed transfer was dropped" in str(verified(dropped).finding)


@COMMITS
def test_a_tail_dropped_with_its_head_set_back_is_found():
    transfer_id = appended()
    seal(AT)
    tamper("DELETE FROM ledger_header WHERE transfer_id = %s AND seq = 3", transfer_id)
    tamper("DELETE FROM ledger_payload WHERE transfer_id = %s AND seq = 3", transfer_id)
    tamper("UPDATE ledger_head h SET seq = 2, hash = e.hash FROM ledger_header e WHERE e.seq = 2")
    assert verified(transfer_id).finding is None
    assert next((fault.seq, fault.what) for fault in _faults()) == (3, "a sealed event was dropped")


@COMMITS
def test_a_chain_hashed_again_from_a_changed_event_on_is_found():
    transfer_id = appended()
    seal(AT)
    stored = stored_transfer(transfer_id)
    assert stored is not None
    last = stored.events[2].header._replace(actor="staff-9")
    forged = header_hash(last)
    tamper("UPDATE ledger_header SET actor = 'staff-9', hash = %s WHERE seq = 3", forged)
    tamper("UPDATE ledger_head SET hash = %s", forged)
    assert verified(transfer_id).finding is None
    assert _whats()[0] == "it was rewritten after it was sealed"


FORGERIES = {
    "UPDATE ledger_seal SET at = at - interval '1 day' WHERE n = 2": "its statement or its hash was changed",
    "UPDATE ledger_seal SET signature = sha512('x') WHERE n = 2": "its signature is not of a trusted key",
    "UPDATE ledger_seal SET prev_hash = hash WHERE n = 2": "it follows another seal",
    "UPDATE ledger_seal SET peaks = '' WHERE n = 2": "its peaks were changed",
    "DELETE FROM ledger_seal WHERE n = 1": "a seal is missing",
    "UPDATE ledger_sealed_head SET seq = 1 WHERE place = 1": "its heads were changed",
    "DELETE FROM ledger_sealed_head WHERE place = 2": "its heads were changed",
    "DELETE FROM ledger_sealed_head WHERE place = 1": "a sealed head is missing",
    "UPDATE ledger_sealed_head SET erasure = 'x' WHERE place = 0": "its heads were changed",
    "UPDATE ledger_erasure SET reason = 'another-reason'": "its tombstone was changed",
    "DELETE FROM ledger_erasure": "its tombstone was changed",
}


@COMMITS
@pytest.mark.parametrize(("statement", "what"), FORGERIES.items(), ids=range(len(FORGERIES)))
def test_a_forged_seal_head_or_tombstone_is_found(statement, what):
    transfer_id = appended()
    seal(AT)
    erase(appended(), "person-request", "staff-2")
    go_on(transfer_id)
    seal(AT)
    assert _faults() == []
    tamper(statement)
    assert _whats()[0] == what


@COMMITS
def test_a_seal_signed_with_a_strangers_key_is_found(settings):
    appended()
    ours, settings.HOLDFAST_SEAL_KEY = settings.HOLDFAST_SEAL_KEY, "dGhpcyBpcyBhIGtleSBmb3IgdGVzdHMgb25seSAzMiE="
    seal(AT)
    settings.HOLDFAST_SEAL_KEY = ours
    assert _whats() == ["its signature is not of a trusted key"]


@COMMITS
def test_a_dropped_last_seal_is_found():
    transfer_id = appended()
    seal(AT)
    go_on(transfer_id)
    seal(AT)
    tamper("DELETE FROM ledger_seal WHERE n = 2")
    assert [str(fault)[:24] for fault in _faults()] == ["seal 2: it was dropped: "]


@COMMITS
def test_a_last_seal_dropped_with_its_heads_is_found():
    transfer_id = appended()
    seal(AT)
    tamper("DELETE FROM ledger_seal")
    tamper("DELETE FROM ledger_sealed_head")
    assert [(fault.transfer_id, fault.what) for fault in _faults()] == [
        (transfer_id, "its head counts as sealed and is in no seal")
    ]
