"""Texts with a condition inside, such as `He looks {if cup}and drinks{else}away{end}`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SIGN = re.compile(r"\{\s*(?:if\b([^{}]*)|(else)|(end))\s*\}")
_ALMOST = re.compile(r"\{\s*(?:(?:el|els|else)?\s*if\b[^{}]*|else|end|end\s*if|/\s*if)\s*\}", re.IGNORECASE)
"""A sign as other notations write it, or in capitals; the true signs too."""


@dataclass(frozen=True, slots=True)
class Fork:
    """A part of a text that reads one way where a condition holds, and another way elsewhere.

    Attributes:
        when: the condition, as written.
        offset: where it begins in the text.
        then, otherwise: the two readings; the second is "" if there is no `{else}`.
    """

    when: str
    offset: int
    then: str
    otherwise: str = ""


class TemplateError(Exception):
    """A mistake in the `{if}` of a text: what is wrong, and where (offset and width in characters)."""

    def __init__(self, message: str, mend: str, offset: int, width: int) -> None:
        super().__init__(message)
        self.message, self.mend, self.offset, self.width = message, mend, offset, width


def parts_of(text: str) -> list[str | Fork]:
    """Return a text as plain parts and forks, in order.

    Raises:
        TemplateError: an `{if}` has no `{end}`, or stands inside another; or an `{else}` or `{end}` stands alone; or a
            sign is written in another notation.
    """
    parts: list[str | Fork] = []
    at = 0
    opened: re.Match[str] | None = None
    split: re.Match[str] | None = None
    for almost in _ALMOST.finditer(text):
        if not is_sign(almost.group()):
            raise TemplateError(
                f"{almost.group()} is not one of {{if …}}, {{else}} and {{end}}.",
                "Write one of them, in small letters; for a third reading, make the text a list with 'when'.",
                almost.start(), len(almost.group()),
            )  # fmt: skip
    for sign in _SIGN.finditer(text):
        where = sign.start(), len(sign.group())
        if sign.group(1) is not None:
            if opened is not None:
                raise TemplateError(
                    "There is an {if} inside another {if}.", "End the first with {end} before it.", *where
                )
            if not sign.group(1).strip():
                raise TemplateError("This {if} has no condition.", "Write it like {if tension >= 6}.", *where)
            parts.append(text[at : sign.start()])
            opened, split = sign, None
        elif opened is None:
            raise TemplateError(f"{sign.group()} has no {{if}} before it.", "Write {if …} where it begins.", *where)
        elif sign.group(2) is not None:
            if split is not None:
                raise TemplateError("This {if} has two {else}.", "Leave one of them out.", *where)
            split = sign
        else:
            middle = split or sign
            otherwise = text[split.end() : sign.start()] if split else ""
            condition = opened.group(1)
            offset = opened.start(1) + len(condition) - len(condition.lstrip())
            parts.append(Fork(condition.strip(), offset, text[opened.end() : middle.start()], otherwise))
            opened, at = None, sign.end()
    if opened is not None:
        raise TemplateError(
            "This {if} has no {end}.", "Write {end} where it stops.", opened.start(), len(opened.group())
        )
    parts.append(text[at:])
    return [part for part in parts if part != ""]


def is_sign(token: str) -> bool:
    """Whether a token in braces is one of `{if …}`, `{else}` and `{end}`."""
    return _SIGN.fullmatch(token) is not None


def forks_of(text: str | None) -> Iterator[Fork]:
    """Yield the forks of a text; none where they are not in order."""
    if text and "{" in text:
        try:
            yield from (part for part in parts_of(text) if isinstance(part, Fork))
        except TemplateError:
            return


def all_of(text: str) -> str:
    """Return a text with both readings of each fork, for those who count or look through its words."""
    if not any(forks_of(text)):
        return text
    return "".join(
        part if isinstance(part, str) else " ".join(each for each in (part.then, part.otherwise) if each)
        for part in parts_of(text)
    )


def longest_of(text: str) -> str:
    """Return a text with the longer reading of each fork, to count the words that are read at one time."""
    if not any(forks_of(text)):
        return text
    return "".join(
        part if isinstance(part, str) else max(part.then, part.otherwise, key=lambda each: len(each.split()))
        for part in parts_of(text)
    )
