"""Rules over a library: whether who somebody is predicts anything, variant pairs, and coverage."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from scoring.document.problem import INFO, WARNING
from simulator.checking.rule import Finding, rule
from simulator.checking.rules.variants import first_difference
from simulator.checking.scenario_set import Member, ScenarioSet
from simulator.scenario.model import Person, Scenario
from simulator.scenario.vocabulary import BENEFITS, FORCES, PRACTICES

ENOUGH = 10
"""People of a background below which nothing is said of it."""

TIED = 0.5
"""Cramér's V from which a background and a part or outcome count as tied."""


def cramers_v(table: Mapping[tuple[bool, str], int]) -> float:
    """Return Cramér's V of a table of (has the background, part) to a count: 0 unrelated, 1 tied.

    V = sqrt(chi-square / (n x (min(rows, columns) - 1))) (Cramér, 1946); with two rows the last
    factor is 1. Not corrected for bias.
    """
    rows, columns = Counter[bool](), Counter[str]()
    for (row, column), count in table.items():
        if count:
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


@rule("W40", WARNING, "Background tied to a part or an ending")
def identity(scenarios: ScenarioSet) -> Iterator[Finding]:
    """Who somebody is predicts what they are to the case, or how it ends."""
    seen = _people(scenarios)
    for background, count in _counted(scenarios).items():
        if count >= ENOUGH:
            yield from _tied(
                background, "part", [(member, id_, person, str(person.part)) for member, id_, person in seen]
            )
            yield from _tied(background, "outcome", [(*each, each[0].likely) for each in seen])


@rule("W41", INFO, "Too few people to tell whether background predicts anything")
def too_few(scenarios: ScenarioSet) -> Iterator[Finding]:
    """Backgrounds of which too few people are met for anything to be said."""
    few = {name: count for name, count in _counted(scenarios).items() if count < ENOUGH}
    if few:
        yield Finding(
            (), f"Too few people, below {ENOUGH} each, to tell: "
            f"{', '.join(f'{name} {count}' for name, count in few.items())}.",
            "Nothing is claimed of these; more encounters will tell.",
        )  # fmt: skip


@rule("W42", WARNING, "Variant that differs in more than names")
def variants(scenarios: ScenarioSet) -> Iterator[Finding]:
    """Two variants of one encounter that differ in more than names and pronouns."""
    by_id = {member.id: member for member in scenarios.members}
    for member in scenarios.members:
        named = member.variant_of
        if named is None:
            continue
        original = by_id.get(named)
        if original is None:
            yield Finding(
                ("variant_of",), f"'{named}', of which this is a variant, is not among these files.",
                "Check both files together, or mend the id.", file=member.file,
            )  # fmt: skip
            continue
        pair = (Scenario.model_validate_json(each.snapshot) for each in (original, member))
        difference = first_difference(*pair)
        if difference is not None:
            yield Finding(
                difference,
                f"This is a variant of '{named}', and differs from it in more than names and pronouns: "
                f"{'.'.join(str(step) for step in difference)}.",
                "Make the two alike there, so that the same conduct is met in the same way.", file=member.file,
            )  # fmt: skip
        for rubric, (least, greatest) in member.scores.items():
            if original.scores.get(rubric) != (least, greatest):
                yield Finding(
                    ("rubrics",),
                    f"This is a variant of '{named}', and scores differently on '{rubric}': {_span((least, greatest))} "
                    f"against {_span(original.scores.get(rubric))}.",
                    "Make ratings and routes alike, so that the same conduct scores the same.", file=member.file,
                )  # fmt: skip


@rule("W70", INFO, "Library covers a setting, practice or benefit less than twice")
def coverage(scenarios: ScenarioSet) -> Iterator[Finding]:
    """Words of the vocabularies that hardly any encounter is about."""
    if len(scenarios.members) < len(FORCES):
        return
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for member in scenarios.members:
        for kind, words in member.tagged.items():
            counted[kind].update(words)
    wanted = (
        ("setting", FORCES, 1),
        ("practice", PRACTICES, 2),
        ("benefit", BENEFITS, 2),
        ("criterion", scenarios.rubrics.criteria, 2),
    )
    thin = [
        f"{kind} {word} ({counted[kind][word]} of {least})"
        for kind, words, least in wanted
        for word in words
        if counted[kind][word] < least
    ]
    if thin:
        yield Finding(
            (), f"The library hardly covers: {', '.join(thin)}.",
            "See the whole table with: encounter list --coverage",
        )  # fmt: skip


def _people(scenarios: ScenarioSet) -> list[tuple[Member, str, Person]]:
    """Return everybody whose part is told, with their encounter and their id there."""
    return [
        (member, id_, person)
        for member in scenarios.members
        for id_, person in member.people.items()
        if person.part is not None
    ]


def _counted(scenarios: ScenarioSet) -> dict[str, int]:
    """Return how many people have each background."""
    counted = Counter(background for _, _, person in _people(scenarios) for background in set(person.background))
    return dict(sorted(counted.items()))


def _tied(background: str, kind: str, people: Sequence[tuple[Member, str, Person, str]]) -> Iterator[Finding]:
    """Yield a finding where a background is met with one value only, or V is high; at a person it is true of."""
    table = Counter((background in person.background, value) for _, _, person, value in people)
    has = {value: number for (with_it, value), number in table.items() if with_it}
    strength = cramers_v(table)
    if len(has) > 1 and strength < TIED:
        return
    # The value in which those with the background differ most from the others.
    others = sum(number for (with_it, _), number in table.items() if not with_it)
    value = max(has, key=lambda each: has[each] / sum(has.values()) - table[False, each] / max(1, others))
    member, id_ = next(each[:2] for each in people if background in each[2].background and each[3] == value)
    what = f"have the part '{value}'" if kind == "part" else f"are in encounters that mostly end in '{value}'"
    yield Finding(
        ("people", id_, "background"),
        f"'{background}' is tied to one {kind}: {has[value]} of {sum(has.values())} people with it {what}, and "
        f"{table[False, value]} of {others} others (Cramér's V {strength:.2f}).",
        "Let people of this background appear in other parts and stories, and others in these.", file=member.file,
    )  # fmt: skip


def _span(ends: tuple[float | None, float | None] | None) -> str:
    if ends is None or None in ends:
        return "not assessed"
    return f"{ends[0]:.0f} to {ends[1]:.0f}"
