"""The story as the person reads it on their own page: all of it, their corrections beside it, what others understood.

Never in safe mode: who uses an unsafe device has it read to them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from holdfast.protocol.chapters.story.lists import STORY_SCOPES, IllnessSeverity, StoryField
from holdfast.protocol.chapters.story.standing import is_unread, open_to_receiver, said_back, sent
from holdfast.protocol.state import State
from holdfast.transfers.selectors import Looked, VersionView, story_of_person
from holdfast.web.presenters.names import names_of
from holdfast.web.words.story import plan_words, value_words

READ_BACK = "read_back"
"""What a correction of the receiver's words is called, beside the fields of the story."""
F = StoryField
LABELS: dict[StoryField, Promise] = {
    F.ILLNESS_SEVERITY: _("How you are now"),
    F.WHAT_HAPPENED: _("What happened"),
    F.WHAT_CHANGED: _("What changed since then"),
    F.REMAINS_OPEN: _("What is still open"),
    F.PERSON_AGREED: _("What you said yes to"),
    F.RECEIVER_MUST: _("What the next team must do"),
    F.CONTINGENCY: _("What may happen, and what to do then"),
    F.PROTECTIVE_RELATIONSHIPS: _("Who and what keeps you going"),
    F.RECENT_LOSSES: _("What you lost not long ago"),
    F.ENROLMENTS: _("Your benefits and plans"),
    F.MEDICATIONS: _("Your medicines"),
    F.ACCESS_NEEDS: _("What you need so that you can come"),
    F.SAFETY_PLAN: _("What keeps you safe"),
    F.SUBSTANCE_USE: _("Alcohol and drugs"),
}
HOW_ILL: dict[IllnessSeverity, Promise] = {
    IllnessSeverity.STABLE: _("You are steady."),
    IllnessSeverity.WATCHER: _("We keep a close eye on you."),
    IllnessSeverity.UNSTABLE: _("You need close care now."),
}


@dataclass(frozen=True, slots=True)
class PersonStory:
    """What the person's page says of the story. `asks`: whether there is something for them to read or answer."""

    is_there: bool
    is_unread: bool
    waits: bool
    """Whether the receiver said it back, and the person has not said whether that is right."""
    small_step: str
    may_say_retold: bool
    is_passed_on: bool
    """Whether who is to help next can read what happened, so that it need not be told again."""


@dataclass(frozen=True, slots=True)
class OwnLine:
    """One part of the story, and what the person said beside it."""

    name: str
    label: str
    value: str
    corrections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnStory:
    """The page on which the person reads the story. `said_back`: blank where nobody has; `is_settled`: answered."""

    version: int
    told_by: str
    receiver: str
    is_unread: bool
    lines: tuple[OwnLine, ...]
    said_back: str
    said_version: int
    """The version that was said back; 0 where none was."""
    said_by: str
    is_settled: bool


def person_story(looked: Looked) -> PersonStory:
    """Return what the person's page says of the story; no statement."""
    state, kept = looked.state, looked.state.story
    said = said_back(state, looked.at)
    return PersonStory(
        is_there=kept.latest is not None, is_unread=is_unread(state), waits=said is not None and said.is_right is None,
        small_step=kept.small_step.words if kept.small_step else "",
        may_say_retold=not state.is_closed and (kept.latest is not None or state.handoff is not None),
        is_passed_on=sent(state, looked.at) is not None
        and STORY_SCOPES[F.WHAT_HAPPENED] in open_to_receiver(state, looked.at),
    )  # fmt: skip


def own_story(looked: Looked) -> OwnStory | None:
    """Return the story for the one it is about; none where none was told. Two statements."""
    state, version = looked.state, story_of_person(looked.state)
    if version is None:
        return None
    said = said_back(state, looked.at)
    names = names_of([version.told_by, said.by if said else ""], [state.receiving_service])
    return OwnStory(
        version=version.number, told_by=names.name(version.told_by),
        receiver=names.service(state.receiving_service) if state.receiving_service else "",
        is_unread=version.how_read is None, lines=tuple(_lines(version)), said_back=said.words if said else "",
        said_version=said.version if said else 0,
        said_by=names.name(said.by) if said else "", is_settled=said is not None and said.is_right is not None,
    )  # fmt: skip


def own_line(state: State, looked: Looked, name: str) -> OwnLine | None:
    """Return one part of the story, or what was said back, by the name under which it is corrected."""
    if name == READ_BACK:
        said = said_back(state, looked.at)
        return OwnLine(name, str(_("What they understood")), said.words, ()) if said is not None else None
    version = story_of_person(state)
    return next((line for line in _lines(version) if line.name == name), None) if version is not None else None


def _lines(version: VersionView) -> Iterator[OwnLine]:
    for field in StoryField:
        corrections = tuple(said.words for said in version.corrections if said.field is field)
        value = _value(field, version.fields)
        if value or corrections:
            yield OwnLine(field.value, str(LABELS[field]), value, corrections)


def _value(field: StoryField, fields: Mapping[str, object]) -> str:
    if field is StoryField.ILLNESS_SEVERITY and fields.get(field):
        return str(HOW_ILL[IllnessSeverity(str(fields[field]))])
    if field is not StoryField.SAFETY_PLAN:
        return value_words(field, fields.get(field))
    return "\n".join(f"{label}: {words}" for label, words in plan_words(fields.get(field)))
