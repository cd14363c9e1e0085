"""Text from people, made safe once at the boundary.

Names, notes, rosters and reflections pass through `clean_text` before anything else sees them:
NFC-normalised, without control or escape characters, without bidirectional overrides, capped in
length. What comes out can be printed on a terminal, stored and exported as the text it is.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NewType

SafeText = NewType("SafeText", str)

# C0 except newline, DEL, C1, line/paragraph separators, bidi controls, zero-width no-break space
# and surrogates: none of them is readable text, and ESC drives the terminal.
_UNSAFE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


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
    return SafeText(text[:limit].rstrip())


def strip_unsafe(value: str) -> str:
    """Return `value` without the characters that are no readable text; a tab becomes a space.

    Nothing else changes, so this also fits text that is still being typed.
    """
    return _UNSAFE.sub("", value.replace("\t", " "))


def whole_number(answer: str, most: int, *, least: int = 1) -> int | None:
    """Return the number that was answered, in digits of any script, if it is one of `least` to `most`."""
    if not answer.isdecimal() or len(answer) > 3:
        return None
    number = int(answer)
    return number if least <= number <= most else None
