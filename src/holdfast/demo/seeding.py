"""Filling the empty demo: the county, its staff, the stories, a seal over them, and tokens. All of it or nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from holdfast.config.clock import now, unsafe_telling
from holdfast.demo import outcomes, stories
from holdfast.demo.cast import cast_hire, tokens_make
from holdfast.demo.county import county, county_confirm, county_import
from holdfast.demo.stories import STORIES, Story
from holdfast.demo.telling import Telling, World
from holdfast.ledger.services import seal
from holdfast.transfers.models import Transfer

HIRED = timedelta(days=60)
"""Since when the staff have been there before the start."""
TOLD_BY = (stories, outcomes)
Said = Callable[[str], None]


def is_seeded() -> bool:
    """Say whether the stories stand already."""
    return Transfer.objects.exists()


def seed(said: Said = lambda _: None) -> dict[str, str]:
    """Fill the empty database; return the tokens by role. `said` hears of each step.

    Side effects: tells the clock past instants (`unsafe_telling`).
    """
    start = now()
    with transaction.atomic():
        with unsafe_telling() as tell:
            _seed_past(start, tell, said)
        said("tokens")
        tokens = tokens_make()
    seal(now())
    return tokens


def _seed_past(start: datetime, tell: Callable[[datetime], None], said: Said) -> None:
    tell(start - HIRED)
    said("the county")
    county_import()
    place = county()
    cast = cast_hire(place)
    county_confirm(place, "the coordination lead", (start - HIRED).date())
    world = World(place, cast, start, tell)
    for number, each in enumerate(STORIES, start=1):
        said(each.name.replace("_", " "))
        tell_story(world, each, number)


def tell_story(world: World, each: Story, number: int) -> Telling:
    """Tell one story from its beginning to the start of the demo."""
    telling = Telling(world, each.plot, case_id=case_of(number), begins=each.begins)
    each.tell(telling)
    telling.end()
    return telling


def case_of(number: int) -> str:
    """Return the case number of a story, by its place in the list."""
    return f"QW-{1000 + number}"
