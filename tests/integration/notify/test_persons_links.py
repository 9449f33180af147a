"""The person's own link lasts while their transfer is open, and 30 days from its close (protocol 3.1)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from holdfast.accounts.errors import GuestRefused
from holdfast.accounts.models import GuestGrant
from holdfast.accounts.services import grant_redeem
from holdfast.notify.owners import keep_persons_links
from tests.integration.api.conftest import *  # noqa: F403 - the county


def _link() -> GuestGrant:
    return GuestGrant.objects.get(identity="person_link")


def test_a_link_of_an_open_transfer_is_renewed_before_it_ends(walk):
    walk.authorized()
    assert keep_persons_links() == 0
    walk.later(days=60)
    assert keep_persons_links() == 1
    assert _link().expires_at == walk.at + timedelta(days=90)


def test_a_link_ends_thirty_days_after_the_close(walk):
    walk.held()
    closed_at = walk.at
    walk.later(days=1)
    assert keep_persons_links() == 1
    assert _link().expires_at == closed_at + timedelta(days=30)
    assert keep_persons_links() == 0
    walk.until(closed_at + timedelta(days=30))
    with pytest.raises(GuestRefused):
        grant_redeem(walk.said["secret"])


@pytest.mark.parametrize("ended", ["revoked_at", "expires_at"])
def test_one_that_has_ended_stays_so(walk, ended):
    walk.authorized()
    GuestGrant.objects.update(**{ended: walk.at})
    walk.later(days=60)
    before = _link().expires_at
    assert keep_persons_links() == 0
    assert _link().expires_at == before
