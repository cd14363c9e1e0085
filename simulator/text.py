"""Text from people, made safe once at the boundary.

Names, notes, rosters and reflections pass through `clean_text` before anything else sees them:
NFC-normalised, without control or escape characters, without bidirectional overrides, capped in
length. What comes out can be printed on a terminal, stored and exported as the text it is. The joiners
that Persian, Indic scripts and emoji are spelt with stay, and direction marks where a script runs from the right.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NewType

SafeText = NewType("SafeText", str)

# C0 except newline, DEL, C1, line/paragraph separators, bidi overrides, zero-width no-break space
# and surrogates: none of them is readable text, and ESC drives the terminal.
_UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")

# LRM, RLM and ALM turn nothing round: they say where a digit or a bracket belongs beside Arabic or Hebrew.
_MARKS = re.compile("[\u061c\u200e\u200f]")
_FROM_THE_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_JOINERS = "\u200c\u200d"
NAME_LIMIT = 80
"""The most characters of a name of somebody, or of a cohort."""
SPELT = _JOINERS + "\u061c\u200e\u200f"
"""Characters that cannot be seen, and that some scripts and emoji are spelt with."""


def clean_text(value: str, *, limit: int = 2_000, lines: bool = False) -> SafeText:
    r"""Return `value` as text that is safe to print, store and export.

    Args:
        value: what a person typed or a file held.
        limit: the greatest number of characters kept.
        lines: keep line breaks; otherwise all white space becomes single spaces.

    Example:
        >>> clean_text("Sam \x1b[31mReid\n")
        'Sam [31mReid'
    """
    text = strip_unsafe(unicodedata.normalize("NFC", value.replace("\r\n", "\n")))
    text = text.strip() if lines else " ".join(text.split())
    return SafeText(_cut(text, limit).rstrip())


def strip_unsafe(value: str) -> str:
    """Return `value` without the characters that are no readable text; a tab becomes a space.

    Nothing else changes, so this also fits text that is still being typed.
    """
    text = _UNSAFE.sub("", value.replace("\t", " "))
    return text if text.isascii() or _FROM_THE_RIGHT.search(strip_marks(text)) else strip_marks(text)


def strip_marks(value: str) -> str:
    """Return `value` without direction marks, which no scenario file may hold."""
    return _MARKS.sub("", value)


def sentence(words: str) -> str:
    """Return words that begin with a capital, and end in a mark: that of their own, or a full stop."""
    whole = capital(" ".join(words.split()))
    return whole + ("" if whole[-1:] in ".?!…" else ".")


def capital(words: str) -> str:
    """Return words that begin with a capital; the rest stays as it is."""
    return words[:1].upper() + words[1:]


def name_key(name: str) -> str:
    """Return a name as names are compared: in one case, and without what nobody sees.

    Example:
        >>> name_key("Sam REID") == name_key("sam reid")
        True
    """
    return strip_marks(name).casefold()


def _cut(text: str, limit: int) -> str:
    """Return the beginning of a text, cut between two letters and not within one."""
    end = limit
    while 0 < end < len(text) and (
        text[end] in _JOINERS
        or text[end - 1] in _JOINERS
        or unicodedata.category(text[end]) in ("Mn", "Mc", "Me")
        or "\U0001f3fb" <= text[end] <= "\U0001f3ff"  # the tone of an emoji before it
    ):
        end -= 1
    return text[: end or limit]


def whole_number(answer: str, most: int, *, least: int = 1) -> int | None:
    """Return the number that was answered, in digits of any script, if it is one of `least` to `most`."""
    if not answer.isdecimal() or len(answer) > 3:
        return None
    number = int(answer)
    return number if least <= number <= most else None
