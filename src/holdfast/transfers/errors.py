"""What can go wrong on the write path, by what the caller can do about it. A refusal is none of these."""

from __future__ import annotations

from enum import StrEnum

from holdfast.protocol.errors import HoldfastError


class UnknownTransfer(HoldfastError):  # noqa: N818 - says what is so
    """There is no such transfer, or the caller may not know of it."""


class Stopped(StrEnum):
    """Why who receives may see no more of a call that they knew of."""

    ON_CALL = "There is no yes of the person any more. Stop, and stay on the call until the team tells you."
    INVITED = "There is no yes of the person any more. Do not call them; the team tells you if you are to go on."
    PAUSED = "The person asked to stop, and the call has ended. Do not call them; the team calls you if they go on."


class YesTakenBack(UnknownTransfer):
    """Who is in the open call, or invited to it, may see no more of it: the yes ended, or the person paused it.

    `zone`: the IANA zone in which what they typed is read. `how`: which of them it is.
    """

    def __init__(self, zone: str, how: Stopped = Stopped.ON_CALL) -> None:
        super().__init__(how.value)
        self.zone = zone
        self.how = how


class ErasedTransfer(HoldfastError):  # noqa: N818 - says what is so
    """The transfer's content was erased; nothing more can be filed."""


class Conflict(HoldfastError):  # noqa: N818 - says what is so
    """Somebody else filed in the meantime. Look again, then give the command anew."""


class Stale(Conflict):
    """The caller has seen an older state than the one that stands; `seq` is the latest event."""

    def __init__(self, seq: int) -> None:
        super().__init__("The transfer has changed since you looked. Fetch it again, then decide.")
        self.seq = seq


class KeyReused(HoldfastError):  # noqa: N818 - says what is so
    """The idempotency key was used for something else. Use a new key for a new command."""

    def __init__(self) -> None:
        super().__init__("This Idempotency-Key was used for another command. Use a new key for a new command.")


class AnotherEvent(HoldfastError):  # noqa: N818 - says what is so
    """A guest was invited to another live event of this transfer."""


class NobodyTakesOver(HoldfastError):  # noqa: N818 - says what is so
    """An account owns people, and nobody holds a place at its service or on the ladder above it to take them over."""

    def __init__(self) -> None:
        super().__init__(
            "They own people, and there is nobody to take them over: neither a supervisor of that service nor a "
            "holder of its ladder. Name one first. Nothing was changed."
        )
