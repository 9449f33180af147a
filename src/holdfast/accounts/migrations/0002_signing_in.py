"""Signing in: sign-ins, invitations, kept text, break-glass, and the table in which throttling keeps its marks."""

from __future__ import annotations

import django.db.models.deletion
import holdfast.config.clock
import holdfast.config.ids
from django.conf import settings
from django.db import migrations, models


# As Django's database cache wants it. Unlogged: marks of a few minutes need no crash recovery, and a flood of wrong
# passwords writes no WAL.
THROTTLE = """
CREATE UNLOGGED TABLE accounts_throttle (
    cache_key varchar(255) NOT NULL PRIMARY KEY, value text NOT NULL, expires timestamp with time zone NOT NULL
);
CREATE INDEX accounts_throttle_expires ON accounts_throttle (expires);
"""


class Migration(migrations.Migration):
    """Adds only."""

    dependencies = [
        ('accounts', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='staff',
            name='language',
            field=models.CharField(blank=True, db_default='', default='', max_length=10),
        ),
        migrations.AddField(
            model_name='staff',
            name='zone',
            field=models.CharField(blank=True, db_default='', default='', max_length=60),
        ),
        migrations.CreateModel(
            name='KeptText',
            fields=[
                ('id', models.UUIDField(default=holdfast.config.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('path', models.CharField(max_length=500)),
                ('sealed', models.TextField()),
                ('kept_at', models.DateTimeField(db_index=True, default=holdfast.config.clock.now, editable=False)),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SignInLink',
            fields=[
                ('id', models.UUIDField(default=holdfast.config.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('reference', models.CharField(blank=True, max_length=16, null=True, unique=True)),
                ('digest', models.CharField(blank=True, default='', max_length=64)),
                ('created_at', models.DateTimeField(default=holdfast.config.clock.now, editable=False)),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='BreakGlass',
            fields=[
                ('id', models.UUIDField(default=holdfast.config.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('transfer_id', models.UUIDField()),
                ('reason', models.TextField()),
                ('opened_at', models.DateTimeField(default=holdfast.config.clock.now, editable=False)),
                ('until', models.DateTimeField()),
                ('reviewed_at', models.DateTimeField(blank=True, null=True)),
                ('finding', models.CharField(blank=True, default='', max_length=20)),
                ('remark', models.TextField(blank=True, default='')),
                ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['staff', 'transfer_id', 'until'], name='accounts_glass_open'), models.Index(condition=models.Q(('reviewed_at__isnull', True)), fields=['opened_at', 'id'], name='accounts_glass_to_review')],
                'constraints': [models.CheckConstraint(condition=models.Q(('finding__in', ['', 'justified', 'not_justified'])), name='accounts_glass_finding_known'), models.CheckConstraint(condition=models.Q(('until__gt', models.F('opened_at'))), name='accounts_glass_ends_later'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='accounts_glass_reason_given'), models.CheckConstraint(condition=models.Q(models.Q(('finding', ''), ('remark', ''), ('reviewed_at__isnull', True), ('reviewed_by__isnull', True)), models.Q(('reviewed_at__isnull', False), ('reviewed_by__isnull', False), models.Q(('finding', ''), _negated=True)), _connector='OR'), name='accounts_glass_review_whole'), models.CheckConstraint(condition=models.Q(('reviewed_by__isnull', True), models.Q(('reviewed_by', models.F('staff')), _negated=True), _connector='OR'), name='accounts_glass_not_own_review')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.UUIDField(default=holdfast.config.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('reference', models.CharField(blank=True, max_length=16, null=True, unique=True)),
                ('digest', models.CharField(blank=True, default='', max_length=64)),
                ('created_at', models.DateTimeField(default=holdfast.config.clock.now, editable=False)),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('invited_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True), ('used_at__isnull', True)), fields=('staff',), name='accounts_invitation_open_once'), models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('created_at'))), name='accounts_invitation_expires_later')],
            },
        ),
        migrations.CreateModel(
            name='SignIn',
            fields=[
                ('id', models.UUIDField(default=holdfast.config.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('browser', models.CharField(blank=True, default='', max_length=60)),
                ('began_at', models.DateTimeField(default=holdfast.config.clock.now, editable=False)),
                ('seen_at', models.DateTimeField(default=holdfast.config.clock.now)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_by', models.CharField(blank=True, default='', max_length=20)),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sign_ins', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['staff', '-seen_at'], name='accounts_sign_in_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ended_by__in', ['', 'sign_out', 'idle', 'absolute', 'elsewhere', 'administrator'])), name='accounts_sign_in_ended_by_known'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by', '')), models.Q(('ended_at__isnull', False), models.Q(('ended_by', ''), _negated=True)), _connector='OR'), name='accounts_sign_in_end_whole')],
            },
        ),
        migrations.RunSQL(THROTTLE, "DROP TABLE accounts_throttle"),
    ]
