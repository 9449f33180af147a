"""What the person says of today: one small step, and what may get in their way; and what became of that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from holdfast.protocol.chapters.story.said import BarrierNamed
from holdfast.protocol.facts import PERSON
from holdfast.transfers.selectors import Looked
from holdfast.web.presenters.names import Names, names_of
from holdfast.web.words import times
from holdfast.web.words.barriers import HOW_MUCH, OWN


@dataclass(frozen=True, slots=True)
class Pick:
    """One answer that can be chosen."""

    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class OwnBarrier:
    """What they named themself, and what is done about it."""

    words: str
    note: str
    done: str


@dataclass(frozen=True, slots=True)
class Today:
    """The page. `typed`: what stands in its fields; `wrong`: the fields that have to be filled in anew."""

    step: str
    named: tuple[OwnBarrier, ...]
    barriers: tuple[Pick, ...]
    severities: tuple[Pick, ...]
    typed: Mapping[str, str]
    wrong: frozenset[str]


def today_page(looked: Looked, typed: Mapping[str, str], wrong: frozenset[str] = frozenset()) -> Today:
    """Return the page; at most one statement. Of what is in the way, what the person named themself."""
    kept = looked.state.story
    own = [barrier for barrier in kept.barriers.values() if barrier.by == PERSON]
    owners = [barrier.owner for barrier in own if barrier.owner]
    names = names_of(owners) if owners else Names()
    return Today(
        step=kept.small_step.words if kept.small_step else "", named=tuple(_named(own, names, looked)),
        barriers=tuple(Pick(code.value, str(words), code.value == typed.get("barrier")) for code, words in OWN.items()),
        severities=tuple(
            Pick(code.value, str(words), code.value == typed.get("severity")) for code, words in HOW_MUCH.items()
        ),
        typed=typed, wrong=wrong,
    )  # fmt: skip


def _named(own: list[BarrierNamed], names: Names, looked: Looked) -> Iterator[OwnBarrier]:
    for barrier in own:
        yield OwnBarrier(str(OWN[barrier.barrier]), barrier.note, _done(barrier, names, looked))


def _done(barrier: BarrierNamed, names: Names, looked: Looked) -> str:
    if barrier.answer:
        return barrier.answer
    if barrier.owner and barrier.due is not None and looked.at < barrier.due:
        named = {"who": names.name(barrier.owner), "time": times.near(barrier.due, looked.at)}
        return _("%(who)s looks for an answer by %(time)s.") % named
    return _("We have no answer yet. It is our job to find one.")
