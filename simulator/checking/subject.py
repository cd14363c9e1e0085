"""What the rules look at: one scenario with its proof, and the views of it that several rules share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from scoring.document import Place, Problem, ProblemKind
from scoring.rubric import Rubric
from simulator.checking.loaded_words import Words, shipped_words
from simulator.checking.rule import Finding, Where
from simulator.proof.exploration import GoOn, Reached, always
from simulator.proof.injected import WithInjects, prove_injected
from simulator.proof.prove import Limits, explored, prove
from simulator.proof.report import Proof
from simulator.scenario.model import Choice, Scenario
from simulator.scenario.story import Story
from simulator.scenario.tree import Tree

LIMITS = Limits(
    states=300_000, count_states=False, random_scores=False, lawful_scores=False, samples=4_000, moves=200_000
)
"""How far a check goes; `encounter prove` goes further."""


@dataclass(frozen=True, slots=True)
class CheckLimits:
    """How far a check examines a file.

    Attributes:
        states: situations, the first limit, so that every machine says the same.
        starting: gives for a file that is begun the question whether there is time and memory left.
    """

    states: int = LIMITS.states
    starting: Callable[[], GoOn] | None = None

    def limits_from_now(self, usual: Limits = LIMITS) -> Limits:
        """Return the limits for a file that is begun now: the `usual` ones for its kind, with these in their place."""
        return replace(usual, states=self.states, go_on=always if self.starting is None else self.starting())


CHECK_LIMITS = CheckLimits()


@dataclass(frozen=True, slots=True)
class PlacedChoice:
    """A choice with where it stands."""

    where: Where
    scene: str
    choice: Choice

    @property
    def total(self) -> float:
        """The sum of its ratings; where they hang on conditions, of their means."""
        return sum(self.choice.mean_levels.values())

    @property
    def all_levels(self) -> set[int]:
        """Every level that it may give."""
        return {level for levels in self.choice.levels.values() for level in levels}

    def where_rated(self, criterion: str) -> Where:
        """Return where it first rates a criterion."""
        entries = self.choice.ratings
        if len(entries) == 1 and entries[0].when is None:
            return (*self.where, "ratings", criterion)
        index = next(number for number, entry in enumerate(entries) if criterion in entry.values)
        return (*self.where, "ratings", index, criterion)


class Subject:
    """One scenario being checked.

    Args:
        story: compiled.
        tree: the file that it was read from.
        words: loaded words; the list that ships, if omitted.
        limits: how far to look.
        exchanged: state that a campaign brings or keeps. The campaign's own check reports which of it never changes.
    """

    def __init__(
        self,
        story: Story,
        tree: Tree,
        *,
        words: Words | None = None,
        limits: Limits = LIMITS,
        exchanged: frozenset[str] = frozenset(),
    ) -> None:
        self.limits = limits
        self.exchanged = exchanged
        self.story = story
        self.tree = tree
        self.words = shipped_words() if words is None else words

    @property
    def scenario(self) -> Scenario:
        """The scenario as its author wrote it."""
        return self.story.scenario

    @cached_property
    def proof(self) -> Proof:
        """What can and cannot happen."""
        return prove(self.story, limits=self.limits, reached=self.reached)

    @cached_property
    def with_injects(self) -> WithInjects | None:
        """What can happen with a trainer's injects; None if there are none."""
        return prove_injected(self.story, self.proof, limits=self.limits)

    @cached_property
    def reached(self) -> Reached:
        """Every situation that can be reached, for rules that walk them."""
        return explored(self.story, limits=self.limits)

    @cached_property
    def offered(self) -> list[list[PlacedChoice]]:
        """What is offered at once: each combination of open choices that some play meets."""
        tables = self.reached.tables
        placed = {each.choice.id: each for each in self.choices}
        return [
            [placed[tables.choice_ids[number]] for number in signature.choices]
            for signature in tables.signatures
            if not tables.is_ending(signature.place)
        ]

    @cached_property
    def choices(self) -> list[PlacedChoice]:
        """Every choice, in the order of the file."""
        return [
            PlacedChoice(("scenes", scene, "choices", index), scene, choice)
            for scene, place in self.scenario.scenes.items()
            for index, choice in enumerate(place.choices)
        ]

    @cached_property
    def by_scene(self) -> dict[str, list[PlacedChoice]]:
        """The choices of each scene."""
        found: dict[str, list[PlacedChoice]] = {scene: [] for scene in self.scenario.scenes}
        for placed in self.choices:
            found[placed.scene].append(placed)
        return found

    @cached_property
    def bests(self) -> list[tuple[list[PlacedChoice], PlacedChoice]]:
        """Scenes of three or more choices with one best by its sum of ratings: (all, best)."""
        return list(_extremes(self.by_scene.values(), 1))

    @cached_property
    def worsts(self) -> list[tuple[list[PlacedChoice], PlacedChoice]]:
        """Scenes of three or more choices with one worst by its sum of ratings: (all, worst)."""
        return list(_extremes(self.by_scene.values(), -1))

    @property
    def rubrics(self) -> list[Rubric]:
        """The rubrics that the scenario names."""
        return list(self.story.rubrics.rubrics.values())

    @property
    def scored(self) -> list[str]:
        """The rubrics among them whose figure may enter a result."""
        return list(self.story.rubrics.scored)

    def choice_at(self, id_: str) -> PlacedChoice:
        """Return a choice by its id."""
        return next(placed for placed in self.choices if placed.choice.id == id_)

    def problem(self, kind: ProblemKind, finding: Finding) -> Problem:
        """Return a finding with its place in the file; the `id:` line where its field is missing altogether."""
        where, key = finding.where, finding.key
        if where[0] not in self.tree.value:
            where, key = ("id",), True
        if finding.words is None:
            found = self.tree.problem(where, kind.code, finding.message, finding.mend, key=key, severity=kind.severity)
        else:
            text, span = finding.words
            document, real = self.tree.stand(where)
            begin = document.place(real)
            exact = document.scalar_offset(real, span[0])
            place = _place_of(text, span, exact, begin, document.source)
            found = document.problem_at(place, kind.code, finding.message, finding.mend, severity=kind.severity)
        return replace(found, place=finding.place or ".".join(map(str, finding.where)))

    def texts(self) -> Iterator[tuple[Where, str]]:
        """Yield what the file says in its own voice, with where: not people's lines, not the trainee's words."""
        scenario = self.scenario
        for field in ("title", "summary"):
            yield (field,), getattr(scenario, field)
        for id_, person in scenario.people.items():
            for field in ("role", "about"):
                if getattr(person, field):
                    yield ("people", id_, field), getattr(person, field)
        for kind, places in (("scenes", scenario.scenes), ("endings", scenario.endings)):
            for id_, place in places.items():
                # A text without variants stands in the file as it is, not as a list of one.
                listed = isinstance(self.tree.value[kind][id_]["text"], list)
                for index, variant in enumerate(place.text):
                    yield (kind, id_, "text", *((index, "text") if listed else ())), variant.text
        for placed in self.choices:
            for field in ("do", "feedback", "locked"):
                text = getattr(placed.choice, field)
                if text:
                    yield (*placed.where, field), text
        for id_, ending in scenario.endings.items():
            if ending.reflect:
                yield ("endings", id_, "reflect"), ending.reflect
        for index, objective in enumerate(scenario.objectives):
            yield ("objectives", index), objective
        if scenario.trainer is not None:
            if scenario.trainer.notes:
                yield ("trainer", "notes"), scenario.trainer.notes
            for index, question in enumerate(scenario.trainer.discussion):
                yield ("trainer", "discussion", index), question


