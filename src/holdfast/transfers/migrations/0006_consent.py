"""Consent: the instant at which the person had it end, and how many emergency exceptions wait for their review."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('transfers', '0005_practice'),
    ]

    operations = [
        migrations.AddField(
            model_name='transfer',
            name='consent_ends_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='transfer',
            name='consent_basis',
            field=models.CharField(db_default='', max_length=60),
        ),
        migrations.AddField(
            model_name='transfer',
            name='exceptions_open',
            field=models.PositiveSmallIntegerField(db_default=0),
        ),
        migrations.AddIndex(
            model_name='transfer',
            index=models.Index(condition=models.Q(('exceptions_open__gt', 0)), fields=['changed_at', 'id'], name='transfers_excepted'),
        ),
    ]
