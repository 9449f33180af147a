"""The two roles of the database."""

from __future__ import annotations

import os

import pytest
from django.db import ProgrammingError, connection
from pytest_django.fixtures import Settings

from holdfast.config.database.roles import as_owner, migrate, start_over
from holdfast.config.env import SettingError

pytestmark = pytest.mark.django_db


def test_the_tests_run_as_the_application() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, session_user")
        assert cursor.fetchone() == ("holdfast_app", "holdfast_app")


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "CREATE TEMPORARY TABLE mine (id int)",
        "DROP TABLE django_migrations",
        "TRUNCATE django_session",
        "ALTER TABLE django_session ADD COLUMN more text",
        "SET ROLE holdfast_owner",
        "SET session_replication_role = replica",
        "COPY django_session TO PROGRAM 'true'",
        "SELECT pg_read_file('postgresql.conf')",
    ],
)
def test_the_application_may_not_change_the_schema(statement: str) -> None:
    with connection.cursor() as cursor, pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        cursor.execute(statement)


@pytest.mark.parametrize("time", ["first", "second"])
@pytest.mark.django_db(transaction=True)
def test_what_a_test_committed_is_gone_in_the_next(time: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session")
        assert cursor.fetchone() == (0,)
        cursor.execute("INSERT INTO django_session VALUES (%s, 'd', now())", [time])
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session")
        assert cursor.fetchone() == (1,)


@pytest.mark.full
@pytest.mark.django_db(transaction=True)
def test_starting_over_leaves_an_empty_database(monkeypatch: pytest.MonkeyPatch) -> None:
    name = f"test_{os.getpid()}_over"
    with as_owner(), connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    monkeypatch.setitem(connection.settings_dict, "NAME", name)
    for _ in range(2):
        start_over()
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO django_session SELECT 'k', 'd', now() FROM django_session HAVING count(*) = 0")
            assert cursor.rowcount == 1
    connection.close()
    with as_owner(), connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_database_of_your_own_is_not_begun_again(settings: Settings) -> None:
    settings.HOLDFAST_IS_EMBEDDED = False
    with pytest.raises(SettingError, match="Only the embedded database"):
        start_over()


def test_a_database_of_your_own_is_migrated_by_its_owner_only(settings: Settings) -> None:
    settings.HOLDFAST_DATABASE_OWNER = {}
    with pytest.raises(SettingError, match="DATABASE_OWNER_URL"):
        migrate()
