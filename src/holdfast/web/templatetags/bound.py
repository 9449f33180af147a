"""Drawing Django's own forms: each field with its label, hint and error, and the summary of what is wrong."""

from __future__ import annotations

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from holdfast.web.parts import ErrorSummary, Problem

register = template.Library()
_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.Textarea, "usa-textarea"), (forms.Select, "usa-select"), (forms.widgets.Input, "usa-input"),
)  # fmt: skip


@register.inclusion_tag("components/bound_field.html")
def bound(field: BoundField) -> dict[str, object]:
    """Draw one field. One that is asked unless something else is said has `is_asked`: it is not called optional."""
    widget = field.field.widget
    widget.attrs.pop("placeholder", None)  # the label says it, and stays
    css = next((name for kind, name in _CLASSES if isinstance(widget, kind)), "")
    if css and field.errors:
        css = f"{css} {css.replace('usa-', 'usa-input--error ', 1).split()[0]}"
    return {
        "field": field,
        "input": field.as_widget(attrs={"class": css}) if css else "",
        "is_group": isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple),
        "is_single": isinstance(widget, forms.CheckboxInput),
        "is_optional": not field.field.required and not getattr(field.field, "is_asked", False),
        # Django's CheckboxSelectMultiple is a RadioSelect too
        "kind": "checkbox" if isinstance(widget, forms.CheckboxSelectMultiple) else "radio",
    }


@register.inclusion_tag("components/error_summary.html")
def form_errors(form: forms.BaseForm, also: tuple[Problem, ...] = ()) -> dict[str, ErrorSummary]:
    """Draw what is wrong with a form, in the order of its fields, each with a link; nothing where nothing is.

    `also`: what is wrong with what stands before those fields.
    """
    order = list(form.fields)
    wrong = sorted(form.errors.items(), key=lambda each: order.index(each[0]) if each[0] in order else -1)
    problems = [
        Problem(str(error), f"#{form[name].id_for_label or form[name].auto_id}" if name in form.fields else "")
        for name, errors in wrong
        for error in errors
    ]
    return {"errors": ErrorSummary(_("There is a problem"), (*also, *problems))}
