"""A long form of a transfer is kept as a draft too: one for each member of staff, transfer and step."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("web", "0001_drafts")]

    operations = [
        migrations.AddField(model_name="handoffdraft", name="transfer_id", field=models.UUIDField(null=True)),
        migrations.AddField(
            model_name="handoffdraft",
            name="step",
            field=models.CharField(blank=True, db_default="", default="", max_length=40),
        ),
        migrations.AddConstraint(
            model_name="handoffdraft",
            constraint=models.UniqueConstraint(
                condition=Q(transfer_id__isnull=False),
                fields=("staff", "transfer_id", "step"),
                name="web_one_draft_of_a_form",
            ),
        ),
    ]
