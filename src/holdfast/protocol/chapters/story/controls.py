"""The story: who may give each command, on what it rests, and its controls."""

from __future__ import annotations

from holdfast.protocol.chapters.story import commands as c
from holdfast.protocol.chapters.story.lists import Barrier, StoryReading
from holdfast.protocol.chapters.story.standing import may_know, open_to_receiver, sent
from holdfast.protocol.controls.gates import GIVERS, RESTS_ON, Giver
from holdfast.protocol.controls.registry import control
from holdfast.protocol.situation import Situation


def _of_originating_side(s: Situation) -> bool:
    return s.is_by_originator or s.by.is_of(s.state.service)


def _of_receiving_side(s: Situation) -> bool:
    return s.by.is_of(s.state.receiving_service) and not s.has_originated


def _person_or_originating(s: Situation) -> bool:
    return s.by.is_person or _of_originating_side(s)


def _of_either_side(s: Situation) -> bool:
    return _of_originating_side(s) or _of_receiving_side(s)


def _anybody_in_it(s: Situation) -> bool:
    return s.by.is_person or _of_either_side(s)


_PERSON_OR_ORIGINATING = Giver(
    "the person, or staff of the originating service recording their word", _person_or_originating
)
_ANYBODY_IN_IT = Giver(
    "the person, or staff of the originating or the receiving service recording their word", _anybody_in_it
)
GIVERS.update(
    {
        "tell_story": Giver("staff of the originating service", _of_originating_side),
        "story_read": _PERSON_OR_ORIGINATING,
        "correct_story": _PERSON_OR_ORIGINATING,
        "read_back": Giver("staff of the receiving service, none of whom has originated", _of_receiving_side),
        "confirm_read_back": Giver("the person, or the originator", lambda s: s.by.is_person or s.is_by_originator),
        "name_barrier": _ANYBODY_IN_IT,
        "answer_barrier": Giver("staff of the originating or the receiving service", _of_either_side),
        "agree_small_step": _ANYBODY_IN_IT,
        "report_retelling": _ANYBODY_IN_IT,
    }
)


def _story_told(s: Situation) -> bool:
    return s.state.story.latest is not None


def _is_known(s: Situation, named: Barrier) -> bool:
    """Say whether whoever gives the command may know of a barrier: the receiving side as far as the person agreed."""
    return _of_originating_side(s) or may_know(s.state, s.by, named, s.at)


RESTS_ON.update(
    {
        "story_read": _story_told,
        "correct_story": _story_told,
        "read_back": lambda s: bool(open_to_receiver(s.state, s.at)) and sent(s.state, s.at) is not None,
        "confirm_read_back": lambda s: s.state.story.said_back is not None,
        "answer_barrier": lambda s: any(_is_known(s, barrier) for barrier in s.state.story.barriers),
    }
)


@control(
    "S.version",
    "Whoever speaks of the story names its version: a new one the one it replaces, the receiver the one they see.",
    mend="Look at the story again: somebody has told it anew. Then say it of the version that stands.",
    steps=("tell_story", "story_read", "correct_story", "read_back", "confirm_read_back"),
)
def _version(s: Situation) -> bool:
    last, command = len(s.state.story.tellings), s.command
    if isinstance(command, c.TellStory):
        return command.replaces == last
    if isinstance(command, c.ReadBack):
        shown = sent(s.state, s.at)
        return shown is not None and command.version == shown.number
    if isinstance(command, c.ConfirmReadBack):
        said = s.state.story.said_back
        return command.version is None or (said is not None and command.version == said.version)
    assert isinstance(command, c.StoryRead | c.CorrectStory)
    return command.version <= last


@control(
    "S.reading",
    "That the person read it is their own word; staff name who of the originating service read it to them.",
    mend="Let the person say so on their page, or read it to them and name who read it.",
    steps=("story_read",),
)
def _reading(s: Situation) -> bool:
    command = s.given(c.StoryRead)
    if command.read_by is not None:
        reader = s.facts.people[command.read_by]
        return reader.is_of(s.state.service) or reader.id in s.state.originators
    return s.by.is_person or command.how is not StoryReading.READ_IT


@control(
    "S.barrier",
    "A barrier that was named has an answer, or an owner of one of the two services and a time still ahead.",
    mend="Name a barrier that stands, and somebody of either service who sees to it by a time to come.",
    steps=("answer_barrier",),
)
def _barrier(s: Situation) -> bool:
    command, state = s.given(c.AnswerBarrier), s.state
    if command.barrier not in state.story.barriers or not _is_known(s, command.barrier):
        return False
    if command.owner is None or command.by is None:
        return True
    services = frozenset(filter(None, (state.service, state.receiving_service)))
    return command.by > s.at and s.facts.people[command.owner].shares_a_service_with(services)
