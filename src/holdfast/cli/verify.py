"""`holdfast verify`: the ledger read again, hashed again, decrypted, and its controls judged again."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

import click

from holdfast.cli import django_ready

if TYPE_CHECKING:
    from holdfast.ledger.verify import Checked, Finding, Judge

T = TypeVar("T")
SHOWN = 50
"""Faults that are printed one by one; beyond them only their number is."""


class Faults:
    """Prints the first faults, counts all."""

    def __init__(self) -> None:
        self.count = 0

    def add(self, finding: Finding | None) -> None:
        """Take one in, where there is one."""
        if finding is None:
            return
        self.count += 1
        if self.count <= SHOWN:
            click.echo(f"FAULT {finding}")

    def add_all(self, findings: Iterable[Finding]) -> None:
        """Take each of them in."""
        for finding in findings:
            self.add(finding)


@click.command()
@click.argument("transfer", type=click.UUID, required=False)
@click.option("--all", "is_all", is_flag=True, help="Verify every transfer.")
@click.option(
    "--seals", is_flag=True, help="Verify the seals too: shows dropped transfers, tails and rewritten events."
)
def command(transfer: UUID | None, *, is_all: bool, seals: bool) -> None:
    """Verify one TRANSFER (its id), or --all. Ends with 0 when all is as it was recorded, 1 when not."""
    if (transfer is None) != is_all:
        raise click.UsageError("Give the id of a transfer, or --all.")
    django_ready()
    from holdfast.ledger.errors import KeyUnavailable

    faults = Faults()
    try:
        _verify(transfer, seals, faults)
    except KeyUnavailable as fault:
        raise click.UsageError(str(fault)) from None
    if faults.count > SHOWN:
        click.echo(f"... and more: {faults.count - SHOWN}")
    if faults.count:
        click.echo(f"Faults: {faults.count}. Keep the database as it is, and compare it with a backup.")
        raise SystemExit(1)


def _verify(transfer: UUID | None, seals: bool, faults: Faults) -> None:
    if transfer is None:
        _verify_all(faults)
    else:
        _verify_one(transfer, faults)
    if seals:
        _verify_seals(faults)


def _verify_one(transfer: UUID, faults: Faults) -> None:
    from holdfast.ledger.verify_database import stray_faults, verify_one

    judge = _judge()
    checked = verify_one(transfer, judge)
    if checked is None:
        raise click.UsageError(f"The ledger has no transfer {transfer}; check the id.")
    faults.add(checked.finding)
    if checked.finding is None:
        faults.add_all(stray_faults(transfer))
    _report([checked], judge)


def _verify_all(faults: Faults) -> None:
    from holdfast.ledger.selectors import count_transfers
    from holdfast.ledger.verify_database import stray_faults, verify_all

    judge = _judge()
    faults.add_all(stray_faults())
    _report(_watched(verify_all(judge), count_transfers(), faults), judge)


def _watched(found: Iterable[Checked], total: int, faults: Faults) -> Iterator[Checked]:
    for checked in _progress(found, total, "transfers"):
        faults.add(checked.finding)
        yield checked


def _report(found: Iterable[Checked], judge: Judge | None) -> None:
    transfers = events = erased = 0
    for checked in found:
        transfers, events, erased = transfers + 1, events + checked.events, erased + checked.is_erased
    controls = "controls judged again" if judge else "controls not judged: there is no protocol here"
    if judge and erased:
        controls += ", but not of what was erased: there the chain alone"
    click.echo(f"Verified: {transfers} transfers, {events} events, {erased} erased; {controls}.")


def _verify_seals(faults: Faults) -> None:
    from holdfast.ledger.keys import seal_keys
    from holdfast.ledger.selectors import count_seals, count_unsealed
    from holdfast.ledger.verify_seals import faults_beside_seals, verify_seals

    seals = heads = 0
    for checked in _progress(verify_seals(seal_keys()), count_seals(), "seals"):
        seals, heads = seals + 1, heads + checked.heads
        faults.add_all(checked.findings)
    faults.add_all(faults_beside_seals())
    click.echo(f"Verified: {seals} seals of {heads} heads; waiting for the next seal: {count_unsealed()}.")


def _judge() -> Judge | None:
    """Return the judge of the protocol's controls, which stands above the ledger."""
    if importlib.util.find_spec("holdfast.transfers.selectors") is None:
        return None
    found: Judge | None = getattr(importlib.import_module("holdfast.transfers.selectors"), "judge", None)
    return found


def _progress(found: Iterable[T], total: int, what: str) -> Iterator[T]:
    """Pass on what is found, with a bar on a terminal."""
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    return iter(track(found, f"Verifying {what}", total=total, console=console, disable=not console.is_terminal))
