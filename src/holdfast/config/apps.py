"""The composition root, as Django knows it: the worker's own jobs and the checks of the settings."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The room `config`."""

    name = "holdfast.config"
    label = "config"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the checks of the settings."""
        import_module("holdfast.config.checks")
