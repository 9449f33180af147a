"""How mail is sent, from one address: a server (`smtps://`, `smtp://`) or a folder of files (`file:`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from holdfast.config.env import SettingError

FORMS = (
    "smtps://user:password@host:port, smtp://user:password@host:port (STARTTLS; ?tls=none for a relay on this "
    "machine) or file:/a/folder"
)
PORTS = {"smtp": 587, "smtps": 465}
_HERE = ("localhost", "127.0.0.1", "::1")
_FILES = "holdfast.notify.backends.PrivateFiles"


@dataclass(frozen=True, slots=True)
class Mail:
    """How mail is sent; Django's settings take each part by its name."""

    backend: str
    file_path: str = ""
    host: str = "localhost"
    port: int = 0
    user: str = ""
    password: str = field(default="", repr=False)
    use_ssl: bool = False
    use_tls: bool = False


def mail_by(address: str, *, folder: Path) -> Mail:
    """Return how mail is sent by an address; blank: files in `folder`, one a message.

    Raises: SettingError, which never repeats the address: it may hold a password.
    """
    if not address:
        return Mail(_FILES, str(folder))
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise _wrong("is no address") from None
    if parts.scheme == "file":
        return _files(parts)
    if parts.scheme not in PORTS or not parts.hostname or parts.path.strip("/") or parts.fragment:
        raise _wrong("has another form")
    return Mail(
        backend="django.core.mail.backends.smtp.EmailBackend",
        host=parts.hostname,
        port=port or PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        use_ssl=parts.scheme == "smtps",
        use_tls=_is_upgraded(parts),
    )


def _files(parts: SplitResult) -> Mail:
    path = Path(unquote(parts.path))
    if parts.netloc or parts.query or parts.fragment or not path.is_absolute():
        raise _wrong("names no folder by its whole path")
    return Mail(_FILES, str(path))


def _is_upgraded(parts: SplitResult) -> bool:
    """Say whether STARTTLS is asked for. Without it a password would cross the network in the open."""
    asked = dict(parse_qsl(parts.query, keep_blank_values=True))
    if asked not in ({}, {"tls": "none"}):
        raise _wrong("has a part after ? that is not tls=none")
    if not asked:
        return parts.scheme == "smtp"
    if parts.scheme == "smtps" or parts.hostname not in _HERE:
        raise _wrong("asks for no encryption, which is for a relay on this machine only")
    return False


def _wrong(why: str) -> SettingError:
    return SettingError(f"HOLDFAST_EMAIL_URL {why}; accepted: {FORMS}.")
