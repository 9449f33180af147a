"""Whoever wants no more texts says so in words of their own; what only begins alike is an answer for a human."""

from __future__ import annotations

import pytest

from holdfast.notify.texts.hearing import STARTS, Wish, _wish


@pytest.mark.parametrize(
    "words",
    [
        "STOP", "stop, please", "Please stop!", "Stop texting me", "stop texting me now", "STOP STOP", "Stop. Stop.",
        "Stop sending me messages", "stop these texts", "don't text me",
        "Don’t text me anymore", "do not contact me again",
        "No more", "no more texts please", "I don't want no more texts",
        "opt out", "OPT-OUT",
        "Optout", "remove me", "take me off your list", "detener", "DETENER.", "Baja", "dar de baja",
        "no más", "No más mensajes", "ya no quiero mensajes", "Ya no quiero más mensajes", "No me escriban más",
        "no me manden mensajes", "Ya no me escriba", "por favor dejen de escribirme",
        "deje de mandar textos", "¡PAREN!",
        "pare ya", "no me molesten más",
    ],
)  # fmt: skip
def test_that_is_to_stop(words):
    assert _wish(words) is Wish.STOP


@pytest.mark.parametrize(
    "words",
    [
        "", "!", "please", "Can you stop by tomorrow?", "stop by at ten", "The bus stop is closed", "cancel my visit",
        "no", "No puedo mañana", "no more pain today", "the end of the street", "I will not stop", "ya",
        "No me siento bien",
    ],
)  # fmt: skip
def test_that_is_for_a_human(words):
    assert _wish(words) is None


@pytest.mark.parametrize("words", sorted(STARTS))
def test_that_is_to_begin_again(words):
    assert _wish(f" {words.upper()}! ") is Wish.START
