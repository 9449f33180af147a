"""What can go wrong with the embedded database, in words for the person who started Holdfast."""

from __future__ import annotations

from holdfast.protocol.errors import HoldfastError


class EmbeddedDatabaseError(HoldfastError):
    """The embedded database cannot serve; the message says why and what to do."""
