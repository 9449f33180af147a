"""Pages of who hands over: my people, starting a handoff, directory, on call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, time, timedelta
from uuid import UUID

import time_machine
from django.urls import reverse
from playwright.sync_api import Page

from holdfast.accounts.selectors import Window
from holdfast.accounts.services import holder_add, rung_set
from holdfast.config.clock import now
from holdfast.config.ids import new_id
from holdfast.directory.models import Organization, Pathway, Service
from holdfast.directory.services import Ground, confirm
from holdfast.people.models import Person
from holdfast.people.services import NewPerson, person_add
from holdfast.protocol.codes import EscalationLevel
from holdfast.web.drafts import draft_begin, draft_find, draft_write
from tests.browser.handed import Handed, Handing
from tests.browser.pages import Visit, screen
from tests.browser.pages.transfers import handed, requested, staff
from tests.property import forms
from tests.property.world import WORLD

# My people, searching


@screen("people_mine", "empty")
def people_none() -> Visit:
    return Visit(reverse("people_mine"), staff=staff(handed(), "dana"))


@screen("people_mine")
def people_some() -> Visit:
    told = requested(is_elevated=True, minutes_ago=4)
    for name, minutes in (("Rosalind Quillfeather", 50), ("Ana María de la Concepción Fernández-Villanueva", 30)):
        _another(told, name, minutes)
    draft_begin(UUID(told.story.ids["dana"]), told.story.ids["jordan"])
    return Visit(reverse("people_mine"), staff=staff(told, "dana"))


def _another(told: Handed, name: str, minutes: int) -> None:
    given, _, family = name.rpartition(" ")
    other = Person.objects.create(name=name, family=family, given=given, born="1980-02-03", language="en")
    story = Handing(WORLD, ids={**told.story.ids, "jordan": str(other.pk)}, transfer_id=new_id())
    with time_machine.travel(now() - timedelta(minutes=minutes), tick=False):
        story.give("dana", "open_transfer", {**forms.OPENING, "case_id": f"WH-{minutes}"})
        story.give("dana", "file_record", forms.request(now(), is_elevated=False, mode="live_phone"))


# Adding somebody whom no source knows


@screen("person_new")
def person_new() -> Visit:
    return Visit(reverse("person_new"), staff=staff(handed(), "dana"))


@screen("person_new", "nothing written")
def person_new_refused() -> Visit:
    return Visit(reverse("person_new"), staff=staff(handed(), "dana"), act=_adds())


@screen("person_new", "somebody like them")
def person_new_alike() -> Visit:
    told = handed()
    born = date(1984, 3, 7)
    person_add(NewPerson("Ngozi", "Adeyemi", born, "en", "555-555-0177"), "a")
    said = {"given": "Ngozi", "family": "Adeyemi", "day": "7", "year": "1984"}
    return Visit(reverse("person_new"), staff=staff(told, "dana"), act=_adds(said))


def _adds(said: Mapping[str, str] | None = None) -> Callable[[Page], object]:
    def act(page: Page) -> None:
        for name, text in (said or {}).items():
            page.locator(f"#id_{name}").fill(text)
        if said:
            page.locator("#id_month").select_option("3")
        page.locator("form.formcard .usa-button").click()

    return act


def _searches(text: str) -> Callable[[Page], object]:
    def act(page: Page) -> None:
        page.locator("#id_text").fill(text)
        page.locator("form.search button").click()

    return act


def _birth_date(act: Callable[[Page], object] | None = None) -> Visit:
    told = handed()
    nobody = Person.objects.create(name="Jordan Nobody", family="Nobody", given="Jordan")
    return Visit(reverse("person_born", args=[nobody.pk]), staff=staff(told, "dana"), act=act)


@screen("person_born")
def birth_date_lacking() -> Visit:
    return _birth_date()


@screen("person_born", "nothing written")
def birth_date_empty() -> Visit:
    return _birth_date(_sends)


@screen("people_search")
def people_found() -> Visit:
    return Visit(reverse("people_mine"), staff=staff(requested(), "dana"), act=_searches("jordan"))


@screen("people_search", "nobody")
def people_not_found() -> Visit:
    return Visit(reverse("people_mine"), staff=staff(requested(), "dana"), act=_searches("zzz"))


@screen("people_search", "nothing written")
def people_not_sought() -> Visit:
    return Visit(reverse("people_mine"), staff=staff(requested(), "dana"), act=_searches(" "))


# Starting a handoff

TYPED = {
    "person": {"case_id": ["WH-20417"], "language": ["es"], "payer": ["medicaid"]},
    "need": {"need_category": ["missed-appointments"], "transfer_trigger": ["missed-appointments"]},
    "urgency": {"urgency": ["48-hour"]},
    "route": {},
    "risk": {"risk_indicators": ["housing-instability"], "mode": ["live_phone"]},
}


def begun(*parts: str) -> tuple[Handed, UUID]:
    """Return a draft of dana's about Jordan, with some of its parts filled in."""
    told = handed()
    draft_id = draft_begin(UUID(told.story.ids["dana"]), told.story.ids["jordan"])
    for part in parts:
        draft = draft_find(draft_id, UUID(told.story.ids["dana"]))
        assert draft is not None
        typed = dict(TYPED[part])
        if part == "route":
            typed["receiving_pathway"] = [told.story.ids["intake"]]
        if part == "risk":
            typed |= {"reviewer_id": [told.story.ids["priya"]], "next_checkpoint_date.day": [f"{now().date()}"]}
        draft_write(draft, part, typed)
    return told, draft_id


