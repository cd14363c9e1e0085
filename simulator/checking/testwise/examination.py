"""Puts the test-wise reader and the simple guessers to a library, and measures the shapes that can be learned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from statistics import mean

from scoring.rubric import RubricSet
from simulator.checking.testwise.favourites import Board, GuesserResult
from simulator.checking.testwise.regression import OptionRead, ReaderResult, read
from simulator.checking.testwise.wording import masked, names_of, pairs_of, words_of
from simulator.proof.guessers import GUESSERS, Guesser, politeness
from simulator.scenario.model import Scenario, Scene
from simulator.scenario.story import Story

WORDS = 12
"""Words that are named in each direction."""

_EQUAL = 1e-9

FEW = 5
"""The number of choices that must contain a word before it is named: fewer cannot be balanced."""


LOPSIDED = 0.1
"""How far from half and half a word must lie before it is named."""


@dataclass(frozen=True, slots=True)
class WordUse:
    """A word, sign or pair of words that carries something.

    Attributes:
        word: as the reader sees it; <name> and <number> are masked, ^ and $ are the beginning and the end.
        worth: levels by which the reader takes a choice for better where it stands.
        times: choices in which it stands.
        above: the share of them that lie above their scene's mean.
    """

    word: str
    worth: float
    times: int
    above: float


@dataclass(frozen=True, slots=True)
class Pick:
    """The reader's favourite in one scene.

    Attributes:
        best: whether its mean rating is the highest there.
        words: the words and pairs in it that speak for it most.
    """

    scene: str
    choice: str
    best: bool
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EncounterResult:
    """What the reader gets in one encounter.

    Attributes:
        attempt: its play, always on its favourite.
        chance: how many hits somebody gets who picks at random.
        picks: its favourite in each scene.
        words_a_choice: mean words of a choice.
    """

    attempt: GuesserResult
    chance: float
    picks: tuple[Pick, ...]
    words_a_choice: float

    @property
    def hits(self) -> int:
        """Scenes in which its favourite is a best choice."""
        return sum(pick.best for pick in self.picks)


@dataclass(frozen=True, slots=True)
class Shape:
    """What can be learned of a library without its words.

    Attributes:
        four_choices: scenes with four rated choices.
        two_and_two: how many of them have a second-highest mean above 0 and a third below 0.
        ratings: ratings other than 0.
        extreme: those of them that are -2 or 2.
        courteous: choices with words of courtesy, that lie above or below their scene's mean.
        courteous_above: those of them that lie above.
    """

    four_choices: int
    two_and_two: int
    ratings: int
    extreme: int
    courteous: int
    courteous_above: int


@dataclass(frozen=True, slots=True)
class Examination:
    """What a library gives away.

    Attributes:
        encounters: id to what the reader gets there.
        words: words that speak for a choice, and words that speak against one, the strongest first.
        guessers: simple guesser to the encounters that it passes.
        pairs: pair of guessers to the encounters that it passes, the best first.
        forms: pairs of ids of which one is a second form of the other.
    """

    encounters: Mapping[str, EncounterResult]
    words: tuple[tuple[WordUse, ...], tuple[WordUse, ...]]
    guessers: Mapping[str, tuple[str, ...]]
    pairs: Mapping[tuple[str, str], tuple[str, ...]]
    forms: tuple[tuple[str, str], ...]
    shape: Shape

    @property
    def scenes(self) -> int:
        """Scenes that the reader was put to."""
        return sum(len(each.picks) for each in self.encounters.values())

    @property
    def top1(self) -> float:
        """Share of scenes in which the reader picks a best choice."""
        return sum(each.hits for each in self.encounters.values()) / max(1, self.scenes)

    @property
    def chance(self) -> float:
        """The same of somebody who picks at random."""
        return sum(each.chance for each in self.encounters.values()) / max(1, self.scenes)

    @property
    def passes(self) -> tuple[str, ...]:
        """The encounters that the reader passes."""
        return tuple(id_ for id_, each in self.encounters.items() if each.attempt.passes)

    def reader_of(self, id_: str) -> dict[str, object]:
        """Return the documented object `reader` of `encounter prove --library --json`."""
        each = self.encounters[id_]
        scenes = max(1, len(each.picks))
        return {
            "anchored": dict(each.attempt.scores),
            "top1": round(each.hits / scenes, 4),
            "chance": round(each.chance / scenes, 4),
            "passes": each.attempt.passes,
            "picks": {
                pick.scene: {"choice": pick.choice, "best": pick.best, "words": list(pick.words)} for pick in each.picks
            },
        }

    def as_json(self) -> dict[str, object]:
        """Return the documented object `library` of `encounter check --json`."""
        speak_for, against = self.words
        shape = self.shape
        return {
            "reader": {
                "top1": round(self.top1, 4),
                "chance": round(self.chance, 4),
                "passes": list(self.passes),
                "encounters": {id_: dict(each.attempt.scores) for id_, each in self.encounters.items()},
                "words": {"for": [each.word for each in speak_for], "against": [each.word for each in against]},
            },
            "guessers": {name: list(passed) for name, passed in self.guessers.items()},
            "pairs": {f"{one}, {other}": list(passed) for (one, other), passed in self.pairs.items()},
            "shape": {
                "two_and_two": _share(shape.two_and_two, shape.four_choices),
                "extreme_ratings": _share(shape.extreme, shape.ratings),
                "courtesy_above": _share(shape.courteous_above, shape.courteous),
                "words_a_choice": {id_: round(each.words_a_choice, 1) for id_, each in self.encounters.items()},
            },
        }


def examine(stories: Sequence[Story], rubrics: RubricSet) -> Examination:
    """Put the reader and the guessers to all encounters of a library.

    Args:
        stories: with ids of their own.
        rubrics: what to score by.
    """
    groups = _groups([story.scenario for story in stories])
    options: list[OptionRead] = []
    placed: list[tuple[str, str, str]] = []
    for story in stories:
        for scene, choice, option in _options(story.scenario, groups[story.scenario.id]):
            options.append(option)
            placed.append((story.scenario.id, scene, choice))
    reading = read(options)
    found: dict[str, dict[str, dict[str, _Read]]] = {story.scenario.id: {} for story in stories}
    for (id_, scene, choice), option, wanted, leads in zip(placed, options, reading.wanted, reading.leads, strict=True):
        found[id_].setdefault(scene, {})[choice] = _Read(option.mean, wanted, leads)
    boards = {story.scenario.id: Board(story, rubrics) for story in stories}
    alone, pairs = _put_to(boards)
    return Examination(
        {story.scenario.id: _result(story, boards[story.scenario.id], found[story.scenario.id]) for story in stories},
        _words(options, reading),
        alone,
        pairs,
        tuple((story.scenario.form_of, story.scenario.id) for story in stories if story.scenario.form_of in boards),
        _shape(stories),
    )


@dataclass(frozen=True, slots=True)
class _Read:
    mean: float
    wanted: float
    leads: tuple[str, ...]


def _options(scenario: Scenario, group: str) -> Iterator[tuple[str, str, OptionRead]]:
    """Yield scene, choice and option for all choices that can be told apart by their ratings' means."""
    names = names_of(scenario)
    for id_, scene in scenario.scenes.items():
        for choice, rated in mean_ratings(scene).items():
            made = next(each for each in scene.choices if each.id == choice)
            text = masked(made.words, names)
            yield id_, choice, OptionRead(group, f"{scenario.id} {id_}", text, made.spoken, rated)


