"""Web push reaches a real push service on loopback: encrypted, signed, neutral; private addresses are never reached."""

from __future__ import annotations

import base64
import json
import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import http_ece  # type: ignore[import-untyped]
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02  # type: ignore[import-untyped]

from holdfast.notify import pushing, trying
from holdfast.notify.errors import EndpointRefused
from holdfast.notify.models import Channel, Dispatch, Kind, PushSubscription
from holdfast.notify.pushing import is_public, public_key
from holdfast.notify.selectors import browsers_of
from holdfast.notify.sending import send_due
from holdfast.notify.services import Browser, browser_add, browser_end
from holdfast.notify.writing import News, tell
from holdfast.protocol.policy import Night
from tests.integration.notify.servers import HOST, certificate, tls_of

ENDPOINT = "https://push.example/send/abc"
KEY = ec.generate_private_key(ec.SECP256R1())
SECRET = b"sixteen bytes ok"
A_MOMENT = timedelta(seconds=1)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _browser(endpoint: str = ENDPOINT) -> Browser:
    point = KEY.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return Browser(endpoint, _text(point), _text(SECRET))


class Service(HTTPServer):
    """A push service: keeps what it is sent, and answers with a status."""

    def __init__(self) -> None:
        super().__init__((HOST, 0), _Handler)
        self.status, self.got = 201, list[tuple[dict[str, str], bytes]]()


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert isinstance(self.server, Service)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
        self.send_response(self.server.status)
        self.send_header("Location", "https://elsewhere.example/")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def service(tmp_path, monkeypatch) -> Iterator[Service]:
    """A push service on loopback, which for once counts as public."""
    file = certificate(tmp_path)
    server = Service()
    server.socket = tls_of(file).wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setattr(pushing, "is_public", lambda address: address == HOST or is_public(address))
    monkeypatch.setattr(pushing, "_trust", lambda: ssl.create_default_context(cafile=str(file)))
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def subscribed(county, service):
    """Somebody's browser, at the push service."""
    row = browser_add(county.staff("omar").pk, _browser())
    port = service.server_address[1]
    PushSubscription.objects.update(endpoint=f"https://localhost:{port}/send/abc?x=1")
    return row


@pytest.fixture
def pushed(county, subscribed):
    """Have the director told of something, and the browser woken."""
    county.begins()
    county.refused()
    county.work()
    send_due(Channel.PUSH)
    return Dispatch.objects.get(channel=Channel.PUSH)


def test_a_browser_is_woken_with_neutral_words_and_a_path(county, service, pushed):
    assert pushed.status == "sent"
    [(headers, body)] = service.got
    said = json.loads(http_ece.decrypt(body, private_key=KEY, auth_secret=SECRET, version="aes128gcm"))
    assert said["words"] == "There is something for you in Holdfast."
    assert set(said) == {"words", "path"}
    assert said["path"].startswith(f"/acknowledge/{county.told('omar')[0].pk}/")
    assert headers["content-encoding"] == "aes128gcm"
    assert 0 < int(headers["ttl"]) <= 24 * 3600


def test_what_is_sent_is_signed_by_our_key(service, pushed):
    [(headers, _)] = service.got
    assert Vapid02.verify(headers["authorization"])
    assert f"k={public_key()}" in headers["authorization"]
    assert len(headers["topic"]) <= 32


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_not_woken_again(county, service, subscribed, status):
    service.status = status
    county.begins()
    county.refused()
    county.work()
    send_due(Channel.PUSH)
    assert browsers_of(county.staff("omar").pk) == ()
    assert Dispatch.objects.get(channel=Channel.PUSH).reason == "browser-gone"


@pytest.mark.parametrize(
    ("status", "became"), [(500, "waiting"), (429, "waiting"), (302, "waiting"), (403, "given_up"), (413, "given_up")]
)
def test_an_answer_that_is_no_yes_is_tried_again_or_given_up(county, service, subscribed, status, became):
    service.status = status
    county.begins()
    county.refused()
    county.work()
    send_due(Channel.PUSH)
    assert Dispatch.objects.get(channel=Channel.PUSH).status == became
    assert len(service.got) == 1  # no redirect is followed


@pytest.fixture
def dead(county, subscribed):
    """Another browser of the director's, whose maker is gone from the net."""
    row = browser_add(county.staff("omar").pk, _browser(f"{ENDPOINT}-dead"))
    with socket.socket() as nobody:
        nobody.bind((HOST, 0))
        port = nobody.getsockname()[1]
    PushSubscription.objects.filter(pk=row.pk).update(endpoint=f"https://localhost:{port}/send")
    return row


def _tell(county, about: str) -> None:
    """Tell the director something."""
    news = News(kind=Kind.VACANCY, at=county.at, night=Night(), about=about, is_harm=True)
    tell(news, [county.story.ids["omar"]])


