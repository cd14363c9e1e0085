"""Rules over a library: what its encounters cover, and names that stand for two people."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from scoring.document.problem import INFO, WARNING
from simulator.checking.rule import Finding, rule
from simulator.checking.scenario_set import CheckedScenario, ScenarioSet
from simulator.checking.testwise.wording import TITLES
from simulator.scenario.library import CAMPAIGN
from simulator.scenario.model import Person
from simulator.scenario.vocabulary import BENEFITS, FORCES, PRACTICES


@rule("W70", INFO, "Library covers a setting, practice or benefit less than twice")
def coverage(scenarios: ScenarioSet) -> Iterator[Finding]:
    """Words of the vocabularies that hardly any encounter is about."""
    if len(scenarios.members) < len(FORCES):
        return
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for member in scenarios.members:
        if member.overlay_of is not None:
            continue
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


@rule("W76", WARNING, "One name for two people")
def names(scenarios: ScenarioSet) -> Iterator[Finding]:
    """A name, or a family name, of people in two encounters; a variant's people are those of its original."""
    first: dict[str, tuple[CheckedScenario, Person]] = {}
    ids = {member.id for member in scenarios.members}
    for member in scenarios.members:
        if member.variant_of in ids or member.overlay_of in ids:
            continue
        for id_, person in member.people.items():
            for name in _names(person.name):
                there, other = first.setdefault(name, (member, person))
                if (
                    there is not member
                    and not _one_campaign(there, member)
                    and (other.name, other.role) != (person.name, person.role)
                ):
                    yield Finding(
                        ("people", id_, "name"),
                        f"'{name}' is '{person.name}' here, and '{other.name}' in {there.id}: {person.role} and "
                        f"{other.role}.",
                        "Use a name for one person only; the same person has the same name and role everywhere.",
                        file=member.file,
                        place=name,
                    )
                    break


def _one_campaign(one: CheckedScenario, other: CheckedScenario) -> bool:
    """Return whether two encounters are episodes of one campaign, in which people come again."""
    folder = Path(one.file).parent
    return folder == Path(other.file).parent and (folder / CAMPAIGN).exists()


def _names(shown: str) -> list[str]:
    """Return what somebody is known by, without titles: the whole name, and the family name of one with two parts."""
    parts = [part for part in shown.split() if part.strip(".") not in TITLES]
    return [" ".join(parts), parts[-1]] if len(parts) > 1 else parts
