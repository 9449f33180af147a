"""What the lists of transfers share: who is named in them, how long is left, which page comes next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.utils.translation import gettext

from holdfast.accounts.services import Viewed
from holdfast.directory.selectors import PicturedPathway, pathways_pictured
from holdfast.people.selectors import PersonView, people_by_id
from holdfast.protocol.codes import Urgency
from holdfast.protocol.deadlines import DEADLINES
from holdfast.transfers.callers import Caller
from holdfast.transfers.selectors import Looked, Sight, Task, TransferView, disclosed_to, portrait
from holdfast.web.parts import Deadline, Pace, Pager, Tag, Tone
from holdfast.web.presenters.names import Names, names_of
from holdfast.web.words import lengths, times
from holdfast.web.words.codes import in_words
from holdfast.web.words.places import joined

AFTER = "after"


@dataclass(frozen=True, slots=True)
class Timing:
    """How long is left, in the first cell of a row. `told`: who was told of a miss, and when (`queues/timing.html`)."""

    lead: str
    under: str
    deadline: Deadline | None = None
    """None where nothing is due."""
    told: str = ""
    is_pressing: bool = False
    """Whether it is to be done now, however much time is left."""

    @property
    def pace(self) -> Pace:
        """The row's colour."""
        found = self.deadline.pace if self.deadline else Pace.FINE
        return Pace.SOON if self.is_pressing and found is Pace.FINE else found


@dataclass(frozen=True, slots=True)
class Who:
    """Whom a row is about, as far as the reader may know (`queues/who.html`)."""

    name: str
    case: str
    tags: tuple[Tag, ...] = ()

    @property
    def title(self) -> str:
        """What the row is called when something is said of it: by its case number, else as the reader may name it."""
        return self.case or self.name


@dataclass(frozen=True, slots=True)
class Known:
    """Who and what the rows of one page name: looked up once for all of them, and noted in the access log."""

    names: Names
    people: Mapping[str, PersonView] = field(default_factory=dict)
    pathways: Mapping[str, PicturedPathway] = field(default_factory=dict)

    def person(self, view: TransferView) -> PersonView | None:
        """Return the person of a transfer; none where they may not be shown."""
        return self.people.get(str(view.person_id)) if view.person_id else None

    def who(self, view: TransferView, *tags: Tag) -> Who:
        """Return whom a row is about."""
        person = self.person(view)
        unnamed = gettext("Name not known") if view.person_id else gettext("Name not shared")
        return Who(person.name if person and person.name else unnamed, view.case_id or "", tags)

    def called(self, view: TransferView) -> str:
        """Return what the person is called in a sentence."""
        person = self.person(view)
        return person.first_name if person else gettext("the person")

    def route(self, view: TransferView) -> str:
        """Return the name of the route and of its service; the service alone where the route is not looked up."""
        pathway = self.pathways.get(view.pathway_id or "")
        if pathway is None:
            return self.names.service(view.receiving_service_id) if view.receiving_service_id else gettext("None yet")
        return joined(pathway.service, pathway.name)


def known_of(
    caller: Caller, looked: Iterable[Looked], purpose: str, *, also: Iterable[str] = (), at: datetime | None = None
) -> Known:
    """Return who and what a page names; at most four statements, two more with `at`.

    `also`: ids of people that the page names. `at`: the instant at which the routes are looked up as well.
    Side effects: each transfer and person that is shown stands in the access log under `purpose`.
    """
    looks = list(looked)
    views = {each.transfer_id: portrait(each) for each in looks}
    people = people_by_id(str(view.person_id) for view in views.values() if view.person_id)
    seen = (Viewed(each.transfer_id, _person_id(views[each.transfer_id], people), disclosed_to(each)) for each in looks)
    caller.note(seen, purpose)
    pathways = (view.pathway_id for view in views.values() if view.pathway_id)
    concerned = ((view.service_id, view.receiving_service_id, view.owner_service_id) for view in views.values())
    names = names_of(also, {service for services in concerned for service in services}, me=caller.party.id)
    return Known(names, people, pathways_pictured(pathways, at=at) if at else {})


def timing_of(opened_at: datetime, due_at: datetime, at: datetime, *, told: str = "") -> Timing:
    """Return how a row stands at `at`: "9 min left, due 2:45 PM", or "Over by 4 min, was due 2:32 PM"."""
    deadline = Deadline("", opened_at, due_at, at)
    due = gettext("was due %(time)s") if due_at <= at else gettext("due %(time)s")
    return Timing(lengths.left_in_short(due_at, at), due % {"time": times.near(due_at, at)}, deadline, told)


def report_by(timing: Timing, due_at: datetime, at: datetime) -> Timing:
    """Return the timing of a first visit's report in its own words: it is due later than the visit itself."""
    words = gettext("report was due by %(time)s") if due_at <= at else gettext("report by %(time)s")
    return replace(timing, under=words % {"time": times.near(due_at, at)})


def timing_of_task(task: Task, names: Names) -> Timing:
    """Return how a task stands, with who was told where it was missed."""
    return timing_of(task.opened_at, task.due_at, task.looked.at, told=told_of(task, names))


def told_of(task: Task, names: Names) -> str:
    """Return when a miss was told, before which level it is now, and who has it; blank where nothing was missed."""
    if task.missed_at is None or task.looked.sight is not Sight.WHOLE:
        return ""
    matter = task.looked.state.escalations.get(DEADLINES[task.name].escalates_as)
    said = {"time": times.near(task.missed_at, task.looked.at)}
    if matter is None:
        return gettext("The delay was reported at %(time)s, and it is settled.") % said
    said |= {"level": in_words(matter.level), "name": names.name(matter.acknowledged_by or "")}
    if matter.acknowledged_by:
        return gettext("Told at %(time)s: %(level)s. %(name)s has it.") % said
    return gettext("Told at %(time)s: %(level)s. Nobody has said yet that they have it.") % said


def holders_of(tasks: Iterable[Task]) -> set[str]:
    """Return the ids of those whom `told_of` names."""
    matters = (matter for task in tasks for matter in task.looked.state.escalations.values())
    return {matter.acknowledged_by for matter in matters if matter.acknowledged_by}


def urgency_tag(view: TransferView) -> Tag | None:
    """Return how urgent a transfer is; none where the reader may not know."""
    if view.urgency is None:
        return None
    words = in_words(Urgency(view.urgency))
    if view.is_elevated:
        return Tag(gettext("Elevated: %(urgency)s") % {"urgency": words}, Tone.SOON)
    return Tag(words)


def state_tags(view: TransferView) -> tuple[Tag, ...]:
    """Return the tags of a row: urgency, a live call, a pause, an emergency."""
    said = [
        urgency_tag(view),
        Tag(gettext("Live now"), Tone.GO, "phone") if view.live_event and view.live_event.ended_at is None else None,
        Tag(gettext("Stopped by the person"), Tone.SOON) if view.is_paused else None,
        Tag(gettext("Began as an emergency"), Tone.SOON) if view.is_emergency else None,
    ]
    return tuple(tag for tag in said if tag is not None)


def pager_of(after: str | None, asked: Mapping[str, str], name: str = AFTER) -> Pager:
    """Return the links to the next page and the first; `asked`: what stands in the address now.

    `name`: the parameter that says which page, where a page has several lists.
    """
    others = {key: value for key, value in asked.items() if key != name and value}
    following = f"?{urlencode({**others, name: after})}" if after else ""
    return Pager(following, f"?{urlencode(others)}" if asked.get(name) else "")


def _person_id(view: TransferView, people: Mapping[str, PersonView]) -> UUID | None:
    return view.person_id if str(view.person_id) in people else None
