from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notify", "0007_visit"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="guestlinkrequest",
            name="notify_one_link_waiting",
        ),
        migrations.AddConstraint(
            model_name="guestlinkrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "waiting")),
                fields=("transfer_id", "contact_id", "live_event", "good_until"),
                name="notify_one_link_waiting",
                nulls_distinct=False,
            ),
        ),
    ]
