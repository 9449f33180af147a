"""Updates that arrive by themselves, in a real browser: what another party does shows, and nothing is taken away."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from holdfast.accounts.models import Staff
from holdfast.live.listening import pulse
from tests.browser.pages.live import opened, told
from tests.browser.pages.transfers import requested
from tests.browser.visitor import PHONE, WITHOUT_SCRIPT, Visitor
from tests.property import forms
from tests.story import Story

Visiting = Callable[..., Visitor]
SOON_MS = 10_000


def staff(story: Story, name: str) -> Staff:
    return Staff.objects.get(pk=story.ids[name])


def joins(story: Story) -> None:
    """The receiver joins, from wherever."""
    story.give("marcus", "join_live_event", {"party": "receiver", "identity": "account", "measured": False})


@pytest.fixture
def story(transactional_db: None) -> Story:
    return opened(told(), "originator", "person")


@pytest.fixture
def room(story: Story, visitor: Visiting) -> Visitor:
    """The originator's live room, connected."""
    who = visitor(staff(story, "dana")).opens(reverse("live_room", args=[story.transfer_id]))
    assert pulse.heard_at is not None
    who.page.wait_for_timeout(800)
    return who


def is_said(page: Page, words: str) -> None:
    expect(page.locator("#announce")).to_contain_text(words, timeout=SOON_MS)


def test_who_joins_shows_and_is_said_once(room: Visitor, story: Story) -> None:
    joins(story)
    expect(room.page.locator("#room")).to_contain_text("All three are here.", timeout=SOON_MS)
    is_said(room.page, "All three are here.")


def test_focus_stays_where_it_was(room: Visitor, story: Story) -> None:
    room.page.locator("#press-leave").focus()
    joins(story)
    expect(room.page.locator("#room")).to_contain_text("All three are here.", timeout=SOON_MS)
    expect(room.page.locator("#press-leave")).to_be_focused()


def test_what_is_typed_stays(room: Visitor, story: Story) -> None:
    room.writes("What are they called?", "Luz P.")
    joins(story)
    expect(room.page.locator("#room")).to_contain_text("All three are here.", timeout=SOON_MS)
    expect(room.page.get_by_label("What are they called?")).to_have_value("Luz P.")


def test_three_parties_on_three_devices_attest(story: Story, visitor: Visiting) -> None:
    path = reverse("live_room", args=[story.transfer_id])
    dana, marcus = visitor(staff(story, "dana")), visitor(staff(story, "marcus"), PHONE)
    dana.opens(path)
    marcus.opens(path).presses("I am on the call")
    dana.presses("All three of us are together now")
    marcus.opens(path).presses("All three of us are together now")
    expect(dana.page.locator("#room")).to_contain_text("Attested", timeout=SOON_MS)
    assert marcus.interactions == 2


def blocked(page: Page) -> None:
    page.route_web_socket("**/updates/**", lambda socket: socket.close())


def test_where_sockets_are_blocked_the_page_asks(story: Story, visitor: Visiting) -> None:
    who = visitor(staff(story, "dana"))
    blocked(who.page)
    who.page.add_init_script("const later = setTimeout; window.setTimeout = (f, ms) => later(f, ms > 9000 ? 500 : ms)")
    who.opens(reverse("live_room", args=[story.transfer_id]))
    who.page.wait_for_timeout(500)
    joins(story)
    expect(who.page.locator("#room")).to_contain_text("All three are here.", timeout=SOON_MS)


def test_without_a_connection_the_page_says_since_when_and_takes_nothing(story: Story, visitor: Visiting) -> None:
    who = visitor(staff(story, "dana"))
    blocked(who.page)
    who.page.route("**/changes/**", refuse)
    who.opens(reverse("live_room", args=[story.transfer_id]))
    expect(who.page.locator("[data-stale]")).to_contain_text(
        "The buttons open again when you are connected.", timeout=SOON_MS
    )
    expect(who.page.locator("[data-stale]")).to_contain_text("Not connected since")
    expect(who.page.locator("#press-leave")).to_be_disabled()
    is_said(who.page, "What you see may be old.")
    who.complaints.clear()  # what the network refused


def refuse(route: Route) -> None:
    route.abort()


