"""The tables of `accounts`, and the trigger by which the access log only grows."""

from __future__ import annotations

import django.db.models.deletion
import django.db.models.functions.text
import holdfast.config.clock
import holdfast.config.ids
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from psycopg import sql

ONLY_GROWS = """
CREATE FUNCTION accounts_access_log_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the access log only grows: % is refused', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER accounts_access_log_keeps_rows BEFORE UPDATE OR DELETE ON accounts_accesslogentry
    FOR EACH ROW EXECUTE FUNCTION accounts_access_log_only_grows();
ALTER TABLE accounts_accesslogentry ENABLE ALWAYS TRIGGER accounts_access_log_keeps_rows;
-- Not ALWAYS, so that the owner can empty a test's tables as a replica; the application may not truncate anyway.
CREATE TRIGGER accounts_access_log_keeps_all BEFORE TRUNCATE ON accounts_accesslogentry
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_access_log_only_grows();
"""
GROWS_NO_MORE = """
DROP TRIGGER accounts_access_log_keeps_all ON accounts_accesslogentry;
DROP TRIGGER accounts_access_log_keeps_rows ON accounts_accesslogentry;
DROP FUNCTION accounts_access_log_only_grows();
"""
REVOKED = "REVOKE UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON accounts_accesslogentry FROM {}"


