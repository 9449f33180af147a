"""The words of the chapters (what surrounds the nine records): a module each, with four lists.

`STEPS` as in `words/steps.py`; `FIELDS` as in `forms/field_words.py`; `SENTENCES` as in `words/controls.py`; `OFFERED`
the commands that the page of a case offers.
"""

from __future__ import annotations

from holdfast.web.words.chapters import consent, contact, custody, safety, story, strength, visit

CHAPTERS = (consent, safety, story, visit, contact, custody, strength)
