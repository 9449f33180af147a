"""Kept text: sealed, for whoever typed it alone, for half a day; and what is sealed outlives a change of the key."""

from __future__ import annotations

import base64
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as django_settings
from django.db import connection

from holdfast.accounts.models import KeptText, Staff
from holdfast.accounts.services import (
    glass_break,
    secrets_seal_anew,
    text_discard,
    text_keep,
    text_kept,
    tidy,
)
from holdfast.accounts.services.kept import KEPT_FOR
from holdfast.config.ids import new_id
from holdfast.ledger.envelope import new_key
from holdfast.ledger.errors import Undecipherable
from holdfast.ledger.sealed import AUTHENTICATORS, is_current, seal, unseal
from tests.integration.accounts.conftest import NOW, SECOND

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
WORDS = "Left the ED with no medicine."
TYPED = {"note": [WORDS], "scope": ["a", "b"], "csrfmiddlewaretoken": ["x"], "password": ["p"]}


def test_what_was_typed_comes_back_to_its_author_without_secrets(ana: Staff, bo: Staff) -> None:
    kept_id = text_keep(ana.pk, "/transfers/1/file/x/", TYPED)
    assert kept_id is not None
    kept = text_kept(kept_id, ana.pk)
    assert kept is not None
    assert kept.fields == {"note": [WORDS], "scope": ["a", "b"]}
    assert text_kept(kept_id, bo.pk) is None
    assert "medicine" not in KeptText.objects.get().sealed
    assert "medicine" not in repr(kept)


def test_it_is_kept_for_half_a_day(ana: Staff, clock) -> None:
    kept_id = text_keep(ana.pk, "/x/", TYPED)
    assert kept_id is not None
    clock.move_to(NOW + KEPT_FOR - SECOND)
    tidy()
    assert text_kept(kept_id, ana.pk) is not None
    clock.move_to(NOW + KEPT_FOR)
    assert text_kept(kept_id, ana.pk) is None
    tidy()
    assert not KeptText.objects.exists()


def test_it_is_thrown_away_by_its_author_alone(ana: Staff, bo: Staff) -> None:
    kept_id = text_keep(ana.pk, "/x/", TYPED)
    assert kept_id is not None
    text_discard(kept_id, bo.pk)
    assert text_kept(kept_id, ana.pk) is not None
    text_discard(kept_id, ana.pk)
    assert text_kept(kept_id, ana.pk) is None


def test_an_address_longer_than_any_of_ours_is_not_kept(ana: Staff) -> None:
    assert text_keep(ana.pk, "/" + "x" * 600, TYPED) is None


def test_sealed_text_cannot_be_moved_or_changed() -> None:
    here, there = new_id(), new_id()
    sealed = seal(here, "a secret")
    assert unseal(here, sealed) == "a secret"
    for place, text in ((there, sealed), (here, sealed[:-4] + "AAA="), (here, sealed[:20] + "*")):
        with pytest.raises(Undecipherable):
            unseal(place, text)


def test_after_a_change_of_the_master_key_everything_is_sealed_anew(ana: Staff, settings) -> None:
    app = Authenticator.objects.create(user=ana, type="totp", data={"secret": seal(AUTHENTICATORS, "JBSWY3DP")})
    look = glass_break(ana.pk, new_id(), "a reason that is long enough")
    fresh = base64.b64encode(new_key()).decode()
    settings.HOLDFAST_MASTER_KEY = f"{fresh} {django_settings.HOLDFAST_MASTER_KEY}"
    assert secrets_seal_anew() == 2
    assert secrets_seal_anew() == 0
    settings.HOLDFAST_MASTER_KEY = fresh
    app.refresh_from_db()
    look.refresh_from_db()
    assert is_current(look.reason)
    assert unseal(AUTHENTICATORS, app.data["secret"]) == "JBSWY3DP"


def test_marks_of_throttling_that_ran_out_are_removed(clock) -> None:
    with connection.cursor() as cursor:
        for key, past in (("gone", -SECOND), ("stands", timedelta(hours=1))):
            cursor.execute("INSERT INTO accounts_throttle VALUES (%s, 'x', %s)", [key, NOW + past])
        tidy()
        cursor.execute("SELECT cache_key FROM accounts_throttle")
        assert cursor.fetchall() == [("stands",)]
