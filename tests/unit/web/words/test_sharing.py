"""What the person reads of each scope."""

from __future__ import annotations

from holdfast.protocol.codes import ConsentScope
from holdfast.web.words.sharing import PLAIN, TOLD_WHEN_NOT


def test_every_scope_has_words_for_the_person() -> None:
    assert set(PLAIN) == set(ConsentScope)
    assert set(TOLD_WHEN_NOT) <= set(PLAIN)
