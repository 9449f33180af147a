"""The API as its callers use it: one caller with one token, who reads, opens, files and gives commands."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.test import Client

from holdfast.accounts.models import Staff
from holdfast.accounts.services import token_create

ROOT = "/api/v1"
RECORDS = frozenset(
    {
        "authorization_request", "authorization_decision", "release_readiness", "live_connection",
        "receiving_acceptance", "handoff_closure", "verification", "corrective_determination", "assurance_followup",
    }
)  # fmt: skip


@dataclass
class Answer:
    """What the API answered."""

    status: int
    body: Any
    headers: dict[str, str]

    @property
    def fields(self) -> set[str]:
        """The fields that a 422 names."""
        return {error["field"] for error in self.body["errors"]}

    @property
    def refused(self) -> list[str]:
        """The controls that a 409 names."""
        return [control["id"] for control in self.body["controls"]]


class Caller:
    """Somebody with a token; without one nobody in particular."""

    def __init__(self, token: str = "") -> None:
        self.token = token
        self.client = Client(raise_request_exception=False)

    def ask(
        self,
        method: str,
        path: str,
        *,
        raw: bytes | None = None,
        body: Any = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """Send one request; `headers` by their names, with underscores."""
        sent = {name.replace("_", "-"): value for name, value in (headers or {}).items()}
        if self.token:
            sent.setdefault("Authorization", f"Bearer {self.token}")
        content_type = sent.pop("Content-Type", "application/json")
        payload = raw if raw is not None else json.dumps(body).encode() if body is not None else b""
        response = self.client.generic(method, f"{ROOT}{path}", payload, content_type=content_type, headers=sent)
        found = json.loads(response.content) if response.content else None
        return Answer(response.status_code, found, dict(response.headers))

    def get(self, path: str, **headers: str) -> Answer:
        """Read."""
        return self.ask("GET", path, headers=headers)

    def post(self, path: str, body: Any, **headers: str) -> Answer:
        """Send a JSON body."""
        return self.ask("POST", path, body=body, headers=headers)

    def give(self, transfer: str, step: str, fields: dict[str, Any] | None = None, **headers: str) -> Answer:
        """File the record, or give the command, named `step`."""
        kind = "records" if step in RECORDS else "commands"
        return self.post(f"/transfers/{transfer}/{kind}/{step}", fields or {}, **headers)

    def does(self, transfer: str, step: str, fields: dict[str, Any] | None = None) -> dict[str, Any]:
        """Do a step that is expected to be filed; return what came of it."""
        answer = self.give(transfer, step, fields)
        assert answer.status == 201, (step, answer.status, answer.body)
        found: dict[str, Any] = answer.body
        return found


def caller(staff: Staff) -> Caller:
    """Return a caller with a fresh token of a member of staff."""
    return Caller(token_create(staff, "for a test", days=30)[1])


def guest(redeeming: dict[str, str]) -> Caller:
    """Redeem a link or code; return the guest."""
    answer = Caller().post("/guests/redeem", redeeming)
    assert answer.status == 201, answer.body
    return Caller(answer.body["token"])
