"""The reading grade of a text, by Flesch and Kincaid."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyphen import Pyphen

FEWEST_WORDS = 25
"""Below this the formula says nothing: one long word would decide it."""


def reading_grade(text: str, language: str) -> float | None:
    """Return the US school grade in which `text` can be read; None for short texts and other languages.

    0.39 x words per sentence + 11.8 x syllables per word - 15.59 (Kincaid, Fishburne, Rogers &
    Chissom, 1975), made for English. Syllables are counted by hyphenation, which misses some; one
    is added to none.
    """
    words = re.findall(r"[A-Za-z]+(?:['\u2019][a-z]+)?", text)
    if not language.startswith("en") or len(words) < FEWEST_WORDS:
        return None
    sentences = max(1, len(re.findall(r"[.!?:…]+(?:[\"\u201d\u2019)]*)(?:\s|$)", text)))
    syllables = sum(len(_hyphenation().positions(word.lower())) + 1 for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


@cache
def _hyphenation() -> Pyphen:
    from pyphen import Pyphen

    return Pyphen(lang="en_US", left=1, right=1)
