"""The database refuses to change or delete a confirmation, whoever asks."""

from __future__ import annotations

from django.db import migrations

FORWARD = """
CREATE FUNCTION directory_confirmation_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a confirmation is never changed or deleted; record a new one';
END $$;
CREATE TRIGGER directory_confirmation_stands BEFORE UPDATE OR DELETE ON directory_confirmation
    FOR EACH ROW EXECUTE FUNCTION directory_confirmation_stands();
"""
BACKWARD = """
DROP TRIGGER directory_confirmation_stands ON directory_confirmation;
DROP FUNCTION directory_confirmation_stands();
"""


class Migration(migrations.Migration):
    """Add the trigger."""

    dependencies = [("directory", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
