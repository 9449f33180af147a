"""The tutorial is walked as it is written, in the demo's county, and its pictures are taken on the way.

They are written anew only when asked for: `TUTORIAL_PICTURES=yes make test-full ARGS=tests/browser/main_job`.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

import pytest
import time_machine
from pytest_django import Settings

from holdfast.demo.cast import sign_in_links_make
from holdfast.demo.folder import DemoFolder
from holdfast.demo.seeding import seed
from holdfast.protocol.codes import FirstActionStatus
from tests.browser.main_job import tutorial as by
from tests.browser.main_job.county import MORNING
from tests.browser.main_job.guests import Person
from tests.browser.main_job.party import Party
from tests.browser.visitor import DESK, PHONE, Device, Visitor
from tests.catalogs import SOURCE, found

TUTORIAL = Path(__file__).resolve().parents[3] / "docs" / "tutorials" / "first-handoff.md"
PICTURES = TUTORIAL.parent / "pictures"
LABELS = SOURCE / "protocol" / "labels" / "en.toml"
MOST_BYTES = 120_000
HOME = ZoneInfo("America/New_York")
PICTURED = {"width": 1100, "height": 700}
P = TypeVar("P", bound=Party)


def bold() -> set[str]:
    """Return the words that the tutorial says stand on a page."""
    return {" ".join(words.split()) for words in re.findall(r"\*\*(.+?)\*\*", TUTORIAL.read_text(), re.DOTALL)}


def pictures() -> list[str]:
    """Return the pictures that it shows."""
    return re.findall(r"!\[[^\]]{20,}\]\(pictures/([a-z-]+)\.png\)", TUTORIAL.read_text())


@dataclass
class Walk:
    """The tutorial's parties; what stood on their pages, and the pictures that were taken."""

    clock: time_machine.Traveller
    visitor: Callable[..., Visitor]
    links: dict[str, str]
    read: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    parties: list[Party] = field(default_factory=list)

    def comes(self, of: type[P], device: Device = DESK) -> P:
        """Have somebody come, in a window of their own."""
        party = of(self.visitor(device=replace(device, zone=HOME.key)))
        party.before = self.reads
        self.parties.append(party)
        return party

    def waits(self, until: datetime) -> None:
        """Let time pass; nobody leaves their screen on."""
        for party in self.parties:
            party.page.goto("about:blank")
        self.clock.move_to(until, tick=True)

    def reads(self, party: Party) -> None:
        """Keep what stands on a page."""
        self.read.append(" ".join(party.page.locator("body").inner_text().split()))

    def shows(self, party: Party, name: str, *, heading: str = "") -> None:
        """Take a picture from the top, or from a heading on, where that is asked for."""
        self.reads(party)
        self.taken.append(name)
        if os.environ.get("TUTORIAL_PICTURES"):
            usual = party.page.viewport_size
            assert usual is not None
            party.page.set_viewport_size(PICTURED if usual["width"] > PICTURED["width"] else usual)  # type: ignore[arg-type]  # a size
            headings = party.page.get_by_role("heading", name=heading)
            headings.first.evaluate("(found, top) => window.scrollTo(0, top ? 0 : found.offsetTop)", not heading)
            party.page.screenshot(path=PICTURES / f"{name}.png")
            party.page.set_viewport_size(usual)


@pytest.fixture
def clock(transactional_db: None) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MORNING - timedelta(hours=2), tick=True) as traveller:
        yield traveller


@pytest.fixture
def walk(clock: time_machine.Traveller, visitor: Callable[..., Visitor], settings: Settings, tmp_path: Path) -> Walk:
    settings.HOLDFAST_UNSAFE_TELLING = settings.HOLDFAST_UNSAFE_DEMO_SIGN_IN = True
    settings.HOLDFAST_SEAL_KEY = "c2VhbCBrZXkgZm9yIHRlc3RzIG9ubHksIDMyIGJ5dGU="
    folder = DemoFolder(tmp_path / "demo")
    folder.make()
    seed(folder)
    return Walk(clock, visitor, sign_in_links_make(""))


