"""What a newcomer sees who opens the address that the demo prints."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.mark.django_db
def test_the_root_asks_who_is_not_signed_in_to_sign_in() -> None:
    answer = Client().get("/", follow=True)
    assert answer.redirect_chain == [("/sign-in/?next=%2F", 302)]
    assert answer.status_code == 200
    assert "<h1" in answer.content.decode()


def test_the_root_takes_no_other_method() -> None:
    assert Client().post("/").status_code == 405
