"""How texts are sent, from one address: Twilio (`twilio:`), or any gateway that speaks our small form of HTTP."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from holdfast.protocol.errors import HoldfastError

FORMS = (
    "twilio://ACCOUNT_SID:AUTH_TOKEN@api.twilio.com?from=+15855550100 (or ?service=MG...), "
    "gateway://SENDER:SECRET@host/path"
)
TWILIO, GATEWAY = "twilio", "gateway"
_HERE = ("localhost", "127.0.0.1", "::1")
_SENDERS = {"from", "service"}


class BadAddress(HoldfastError):  # noqa: N818 - says what is so
    """The setting has a form that is not accepted; the message says which are."""


@dataclass(frozen=True, slots=True)
class Texting:
    """By whom text messages are sent. `kind` blank: none are."""

    kind: str = ""
    url: str = ""
    """Where they are given to: an origin for Twilio, a whole address for a gateway; https, but on this machine."""
    account: str = ""
    secret: str = field(default="", repr=False)
    sender: str = ""
    """The number or name they come from."""
    service: str = ""
    """Twilio's messaging service, which chooses the number; blank for none."""


def texting_by(address: str) -> Texting:
    """Return how text messages are sent by an address; blank: none are.

    Raises: BadAddress, which never repeats the address: it holds a secret.
    """
    if not address:
        return Texting()
    try:
        parts = urlsplit(address)
        origin = _origin(parts)
    except ValueError:
        raise _wrong("is no address") from None
    account, secret = unquote(parts.username or ""), unquote(parts.password or "")
    if not account or not secret or parts.fragment:
        raise _wrong("lacks who sends, or the secret")
    if parts.scheme == GATEWAY and not parts.query:
        return Texting(GATEWAY, origin + (parts.path or "/"), account, secret, sender=account)
    if parts.scheme == TWILIO and not parts.path.strip("/"):
        return _twilio(parts, Texting(TWILIO, origin, account, secret))
    raise _wrong("has another form")


def _twilio(parts: SplitResult, texting: Texting) -> Texting:
    asked = dict(parse_qsl(parts.query))
    if len(asked) != 1 or not set(asked) <= _SENDERS:
        raise _wrong("says neither ?from= a number nor ?service= a messaging service, or both")
    sender, service = asked.get("from", "").strip(), asked.get("service", "")
    sender = f"+{sender.lstrip('+')}" if sender else ""  # a plus in a query is a blank
    return Texting(texting.kind, texting.url, texting.account, texting.secret, sender, service)


def _origin(parts: SplitResult) -> str:
    """Return where to connect. Without TLS only on this machine: a number would cross the network in the open."""
    if not parts.hostname:
        raise ValueError("no host")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    scheme = "http" if parts.hostname in _HERE else "https"
    return f"{scheme}://{host}" + (f":{parts.port}" if parts.port else "")


def _wrong(why: str) -> BadAddress:
    return BadAddress(f"HOLDFAST_SMS_URL {why}; accepted: {FORMS}.")
