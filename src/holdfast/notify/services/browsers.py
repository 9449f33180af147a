"""Browsers that a member of staff lets us wake (web push)."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from uuid import UUID

from holdfast.config.clock import now
from holdfast.notify.errors import EndpointRefused
from holdfast.notify.models import PushSubscription
from holdfast.notify.pushing import refuse_endpoint

MOST_BROWSERS = 10
"""How many browsers one member of staff may have; the oldest goes when there are more."""
_POINT_BYTES, _SECRET_BYTES = 65, 16


@dataclass(frozen=True, slots=True)
class Browser:
    """What a browser says of itself when it is asked to be woken."""

    endpoint: str
    p256dh: str
    auth: str


def browser_add(staff_id: UUID, browser: Browser) -> PushSubscription:
    """Let a browser be woken for this member of staff from now on, and for nobody else who used it before.

    Raises: EndpointRefused, where its address is not a public one under https, or its keys are none.
    """
    reason = refuse_endpoint(browser.endpoint)
    if not reason and not (_is_bytes(browser.p256dh, _POINT_BYTES) and _is_bytes(browser.auth, _SECRET_BYTES)):
        reason = "not-keys"
    if reason:
        raise EndpointRefused(reason)
    known, _ = PushSubscription.objects.update_or_create(
        endpoint=browser.endpoint,
        defaults={
            "staff_id": staff_id, "p256dh": browser.p256dh, "auth": browser.auth, "subscribed_at": now(),
            "ended_at": None,
        },
    )  # fmt: skip
    mine = PushSubscription.objects.filter(staff=staff_id, ended_at=None).order_by("-subscribed_at", "-pk")
    for old in mine[MOST_BROWSERS:]:
        browser_end(staff_id, old.pk)
    return known


def browser_end(staff_id: UUID, browser_id: UUID) -> None:
    """Wake a browser of one's own no more; twice changes nothing."""
    PushSubscription.objects.filter(pk=browser_id, staff=staff_id, ended_at=None).update(ended_at=now())


def _is_bytes(text: str, length: int) -> bool:
    """Say whether a text is so many bytes in base64 for addresses, as browsers write it."""
    try:
        return len(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)) == length
    except (binascii.Error, ValueError):
        return False
