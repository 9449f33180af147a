"""Times that a service publishes for first visits: publishing one or a weekly run, withdrawing, and reading them.

Times are typed as the clock of the service shows them. One that its clocks skip, or show twice, is refused by name, and
so is a day on which it is closed: nothing is guessed, and of a run nothing is published where one of its days is wrong.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from holdfast.config.clock import now
from holdfast.directory.closed_days import Calendar
from holdfast.directory.hours import is_around_the_clock, is_open
from holdfast.directory.known import is_id, known_service, local_day, own_closures, standing
from holdfast.directory.models import IntakeContact, Pathway, Service, Slot, SlotMode
from holdfast.directory.reading import services_with_closures
from holdfast.incoming.texts import unsafe_character
from holdfast.protocol.calendars import instants_shown, local_date
from holdfast.protocol.errors import HoldfastError
from holdfast.protocol.facts import TimePicture

SHORTEST, LONGEST, MOST_WEEKS, LINE = 5, 480, 26, 300
"""Minutes of a visit; weeks of a run; characters of a text."""
FARTHEST = timedelta(days=366)
WEEK = timedelta(weeks=1)
A_DAY = timedelta(days=1)


class SlotFault(StrEnum):
    """What is wrong with a time that is to be published. Pages have a sentence for each."""

    SKIPPED = "skipped"
    """The clocks of the service go forward over it."""
    TWICE = "twice"
    """The clocks of the service go back over it: which of the two is not said."""
    PAST = "past"
    FAR = "far"
    """More than a year ahead."""
    CLOSED = "closed"
    """The service is closed on that day."""
    TAKEN = "taken"
    """It is published already, with the same one."""
    LENGTH = "length"
    WEEKS = "weeks"
    PLACE = "place"
    """They meet in person, and no place is named; or it is no sound text."""
    WHO = "who"
    PATHWAY = "pathway"
    """It is kept for a pathway that is none of the service."""
    ZONE = "zone"
    """The time zone of the service is not known."""


_SENTENCES = {
    SlotFault.SKIPPED: "the clocks go forward over this time, so it does not exist on that day; choose another time",
    SlotFault.TWICE: "the clocks go back over this time, so it comes twice on that day; choose another time",
    SlotFault.PAST: "is not ahead; choose a later time",
    SlotFault.FAR: "is more than a year ahead; choose an earlier day",
    SlotFault.CLOSED: "the service is closed on that day; choose another day, or take the closed day back first",
    SlotFault.TAKEN: "is published already with the same person; choose another time, or name who sees the person",
    SlotFault.LENGTH: f"must be {SHORTEST} to {LONGEST} minutes",
    SlotFault.WEEKS: f"must be 1 to {MOST_WEEKS} weeks",
    SlotFault.PLACE: "must be a place of 1 to 300 sound characters where they meet in person",
    SlotFault.WHO: "must be at most 300 sound characters",
    SlotFault.PATHWAY: "is no pathway of this service; choose one of its own, or leave it out",
    SlotFault.ZONE: "the time zone of the service is not known; confirm its zone first",
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing wrong: which field, what, and on which day where it is a day's."""

    name: str
    fault: SlotFault
    day: date | None = None

    def __str__(self) -> str:
        """Return it as one line."""
        return f"{self.name}{f' {self.day.isoformat()}' if self.day else ''}: {self.sentence}"

    @property
    def sentence(self) -> str:
        """What is wrong, and how to put it right."""
        return _SENTENCES[self.fault]


class SlotsRefused(HoldfastError):  # noqa: N818 - says what is so
    """Times that cannot be published; nothing was."""

    def __init__(self, wrong: Iterable[Wrong]) -> None:
        self.wrong = tuple(wrong)
        super().__init__("; ".join(map(str, self.wrong)))


@dataclass(frozen=True, slots=True)
class SlotWish:
    """What is to be published: a local day and time, and for how many weeks. `id`: of a row that an import made."""

    service: str
    day: date
    clock: time
    minutes: int
    mode: SlotMode
    weeks: int = 1
    place: str = ""
    who: str = ""
    contact: str = ""
    pathway: str = ""
    """The one pathway whose handoffs alone can hold it; blank: all of the service."""
    languages: tuple[str, ...] = field(default_factory=tuple)


