"""Whether choices matter: to the story, to the ending, and later on."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import combinations

from scoring.decision import RatedLevel, decide
from scoring.document import Problem
from simulator.checking.subject import Placed, Subject
from simulator.proof.exploration import Reached
from simulator.proof.tables import Tables
from simulator.scenario.story import CompiledChoice

PLAYS = 1_500
"""Random plays from which W25 compares endings with scores."""


def false_choices(subject: Subject) -> Iterator[Problem]:
    """W20 and W21: choices that lead to the same place with the same effects."""
    for choices in subject.by_scene.values():
        for one, other in combinations(choices, 2):
            if not _same_story(subject, one, other):
                continue
            if one.choice.ratings == other.choice.ratings and one.choice.critical == other.choice.critical:
                yield subject.finding(
                    "W20", (*other.where, "id"),
                    f"'{other.choice.id}' does and scores exactly what '{one.choice.id}' does: no choice at all.",
                    "Let it change something, or drop one of them.",
                )  # fmt: skip
            else:
                yield subject.finding(
                    "W21", (*other.where, "id"),
                    f"The story does not notice whether '{one.choice.id}' or '{other.choice.id}' was chosen.",
                    "Set a flag, move a mood, or lead elsewhere, so that somebody reacts.",
                )  # fmt: skip


def magic_path(subject: Subject) -> Iterator[Problem]:
    """W22: the good ending comes to a random player almost never, or mostly."""
    good = [id_ for id_, ending in subject.scenario.endings.items() if ending.outcome == "resolved"]
    if not good:
        return
    chance = float(sum(subject.proof.endings[id_].probability.value for id_ in good))
    if chance < 0.02 or chance > 0.60:
        often = "hardly ever" if chance < 0.02 else "mostly"
        yield subject.finding(
            "W22", ("endings", good[0]),
            f"Somebody who chooses at random reaches a resolved ending {often}: {100 * chance:.1f} % of the time.",
            "Open a second way there." if chance < 0.02 else "Ask more of those who reach it.", key=True,
        )  # fmt: skip


def no_recovery(subject: Subject) -> Iterator[Problem]:
    """W23: after a harmful choice no partial or resolved ending can be reached any more."""
    harmful = [
        placed
        for placed in subject.choices
        if min(placed.choice.ratings.values(), default=0) <= -2
        and any(route.to in subject.scenario.scenes for route in placed.choice.goto)
    ]
    if not harmful or not subject.reached.complete:
        return
    recovering = _choices_that_can_still_end_well(subject.reached, subject)
    if not any(placed.choice.id in recovering for placed in harmful):
        yield subject.finding(
            "W23", (*harmful[0].where, "id"),
            "After a harmful choice no partial or resolved ending can be reached any more.",
            "Open a way back: recovering from one's own mistake is the skill most worth practising.",
        )  # fmt: skip


def gauntlet(subject: Subject) -> Iterator[Problem]:
    """W24: every branch rejoins at once, and nothing is remembered."""
    branching = any(
        len({route.to for placed in choices for route in placed.choice.goto}) > 1
        for choices in subject.by_scene.values()
    )
    remembering = any(True for _ in subject.story.conditions())
    if not branching and not remembering and len(subject.scenario.scenes) > 2:
        yield subject.finding(
            "W24", ("scenes",), "Every branch rejoins at once and nothing is remembered: whatever is chosen, the same happens.",
            "Let choices lead to different scenes, or set a flag and read it later.", key=True,
        )  # fmt: skip


def ending_against_score(subject: Subject) -> Iterator[Problem]:
    """W25: those who end in harm score higher than those who end well."""
    scores = _mean_level_by_outcome(subject)
    if "resolved" in scores and "harm" in scores and scores["resolved"] <= scores["harm"]:
        good = next(id_ for id_, ending in subject.scenario.endings.items() if ending.outcome == "resolved")
        yield subject.finding(
            "W25", ("endings", good),
            f"Random plays that end resolved have a mean level of {scores['resolved']:+.2f}, those that end in harm "
            f"{scores['harm']:+.2f}: ending and score contradict each other.",
            "Look at what leads to either, or at the ratings.", key=True,
        )  # fmt: skip


def no_trade_off(subject: Subject) -> Iterator[Problem]:
    """W26: in every scene one choice is best on every criterion."""
    rated = [choices for choices in subject.by_scene.values() if any(placed.choice.ratings for placed in choices)]
    if len(rated) >= 2 and all(_has_one_best(choices) for choices in rated):
        yield subject.finding(
            "W26", ("scenes",), "In every scene one choice is best on every criterion: there is nothing to weigh.",
            "Let the kindest choice cost time somewhere, or the safest cost dignity.", key=True,
        )  # fmt: skip


def nothing_remembered_late(subject: Subject) -> Iterator[Problem]:
    """W27: nothing that is set early is read later than in the next scene."""
    if len(subject.scenario.scenes) < 4:
        return
    read_at: dict[int, set[str]] = {}
    for where, condition in subject.story.conditions():
        for slot in condition.reads:
            read_at.setdefault(slot, set()).add(where.split(".")[1])
    for scene in subject.story.scenes.values():
        for choice in scene.choices:
            near = {scene.id, *(route.to for route in choice.routes)}
            if any(read_at.get(slot, set()) - near for slot in _written(subject, choice)):
                return
    yield subject.finding(
        "W27", ("scenes",), "Nothing that is said early is read later: every effect is over by the next scene.",
        "Set a flag early and let a line, a choice or a route ask for it late.", key=True,
    )  # fmt: skip


def _written(subject: Subject, choice: CompiledChoice) -> set[int]:
    layout = subject.story.layout
    slots = {effect.slot for effect in choice.effects}
    if choice.id in layout.chosen_slots:
        slots.add(layout.chosen_slots[choice.id])
    return slots | {layout.visited_slots[route.to] for route in choice.routes if route.to in layout.visited_slots}


def _same_story(subject: Subject, one: Placed, other: Placed) -> bool:
    remembered = subject.story.layout.chosen_slots
    return (
        one.choice.goto == other.choice.goto
        and one.choice.set == other.choice.set
        and one.choice.add == other.choice.add
        and one.choice.id not in remembered
        and other.choice.id not in remembered
    )


def _has_one_best(choices: list[Placed]) -> bool:
    criteria = {criterion for placed in choices for criterion in placed.choice.ratings}
    top = {criterion: max(placed.choice.ratings.get(criterion, 0) for placed in choices) for criterion in criteria}
    return any(
        all(placed.choice.ratings.get(criterion, 0) == top[criterion] for criterion in criteria) for placed in choices
    )


def _choices_that_can_still_end_well(reached: Reached, subject: Subject) -> set[str]:
    """Return the ids of choices after which, in some state, a partial or resolved ending can be reached."""
    tables = reached.tables
    good = {id_ for id_, ending in subject.scenario.endings.items() if ending.outcome in ("resolved", "partial")}
    hopeful = [tables.places[reached.place(state)] in good for state in range(len(reached.codes))]
    before: list[list[int]] = [[] for _ in reached.codes]
    for state in range(len(reached.codes)):
        for target in reached.targets[reached.offsets[state] : reached.offsets[state + 1]]:
            before[target].append(state)
    waiting = [state for state, hope in enumerate(hopeful) if hope]
    while waiting:
        for state in before[waiting.pop()]:
            if not hopeful[state]:
                hopeful[state] = True
                waiting.append(state)
    found: set[str] = set()
    for state in range(len(reached.codes)):
        open_ = tables.signatures[reached.signatures[state]].choices
        first = reached.offsets[state]
        found |= {tables.choice_ids[number] for move, number in enumerate(open_) if hopeful[reached.targets[first + move]]}
    return found


def _mean_level_by_outcome(subject: Subject) -> dict[str, float]:
    """Return the mean level of random plays by the outcome they reach; outcomes met 30 times or more."""
    chance = random.Random(0)  # noqa: S311 - a fixed sample, not a secret
    tables = Tables(subject.story)
    scored = {criterion for rubric in subject.rubrics if rubric.reported == "scored" for criterion in rubric.criteria}
    levels: dict[int, list[dict[str, RatedLevel]]] = {}
    sums: dict[str, list[float]] = {}
    for _ in range(PLAYS):
        code, total, count = tables.start, 0, 0
        for _step in range(200):
            row = tables.row(code)
            if not row.moves:
                break
            move = chance.randrange(len(row.moves))
            rated = levels.setdefault(row.signature, _levels(tables, row.signature))[move]
            for criterion, level in rated.items():
                if criterion in scored:
                    total, count = total + level.level, count + 1
            keep, bits = row.moves[move]
            code = code & keep | bits
        place = tables.places[code & tables.packing.place_mask]
        ending = subject.scenario.endings.get(place)
        if ending is not None and count:
            sums.setdefault(ending.outcome, []).append(total / count)
    return {outcome: sum(each) / len(each) for outcome, each in sums.items() if len(each) >= 30}


def _levels(tables: Tables, number: int) -> list[dict[str, RatedLevel]]:
    signature = tables.signatures[number]
    ids = [tables.choice_ids[choice] for choice in signature.choices]
    offered = {id_: tables.story.choices[id_].choice.ratings for id_ in ids}
    scene = tables.places[signature.place]
    return [dict(decide(sequence=1, scene=scene, choice=id_, offered=offered).levels) for id_ in ids]


RULES = (
    false_choices,
    magic_path,
    no_recovery,
    gauntlet,
    ending_against_score,
    no_trade_off,
    nothing_remembered_late,
)
