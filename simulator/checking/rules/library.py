"""Rules over a library: whether who somebody is predicts anything, variant pairs, and coverage."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scoring.document import Problem, Severity
from simulator.scenario.model import Scenario
from simulator.scenario.problems import RULES
from simulator.scenario.vocabulary import BENEFITS, FORCES, PRACTICES

ENOUGH = 10
"""People of a background below which nothing is said of it."""

TIED = 0.5
"""Cramér's V from which a background and a part or outcome count as tied."""

_PRONOUNS = {
    word: f"<{number}>"
    for number, words in enumerate(
        (
            "he she they", "him her them", "his her hers their theirs", "himself herself themselves", "mr mrs ms miss mx",
            "sir madam", "man woman person", "men women people", "boy girl child", "boys girls children", "son daughter",
            "brother sister sibling", "mother father parent", "mum dad", "husband wife partner", "lad lass",
            "uncle aunt auntie", "grandfather grandmother", "gentleman lady", "nephew niece",
        )
    )
    for word in words.split()
}  # fmt: skip
# "her" is both an object and a possessive, so the three kinds of pronoun are one in a comparison.
_PRONOUNS.update(dict.fromkeys("he she they him her them his hers their theirs himself herself themselves".split(), "<0>"))


@dataclass(frozen=True, slots=True)
class Member:
    """One scenario of a library being checked.

    Attributes:
        file: its path, as given.
        likely: the outcome that a random player most often reaches.
    """

    file: str
    scenario: Scenario
    likely: str


def check_library(members: Sequence[Member]) -> Iterator[Problem]:
    """Yield the findings that only show when the scenarios of a library are looked at together."""
    if len(members) < 2:
        return
    yield from _identity(members)
    yield from _variants(members)
    yield from _coverage(members)


def cramers_v(table: Mapping[tuple[bool, str], int]) -> float:
    """Return Cramér's V of a table of (has the background, part) to a count: 0 unrelated, 1 tied.

    V = sqrt(chi-square / (n x (min(rows, columns) - 1))) (Cramér, 1946); with two rows the last
    factor is 1.
    """
    rows, columns = Counter[bool](), Counter[str]()
    for (row, column), count in table.items():
        rows[row] += count
        columns[column] += count
    total = rows.total()
    if len(rows) < 2 or len(columns) < 2:
        return 0.0
    chi_square = sum(
        (table.get((row, column), 0) - rows[row] * columns[column] / total) ** 2 / (rows[row] * columns[column] / total)
        for row in rows
        for column in columns
    )
    return math.sqrt(chi_square / total)


def _identity(members: Sequence[Member]) -> Iterator[Problem]:
    seen = [
        (member, person)
        for member in members
        for person in member.scenario.people.values()
        if person.role != "you" and person.part is not None
    ]
    counted = Counter(background for _, person in seen for background in set(person.background))
    few = sorted(background for background, count in counted.items() if count < ENOUGH)
    for background, count in sorted(counted.items()):
        if count < ENOUGH:
            continue
        for kind, of in (("part", lambda member, person: person.part), ("outcome", lambda member, person: member.likely)):
            table: Counter[tuple[bool, str]] = Counter()
            for member, person in seen:
                table[background in person.background, of(member, person)] += 1
            values = [value for (has, value), number in table.items() if has and number]
            strength = cramers_v(table)
            if len(values) == 1 or strength >= TIED:
                first = next(member for member, person in seen if background in person.background)
                yield _finding(
                    "W40", first.file,
                    f"'{background}' is tied to {kind} '{Counter({v: table[True, v] for v in values}).most_common(1)[0][0]}' "
                    f"(Cramér's V {strength:.2f}, n = {count}).",
                    "Let people of this background appear in other parts and stories.",
                )  # fmt: skip
    if few:
        yield _finding(
            "W41", members[0].file,
            f"Insufficient, fewer than {ENOUGH} people each: {', '.join(f'{name} {counted[name]}' for name in few)}.",
            "Nothing is claimed of these; more encounters will tell.",
        )  # fmt: skip


def _variants(members: Sequence[Member]) -> Iterator[Problem]:
    by_id = {member.scenario.id: member for member in members}
    for member in members:
        original = by_id.get(member.scenario.variant_of or "")
        if original is None:
            if member.scenario.variant_of:
                yield _finding(
                    "W42", member.file, f"'{member.scenario.variant_of}', of which this is a variant, is not here.",
                    "Check both files together.",
                )  # fmt: skip
            continue
        difference = first_difference(original.scenario, member.scenario)
        if difference is not None:
            yield _finding(
                "W42", member.file,
                f"This is a variant of '{original.scenario.id}', and differs in more than names and pronouns: {difference}.",
                "Make the two alike there, so that the same conduct scores the same.",
            )  # fmt: skip


def first_difference(one: Scenario, other: Scenario) -> str | None:
    """Return where two variants first differ in more than names and pronouns; None where they don't."""
    own = {"id", "version", "title", "summary", "variant_of", "reviewed", "trainer", "people", "objectives", "sources"}
    return _difference(_plain(one, own), _plain(other, own), "")


def _plain(scenario: Scenario, without: set[str]) -> Any:
    names = {
        part.lower(): f"<{id_}>"
        for id_, person in scenario.people.items()
        for part in re.findall(r"\w+", person.name)
        if part[0].isupper()
    }
    neutral = {**_PRONOUNS, **names}

    def swap(value: Any) -> Any:
        if isinstance(value, str):
            return [neutral.get(word, word) for word in re.findall(r"[\w]+|[^\w\s]", value.lower())]
        if isinstance(value, dict):
            return {key: swap(each) for key, each in value.items()}
        return [swap(each) for each in value] if isinstance(value, list) else value

    people = {id_: {"part": person.part} for id_, person in scenario.people.items()}
    return swap({**scenario.model_dump(mode="json", exclude=without, exclude_defaults=True), "people": people})


def _difference(one: Any, other: Any, where: str) -> str | None:
    if isinstance(one, dict) and isinstance(other, dict):
        for key in [*one, *(key for key in other if key not in one)]:
            if key not in one or key not in other:
                return f"{where}.{key}".lstrip(".")
            found = _difference(one[key], other[key], f"{where}.{key}")
            if found is not None:
                return found
        return None
    if isinstance(one, list) and isinstance(other, list) and any(isinstance(each, dict) for each in (*one, *other)):
        for number, pair in enumerate(zip(one, other, strict=False)):
            found = _difference(*pair, f"{where}.{number}")
            if found is not None:
                return found
        return None if len(one) == len(other) else where.lstrip(".")
    return None if one == other else where.lstrip(".")


def _coverage(members: Sequence[Member]) -> Iterator[Problem]:
    if len(members) < len(FORCES):
        return
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for member in members:
        counted["practice"].update(member.scenario.practices)
        counted["benefit"].update(member.scenario.benefits)
        counted["setting"][member.scenario.setting.force] += 1
    thin = [
        f"{kind} {word}"
        for kind, words, least in (("setting", FORCES, 1), ("practice", PRACTICES, 2), ("benefit", BENEFITS, 2))
        for word in words
        if counted[kind][word] < least
    ]
    if thin:
        yield _finding(
            "W70", members[0].file, f"The library hardly covers: {', '.join(thin)}.",
            "See the whole table with: encounter list --coverage",
        )  # fmt: skip


def _finding(code: str, file: str, message: str, mend: str) -> Problem:
    severity: Severity = RULES[code].severity
    return Problem(file, 1, 1, code, severity, message, mend)
