"""What a cohort did, encounter by encounter and decision by decision, and which decisions need the author's eye."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from statistics import median

from scoring.cohort.estimates import known_correlation
from scoring.cohort.model import (
    Absent,
    Cell,
    ChoiceCount,
    CriticalCount,
    EncounterPlayed,
    ItemStatistics,
    Statistic,
)
from scoring.cohort.rows import CohortRows, Row
from scoring.disclosure import Publication, PublicationCounts
from scoring.rubric import Rubric
from scoring.statistics import Estimate
from scoring.tables.items import DEAD, ENOUGH

LOW = 0.10
"""An item-rest correlation below this calls for a look: the decision goes its own way."""

EASY = 0.95
"""From this difficulty on nearly everyone reached the best on offer, and the decision tells people little apart."""

_ITEM_REST = "item-rest correlation, Henrysson (1963)"


def encounters_played(cohort: CohortRows, titles: Mapping[str, str], told: Publication) -> tuple[EncounterPlayed, ...]:
    """Return every encounter that was begun, by title."""
    found = []
    begun = [run for run in cohort.runs if not run.again]
    for scenario in sorted({run.scenario for run in begun}):
        own = [run for run in begun if run.scenario == scenario]
        ended = [(run.ended_at - run.started_at).total_seconds() / 60 for run in own if run.ended_at is not None]
        versions = told.of_scenario(scenario)
        outcomes: Counter[str] = Counter()
        for each in versions:
            outcomes.update({cell[1]: count.times for cell, count in each.counts.items() if cell[0] == "outcome"})
        all_hidden = any(each.nothing for each in versions)
        found.append(
            EncounterPlayed(
                scenario=scenario,
                title=titles.get(scenario, scenario),
                versions=tuple(sorted({run.version for run in own})),
                trainees=None if all_hidden else len({run.trainee for run in own}),
                runs=None if all_hidden else len(own),
                finished=None if all_hidden else len(ended),
                minutes=median(ended) if ended else None,
                outcomes=tuple(
                    (word, count if all(each.shows("outcome", word) for each in versions) else None)
                    for word, count in sorted(outcomes.items())
                ),
            )
        )
    return tuple(sorted(found, key=lambda each: each.title.casefold()))


def critical_counts(cohort: CohortRows, rubrics: Iterable[Rubric], told: Publication) -> tuple[CriticalCount, ...]:
    """Return every critical event that happened, the most frequent first; never averaged.

    If the count of a choice is hidden, an event that came of it is hidden as well: the two counts may be equal.
    """
    titles = {id_: event.title for rubric in rubrics for id_, event in rubric.critical_events.items()}
    decisions = Counter(each.event for each in cohort.critical)
    found = []
    for event, count in sorted(decisions.items(), key=lambda pair: (-pair[1], pair[0])):
        own = [each for each in cohort.critical if each.event == event]
        people = len({each.trainee for each in own})
        covered = any(not told.told(*each.version).shows("choice", each.scene, each.choice) for each in own)
        few = people < told.minimum or covered
        found.append(CriticalCount(event, titles.get(event, event), None if few else count, None if few else people))
    return tuple(found)


def heat_map(cohort: CohortRows, told: Publication) -> tuple[Cell, ...]:
    """Return criterion by encounter over the cohort; a cell of few people is hidden.

    A cell that only some of an encounter's people met is hidden too, if the count of people at one of its places is
    hidden: the two counts may be equal.
    """
    return tuple(
        Cell(row["scenario"], row["criterion"], None, None)
        if row["trainees"] < told.minimum or _tells_a_place(row, told.of_scenario(row["scenario"]))
        else Cell(row["scenario"], row["criterion"], row["mean"], row["trainees"])
        for row in cohort.profile
    )


def _tells_a_place(row: Row, versions: Sequence[PublicationCounts]) -> bool:
    everybody = sum(each.people for each in versions)
    return row["trainees"] != everybody and any(cell[0] == "came" for each in versions for cell in each.hidden)


def item_statistics(cohort: CohortRows, told: Publication) -> tuple[ItemStatistics, ...]:
    """Return every decision point, a row per rubric; what few people did is hidden."""
    return tuple(_item(row, told) for row in cohort.items)


def _item(row: Row, told: Publication) -> ItemStatistics:
    counts: dict[str, list[int]] = json.loads(row["choices"])
    gone = told.withheld(row["scenario"], row["version"], row["mode"], scene=row["scene"])
    few = gone.everything
    choices = tuple(
        ChoiceCount(
            choice,
            None if gone.hides_choice(choice) else taken,
            None if gone.hides_offer(open_, row["decisions"]) else open_,
            None
            if open_ < ENOUGH or gone.hides_choice(choice) or gone.hides_offer(open_, row["decisions"])
            else taken / open_ < DEAD,
        )
        for choice, (taken, open_, _) in counts.items()
    )
    item_rest = _item_rest(row)
    difficulty = None if gone.figures else row["difficulty"]
    return ItemStatistics(
        scenario=row["scenario"],
        version=row["version"],
        scene=row["scene"],
        rubric=row["rubric"],
        trainees=None if few else row["trainees"],
        difficulty=difficulty,
        item_rest=Absent(f"fewer than {told.minimum} trainees", 0) if few else item_rest,
        seconds=None if few else row["seconds"],
        choices=choices,
        concerns=() if few else _concerns(row, item_rest, difficulty, choices),
    )


def _item_rest(row: Row) -> Statistic:
    n = row["item_rest_runs"]
    if row["rubric"] is None:
        return Absent("nothing on offer was rated", 0)
    if row["item_rest"] is None:
        why = (
            "fewer than 3 runs have further decisions on the rubric"
            if n < 3
            else "the scores on the decision, or on the rest, are all the same"
        )
        return Absent(why, n)
    return known_correlation(row["item_rest"], n, _ITEM_REST)


def _concerns(
    row: Row, item_rest: Statistic, difficulty: float | None, choices: Sequence[ChoiceCount]
) -> tuple[str, ...]:
    """Say what an author should look at. Nothing is said about decisions of fewer than twenty people."""
    if row["decisions"] < ENOUGH:
        return ()
    said = []
    dead = [each.choice for each in choices if each.dead]
    if dead:
        said.append(f"Fewer than 1 in 20 took {', '.join(dead)}: does it look like a real option?")
    if isinstance(item_rest, Estimate) and item_rest.n >= ENOUGH and item_rest.value < LOW:
        against = (
            "Trainees who do well elsewhere do worse here"
            if item_rest.value < 0
            else "It hardly goes together with the rest of the run"
        )
        said.append(f"{against}: are the ratings right, and is the wording plain?")
    if difficulty is not None and difficulty >= EASY:
        said.append("Nearly everyone reached the best on offer, so it hardly tells people apart.")
    return tuple(said)
