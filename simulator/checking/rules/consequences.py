"""Whether choices matter: to the story, to the ending, and later on."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoring.document.problem import WARNING
from simulator.checking.rule import Finding, Where, rule
from simulator.checking.subject import PlacedChoice, Subject, quoted
from simulator.proof.compiled import Tables
from simulator.proof.exploration import Reached
from simulator.scenario.compiled import CompiledChoice
from simulator.scenario.model import Choice

Flags = NDArray[np.bool_]
Ints = NDArray[np.integer[Any]]

HOPELESS = 3
"""How many decisions without hope of a partial or resolved ending it takes for W23."""

PLAYS = 1_500
"""Random plays from which W25 compares endings with scores."""

STEPS = 200
"""Decisions after which such a play is given up: it goes round in a loop."""


@rule("W20", WARNING, "False choice")
def false_choices(subject: Subject) -> Iterator[Finding]:
    """Two choices that lead to the same place with the same effects, and score the same."""
    for one, other, alike in _same_stories(subject):
        if alike:
            yield Finding(
                (*other.where, "id"),
                f"'{other.choice.id}' does and scores exactly the same as '{one.choice.id}', so it is not a real "
                "choice.",
                "Let it change something, or drop one of them.",
            )


@rule("W21", WARNING, "Choice without consequence")
def no_consequence(subject: Subject) -> Iterator[Finding]:
    """Two choices that lead to the same place with the same effects, and score differently."""
    for one, other, alike in _same_stories(subject):
        if not alike:
            yield Finding(
                (*other.where, "id"),
                f"The story does not notice whether '{one.choice.id}' or '{other.choice.id}' was chosen.",
                "Set a flag, move a mood, or lead elsewhere, so that somebody reacts.",
            )


@rule("W22", WARNING, "Magic path")
def magic_path(subject: Subject) -> Iterator[Finding]:
    """One path only leads to a good ending, or it comes to a random player almost never, or mostly."""
    good = [id_ for id_, ending in subject.scenario.endings.items() if ending.outcome == "resolved"]
    if not good:
        return
    where: Where = ("endings", good[0])
    only = _only_path_to(subject.reached, set(good)) if subject.reached.complete else None
    least = sum(subject.proof.endings[id_].probability.low for id_ in good)
    most = sum(subject.proof.endings[id_].probability.high for id_ in good)
    if only is not None:
        yield Finding(
            where, f"One path only leads to a resolved ending: {quoted(only)}.",
            "Open a second way there: there is more than one good way to talk to somebody.", key=True,
        )  # fmt: skip
    elif 0 < most < 0.02 or least > 0.60:
        often = "hardly ever" if most < 0.02 else "mostly"
        yield Finding(
            where,
            f"Somebody who chooses at random reaches a resolved ending {often}: {100 * least:.1f} % of the time.",
            "Open a second way there." if most < 0.02 else "Ask more of those who reach it.", key=True,
        )  # fmt: skip


@rule("W23", WARNING, "No recovery")
def no_recovery(subject: Subject) -> Iterator[Finding]:
    """After a harmful choice three decisions or more follow, and no partial or resolved ending can be reached.

    A critical event may seal what happens: it is no mere mistake.
    """
    if not subject.reached.complete:
        return
    beyond = _beyond_hope(subject.reached, subject)
    for placed in subject.choices:
        harmful = -2 in placed.all_levels
        if harmful and not placed.choice.critical and placed.choice.id in beyond:
            yield Finding(
                (*placed.where, "id"),
                f"After '{placed.choice.id}' the story goes on for {HOPELESS} decisions or more, "
                "and no partial or resolved ending can be reached any more.",
                "Open a way back, or end it sooner: recovering from one's own mistake is the skill to practise.",
            )  # fmt: skip


@rule("W24", WARNING, "Gauntlet")
def gauntlet(subject: Subject) -> Iterator[Finding]:
    """Every branch rejoins at once (or ends the story), and nothing is remembered."""
    scenes = subject.scenario.scenes
    branching = any(
        len({route.to for placed in choices for route in placed.choice.goto if route.to in scenes}) > 1
        for choices in subject.by_scene.values()
    )
    remembering = any(True for _ in subject.story.conditions())
    if not branching and not remembering and len(scenes) > 2:
        yield Finding(
            ("scenes",),
            "Every branch rejoins at once and nothing is remembered: whatever is chosen, the same happens.",
            "Let choices lead to different scenes, or set a flag and read it later.", key=True,
        )  # fmt: skip


@rule("W25", WARNING, "Ending and score contradict each other")
def ending_against_score(subject: Subject) -> Iterator[Finding]:
    """Those who end badly score higher than those who end well."""
    scores = _mean_level_by_outcome(subject)
    bad = next((outcome for outcome in ("harm", "unresolved") if outcome in scores), None)
    good = next((outcome for outcome in ("resolved", "partial") if outcome in scores), None)
    if good and bad and scores[good] <= scores[bad]:
        first = next(id_ for id_, ending in subject.scenario.endings.items() if ending.outcome == good)
        ends = {"harm": "end in harm", "unresolved": "end unresolved"}[bad]
        yield Finding(
            ("endings", first, "outcome"),
            f"Random plays that end {'well' if good == 'resolved' else 'half well'} have a mean level of "
            f"{scores[good]:+.2f}, those that {ends} {scores[bad]:+.2f}: ending and score contradict each other.",
            "Check what leads to each ending, or check the ratings.",
        )  # fmt: skip


@rule("W26", WARNING, "Nothing to weigh")
def no_trade_off(subject: Subject) -> Iterator[Finding]:
    """In every scene one choice is best on every criterion."""
    rated = [choices for choices in subject.by_scene.values() if any(placed.choice.levels for placed in choices)]
    if len(rated) >= 2 and all(_has_one_best(choices) for choices in rated):
        yield Finding(
            ("scenes",), "In every scene one choice is best on every criterion: there is nothing to weigh.",
            "Let the kindest choice cost time somewhere, or the safest cost dignity.", key=True,
        )  # fmt: skip


@rule("W27", WARNING, "Nothing remembered")
def nothing_remembered_late(subject: Subject) -> Iterator[Finding]:
    """Nothing that is set early is read later than in the next scene."""
    if len(subject.scenario.scenes) < 4:
        return
    read_at: dict[int, set[str]] = {}
    for where, condition in subject.story.conditions():
        for slot in condition.reads:
            read_at.setdefault(slot, set()).add(where.split(".")[1])
    for scene in subject.story.scenes.values():
        for choice in scene.choices:
            near = {scene.id, *choice.targets, *subject.story.stops(choice)}
            later = _places_after(subject, near) - near
            if any(read_at.get(slot, set()) & later for slot in _written(subject, choice)):
                return
    yield Finding(
        ("scenes",), "Nothing that is said early is read later: every effect is over by the next scene.",
        "Set a flag early and let a line, a choice or a route ask for it late.", key=True,
    )  # fmt: skip


def _same_stories(subject: Subject) -> Iterator[tuple[PlacedChoice, PlacedChoice, bool]]:
    """Yield pairs of choices, offered together, that the story cannot tell apart, and whether they score alike."""
    together: dict[str, set[str]] = {}
    for offered in subject.offered:
        for one, other in combinations(offered, 2):
            together.setdefault(other.choice.id, set()).add(one.choice.id)
    for choices in subject.by_scene.values():
        for number, other in enumerate(choices):
            # Two wordings of one thing, each open where the other is not, are no false choice.
            rivals = [each for each in choices[:number] if each.choice.id in together.get(other.choice.id, ())]
            same = [each for each in rivals if _same_story(subject, each, other)]
            alike = [each for each in same if _scores(each.choice) == _scores(other.choice)]
            if same:
                yield (alike or same)[0], other, bool(alike)


def _places_after(subject: Subject, places: set[str]) -> set[str]:
    met, waiting = set(places), list(places)
    for id_ in waiting:
        targets = set(subject.story.places[id_].targets) - met
        waiting += targets
        met |= targets
    return met


def _written(subject: Subject, choice: CompiledChoice) -> set[int]:
    layout = subject.story.layout
    slots = {effect.slot for effect in choice.effects}
    slots |= {effect.slot for target in choice.targets for effect in subject.story.places[target].enter}
    past = [layout.history_slot("chosen", choice.id)]
    past += [layout.history_slot(function, target) for function in ("visited", "visits") for target in choice.targets]
    return slots | {slot for slot in past if slot is not None}


def _scores(choice: Choice) -> tuple[object, ...]:
    # What a choice does not rate counts as 0 if another on offer rates it.
    ratings = [(entry.when, {id_: level for id_, level in entry.values.items() if level}) for entry in choice.ratings]
    return [each for each in ratings if each != (None, {})], set(choice.critical), choice.power and choice.power.holds


def _same_story(subject: Subject, one: PlacedChoice, other: PlacedChoice) -> bool:
    # What a campaign keeps is noticed in a later episode.
    layout, unread = subject.story.layout, {*subject.proof.findings.unread} - subject.exchanged

    def noticed(choice: Choice) -> tuple[object, ...]:
        # What is set and never read changes nothing that anybody can notice.
        effects = [
            (entry.when, {name: value for name, value in entry.values.items() if name not in unread})
            for entry in (*choice.set, *choice.add)
        ]
        remembered = layout.history_slot("chosen", choice.id) is not None
        return (choice.goto, [each for each in effects if each[1]], remembered and choice.id)

    return noticed(one.choice) == noticed(other.choice)


def _has_one_best(choices: list[PlacedChoice]) -> bool:
    rated = [placed.choice.mean_levels for placed in choices]
    criteria = {criterion for levels in rated for criterion in levels}
    top = {criterion: max(levels.get(criterion, 0) for levels in rated) for criterion in criteria}
    return any(all(levels.get(criterion, 0) == top[criterion] for criterion in criteria) for levels in rated)


def _only_path_to(reached: Reached, good: set[str]) -> tuple[str, ...] | None:
    """Return the choices of the only path to these endings, None if there are more or none."""
    tables, hopeful = reached.tables, _leading_to(reached, _standing_at(reached, good))
    path: list[str] = []
    state = 0
    while hopeful[0] and not tables.is_ending(reached.place(state)):
        first, last = reached.offsets[state], reached.offsets[state + 1]
        onward = [move for move in range(first, last) if hopeful[reached.targets[move]]]
        if len(onward) != 1:
            return None
        path.append(tables.choice_ids[tables.signatures[reached.signatures[state]].choices[onward[0] - first]])
        state = reached.targets[onward[0]]
    return tuple(path) or None


def _beyond_hope(reached: Reached, subject: Subject) -> set[str]:
    """Return the ids of choices after which no play ends well, but some go on for HOPELESS decisions or more."""
    good = {id_ for id_, ending in subject.scenario.endings.items() if ending.outcome in ("resolved", "partial")}
    hopeful = _leading_to(reached, _standing_at(reached, good))
    lasting = ~_standing_at(reached, set(subject.scenario.endings))
    for _ in range(HOPELESS - 1):
        lasting &= _leading_to(reached, lasting, steps=1)
    sources, targets = _moves(reached)
    offered = [signature.choices for signature in reached.tables.signatures]
    first_offered = np.cumsum([0, *(len(each) for each in offered)])
    nth = np.arange(len(targets)) - np.frombuffer(reached.offsets, dtype=np.int64)[sources]
    signatures = np.frombuffer(reached.signatures, dtype=np.int32)
    chosen = np.concatenate(offered).astype(np.int64)[first_offered[signatures[sources]] + nth]
    doomed = ~hopeful[targets] & lasting[targets]
    numbers = set(np.unique(chosen[doomed]).tolist()) - set(np.unique(chosen[hopeful[targets]]).tolist())
    return {reached.tables.choice_ids[number] for number in numbers}


def _moves(reached: Reached) -> tuple[Ints, Ints]:
    """Return for each move the state it is made in, and the state it leads to."""
    degrees = np.diff(np.frombuffer(reached.offsets, dtype=np.int64)).astype(np.int64)
    return np.repeat(np.arange(len(reached.codes)), degrees), np.frombuffer(reached.targets, dtype=np.int32)


def _standing_at(reached: Reached, ids: set[str]) -> Flags:
    """Return for each state whether it stands at one of these places."""
    tables, mask = reached.tables, reached.tables.packing.place_mask
    wanted = np.zeros(len(tables.places), dtype=bool)
    wanted[[tables.number_of[id_] for id_ in ids]] = True
    places = np.fromiter((code & mask for code in reached.codes), dtype=np.int64, count=len(reached.codes))
    return np.asarray(wanted[places])


def _leading_to(reached: Reached, wanted: Flags, *, steps: int | None = None) -> Flags:
    """Return for each state whether a wanted state can be reached from it; with `steps`, in exactly so many."""
    sources, targets = _moves(reached)
    found, count = wanted, 0
    while True:
        next_ = np.zeros_like(wanted) if steps else found.copy()
        next_[sources[found[targets]]] = True
        count += 1
        if count == steps or (next_ == found).all():
            return next_
        found = next_


def _mean_level_by_outcome(subject: Subject) -> dict[str, float]:
    """Return the mean level of random plays by the outcome they reach; outcomes met 30 times or more.

    All plays are followed at once, step by step. A play that leaves what was examined ends there.
    """
    chance = np.random.default_rng(0)  # a fixed sample, not a secret
    reached, tables = subject.reached, subject.reached.tables
    scored = {criterion for rubric in subject.rubrics if rubric.reported == "scored" for criterion in rubric.criteria}
    rated = [_levels(tables, number, scored) for number in range(len(tables.signatures))]
    first_rated = np.cumsum([0, *(len(each) for each in rated)])
    levels = np.array([each for of_signature in rated for each in of_signature], dtype=np.int64).reshape(-1, 2)
    offsets = np.frombuffer(reached.offsets, dtype=np.int64)
    signatures, targets = (np.frombuffer(each, dtype=np.int32) for each in (reached.signatures, reached.targets))
    degrees = np.diff(offsets)
    at = np.zeros(PLAYS, dtype=np.int64)
    sums = np.zeros((PLAYS, 2), dtype=np.int64)
    for _ in range(STEPS):
        going = np.flatnonzero(degrees[at])
        if not going.size:
            break
        states = at[going]
        moves = (chance.random(going.size) * degrees[states]).astype(np.int64)
        sums[going] += levels[first_rated[signatures[states]] + moves]
        at[going] = targets[offsets[states] + moves]
    means: dict[str, list[float]] = {}
    for state, (total, count) in zip(at.tolist(), sums.tolist(), strict=True):
        ending = subject.scenario.endings.get(tables.places[reached.place(state)])
        if ending is not None and count:
            means.setdefault(ending.outcome, []).append(total / count)
    return {outcome: sum(each) / len(each) for outcome, each in means.items() if len(each) >= 30}


def _levels(tables: Tables, number: int, scored: set[str]) -> list[tuple[int, int]]:
    """Return for each choice on offer the sum of its levels, and on how many criteria it is scored."""
    ratings = tables.signatures[number].ratings
    at_stake = {criterion for each in ratings for criterion in each} & scored
    return [(sum(each.get(criterion, 0) for criterion in at_stake), len(at_stake)) for each in ratings]
