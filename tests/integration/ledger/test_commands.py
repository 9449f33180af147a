"""The commands `holdfast verify`, `erase` and `keys`, as an operator meets them."""

from __future__ import annotations

import base64
import stat

import pytest
from click.testing import CliRunner

from holdfast.cli import main
from holdfast.config.ids import new_id
from holdfast.ledger import selectors
from holdfast.ledger.keys import master_keys, seal_keys
from holdfast.ledger.services import seal
from holdfast.ledger.verify import Finding
from tests.integration.ledger.steps import AT, appended, go_on, tamper

pytestmark = pytest.mark.django_db
COMMITS = pytest.mark.django_db(transaction=True)


@pytest.fixture
def judge(monkeypatch):
    """Put a judge in the protocol's place, who finds what the test says."""
    findings: list[Finding] = []
    monkeypatch.setattr("holdfast.transfers.selectors.judge", lambda _: findings[0] if findings else None)
    return findings


def _run(*arguments: object, exit_code: int = 0) -> str:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exit_code == exit_code, result.output
    return result.output


def test_a_sound_transfer_is_verified_and_counted(judge):
    assert _run("verify", appended()) == "Verified: 1 transfers, 3 events, 0 erased; controls judged again.\n"


def test_all_transfers_and_seals_are_verified_and_counted(judge):
    appended()
    seal(AT)
    appended()
    assert _run("verify", "--all", "--seals").splitlines() == [
        "Verified: 2 transfers, 6 events, 0 erased; controls judged again.",
        "Verified: 1 seals of 1 heads; waiting for the next seal: 1.",
    ]


def test_an_empty_ledger_verifies(judge):
    assert "0 transfers, 0 events" in _run("verify", "--all", "--seals")


def test_what_the_judge_finds_is_a_fault(judge):
    transfer_id = appended()
    judge.append(Finding(transfer_id, 2, "A2.independent", "a refusal", "StepFiled"))
    shown = _run("verify", transfer_id, exit_code=1)
    assert f"FAULT transfer {transfer_id}, event 2: A2.independent: expected a refusal, came StepFiled" in shown


