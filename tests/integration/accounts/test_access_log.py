"""The access log only grows, whoever tries what."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from holdfast.accounts.models import AccessLogEntry, ActorKind, Adapter, AppendOnly
from holdfast.accounts.services import Viewed, Viewer, access_log
from holdfast.config.database.roles import as_owner
from holdfast.config.ids import new_id
from tests.integration.accounts.conftest import NOW

pytestmark = pytest.mark.django_db
WAYS = [
    "UPDATE accounts_accesslogentry SET purpose = 'none'",
    "DELETE FROM accounts_accesslogentry",
    "TRUNCATE accounts_accesslogentry",
]


def note(purpose: str = "transfer-page") -> AccessLogEntry:
    access_log(Viewer(ActorKind.STAFF, new_id()), [Viewed(transfer_id=new_id())], purpose=purpose, adapter=Adapter.API)
    return AccessLogEntry.objects.get()


def test_everything_seen_at_once_is_noted_in_one_statement(clock, django_assert_num_queries) -> None:
    viewer, transfer, person = Viewer(ActorKind.GUEST, new_id()), new_id(), new_id()
    with django_assert_num_queries(1):
        access_log(viewer, [Viewed(transfer, person), Viewed(person_id=person)], purpose="queue", adapter=Adapter.API)
    rows = AccessLogEntry.objects.all()
    assert {(each.transfer_id, each.person_id) for each in rows} == {(transfer, person), (None, person)}
    assert {(each.actor_kind, each.actor_id, each.at) for each in rows} == {("guest", viewer.id, NOW)}


def test_the_model_adds_an_entry_and_refuses_to_change_or_remove_it() -> None:
    entry = AccessLogEntry(actor_kind=ActorKind.SYSTEM, person_id=new_id(), purpose="export", adapter=Adapter.JOB)
    entry.save()
    with pytest.raises(AppendOnly):
        entry.save()
    with pytest.raises(AppendOnly):
        entry.delete()


@pytest.mark.parametrize("way", WAYS)
def test_the_application_may_not_change_or_remove_an_entry(way: str) -> None:
    note()
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(way)
    assert AccessLogEntry.objects.get().purpose == "transfer-page"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", WAYS)
def test_even_the_owner_meets_the_trigger(way: str) -> None:
    note()
    with as_owner(), connection.cursor() as cursor, pytest.raises(IntegrityError, match="only grows"):
        cursor.execute(way)
    assert AccessLogEntry.objects.get().purpose == "transfer-page"


@pytest.mark.parametrize(
    ("viewer", "viewed", "purpose"),
    [
        (Viewer(ActorKind.STAFF), Viewed(person_id=new_id()), "queue"),
        (Viewer(ActorKind.SYSTEM, new_id()), Viewed(person_id=new_id()), "queue"),
        (Viewer(ActorKind.SYSTEM), Viewed(), "queue"),
        (Viewer(ActorKind.SYSTEM), Viewed(person_id=new_id()), ""),
    ],
    ids=["nobody", "a named system", "of nobody", "for nothing"],
)
def test_an_entry_names_who_whose_and_what_for(viewer: Viewer, viewed: Viewed, purpose: str) -> None:
    with pytest.raises(IntegrityError, match="accounts_access"), transaction.atomic():
        access_log(viewer, [viewed], purpose=purpose, adapter=Adapter.JOB)
