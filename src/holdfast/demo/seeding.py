"""Filling the empty demo: the county, its staff, the stories, a seal over them, and tokens. All of it or nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from holdfast.accounts.selectors import token_find
from holdfast.config.clock import now, unsafe_telling
from holdfast.demo.cast import STAFF, cast_hire, tokens_make
from holdfast.demo.county import county, county_confirm, county_import
from holdfast.demo.folder import DemoFolder
from holdfast.demo.outcomes import STORIES
from holdfast.demo.stories import Story
from holdfast.demo.telling import Telling, World
from holdfast.ledger.services import seal
from holdfast.transfers.models import Transfer

HIRED = timedelta(days=60)
"""Since when the staff have been there before the start."""
STEPS = 1 + len(STORIES)
Said = Callable[[str], None]


def is_seeded() -> bool:
    """Say whether the stories stand already."""
    return Transfer.objects.exists()


def seed(folder: DemoFolder, said: Said = lambda _: None) -> None:
    """Fill the empty database and keep the tokens in `folder`. `said` hears of each of the `STEPS`.

    Side effects: tells the clock past instants (`unsafe_telling`).
    """
    start = now()
    with transaction.atomic():
        with unsafe_telling() as tell:
            _seed_past(start, tell, said)
        folder.tokens_write(tokens_make())
    seal(now())


def tokens_kept(folder: DemoFolder) -> dict[str, str]:
    """Return the tokens by role as they were kept; where one is lost or no longer good, all are made anew."""
    kept = folder.tokens_read()
    if set(kept) == {member.role.value for member in STAFF} and all(map(token_find, kept.values())):
        return kept
    tokens = tokens_make()
    folder.tokens_write(tokens)
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


def transfer_of(name: str) -> str:
    """Return the id of the transfer that the story `name` told; blank where it was not told."""
    number = next(place for place, each in enumerate(STORIES, start=1) if each.name == name)
    return str(Transfer.objects.filter(case_id=case_of(number)).values_list("pk", flat=True).first() or "")
