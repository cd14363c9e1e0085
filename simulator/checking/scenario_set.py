"""What the rules over a library look at: each scenario in short, and what they give away together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from os.path import commonpath
from pathlib import Path

from scoring.document import Problem, ProblemKind, read_document
from scoring.rubric import RubricSet
from simulator.checking.rule import Finding
from simulator.checking.testwise.examination import Examination, examine
from simulator.scenario.model import Person, Waiver
from simulator.scenario.story import Story

Scores = Mapping[str, tuple[float | None, float | None]]
"""Rubric to the least and the greatest anchored score of any play."""


@dataclass(frozen=True, slots=True)
class CheckedScenario:
    """What the rules look at of one scenario of a library: small, so that a process can hand it to another.

    Attributes:
        file: its path, as given.
        people: everybody in it.
        tagged: words of the vocabularies, by kind: setting, practice, benefit and criterion.
        waive: the findings that the scenario waives.
        likely: the outcome that a random player most often reaches.
        scores: what it can score.
        snapshot: the whole scenario, read again only where it is one of a pair of variants.
    """

    file: str
    id: str
    variant_of: str | None
    overlay_of: str | None
    people: Mapping[str, Person]
    tagged: Mapping[str, frozenset[str]]
    waive: tuple[Waiver, ...]
    likely: str
    scores: Scores
    snapshot: str

    @classmethod
    def of(cls, file: str, story: Story, likely: str, scores: Scores) -> CheckedScenario:
        """Return a scenario as the rules look at it."""
        scenario = story.scenario
        return cls(
            file,
            scenario.id,
            scenario.variant_of,
            scenario.overlay_of,
            scenario.people,
            {
                "setting": frozenset({scenario.setting.force}),
                "practice": frozenset(scenario.practices),
                "benefit": frozenset(scenario.benefits),
                "criterion": frozenset(word for each in story.choices.values() for word in each.choice.levels),
            },
            tuple(scenario.waive),
            likely,
            scores,
            story.snapshot,
        )


class ScenarioSet:
    """The scenarios that are checked together.

    Args:
        members: each of them.
        rubrics: what they are scored by.
    """

    def __init__(self, members: Sequence[CheckedScenario], rubrics: RubricSet) -> None:
        self.members = tuple(members)
        self.rubrics = rubrics

    def people(self) -> list[tuple[CheckedScenario, str, Person]]:
        """Return everybody with a known part except the trainee's own, with their encounter and their id there.

        A variant has the people of its original, and an overlay those of its base, so these are left out.
        """
        ids = {member.id for member in self.members}
        return [
            (member, id_, person)
            for member in self.members
            if member.variant_of not in ids and member.overlay_of not in ids
            for id_, person in member.people.items()
            if person.part is not None and person.role != "you"
        ]

    @cached_property
    def examination(self) -> Examination:
        """What their words give away."""
        first = {member.id: member for member in reversed(self.members)}  # of two with one id the first
        return examine(
            [Story.from_snapshot(member.snapshot, self.rubrics) for member in reversed(first.values())], self.rubrics
        )

    def file_of(self, id_: str) -> str:
        """Return the file of a scenario."""
        return next(member.file for member in self.members if member.id == id_)

    def problem(self, kind: ProblemKind, finding: Finding) -> Problem:
        """Return a finding with its place: in its file, or at the folder that holds all files."""
        if not finding.file:
            folder = commonpath([str(Path(member.file).parent) for member in self.members]) or "."
            return Problem(folder, 1, 1, kind.code, kind.severity, finding.message, finding.mend, place=finding.place)
        # Read once more, for the line: findings are few, and keeping every file's positions is not cheap.
        document = read_document(Path(finding.file))
        top = document.value.get(finding.where[0]) if isinstance(document.value, dict) else None
        where = finding.where if top is not None else ("id",)
        found = document.problem(where, kind.code, finding.message, finding.mend, key=True, severity=kind.severity)
        return replace(found, place=finding.place or ".".join(map(str, finding.where)))
