"""The addresses of the API, version 1."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from holdfast.api import boards, directory, guests, people, staff, steps, transfers
from holdfast.api.app import api

for router in (staff.router, directory.router, people.router, transfers.router, steps.router, boards.router):
    api.add_router("", router)
api.add_router("", guests.router)

urlpatterns: list[URLPattern | URLResolver] = [path("", api.urls)]
