"""The people who are handed over, as Django knows the room."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The room `people`."""

    name = "holdfast.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
