"""What a form of the story knows already: the version that it speaks of, and what was told last."""

from __future__ import annotations

from typing import Any

from holdfast.protocol.chapters.story.standing import sent
from holdfast.transfers.selectors import Looked, Sight

NUMBERS = frozenset({"replaces", "version"})
"""The fields that carry the number of a version. Nobody types them: they say what the form was drawn for."""


def version_spoken_of(step: str, looked: Looked) -> dict[str, Any]:
    """Return the number that a form carries, anew each time it is drawn: whoever sends it has seen what stands now."""
    state = looked.state
    if step == "tell_story":
        return {"replaces": len(state.story.tellings)}
    if step == "read_back":
        told = sent(state, looked.at)
    elif step == "confirm_read_back":
        said = state.story.said_back
        return {"version": said.version} if said is not None else {}
    elif step in ("story_read", "correct_story"):
        told = state.story.latest
    else:
        return {}
    return {"version": told.number} if told is not None else {}


def told_last(step: str, looked: Looked) -> dict[str, Any]:
    """Return what a new version begins with: the one before it, for those who may see all of it."""
    latest = looked.state.story.latest
    if step != "tell_story" or latest is None or looked.sight is not Sight.WHOLE or looked.withheld:
        return {}
    return {name: value for name, value in latest.story.model_dump().items() if value not in (None, ())}