def test_without_a_protocol_it_says_that_nothing_was_judged(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    assert "controls not judged" in _run("verify", appended())


HEADER_CHANGES = (
    "kind = 'Other'",
    "at = at + interval '1 microsecond'",
    "actor = 'staff-9'",
    "policy_version = 'us-2027'",
    "schema = 2",
    "controls = '{}'",
    'commitments = commitments || \'{"x": "y"}\'',
    "hash = sha256('x')",
)
FLIPPED = "set_byte(sealed, 20, get_byte(sealed, 20) # 1)"
INSERTED = """
INSERT INTO ledger_header SELECT transfer_id, 4, kind, at, actor, policy_version, schema, controls, commitments,
hash, prev_hash FROM ledger_header WHERE seq = 3
"""
COPIED = "UPDATE ledger_payload p SET sealed = o.sealed FROM ledger_payload o WHERE p.seq = 2 AND o.seq = 3"
CHANGES = {
    **{
        f"UPDATE ledger_header SET {change} WHERE seq = 2": "event 2: its header or its hash was changed"  # noqa: S608
        for change in HEADER_CHANGES
    },
    "UPDATE ledger_header SET prev_hash = sha256('x') WHERE seq = 2": "event 2: it follows another event",
    "UPDATE ledger_header SET seq = 7 WHERE seq = 2": "event 2: an event is missing",
    f"UPDATE ledger_payload SET sealed = {FLIPPED} WHERE seq = 2": "event 2: its payload does not open",  # noqa: S608
    COPIED: "event 2: its payload does not open",
    "UPDATE ledger_payload SET seq = 7 WHERE seq = 2": "event 2: its payload is missing",
    "DELETE FROM ledger_header WHERE seq = 2": "event 2: an event is missing",
    "DELETE FROM ledger_header WHERE seq = 3": "event 3: the tail was dropped",
    "DELETE FROM ledger_payload WHERE seq = 2": "event 2: its payload is missing",
    "DELETE FROM ledger_head": "event 1: it stands without a head",
    "DELETE FROM ledger_key": "key and erasure disagree",
    "UPDATE ledger_key SET master_id = 'another'": "the transfer's key does not open",
    "UPDATE ledger_key SET wrapped = sha256('x')": "the transfer's key does not open",
    "UPDATE ledger_head SET hash = sha256('x')": "event 3: the head names another event",
    "UPDATE ledger_head SET seq = 2": "event 2: the head names another event",
    "INSERT INTO ledger_payload SELECT transfer_id, 9, sealed FROM ledger_payload WHERE seq = 1": "event 9: a payload "
    "stands without its event",
    INSERTED: "event 4: its header or its hash was changed",
}


@COMMITS
@pytest.mark.parametrize(("statement", "said"), CHANGES.items(), ids=range(len(CHANGES)))
@pytest.mark.parametrize("all_of_them", [True, False], ids=["--all", "one"])
def test_every_change_is_found_named_and_ends_with_1(statement, said, all_of_them, judge):
    transfer_id = appended()
    tamper(statement)
    shown = _run("verify", "--all" if all_of_them else transfer_id, exit_code=1)
    assert f"FAULT transfer {transfer_id}" in shown
    assert said in shown


@COMMITS
def test_a_dropped_transfer_is_found_by_its_id_and_by_the_seals(judge):
    transfer_id = appended()
    seal(AT)
    for table in ("ledger_header", "ledger_payload", "ledger_head", "ledger_key"):
        tamper(f"DELETE FROM {table}")  # noqa: S608 - constants
    assert "a sealed transfer was dropped" in _run("verify", transfer_id, exit_code=1)
    assert "a sealed transfer was dropped" in _run("verify", "--all", "--seals", exit_code=1)


@COMMITS
def test_many_faults_are_counted_and_the_first_are_shown(judge, monkeypatch):
    monkeypatch.setattr("holdfast.cli.verify.SHOWN", 2)
    for _ in range(3):
        appended()
    tamper("UPDATE ledger_header SET kind = 'Other'")
    shown = _run("verify", "--all", exit_code=1)
    assert shown.count("FAULT") == 2
    assert "... and more: 1" in shown
    assert "Faults: 3. Keep the database as it is" in shown


@pytest.mark.parametrize("arguments", [[], ["--all", str(new_id())], ["nonsense"], [str(new_id())]], ids=range(4))
def test_misuse_ends_with_2_and_says_what_to_give(arguments):
    assert "Error: " in _run("verify", *arguments, exit_code=2)


def test_without_any_master_key_it_ends_with_2_and_says_what_to_set(settings):
    transfer_id = appended()
    settings.HOLDFAST_MASTER_KEY = ""
    assert "HOLDFAST_MASTER_KEY is not set" in _run("verify", transfer_id, exit_code=2)


def test_erasing_asks_first_and_then_says_what_is_left():
    transfer_id = appended()
    arguments = ["erase", str(transfer_id), "--reason", "person-request", "--by", "staff-2"]
    assert CliRunner().invoke(main, arguments, input="n\n").exit_code == 1
    assert selectors.load(transfer_id)[0].payload is not None
    shown = CliRunner().invoke(main, arguments, input="y\n").output
    assert f"Transfer {transfer_id} is erased (person-request)." in shown
    assert selectors.load(transfer_id)[0].payload is None


def test_erasing_twice_says_when_it_was_and_the_chain_still_verifies(judge):
    transfer_id = appended()
    for said in ("is erased", "was erased before, on"):
        assert said in _run("erase", transfer_id, "--reason", "person-request", "--by", "staff-2", "--yes")
    assert "3 events, 1 erased" in _run("verify", transfer_id)


def test_a_reason_with_something_personal_is_refused_by_the_command():
    shown = _run("erase", appended(), "--reason", "Maria asked", "--by", "staff-2", "--yes", exit_code=1)
    assert "without anything personal" in shown


def test_keys_are_shown_without_their_secrets(settings, second_master_key):
    appended()
    second_master_key()
    shown = _run("keys", "show")
    current, former = master_keys().ids
    assert f"seal key    {seal_keys().public_keys[0].hex()}  signs" in shown
    assert f"{current}  current  transfers: 0" in shown
    assert f"{former}  former  transfers: 1" in shown
    assert not any(secret in shown for secret in settings.HOLDFAST_MASTER_KEY.split())


def test_a_master_key_that_holds_transfers_and_is_not_set_is_shown_so(settings):
    appended()
    lacking = master_keys().current_id
    settings.HOLDFAST_MASTER_KEY = base64.b64encode(b"3" * 32).decode()
    assert f"{lacking}  NOT SET  transfers: 1" in _run("keys", "show")


def test_a_rotation_says_how_many_and_what_to_do_next(second_master_key):
    transfer_id = appended()
    assert "To change it: `holdfast keys new`" in _run("keys", "rotate")
    second_master_key()
    current, former = master_keys().ids
    shown = _run("keys", "rotate")
    assert f"Wrapped anew under master key {current}: 1." in shown
    assert f"take {former} out of HOLDFAST_MASTER_KEY" in shown
    go_on(transfer_id)


@pytest.mark.parametrize(
    ("which", "next_step"), [("master", "then run `holdfast keys rotate`"), ("seal", "restart every")]
)
def test_a_fresh_key_is_shown_where_there_is_no_key_file(which, next_step, monkeypatch):
    monkeypatch.delenv(f"HOLDFAST_{which.upper()}_KEY_FILE", raising=False)
    shown = _run("keys", "new", which)
    assert next_step in shown
    assert len(base64.b64decode(shown.splitlines()[-1], validate=True)) == 32


def test_a_fresh_key_goes_before_the_others_in_the_key_file_which_stays_closed_to_others(
    tmp_path, monkeypatch, settings
):
    file, former = tmp_path / "master_key", base64.b64encode(b"1" * 32).decode()
    file.write_text(former + "\n")
    monkeypatch.setenv("HOLDFAST_MASTER_KEY_FILE", str(file))
    shown = _run("keys", "new")
    settings.HOLDFAST_MASTER_KEY = file.read_text()
    assert (file.read_text().splitlines()[1], len(master_keys().ids)) == (former, 2)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_text().splitlines()[0] not in shown
    assert [entry.name for entry in tmp_path.iterdir()] == ["master_key"]
