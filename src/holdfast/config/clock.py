"""The server's clock: the only place in Holdfast that asks what time it is (protocol section 4)."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """Return the present instant, aware and in UTC."""
    return datetime.now(UTC)
