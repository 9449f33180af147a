"""The one write path and its read models, as Django knows the room."""

from __future__ import annotations

from django.apps import AppConfig


class TransfersConfig(AppConfig):
    """The room `transfers`."""

    name = "holdfast.transfers"
    label = "transfers"
    default_auto_field = "django.db.models.BigAutoField"
