"""What the ledger raises. None of these is a refusal of the protocol: those are events."""

from __future__ import annotations

from uuid import UUID

from holdfast.protocol.errors import HoldfastError


class LedgerError(HoldfastError):
    """The ledger can't do what was asked; nothing was written."""


class SeqConflict(LedgerError):  # noqa: N818 - the architecture's own word
    """The transfer's head has moved since it was read: load again, decide again. The transaction stays usable."""

    def __init__(self, transfer_id: UUID, expected_seq: int) -> None:
        super().__init__(f"Transfer {transfer_id} has moved on from event {expected_seq}; load it and decide again.")
        self.transfer_id, self.expected_seq = transfer_id, expected_seq


class Unrecordable(LedgerError):  # noqa: N818
    """An entry is not one the ledger can keep: a bug of the caller."""


class NotOnLedger(LedgerError):  # noqa: N818
    """The ledger knows no such transfer."""

    def __init__(self, transfer_id: UUID) -> None:
        super().__init__(f"The ledger has no transfer {transfer_id}; check the id.")


class ErasedTransfer(LedgerError):  # noqa: N818
    """The transfer's key was erased: its payloads can't be read, and nothing can be added to it."""

    def __init__(self, transfer_id: UUID) -> None:
        super().__init__(f"Transfer {transfer_id} was erased; nothing can be added to it.")


class InsertOnly(LedgerError):  # noqa: N818
    """Somebody tried to write the ledger by the ORM: only `services` writes, and it only adds."""


class KeyUnavailable(LedgerError):  # noqa: N818
    """A master or seal key is not set, is malformed, or is not the one that a row was wrapped with."""


class Undecipherable(LedgerError):  # noqa: N818
    """A wrapped key or a payload does not open: it was changed, or belongs to another transfer or place."""
