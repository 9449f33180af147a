"""The room's SQL: read models are written by one statement, so that filing stays within its budget of statements."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection, models

from holdfast.transfers.models import (
    Answered,
    Custody,
    Deadline,
    Escalation,
    Failure,
    FiledRecord,
    Outbox,
    Ownership,
    Transfer,
)


def _insert(model: type[models.Model], part: str, after: str = "") -> str:
    """Return an INSERT of `part` of the document; `after` names what must have been written before it."""
    table, wait = model._meta.db_table, f", (SELECT count(*) FROM {after}) AS before" if after else ""  # noqa: S608
    rows = f"jsonb_populate_recordset(NULL::{table}, j->'{part}') AS r"
    return f"INSERT INTO {table} SELECT r.* FROM g, {rows}{wait}"  # noqa: S608 - names of our models


_ONCE = frozenset({"id", "opened_at", "practised_by"})
"""What is written at the opening alone. A practice is never made real, nor the other way."""
_TRANSFER = [field.column for field in Transfer._meta.concrete_fields if field.column and field.column not in _ONCE]
_SET = f"({', '.join(_TRANSFER)}) = ROW({', '.join(f'EXCLUDED.{name}' for name in _TRANSFER)})"

WRITE = " ".join(
    f"""
WITH g AS (SELECT %(rows)s::jsonb AS j, %(transfer_id)s::uuid AS t),
transfer AS (
  INSERT INTO transfers_transfer
  SELECT r.* FROM g, jsonb_populate_record(NULL::transfers_transfer, j->'transfer') AS r
  WHERE r.id IS NOT NULL
  ON CONFLICT (id) DO UPDATE SET {_SET}
),
released AS (
  UPDATE transfers_ownership o SET owned_until = (j->'owners'->0->>'owned_from')::timestamptz
  FROM g WHERE o.transfer_id = t AND o.owned_until IS NULL AND jsonb_array_length(j->'owners') > 0 RETURNING 1
),
owned AS ({_insert(Ownership, "owners", "released")}),
ended AS (
  UPDATE transfers_deadline d SET status = e.status, ended_at = e.ended_at
  FROM g, jsonb_populate_recordset(NULL::transfers_deadline, j->'ended') AS e
  WHERE d.transfer_id = t AND d.name = e.name AND d.status = 'open' RETURNING 1
),
opened AS ({_insert(Deadline, "deadlines", "ended")}),
changed AS (
  UPDATE transfers_escalation x SET level = n.level, count = n.count, acknowledge_by = n.acknowledge_by,
    acknowledged_by = n.acknowledged_by,
    acknowledged_at = CASE WHEN n.acknowledged_by <> '' THEN coalesce(n.acknowledged_at, x.acknowledged_at) END,
    resolved_by = coalesce(n.resolved_by, ''), resolved_at = n.resolved_at
  FROM g, jsonb_populate_recordset(NULL::transfers_escalation, j->'changed') AS n
  WHERE x.transfer_id = t AND x.control = n.control AND x.resolved_at IS NULL RETURNING 1
),
raised AS ({_insert(Escalation, "escalations", "changed")}),
fallen AS (
  UPDATE transfers_filedrecord r SET is_standing = false
  FROM g WHERE r.transfer_id = t AND r.is_standing AND j->'fallen' ? r.kind RETURNING 1
),
signed AS (
  UPDATE transfers_filedrecord r SET countersigned_at = s.at
  FROM g, jsonb_to_recordset(j->'countersigned') AS s(kind text, at timestamptz)
  WHERE r.transfer_id = t AND r.is_standing AND r.kind = s.kind RETURNING 1
),
recorded AS ({_insert(FiledRecord, "records", "fallen")}),
failed AS ({_insert(Failure, "failures")}),
told AS ({_insert(Outbox, "outbox")}),
remembered AS ({_insert(Answered, "answered")})
SELECT pg_notify('holdfast_transfers', t::text) FROM g
""".split()  # noqa: S608 - names of our models
)
"""Writes the rows of one projection. What must stand before something else is asked for by it.

Below 4,096 characters: a longer one psycopg takes apart anew each time, and that takes a millisecond.
"""

WRITE_VISIT = """
INSERT INTO transfers_bookedvisit
SELECT r.* FROM jsonb_populate_record(NULL::transfers_bookedvisit, %(row)s::jsonb) AS r
ON CONFLICT (transfer_id) DO UPDATE SET (number, slot_id, starts_at, booked_at, is_silent, has_ended, cancel_asked_at,
  cancel_side)
  = ROW(EXCLUDED.number, EXCLUDED.slot_id, EXCLUDED.starts_at, EXCLUDED.booked_at, EXCLUDED.is_silent,
    EXCLUDED.has_ended, EXCLUDED.cancel_asked_at, EXCLUDED.cancel_side)
RETURNING 1
"""
"""Writes the visit of a transfer as it stands. Who holds a published time first has it: the other one fails."""

_CUSTODY = [field.column for field in Custody._meta.concrete_fields if field.column and not field.primary_key]
WRITE_CUSTODY = f"""
INSERT INTO transfers_custody
SELECT r.* FROM jsonb_populate_record(NULL::transfers_custody, %(row)s::jsonb) AS r
ON CONFLICT (transfer_id) DO UPDATE
SET ({", ".join(_CUSTODY)}) = ROW({", ".join(f"EXCLUDED.{name}" for name in _CUSTODY)})
RETURNING 1
"""  # noqa: S608 - names of our model
"""Writes who answers for the person beside the owner. Of two who accept the same need at once the later one fails."""

DROP_CUSTODY = """
DELETE FROM transfers_custody WHERE transfer_id = (%(row)s::jsonb->>'transfer_id')::uuid RETURNING 1
"""
"""Drops that row where nobody answers for the person beside the owner any more, and no acceptance stands."""

CLAIM = """
WITH due AS (
  SELECT x.id FROM transfers_transfer x LEFT JOIN transfers_claim c ON c.transfer_id = x.id
  WHERE x.next_due_at <= %(at)s AND (c.until IS NULL OR c.until <= %(at)s)
  ORDER BY x.next_due_at LIMIT %(limit)s FOR UPDATE OF x SKIP LOCKED
)
INSERT INTO transfers_claim (transfer_id, until) SELECT id, %(until)s FROM due
ON CONFLICT (transfer_id) DO UPDATE SET until = EXCLUDED.until WHERE transfers_claim.until <= %(at)s
RETURNING transfer_id
"""
"""Claims some transfers for which something has fallen due, oldest first; another worker gets others."""


def execute(statement: str, arguments: Mapping[str, str | int | datetime | UUID]) -> list[tuple[object, ...]]:
    """Run one statement and return its rows."""
    with connection.cursor() as cursor:
        cursor.execute(statement, arguments)
        return list(cursor.fetchall())
