"""Requests that file a record over HTTP, each on a transfer of its own that stands just before it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from benchmarks.load import post
from benchmarks.population import copies
from benchmarks.tellings import MovedStory, begin, place_of
from holdfast.accounts.models import Staff
from holdfast.accounts.services import token_create
from holdfast.config.ids import new_id
from tests.story import Story, vector

HAPPY, AGAIN = "happy-path.json", "journeys/repeated-live-handoff-to-held.json"
RECORDS = {
    "A1": "authorization_request", "A2": "authorization_decision", "A3": "release_readiness", "B1": "live_connection",
    "B2": "receiving_acceptance", "B3": "handoff_closure", "C1": "verification", "C2": "corrective_determination",
    "C3": "assurance_followup",
}  # fmt: skip


class Cast:
    """The people and services of one vector as rows, with a token for each who files."""

    def __init__(self, name: str) -> None:
        self.name, self.story = name, begin(vector(name))
        self._tokens: dict[str, str] = {}

    def token(self, by: str) -> str:
        """Return the token of one of the cast."""
        if by not in self._tokens:
            staff = Staff.objects.get(pk=self.story.ids[by])
            self._tokens[by] = token_create(staff, "benchmark")[1]
        return self._tokens[by]


class Filing:
    """A record that is about to be filed on many transfers."""

    def __init__(self, cast: Cast, kind: str, count: int) -> None:
        self.kind, place = kind, place_of(vector(cast.name), kind)
        # A second before now: of two instants of the same record, the later is never in the future.
        told = MovedStory(cast.name, place, ago=timedelta(seconds=1))
        story: Story = told.another(cast.story)
        told.tell(story, place)
        self._ids: list[UUID] = copies(story.transfer_id, count)
        step = told.steps[place]
        self._token = cast.token(step.by)
        self._fields = {name: value for name, value in story._named(step.fields).items() if name != "record"}

    def requests(self, count: int, *, key: bool) -> Iterator[bytes]:
        """Yield requests for `count` transfers that nothing was filed on yet, with an idempotency key or without."""
        for _ in range(count):
            headers = {"Idempotency_Key": str(new_id())} if key else {}
            path = f"/api/v1/transfers/{self._ids.pop()}/records/{self.kind}"
            yield post(path, self._fields, self._token, **headers)
