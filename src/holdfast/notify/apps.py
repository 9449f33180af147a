"""The outbox and its channels, as Django knows the room."""

from __future__ import annotations

from django.apps import AppConfig


class NotifyConfig(AppConfig):
    """The room `notify`."""

    name = "holdfast.notify"
    label = "notify"
    default_auto_field = "django.db.models.BigAutoField"
