"""The append-only, hash-chained ledger, as Django knows the room."""

from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The room `ledger`."""

    name = "holdfast.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
