"""The one door through which text reaches a widget: every string becomes `Content`, never markup.

Textual reads a plain `str` as markup almost everywhere (`[/b]` crashes, `[@click=…]` fires an action), and passes ESC
on to the terminal. So no screen gives a `str` to a widget. Text from files and people comes through `text`, `prose` and
`quoted`. They remove what is not readable text, and make a `Content` that is shown as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from textual.content import Content

from simulator.text import strip_unsafe

_PARAGRAPHS = re.compile(r"\n[ \t]*\n")
_STRAIGHT = re.compile(r'"([^"\n]*)"')
_IN_QUOTES = re.compile('["“„«][^"“”„«»]*["”“»]', re.DOTALL)

BLANK = Content("")


def text(value: object, style: str = "") -> Content:
    """Return `value` on one line, as the text it is.

    Args:
        value: anything with a `str`.
        style: a Textual style such as "bold $you"; written by us, never taken from data.
    """
    return Content.styled(" ".join(strip_unsafe(str(value)).split()), style)


def raw(value: object, style: str = "") -> Content:
    """Return `value` with its spaces and line breaks kept: for bars, columns and our own layout."""
    return Content.styled(strip_unsafe(str(value)), style)


def prose(value: str, style: str = "") -> Content:
    """Return a block of text with its paragraphs kept and its line breaks undone."""
    return Content.styled(_unwrapped(value), style)


def narration(value: str, style: str = "") -> Content:
    """Return an encounter's text as `prose` does, with what it quotes in curly marks, as what is spoken stands in."""
    return Content.styled(_STRAIGHT.sub(r"“\1”", _unwrapped(value)), style)


def quoted(value: str, style: str = "") -> Content:
    """Return spoken words in quotation marks, unless they stand in some already."""
    words = _unwrapped(value)
    if _IN_QUOTES.fullmatch(words):
        return narration(value, style)
    inner = _STRAIGHT.sub(r"‘\1’", words)
    return Content.styled(f"“{inner}”", style)


def plural(count: int, one: str) -> str:
    """Return a count with its noun, for `text` and the rest: 1 run, 2,000 runs."""
    return f"{count:,} {one}{'' if count == 1 else 's'}"


def join(parts: Iterable[Content], between: str = "") -> Content:
    """Return the parts as one, with `between` (our own text) in the gaps; empty parts are left out."""
    return Content(between).join([each for each in parts if each])


def _unwrapped(value: str) -> str:
    paragraphs = (" ".join(each.split()) for each in _PARAGRAPHS.split(strip_unsafe(value)))
    return "\n\n".join(each for each in paragraphs if each)
