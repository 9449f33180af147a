"""The page of a receiver without an account, and the form of their answer."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast.config.clock import now
from holdfast.directory.models import IntakeContact
from holdfast.notify.models import Backup
from tests.browser.handed import Handed
from tests.browser.pages import Visit, screen


def _asked() -> Handed:
    return Handed().by_guest().ready().called()


@screen("guest_page")
def asked() -> Visit:
    return Visit(reverse("guest_page"), cookies=_asked().guest())


@screen("guest_page", "together")
def together() -> Visit:
    return Visit(reverse("guest_page"), cookies=_asked().together("directory_link").guest())


@screen("guest_page", "owner")
def owner() -> Visit:
    return Visit(reverse("guest_page"), cookies=_asked().together("directory_link").released().guest())


@screen("guest_page", "backup")
def backup() -> Visit:
    handed = _asked().together("directory_link").released()
    owner = handed.story.ids["vera"]
    other = IntakeContact.objects.create(service_id=handed.story.ids["riverside"], name="Odile Brook")
    Backup.objects.create(
        transfer_id=handed.story.transfer_id, seq=1, owner_id=owner, backup_id=str(other.pk), named_at=now(),
        next_try_at=now(), useful_until=now(),
    )  # fmt: skip
    handed.story.ids["vera"] = str(other.pk)
    return Visit(reverse("guest_page"), cookies=handed.guest())


@screen("guest_page", "the story")
def with_story() -> Visit:
    return Visit(reverse("guest_page"), cookies=_asked().tells_story().reads_story().guest())


@screen("guest_do", "the story said back")
def says_back() -> Visit:
    handed = _asked().tells_story().reads_story()
    return Visit(reverse("guest_do", args=["read_back"]), cookies=handed.guest())


@screen("guest_do", "answer")
def answer() -> Visit:
    handed = _asked().together("directory_link")
    return Visit(reverse("guest_do", args=["receiving_acceptance"]), cookies=handed.guest())


@screen("guest_do", "answer refused")
def refused() -> Visit:
    def accepts(page):
        page.locator("input[value=accepted] + label").first.click()
        page.get_by_role("button", name=_("File the answer")).last.click()

    handed = _asked().together("directory_link")
    return Visit(reverse("guest_do", args=["receiving_acceptance"]), cookies=handed.guest(), act=accepts)


@screen("guest_do", "report")
def report() -> Visit:
    handed = _asked().together("directory_link").released()
    return Visit(reverse("guest_do", args=["report_first_action"]), cookies=handed.guest())
