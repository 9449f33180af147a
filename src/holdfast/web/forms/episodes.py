"""The form by which an episode ends: with a completed handoff, or with the reason why none is needed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from holdfast.protocol.codes import NoneNeeded
from holdfast.protocol.episodes import Ending
from holdfast.protocol.fields import NOTE_LENGTH, UNSAFE
from holdfast.web.words.codes import in_words


class EpisodeForm(forms.Form):
    """How an episode ends. `handoffs`: those it may end with, as (id, words)."""

    how = forms.ChoiceField(
        label=_("How did it end?"), widget=forms.RadioSelect,
        error_messages={"required": _("Choose the handoff, or why none is needed.")},
    )  # fmt: skip
    words = forms.CharField(
        label=_("In your words"), required=False, max_length=NOTE_LENGTH,
        help_text=_("Who was asked, and what was agreed. Where a handoff was completed, you may leave it empty."),
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, typed: Mapping[str, Any] | None, *, handoffs: list[tuple[str, str]]) -> None:
        super().__init__(typed)
        how = self.fields["how"]
        assert isinstance(how, forms.ChoiceField)
        self.fields["words"].is_asked = True  # type: ignore[attr-defined]  # read by the tag `bound`
        how.choices = [*handoffs, *((code.value, in_words(code)) for code in NoneNeeded)]

    def clean_words(self) -> str:
        """Refuse what can hide or change text."""
        words = str(self.cleaned_data["words"])
        if UNSAFE.search(words):
            raise forms.ValidationError(_("Leave out signs that can't be seen."))
        return words

    def clean(self) -> dict[str, Any]:
        """Ask for words where there is no handoff."""
        cleaned = super().clean() or {}
        if cleaned.get("how") in set(NoneNeeded) and not str(cleaned.get("words", "")).strip():
            self.add_error("words", _("Say in a few words who was asked, and what was agreed."))
        return cleaned

    @property
    def ending(self) -> Ending:
        """How it is to end; to be asked of a form without faults."""
        how, words = self.cleaned_data["how"], self.cleaned_data["words"]
        if how in set(NoneNeeded):
            return Ending(none_needed=NoneNeeded(how), words=words)
        return Ending(handoff=how, words=words)
