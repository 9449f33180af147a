"""How the route fits the person today, aspect by aspect, each misfit with the fields of what makes up for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.utils.translation import gettext

from holdfast.protocol.codes import AccommodationKind, Capacity, Need
from holdfast.protocol.facts import PathwayPicture
from holdfast.protocol.suitability import MADE_UP_FOR, Aspect, Fit, fits
from holdfast.web.forms.fields import FieldView
from holdfast.web.parts import Tag, Tone
from holdfast.web.presenters.cases import Case
from holdfast.web.words import times
from holdfast.web.words.aspects import ASPECTS, FITS
from holdfast.web.words.codes import in_words
from holdfast.web.words.places import ages_words, payer_name, payer_names
from holdfast.web.words.tongues import language_name

_TONES = {Fit.FITS: Tone.OK, Fit.DOES_NOT_FIT: Tone.SOON, Fit.UNKNOWN: Tone.WAIT}


@dataclass(frozen=True, slots=True)
class AspectView:
    """One thing that must fit. `row`: the fields of what makes up for it; none where it fits, or nothing can.

    `code`: what is ticked then; `advice`: what to do where nothing makes up for it.
    """

    name: str
    person: str
    service: str
    tag: Tag
    code: str = ""
    row: FieldView | None = None
    is_made_up: bool = False
    advice: str = ""


@dataclass(frozen=True, slots=True)
class RouteFit:
    """How the route fits. `further`: rows that were filled in for something that fits by now."""

    aspects: tuple[AspectView, ...]
    further: tuple[FieldView, ...]

    @property
    def lacks_rows(self) -> bool:
        """Whether something does not fit that the form has no row for yet."""
        return any(aspect.code and aspect.row is None for aspect in self.aspects)


def route_fit(case: Case, picture: PathwayPicture | None, rows: tuple[FieldView, ...]) -> RouteFit:
    """Return how a route fits; `rows`: those of the form's accommodations."""
    person = case.state.person
    if picture is None or person is None:
        return RouteFit((), rows)
    found, left = fits(person, case.state.need, picture), _Rows(list(rows))
    lacking = [MADE_UP_FOR[a] for a, fit in found.items() if fit is not Fit.FITS and a in MADE_UP_FOR]
    placed = {kind: left.named(kind) for kind in lacking}
    placed = {kind: row or left.blank() for kind, row in placed.items()}
    views = (_with_row(_aspect(case, picture, aspect, fit), aspect, placed) for aspect, fit in found.items())
    return RouteFit(tuple(views), left.filled())


@dataclass(slots=True)
class _Rows:
    """The rows of the form that are not placed yet."""

    left: list[FieldView]

    def named(self, kind: AccommodationKind) -> FieldView | None:
        """Take the row in which this was ticked."""
        return self._take(lambda row: row.part["what"].value == kind)

    def blank(self) -> FieldView | None:
        """Take the first row in which nothing was ticked."""
        return self._take(lambda row: not row.part["what"].value)

    def filled(self) -> tuple[FieldView, ...]:
        """Return the rows that are left and say something."""
        return tuple(row for row in self.left if any(part.value for part in row.parts))

    def _take(self, is_wanted: Callable[[FieldView], bool]) -> FieldView | None:
        found = next(filter(is_wanted, self.left), None)
        if found is not None:
            self.left.remove(found)
        return found


def _with_row(view: AspectView, aspect: Aspect, placed: dict[AccommodationKind, FieldView | None]) -> AspectView:
    kind = MADE_UP_FOR.get(aspect)
    if kind is None or kind not in placed:
        return view
    row = placed[kind]
    return replace(view, code=kind, row=row, is_made_up=row is not None and row.part["what"].value == kind)


def _aspect(case: Case, picture: PathwayPicture, aspect: Aspect, fit: Fit) -> AspectView:
    name, is_fixed = str(ASPECTS[aspect]), fit is not Fit.FITS and aspect not in MADE_UP_FOR
    return AspectView(
        name=name[:1].upper() + name[1:], person=_of_person(case, aspect), tag=Tag(str(FITS[fit]), _TONES[fit]),
        service=SAYS[aspect](picture) or gettext("Says nothing about it"),
        advice=gettext("Nothing makes up for this: block it, and plan another route.") if is_fixed else "",
    )  # fmt: skip


def _of_person(case: Case, aspect: Aspect) -> str:
    person, need = case.state.person, case.state.need
    assert person is not None
    return {
        Aspect.NEED: in_words(need) if need else "",
        Aspect.AGE: gettext("%(age)s years old") % {"age": person.age},
        Aspect.LANGUAGE: language_name(person.language),
        Aspect.PAYER: payer_name(person.payer),
        Aspect.HOURS: gettext("Now, at %(time)s") % {"time": times.clock(case.at)},
        Aspect.CAPACITY: gettext("One person"),
    }[aspect]


# What the service says today; blank where it says nothing.


def _needs(picture: PathwayPicture) -> str:
    return ", ".join(sorted(in_words(Need(need)) for need in picture.needs or ()))


def _ages(picture: PathwayPicture) -> str:
    if picture.ages is None:
        return ""
    return ages_words(*picture.ages)


def _languages(picture: PathwayPicture) -> str:
    return ", ".join(sorted(map(language_name, picture.languages or ())))


def _payers(picture: PathwayPicture) -> str:
    return payer_names(picture.payers or ())


def _hours(picture: PathwayPicture) -> str:
    if picture.open_now is None:
        return ""
    return gettext("Open and staffed now") if picture.open_now else gettext("Not open, or not staffed, now")


def _capacity(picture: PathwayPicture) -> str:
    return "" if picture.capacity is Capacity.UNKNOWN else in_words(picture.capacity)


SAYS: dict[Aspect, Callable[[PathwayPicture], str]] = {
    Aspect.NEED: _needs,
    Aspect.AGE: _ages,
    Aspect.LANGUAGE: _languages,
    Aspect.PAYER: _payers,
    Aspect.HOURS: _hours,
    Aspect.CAPACITY: _capacity,
}
