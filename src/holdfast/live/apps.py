"""Live updates and live events, as Django knows the room."""

from __future__ import annotations

from django.apps import AppConfig


class LiveConfig(AppConfig):
    """The room `live`."""

    name = "holdfast.live"
    label = "live"
    default_auto_field = "django.db.models.BigAutoField"