def test_when_the_connection_is_back_the_page_goes_on(room: Visitor, story: Story) -> None:
    room.context.set_offline(True)
    expect(room.page.locator("[data-stale]")).to_be_visible(timeout=SOON_MS)
    room.context.set_offline(False)
    joins(story)
    expect(room.page.locator("[data-stale]")).to_be_hidden(timeout=20_000)
    expect(room.page.locator("#room")).to_contain_text("All three are here.", timeout=SOON_MS)
    expect(room.page.locator("#press-leave")).to_be_enabled()
    room.complaints.clear()


def test_without_a_script_a_link_draws_the_page_anew(story: Story, visitor: Visiting) -> None:
    who = visitor(staff(story, "dana"), WITHOUT_SCRIPT)
    who.opens(reverse("live_room", args=[story.transfer_id])).sees("Refresh, as of")
    joins(story)
    who.page.locator("[data-refresh] a").click()
    who.sees("All three are here.")


def test_everything_works_without_a_script(visitor: Visiting, transactional_db: None) -> None:
    story = told()
    path = reverse("live_room", args=[story.transfer_id])
    dana, marcus = (visitor(staff(story, name), WITHOUT_SCRIPT) for name in ("dana", "marcus"))
    dana.opens(path).page.locator(".usa-radio__label").nth(1).click()
    dana.presses("Open the live room").presses("Jordan is on the call, without a device")
    marcus.opens(path).presses("I am on the call").presses("All three of us are together now")
    dana.opens(path).presses("All three of us are together now").sees("Attested")


@pytest.mark.full
def test_that_five_minutes_are_left_is_said_once(visitor: Visiting) -> None:
    told = requested()
    page = visitor(staff(told.story, "dana")).opens(reverse("transfer_page", args=[told.story.transfer_id])).page
    page.locator("[data-due]").first.evaluate("e => { e.dataset.due = new Date(Date.now() + 307_000).toJSON() }")
    expect(page.locator("#announce")).to_have_text("A supervisor decides: 5 minutes left.", timeout=14_000)


@pytest.mark.full
def test_a_queue_says_of_which_row_one_minute_is_left(visitor: Visiting) -> None:
    told = requested()
    page = visitor(staff(told.story, "priya")).opens(reverse("decisions_due")).page
    page.locator("[data-due]").first.evaluate("e => { e.dataset.due = new Date(Date.now() + 67_000).toJSON() }")
    expect(page.locator("#announce")).to_have_text("WH-1: 1 minute left.", timeout=14_000)


def test_what_takes_its_time_says_so_and_keeps_what_stands(visitor: Visiting, transactional_db: None) -> None:
    told, held = requested(), list[Route]()
    page = visitor(staff(told.story, "dana")).opens(reverse("transfer_page", args=[told.story.transfer_id])).page

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/transfers/**", hold)
    page.evaluate("htmx.trigger(document.body, 'changed')")
    expect(page.get_by_text("Updating", exact=True)).to_be_visible()
    assert page.locator("[aria-busy=true]").count() == 1
    expect(page.get_by_role("heading", name="Steps to a safe handoff")).to_be_visible()
    held[0].continue_()
    expect(page.get_by_text("Updating", exact=True)).to_be_hidden()
    assert page.locator("[aria-busy]").count() == 0


def test_the_answers_form_goes_once_the_person_takes_their_yes_back(story: Story, visitor: Visiting) -> None:
    joins(story)
    who = visitor(staff(story, "marcus")).opens(
        reverse("record_file", args=[story.transfer_id, "receiving_acceptance"])
    )
    assert pulse.heard_at is not None
    who.page.wait_for_timeout(800)
    who.page.locator("[name='first_action.who']").fill("Typed by the receiver")
    story.give("person", "revoke_consent", {"to": "riverside"})
    expect(who.page.locator("h1")).to_have_text("Stop: there is no yes any more", timeout=SOON_MS)
    who.sees("Typed by the receiver")
    assert "Jordan" not in who.page.locator("body").inner_text()
    who.complaints.clear()  # the browser complains of the answer 403


def test_the_workers_room_says_stop_by_itself(story: Story, visitor: Visiting) -> None:
    assert story.give("person", "give_consent", {**forms.CONSENT, "how": "own_device"}).is_filed
    who = visitor(staff(story, "dana")).opens(reverse("live_room", args=[story.transfer_id]))
    assert pulse.heard_at is not None
    who.page.wait_for_timeout(800)
    story.give("person", "revoke_consent", {"to": "riverside"})
    expect(who.page.locator("#room-alerts")).to_contain_text("took back their yes", timeout=SOON_MS)
    is_said(who.page, "took back their yes")
