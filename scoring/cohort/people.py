"""Scores of a cohort's people: by rubric and criterion, first against later attempts, own ratings, and each person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from scoring.cohort.estimates import ask, correlation, mean, scores
from scoring.cohort.model import (
    Absent,
    Calibration,
    Change,
    CriterionStatistics,
    Repetition,
    RubricStatistics,
    TraineeFigure,
    TraineeProfile,
)
from scoring.cohort.reliability import reliability
from scoring.cohort.rows import CohortRows, Row, RunRow
from scoring.rubric import Rubric
from scoring.statistics import hedges_g_paired
from scoring.statistics.distributions import Z


def rubric_statistics(cohort: CohortRows, rubric: Rubric, titles: Mapping[str, str]) -> RubricStatistics | None:
    """Return a rubric's statistics over a cohort; None if nobody was scored on it."""
    people = [row for row in cohort.trainees if row["rubric"] == rubric.id and row["anchored"] is not None]
    if not people:
        return None
    anchored = scores([row["anchored"] for row in people])
    others = [version for run in cohort.finished for id_, version in run.others if id_ == rubric.id]
    return RubricStatistics(
        rubric=rubric.id,
        title=rubric.title,
        reported=rubric.reported,
        version=rubric.version,
        other_versions=tuple(sorted(set(others))),
        left_out=len(others),
        opportunities=sum(row["opportunities"] for row in people),
        credits=sum(row["credits"] for row in people),
        debits=sum(row["debits"] for row in people),
        anchored=anchored,
        decision_quality=scores([row["decision_quality"] for row in people if row["decision_quality"] is not None]),
        criteria=_criteria(cohort, rubric),
        repetition=_repetition(cohort, rubric.id),
        calibration=_calibration(cohort, rubric.id),
        reliability=reliability(cohort, rubric, None if anchored.spread is None else anchored.spread.sd, titles),
    )


def profiles(cohort: CohortRows, rubrics: Sequence[RubricStatistics]) -> tuple[TraineeProfile, ...]:
    """Return each person who finished a run, by name."""
    errors = {each.rubric: each.reliability.error for each in rubrics}
    history: dict[tuple[str, str], list[float]] = defaultdict(list)
    for rubric in cohort.rubrics:
        for run, anchored, _ in cohort.scored(rubric):
            history[run.trainee, rubric].append(anchored)
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in cohort.trainees:
        if row["rubric"] in errors:
            rows[row["trainee"]].append(row)
    runs: dict[str, list[RunRow]] = defaultdict(list)
    for run in cohort.finished:
        runs[run.trainee].append(run)
    found = [
        TraineeProfile(
            trainee=trainee,
            name=own[0].name,
            encounters=len({run.scenario for run in own}),
            runs=len(own),
            critical_events=sum(run.critical_events for run in own),
            figures=tuple(
                _figure(row, errors[row["rubric"]], history[trainee, row["rubric"]]) for row in rows[trainee]
            ),
            criteria=tuple(
                (criterion, tally.anchored or 0.0, tally.n)
                for criterion, tally in sorted(cohort.criteria.get(trainee, {}).items())
            ),
        )
        for trainee, own in runs.items()
    ]
    return tuple(sorted(found, key=lambda person: (person.name.casefold(), person.trainee)))


def _criteria(cohort: CohortRows, rubric: Rubric) -> tuple[CriterionStatistics, ...]:
    found = []
    for id_, criterion in rubric.criteria.items():
        met = [own[id_] for own in cohort.criteria.values() if id_ in own]
        if met:
            found.append(
                CriterionStatistics(
                    criterion=id_,
                    title=criterion.title,
                    opportunities=sum(each.n for each in met),
                    credits=sum(each.credits for each in met),
                    debits=sum(each.debits for each in met),
                    anchored=scores([each.anchored for each in met if each.anchored is not None]),
                )
            )
    return tuple(found)


def _repetition(cohort: CohortRows, rubric: str) -> Repetition:
    attempts: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for run, anchored, _ in sorted(cohort.scored(rubric), key=lambda scored: scored[0].attempt):
        attempts[run.trainee][run.scenario].append(anchored)
    first, best, last, pairs = [], [], [], 0
    for own in attempts.values():
        repeated = [tries for tries in own.values() if len(tries) > 1]
        if repeated:
            pairs += len(repeated)
            first.append(_average([tries[0] for tries in repeated]))
            best.append(_average([max(tries) for tries in repeated]))
            last.append(_average([tries[-1] for tries in repeated]))
    return Repetition(
        first=scores(first),
        best=_change(first, best),
        last=_change(first, last),
        rows=f"{len(first)} of {len(attempts)} trainees, who finished an encounter more than once; {pairs} such "
        "encounters. Runs that try again from a decision are left out.",
    )


def _change(first: Sequence[float], later: Sequence[float]) -> Change:
    return Change(
        later=scores(later),
        gain=mean([b - a for a, b in zip(first, later, strict=True)]),
        effect=ask(lambda: hedges_g_paired(first, later), len(first)),
    )


def _calibration(cohort: CohortRows, rubric: str) -> Calibration:
    """Compare own ratings with scores, each trainee once: the means over the runs that have both."""
    pairs: dict[str, list[tuple[float, float]]] = defaultdict(list)
    finished = 0
    for run, anchored, own_rating in cohort.scored(rubric):
        finished += 1
        if own_rating is not None:
            pairs[run.trainee].append((own_rating, anchored))
    own = [_average([rating for rating, _ in each]) for each in pairs.values()]
    scored = [_average([anchored for _, anchored in each]) for each in pairs.values()]
    nobody = Absent("nobody rated themselves", 0)
    return Calibration(
        difference=nobody if not own else mean([a - b for a, b in zip(own, scored, strict=True)]),
        correlation=nobody if not own else correlation(own, scored),
        rows=f"{sum(map(len, pairs.values()))} of {finished} finished runs have a self-rating, by {len(pairs)} "
        "trainees; each trainee counts once, with the means of these runs.",
    )


def _figure(row: Row, error: float | None, history: Sequence[float]) -> TraineeFigure:
    anchored: float = row["anchored"]
    return TraineeFigure(
        rubric=row["rubric"],
        opportunities=row["opportunities"],
        runs=row["runs"],
        standards=row["standards"],
        anchored=anchored,
        low=None if error is None else max(0.0, anchored - Z * error),
        high=None if error is None else min(100.0, anchored + Z * error),
        decision_quality=row["decision_quality"],
        self_rating=row["self_rating"],
        history=tuple(history),
    )


def _average(values: Sequence[float]) -> float:
    return sum(values) / len(values)