def part_of(part: str, *parts: str, act: Callable[[Page], object] | None = None) -> Visit:
    """Have dana open a part of the path."""
    told, draft_id = begun(*parts)
    return Visit(reverse("handoff_draft", args=[draft_id, part]), staff=staff(told, "dana"), act=act)


def _sends(page: Page) -> None:
    page.locator("form.formcard button[type=submit]").last.click()


@screen("handoff_start")
def handoff_start() -> Visit:
    return Visit(reverse("handoff_start"), staff=staff(handed(), "dana"))


@screen("handoff_start", "found")
def handoff_found() -> Visit:
    told = handed()
    Person.objects.create(name="Jordan Nobody", family="Nobody", given="Jordan")
    return Visit(reverse("handoff_start"), staff=staff(told, "dana"), act=_searches("jordan nobody"))


@screen("handoff_draft", "person")
def handoff_person() -> Visit:
    return part_of("person")


@screen("handoff_draft", "person, wrong")
def handoff_person_wrong() -> Visit:
    return part_of("person", act=_sends)


@screen("handoff_draft", "need")
def handoff_need() -> Visit:
    return part_of("need", "person")


@screen("handoff_draft", "urgency, wrong")
def handoff_urgency() -> Visit:
    return part_of("urgency", "person", "need", act=_sends)


@screen("handoff_draft", "route")
def handoff_route() -> Visit:
    told, draft_id = begun("person", "need", "urgency")
    riverside = Service.objects.get(pk=told.story.ids["riverside"])
    for name, ages, languages in (("Bed for the night", [18, 120], ["en"]), ("Young people", [12, 17], None)):
        Pathway.objects.create(
            service=riverside, name=name, needs=["missed-appointments"], ages=ages, languages=languages,
            payers=["medicaid"], capacity="limited",
        )  # fmt: skip
    return Visit(reverse("handoff_draft", args=[draft_id, "route"]), staff=staff(told, "dana"))


@screen("handoff_draft", "risk of delay")
def handoff_risk() -> Visit:
    return part_of("risk", "person", "need", "urgency", "route")


@screen("handoff_draft", "check answers")
def handoff_check() -> Visit:
    return part_of("check", "person", "need", "urgency", "route", "risk")


@screen("handoff_draft", "check, not whole")
def handoff_check_wrong() -> Visit:
    return part_of("check", "person")


@screen("handoff_draft", "sent")
def handoff_sent() -> Visit:
    def sends(page: Page) -> None:
        _sends(page)
        page.wait_for_url("**/transfers/**")
        page.go_back()

    return part_of("check", "person", "need", "urgency", "route", "risk", act=sends)


# Directory, on call


@screen("directory_pathways")
def routes() -> Visit:
    return Visit(reverse("directory_pathways"), staff=staff(handed(), "dana"))


@screen("directory_pathways", "nothing found")
def routes_none() -> Visit:
    return Visit(f"{reverse('directory_pathways')}?q=zzz", staff=staff(handed(), "dana"))


@screen("directory_pathway")
def route() -> Visit:
    told = handed()
    ground = Ground("Dana Reyes", now().date(), "call with the intake desk", now().date() + timedelta(days=30))
    confirm(told.story.ids["lake"], "payers", ["medicaid", "none"], ground)
    return Visit(reverse("directory_pathway", args=[told.story.ids["lake"]]), staff=staff(told, "dana"))


@screen("directory_confirm", "languages")
def route_languages() -> Visit:
    told = handed()
    return Visit(
        reverse("directory_confirm", args=[told.story.ids["lake"], "languages"]), staff=staff(told, "dana"), act=_sends
    )


@screen("directory_confirm", "needs")
def route_needs() -> Visit:
    told = handed()
    return Visit(reverse("directory_confirm", args=[told.story.ids["lake"], "needs"]), staff=staff(told, "dana"))


@screen("on_call")
def on_call() -> Visit:
    told = handed()
    county = Organization.objects.get(name="County")
    night = Window(frozenset(range(1, 8)), time(19), time(19), "America/New_York")
    managers = rung_set(county.pk, EscalationLevel.MANAGER, minutes=30, next_level=EscalationLevel.DIRECTOR)
    holder_add(managers, UUID(told.story.ids["nate"]), window=Window(frozenset({7}), time(8), time(9), night.zone))
    return Visit(reverse("on_call"), staff=staff(told, "dana"))