@pytest.fixture
def told_daily(county, dead):
    """Tell the director something, and try it for the day that it is of use, the dead browser first; so many times."""

    def daily(days: int) -> None:
        for _ in range(days):
            _tell(county, str(county.at))
            for hours in (0, 25):
                county.later(hours=hours)
                Dispatch.objects.filter(browser=dead, status="waiting").update(next_try_at=county.at - A_MOMENT)
                send_due(Channel.PUSH)

    return daily


def test_one_dead_address_holds_up_nobody_elses_alerts(county, service, dead):
    _tell(county, "1")
    Dispatch.objects.filter(browser=dead).update(next_try_at=county.at - A_MOMENT)
    assert send_due(Channel.PUSH) == 1
    assert len(service.got) == 1
    assert Dispatch.objects.get(browser=dead).status == "waiting"


def test_what_is_new_goes_before_what_was_tried_in_vain(county, service, dead, monkeypatch):
    _tell(county, "1")
    Dispatch.objects.filter(browser=dead).update(next_try_at=county.at - A_MOMENT, tries=1)
    monkeypatch.setattr(trying, "RUN_SECONDS", 0.0)  # one slow try takes it all
    assert send_due(Channel.PUSH) == 1


def test_a_browser_that_took_nothing_for_three_messages_is_woken_no_more(county, dead, subscribed, told_daily):
    told_daily(2)
    assert len(browsers_of(county.staff("omar").pk)) == 2
    told_daily(1)
    assert [each.id for each in browsers_of(county.staff("omar").pk)] == [subscribed.pk]
    assert Dispatch.objects.filter(browser=dead, status="given_up").count() == 3


def test_while_no_browser_takes_anything_the_fault_may_be_ours_and_none_is_ended(county, dead, subscribed, told_daily):
    PushSubscription.objects.filter(pk=subscribed.pk).update(ended_at=county.at)
    told_daily(4)
    assert [each.id for each in browsers_of(county.staff("omar").pk)] == [dead.pk]


def test_a_browser_that_is_turned_on_again_begins_anew(county, dead, told_daily):
    told_daily(2)
    PushSubscription.objects.filter(pk=dead.pk).update(subscribed_at=county.at)
    told_daily(1)
    assert len(browsers_of(county.staff("omar").pk)) == 2


def test_a_name_that_leads_to_a_private_address_is_not_spoken_to(county, service, subscribed, monkeypatch):
    monkeypatch.setattr(pushing, "is_public", is_public)
    county.begins()
    county.refused()
    county.work()
    send_due(Channel.PUSH)
    assert Dispatch.objects.get(channel=Channel.PUSH).reason == "private-address"
    assert service.got == []


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.1.2.3", "::1", "fe80::1%eth0",
     "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "224.0.0.1"],
)  # fmt: skip
def test_private_addresses_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2607:f8b0:4004:c07::5f", "::ffff:8.8.8.8"])
def test_addresses_of_the_open_internet_are(address):
    assert is_public(address)


@pytest.mark.parametrize(
    ("endpoint", "reason"),
    [
        ("http://push.example/x", "not-https"), ("https://user:pass@push.example/x", "not-https"),
        ("https://push.example:8443/x", "not-https"), ("https://10.0.0.1/x", "private"),
        ("https://[::1]/x", "private"), ("https://localhost/x", "private"), ("https://printer.local/x", "private"),
        ("https://metadata.internal/x", "private"), ("ftp://push.example/x", "not-https"),
        ("https://push.example/" + "x" * 1000, "not-https"), ("https://[oops/x", "not-an-address"),
        ("https://push.example/\u202e", "not-https"), ("", "not-https"),
    ],
)  # fmt: skip
def test_an_address_that_is_no_push_service_is_refused(county, endpoint, reason):
    with pytest.raises(EndpointRefused) as refusal:
        browser_add(county.staff("omar").pk, _browser(endpoint))
    assert refusal.value.reason == reason


def test_keys_that_are_none_are_refused(county):
    with pytest.raises(EndpointRefused, match="alerts"):
        browser_add(county.staff("omar").pk, Browser(ENDPOINT, "short", "shorter"))


def test_a_browser_that_somebody_else_used_wakes_them_no_more(county):
    browser_add(county.staff("omar").pk, _browser())
    browser_add(county.staff("eve").pk, _browser())
    assert browsers_of(county.staff("omar").pk) == ()
    assert [each.host for each in browsers_of(county.staff("eve").pk)] == ["push.example"]


def test_a_browser_is_ended_by_its_owner_alone(county):
    row = browser_add(county.staff("omar").pk, _browser())
    browser_end(county.staff("eve").pk, row.pk)
    assert len(browsers_of(county.staff("omar").pk)) == 1
    browser_end(county.staff("omar").pk, row.pk)
    assert browsers_of(county.staff("omar").pk) == ()


def test_of_many_browsers_the_oldest_goes(county):
    for number in range(12):
        browser_add(county.staff("omar").pk, _browser(f"{ENDPOINT}{number}"))
        county.later(seconds=1)
    assert len(browsers_of(county.staff("omar").pk)) == 10
