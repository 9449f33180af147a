"""A long form is kept while it is typed: the tab dies, and what was typed is offered again."""

from __future__ import annotations

from django.urls import reverse

from holdfast.web.models import HandoffDraft
from tests.browser.handed import Handed
from tests.browser.pages.transfers import staff
from tests.property import forms

TYPED = "Two visits were missed after a letter."


def test_what_was_typed_outlives_the_tab(visitor, transactional_db):
    told = Handed().does("dana", "open_transfer", forms.OPENING)
    story = reverse("command_give", args=[told.story.transfer_id, "tell_story"])
    dana = visitor(staff(told, "dana")).opens(story)
    dana.page.get_by_label("What happened").press_sequentially(TYPED)
    dana.page.get_by_text("Not sent yet.").wait_for()
    assert HandoffDraft.objects.count() == 1
    dana.opens("about:blank")
    dana.opens(story).sees("not sent yet")
    dana.page.get_by_role("link", name="Go on with it").click()
    field = dana.page.get_by_label("What happened")
    field.wait_for()
    dana.page.get_by_role("button", name="Throw it away").wait_for(state="detached")
    assert field.input_value() == TYPED
