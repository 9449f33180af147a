"""The Django application of the pages."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages by role, for guests and for the person."""

    name = "holdfast.web"
    label = "web"
