"""The addresses that messages point to. Pages stand there (`web/urls.py`); a test holds the two together."""

from __future__ import annotations

import base64
import hmac
from uuid import UUID

from django.conf import settings
from django.utils.crypto import salted_hmac

MESSAGES = "/messages/"


def link(path: str) -> str:
    """Return the whole address of a path."""
    return f"{settings.HOLDFAST_PUBLIC_URL.rstrip('/')}{path}"


def join_link(secret: str) -> str:
    """Return the link by which a guest, or the person, comes in. Opening it uses up nothing: the page asks first."""
    return link(f"/join/{secret}/")


def transfer_path(transfer_id: UUID) -> str:
    """Return where a transfer is looked at, signed in."""
    return f"/transfers/{transfer_id}/"


def acknowledge_path(message_id: UUID) -> str:
    """Return where the one who was told acknowledges a matter without signing in."""
    return f"/acknowledge/{message_id}/{acknowledge_secret(message_id)}/"


def acknowledge_secret(message_id: UUID) -> str:
    """Return the secret of a message's link. It is made from the id, so that what is sent twice has one link."""
    made = salted_hmac("holdfast.notify.acknowledge", str(message_id), algorithm="sha256").digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def is_acknowledge_secret(message_id: UUID, shown: str) -> bool:
    """Say, in constant time, whether a text is the secret of a message's link."""
    return hmac.compare_digest(acknowledge_secret(message_id).encode(), shown.encode("utf-8", "replace"))
