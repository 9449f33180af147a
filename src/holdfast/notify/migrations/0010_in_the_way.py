"""What a person can say on their own page: that something gets in their way."""

from __future__ import annotations

from django.db import migrations, models

SAYS = ["not_contacted", "question", "correction", "slower", "new_time", "in_the_way", "went"]


class Migration(migrations.Migration):
    dependencies = [("notify", "0009_heard")]

    operations = [
        migrations.AlterField(
            model_name="personsword",
            name="kind",
            field=models.CharField(choices=[(each, each.replace("_", " ").title()) for each in SAYS], max_length=20),
        ),
    ]
