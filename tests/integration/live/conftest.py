"""The county of the API's tests, its people signed in as browsers are, and the real server on loopback."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from holdfast.accounts.models import Staff
from holdfast.config.server import server_at
from holdfast.live.listening import pulse
from tests.integration.api.conftest import cast, clock, contact, pathway, person, services, staff, walk

__all__ = ["cast", "clock", "contact", "pathway", "person", "services", "staff", "walk"]


def browser(member: Staff) -> Client:
    """Return the browser of somebody who signed in."""
    client = Client()
    client.force_login(member)
    client.get("/changes/")
    return client


def cookies(client: Client) -> str:
    """Return the `Cookie` header of a browser."""
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


@dataclass
class Site:
    """The running server."""

    port: int

    def socket(self, path: str, client: Client | None, origin: str = "") -> ClientConnection:
        """Open a socket as a page of `client` does."""
        headers = {"Cookie": cookies(client)} if client else {}
        return connect(
            f"ws://127.0.0.1:{self.port}/updates/{path}",
            additional_headers=headers, origin=Origin(origin or f"http://127.0.0.1:{self.port}"), open_timeout=10,
            compression=None, proxy=None,
        )  # fmt: skip


def told(socket: ClientConnection, seconds: float = 5) -> dict[str, Any]:
    """Return the next message of a socket."""
    message: dict[str, Any] = json.loads(socket.recv(timeout=seconds))
    return message


@pytest.fixture
def site(transactional_db: None) -> Iterator[Site]:
    """Serve pages and sockets as `holdfast serve` does, in a thread of this process."""
    server = server_at("127.0.0.1", 0)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    thread.start()
    until = time.monotonic() + 20
    while (not server.started or pulse.heard_at is None) and time.monotonic() < until:
        time.sleep(0.02)
    yield Site(server.servers[0].sockets[0].getsockname()[1])
    server.should_exit = True
    thread.join(timeout=20)


def text_of(response: HttpResponse) -> str:
    """Return what a page says."""
    return response.content.decode()


def transfer_id(walk: Any) -> UUID:
    """Return the id of the transfer that is walked through."""
    return UUID(walk.transfer)
