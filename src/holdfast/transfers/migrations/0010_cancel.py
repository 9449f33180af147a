"""Since when an answer is owed to who asked to cancel a first visit, and which side asked."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("transfers", "0009_safety")]

    operations = [
        migrations.AddField(model_name="bookedvisit", name="cancel_asked_at", field=models.DateTimeField(null=True)),
        migrations.AddField(
            model_name="bookedvisit",
            name="cancel_side",
            field=models.CharField(blank=True, db_default="", default="", max_length=20),
        ),
    ]
