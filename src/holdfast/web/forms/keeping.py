"""A long form that is not sent yet: kept as it was typed, offered again, gone when it is sent or thrown away.

Long is what asks for many things, whichever step it is. It is kept for who signed in; a guest has no account to keep
it under.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest

from holdfast.accounts.models import Staff
from holdfast.config.ids import new_id
from holdfast.protocol.codes import RecordKind
from holdfast.transfers.selectors import Looked
from holdfast.web.drafts import FormDraft, FormPlace, form_draft_discard, form_draft_find, form_draft_keep
from holdfast.web.forms.fields import Keeping
from holdfast.web.forms.pages import SEEN, SUPERSEDES, as_typed
from holdfast.web.forms.reading import Typed, last
from holdfast.web.forms.shapes import Kind, shapes_of, walk

LONG = 12
"""How many things a form asks for at least that is too long to be typed twice."""
KEEP, THROW, FORM = "_keep", "_throw", "_form"
"""What is posted beside the fields: the buttons that keep it, and throw away what was kept; under which id it is filled
in, so that what is kept by itself never takes the place of something else that was begun."""
GO_ON = "go-on"
"""The parameter of an address by which a form is opened with what was kept."""


@cache
def is_long(step: str) -> bool:
    """Say whether a command asks for so much that it is kept; a record is filed in minutes, and has a clock."""
    asked = sum(shape.kind is not Kind.PARTS for shape in walk(shapes_of(step)))
    return step not in set(RecordKind) and asked >= LONG


@dataclass(slots=True)
class Kept:
    """What is kept of one form, for whoever is filling it in. `place`: none where nothing is."""

    place: FormPlace | None
    url: str
    form: str = field(default_factory=lambda: str(new_id()))
    offered: FormDraft | None = None
    going_on: FormDraft | None = None

    @classmethod
    def of(cls, request: HttpRequest, looked: Looked, step: str) -> Kept:
        """Return what is kept for whoever asks, without looking at it."""
        user = request.user
        is_kept = isinstance(user, Staff) and looked.asker.only is None and is_long(step)
        place = FormPlace(user.pk, looked.transfer_id, step) if is_kept and isinstance(user.pk, UUID) else None
        return cls(place, request.path)

    def look(self, request: HttpRequest) -> None:
        """Look whether something was begun: to offer it, or to go on with it where that is asked; one statement."""
        found = form_draft_find(self.place) if self.place is not None else None
        if found is not None and GO_ON in request.GET:
            self.going_on, self.form = found, found.form
        else:
            self.offered = found

    def goes_on_from(self, typed: Typed) -> None:
        """Take the id under which the form that was posted is being filled in."""
        self.form = last(typed, FORM) or self.form

    def keep(self, typed: Typed, *, replaces: bool) -> FormDraft | None:
        """Keep what is typed so far; `None` where nothing was, or something else stays in its place."""
        said = {name: texts for name, texts in typed.items() if name in (SEEN, SUPERSEDES) or name[0] != "_"}
        said.pop("csrfmiddlewaretoken", None)
        if self.place is None or not any(text.strip() for name in said if name[0] != "_" for text in said[name]):
            return None
        return form_draft_keep(self.place, self.form, said, replaces=replaces)

    def gone(self) -> None:
        """Remove what was kept."""
        if self.place is not None:
            form_draft_discard(self.place)

    @property
    def drawn(self) -> Keeping | None:
        """What a page says of it; none where nothing is kept."""
        if self.place is None:
            return None
        begun, going_on = self.offered, self.going_on
        return Keeping(
            self.url, begun.begun_at if begun else None, f"{self.url}?{urlencode({GO_ON: 1})}" if begun else "",
            going_on.changed_at if going_on else None,
        )  # fmt: skip

    @property
    def hidden(self) -> tuple[tuple[str, str], ...]:
        """What the form carries."""
        return ((FORM, self.form),) if self.place is not None else ()


def seen_by(draft: FormDraft) -> int:
    """Return the last event that whoever began it had seen; nought where it does not say."""
    text = last(draft.typed, SEEN)
    return int(text) if text.isdecimal() and len(text) < len("2000000000") else 0


def posted_of(request: HttpRequest) -> Typed:
    """Return what was posted, as texts by name."""
    return as_typed(request.POST)
