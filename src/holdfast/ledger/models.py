"""The ledger's tables, for reading. The ORM writes none of them: `services` adds, and the database refuses the rest."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models

from holdfast.ledger.errors import InsertOnly


def _refuse(*_: object, **__: object) -> NoReturn:
    raise InsertOnly("The ledger is written by holdfast.ledger.services only, and nothing in it is ever changed.")


class ReadOnlyQuerySet(models.QuerySet[Any]):
    """Reads as any other; refuses every write, bulk writes included."""

    create = bulk_create = get_or_create = update_or_create = _refuse
    update = bulk_update = delete = _raw_delete = _refuse


class ReadOnly(models.Model):
    """A row that the ORM may read."""

    objects = models.Manager.from_queryset(ReadOnlyQuerySet)()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *_: object, **__: object) -> None:
        """Refuse. Raises: InsertOnly."""
        _refuse()

    def delete(self, *_: object, **__: object) -> tuple[int, dict[str, int]]:
        """Refuse. Raises: InsertOnly."""
        _refuse()


class EventHeader(ReadOnly):
    """An event without its content: what is chained. It holds nothing personal."""

    pk = models.CompositePrimaryKey("transfer_id", "seq")
    transfer_id = models.UUIDField()
    seq = models.IntegerField()
    kind = models.TextField()
    at = models.DateTimeField()
    actor = models.TextField()
    policy_version = models.TextField()
    schema = models.SmallIntegerField()
    controls = models.JSONField()
    commitments = models.JSONField()
    prev_hash = models.BinaryField()
    hash = models.BinaryField()

    class Meta(ReadOnly.Meta):
        db_table = "ledger_header"

    def __str__(self) -> str:
        return f"{self.transfer_id} {self.seq} {self.kind}"


class EventPayload(ReadOnly):
    """An event's content, encrypted with its transfer's key."""

    pk = models.CompositePrimaryKey("transfer_id", "seq")
    transfer_id = models.UUIDField()
    seq = models.IntegerField()
    sealed = models.BinaryField()

    class Meta(ReadOnly.Meta):
        db_table = "ledger_payload"

    def __str__(self) -> str:
        return f"{self.transfer_id} {self.seq}"


class Head(ReadOnly):
    """The last event of a transfer. It moves forward only; `is_unsealed` until a seal has taken it in."""

    transfer_id = models.UUIDField(primary_key=True)
    seq = models.IntegerField()
    hash = models.BinaryField()
    is_unsealed = models.BooleanField()
    is_erased = models.BooleanField()

    class Meta(ReadOnly.Meta):
        db_table = "ledger_head"
        indexes = (
            models.Index(fields=["transfer_id"], condition=models.Q(is_unsealed=True), name="ledger_head_unsealed"),
        )

    def __str__(self) -> str:
        return f"{self.transfer_id} {self.seq}"


class TransferKey(ReadOnly):
    """A transfer's key, wrapped by the master key `master_id`. Erasing a transfer deletes this row."""

    transfer_id = models.UUIDField(primary_key=True)
    master_id = models.TextField()
    wrapped = models.BinaryField()

    class Meta(ReadOnly.Meta):
        db_table = "ledger_key"

    def __str__(self) -> str:
        return f"{self.transfer_id} {self.master_id}"


class Erasure(ReadOnly):
    """The tombstone of a transfer's key: when, by whom, for which reason."""

    transfer_id = models.UUIDField(primary_key=True)
    at = models.DateTimeField()
    by = models.TextField()
    reason = models.TextField()

    class Meta(ReadOnly.Meta):
        db_table = "ledger_erasure"

    def __str__(self) -> str:
        return f"{self.transfer_id} {self.reason}"


class Seal(ReadOnly):
    """A signed root over every head the ledger ever had. `peaks` lets the next seal go on without reading the rest."""

    n = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    size = models.BigIntegerField()
    root = models.BinaryField()
    peaks = models.BinaryField()
    prev_hash = models.BinaryField(unique=True)
    hash = models.BinaryField()
    public_key = models.BinaryField()
    signature = models.BinaryField()

    class Meta(ReadOnly.Meta):
        db_table = "ledger_seal"

    def __str__(self) -> str:
        return f"seal {self.n}"


class SealedHead(ReadOnly):
    """A leaf of the seals' tree: a head as it was when seal `seal_n` took it in."""

    place = models.BigIntegerField(primary_key=True)
    seal_n = models.BigIntegerField()
    transfer_id = models.UUIDField()
    seq = models.IntegerField()
    hash = models.BinaryField()
    erasure = models.BinaryField(null=True)

    class Meta(ReadOnly.Meta):
        db_table = "ledger_sealed_head"
        indexes = (models.Index(fields=["transfer_id", "seq"], name="ledger_sealed_head_of"),)

    def __str__(self) -> str:
        return f"{self.place} {self.transfer_id} {self.seq}"