def _extremes(scenes: Iterable[list[PlacedChoice]], sign: int) -> Iterator[tuple[list[PlacedChoice], PlacedChoice]]:
    for choices in scenes:
        ordered = sorted(choices, key=lambda placed: sign * placed.total, reverse=True)
        if len(ordered) >= 3 and ordered[0].total != ordered[1].total:
            yield choices, ordered[0]


def _place_of(text: str, span: tuple[int, int], exact: Place, begin: Place, source: Callable[[int], str]) -> Place:
    """Return where words of a text stand: at once where it is on one line, otherwise by looking for them below."""
    if source(exact.line)[exact.column - 1 :].startswith(text[slice(*span)]):
        return exact._replace(width=span[1] - span[0])
    word = text[slice(*span)].split(maxsplit=1)[0]
    earlier = text[: span[0]].count(word)
    for line in range(begin.line, begin.line + text.count("\n") + len(text) // 20 + 2):
        start = begin.column - 1 if line == begin.line else 0
        while (start := source(line).find(word, start)) >= 0:
            if not earlier:
                return Place(begin.file, line, start + 1, len(word))
            earlier, start = earlier - 1, start + len(word)
    return begin


def path_of(dotted: str) -> Where:
    """Return a proof's dotted path (`scenes.approach.choices.0.when`) as a path into the file."""
    return tuple(int(part) if part.isdigit() else part for part in dotted.split("."))


def quoted(ids: tuple[str, ...] | list[str]) -> str:
    """Return ids as `--path` takes them."""
    return ",".join(ids)


def way_there(ids: tuple[str, ...] | list[str]) -> str:
    """Return in a sentence how a place is reached with the fewest choices."""
    return f"Shortest way there: {quoted(ids)}." if ids else "The story begins there."