def slots_publish(wish: SlotWish, by: str) -> list[Slot]:
    """Publish a time, or the same one of each week of a run; all of them or none. Raises SlotsRefused."""
    times, at = times_of(wish), now()
    wrong = [each for each in times if isinstance(each, Wrong)]
    if wrong:
        raise SlotsRefused(wrong)
    starts = [each for each in times if isinstance(each, datetime)]
    try:
        with transaction.atomic():
            return Slot.objects.bulk_create([slot_of(wish, each, by, at) for each in starts])
    except IntegrityError:
        raise SlotsRefused(_taken(wish, starts)) from None


def times_of(wish: SlotWish, *, is_known: bool = False) -> list[datetime | Wrong]:
    """Return the instants of a wish, and what is wrong instead of one that cannot be published.

    `is_known`: it was published before, so that only its clock is asked, not whether it lies ahead.
    """
    faults: list[datetime | Wrong] = [] if is_known else list(_form_faults(wish))
    if faults:
        return faults
    zone, closed = _calendar(wish)
    if not zone:
        faults.append(Wrong("service", SlotFault.ZONE))
    if faults:
        return faults
    days = [wish.day + WEEK * week for week in range(wish.weeks)]
    if is_known:
        shown = (instants_shown(datetime.combine(day, wish.clock), zone) for day in days)
        return [each.astimezone(UTC) for instants in shown for each in instants]
    at = now()
    return [_time(wish, day, zone, closed, at) for day in days]


def slots_withdraw(slot_ids: Collection[UUID], services: Collection[str]) -> int:
    """Withdraw times of these services; return how many were. Whoever holds one keeps it until they cancel."""
    theirs = Slot.objects.filter(pk__in=list(slot_ids), service_id__in=list(services), withdrawn_at=None)
    return theirs.update(withdrawn_at=now())


def slots_kept(slot_ids: Collection[str]) -> None:
    """Hold the rows of times until the transaction ends, so that nobody withdraws or books one of them meanwhile.

    A booking does so before it looks at them: what it is judged by is then still so when it is written down.
    """
    ids = [each for each in slot_ids if is_id(each)]
    if ids:
        list(Slot.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))


def slots_ahead(services: Collection[str], at: datetime) -> QuerySet[Slot]:
    """Return the times of these services that are ahead and not withdrawn, the next one first."""
    found = Slot.objects.filter(service_id__in=list(services), starts_at__gt=at, withdrawn_at=None)
    return found.select_related("contact", "pathway").order_by("starts_at", "pk")


def slots_by_id(slot_ids: Collection[str]) -> QuerySet[Slot]:
    """Return times by their ids, also those that were withdrawn or have passed."""
    return Slot.objects.filter(pk__in=[each for each in slot_ids if is_id(each)]).select_related("contact")


def times_pictured(service_id: str, ats: Collection[datetime]) -> dict[datetime, TimePicture]:
    """Return what is known of a service at times to come, each a closed day or not, open or not; two statements."""
    found = services_with_closures([service_id]).first() if ats else None
    if found is None:
        return {at: TimePicture(service_id, at) for at in ats}
    confirmations = standing((), [found.pk], min(ats).date())
    now_known = known_service(found, confirmations, local_day(found, confirmations, min(ats)))
    zone, hours, region = now_known["zone"], now_known["hours"], now_known["region"]
    if not isinstance(zone, str):
        return {at: TimePicture(service_id, at) for at in ats}
    calendar = Calendar(region if isinstance(region, str) else None, own_closures(found.closed))
    hours = hours if isinstance(hours, str) else None
    return {at: _picture(service_id, at, zone, hours, calendar) for at in ats}


def _picture(service_id: str, at: datetime, zone: str, hours: str | None, calendar: Calendar) -> TimePicture:
    day = local_date(at, zone)
    holidays, own = calendar.holidays(day, day), calendar.own_days(day, day)
    is_closed_day = bool(own) or (bool(holidays) and not is_around_the_clock(hours))
    return TimePicture(service_id, at, is_closed_day, is_open(hours, zone, at, holidays, own))


def _form_faults(wish: SlotWish) -> Iterator[Wrong]:
    today = now().date()
    if not today - A_DAY <= wish.day <= today + FARTHEST + A_DAY:  # wherever it is; each time is asked exactly
        yield Wrong("day", SlotFault.PAST if wish.day < today else SlotFault.FAR, wish.day)
    if not SHORTEST <= wish.minutes <= LONGEST:
        yield Wrong("minutes", SlotFault.LENGTH)
    if not 1 <= wish.weeks <= MOST_WEEKS:
        yield Wrong("weeks", SlotFault.WEEKS)
    is_needed = wish.mode is SlotMode.IN_PERSON and not wish.place.strip()
    if is_needed or len(wish.place) > LINE or unsafe_character(wish.place):
        yield Wrong("place", SlotFault.PLACE)
    if len(wish.who) > LINE or unsafe_character(wish.who):
        yield Wrong("who", SlotFault.WHO)
    if wish.pathway and not is_pathway_of(wish.pathway, wish.service):
        yield Wrong("pathway", SlotFault.PATHWAY)


