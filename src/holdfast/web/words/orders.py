"""The order in which words are listed. Not the database's, which is for pages of lists."""

from __future__ import annotations

import unicodedata


def by_letters(words: str) -> str:
    """Return what to sort words by: their letters without accents and case, so that "Árabe" stands before "Chino"."""
    plain = "".join(each for each in unicodedata.normalize("NFKD", words) if not unicodedata.combining(each))
    return plain.casefold()
