"""Steps of the ledger's tests: to append, to seal, and to tamper as only the owner of the tables could."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from django.db import connection, transaction
from psycopg import sql

from holdfast.config.database.roles import as_owner
from holdfast.config.ids import new_id
from holdfast.ledger import selectors, services
from holdfast.ledger.canonical import JSON
from holdfast.ledger.entries import Entry
from holdfast.ledger.services import MadeSeal
from holdfast.ledger.verify import Checked
from holdfast.ledger.verify_database import verify_one

AT = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)


def entry(kind: str = "StepFiled", *, schema: int = 1, **payload: JSON) -> Entry:
    return Entry(kind, AT, "staff-1", "us-2026.1", {"held": ["A1.queued"]}, payload or {"note": "é \\ ' note"}, schema)


def appended(*entries: Entry) -> UUID:
    """Append a new transfer of these entries, or of three."""
    transfer_id = new_id()
    with transaction.atomic():
        services.append(transfer_id, 0, entries or (entry(), entry(), entry()))
    return transfer_id


def go_on(transfer_id: UUID, *entries: Entry) -> None:
    history = selectors.load(transfer_id)
    with transaction.atomic():
        services.append(transfer_id, len(history), entries or (entry(),), tip=history.tip)


def made_seal() -> MadeSeal:
    """Seal what waits; fail where nothing does."""
    made = services.seal(AT)
    assert made is not None
    return made


def verified(transfer_id: UUID) -> Checked:
    """Verify a transfer that is known."""
    checked = verify_one(transfer_id)
    assert checked is not None
    return checked


def tamper(statement: str, *arguments: UUID | bytes) -> None:
    """Run `statement` as the owner with every guard of the ledger off, and put the guards back as they were."""
    with as_owner(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE t.tgenabled = 'A' AND c.relname LIKE 'ledger_%%'",
            [],
        )
        guards = [(sql.Identifier(table), sql.Identifier(name)) for table, name in cursor.fetchall()]
        for guard in guards:
            cursor.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER {}").format(*guard))
        cursor.execute(statement, arguments)
        for guard in guards:
            cursor.execute(sql.SQL("ALTER TABLE {} ENABLE ALWAYS TRIGGER {}").format(*guard))
