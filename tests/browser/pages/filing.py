"""Forms of records and commands in every state, and the page of a record that stands."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse
from playwright.sync_api import Page

from holdfast.accounts.models import Staff
from holdfast.protocol.codes import RecordKind
from tests.browser.handed import NEED, Handed
from tests.browser.pages import Visit, screen
from tests.property import forms


def _visit(handed: Handed, who: str, step: str, act: Callable[[Page], object] | None = None, **asked: str) -> Visit:
    """Have somebody open the form of a step."""
    name = "record_file" if step in set(RecordKind) else "command_give"
    query = f"?{'&'.join(f'{key}={value}' for key, value in asked.items())}" if asked else ""
    address = reverse(name, args=[handed.story.transfer_id, step])
    return Visit(f"{address}{query}", staff=Staff.objects.get(pk=handed.story.ids[who]), act=act)


def sends(page: Page) -> None:
    """Press the form's own button."""
    page.locator("form.formcard .btns button[type=submit]").last.click()


def _opened() -> Handed:
    return Handed().does("dana", "open_transfer", forms.OPENING)


def _requested() -> Handed:
    handed = _opened()
    return handed.does("dana", "file_record", forms.request(handed.at, is_elevated=False, mode="live_phone"))


@screen("record_file", "request")
def request() -> Visit:
    return _visit(_opened(), "dana", "authorization_request")


@screen("record_file", "request with nothing in it")
def nothing_in_it() -> Visit:
    return _visit(_opened(), "dana", "authorization_request", sends)


@screen("record_file", "request refused")
def refused() -> Visit:
    def too_weak(page: Page) -> None:
        for name in ("transfer_trigger", "need_category"):
            page.locator(f"select[name={name}]").select_option(NEED)
        for name in ("receiving_pathway", "reviewer_id"):
            page.locator(f"select[name={name}]").select_option(index=1)
        page.locator("input[value='48-hour'] + label").click()
        page.locator("input[value=suicidal-thinking] + label").click()
        page.locator("input[value=follow_up_call] + label").click()
        page.locator("input[type=radio][name='next_checkpoint_date.quick'] + label").first.click()
        sends(page)

    return _visit(_opened(), "dana", "authorization_request", too_weak)


@screen("record_file", "correction")
def correction() -> Visit:
    return _visit(_requested(), "dana", "authorization_request", correct="1")


@screen("command_give", "rows")
def rows() -> Visit:
    def adds(page: Page) -> None:
        page.locator("input[name='unmet_intake_requirements.0']").fill("A bed")
        page.locator("button[name=_more][value=unmet_intake_requirements]").click()
        page.locator("input[name='unmet_intake_requirements.1']").wait_for()

    return _visit(Handed().ready().called(), "dana", "voice_acceptance", adds)


def _keeps(page: Page) -> None:
    page.locator("textarea[name=what_happened]").fill("Two visits were missed after a letter.")
    page.locator("button[name=_keep]").click()
    page.locator("button[name=_throw]").wait_for()


@screen("command_give", "kept for later")
def kept() -> Visit:
    return _visit(_opened(), "dana", "tell_story", _keeps)


@screen("command_give", "gone on with")
def gone_on_with() -> Visit:
    def goes_on(page: Page) -> None:
        _keeps(page)
        page.locator("a[href$='go-on=1']").click()
        page.locator("button[name=_throw]").wait_for(state="detached")

    return _visit(_opened(), "dana", "tell_story", goes_on)


@screen("record_file", "readiness")
def readiness() -> Visit:
    return _visit(_requested().does("priya", "file_record", forms.decision()), "dana", "release_readiness")


@screen("record_file", "connection")
def connection() -> Visit:
    return _visit(Handed().ready().called(), "dana", "live_connection")


@screen("command_give", "consent")
def consent() -> Visit:
    return _visit(_opened(), "dana", "give_consent")


@screen("command_give", "the story")
def story() -> Visit:
    return _visit(_opened().tells_story(), "dana", "tell_story")


@screen("command_give", "locked")
def locked() -> Visit:
    return _visit(_opened(), "dana", "open_live_event")


@screen("command_give", "not theirs")
def not_theirs() -> Visit:
    return _visit(_opened(), "priya", "emergency_start")


@screen("command_give", "overtaken")
def overtaken() -> Visit:
    handed = _requested()

    def too_late(page: Page) -> None:
        page.locator("select[name=closure]").select_option("error")
        page.locator("textarea[name=reason]").fill("Opened twice.")
        handed.does("dana", "signal", {"what": "status_changed"})
        sends(page)

    return _visit(handed, "priya", "close_transfer", too_late)


@screen("record_page")
def record() -> Visit:
    handed = _requested()
    address = reverse("record_page", args=[handed.story.transfer_id, "authorization_request"])
    return Visit(address, staff=Staff.objects.get(pk=handed.story.ids["priya"]))
