"""The person's pages are read at grade 6 or lower, and a printed one keeps every phone number (ui.md 7 and 9)."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from holdfast.transfers.sweeping import sweep

HIGHEST_GRADE = 6
FEWEST_WORDS = 5
NEVER = ("referral", "transfer", "warm handoff", "intake", "dependency", "compliance", "client", "soon")


def prose(page: str) -> list[str]:
    """The sentences of a page of five words or more, in our own words: names and what others typed are left out."""
    main = re.search(r"<main.*</main>", page, re.DOTALL)
    assert main
    ours = re.sub(r"<bdi\b.*?</bdi>", "Ana", main[0], flags=re.DOTALL)
    blocks = re.split(r"</?(?:p|h1|h2|dd|dt|section|button|form|div|label|textarea|a)\b[^>]*>", ours)
    texts = (re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", block))).strip() for block in blocks)
    found = [sentence for text in texts for sentence in re.split(r"(?<=[.!?])\s+", text)]
    return [each for each in found if len(re.findall(r"[A-Za-z']+", each)) >= FEWEST_WORDS]


def syllables(word: str) -> int:
    """Count groups of vowels; a silent e at the end is none."""
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    return max(1, groups - (word.lower().endswith("e") and not word.lower().endswith("le") and groups > 1))


def grade(sentences: list[str]) -> float:
    """Flesch-Kincaid."""
    words = re.findall(r"[A-Za-z']+", " ".join(sentences))
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def _missed(walk):
    walk.released()
    walk.until(walk.local(1, 13))
    sweep()


def _no_show(walk):
    walk.released()
    walk.until(walk.local(1, 10))
    walk.does("receiver", "report_first_action", outcome="no_show")


def _stopped(walk):
    walk.authorized()
    walk.does("person", "person_stops", wish="pause")


def _changing(walk):
    walk.released()
    walk.does("person", "person_stops", wish="different_receiver")


STAGES = {
    "not yet": lambda walk: walk.authorized(),
    "live": lambda walk: walk.connected(),
    "confirmed": lambda walk: walk.released(),
    "missed by us": _missed,
    "you missed it": _no_show,
    "stopped": _stopped,
    "changing": _changing,
    "closed": lambda walk: walk.held(),
}


@pytest.mark.parametrize("stage", STAGES)
def test_every_variant_is_plain(walk, persons, stage):
    STAGES[stage](walk)
    said = prose(persons(walk).get("/my/").content.decode())
    assert len(said) > 2
    assert grade(said) <= HIGHEST_GRADE, said
    assert not [word for word in NEVER if re.search(rf"\b{word}\b", " ".join(said).lower())]


@pytest.mark.parametrize("path", ["ask/stop/", "ask/different/", "ask/end/", "ask/take-back/", "say/question/"])
def test_what_is_asked_is_plain(walk, persons, path):
    said = prose(persons(walk.authorized()).get(f"/my/{path}").content.decode())
    assert grade(said) <= HIGHEST_GRADE, said


def test_print_hides_no_number():
    sheet = Path(str(finders.find("holdfast/person.css"))).read_text(encoding="utf-8")
    printed = sheet[sheet.index("@media print") :]
    hidden = re.findall(r"([^{}]*)\{display:none!important\}", printed)
    assert hidden == ['header,.skip,.b button,.b a:not([href^="tel"]),dd.fix,.field,.noprint,footer p:first-child']
