"""Links that sign the demo's cast in. No other installation makes or takes one."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.conf import settings

from holdfast.accounts import credentials
from holdfast.accounts.credentials import Kind
from holdfast.accounts.errors import LinkRefused, NotAllowed
from holdfast.accounts.models import SignInLink, Staff
from holdfast.config.clock import now

SIGN_IN_LINK_LASTS = timedelta(days=7)


def sign_in_link_create(staff_id: uuid.UUID) -> str:
    """Return the text of a link with which somebody of a demo's cast is signed in without any credential, for a week.

    Raises: NotAllowed, in whatever installation is not a demo (HOLDFAST_UNSAFE_DEMO_SIGN_IN).
    """
    _refuse_outside_demo()
    made = credentials.mint(Kind.SIGN_IN_LINK)
    SignInLink.objects.create(
        staff_id=staff_id, reference=made.reference, digest=made.digest, expires_at=now() + SIGN_IN_LINK_LASTS
    )
    return made.text


def sign_in_link_use(presented: str) -> Staff:
    """Return who the link signs in. It may be used again: an idle session ends, and a demo has no other way in.

    Raises: LinkRefused, also where the installation is no demo.
    """
    if not is_demo():
        raise LinkRefused
    shown = credentials.read(Kind.SIGN_IN_LINK, presented)
    if shown is None:
        raise LinkRefused
    good = SignInLink.objects.filter(revoked_at=None, expires_at__gt=now(), staff__is_active=True)
    named = good.filter(reference=shown.reference).select_related("staff").first()
    if named is None or not credentials.same(named.digest, shown.digest):
        raise LinkRefused
    SignInLink.objects.filter(pk=named.pk).update(used_at=now())
    return named.staff


def is_demo() -> bool:
    """Say whether sign-in links may exist: in the demo's embedded database, with the setting that only it sets."""
    return bool(settings.HOLDFAST_UNSAFE_DEMO_SIGN_IN and settings.HOLDFAST_IS_EMBEDDED)


def _refuse_outside_demo() -> None:
    if not is_demo():
        raise NotAllowed("Only the demo signs people in by a link. Elsewhere invite them: `holdfast staff invite`.")
