"""The database's own refusals: the ledger only grows, whoever asks; and the application's role may not even ask.

Row triggers are ENABLE ALWAYS, so that `session_replication_role` does not turn them off. The owner could still
replace them: that is what the hash chain and the seals are for.
"""

from __future__ import annotations

from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from psycopg import sql

INSERT_ONLY = ("ledger_header", "ledger_payload", "ledger_erasure", "ledger_seal", "ledger_sealed_head")
MOVING = ("ledger_head", "ledger_key")

FUNCTIONS = """
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger only grows: % of % is refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE FUNCTION ledger_refuse_lost_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM ledger_erasure WHERE transfer_id = OLD.transfer_id) THEN
    RAISE EXCEPTION 'a key is deleted only after its erasure is on record'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN OLD;
END $$;
"""

MOVING_GUARDS = """
CREATE TRIGGER ledger_head_stays BEFORE DELETE ON ledger_head FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_head_moves_forward BEFORE UPDATE ON ledger_head FOR EACH ROW
  WHEN (NOT (
    NEW.transfer_id = OLD.transfer_id
    AND (NEW.is_erased OR NOT OLD.is_erased)
    AND (NEW.seq > OLD.seq AND NEW.hash <> OLD.hash AND NEW.is_unsealed OR NEW.seq = OLD.seq AND NEW.hash = OLD.hash)
  )) EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_key_outlives_nothing BEFORE DELETE ON ledger_key
  FOR EACH ROW EXECUTE FUNCTION ledger_refuse_lost_key();
CREATE TRIGGER ledger_key_stays_with_its_transfer BEFORE UPDATE ON ledger_key FOR EACH ROW
  WHEN (NEW.transfer_id <> OLD.transfer_id) EXECUTE FUNCTION ledger_refuse();
ALTER TABLE ledger_head ENABLE ALWAYS TRIGGER ledger_head_stays;
ALTER TABLE ledger_head ENABLE ALWAYS TRIGGER ledger_head_moves_forward;
ALTER TABLE ledger_key ENABLE ALWAYS TRIGGER ledger_key_outlives_nothing;
ALTER TABLE ledger_key ENABLE ALWAYS TRIGGER ledger_key_stays_with_its_transfer;
ALTER TABLE ledger_head ADD CONSTRAINT ledger_head_names_an_event
  FOREIGN KEY (transfer_id, seq) REFERENCES ledger_header (transfer_id, seq);
-- A head is updated at every event: room in the page keeps that cheap.
ALTER TABLE ledger_head SET (fillfactor = 70);
"""

NO_CHANGE = """
CREATE TRIGGER {0}_stays BEFORE UPDATE OR DELETE ON {0} FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
ALTER TABLE {0} ENABLE ALWAYS TRIGGER {0}_stays;
"""
NO_TRUNCATE = "CREATE TRIGGER {0}_is_kept BEFORE TRUNCATE ON {0} FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();"

REVOKED = (
    "REVOKE UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON {insert_only} FROM {app}",
    "REVOKE DELETE, TRUNCATE, REFERENCES, TRIGGER ON ledger_head FROM {app}",
    "REVOKE UPDATE, TRUNCATE, REFERENCES, TRIGGER ON ledger_key FROM {app}",
    "GRANT UPDATE (master_id, wrapped) ON ledger_key TO {app}",
)


def revoke(_: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take from the application's role what the ledger never needs."""
    names = {
        "app": sql.Identifier(settings.HOLDFAST_APP_ROLE),
        "insert_only": sql.SQL(", ").join(map(sql.Identifier, INSERT_ONLY)),
    }
    with schema_editor.connection.cursor() as cursor:
        for statement in REVOKED:
            cursor.execute(sql.SQL(statement).format(**names))


class Migration(migrations.Migration):
    """Triggers and privileges."""

    dependencies = (("ledger", "0001_initial"),)
    operations = (
        migrations.RunSQL(FUNCTIONS, "DROP FUNCTION ledger_refuse, ledger_refuse_lost_key CASCADE"),
        migrations.RunSQL(MOVING_GUARDS, "ALTER TABLE ledger_head DROP CONSTRAINT ledger_head_names_an_event"),
        *(migrations.RunSQL(NO_CHANGE.format(table), "") for table in INSERT_ONLY),
        *(migrations.RunSQL(NO_TRUNCATE.format(table), "") for table in INSERT_ONLY + MOVING),
        migrations.RunPython(revoke, migrations.RunPython.noop),
    )
