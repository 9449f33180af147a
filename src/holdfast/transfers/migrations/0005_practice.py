"""Practice: who practises in a transfer, so that every list and count leaves it out."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('transfers', '0004_what_is_owed'),
    ]

    operations = [
        migrations.AddField(
            model_name='transfer',
            name='practised_by',
            field=models.CharField(db_default='', max_length=100),
        ),
        migrations.AddIndex(
            model_name='transfer',
            index=models.Index(condition=models.Q(('practised_by', ''), _negated=True), fields=['practised_by', '-changed_at', '-id'], name='transfers_of_learner'),
        ),
    ]
