"""Which handoffs are of somebody who is protected from a violent partner."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("transfers", "0008_custody")]

    operations = [
        migrations.AddField(
            model_name="transfer",
            name="is_protected",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(
                condition=models.Q(("is_protected", True)), fields=["person_id"], name="transfers_protected"
            ),
        ),
    ]
