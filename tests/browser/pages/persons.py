"""The person's page in each of its variants, and the ways in and out."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.urls import reverse
from playwright.sync_api import Page

from holdfast.accounts.models import ActorKind, Adapter, Staff
from holdfast.accounts.services import Viewed, Viewer, access_log
from holdfast.config.clock import now
from holdfast.notify.models import Say
from holdfast.notify.services.hearing import Said, person_says
from tests.browser.handed import Handed
from tests.browser.pages import Visit, screen
from tests.property import forms


def _page(handed: Handed) -> Visit:
    return Visit(reverse("person_page"), cookies=handed.person())


@screen("person_page")
def confirmed() -> Visit:
    return _page(Handed().ready().called().together().released())


@screen("person_page", "not confirmed yet")
def not_yet() -> Visit:
    return _page(Handed().ready())


@screen("person_page", "on the call")
def live() -> Visit:
    return _page(Handed().ready().called().together())


@screen("person_page", "missed by us")
def missed_by_us() -> Visit:
    return _page(Handed(at=now() - timedelta(hours=28)).ready().called().together().released().swept())


@screen("person_page", "you missed it")
def you_missed_it() -> Visit:
    handed = Handed().ready().called().together().released()
    return _page(handed.does("marcus", "report_first_action", {"outcome": "no_show"}))


def _after() -> Handed:
    handed = Handed(at=now() - timedelta(hours=26)).ready().called().together().released()
    handed.at = now() - timedelta(minutes=10)
    return handed.does("marcus", "report_first_action", {"outcome": "kept"})


@screen("person_page", "after the visit")
def after() -> Visit:
    return _page(_after())


@screen("person_page", "a different person")
def changing() -> Visit:
    handed = Handed().ready().called().together().released()
    return _page(handed.does("person", "person_stops", {"wish": "different_receiver"}))


@screen("person_page", "closed")
def closed() -> Visit:
    return _page(Handed().ready().does("person", "person_stops", {"wish": "withdraw"}))


@screen("person_page", "before the short code")
def locked() -> Visit:
    return Visit(reverse("person_page"), cookies=Handed().ready().behind_code()[0])


@screen("person_page", "a wrong short code")
def wrong_short_code() -> Visit:
    def guesses(page):
        page.locator("#code").fill("12")
        page.locator("main form button").click()

    return Visit(reverse("person_page"), cookies=Handed().ready().behind_code()[0], act=guesses)


@screen("person_page", "safe mode")
def safe_mode() -> Visit:
    cookies, code = Handed().ready().called().together().released().behind_code()

    def opens(page):
        page.locator("#code").fill(code)
        page.locator("main form button").click()

    return Visit(reverse("person_page"), cookies=cookies, act=opens)


@screen("person_say", "a new time")
def new_time() -> Visit:
    return Visit(
        reverse("person_say", args=["new-time"]), cookies=Handed().ready().called().together().released().person()
    )


@screen("person_say", "how it went")
def went() -> Visit:
    return Visit(reverse("person_say", args=["went"]), cookies=_after().person())


@screen("call", "they wrote how it went")
def called() -> Visit:
    handed = _after()
    handed.does("quinn", "file_record", forms.verification(handed.story.state(), handed.at, "completed"))
    person_says(handed.story.transfer_id, Said(Say.WENT, "Ines came along.", answers={"visit": "yes", "retold": "no"}))
    fay = Staff.objects.get(pk=handed.story.ids["fay"])
    return Visit(reverse("call", args=[handed.story.transfer_id]), staff=fay)


@screen("live_shown", "link with a short code")
def coded_link() -> Visit:
    handed = Handed().ready()

    def shows(page):
        page.locator("label[for=id_safe]").click()
        page.locator("button[value=person-page]").click()

    dana = Staff.objects.get(pk=handed.story.ids["dana"])
    return Visit(reverse("live_invite", args=[handed.story.transfer_id]), staff=dana, act=shows)


@screen("person_page", "stopped")
def stopped() -> Visit:
    return _page(Handed().ready().does("person", "person_stops", {"wish": "pause"}))


@screen("person_ask_first")
def ask_first() -> Visit:
    return Visit(reverse("person_ask_first", args=["stop"]), cookies=Handed().ready().person())


@screen("join")
def join() -> Visit:
    return Visit(reverse("join", args=["a-secret-of-nobody"]))


@screen("join", "ended")
def ended() -> Visit:
    return Visit(reverse("person_page"))


@screen("join_code")
def code() -> Visit:
    return Visit(reverse("join_code"))


@screen("person_say", "question")
def question() -> Visit:
    return Visit(reverse("person_say", args=["question"]), cookies=Handed().ready().person())


@screen("person_say", "nothing written")
def nothing_written() -> Visit:
    return Visit(
        reverse("person_say", args=["question"]), cookies=Handed().ready().person(),
        act=lambda page: page.locator("main form button").click(),
    )  # fmt: skip


@screen("join_code", "wrong")
def wrong_code() -> Visit:
    def guesses(page):
        page.locator("#reference").fill("12345")
        page.locator("#code").fill("0000")
        page.locator("main form button").click()

    return Visit(reverse("join_code"), act=guesses)


@screen("person_seen")
def who_looked() -> Visit:
    handed = Handed().ready()
    looks = (("dana", "transfer-page"), ("priya", "decisions-due"), ("priya", "form-authorization_decision"))
    for who, purpose in (*looks, ("quinn", "break-glass")):
        viewer = Viewer(ActorKind.STAFF, UUID(handed.story.ids[who]))
        access_log(viewer, [Viewed(handed.story.transfer_id)], purpose=purpose, adapter=Adapter.PAGE)
    return Visit(reverse("person_seen"), cookies=handed.person())


@screen("person_seen", "nobody yet")
def nobody_looked() -> Visit:
    return Visit(reverse("person_seen"), cookies=Handed().ready().person())


@screen("person_story")
def story() -> Visit:
    return Visit(reverse("person_story"), cookies=Handed().ready().tells_story().person())


@screen("person_story", "read and corrected")
def story_corrected() -> Visit:
    said = {"version": 1, "field": "what_happened", "words": "It was one visit."}
    handed = Handed().ready().tells_story().reads_story().does("person", "correct_story", said)
    return Visit(reverse("person_story"), cookies=handed.person())


@screen("person_page", "a story to read, and a small step")
def story_waits() -> Visit:
    return _page(Handed().ready().tells_story().does("person", "agree_small_step", {"words": "I call Ines tonight."}))


@screen("person_today")
def today() -> Visit:
    return Visit(reverse("person_today"), cookies=Handed().ready().person())


@screen("person_today", "named and answered")
def today_answered() -> Visit:
    handed = Handed().ready().does("person", "agree_small_step", {"words": "I call Ines tonight."})
    for barrier in ("transport", "childcare"):
        handed.does("person", "name_barrier", {"barrier": barrier, "severity": "blocks", "note": "No bus."})
    handed.does("dana", "answer_barrier", {"barrier": "transport", "answer": "We send a taxi at nine."})
    return Visit(reverse("person_today"), cookies=handed.person())


def _names_nothing(page: Page) -> None:
    page.locator("input[name=act][value=in-the-way] ~ .b button").click()


@screen("person_today", "nothing picked")
def today_unpicked() -> Visit:
    return Visit(reverse("person_today"), cookies=Handed().ready().person(), act=_names_nothing)
