"""The person's page in each of its variants, and the ways in and out."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from holdfast.config.clock import now
from tests.browser.handed import Handed
from tests.browser.pages import Visit, screen


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
        act=lambda page: page.get_by_role("button", name="Send").click(),
    )  # fmt: skip


@screen("join_code", "wrong")
def wrong_code() -> Visit:
    def guesses(page):
        page.get_by_label("The first number you heard").fill("12345")
        page.get_by_label("The code you heard").fill("0000")
        page.get_by_role("button", name="Open my page").click()

    return Visit(reverse("join_code"), act=guesses)
