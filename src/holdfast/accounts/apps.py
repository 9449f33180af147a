"""Django's entry for the room `accounts`."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Staff, their places and tokens, guests, escalation ladders, and the access log."""

    name = "holdfast.accounts"
    label = "accounts"
