"""Every address that Holdfast answers."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from holdfast.config.health import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health, name="health"),
    path("api/v1/", include("holdfast.api.urls")),
    path("callbacks/", include("holdfast.api.callbacks")),
    path("", include("holdfast.web.urls")),
]
