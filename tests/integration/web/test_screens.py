"""Every address that answers with a page is in the registry of pages, so that it is looked at and judged.

`tests/browser/pages` sets each up; `tests/browser/test_every_page.py` and `make screens` use what is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus
from typing import NamedTuple

import pytest
from django.urls import URLPattern, URLResolver, reverse
from django.urls.resolvers import RoutePattern

from holdfast.config.ids import new_id
from holdfast.web import sign_in_urls, urls
from tests.browser.pages import all_screens

NO_PAGES = {
    "home": "leads on to one's first place",
    "changes": "answers scripts", "mfa_login_webauthn": "answers scripts",
    "mfa_download_recovery_codes": "a text file",
    "queue_notice": "a part of the lists", "transfer_deadlines": "a part of the handoff's page",
    "push_worker": "a script", "person_calendar": "a calendar file", "leave": "leads away",
    "guest_act": "leads back to the page", "person_do": "leads back to the page",
    "person_answer": "leads back to the question", "transfer_disclosures_file": "a table to download",
    "person_short_code": "leads back to the page, on which its form stands",
    "demo_sign_in": "leads on to the first place; there in demonstrations alone",
    "step_up_demo": "there in demonstrations alone",
}  # fmt: skip
SHOWN_AS = {
    "account_login": "sign_in", "account_logout": "sign_out", "account_reauthenticate": "reauthenticate",
    "account_change_password": "password_change", "account_reset_password": "password_new",
    "account_inactive": "sign_in.deactivated", "account_set_password": "password_change",
    "account_reset_password_done": "password_new.sent", "account_reset_password_from_key": "password_new.link-used",
    "account_reset_password_from_key_done": "password_new.done", "mfa_index": "second_factors",
    "mfa_activate_totp": "second_factors.add-an-app", "mfa_deactivate_totp": "second_factors.remove-the-app",
    "mfa_add_webauthn": "second_factors.add-a-passkey", "mfa_list_webauthn": "second_factors.passkeys",
    "mfa_edit_webauthn": "second_factors.rename-a-passkey", "mfa_remove_webauthn": "second_factors.remove-a-passkey",
    "mfa_reauthenticate": "reauthenticate", "mfa_reauthenticate_webauthn": "reauthenticate",
    "mfa_authenticate": "sign_in.second-factor", "mfa_view_recovery_codes": "second_factors.recovery-codes",
    "mfa_generate_recovery_codes": "second_factors.make-new-codes",
}  # fmt: skip
"""The sign-in pages by their names in the registry."""


class Address(NamedTuple):
    """One address: its pattern, and what stands in it."""

    pattern: URLPattern
    parts: dict[str, str]
    """The kinds of its parts by their names."""


def addresses(of: Iterable[URLPattern | URLResolver], above: Mapping[str, str] = {}) -> Iterator[Address]:
    for each in of:
        parts = {**above, **{name: type(kind).__name__ for name, kind in each.pattern.converters.items()}}
        if isinstance(each, URLResolver):
            yield from addresses(each.url_patterns, parts)
        else:
            yield Address(each, parts)


SHOWN = {name for screen in all_screens() for name in (screen.name, str(screen))}
NAMED = {each.pattern.name: each for each in addresses(urls.urlpatterns) if each.pattern.name}


def path_of(address: Address) -> str:
    """Return a path of the address at which nothing is."""
    made = {"UUIDConverter": new_id(), "IntConverter": 1}
    return reverse(
        address.pattern.name or "", kwargs={n: made.get(kind, "no-such-thing") for n, kind in address.parts.items()}
    )


@pytest.mark.parametrize("name", sorted(NAMED))
def test_every_page_has_a_screen(name: str, client, db) -> None:
    is_plain = isinstance(NAMED[name].pattern.pattern, RoutePattern)
    if is_plain and client.get(path_of(NAMED[name])).status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        assert name not in NO_PAGES, "it answers no GET, and needs no word here"
        return
    assert SHOWN_AS.get(name, name) in SHOWN or name in NO_PAGES, "add a screen in tests/browser/pages"


def test_nothing_is_left_out_that_is_no_address() -> None:
    assert NO_PAGES.keys() <= NAMED.keys()
    assert sign_in_urls.urlpatterns