def mean_ratings(scene: Scene) -> dict[str, float]:
    """Return each choice's mean rating over the criteria that are rated in the scene; {} where none or only one is."""
    criteria = {criterion for choice in scene.choices for criterion in choice.levels}
    if not criteria or len(scene.choices) < 2:
        return {}
    return {choice.id: sum(choice.mean_levels.values()) / len(criteria) for choice in scene.choices}


def _groups(scenarios: Sequence[Scenario]) -> dict[str, str]:
    """Return for each scenario what is left out with it: one id for all variants, forms and overlays of each other."""
    group = {each.id: each.id for each in scenarios}
    for each in scenarios:
        for other in (each.variant_of, each.form_of, each.overlay_of):
            if other in group:
                one, two = sorted((group[each.id], group[other]))
                group = {id_: one if found == two else found for id_, found in group.items()}
    return group


def _result(story: Story, board: Board, choices: Mapping[str, Mapping[str, _Read]]) -> EncounterResult:
    """Return what the reader scores in an encounter; `choices` are those of each scene."""
    wanted = {id_: read_.wanted for scene in choices.values() for id_, read_ in scene.items()}
    attempt = board.play(
        Guesser("its favourite", lambda offered: [(wanted.get(choice.id, 0.0),) for choice in offered])
    )
    picks: list[Pick] = []
    chance = 0.0
    for scene, here in choices.items():
        most = max(each.mean for each in here.values())
        best = [id_ for id_, each in here.items() if each.mean > most - _EQUAL]
        favourite = max(here, key=lambda id_: here[id_].wanted)
        picks.append(Pick(scene, favourite, favourite in best, here[favourite].leads))
        chance += len(best) / len(here)
    words = mean(len(each.choice.words.split()) for each in story.choices.values())
    return EncounterResult(attempt, chance, tuple(picks), words)


