"""The JSON API, as Django knows the room."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The room `api`."""

    name = "holdfast.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"
