"""What beside a password somebody signs in with: apps, passkeys, recovery codes; and whether they must."""

from __future__ import annotations

import uuid

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Count

SECOND = frozenset({Authenticator.Type.TOTP.value, Authenticator.Type.WEBAUTHN.value})
"""The types that count as a second factor; recovery codes stand in for one, and are none themselves."""


def factors_of(staff_id: uuid.UUID) -> dict[str, int]:
    """Return how many authenticators of each type somebody has; one statement."""
    counted = Authenticator.objects.filter(user_id=staff_id).values("type").annotate(n=Count("pk"))
    return {row["type"]: row["n"] for row in counted}


def is_second_factor_required() -> bool:
    """Say whether this installation asks for one: by its setting, or where that leaves it open, on https."""
    asked: str = settings.HOLDFAST_SECOND_FACTOR
    return asked == "required" or (asked == "auto" and settings.HOLDFAST_PUBLIC_URL.startswith("https://"))
