"""Indexes of what follows a visit that is silent or asked to be cancelled, and of handoffs that are linked."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("transfers", "0011_story")]

    operations = [
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(fields=["linked_from"], name="transfers_linked", condition=Q(linked_from__isnull=False)),
        ),
        migrations.AddIndex(
            model_name="bookedvisit",
            index=models.Index(
                fields=["booked_at"], name="transfers_visits_silent", condition=Q(is_silent=True, has_ended=False)
            ),
        ),
        migrations.AddIndex(
            model_name="bookedvisit",
            index=models.Index(
                fields=["cancel_asked_at"],
                name="transfers_visits_asked",
                condition=Q(cancel_asked_at__isnull=False, has_ended=False),
            ),
        ),
    ]
