"""Sign-in links: in a demo each works once, and nowhere else is any made or taken."""

from __future__ import annotations

import pytest

from holdfast.accounts.errors import LinkRefused, NotAllowed
from holdfast.accounts.models import SignInLink, Staff
from holdfast.accounts.services import sign_in_link_create, sign_in_link_use, staff_deactivate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def demo(settings) -> None:
    settings.HOLDFAST_UNSAFE_DEMO_SIGN_IN = True


def test_a_link_signs_in_again_since_a_session_ends_and_a_demo_has_no_other_way_in(ana: Staff, demo) -> None:
    secret = sign_in_link_create(ana.pk)
    assert sign_in_link_use(secret) == ana
    assert sign_in_link_use(secret) == ana


SPOILED = {
    "cut": lambda s: s[:-1],
    "made up": lambda s: "hfd_1_2",
    "nothing": lambda s: "",
    "another kind": lambda s: s.replace("hfd", "hfi"),
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED.keys())
def test_a_forged_link_is_refused(ana: Staff, demo, spoil) -> None:
    with pytest.raises(LinkRefused):
        sign_in_link_use(spoil(sign_in_link_create(ana.pk)))


def test_a_link_dies_after_a_week_and_with_the_account(ana: Staff, bo: Staff, demo, clock) -> None:
    of_ana, of_bo = sign_in_link_create(ana.pk), sign_in_link_create(bo.pk)
    staff_deactivate(bo.pk)
    with pytest.raises(LinkRefused):
        sign_in_link_use(of_bo)
    clock.shift(7 * 86_400)
    with pytest.raises(LinkRefused):
        sign_in_link_use(of_ana)


@pytest.mark.parametrize(("said", "embedded"), [(False, True), (True, False)], ids=["not set", "not embedded"])
def test_outside_a_demo_none_is_made_and_none_is_taken(ana: Staff, settings, said: bool, embedded: bool) -> None:
    settings.HOLDFAST_UNSAFE_DEMO_SIGN_IN = True
    secret = sign_in_link_create(ana.pk)
    settings.HOLDFAST_UNSAFE_DEMO_SIGN_IN, settings.HOLDFAST_IS_EMBEDDED = said, embedded
    with pytest.raises(NotAllowed, match="Only the demo"):
        sign_in_link_create(ana.pk)
    with pytest.raises(LinkRefused):
        sign_in_link_use(secret)
    assert SignInLink.objects.get().used_at is None
