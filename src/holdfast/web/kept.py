"""Text that was typed before somebody had to sign in again, or to prove once more who they are: given back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from holdfast.accounts.services import text_keep, text_kept

FIELD = "kept"
"""The parameter of an address by which a page is asked to show what was kept."""
View = TypeVar("View", bound=Callable[..., object])


def gives_back(view: View) -> View:
    """Mark a view whose page, asked for by GET, fills its form with `given_back(request)`."""
    view.gives_back = True  # type: ignore[attr-defined]  # read by `text_kept`
    return view


def given_back(request: HttpRequest) -> QueryDict | None:
    """Return what whoever asks had typed into this very page, as it was posted; `None` where nothing was kept.

    A form is filled with it as with `request.POST`. Nothing was filed: they send it themselves.
    """
    staff_id, named = request.user.pk, request.GET.get(FIELD, "")
    if request.method != "GET" or not isinstance(staff_id, UUID) or not named:
        return None
    try:
        kept = text_kept(UUID(named), staff_id)
    except ValueError:
        return None
    if kept is None or kept.path.partition("?")[0] != request.path:
        return None
    typed = QueryDict(mutable=True)
    for name, values in kept.fields.items():
        typed.setlist(name, values)
    typed._mutable = False
    return typed


def keep(request: HttpRequest, staff_id: UUID) -> str:
    """Keep what is being posted; return the address that gives it back."""
    kept_id = text_keep(staff_id, request.get_full_path(), dict(request.POST.lists()))
    return reverse("text_kept", args=[kept_id]) if kept_id else reverse("home")


def with_field(path: str, kept_id: UUID) -> str:
    """Return the address of a page that is to show what was kept."""
    return f"{path}{'&' if '?' in path else '?'}{urlencode({FIELD: kept_id})}"
