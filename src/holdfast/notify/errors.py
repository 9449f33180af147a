"""What callers of this room can be told."""

from __future__ import annotations

from holdfast.protocol.errors import HoldfastError


class UnknownMessage(HoldfastError):  # noqa: N818 - says what is so
    """There is no such message, or it is somebody else's, or a link's secret is not its own: one answer for all."""


class NotBeforeYou(HoldfastError):  # noqa: N818 - says what is so
    """The matter is not before who was told of it any more: somebody has it, it has moved on, or it is settled."""


class EndpointRefused(HoldfastError):  # noqa: N818 - says what is so
    """A browser's address for web push may not be kept; `reason` is a word."""

    def __init__(self, reason: str) -> None:
        super().__init__("This browser's address for alerts can't be used.")
        self.reason = reason


class NotInvited(HoldfastError):  # noqa: N818 - says what is so
    """A control does not let this guest be invited; `control` is its id."""

    def __init__(self, control: str) -> None:
        super().__init__("A control does not hold: nobody was invited.")
        self.control = control


class NobodyToCall(HoldfastError):  # noqa: N818 - says what is so
    """Nobody holds the level that is asked for, or no live event is open. Call your team directly."""


class Forged(HoldfastError):  # noqa: N818 - says what is so
    """A call in a carrier's name is not the carrier's."""


class Unreadable(HoldfastError):  # noqa: N818 - says what is so
    """A call of a carrier has not the form it must have."""


class UnknownText(HoldfastError):  # noqa: N818 - says what is so
    """A carrier reports on a text that is not known here, or not yet."""
