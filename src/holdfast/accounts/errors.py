"""What can go wrong with accounts on purpose, each named by what the caller can do about it."""

from __future__ import annotations

from typing import Literal

from holdfast.protocol.errors import HoldfastError


class AlreadyExists(HoldfastError):  # noqa: N818 - says what is so, as the protocol does
    """Something with this name or at this place stands already: use it, or end it first."""


class NotFound(HoldfastError):  # noqa: N818 - says what is so, as the protocol does
    """Nobody and nothing has this id or name: look it up again."""


class NotAllowed(HoldfastError):  # noqa: N818 - says what is so, as the protocol does
    """The caller asked for something that is never given in this way: use the way that the message names."""


class NotTheirs(NotAllowed):
    """An administrator asked for what is not theirs to give: who keeps the jurisdiction, or runs the server, gives it.

    `why`: "own", to themself; "jurisdiction", a role that oversees it; "elsewhere", somebody of another organisation.
    """

    def __init__(self, why: Literal["own", "jurisdiction", "elsewhere"]) -> None:
        super().__init__(_NOT_THEIRS[why])
        self.why = why


_NOT_THEIRS = {
    "own": "Nobody gives themself a role, or a place in a pool: another administrator does it.",
    "jurisdiction": "This role oversees the whole jurisdiction. An administrator who keeps the jurisdiction gives it.",
    "elsewhere": "They work for another organisation. Whoever runs the server gives the role, once they agree.",
}


class ShortCodeWanted(HoldfastError):  # noqa: N818 - says what is so
    """A link or code is good, and the page of the person stands behind a short code that was not given with it."""


class GuestRefused(HoldfastError):  # noqa: N818 - says what is so, as the protocol does
    """A link, code or session of a guest is not good: ask for a new one.

    The message is always the same, so that it never tells which part was wrong (protocol section 5).
    """

    def __init__(self) -> None:
        super().__init__("This link or code is not good, or not any more. Ask whoever gave it to you for a new one.")


class LinkRefused(HoldfastError):  # noqa: N818 - says what is so, as the protocol does
    """An invitation or sign-in link is not good: ask for a new one. The message never tells which part was wrong."""

    def __init__(self) -> None:
        super().__init__("This link is not good, or not any more. Ask your administrator for a new one.")
