"""An index of times that were withdrawn: one that was held then is looked for among them."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("directory", "0004_strength")]

    operations = [
        migrations.AddIndex(
            model_name="slot",
            index=models.Index(
                fields=["service", "starts_at"],
                name="directory_slots_withdrawn",
                condition=Q(withdrawn_at__isnull=False),
            ),
        ),
    ]
