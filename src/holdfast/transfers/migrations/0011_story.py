"""How often a person had to tell their story again stands beside the transfer, for lists and measures."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("transfers", "0010_cancel")]

    operations = [
        migrations.AddField(
            model_name="transfer", name="retold", field=models.PositiveIntegerField(db_default=0, default=0)
        ),
    ]
