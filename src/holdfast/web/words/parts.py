"""What the words of a step and of a field are made of."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise


class StepWords(NamedTuple):
    """The words of one step, without anybody's name."""

    title: str | Promise
    submit: str | Promise
    intro: str | Promise
    done: str | Promise


class Words(NamedTuple):
    """A field's label and hint, to be read in the language of the reader."""

    label: str | Promise
    hint: str | Promise = ""