def revoke(_: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take from the application's role what the access log never needs."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(sql.SQL(REVOKED).format(sql.Identifier(settings.HOLDFAST_APP_ROLE)))


class Migration(migrations.Migration):
    """All tables of the room."""

    initial = True

    dependencies = [
        ("directory", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Staff",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "id",
                    models.UUIDField(
                        default=holdfast.config.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("display_name", models.CharField(max_length=200)),
                ("is_active", models.BooleanField(default=True)),
                ("joined_at", models.DateTimeField(default=holdfast.config.clock.now, editable=False)),
            ],
            options={
                "verbose_name_plural": "staff",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                        name="accounts_staff_email_lower",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AccessLogEntry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=holdfast.config.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField(default=holdfast.config.clock.now, editable=False)),
                ("actor_kind", models.CharField(max_length=10)),
                ("actor_id", models.UUIDField(blank=True, null=True)),
                ("transfer_id", models.UUIDField(blank=True, null=True)),
                ("person_id", models.UUIDField(blank=True, null=True)),
                ("purpose", models.CharField(max_length=80)),
                ("adapter", models.CharField(max_length=10)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["actor_id", "at"], name="accounts_access_actor"),
                    models.Index(fields=["transfer_id", "at"], name="accounts_access_transfer"),
                    models.Index(fields=["person_id", "at"], name="accounts_access_person"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("adapter__in", ["page", "api", "fhir", "cli", "job", "live"])),
                        name="accounts_access_adapter_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("actor_id__isnull", False), ("actor_kind__in", ["staff", "guest"])),
                            models.Q(("actor_id__isnull", True), ("actor_kind", "system")),
                            _connector="OR",
                        ),
                        name="accounts_access_actor_named",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("transfer_id__isnull", False), ("person_id__isnull", False), _connector="OR"
                        ),
                        name="accounts_access_subject_named",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("purpose", ""), _negated=True), name="accounts_access_purpose_named"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=holdfast.config.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("prefix", models.CharField(max_length=16, unique=True)),
                ("digest", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField(default=holdfast.config.clock.now, editable=False)),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("last_used_at", models.DateTimeField(blank=True, null=True)),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tokens", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="GuestGrant",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=holdfast.config.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("transfer_id", models.UUIDField(db_index=True)),
                ("live_event", models.PositiveIntegerField(blank=True, null=True)),
                ("party", models.CharField(max_length=20)),
                ("identity", models.CharField(max_length=20)),
                ("subject_id", models.UUIDField()),
                ("spoken", models.BooleanField(default=False)),
                ("one_time", models.BooleanField(default=True)),
                ("reference", models.CharField(max_length=16, unique=True)),
                ("digest", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField(default=holdfast.config.clock.now, editable=False)),
                ("expires_at", models.DateTimeField()),
                ("redeemed_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("tries", models.PositiveIntegerField(default=0)),
                ("wrong_tries", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("identity__in", ["directory_link", "read_out_code", "person_link"])),
                        name="accounts_grant_identity_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("identity", "directory_link"), ("party", "receiver")),
                            models.Q(("identity", "person_link"), ("party", "person")),
                            models.Q(("identity", "read_out_code"), ("party__in", ["person", "receiver"])),
                            _connector="OR",
                        ),
                        name="accounts_grant_identity_fits_party",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("one_time", True),
                            models.Q(("live_event__isnull", True), ("spoken", False)),
                            _connector="OR",
                        ),
                        name="accounts_grant_event_or_code_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("identity", "read_out_code"), _negated=True), ("spoken", True), _connector="OR"
                        ),
                        name="accounts_grant_read_out_is_code",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GuestSession",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=holdfast.config.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("prefix", models.CharField(max_length=16, unique=True)),
                ("digest", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField(default=holdfast.config.clock.now, editable=False)),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sessions", to="accounts.guestgrant"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LadderRung",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=holdfast.config.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("jurisdiction", models.CharField(blank=True, default="", max_length=40)),
                ("level", models.CharField(max_length=20)),
                ("minutes", models.PositiveIntegerField()),
                ("next_level", models.CharField(blank=True, default="", max_length=20)),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.organization",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RoleAssignment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=holdfast.config.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("held_from", models.DateTimeField(default=holdfast.config.clock.now)),
                ("held_until", models.DateTimeField(blank=True, null=True)),
                ("role", models.CharField(max_length=40)),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.service"
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RungHolder",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=holdfast.config.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("held_from", models.DateTimeField(default=holdfast.config.clock.now)),
                ("held_until", models.DateTimeField(blank=True, null=True)),
                ("weekdays", models.CharField(blank=True, default="", max_length=7)),
                ("starts", models.TimeField(blank=True, null=True)),
                ("ends", models.TimeField(blank=True, null=True)),
                ("zone", models.CharField(blank=True, default="", max_length=60)),
                (
                    "rung",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="holders", to="accounts.ladderrung"
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DeciderPool",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=holdfast.config.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("held_from", models.DateTimeField(default=holdfast.config.clock.now)),
                ("held_until", models.DateTimeField(blank=True, null=True)),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.service"
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pools", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("held_until__isnull", True), ("held_until__gte", models.F("held_from")), _connector="OR"
                        ),
                        name="accounts_pool_term_in_order",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("held_until__isnull", True)),
                        fields=("staff", "service"),
                        name="accounts_pool_open_once",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="ladderrung",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "level__in",
                        ["supervisory", "director", "quality", "manager", "regional", "executive", "quality_manager"],
                    )
                ),
                name="accounts_rung_level_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="ladderrung",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "next_level__in",
                        [
                            "",
                            "supervisory",
                            "director",
                            "quality",
                            "manager",
                            "regional",
                            "executive",
                            "quality_manager",
                        ],
                    )
                ),
                name="accounts_rung_next_level_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="ladderrung",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__gte", 1)), name="accounts_rung_minutes_some"
            ),
        ),
        migrations.AddConstraint(
            model_name="ladderrung",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("level", "regional"), ("organization__isnull", True)),
                    models.Q(
                        models.Q(("level", "regional"), _negated=True),
                        ("jurisdiction", ""),
                        ("organization__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="accounts_rung_regional_of_jurisdiction",
            ),
        ),
        migrations.AddConstraint(
            model_name="ladderrung",
            constraint=models.UniqueConstraint(
                condition=models.Q(("organization__isnull", False)),
                fields=("organization", "level"),
                name="accounts_rung_once_an_organization",
            ),
        ),
        migrations.AddConstraint(
            model_name="ladderrung",
            constraint=models.UniqueConstraint(
                condition=models.Q(("organization__isnull", True)),
                fields=("jurisdiction", "level"),
                name="accounts_rung_once_a_jurisdiction",
            ),
        ),
        migrations.AddConstraint(
            model_name="roleassignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "peer",
                            "clinician",
                            "care_coordinator",
                            "crisis_worker",
                            "supervisor",
                            "coordination_lead",
                            "intake_lead",
                            "quality_reviewer",
                            "service_manager",
                            "coordination_director",
                            "follow_up_lead",
                            "navigator",
                            "director",
                            "quality_manager",
                            "regional_lead",
                            "executive",
                            "governance",
                            "auditor",
                            "administrator",
                        ],
                    )
                ),
                name="accounts_role_role_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="roleassignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("held_until__isnull", True), ("held_until__gte", models.F("held_from")), _connector="OR"
                ),
                name="accounts_role_term_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="roleassignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("held_until__isnull", True)),
                fields=("staff", "role", "service"),
                name="accounts_role_open_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="rungholder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("held_until__isnull", True), ("held_until__gte", models.F("held_from")), _connector="OR"
                ),
                name="accounts_holder_term_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="rungholder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ends__isnull", True), ("starts__isnull", True), ("weekdays", ""), ("zone", "")),
                    models.Q(
                        models.Q(("weekdays", ""), _negated=True),
                        models.Q(("zone", ""), _negated=True),
                        ("ends__isnull", False),
                        ("starts__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="accounts_holder_window_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="rungholder",
            constraint=models.CheckConstraint(
                condition=models.Q(("weekdays__regex", "^1?2?3?4?5?6?7?$")), name="accounts_holder_weekdays_known"
            ),
        ),
        migrations.RunSQL(ONLY_GROWS, GROWS_NO_MORE),
        migrations.RunPython(revoke, migrations.RunPython.noop),
    ]
