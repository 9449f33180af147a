"""What can go wrong in the live room, by what the caller can do about it. A refusal by a control is none of these."""

from __future__ import annotations

from holdfast.protocol.errors import HoldfastError


class NoLiveEvent(HoldfastError):  # noqa: N818 - says what is so
    """No live event is open. Open one first."""


class NotYourRoom(HoldfastError):  # noqa: N818 - says what is so
    """Only who acts for the originating side says who else is on the call."""