def _calendar(wish: SlotWish) -> tuple[str, frozenset[date]]:
    """Return the zone of the service, blank where it is not known, and the days of the run on which it is closed."""
    found = services_with_closures([wish.service]).first()
    if found is None:
        return "", frozenset()
    last = wish.day + WEEK * max(0, min(wish.weeks, MOST_WEEKS) - 1)
    confirmations = standing((), [found.pk], wish.day)
    known = known_service(found, confirmations, wish.day)
    zone, region, hours = known["zone"], known["region"], known["hours"]
    calendar = Calendar(region if isinstance(region, str) else None, own_closures(found.closed))
    own = calendar.own_days(wish.day, last)
    is_always = isinstance(hours, str) and is_around_the_clock(hours)
    return zone if isinstance(zone, str) else "", own if is_always else own | calendar.holidays(wish.day, last)


def _time(wish: SlotWish, day: date, zone: str, closed: frozenset[date], at: datetime) -> datetime | Wrong:
    shown = instants_shown(datetime.combine(day, wish.clock), zone)
    if len(shown) != 1:
        return Wrong("time", SlotFault.TWICE if shown else SlotFault.SKIPPED, day)
    if day in closed:
        return Wrong("day", SlotFault.CLOSED, day)
    starts = shown[0].astimezone(UTC)
    if not at < starts <= at + FARTHEST:
        return Wrong("day", SlotFault.PAST if starts <= at else SlotFault.FAR, day)
    return starts


def slot_of(wish: SlotWish, starts_at: datetime, by: str, at: datetime) -> Slot:
    """Return the row of a time that is published by `by` at `at`; not saved."""
    return Slot(
        service_id=wish.service, pathway_id=wish.pathway or None, starts_at=starts_at, minutes=wish.minutes,
        mode=wish.mode, place=wish.place.strip(), contact_id=wish.contact or None, who=wish.who.strip(),
        languages=list(wish.languages), published_by=by, published_at=at,
    )  # fmt: skip


def _taken(wish: SlotWish, starts: list[datetime]) -> list[Wrong]:
    zone, _closed = _calendar(wish)
    same = Q(contact_id=wish.contact or None, who=wish.who.strip(), service_id=wish.service, withdrawn_at=None)
    known = Slot.objects.filter(same, starts_at__in=starts).values_list("starts_at", flat=True)
    return [Wrong("time", SlotFault.TAKEN, local_date(each, zone)) for each in known] or [
        Wrong("time", SlotFault.TAKEN)
    ]


def is_pathway_of(pathway: str, service: str) -> bool:
    """Say whether a pathway is one of a service; one statement."""
    return is_id(pathway) and Pathway.objects.filter(pk=pathway, service_id=service).exists()


@dataclass(frozen=True, slots=True)
class Places:
    """Services for which times are published: id and name; and their pathways: id, name, service. Both by name."""

    services: tuple[tuple[str, str], ...]
    pathways: tuple[tuple[str, str, str], ...]


def slot_places(service_ids: Collection[str]) -> Places:
    """Return some services with the pathways that a time can be kept for; one statement."""
    asked = Service.objects.filter(pk__in=[each for each in service_ids if is_id(each)])
    found = asked.order_by("name", "pk").values_list("pk", "name", "pathways__pk", "pathways__name")
    rows: Sequence[tuple[UUID, str, UUID | None, str | None]] = list(found)  # a service may have no pathway
    services = {str(pk): name for pk, name, _, _ in rows}
    pathways = [(str(path), name, str(pk)) for pk, _, path, name in rows if path is not None and name is not None]
    return Places(tuple(services.items()), tuple(sorted(pathways, key=lambda each: each[1])))


def slot_contacts(service: str) -> list[tuple[str, str]]:
    """Return the intake contacts of a service by whom a person can be seen, with their names; one statement."""
    found = IntakeContact.objects.filter(service_id=service).exclude(name="").order_by("name", "pk")[:50]
    return [(str(each.pk), ", ".join(filter(None, (each.name, each.title)))) for each in found]
