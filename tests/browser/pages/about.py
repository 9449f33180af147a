"""The pages about the product, and those that say that something is not there or not allowed."""

from __future__ import annotations

from django.urls import reverse

from tests.browser.pages import Visit, screen


@screen("accessibility")
def accessibility() -> Visit:
    return Visit(reverse("accessibility"))


@screen("not_found")
def not_found() -> Visit:
    return Visit("/nowhere/")
