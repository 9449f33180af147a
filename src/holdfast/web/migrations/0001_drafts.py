"""Handoffs that somebody has begun to write and not sent yet."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import holdfast.config.clock
import holdfast.config.ids


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HandoffDraft',
            fields=[
                ('id', models.UUIDField(default=holdfast.config.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('sealed', models.TextField()),
                ('begun_at', models.DateTimeField(default=holdfast.config.clock.now)),
                ('changed_at', models.DateTimeField(default=holdfast.config.clock.now)),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['staff', '-changed_at'], name='web_drafts_of_staff')],
            },
        ),
    ]
