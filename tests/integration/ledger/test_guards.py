"""What may not be: the ORM refuses, the application's role may not, and the triggers refuse the owner too."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from psycopg import Error as PostgresError

from holdfast.config.database.roles import as_owner
from holdfast.ledger import models
from holdfast.ledger.errors import InsertOnly
from holdfast.ledger.services import erase, seal
from tests.integration.ledger.steps import AT, appended

MODELS: list[Any] = [
    models.EventHeader,
    models.EventPayload,
    models.Head,
    models.TransferKey,
    models.Erasure,
    models.Seal,
    models.SealedHead,
]
TABLES = [model._meta.db_table for model in MODELS]
COLUMNS = dict.fromkeys(TABLES, "transfer_id") | {"ledger_seal": "n"}
GROWING = [table for table in TABLES if table not in {"ledger_head", "ledger_key"}]


@pytest.fixture
def a_row_in_each_table():
    erase(appended(), "person-request", "staff-2")
    seal(AT)
    return appended()


def _refused_for(statement: str) -> str | None:
    with pytest.raises(DatabaseError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    cause = refused.value.__cause__
    assert isinstance(cause, PostgresError)
    return cause.sqlstate


BULK_WRITES = {
    "create": lambda rows: rows.create(),
    "bulk_create": lambda rows: rows.bulk_create([]),
    "get_or_create": lambda rows: rows.get_or_create(),
    "update_or_create": lambda rows: rows.update_or_create(),
    "update": lambda rows: rows.update(),
    "bulk_update": lambda rows: rows.bulk_update([], []),
    "delete": lambda rows: rows.all().delete(),
    "_raw_delete": lambda rows: rows.all()._raw_delete("default"),
}


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("write", BULK_WRITES.values(), ids=BULK_WRITES)
def test_the_orm_refuses_to_write_many_rows(model, write):
    with pytest.raises(InsertOnly, match=r"holdfast\.ledger\.services only"):
        write(model.objects)


@pytest.mark.parametrize("model", MODELS)
def test_the_orm_refuses_to_save_or_delete_a_row(model):
    for write in (model().save, model().delete):
        with pytest.raises(InsertOnly):
            write()


def test_rows_are_named_by_ids_only():
    row = models.EventHeader(transfer_id="t", seq=1, kind="Opened", actor="staff-1")
    assert str(row) == "t 1 Opened"
    blank = [str(model()) for model in MODELS[1:]]
    assert blank == ["None None", "None None", "None ", "None ", "seal None", "None None None"]


APP_STATEMENTS = [
    *(f"UPDATE {table} SET {COLUMNS[table]} = NULL" for table in GROWING),  # noqa: S608 - constants
    *(f"DELETE FROM {table}" for table in [*GROWING, "ledger_head"]),  # noqa: S608
    *(f"TRUNCATE {table} CASCADE" for table in TABLES),
    *(f"ALTER TABLE {table} ADD COLUMN more text" for table in TABLES),
    *(f"ALTER TABLE {table} DISABLE TRIGGER ALL" for table in TABLES),
    *(f"DROP TABLE {table} CASCADE" for table in TABLES),
    *(f"CREATE TRIGGER t BEFORE INSERT ON {table} EXECUTE FUNCTION ledger_refuse()" for table in TABLES),
    "DROP TRIGGER ledger_header_stays ON ledger_header",
    "DROP FUNCTION ledger_refuse CASCADE",
    "UPDATE ledger_key SET transfer_id = transfer_id",
    "SET session_replication_role = replica",
    "SET ROLE holdfast_owner",
]


@pytest.mark.django_db
@pytest.mark.parametrize("statement", APP_STATEMENTS)
def test_the_applications_role_lacks_the_privilege(statement, a_row_in_each_table):
    assert _refused_for(statement) == "42501"


HEAD_MOVES = [
    "UPDATE ledger_head SET seq = seq - 1, hash = 'x'",
    "UPDATE ledger_head SET seq = seq + 1",
    "UPDATE ledger_head SET hash = 'x'",
    "UPDATE ledger_head SET seq = seq + 1, hash = 'x', is_unsealed = false",
    "UPDATE ledger_head SET transfer_id = gen_random_uuid()",
    "UPDATE ledger_head SET is_erased = false WHERE is_erased",
    "DELETE FROM ledger_key",
]


@pytest.mark.django_db
@pytest.mark.parametrize("statement", HEAD_MOVES)
def test_a_head_goes_forward_only_and_a_key_goes_only_after_its_tombstone(statement, a_row_in_each_table):
    assert _refused_for(statement) in {"23001", "42501"}


@pytest.mark.django_db
def test_a_head_never_names_an_event_that_is_not_there(a_row_in_each_table):
    assert _refused_for("UPDATE ledger_head SET seq = 9, hash = 'x', is_unsealed = true WHERE NOT is_erased") == "23503"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("how", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_owner_meets_the_trigger(table, how, a_row_in_each_table):
    if table in {"ledger_head", "ledger_key"}:
        how = how.replace("= {}", "= gen_random_uuid()")
    with as_owner():
        assert _refused_for(how.format(table, COLUMNS[table], COLUMNS[table])) == "23001"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", GROWING)
def test_the_owner_meets_the_trigger_also_as_a_replica(table, a_row_in_each_table):
    with as_owner():
        assert _refused_for(f"SET LOCAL session_replication_role = replica; DELETE FROM {table}") == "23001"  # noqa: S608
