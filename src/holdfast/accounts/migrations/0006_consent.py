"""Accounting of disclosures: to which service something went, under which scopes, and on what that rests."""

from __future__ import annotations

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_one_device'),
    ]

    operations = [
        migrations.AddField(
            model_name='accesslogentry',
            name='basis',
            field=models.CharField(blank=True, db_default='', default='', max_length=300),
        ),
        migrations.AddField(
            model_name='accesslogentry',
            name='recipient',
            field=models.CharField(blank=True, db_default='', default='', max_length=100),
        ),
        migrations.AddField(
            model_name='accesslogentry',
            name='scopes',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, db_default=[], default=list, size=None),
        ),
        migrations.AddIndex(
            model_name='accesslogentry',
            index=models.Index(condition=models.Q(('recipient', ''), _negated=True), fields=['transfer_id', '-at', '-id'], name='accounts_access_disclosed'),
        ),
        migrations.AddConstraint(
            model_name='accesslogentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('basis', ''), ('recipient', '')), models.Q(models.Q(('recipient', ''), _negated=True), models.Q(('basis', ''), _negated=True)), _connector='OR'), name='accounts_access_disclosed_on_a_basis'),
        ),
    ]
