"""A guest who becomes owner gets a link that lasts and a backup who knows; who stays with the person hears of it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail

from holdfast.accounts.models import GuestGrant
from holdfast.accounts.services import role_give, staff_add
from holdfast.directory.models import IntakeContact, Phone
from holdfast.notify.addressing import address_due
from holdfast.notify.backups import deliver_backups
from holdfast.notify.delivery import deliver_due
from holdfast.notify.models import Dispatch, Message
from holdfast.notify.owners import renew_owners_links
from holdfast.notify.selectors import backup_of
from holdfast.protocol.codes import Role
from holdfast.transfers.services import erase
from holdfast.transfers.sweeping import sweep
from tests.integration.api.conftest import *  # noqa: F403 - the county
from tests.integration.api.http import guest

EVERYBODY = ["originator", "person", "receiver"]


@pytest.fixture
def colleague(services):
    """Another intake contact of the receiving service, whom one can call and write to."""
    row = IntakeContact.objects.create(
        service=services["riverside"], name="Odile Brook", email="odile@riverside.example"
    )
    Phone.objects.create(contact=row, number="555-0124", kind="voice")
    return row


def _secret() -> str:
    found = re.search(r"/join/([^/\s]+)/", str(mail.outbox[-1].body))
    assert found
    return found[1]


@pytest.fixture
def handed_over(walk, contact):
    """The contact, a guest, has accepted live, and owns the transfer now."""
    walk.authorized()
    walk.makes_ready()
    walk.ids["receiver"] = str(contact.pk)
    walk.does("originator", "open_live_event", channel="phone")
    walk.cast["originator"].post(
        f"/transfers/{walk.transfer}/directory-links", {"contact_id": walk.ids["receiver"], "live_event": 1}
    )
    deliver_due()
    walk.cast["receiver"] = guest({"secret": _secret()})
    for party in EVERYBODY:
        walk.does(party, "join_live_event", party=party)
    for party in ("person", "receiver"):
        walk.does(party, "attest_presence", party=party, present=EVERYBODY)
    walk.connects()
    walk.accepts(walk.local(1, 10))
    walk.later(minutes=1)
    walk.releases()
    mail.outbox.clear()
    return walk


def test_the_owner_is_sent_a_link_that_opens_again_and_again_without_being_asked(handed_over):
    address_due()
    assert deliver_due() == 1
    assert mail.outbox[0].to == ["intake@riverside.example"]
    assert all(guest({"secret": _secret()}).token for _ in range(2))


def test_another_contact_of_the_service_is_the_backup_and_is_told_in_neutral_words(
    handed_over, contact, colleague, staff
):
    staff["receiver"].assignments.update(held_until=handed_over.at)
    address_due()
    assert deliver_backups() == 1
    [letter] = mail.outbox
    assert letter.to == ["odile@riverside.example"]
    assert letter.subject == "You are named as a backup"
    named = backup_of(handed_over.transfer, str(contact.pk))
    assert named is not None
    assert (named.id, named.is_staff) == (str(colleague.pk), False)
    assert deliver_backups() == 0


@pytest.fixture
def backed_up(handed_over, colleague, staff):
    """Another contact stands in for the owner, and holds a link of their own."""
    staff["receiver"].assignments.update(held_until=handed_over.at)
    address_due()
    deliver_due()
    mail.outbox.clear()
    deliver_backups()
    return handed_over


def test_the_backup_acts_by_a_link_of_their_own(backed_up):
    backed_up.until(backed_up.local(1, 10))
    backed_up.cast["backup"] = guest({"secret": _secret()})
    backed_up.does("backup", "report_first_action", outcome="kept")
    assert all(guest({"secret": _secret()}).token for _ in range(2))


def test_the_backups_link_lasts_as_long_as_the_owner_owns(backed_up, colleague):
    grant = GuestGrant.objects.get(one_time=False, subject_id=colleague.pk)
    backed_up.later(days=20)
    assert renew_owners_links() == 2
    grant.refresh_from_db()
    assert grant.expires_at == backed_up.at + timedelta(days=30)


def test_while_nothing_may_be_shared_the_backup_is_named_without_a_link(handed_over, colleague, staff):
    staff["receiver"].assignments.update(held_until=handed_over.at)
    address_due()
    handed_over.does("person", "revoke_consent", to=handed_over.ids["service"])
    assert deliver_backups() == 1
    assert "/join/" not in str(mail.outbox[-1].body)
    assert not GuestGrant.objects.filter(subject_id=colleague.pk).exists()


def test_a_backups_link_that_was_not_sent_opens_nothing(handed_over, colleague, staff, monkeypatch):
    staff["receiver"].assignments.update(held_until=handed_over.at)
    address_due()
    monkeypatch.setattr("holdfast.notify.backups.post", _fails)
    assert deliver_backups() == 0
    assert GuestGrant.objects.get(subject_id=colleague.pk).revoked_at == handed_over.at


def _fails(letter) -> None:
    raise ConnectionError


def test_somebody_with_an_account_at_the_service_is_the_backup_before_anybody_else(handed_over, colleague, staff):
    address_due()
    assert deliver_backups() == 0
    told = Message.objects.filter(kind="backup")
    assert [str(each.staff_id) for each in told] == [str(staff["receiver"].pk)]


def test_where_nobody_can_stand_in_who_stays_with_the_person_and_the_administrator_hear_of_it(
    handed_over, staff, services
):
    staff["receiver"].assignments.update(held_until=handed_over.at)
    keeper = staff_add("ada@county.example", "Ada")
    role_give(keeper.pk, Role.ADMINISTRATOR, services["quality"].pk)
    address_due()
    told = Message.objects.filter(kind="no_backup").values_list("staff__email", flat=True)
    assert sorted(told) == ["ada@county.example", "originator@county.example"]


def test_the_continuity_lead_is_told_of_every_deadline_while_the_other_side_is_a_guest(handed_over):
    address_due()
    told = Message.objects.filter(kind="deadline", staff__email__startswith="originator")
    assert sorted(told.values_list("about", flat=True)) == ["first_action", "review", "verification"]
    assert all(each.due_at is not None for each in told)


def test_a_missed_deadline_is_told_to_them_as_well(handed_over):
    address_due()
    handed_over.until(handed_over.local(1, 13))
    sweep()
    address_due()
    missed = Message.objects.filter(kind="missed", staff__email__startswith="originator")
    assert missed.values_list("about", flat=True).first() == "first_action"


def test_while_everybody_has_an_account_nobody_is_told_of_deadlines(walk):
    walk.released()
    address_due()
    assert not Message.objects.filter(kind__in=["deadline", "missed"]).exists()


def test_who_becomes_owner_by_an_account_is_told_and_who_opens_is_not(walk):
    walk.released()
    address_due()
    told = Message.objects.filter(kind="owner").values_list("staff__email", flat=True)
    assert list(told) == ["receiver@county.example"]


def test_the_link_lasts_as_long_as_they_own(handed_over):
    address_due()
    deliver_due()
    grant = GuestGrant.objects.get(one_time=False, party="receiver")
    handed_over.later(days=20)
    assert renew_owners_links() == 1
    grant.refresh_from_db()
    assert grant.expires_at == handed_over.at + timedelta(days=30)


def test_it_lasts_no_longer_than_they_own(handed_over):
    address_due()
    deliver_due()
    colleague = handed_over.ids["colleague"]
    handed_over.does("decider", "reassign", to=colleague, reason="The guest left the service.")
    assert renew_owners_links() == 0


def test_an_owner_who_can_not_be_written_to_is_told_to_who_stays_with_the_person_at_once(handed_over):
    IntakeContact.objects.filter(name="Marguerite Vole").update(email="")
    handed_over.until(handed_over.local(0, 23))
    address_due()
    assert deliver_due() == 0
    told = Message.objects.get(kind="undelivered")
    assert (told.staff.email, told.is_harm) == ("originator@county.example", True)
    assert Dispatch.objects.get(message=told).next_try_at == handed_over.at


def test_an_erased_transfer_tells_nobody(handed_over):
    erase(handed_over.transfer, reason="person-request", by="staff-1")
    address_due()
    assert not Message.objects.exists()
