"""Every address that Holdfast answers."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from holdfast.config.health import health

urlpatterns: list[URLPattern | URLResolver] = [path("healthz", health, name="health")]
if find_spec("holdfast.api.urls"):
    urlpatterns.append(path("api/v1/", include("holdfast.api.urls")))
