"""What two variants of one encounter may differ in: names and pronouns, and nothing else."""

from __future__ import annotations

import re
from typing import Any

from simulator.scenario.model import Scenario

_OWN = {
    "id", "version", "title", "summary", "variant_of", "reviewed", "trainer", "people", "objectives", "sources",
    "waive", "content_warnings", "based_on",
}  # fmt: skip
"""Fields that are about a file and not about what happens in it."""

_ALIKE = (
    "he she they him her them his hers their theirs himself herself themselves", "is are", "was were", "has have",
    "does do", "isn aren", "wasn weren", "hasn haven", "doesn don", "s re", "mr mrs ms miss mx", "sir madam",
    "man woman person", "men women people", "boy girl child kid", "boys girls children kids", "son daughter",
    "brother sister sibling", "mother father parent", "mum dad", "husband wife partner", "lad lass",
    "uncle aunt auntie", "grandfather grandmother", "gran grandad", "gentleman lady", "nephew niece",
    "boyfriend girlfriend", "love mate",
)  # fmt: skip
_NEUTRAL = {word: f"<{words}>" for words in _ALIKE for word in words.split()}


def first_difference(one: Scenario, other: Scenario) -> tuple[str | int, ...] | None:
    """Return the path at which two variants first differ in more than names and pronouns; None where they don't."""
    return _difference(_plain(one), _plain(other), ())


def _plain(scenario: Scenario) -> Any:
    # A name counts as one only where it is written with a capital: May is a name, and may is not.
    names = {
        part: f"<{id_}>"
        for id_, person in scenario.people.items()
        for part in re.findall(r"[A-Z]\w+", person.name)
        if part.lower() not in _NEUTRAL
    }

    def swap(value: Any) -> Any:
        if isinstance(value, str):
            words = re.findall(r"\w+|[^\w\s]", value)
            return tuple(names.get(word) or _NEUTRAL.get(word.lower(), word.lower()) for word in words)
        if isinstance(value, dict):
            return {key: swap(each) for key, each in value.items()}
        return [swap(each) for each in value] if isinstance(value, list) else value

    content = scenario.model_dump(mode="json", exclude=_OWN, exclude_defaults=True)
    return swap({**content, "people": {id_: {"part": person.part} for id_, person in scenario.people.items()}})


def _difference(one: Any, other: Any, where: tuple[str | int, ...]) -> tuple[str | int, ...] | None:
    if one == other:
        return None
    if isinstance(one, dict) and isinstance(other, dict):
        if set(one) != set(other):
            return (*where, min(set(one) ^ set(other)))
        pairs = [((*where, key), one[key], other[key]) for key in one]
    elif isinstance(one, list) and isinstance(other, list):
        pairs = [((*where, number), *pair) for number, pair in enumerate(zip(one, other, strict=False))]
    else:
        return where
    found = (_difference(first, second, path) for path, first, second in pairs)
    return next((path for path in found if path is not None), where)
