"""Load on a server that may be killed at any moment: each worker files, and remembers what was acknowledged."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event, Lock, Thread
from typing import Any

import httpx

from tests.property import forms
from tests.property.world import NEED

Step = tuple[str, str, dict[str, Any]]
LEFT_ALONE = 5
"""Every such transfer is left with its request: nobody decides, and only the worker sees the deadline pass."""


@dataclass
class Load:
    """Several workers, one list of acknowledgements: (transfer, seq, kind)."""

    known: dict[str, Any]
    url: str = ""
    acknowledged: list[tuple[str, int, str]] = field(default_factory=list)
    unsure: int = 0
    """Requests that got no answer, and were sent again under the same key."""
    wrong: list[str] = field(default_factory=list)
    _over: Event = field(default_factory=Event)
    _lock: Lock = field(default_factory=Lock)

    @contextlib.contextmanager
    def running(self, workers: int) -> Iterator[None]:
        """Have workers file until the block ends, however it ends: one that went on would keep the process alive."""
        threads = [Thread(target=self._work, args=(number,), daemon=True) for number in range(workers)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._over.set()
            for thread in threads:
                thread.join(timeout=30)
        assert not any(thread.is_alive() for thread in threads)

    def get_on(self) -> None:
        """Wait until something more was acknowledged, or something went wrong."""
        known = len(self.acknowledged)
        while len(self.acknowledged) == known and not self.wrong:
            self._over.wait(0.05)

    def _work(self, worker: int) -> None:
        for count in itertools.count():
            if self._over.is_set():
                return
            try:
                self._tell(f"{worker}-{count}", is_decided=count % LEFT_ALONE != 0)
            except (httpx.HTTPError, KeyError, ValueError) as fault:
                self.wrong.append(repr(fault))

    def _tell(self, name: str, *, is_decided: bool) -> None:
        body = {"case_id": name, "person_id": self.known["person"], "payer": "medicaid", "need_category": NEED}
        opened = self._post("dana", "/transfers", {**body, "package": None}, f"{name}-open")
        if opened is None:
            return
        steps = list(self._steps())
        for number, (by, path, fields) in enumerate(steps if is_decided else steps[:2]):
            self._post(by, f"/transfers/{opened['transfer_id']}{path}", fields, f"{name}-{number}")

    def _steps(self) -> Iterator[Step]:
        now, ids = datetime.now(UTC), self.known["ids"]  # noqa: TID251 - the load's own clock
        request = forms.request(now, is_elevated=False, mode="live_phone") | {"next_checkpoint_date": "2100-01-01"}
        for by, record in (("dana", forms.closure(now)), ("dana", request), ("priya", forms.decision())):
            fields = {
                name: ids.get(value, value) if isinstance(value, str) else value for name, value in record.items()
            }
            yield by, f"/records/{fields.pop('record')}", fields
        yield "dana", "/commands/signal", {"what": "status_changed"}

    def _post(self, by: str, path: str, fields: dict[str, Any], key: str) -> dict[str, Any] | None:
        """Send until there is an answer; none where the load ended before."""
        headers = {"Authorization": f"Bearer {self.known['tokens'][by]}", "Idempotency-Key": key}
        while not self._over.is_set():
            try:
                answer = httpx.post(f"{self.url}/api/v1{path}", json=fields, headers=headers, timeout=5)
            except httpx.HTTPError:
                self.unsure += 1
                self._over.wait(0.2)
                continue
            if answer.status_code in (201, 409):
                return self._acknowledge(answer.json())
            if answer.status_code != 503:
                self.wrong.append(f"{answer.status_code} {path} {answer.text[:300]}")
                return None
            self._over.wait(0.2)
        return None

    def _acknowledge(self, body: dict[str, Any]) -> dict[str, Any]:
        with self._lock:
            events = body.get("events") or [{"seq": body["seq"], "kind": ""}]
            self.acknowledged += [(body["transfer_id"], event["seq"], event["kind"]) for event in events]
        return body
