"""A light load generator: keep-alive connections over raw sockets, one thread each, bounded in number and time."""

from __future__ import annotations

import json
import time
from collections import Counter, deque
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from socket import IPPROTO_TCP, TCP_NODELAY, create_connection
from typing import Any, Self

_HEAD_END = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(slots=True)
class Loaded:
    """What came of a load: how many of each status, how long each took, and the generator's own CPU."""

    seconds: float = 0.0
    cpu: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)
    milliseconds: list[float] = field(default_factory=list)
    odd: str = ""
    """The body of one answer that was not 201."""

    @property
    def filed(self) -> int:
        """How many were filed."""
        return self.statuses[201]

    @property
    def rate(self) -> float:
        """How many were filed per second."""
        return self.filed / self.seconds

    def percentile(self, part: int) -> float:
        """Return the milliseconds within which `part` percent were answered."""
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, len(ordered) * part // 100)]


def post(path: str, fields: Mapping[str, Any], token: str, **headers: str) -> bytes:
    """Return the bytes of a POST with a JSON body."""
    body = json.dumps(fields).encode()
    more = {"Host": "127.0.0.1", "Authorization": f"Bearer {token}", "Content-Type": "application/json", **headers}
    lines = [f"POST {path} HTTP/1.1", *(f"{name.replace('_', '-')}: {value}" for name, value in more.items())]
    return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode() + body


class Line:
    """One connection to the server, kept alive."""

    def __init__(self, port: int) -> None:
        self._socket = create_connection(("127.0.0.1", port), timeout=30)
        self._socket.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._socket.close()

    def ask(self, request: bytes) -> Answer:
        """Send a request and wait for its answer."""
        self._socket.sendall(request)
        got = b""
        while _HEAD_END not in got:
            got += self._more()
        head, _, body = got.partition(_HEAD_END)
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        while len(body) < int(headers.get("content-length", 0)):
            body += self._more()
        return Answer(int(first.split()[1]), headers, body)

    def _more(self) -> bytes:
        part = self._socket.recv(65_536)
        if not part:
            raise ConnectionError("the server closed the connection")
        return part


def load(port: int, requests: Iterable[bytes], *, connections: int, seconds: float) -> Loaded:
    """Send `requests`, each once, over some connections until they or the seconds are at an end."""
    waiting, loaded = deque(requests), Loaded()
    cpu, begun = time.process_time(), time.monotonic()
    with ThreadPoolExecutor(connections) as pool:
        for done in [pool.submit(_send, port, waiting, begun + seconds, loaded) for _ in range(connections)]:
            done.result()
    loaded.seconds, loaded.cpu = time.monotonic() - begun, time.process_time() - cpu
    return loaded


def _send(port: int, waiting: deque[bytes], until: float, loaded: Loaded) -> None:
    with Line(port) as line:
        while time.monotonic() < until:
            try:
                request = waiting.popleft()
            except IndexError:
                return
            begun = time.perf_counter()
            answer = line.ask(request)
            loaded.milliseconds.append(1000 * (time.perf_counter() - begun))
            loaded.statuses[answer.status] += 1
            if answer.status != 201:
                loaded.odd = answer.body.decode(errors="replace")[:300]
