"""Web push: waking one browser of a member of staff through its maker (RFC 8030), encrypted to it (RFC 8291).

The address comes from a browser, so it could be anything: only https to a public address is spoken to, and what was
checked is what is connected to. No proxy and no redirect is followed.
"""

from __future__ import annotations

import base64
import http.client
import ipaddress
import json
import socket
import ssl
from functools import lru_cache
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from holdfast.config.clock import now
from holdfast.notify.models import Dispatch, Kind, PushSubscription
from holdfast.notify.paths import MESSAGES, acknowledge_path
from holdfast.notify.trying import NeverDeliverable, NotToBeSent
from holdfast.notify.words import push_words

TIMEOUT_SECONDS = 10.0
LONGEST_ENDPOINT = 1000
_HTTPS = 443
_GONE = (404, 410)
_TRY_LATER = (408, 429)
_TAKEN, _OUR_FAULT, _THEIR_FAULT = range(200, 300), range(400, 500), range(500, 600)
_KEY_BYTES = 32


class PushRefused(Exception):  # noqa: N818 - says what is so
    """The push service did not take a message now; it is tried again."""


def push(dispatch: Dispatch) -> None:
    """Wake the browser of a dispatch. It shows neutral words, and opens a path of ours when it is tapped.

    Raises: NotToBeSent, where the browser is gone; NeverDeliverable, where its maker refuses for good; else what the
    trouble is, to be tried again.
    """
    browser = dispatch.browser
    if browser is None or browser.ended_at is not None or not settings.HOLDFAST_PUSH_KEY:
        raise NotToBeSent("browser-gone")
    message = dispatch.message
    path = acknowledge_path(message.pk) if message.kind == Kind.ESCALATION else MESSAGES
    left = max(int((dispatch.useful_until - now()).total_seconds()), 60)
    headers = {"TTL": str(left), "Urgency": "high" if message.is_harm else "normal", "Topic": _topic(dispatch)}
    status = _post(browser, json.dumps({"words": push_words(), "path": path}).encode(), headers)
    if status in _GONE:
        PushSubscription.objects.filter(pk=browser.pk).update(ended_at=now())
        raise NotToBeSent("browser-gone")
    if status in _OUR_FAULT and status not in _TRY_LATER:
        raise NeverDeliverable(f"push-{status}")
    if status not in _TAKEN:
        raise PushRefused(status)


def refuse_endpoint(endpoint: str) -> str:
    """Return why a browser's address may not be kept, blank where it may; a word for the page to explain."""
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError:
        return "not-an-address"
    if parts.scheme != "https" or not parts.hostname or parts.username or parts.password or parts.fragment:
        return "not-https"
    if port not in (None, _HTTPS) or len(endpoint) > LONGEST_ENDPOINT or not endpoint.isascii():
        return "not-https"
    return "private" if _is_private_name(parts.hostname) else ""


def public_key() -> str:
    """Return the key by which a browser's maker knows us (VAPID, RFC 8292), as browsers take it; blank without one."""
    if not settings.HOLDFAST_PUSH_KEY:
        return ""
    point = _key(settings.HOLDFAST_PUSH_KEY).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).decode().rstrip("=")


def is_public(address: str) -> bool:
    """Say whether an IP address is one of the open internet: not this machine's, not a network's own."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        if ip.sixtofour is not None or ip.teredo is not None or ip in _NAT64:
            return False
    return ip.is_global and not ip.is_multicast


_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class _Checked(http.client.HTTPSConnection):
    """A connection to an address that was looked at first, so a name that answers otherwise later gains nothing."""

    def connect(self) -> None:
        """Connect. Raises: NeverDeliverable, where the name leads to an address that is not public."""
        found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        addresses = [str(each[4][0]) for each in found]
        if not addresses or not all(map(is_public, addresses)):
            raise NeverDeliverable("private-address")
        plain = socket.create_connection((addresses[0], self.port), TIMEOUT_SECONDS)
        self.sock = _trust().wrap_socket(plain, server_hostname=self.host)


def _post(browser: PushSubscription, payload: bytes, headers: dict[str, str]) -> int:
    """Encrypt `payload` to a browser, sign for its maker, send; return the answer's status."""
    # Here, not above: it brings an HTTP client of its own along, which only this needs.
    from py_vapid import Vapid02  # type: ignore[import-untyped]
    from pywebpush import WebPusher  # type: ignore[import-untyped]

    keys = {"p256dh": browser.p256dh, "auth": browser.auth}
    encrypted = WebPusher({"endpoint": browser.endpoint, "keys": keys}).encode(payload)["body"]
    parts = urlsplit(browser.endpoint)
    claims = {"aud": f"https://{parts.hostname}", "sub": _contact(), "exp": int(now().timestamp()) + 12 * 3600}
    signed = Vapid02(private_key=_key(settings.HOLDFAST_PUSH_KEY)).sign(claims)
    ours = {"Content-Encoding": "aes128gcm", "Content-Type": "application/octet-stream"}
    connection = _Checked(parts.hostname or "", parts.port or _HTTPS, timeout=TIMEOUT_SECONDS)
    try:
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path or "/"
        connection.request("POST", path, body=encrypted, headers={**headers, **ours, **signed})
        return connection.getresponse().status
    finally:
        connection.close()


def _contact() -> str:
    """Return where a push service can reach who runs this."""
    is_public_site = settings.HOLDFAST_PUBLIC_URL.startswith("https://")
    return settings.HOLDFAST_PUBLIC_URL if is_public_site else f"mailto:{settings.DEFAULT_FROM_EMAIL}"


def _topic(dispatch: Dispatch) -> str:
    """Return a topic of the message: of what is sent twice while a phone is off, the push service keeps one."""
    return base64.urlsafe_b64encode(dispatch.message_id.bytes).decode().rstrip("=")


def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def _is_private_name(host: str) -> bool:
    try:
        return not is_public(host)
    except ValueError:  # a name: where it leads is looked at when it is connected to
        return "." not in host or host.endswith((".localhost", ".local", ".internal"))


@lru_cache(maxsize=2)
def _key(text: str) -> ec.EllipticCurvePrivateKey:
    """Return the key that 32 bytes stand for. A number that is no key of the curve is brought into its range."""
    number = int.from_bytes(base64.b64decode(text), "big")
    return ec.derive_private_key(number % (_ORDER - 1) + 1, ec.SECP256R1())


_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
