"""What others did since a form was drawn: told to who sent it too late, within what they may see."""

from __future__ import annotations

from holdfast.transfers.selectors import Looked, event_views
from holdfast.web.parts import LogLine
from holdfast.web.presenters.events import log_lines, people_in_events
from holdfast.web.presenters.names import names_of

MOST_TOLD = 20


def changes_since(looked: Looked, seen_seq: int) -> tuple[LogLine, ...]:
    """Return what happened after the event `seen_seq`, the newest last, at most twenty lines; at most four statements.

    Empty where nothing happened that the asker may know of.
    """
    events = event_views(looked, seen_seq, MOST_TOLD).items
    names = names_of(people_in_events(events))
    return log_lines(events, names)
