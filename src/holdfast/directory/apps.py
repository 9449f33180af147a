"""The services people are handed over to, as Django knows the room."""

from __future__ import annotations

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """The room `directory`."""

    name = "holdfast.directory"
    label = "directory"
    default_auto_field = "django.db.models.BigAutoField"
