"""The practice page: what practising is, one's own practices, and starting one. And the band over every practice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language

from holdfast.config.ids import new_id
from holdfast.protocol.codes import Need, Stage, Warmth
from holdfast.transfers.callers import Caller, Play
from holdfast.transfers.cast import Part
from holdfast.transfers.practice import Practice, practices_of
from holdfast.transfers.selectors import Paging
from holdfast.web.parts import ErrorSummary, Pager
from holdfast.web.presenters.archives import Pick
from holdfast.web.presenters.listing import pager_of
from holdfast.web.words.cast import CALLED, DOES
from holdfast.web.words.codes import in_words, outcome_words
from holdfast.web.words.tongues import language_name

NEED_FIELD = "#id_need"
LANGUAGES = ("en", "es")
"""In which the person who is made up may be spoken to."""


@dataclass(frozen=True, slots=True)
class PracticeRow:
    """One practice. `url` takes a POST that goes on with it."""

    case: str
    url: str
    need: str
    stage: str
    state: str
    opened_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class PracticePage:
    """What the page shows. `key`: the same form sent twice opens one practice."""

    rows: tuple[PracticeRow, ...]
    pager: Pager
    needs: tuple[Pick, ...]
    languages: tuple[Pick, ...]
    key: str
    errors: ErrorSummary | None

    @property
    def need_error(self) -> str:
        """What is wrong with the need that was chosen; blank where nothing is."""
        problems = self.errors.problems if self.errors else ()
        return next((problem.text for problem in problems if problem.url == NEED_FIELD), "")


@dataclass(frozen=True, slots=True)
class PracticeBand:
    """What stands over every page of a practice: which part is played, and the others that can be."""

    url: str
    called: str
    does: str
    parts: tuple[Pick, ...]


def practice_page(
    caller: Caller, paging: Paging, typed: dict[str, str], errors: ErrorSummary | None = None
) -> PracticePage:
    """Return the page; one statement. `typed`: what was sent and not taken. Raises Malformed for a wrong `after`."""
    page = practices_of(caller, paging)
    language = typed.get("language") or ("es" if (get_language() or "").startswith("es") else "en")
    return PracticePage(
        rows=tuple(map(_row, page.items)), pager=pager_of(page.after, {}),
        needs=tuple(Pick(each, in_words(each), each == typed.get("need")) for each in Need),
        languages=tuple(Pick(tag, language_name(tag), tag == language) for tag in LANGUAGES),
        key=typed.get("_key") or str(new_id()), errors=errors,
    )  # fmt: skip


def band_of(play: Play) -> PracticeBand:
    """Return what stands over the pages of a practice."""
    parts = tuple(Pick(each.value, str(CALLED[each]), each is play.part) for each in Part)
    return PracticeBand(go_url(play.transfer_id), str(CALLED[play.part]), str(DOES[play.part]), parts)


def go_url(transfer_id: UUID) -> str:
    """Return where one goes into a practice, in a part."""
    return reverse("practice_go", args=[transfer_id])


def _row(row: Practice) -> PracticeRow:
    return PracticeRow(
        row.case_id, go_url(row.transfer_id), in_words(Need(row.need)), in_words(Stage(row.stage)),
        outcome_words(Warmth(row.warmth)), row.opened_at, row.changed_at,
    )  # fmt: skip
