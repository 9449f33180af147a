"""Every refusal and failure says in our words what happened and what to do, and nothing of what went wrong inside."""

from __future__ import annotations

from collections.abc import Iterator
from unittest import mock

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.test import Client
from django.urls import reverse

SECRET = "Jordan's note"


@pytest.fixture
def failing(client: Client, db: None) -> Iterator[mock.Mock]:
    """A page that fails with what a test says; the client does not raise it."""
    client.raise_request_exception = False
    with mock.patch("holdfast.web.views.about.render", autospec=True) as render:
        yield render


@pytest.mark.parametrize(
    ("fault", "status", "heading"),
    [
        (SuspiciousOperation(SECRET), 400, "We could not read that request"),
        (PermissionDenied(SECRET), 403, "You may not open this page"),
        (Http404(SECRET), 404, "We could not find that page"),
        (RuntimeError(SECRET), 500, "We did not do that"),
    ],
)
def test_a_fault_has_a_page_of_its_own(
    failing: mock.Mock, client: Client, fault: Exception, status: int, heading: str
) -> None:
    failing.side_effect = fault
    answer = client.get(reverse("accessibility"))
    page = answer.content.decode()
    assert answer.status_code == status
    assert f"<h1>{heading}</h1>" in page
    assert SECRET not in page


def test_a_form_without_its_token_says_that_nothing_was_saved(db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post(reverse("account_login"), {})
    assert answer.status_code == 403
    assert "Nothing was saved." in answer.content.decode()


def test_the_accessibility_statement_takes_no_deed(client: Client, db: None) -> None:
    assert client.post(reverse("accessibility")).status_code == 405
