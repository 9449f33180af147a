"""What a page needs so that updates arrive by themselves: where to listen, where to ask, and what it has seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import ngettext

from holdfast.protocol.codes import DeadlineName
from holdfast.transfers.selectors import Looked

AS, GUEST = "as", "guest"
"""The mark of an address that a guest's page asks."""


@dataclass(frozen=True, slots=True)
class Updates:
    """Drawn by `pages/live/updates.html`, read by `live.js`. `seen`: the last event, or instant, that is shown."""

    socket: str
    poll: str
    seen: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Notice:
    """That a queue has grown since it was drawn (`pages/live/notice.html`). The rows are not moved: a link shows them.

    `text` is blank while nothing is new.
    """

    url: str
    text: str = ""


def updates_of_transfer(looked: Looked) -> Updates:
    """Return what the page of one transfer needs. A practice has no socket: nobody else files in it, it asks."""
    poll = f"{reverse('changes')}?{urlencode({'transfer': looked.transfer_id})}"
    socket = "" if looked.state.is_practice else f"/updates/transfers/{looked.transfer_id}/"
    return Updates(socket, poll, str(looked.seq), looked.at)


def updates_of_guest(looked: Looked) -> Updates:
    """Return what a guest's page needs; it asks as the guest, also in a browser in which staff are signed in."""
    poll = f"{reverse('changes')}?{urlencode({'transfer': looked.transfer_id, AS: GUEST})}"
    return Updates(f"/updates/guests/{looked.transfer_id}/", poll, str(looked.seq), looked.at)


def updates_of_queues(at: datetime) -> Updates:
    """Return what the page of a queue needs, drawn at `at`."""
    return Updates("/updates/queues/", reverse("changes"), instant_words(at), at)


def notice_of(deadline: DeadlineName, since: datetime, grown: int = 0) -> Notice:
    """Return the notice of a queue drawn at `since`; `grown`: how many requests it has got since."""
    url = f"{reverse('queue_notice', args=[deadline])}?{urlencode({'since': instant_words(since)})}"
    words = ngettext("%(count)s new request.", "%(count)s new requests.", grown) % {"count": grown}
    return Notice(url, words if grown else "")


def instant_words(at: datetime) -> str:
    """Return an instant as addresses carry it; `instant_read` reads it back."""
    return at.astimezone(UTC).isoformat()


def instant_read(text: str) -> datetime | None:
    """Return the instant that an address carries; none where it carries none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
