"""Settings from the environment, each with a type: an odd value stops the start with a sentence, it is never guessed.

A secret may come from a file: `NAME_FILE` holds its path in place of `NAME`.
"""

from __future__ import annotations

import os
from pathlib import Path

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from holdfast.protocol.errors import HoldfastError

_TRUE, _FALSE = ("1", "true", "yes", "on"), ("0", "false", "no", "off")
PREPARED = {"server_side_binding": True, "prepare_threshold": 2}
"""Options of every connection: a statement seen twice is prepared, so the server plans it once for the connection."""
# Django's words for libpq's.
_PARTS = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}


class SettingError(HoldfastError):
    """A setting has a value that Holdfast does not accept; the message names it and says what is accepted."""


def env_text(name: str, default: str = "") -> str:
    """Return the setting's text without surrounding blanks, or `default` when it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def env_choice(name: str, *, accepted: tuple[str, ...], default: str) -> str:
    """Return one of the `accepted` words."""
    value = env_text(name, default)
    if value not in accepted:
        raise SettingError(f"{name} is {value!r}; accepted: {', '.join(accepted)}.")
    return value


def env_bool(name: str, *, default: bool) -> bool:
    """Return a yes or no."""
    value = env_text(name).lower()
    if not value:
        return default
    if value not in _TRUE + _FALSE:
        raise SettingError(f"{name} is {value!r}; accepted: {', '.join(_TRUE)} or {', '.join(_FALSE)}.")
    return value in _TRUE


def env_int(name: str, *, default: int, least: int, most: int) -> int:
    """Return a whole number between `least` and `most`, both included."""
    value = env_text(name, str(default))
    if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
        raise SettingError(f"{name} is {value!r}; accepted: a whole number from {least} to {most}.")
    return int(value)


def env_list(name: str, *, default: tuple[str, ...] = ()) -> list[str]:
    """Return the words between commas."""
    value = env_text(name)
    return [word.strip() for word in value.split(",") if word.strip()] if value else list(default)


def env_path(name: str, *, default: Path) -> Path:
    """Return an absolute path; a relative one counts from the working folder."""
    return Path(env_text(name, str(default))).expanduser().absolute()


def env_secret(name: str) -> str:
    """Return a secret from `NAME`, or from the file that `NAME_FILE` names; empty when neither is set."""
    value, file = env_text(name), env_text(f"{name}_FILE")
    if value and file:
        raise SettingError(f"{name} and {name}_FILE are both set; set one of them.")
    if not file:
        return value
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as fault:
        raise SettingError(f"{name}_FILE cannot be read as text: {type(fault).__name__}.") from None


def env_database(name: str) -> dict[str, object] | None:
    """Return Django's settings for the PostgreSQL address in `NAME` (or `NAME_FILE`), or None when it is unset.

    The address has the form `postgresql://role:password@host:port/database?sslmode=verify-full`.
    """
    address = env_secret(name)
    if not address:
        return None
    try:
        parts = conninfo_to_dict(address)
    except ProgrammingError:
        parts = {}  # its words would repeat the password
    if "://" not in address or not parts.get("dbname") or not parts.get("user"):
        raise SettingError(f"{name} must have the form postgresql://role:password@host:port/database.")
    named = {key: str(parts.pop(part, "")) for key, part in _PARTS.items()}
    return {**named, "OPTIONS": {**PREPARED, **parts}}
