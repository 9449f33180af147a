"""Many transfers quickly: one is told through the real write path, then copied under other ids, each with its own key.

A copy is encrypted and chained anew for its own transfer and is a whole transfer to `holdfast verify`: only the salts
of its commitments, and what was said, are those of the one that was told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from uuid import UUID

import orjson
from django.db import connection, models, transaction
from psycopg import sql

from holdfast.config.ids import new_id
from holdfast.ledger.chain import header_hash
from holdfast.ledger.entries import FIRST_PREV_HASH, Header
from holdfast.ledger.envelope import TransferCipher, new_key
from holdfast.ledger.keys import master_keys
from holdfast.ledger.selectors import stored_transfer
from holdfast.transfers.models import Deadline, Escalation, Failure, FiledRecord, Outbox, Ownership, Transfer

_AT_ONCE = 1_000
_READ_MODELS = (Transfer, Ownership, Deadline, Escalation, FiledRecord, Failure, Outbox)
_LEDGER = {
    "ledger_header": (
        "transfer_id seq kind at actor policy_version schema controls commitments prev_hash hash"
    ),
    "ledger_payload": "transfer_id seq sealed",
    "ledger_key": "transfer_id master_id wrapped",
    "ledger_head": "transfer_id seq hash is_unsealed is_erased",
}  # fmt: skip
Rows = dict[str, list[Sequence[object]]]


def copies(transfer_id: UUID, count: int) -> list[UUID]:
    """Copy a transfer that stands, events and read models, `count` times; return the ids of the copies."""
    template, made = _Template(transfer_id), []
    for ids in _batches((new_id() for _ in range(count)), _AT_ONCE):
        with transaction.atomic():
            _write(template.rows(ids), template.columns)
        made += ids
    return made


class _Template:
    """A transfer as it stands, ready to be written under another id."""

    def __init__(self, transfer_id: UUID) -> None:
        stored = stored_transfer(transfer_id)
        assert stored is not None
        assert stored.key is not None
        cipher = master_keys().cipher(transfer_id, stored.key)
        self._events = [(e.header, cipher.decrypt(e.header.seq, e.sealed or b"")) for e in stored.events]
        self._json = [
            (orjson.dumps(h.controls).decode(), orjson.dumps(h.commitments).decode()) for h, _ in self._events
        ]
        self.columns = {table: names.split() for table, names in _LEDGER.items()}
        self._derived: Rows = {}
        for model in _READ_MODELS:
            table, columns = model._meta.db_table, _columns(model)
            self.columns[table] = columns
            self._derived[table] = _as_text(table, columns, transfer_id)

    def rows(self, ids: Iterable[UUID]) -> Rows:
        """Return the rows of a copy under each of `ids`, by table."""
        rows: Rows = {table: [] for table in self.columns}
        for transfer_id in ids:
            self._chain(transfer_id, rows)
            for table, derived in self._derived.items():
                rows[table] += [(transfer_id, *row[1:]) for row in derived]
        return rows

    def _chain(self, transfer_id: UUID, rows: Rows) -> None:
        key, transfer = new_key(), str(transfer_id)
        cipher, own_hash = TransferCipher(transfer_id, key), FIRST_PREV_HASH
        for (told, text), (controls, commitments) in zip(self._events, self._json, strict=True):
            header: Header = told._replace(transfer=transfer, prev_hash=own_hash)
            own_hash = header_hash(header)
            rows["ledger_header"].append((*header[:7], controls, commitments, header.prev_hash, own_hash))
            rows["ledger_payload"].append((transfer, header.seq, cipher.encrypt(header.seq, text)))
        rows["ledger_key"].append((transfer, *master_keys().wrap(transfer_id, key)))
        rows["ledger_head"].append((transfer, len(self._events), own_hash, True, False))


def _columns(model: type[models.Model]) -> list[str]:
    """Return a read model's columns, the one that names the transfer first."""
    names = [field.column for field in model._meta.concrete_fields if field.column]
    names.sort(key=lambda name: name != ("id" if model is Transfer else "transfer_id"))
    return names


def _as_text(table: str, columns: list[str], transfer_id: UUID) -> list[Sequence[object]]:
    taken = sql.SQL(", ").join(sql.SQL("{}::text").format(sql.Identifier(name)) for name in columns)
    question = sql.SQL("SELECT {} FROM {} WHERE {} = %s").format(taken, *map(sql.Identifier, (table, columns[0])))
    with connection.cursor() as cursor:
        cursor.execute(question, [transfer_id])
        return list(cursor.fetchall())


def _write(rows: Rows, columns: dict[str, list[str]]) -> None:
    for table, written in rows.items():
        names = sql.SQL(", ").join(map(sql.Identifier, columns[table]))
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in written:
                copy.write_row(row)


def _batches(ids: Iterator[UUID], size: int) -> Iterator[list[UUID]]:
    while batch := list(islice(ids, size)):
        yield batch
