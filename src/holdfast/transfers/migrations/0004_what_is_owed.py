"""Which acts a transfer still waits for, so that each queue finds its work by an index, also what is overdue.

And indexes for what the weekly agenda asks: what was missed, what failed, what came before a level.
"""

from __future__ import annotations

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('transfers', '0003_who_is_seated'),
    ]

    operations = [
        migrations.AddField(
            model_name='transfer',
            name='owed',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), db_default=[], size=None),
        ),
        migrations.AddIndex(
            model_name='transfer',
            index=django.contrib.postgres.indexes.GinIndex(fields=['owed'], name='transfers_owing'),
        ),
        migrations.AddIndex(
            model_name='deadline',
            index=models.Index(condition=models.Q(('status', 'missed')), fields=['due_at'], name='transfers_missed_deadlines'),
        ),
        migrations.AddIndex(
            model_name='deadline',
            index=models.Index(condition=models.Q(('name__in', ['determination', 'emergency_paperwork'])), fields=['name', 'opened_at'], name='transfers_talked_about'),
        ),
        migrations.AddIndex(
            model_name='escalation',
            index=models.Index(fields=['control', 'raised_at'], name='transfers_matters_raised'),
        ),
    ]