def asks(walk: Walk) -> by.CrisisWorker:
    """Parts 1 and 2: ask, and have it decided."""
    worker = walk.comes(by.CrisisWorker).comes_by(walk.links["crisis_worker"])
    walk.shows(worker, "my-people")
    worker.begins_handoff().says_need().finds_route().weighs_delay()
    walk.shows(worker, "check")
    worker.asks_for_authorization()
    supervisor = walk.comes(by.DemoSupervisor).comes_by(walk.links["supervisor"]).reviews()
    walk.shows(supervisor, "decision", heading="Can this route take this person today?")
    supervisor.names_open_need("A ride").sees("Ask the director")
    walk.reads(supervisor)
    supervisor.resolves_open_need().authorizes()
    return worker


def comes_together(walk: Walk, worker: by.CrisisWorker) -> tuple[Person, by.IntakeLead]:
    """Parts 3 and 4: get ready, and meet."""
    walk.shows(worker.goes_by_bookmark(""), "next")
    worker.makes_ready().records_consent().asks_whether_safe().opens_room()
    person = walk.comes(Person, PHONE).opens(worker.shows_link()).joins()
    receiver = walk.comes(by.IntakeLead).comes_by(walk.links["intake_lead"]).joins()
    worker.says_all_are_together()
    person.says_all_are_together()
    receiver.says_all_are_together()
    walk.shows(worker.looks_again(), "live-room")
    worker.records_connection()
    return person, receiver


def lets_go(walk: Walk, worker: by.CrisisWorker, person: Person, receiver: by.IntakeLead, when: datetime) -> None:
    """Parts 5 and 6: accept, hear it back, let go."""
    receiver.accepts(when.astimezone(HOME))
    walk.shows(person.looks_again(), "person")
    person.says_it_back()
    walk.clock.shift(timedelta(minutes=11))
    walk.shows(worker.releases(), "released")
    worker.ends_call()


def looks_afterwards(walk: Walk, receiver: by.IntakeLead, worker: by.CrisisWorker) -> None:
    """Part 7: the visit was kept, it is checked, and the person is asked."""
    receiver.comes_by(walk.links["intake_lead"]).reports_visit()
    reviewer = walk.comes(by.DemoReviewer).comes_by(walk.links["quality_reviewer"]).checks()
    reviewer.finds(FirstActionStatus.COMPLETED).sees("The check is filed.")
    walk.comes(by.DemoFollower).comes_by(walk.links["follow_up_lead"]).hears_that_it_held()
    worker.comes_by(walk.links["crisis_worker"]).follows("Closed").follows_row(by.DEMO.case).sees("Closed: Held")
    walk.shows(worker, "held")


@pytest.mark.full
def test_who_does_what_the_tutorial_says_comes_to_held(walk: Walk) -> None:
    worker = asks(walk)
    person, receiver = comes_together(walk, worker)
    when = MORNING - timedelta(hours=2) + timedelta(minutes=20)
    lets_go(walk, worker, person, receiver, when)
    walk.waits(when + timedelta(minutes=2))
    looks_afterwards(walk, receiver, worker)
    assert walk.taken == pictures()
    read = "\n".join(walk.read)
    assert [words for words in sorted(bold()) if words not in read] == []


def test_every_picture_is_there_and_small() -> None:
    assert len(pictures()) == TUTORIAL.read_text().count("![")
    assert {path.stem: path.stat().st_size for path in PICTURES.iterdir()}.keys() == set(pictures())
    assert [path.name for path in PICTURES.iterdir() if path.stat().st_size > MOST_BYTES] == []


def said() -> Iterator[str]:
    """Yield what pages say, as patterns: every message of the source that has words, and every code's name."""
    for each in found():
        parts = re.split(r"%\(\w+\)s|\{\w+\}", " ".join(each.id.split()))
        if len(parts) == 1 or any(re.search(r"\w{3}", part) for part in parts):
            yield ".+".join(map(re.escape, parts))
    tables = (table for table in tomllib.loads(LABELS.read_text()).values() if isinstance(table, dict))
    yield from (re.escape(name) for codes in tables for name, _ in codes.values())


def test_every_word_of_a_page_is_one_that_pages_say() -> None:
    patterns = "|".join(f"(?:{pattern})" for pattern in said())
    assert not re.fullmatch(patterns, "A button, that no page has")
    assert bold()
    assert [words for words in sorted(bold()) if not re.fullmatch(patterns, words)] == []
