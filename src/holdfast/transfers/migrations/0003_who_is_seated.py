"""Who holds a seat in a live event, so that their sign-in can be held by one statement; cases by their number."""

from __future__ import annotations

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('transfers', '0002_who_may_see'),
    ]

    operations = [
        migrations.AddField(
            model_name='transfer',
            name='seated',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), db_default=[], size=None),
        ),
        migrations.AddIndex(
            model_name='transfer',
            index=models.Index(condition=models.Q(('is_event_open', True)), fields=['id'], name='transfers_live_now'),
        ),
        migrations.AddIndex(
            model_name='transfer',
            index=models.Index(fields=['case_id'], name='transfers_of_case'),
        ),
    ]
