"""What a newcomer sees who opens the address that the demo prints."""

from __future__ import annotations

from django.test import Client


def test_the_root_says_what_runs_and_where_the_api_is() -> None:
    answer = Client().get("/")
    assert answer.status_code == 200
    assert "/api/v1/openapi.json" in answer.content.decode()


def test_the_root_takes_no_other_method() -> None:
    assert Client().post("/").status_code == 405
