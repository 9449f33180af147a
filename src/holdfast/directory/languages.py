"""Languages: from the names directories write to the codes we compare (ISO 639-1, else 639-3). Pure."""

from __future__ import annotations

import re

_CODES = """
afrikaans af, albanian sq, american sign language ase, amharic am, arabic ar, armenian hy, asl ase, bengali bn,
bosnian bs, bulgarian bg, burmese my, cambodian km, cantonese yue, catalan ca, cebuano ceb, chinese zh, chinese
(cantonese) yue, chinese (mandarin) cmn, chinese (taiwanese) nan, chuukese chk, creole ht, croatian hr, czech cs,
danish da, dari prs, dutch nl, english en, estonian et, farsi fa, filipino fil, finnish fi, french fr, ga gaa,
german de, greek el, gujarati gu, haitian creole ht, hausa ha, hebrew he, hindi hi, hmong hmn, hungarian hu, igbo
ig, ilocano ilo, indonesian id, italian it, japanese ja, karen kar, khmer km, korean ko, kurdish ku, lao lo, latvian
lv, lithuanian lt, macedonian mk, mandarin cmn, marshallese mh, mixteco mix, nahuatl nah, navajo nv, nepali ne,
norwegian no, oromo om, pashto ps, persian fa, polish pl, portuguese pt, punjabi pa, romanian ro, russian ru, samoan
sm, serbian sr, sign language ase, slovak sk, somali so, spanish es, swahili sw, swedish sv, tagalog tl, taiwanese
nan, tamil ta, telugu te, thai th, tigrinya ti, tongan to, turkish tr, twi tw, ukrainian uk, urdu ur, vietnamese vi,
welsh cy, yiddish yi, yoruba yo, yupik esu
"""
_BY_NAME = {
    name.strip(): code
    for name, _, code in (item.strip().rpartition(" ") for item in " ".join(_CODES.split()).split(","))
}
SHORT = 2
"""Codes of ISO 639-1 have two letters; of the longer ones only those that stand above are taken."""
_KNOWN = frozenset(_BY_NAME.values())
_TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{1,8})*")


def language_code(text: str) -> str | None:
    """Return the code of a language given by English name, code or BCP 47 tag; None where we cannot tell.

    Only the language counts, not the region: `en-US` is `en`. Chinese without more (`zh`) is neither Mandarin nor
    Cantonese, since who speaks one may not understand the other.
    """
    name = " ".join(text.casefold().split())
    if name in _BY_NAME:
        return _BY_NAME[name]
    primary = name.partition("-")[0]
    return primary if _TAG.fullmatch(name) and (len(primary) == SHORT or primary in _KNOWN) else None
