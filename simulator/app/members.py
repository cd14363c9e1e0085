"""The members of a cohort, as a trainer looks through them: their order, their words, and how to find one."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.app.content import plural

if TYPE_CHECKING:
    from simulator.academy import MemberView, Overview

Fact = tuple[str, str]
"""Words, and the style in which they are shown."""

STYLES = {"overdue": "bold $bad", "done": "$good"}
ORDER = ("overdue", "begun", "open", "done")

# What does not come apart into a letter and its accent, as people without the key type it.
_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "’": "'"}
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A member, ready to be shown and found.

    Attributes:
        view: the member.
        facts: how they stand.
        found_by: their name and the academy's own id, without capitals and accents.
    """

    view: MemberView
    facts: tuple[Fact, ...]
    found_by: str


def listed(seen: Overview) -> list[Listed]:
    """Return every member, those who are late first, and by name."""
    numbers = {each.assignment.id: str(number) for number, each in enumerate(seen.assignments, start=1)}
    people = sorted(seen.members, key=lambda view: not late(view))
    return [
        Listed(view, facts(view, numbers), searchable(f"{view.member.name} {view.member.external_id or ''}"))
        for view in people
    ]


def facts(view: MemberView, numbers: Mapping[str, str]) -> tuple[Fact, ...]:
    """Return which assignments stand how, and when the member last played.

    Args:
        view: the member.
        numbers: by assignment id, how it is called on the page.
    """
    standing: dict[str, list[str]] = {}
    for id_, number in numbers.items():
        standing.setdefault(str(view.standing[id_]), []).append(number)
    told = [(f"{word} {', '.join(standing[word])}", STYLES.get(word, "")) for word in ORDER if word in standing]
    if view.last is None:
        return (*told, ("never played", "$quiet"))
    return (*told, (f"{plural(view.runs, 'run')}, last {view.last.astimezone():%d %b %Y}", "$quiet"))


def late(view: MemberView) -> bool:
    """Return whether something is overdue."""
    return "overdue" in view.standing.values()


def not_done(view: MemberView) -> bool:
    """Return whether something that is assigned is not done."""
    return any(standing != "done" for standing in view.standing.values())


EVERYBODY = "everybody"
FILTERS: Mapping[str, Callable[[MemberView], bool]] = {
    EVERYBODY: lambda _: True,
    "overdue": late,
    "not done": not_done,
    "never played": lambda view: view.last is None,
}
"""Filters of the list, in the order in which a key goes through them."""


def matches(member: Listed, words: str, only: str) -> bool:
    """Return whether a member is one of those asked for.

    Args:
        member: who.
        words: as `searchable` gives them; each must be found.
        only: a key of `FILTERS`.
    """
    return FILTERS[only](member.view) and all(word in member.found_by for word in words.split())


def searchable(value: str) -> str:
    """Return text in which capitals and accents make no difference."""
    if value.isascii():
        return value.casefold()
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", value).casefold())
    return "".join(each for each in apart.translate(_LETTERS) if not unicodedata.combining(each))
