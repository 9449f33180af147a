"""Forms: they read what was sent and keep it as it was typed; the protocol alone decides.

For pages with a form of a record or a command:

- `page_form(step, looked, caller, data=None, problems=None) -> FormPage`: what a template draws.
- `posted(step, request.POST, zone) -> dict`: the fields, as `transfers.giving.Filing` takes them.
- `show(request, transfer_id, step, frame)` answers GET, and `submit(...)` POST, with a page of your own:
  `Frame(template, context, done)`, entered by step in `web/frames.py`. The template gets the `FormPage` as `form`; it
  extends a layout and includes
  `components/form.html`, or `components/form_head.html`, the fields that it wants
  (`{% include "components/field.html" with field=form.field.urgency %}`; of a nested form
  `form.field.first_action.part.at`) and `components/form_foot.html`.
- `done_words(request.GET.get("done", ""))`: what the page that a step leads to says at its top.
"""

from __future__ import annotations

from holdfast.web.forms.fields import FieldView, FormPage
from holdfast.web.forms.frames import Frame
from holdfast.web.forms.pages import page_form, posted, typed_from
from holdfast.web.forms.submitting import show, submit
from holdfast.web.words.steps import done_words

__all__ = ["FieldView", "FormPage", "Frame", "done_words", "page_form", "posted", "show", "submit", "typed_from"]
