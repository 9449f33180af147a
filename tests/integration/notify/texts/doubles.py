"""A carrier on loopback that texts really reach: it takes them as Twilio does, or as a gateway of our form does."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

ACCOUNT, TOKEN, SENDER = "AC0001", "a token of the account", "+15855550100"


class Carrier(ThreadingHTTPServer):
    """Keeps what it takes. Set how it behaves before something is given to it."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.taken: list[dict[str, str]] = []
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        """Every call: method, path, headers."""
        self.answers: list[tuple[int, dict[str, Any]]] = []
        """What is answered to the next calls in place of taking a text."""
        self.is_dropping = False
        """Whether it takes a text, and is gone before it says so."""
        self.hangs_for = 0.0
        self.drips_for = 0.0
        """For how many seconds it answers a byte at a time."""

    @property
    def origin(self) -> str:
        """Where it is reached."""
        return f"127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Carrier

    def do_GET(self) -> None:
        """List what was taken, as Twilio does."""
        self._noted()
        asked = parse_qs(urlsplit(self.path).query)
        found = [
            {"sid": text["sid"], "body": text["Body"], "to": text["To"]} | _made(text)
            for text in self.server.taken
            if asked["To"] == [text["To"]]
        ]
        self._answer(200, {"messages": found})

    def do_POST(self) -> None:
        """Take a text."""
        self._noted()
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.server.hangs_for:
            time.sleep(self.server.hangs_for)
        ends = time.monotonic() + self.server.drips_for
        with contextlib.suppress(OSError):
            while time.monotonic() < ends:
                self.wfile.write(b"H")
                time.sleep(0.02)
        if self.server.answers:
            self._answer(*self.server.answers.pop(0))
            return
        is_json = self.headers["Content-Type"] == "application/json"
        said = json.loads(body) if is_json else {name: values[0] for name, values in parse_qs(body).items()}
        known = [each for each in self.server.taken if is_json and each["id"] == said["id"]]
        if not known:
            self.server.taken.append({**said, "sid": f"SM{len(self.server.taken):04}", "raw": body})
        if self.server.is_dropping:
            self.connection.close()
            return
        sid = (known or self.server.taken[-1:])[0]["sid"]
        self._answer(201, {"id": sid} if is_json else {"sid": sid, "status": "queued"})

    def _noted(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.asked.append((self.command, self.path, headers))

    def _answer(self, status: int, said: dict[str, Any]) -> None:
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def _made(text: dict[str, str]) -> dict[str, str]:
    return {"date_created": text["date_created"]} if "date_created" in text else {}


@contextmanager
def carrier_runs() -> Iterator[Carrier]:
    """Run a carrier on a free port of loopback."""
    carrier = Carrier()
    thread = Thread(target=carrier.serve_forever, daemon=True)
    thread.start()
    try:
        yield carrier
    finally:
        carrier.shutdown()
        carrier.server_close()
        thread.join()
