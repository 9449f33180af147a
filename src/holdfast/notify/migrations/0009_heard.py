"""Which answers to texts were heard already."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("notify", "0008_summary_links")]

    operations = [
        migrations.CreateModel(
            name="TextHeard",
            fields=[
                ("carrier_id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("heard_at", models.DateTimeField()),
            ],
        ),
    ]
