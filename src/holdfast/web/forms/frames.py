"""The pages that forms stand in: the plain one, which every step has, and what a page of its own gives instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from holdfast.protocol.outlook import outlook
from holdfast.transfers.selectors import Looked
from holdfast.transfers.services import Outcome
from holdfast.web.forms.fields import FormPage
from holdfast.web.presenters.banner import banner_of
from holdfast.web.presenters.cases import case_of
from holdfast.web.presenters.custody import custody_of

DONE = "done"
"""The parameter of an address that says which step was done; `words.steps.done_words` puts it into words."""
Context = Callable[[HttpRequest, Looked, FormPage], Mapping[str, object]]
KnownBefore = Callable[[HttpRequest, Looked], Mapping[str, Sequence[str]] | None]


def who_and_whose(request: HttpRequest, looked: Looked, form: FormPage) -> Mapping[str, object]:
    """Return what stands over every form of a case: who it is about, and who owns their care; three statements."""
    case = case_of(looked)
    return {"banner": banner_of(case), "custody": custody_of(case, outlook(looked.state, looked.at))}


def to_transfer(outcome: Outcome, step: str) -> str:
    """Return the address of the transfer's page, which says that the step was done."""
    return f"{reverse('transfer_page', args=[outcome.transfer_id])}?{urlencode({DONE: step})}"


def nothing_known(request: HttpRequest, looked: Looked) -> None:
    """Leave the form as every step's form begins."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The page that a form stands in. The template gets the `FormPage` as `form`, and what `context` gives."""

    template: str = "pages/commands/form.html"
    context: Context = who_and_whose
    done: Callable[[Outcome, str], str] = to_transfer
    """The address that a step leads to when it is done."""
    known: KnownBefore = nothing_known
    """What a form that is opened is filled in with, as if it had been typed (`pages.typed_from`); none: as usual."""


PLAIN = Frame()
