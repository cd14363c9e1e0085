"""What the rules look at: one scenario with its proof, and the views of it that several rules share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from scoring.document import Problem
from scoring.rubric import Rubric, shipped_rubrics
from simulator.proof.exploration import Reached, explore
from simulator.proof.liveness import live_slots
from simulator.proof.prove import Limits, prove
from simulator.proof.report import Proof
from simulator.proof.tables import Tables
from simulator.scenario.model import Choice, Scenario
from simulator.scenario.problems import RULES
from simulator.scenario.story import Story
from simulator.scenario.tree import Tree

Where = tuple[str | int, ...]
"""A path into the file, such as ("scenes", "approach", "choices", 0)."""

LIMITS = Limits(states=300_000, count_states=False, samples=4_000)
"""How far a check goes; `encounter prove` goes further."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A choice with where it stands."""

    where: Where
    scene: str
    choice: Choice

    @property
    def total(self) -> int:
        """The sum of its ratings."""
        return sum(self.choice.ratings.values())


class Subject:
    """One scenario being checked."""

    def __init__(self, story: Story, tree: Tree) -> None:
        self.story = story
        self.tree = tree

    @property
    def scenario(self) -> Scenario:
        """The scenario as its author wrote it."""
        return self.story.scenario

    @cached_property
    def proof(self) -> Proof:
        """What can and cannot happen."""
        return prove(self.story, limits=LIMITS)

    @cached_property
    def reached(self) -> Reached:
        """Every situation that can be reached, for rules that walk them."""
        return explore(Tables(self.story, live_slots(self.story)), limit=LIMITS.states)

    @cached_property
    def choices(self) -> list[Placed]:
        """Every choice, in the order of the file."""
        return [
            Placed(("scenes", scene, "choices", index), scene, choice)
            for scene, place in self.scenario.scenes.items()
            for index, choice in enumerate(place.choices)
        ]

    @cached_property
    def by_scene(self) -> dict[str, list[Placed]]:
        """The choices of each scene."""
        found: dict[str, list[Placed]] = {scene: [] for scene in self.scenario.scenes}
        for placed in self.choices:
            found[placed.scene].append(placed)
        return found

    @cached_property
    def ranked(self) -> list[tuple[list[Placed], Placed, Placed]]:
        """Scenes with one best and one worst choice by their sum of ratings: (all, best, worst)."""
        found = []
        for choices in self.by_scene.values():
            totals = sorted(placed.total for placed in choices)
            if len(choices) >= 3 and totals[0] < totals[1] and totals[-2] < totals[-1]:
                best = max(choices, key=lambda placed: placed.total)
                worst = min(choices, key=lambda placed: placed.total)
                found.append((choices, best, worst))
        return found

    @property
    def rubrics(self) -> list[Rubric]:
        """The rubrics that the scenario names."""
        return [shipped_rubrics()[id_] for id_ in self.scenario.rubrics if id_ in shipped_rubrics()]

    def choice_at(self, id_: str) -> Placed:
        """Return a choice by its id."""
        return next(placed for placed in self.choices if placed.choice.id == id_)

    def finding(self, code: str, where: Where, message: str, mend: str, *, key: bool = False) -> Problem:
        """Return a finding at a place in the file."""
        return self.tree.problem(where, code, message, mend, key=key, severity=RULES[code].severity)

    def texts(self) -> Iterator[tuple[Where, str]]:
        """Yield what the narrator says and what choices and feedback say, with where; not people's own lines."""
        for kind, places in (("scenes", self.scenario.scenes), ("endings", self.scenario.endings)):
            for id_, place in places.items():
                for index, variant in enumerate(place.text):
                    yield (kind, id_, "text", index, "text"), variant.text
        for placed in self.choices:
            for field in ("do", "feedback"):
                text = getattr(placed.choice, field)
                if text:
                    yield (*placed.where, field), text


def path_of(dotted: str) -> Where:
    """Return a proof's dotted path (`scenes.approach.choices.0.when`) as a path into the file."""
    return tuple(int(part) if part.isdigit() else part for part in dotted.split("."))


def quoted(ids: tuple[str, ...] | list[str]) -> str:
    """Return ids as `--path` takes them."""
    return ",".join(ids)
