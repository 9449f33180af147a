"""The routes that are offered for a person now: what fits, what does not, what nobody knows; asked of the protocol."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from holdfast.directory.selectors import PicturedPathway
from holdfast.protocol.codes import Need
from holdfast.protocol.commands import PersonBrief
from holdfast.protocol.facts import PathwayPicture
from holdfast.protocol.suitability import Aspect, Fit, fits, takes_need_and_age
from holdfast.web.parts import Tag, Tone
from holdfast.web.presenters.route_fit import SAYS
from holdfast.web.words.aspects import ASPECTS, FITS

MOST_SHOWN = 50
_TONES = {Fit.FITS: Tone.OK, Fit.DOES_NOT_FIT: Tone.SOON, Fit.UNKNOWN: Tone.WAIT}
_SYMBOLS = {Fit.FITS: "check_circle", Fit.DOES_NOT_FIT: "cancel", Fit.UNKNOWN: "help"}


@dataclass(frozen=True, slots=True)
class RouteAspect:
    """One thing that is compared: "Language", "Does not fit", and what is known of it ("English")."""

    name: str
    fit: Tag
    known: str


@dataclass(frozen=True, slots=True)
class Route:
    """One pathway to choose."""

    id: str
    name: str
    service: str
    aspects: tuple[RouteAspect, ...]
    lacking: str
    url: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class RouteGroup:
    """Routes that stand alike. `is_folded`: shown only when asked for."""

    title: str
    hint: str
    routes: tuple[Route, ...]
    is_folded: bool = False


def route_groups(
    person: PersonBrief, need: Need, found: Iterable[PicturedPathway], chosen: str = ""
) -> tuple[RouteGroup, ...]:
    """Return the routes by how they fit a person and their need: as they are, with something made up for, not."""
    as_they_are: list[Route] = []
    with_plan: list[Route] = []
    others: list[Route] = []
    for each in found:
        if each.picture is None:
            continue
        compared = fits(person, need, each.picture)
        route = _route(each, each.picture, compared, chosen)
        if all(fit is Fit.FITS for fit in compared.values()):
            as_they_are.append(route)
        elif takes_need_and_age(person, need, each.picture):
            with_plan.append(route)
        else:
            others.append(route)
    with_plan.sort(key=lambda route: sum(aspect.fit.tone is not Tone.OK for aspect in route.aspects))
    return _grouped(as_they_are, with_plan, others)


def _grouped(
    as_they_are: Sequence[Route], with_plan: Sequence[Route], others: Sequence[Route]
) -> tuple[RouteGroup, ...]:
    has_chosen = any(route.is_chosen for route in others)
    groups = (
        RouteGroup(
            gettext("Can take them now"), gettext("Everything fits, as far as is known and confirmed."),
            tuple(as_they_are),
        ),
        RouteGroup(
            gettext("Could take them, with something made up for"),
            gettext("The need and the age fit. The rest needs a plan, or somebody who confirms it."), tuple(with_plan),
        ),
        RouteGroup(
            gettext("Do not fit, or nobody knows"),
            gettext("Nothing makes up for a need or an age that does not fit. Ask, and confirm what you learn."),
            tuple(others[:MOST_SHOWN]), is_folded=bool(as_they_are or with_plan) and not has_chosen,
        ),
    )  # fmt: skip
    return tuple(group for group in groups if group.routes)


def _route(found: PicturedPathway, picture: PathwayPicture, compared: dict[Aspect, Fit], chosen: str) -> Route:
    lacking = [str(ASPECTS[aspect]) for aspect, fit in compared.items() if fit is not Fit.FITS]
    return Route(
        id=picture.id, name=found.name, service=found.service,
        aspects=tuple(_aspect(aspect, fit, picture) for aspect, fit in compared.items()), lacking=", ".join(lacking),
        url=reverse("directory_pathway", args=[picture.id]), is_chosen=picture.id == chosen,
    )  # fmt: skip


def _aspect(aspect: Aspect, fit: Fit, picture: PathwayPicture) -> RouteAspect:
    name = str(ASPECTS[aspect])
    return RouteAspect(
        name[:1].upper() + name[1:], Tag(str(FITS[fit]), _TONES[fit], _SYMBOLS[fit]),
        SAYS[aspect](picture) if fit is Fit.DOES_NOT_FIT else "",
    )  # fmt: skip
