"""Guests: who gets a session for a link or code, how often, until when (protocol section 5)."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction

from holdfast.accounts import credentials
from holdfast.accounts.errors import GuestRefused, NotAllowed, NotFound
from holdfast.accounts.models import MAX_WRONG_TRIES, GuestGrant, GuestSession
from holdfast.accounts.selectors import session_find
from holdfast.accounts.services import (
    grant_issue,
    grant_message,
    grant_redeem,
    grant_renew,
    grant_revoke,
    grants_revoke,
    session_renew,
    session_revoke,
)
from holdfast.accounts.services.guests import SESSION_LIFE, SESSION_LONGEST
from holdfast.protocol.codes import Identity, Seat
from tests.integration.accounts.conftest import NOW, SECOND

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def row(grant_id: UUID) -> GuestGrant:
    return GuestGrant.objects.get(pk=grant_id)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**8:08d}"


def test_a_directory_link_opens_a_session_for_its_transfer_event_and_contact_alone(order) -> None:
    asked = order()
    message = grant_message(asked)
    _, bearer = grant_redeem(message.secret)
    guest = session_find(bearer)
    assert guest is not None
    assert (guest.transfer_id, guest.live_event) == (str(asked.transfer_id), 1)
    assert (guest.party, guest.identity) == (Seat.RECEIVER, Identity.DIRECTORY_LINK)
    assert (guest.subject_id, guest.grant_id) == (str(asked.subject_id), str(message.grant_id))


def test_no_caller_is_given_the_secret_of_a_directory_link(order) -> None:
    for spoken in (False, True):
        with pytest.raises(NotAllowed, match="shown to nobody"):
            grant_issue(order(spoken=spoken))
    assert not GuestGrant.objects.exists()


def test_a_code_to_be_read_out_is_never_sent(read_out) -> None:
    with pytest.raises(NotAllowed, match="not sent"):
        grant_message(read_out())


def test_the_secret_of_a_message_is_not_in_its_repr(order) -> None:
    message = grant_message(order())
    assert message.secret not in repr(message)


def test_a_directory_link_may_be_sent_as_a_code(order) -> None:
    message = grant_message(order(spoken=True))
    _, bearer = grant_redeem(message.secret, reference=message.reference)
    guest = session_find(bearer)
    assert guest is not None
    assert guest.identity is Identity.DIRECTORY_LINK


def test_neither_link_nor_code_is_in_the_database(order, read_out) -> None:
    link = grant_message(order())
    grant, code = grant_issue(read_out())
    stored = str(list(GuestGrant.objects.values_list()))
    assert link.secret.split("_", 2)[2] not in stored
    assert grant.digest != hashlib.sha256(code.encode()).hexdigest()
    assert f"'{code}'" not in stored


def test_a_link_into_a_live_event_works_once(order) -> None:
    message = grant_message(order())
    grant_redeem(message.secret)
    with pytest.raises(GuestRefused):
        grant_redeem(message.secret)
    assert (row(message.grant_id).tries, GuestSession.objects.count()) == (2, 1)


@pytest.mark.parametrize(("after", "is_good"), [(-SECOND, True), (0 * SECOND, False), (SECOND, False)])
def test_a_link_works_until_before_the_instant_it_expires(order, clock, after: timedelta, is_good: bool) -> None:
    message = grant_message(order())
    clock.move_to(NOW + timedelta(minutes=30) + after)
    if is_good:
        assert grant_redeem(message.secret)
    else:
        with pytest.raises(GuestRefused):
            grant_redeem(message.secret)


def test_a_revoked_link_opens_nothing_and_its_sessions_end(order, page) -> None:
    message, opened = grant_message(order()), grant_message(page())
    _, bearer = grant_redeem(opened.secret)
    grant_revoke(message.grant_id)
    grant_revoke(opened.grant_id)
    with pytest.raises(GuestRefused):
        grant_redeem(message.secret)
    assert session_find(bearer) is None


def test_a_right_code_after_four_wrong_tries_opens_a_session(read_out) -> None:
    grant, code = grant_issue(read_out())
    for _ in range(MAX_WRONG_TRIES - 1):
        with pytest.raises(GuestRefused):
            grant_redeem(wrong(code), reference=grant.reference)
    assert grant_redeem(code, reference=grant.reference)
    assert (row(grant.pk).tries, row(grant.pk).wrong_tries) == (MAX_WRONG_TRIES, MAX_WRONG_TRIES - 1)


def test_after_five_wrong_tries_the_right_code_opens_nothing_and_tries_are_counted_on(read_out) -> None:
    grant, code = grant_issue(read_out())
    for shown in [wrong(code)] * MAX_WRONG_TRIES + [code, wrong(code)]:
        with pytest.raises(GuestRefused):
            grant_redeem(shown, reference=grant.reference)
    assert (row(grant.pk).tries, row(grant.pk).wrong_tries) == (MAX_WRONG_TRIES + 2, MAX_WRONG_TRIES + 1)
    assert row(grant.pk).redeemed_at is None


def test_a_link_whose_secret_was_guessed_wrong_five_times_is_void_as_well(order) -> None:
    message = grant_message(order())
    for _ in range(MAX_WRONG_TRIES):
        with pytest.raises(GuestRefused):
            grant_redeem(f"hfl_{message.reference}_guess")
    with pytest.raises(GuestRefused):
        grant_redeem(message.secret)


def test_wrong_tries_at_one_code_leave_another_alone(read_out) -> None:
    (one, one_code), (two, two_code) = grant_issue(read_out()), grant_issue(read_out())
    for _ in range(MAX_WRONG_TRIES):
        with pytest.raises(GuestRefused):
            grant_redeem(wrong(one_code), reference=one.reference)
    assert grant_redeem(two_code, reference=two.reference)


def test_every_refusal_reads_the_same(read_out, order, clock) -> None:
    (grant, code), (revoked, revoked_code) = grant_issue(read_out()), grant_issue(read_out())
    grant_revoke(revoked.pk)
    tried = [
        (wrong(code), grant.reference),
        (code, "999999999"),
        (revoked_code, revoked.reference),
        ("", grant.reference),
        (code, None),
        ("hfl_unknown_secret", None),
        (grant_message(order()).secret, grant.reference),
    ]
    said = set()
    for shown, reference in tried:
        with pytest.raises(GuestRefused) as refused:
            grant_redeem(shown, reference=reference)
        said.add((str(refused.value), refused.value.__cause__, refused.value.__context__))
    assert len(said) == 1


def test_the_digits_of_a_code_do_not_open_a_link_with_that_reference(order) -> None:
    message = grant_message(order())
    GuestGrant.objects.filter(pk=message.grant_id).update(reference="123456789")
    with pytest.raises(GuestRefused):
        grant_redeem("12345678", reference="123456789")
    assert row(message.grant_id).tries == 0


def test_the_persons_page_opens_again_and_again_until_it_expires(page, clock) -> None:
    grant, link = grant_issue(page())
    sessions = {grant_redeem(link)[0].pk for _ in range(3)}
    assert len(sessions) == 3
    clock.move_to(NOW + timedelta(days=30) - SECOND)
    last, _ = grant_redeem(link)
    assert last.expires_at == grant.expires_at


def test_the_persons_page_can_be_renewed_and_a_link_into_an_event_cannot(page, order, clock) -> None:
    grant, link = grant_issue(page())
    grant_renew(grant.pk, NOW + timedelta(days=60))
    clock.move_to(NOW + timedelta(days=45))
    assert grant_redeem(link)
    with pytest.raises(NotFound, match="Issue a new one"):
        grant_renew(grant_message(order(expires_at=NOW + timedelta(days=90))).grant_id, NOW + timedelta(days=99))


def test_a_revoked_page_is_not_renewed(page) -> None:
    grant, _ = grant_issue(page())
    grant_revoke(grant.pk)
    with pytest.raises(NotFound):
        grant_renew(grant.pk, NOW + timedelta(days=60))


def test_an_owners_link_opens_again_and_again(order) -> None:
    message = grant_message(order(live_event=None, one_time=False, expires_at=NOW + timedelta(days=7)))
    assert grant_redeem(message.secret)[1] != grant_redeem(message.secret)[1]


@pytest.mark.parametrize(
    "said",
    [
        {"identity": Identity.DIRECTORY_LINK, "party": Seat.PERSON},
        {"identity": Identity.PERSON_LINK, "party": Seat.RECEIVER},
        {"identity": Identity.PERSON_LINK, "party": Seat.ORIGINATOR},
        {"identity": Identity.ACCOUNT},
        {"one_time": False},
        {"one_time": False, "live_event": None, "spoken": True},
    ],
    ids=str,
)
def test_what_the_protocol_does_not_know_is_not_made(order, said: dict[str, object]) -> None:
    with pytest.raises(NotAllowed):
        grant_message(order(**said))
    assert not GuestGrant.objects.exists()


def test_a_link_for_reading_out_is_not_made(order) -> None:
    with pytest.raises(NotAllowed, match="is a code"):
        grant_issue(order(identity=Identity.READ_OUT_CODE, spoken=False))


def test_what_has_expired_already_is_not_made(order) -> None:
    with pytest.raises(NotAllowed, match="after now"):
        grant_message(order(expires_at=NOW))


def test_two_codes_never_share_a_reference(read_out, monkeypatch) -> None:
    draws = [credentials.mint_code() for _ in range(2)]
    queue = iter([draws[0], draws[0], draws[1]])
    monkeypatch.setattr(credentials, "mint_code", lambda: next(queue))
    first, second = grant_issue(read_out())[0], grant_issue(read_out())[0]
    assert (first.reference, second.reference) == (draws[0].reference, draws[1].reference)


def test_a_session_lasts_its_life_and_is_found_in_one_statement(order, clock, django_assert_num_queries) -> None:
    _, bearer = grant_redeem(grant_message(order()).secret)
    clock.move_to(NOW + SESSION_LIFE - SECOND)
    with django_assert_num_queries(1):
        assert session_find(bearer) is not None
    clock.move_to(NOW + SESSION_LIFE)
    assert session_find(bearer) is None


def test_a_session_is_renewed_while_it_is_open_but_not_for_ever(order, clock) -> None:
    session, bearer = grant_redeem(grant_message(order()).secret)
    end = session.expires_at
    while end < NOW + SESSION_LONGEST:
        clock.move_to(end - SECOND)
        end = session_renew(session.pk)
    assert end == NOW + SESSION_LONGEST
    assert session_find(bearer) is not None
    clock.move_to(end)
    with pytest.raises(GuestRefused):
        session_renew(session.pk)


def test_a_revoked_session_is_not_found_and_not_renewed(order) -> None:
    session, bearer = grant_redeem(grant_message(order()).secret)
    session_revoke(session.pk)
    assert session_find(bearer) is None
    with pytest.raises(GuestRefused):
        session_renew(session.pk)


def test_a_session_with_the_right_prefix_and_a_wrong_secret_is_not_found(order) -> None:
    session, _ = grant_redeem(grant_message(order()).secret)
    assert session_find(f"hfs_{session.prefix}_guess") is None


@pytest.mark.parametrize("shown", ["", "hfs_a_b", "hft_aaaaaaaaaaaaaaaa_b", "\x00" * 9])
def test_what_is_no_session_is_not_found(shown: str) -> None:
    assert session_find(shown) is None


def test_all_links_of_a_transfer_of_one_event_or_of_one_party_are_revoked_together(order, page) -> None:
    asked = order()
    first = grant_message(asked)
    same = {"transfer_id": asked.transfer_id}
    second, own = grant_message(order(live_event=2, **same)), grant_message(page(**same))
    other = grant_message(order())
    assert grants_revoke(asked.transfer_id, live_event=1) == 1
    assert grants_revoke(asked.transfer_id, party=Seat.PERSON) == 1
    assert grants_revoke(asked.transfer_id) == 1
    assert all(row(each.grant_id).revoked_at == NOW for each in (first, second, own))
    assert grant_redeem(other.secret)


@pytest.mark.django_db(transaction=True)
def test_redeeming_inside_a_transaction_is_refused_because_the_count_could_be_lost(read_out) -> None:
    grant, code = grant_issue(read_out())
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        grant_redeem(code, reference=grant.reference)
