"""The story as pages show it: its fields with the person's corrections beside them, and what is still missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from holdfast.protocol.chapters.story.lists import StoryField, StoryReading
from holdfast.protocol.chapters.story.standing import is_unread, lacks_read_back
from holdfast.transfers.selectors import Looked, Sight, StoryView, VersionView, fields_at_receiver, story_seen
from holdfast.web.parts import Check, Choice, Row
from holdfast.web.presenters.cases import Case
from holdfast.web.presenters.steps import Reader
from holdfast.web.words import times
from holdfast.web.words.codes import in_words
from holdfast.web.words.steps import STEPS
from holdfast.web.words.story import plan_words, value_words


@dataclass(frozen=True, slots=True)
class Beside:
    """Words of the person's that stand beside what they correct. `who_and_when`: in words."""

    words: str
    who_and_when: str


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One field of the story. `sees`: whether the receiving side sees it, in words; blank where that is not told."""

    name: str
    label: str
    value: str
    corrections: tuple[Beside, ...] = ()
    sees: str = ""


@dataclass(frozen=True, slots=True)
class ToldVersion:
    """One version: `about` says who told it and whether it came before the person."""

    number: int
    about: str
    lines: tuple[StoryLine, ...]
    plan: tuple[Row, ...]
    """The safety plan, which stands by itself."""
    plan_corrections: tuple[Beside, ...]
    plan_sees: str
    notice: str


@dataclass(frozen=True, slots=True)
class BarrierLine:
    """A barrier and what is done about it; `url`: where an open one is answered."""

    title: str
    note: str
    done: str
    is_open: bool
    url: str


@dataclass(frozen=True, slots=True)
class StoryCard:
    """The story on a page of the case. `version`: none where there is none, or none that may be seen."""

    called: str
    version: ToldVersion | None
    former: tuple[ToldVersion, ...]
    checks: tuple[Check, ...]
    read_back: Beside | None
    read_back_answer: str
    barriers: tuple[BarrierLine, ...]
    open_barriers: str
    small_step: str
    retold: str
    actions: tuple[Choice, ...]
    notice: str = ""
    """What must stand beside all of it, where no version says it already."""
    withheld: str = ""
    """That something is not shown, to who sees the rest from another organisation; `glass_url`: what opens it."""
    glass_url: str = ""


def story_card(case: Case, reader: Reader) -> StoryCard | None:
    """Return the story for whoever looks at a case; none where there is nothing of it that they may see."""
    looked = case.looked
    seen = story_seen(looked.state, looked.sight, looked.seen, looked.at)
    actions = tuple(_actions(case, reader, has_barriers=seen is not None and bool(seen.barriers)))
    if seen is None:
        return StoryCard(case.called, None, (), (), None, "", (), "", "", "", actions) if actions else None
    can_answer = "answer_barrier" in reader.commands
    return StoryCard(
        called=case.called, version=told_version(case, seen.version),
        former=tuple(filter(None, (told_version(case, each) for each in reversed(seen.former)))),
        checks=tuple(_checks(case, seen, reader)), read_back=_read_back(case, seen),
        read_back_answer=_read_back_answer(case, seen), barriers=tuple(_barriers(case, seen, can_answer=can_answer)),
        open_barriers=open_barriers(seen), small_step=seen.small_step, retold=retold_words(seen), actions=actions,
        notice="" if seen.version is not None and seen.version.notice else seen.notice or "",
        withheld=_withheld(seen), glass_url=_glass_url(looked, reader),
    )  # fmt: skip


def _withheld(seen: StoryView) -> str:
    """Say what is not shown, whether there is any or not; blank where nothing is withheld."""
    if not seen.withheld:
        return ""
    scopes = ", ".join(map(in_words, seen.withheld))
    return gettext("Not shown to other organizations without the person's consent, if there is any: %(scopes)s.") % {
        "scopes": scopes
    }


def _glass_url(looked: Looked, reader: Reader) -> str:
    may_ask = bool(looked.withheld) and reader.caller.may_write
    return f"{reverse('glass_break')}?transfer={looked.transfer_id}" if may_ask else ""


def story_rows(case: Case) -> tuple[Row, ...]:
    """Return what the receiving side is told, for an aside: fields, what the person corrects, what is in the way."""
    seen = story_seen(case.state, case.looked.sight, case.looked.seen, case.at)
    return tuple(_rows(case, seen)) if seen is not None else ()


# Versions and their fields


def told_version(case: Case, version: VersionView | None) -> ToldVersion | None:
    """Return one version in words; none for none."""
    if version is None:
        return None
    beside = _beside(case, version)
    return ToldVersion(
        number=version.number, about=" ".join(_about(case, version)),
        lines=tuple(_line(case, version, field, beside) for field in StoryField if _is_line(version, field)),
        plan=tuple(Row(*each) for each in plan_words(version.fields.get(StoryField.SAFETY_PLAN))),
        plan_corrections=beside.get(StoryField.SAFETY_PLAN, ()),
        plan_sees=_who_sees(case, version, StoryField.SAFETY_PLAN), notice=version.notice or "",
    )  # fmt: skip


def _is_line(version: VersionView, field: StoryField) -> bool:
    has = field in version.fields or any(said.field is field for said in version.corrections)
    return has and field is not StoryField.SAFETY_PLAN


def _line(
    case: Case, version: VersionView, field: StoryField, beside: Mapping[StoryField, tuple[Beside, ...]]
) -> StoryLine:
    sees = _who_sees(case, version, field)
    value = value_words(field, version.fields.get(field))
    return StoryLine(field.value, in_words(field), value, beside.get(field, ()), sees)


def _who_sees(case: Case, version: VersionView, field: StoryField) -> str:
    """Say whether the receiving service sees this field of this version now."""
    is_told = case.looked.sight is Sight.WHOLE and case.receiver
    if not is_told or version.number != len(case.state.story.tellings):
        return ""
    number, fields = fields_at_receiver(case.state, case.at)
    if number == version.number and field in fields:
        return gettext("%(service)s sees this.") % {"service": case.receiver}
    return gettext("%(service)s does not see this.") % {"service": case.receiver}


def _beside(case: Case, version: VersionView) -> dict[StoryField, tuple[Beside, ...]]:
    found: dict[StoryField, tuple[Beside, ...]] = {}
    for said in version.corrections:
        named = {"who": case.names.of(said.said_by), "time": times.near(said.said_at, case.at)}
        told = Beside(said.words, gettext("Corrected by %(who)s, %(time)s") % named)
        found[said.field] = (*found.get(said.field, ()), told)
    return found


def _about(case: Case, version: VersionView) -> Iterator[str]:
    named = {
        "number": version.number, "who": case.names.of(version.told_by), "time": times.near(version.told_at, case.at)
    }  # fmt: skip
    yield gettext("Version %(number)s: %(who)s, %(time)s.") % named
    if version.how_read is None:
        yield gettext("The person has not read it yet.")
        return
    reader = {"who": case.names.of(version.read_by)}
    yield {
        StoryReading.READ_IT: gettext("The person read it."),
        StoryReading.HEARD_IT: gettext("%(who)s read it to the person.") % reader,
        StoryReading.DECLINED_TO_READ: gettext("The person was offered it, and did not want to read it."),
    }[version.how_read]


# What is missing, and what is in the way


def _checks(case: Case, seen: StoryView, reader: Reader) -> Iterator[Check]:
    state, named = case.state, {"person": case.called}
    if seen.version is None:
        return
    if case.looked.sight is Sight.WHOLE:
        url = _give(case.looked, reader, "story_read")
        yield Check(gettext("%(person)s read it, heard it, or did not want to") % named, not is_unread(state), url)
    url = _give(case.looked, reader, "read_back")
    yield Check(gettext("The receiver said it back in their own words"), not lacks_read_back(state, case.at), url)
    if seen.barriers:
        is_met = not any(barrier.is_open for barrier in seen.barriers)
        yield Check(gettext("Each barrier has an answer, or somebody who sees to it"), is_met)


def _give(looked: Looked, reader: Reader, step: str) -> str:
    return reverse("command_give", args=[looked.transfer_id, step]) if step in reader.commands else ""


def _read_back(case: Case, seen: StoryView) -> Beside | None:
    said = seen.read_back
    if said is None:
        return None
    named = {"who": case.names.of(said.said_by), "time": times.near(said.said_at, case.at)}
    return Beside(said.words, gettext("%(who)s, %(time)s") % named)


def _read_back_answer(case: Case, seen: StoryView) -> str:
    said = seen.read_back
    if said is None or said.is_right is None:
        return gettext("Nobody has said yet whether it is right.") if said is not None else ""
    who = {"who": case.names.of(said.answered_by), "words": said.correction}
    if said.is_right:
        return gettext("%(who)s: that is right.") % who
    return gettext("%(who)s: not quite. %(words)s") % who


def _barriers(case: Case, seen: StoryView, *, can_answer: bool) -> Iterator[BarrierLine]:
    for barrier in seen.barriers:
        done = [barrier.answer]
        if barrier.owner_id and barrier.due_at is not None:
            named = {"who": case.names.of(barrier.owner_id), "time": times.near(barrier.due_at, case.at)}
            done.append(gettext("%(who)s sees to it by %(time)s.") % named)
        url = reverse("command_give", args=[case.looked.transfer_id, "answer_barrier"]) if can_answer else ""
        yield BarrierLine(
            title=f"{in_words(barrier.barrier)} ({in_words(barrier.severity).lower()})", note=barrier.note,
            done=" ".join(filter(None, done)), is_open=barrier.is_open, url=url if barrier.is_open else "",
        )  # fmt: skip


def open_barriers(seen: StoryView) -> str:
    """Say how many barriers have neither an answer nor an owner with time; blank for none."""
    count = sum(barrier.is_open for barrier in seen.barriers)
    if not count:
        return ""
    return ngettext("1 barrier has no answer.", "%(count)s barriers have no answer.", count) % {"count": count}


def retold_words(seen: StoryView) -> str:
    """Say how often it had to be told again; blank for never."""
    if not seen.retold:
        return ""
    return ngettext("It was told again once.", "It was told again %(count)s times.", seen.retold) % {
        "count": seen.retold
    }


def _rows(case: Case, seen: StoryView) -> Iterator[Row]:
    version = told_version(case, seen.version)
    for line in version.lines if version else ():
        yield Row(line.label, "\n".join([line.value, *(_said(each) for each in line.corrections)]).strip())
    yield from version.plan if version else ()
    for each in version.plan_corrections if version else ():
        yield Row(in_words(StoryField.SAFETY_PLAN), _said(each))
    if seen.small_step:
        yield Row(gettext("One small step for today"), seen.small_step)
    for barrier in _barriers(case, seen, can_answer=False):
        state = gettext("No answer yet.") if barrier.is_open else ""
        yield Row(barrier.title, " ".join(filter(None, (barrier.note, barrier.done, state))))
    if seen.notice:
        yield Row(gettext("Notice"), seen.notice)


def _said(each: Beside) -> str:
    return f"{each.who_and_when}: {each.words}"


OF_STORY = (
    "tell_story", "story_read", "correct_story", "read_back", "confirm_read_back", "name_barrier", "answer_barrier",
    "agree_small_step", "report_retelling",
)  # fmt: skip
"""The steps of the story, which its card offers."""
ASIDE = frozenset({"answer_barrier", "name_barrier", "report_retelling"})
"""Those of them that are never the one next thing to do."""


def _actions(case: Case, reader: Reader, *, has_barriers: bool) -> Iterator[Choice]:
    hidden = frozenset() if has_barriers else frozenset({"answer_barrier"})
    for step in OF_STORY:
        if step in reader.commands and step not in hidden:
            yield Choice(str(STEPS[step].title), reverse("command_give", args=[case.looked.transfer_id, step]))


def is_story_asked(looked: Looked, step: str) -> bool:
    """Say whether a step of the story makes sense to offer to the receiving side now."""
    seen = story_seen(looked.state, looked.sight, looked.seen, looked.at)
    if step == "answer_barrier":
        return seen is not None and any(barrier.is_open for barrier in seen.barriers)
    if step == "read_back":
        return seen is not None and seen.version is not None and lacks_read_back(looked.state, looked.at)
    return step != "name_barrier" or not looked.state.is_closed
