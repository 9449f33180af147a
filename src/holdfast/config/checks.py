"""What `check --deploy` says of settings that are allowed and yet unwise: each with an id and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register


@register(Tags.security, deploy=True)
def embedded_in_public(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """holdfast.W001: a site for the public on the embedded database."""
    if not settings.HOLDFAST_IS_EMBEDDED or not settings.HOLDFAST_PUBLIC_URL.startswith("https://"):
        return []
    said = "The site is public and its database is the embedded one, on one machine and without a standby."
    return [Warning(said, hint="Set DATABASE_URL to a PostgreSQL server of your own.", id="holdfast.W001")]


@register(Tags.security, deploy=True)
def mail_in_files(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """holdfast.W003: links to guests that nobody gets."""
    if settings.HOLDFAST_IS_EMBEDDED or not settings.EMAIL_FILE_PATH:
        return []
    said = "Mail is written to a folder, so links to intake contacts reach nobody."
    return [Warning(said, hint="Set HOLDFAST_EMAIL_URL to your mail server.", id="holdfast.W003")]


@register(Tags.security, deploy=True)
def owner_at_hand(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """holdfast.W002: a serving process that could change the schema."""
    if settings.HOLDFAST_IS_EMBEDDED or not settings.HOLDFAST_DATABASE_OWNER:
        return []
    said = "This process knows the role that owns the tables, so it could replace the ledger's triggers."
    return [Warning(said, hint="Give DATABASE_OWNER_URL to `holdfast migrate` only.", id="holdfast.W002")]


@register(Tags.security, deploy=True)
def clock_is_told(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """holdfast.E001: a clock that can be told what time it is."""
    if not settings.HOLDFAST_UNSAFE_TELLING:
        return []
    said = "This process may tell its clock past instants, so nothing it files is evidence."
    return [Error(said, hint="Unset HOLDFAST_UNSAFE_TELLING: only `holdfast demo` sets it.", id="holdfast.E001")]


@register(Tags.security, deploy=True)
def signs_in_by_link(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """holdfast.E002: an installation in which a link signs staff in."""
    if not settings.HOLDFAST_UNSAFE_DEMO_SIGN_IN:
        return []
    said = "Whoever has a demo's sign-in link is signed in as that member of staff, without any credential."
    return [Error(said, hint="Unset HOLDFAST_UNSAFE_DEMO_SIGN_IN: only `holdfast demo` sets it.", id="holdfast.E002")]