def _put_to(
    boards: Mapping[str, Board],
) -> tuple[dict[str, tuple[str, ...]], dict[tuple[str, str], tuple[str, ...]]]:
    """Return which encounters each guesser passes, and each pair that passes any, the best pair first."""
    alone: dict[str, list[str]] = {name: [] for name in GUESSERS}
    pairs: dict[tuple[str, str], list[str]] = {}
    for id_, board in boards.items():
        for name, guesser in GUESSERS.items():
            if board.play(guesser).passes:
                alone[name].append(id_)
        for (one, first), (other, second) in permutations(GUESSERS.items(), 2):
            if board.play(first, second).passes:
                pairs.setdefault((one, other), []).append(id_)
    ordered = sorted(pairs.items(), key=lambda each: (-len(each[1]), each[0]))
    return {name: tuple(ids) for name, ids in alone.items()}, {pair: tuple(ids) for pair, ids in ordered}


def _words(options: Sequence[OptionRead], reading: ReaderResult) -> tuple[tuple[WordUse, ...], tuple[WordUse, ...]]:
    sums: dict[str, list[float]] = {}
    for option in options:
        sums.setdefault(option.scene, []).append(option.mean)
    times, above = Counter[str](), Counter[str]()
    for option in options:
        middle = mean(sums[option.scene])
        for word in {*words_of(option.text), *pairs_of(option.text)}:
            if abs(option.mean - middle) > _EQUAL:
                times[word] += 1
                above[word] += option.mean > middle
    used = [
        WordUse(word, worth, times[word], above[word] / times[word])
        for word, worth in reading.words
        if times[word] >= FEW and abs(above[word] / times[word] - 0.5) >= LOPSIDED
    ]
    return (
        tuple(each for each in used if each.worth > 0)[:WORDS],
        tuple(each for each in used if each.worth < 0)[:WORDS],
    )


def _shape(stories: Sequence[Story]) -> Shape:
    four = two_and_two = courteous = above = 0
    entries = (entry for story in stories for each in story.choices.values() for entry in each.ratings)
    levels = [level for entry in entries for level in entry.levels.values()]
    for scene in (scene for story in stories for scene in story.scenario.scenes.values()):
        rated = mean_ratings(scene)
        ordered = sorted(rated.values(), reverse=True)
        if len(ordered) == 4:
            four += 1
            two_and_two += ordered[1] > 0 > ordered[2]
        for choice in scene.choices if rated else ():
            difference = rated[choice.id] - mean(ordered)
            if politeness(choice.words) and abs(difference) > _EQUAL:
                courteous += 1
                above += difference > 0
    return Shape(
        four,
        two_and_two,
        sum(level != 0 for level in levels),
        sum(abs(level) == 2 for level in levels),
        courteous,
        above,
    )


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
