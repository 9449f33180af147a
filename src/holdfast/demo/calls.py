"""Calls to a running Holdfast over HTTP, as anybody's own client would make them."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

API = "/api/v1"
TIMEOUT_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said."""

    status: int
    body: Any
    headers: dict[str, str]

    @property
    def is_filed(self) -> bool:
        """Whether something was filed, made or sent."""
        return self.status in (200, 201, 202, 204)

    @property
    def refusals(self) -> dict[str, dict[str, Any]]:
        """The controls that refused, by id; none where nothing was refused."""
        found = self.body.get("controls", []) if self.status == http.HTTPStatus.CONFLICT else []
        return {control["id"]: control for control in found}


@dataclass(frozen=True, slots=True)
class Caller:
    """One party, with its own token, calling a server on loopback."""

    port: int
    token: str = ""

    def get(self, path: str, **query: str) -> Answer:
        """Ask for something."""
        return self._call("GET", f"{path}?{urlencode(query)}" if query else path)

    def post(self, path: str, body: object, *, key: str = "") -> Answer:
        """File something; `key` is the idempotency key."""
        return self._call("POST", path, json.dumps(body), {"Idempotency-Key": key} if key else {})

    def _call(self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None) -> Answer:
        sent = {"Accept": "application/json", **(headers or {})}
        if body is not None:
            sent["Content-Type"] = "application/json"
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT_SECONDS)
        try:
            line.request(method, API + path, body, sent)
            answer = line.getresponse()
            read = answer.read()
            told = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, json.loads(read) if read else {}, told)
        finally:
            line.close()
