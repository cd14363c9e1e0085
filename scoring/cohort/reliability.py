"""How far a cohort's scores can be relied on: consistency of criteria, and generalisability over encounters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from scoring.cohort.estimates import Complete, ask, complete
from scoring.cohort.model import RELIABLE, Absent, Reliability, Statistic
from scoring.cohort.rows import CohortRows
from scoring.rubric import Rubric
from scoring.statistics import (
    Estimate,
    Generalisability,
    NotDefinedError,
    cronbach_alpha,
    encounters_needed,
    generalisability,
    icc,
    mcdonald_omega,
    standard_error_of_measurement,
)

FEWEST = 30
"""Trainees below which no reliability is claimed: "poor" sample size after Terwee et al. (2012), COSMIN."""

FARTHEST = 30
"""The most encounters that a projection is drawn for."""

_G = "generalisability coefficient, Brennan (2001)"
_PHI = "index of dependability, Brennan (2001)"
_INDEX = "a formative index: its criteria together make it up, and need not agree with each other"


def reliability(
    cohort: CohortRows, rubric: Rubric, sd: float | None, titles: Mapping[str, str] | None = None
) -> Reliability:
    """Return what can be said of a rubric's reliability, from first finished attempts.

    Args:
        cohort: its rows.
        rubric: which.
        sd: the standard deviation of the people's scores, for the standard error of measurement.
        titles: encounter to its title.
    """
    index = rubric.index == "formative"
    criteria = _over_criteria(cohort, rubric)
    alpha, omega, said = _consistency(criteria, rubric, index=index)
    encounters = _over_encounters(cohort, rubric.id)
    study, g, phi = _study(encounters)
    name, decisive = _decisive(alpha, omega, phi, index=index)
    label, practice_only = _label(name, decisive, rubric)
    error = None
    if sd is not None and isinstance(decisive, Estimate) and 0 <= decisive.value <= 1:
        error = standard_error_of_measurement(sd, decisive.value)
    return Reliability(
        index=index,
        alpha=alpha,
        omega=omega,
        criteria_rows=said,
        g=g,
        phi=phi,
        components=study,
        encounters_rows=_told(encounters, "encounters", titles or {}),
        needed_g=_needed(g, study),
        needed_phi=_needed(phi, study),
        projection=() if study is None else tuple(study.project(count) for count in range(1, FARTHEST + 1)),
        decisive=name,
        error=error,
        practice_only=practice_only,
        label=label,
    )


def _over_criteria(cohort: CohortRows, rubric: Rubric) -> Complete[str, str]:
    """Return trainees x criteria: the anchored figure over a trainee's first finished attempts."""
    table = {
        trainee: {id_: own[id_] for id_ in rubric.criteria if id_ in own}
        for trainee, own in sorted(cohort.first_criteria.items())
        if own.keys() & rubric.criteria.keys()
    }
    return complete(table, list(rubric.criteria))


def _over_encounters(cohort: CohortRows, rubric: str) -> Complete[str, str]:
    """Return trainees x encounters: the anchored figure of a trainee's first finished attempt."""
    table: dict[str, dict[str, float]] = {}
    first = ((run.trainee, run.scenario, anchored) for run, anchored, _ in cohort.scored(rubric) if run.attempt == 1)
    for trainee, scenario, anchored in sorted(first):
        table.setdefault(trainee, {})[scenario] = anchored
    return complete(table, sorted({scenario for met in table.values() for scenario in met}))


def _consistency(table: Complete[str, str], rubric: Rubric, *, index: bool) -> tuple[Statistic, Statistic, str]:
    n = len(table.rows)
    if index:
        why = Absent(_INDEX, n)
        return why, why, f"not computed, as {rubric.title.lower()} is {_INDEX}."
    if len(rubric.criteria) < 2:
        why = Absent("one criterion alone has no internal consistency", n)
        return why, why, "not computed for one criterion alone."
    if n < 2:
        why = Absent("fewer than 2 trainees met the same two criteria", n)
        return why, why, _told(table, "criteria", {id_: each.title.lower() for id_, each in rubric.criteria.items()})
    alpha = ask(lambda: cronbach_alpha(table.values), n)
    return (
        alpha,
        ask(lambda: mcdonald_omega(table.values), n),
        _told(table, "criteria", {id_: each.title.lower() for id_, each in rubric.criteria.items()}),
    )


def _study(table: Complete[str, str]) -> tuple[Generalisability | None, Statistic, Statistic]:
    """Return the components with G and phi; their intervals are those of ICC3k and ICC2k, which they equal."""
    n = len(table.rows)
    if n < 2:
        why = Absent("fewer than 2 trainees finished the same two encounters", n)
        return None, why, why
    try:
        study = generalisability(table.values)
    except NotDefinedError as undefined:
        why = Absent(str(undefined), n)
        return None, why, why
    if "person" in study.set_to_zero:
        zero = "no interval: the scores do not separate the trainees, and the variance between them was set to 0"
        return (
            study,
            Estimate(study.g, None, None, n, f"{_G}; {zero}"),
            Estimate(study.phi, None, None, n, f"{_PHI}; {zero}"),
        )
    consistent, absolute = icc(table.values, "ICC3k"), icc(table.values, "ICC2k")
    g = replace(consistent, value=study.g, method=_by_f(consistent, _G, "ICC3k"))
    if "scenario" in study.set_to_zero:
        # Encounters that are equally hard leave phi nothing but what G has.
        return study, g, replace(g, value=study.phi, method=g.method.replace(_G, _PHI))
    return study, g, replace(absolute, value=study.phi, method=_by_f(absolute, _PHI, "ICC2k"))


def _by_f(found: Estimate, name: str, form: str) -> str:
    told = f"95 % interval by F, as {form}" if found.low is not None else "no interval: no error in the sample"
    return f"{name}; {told}"


def _needed(found: Statistic, study: Generalisability | None) -> int | None:
    if study is None or isinstance(found, Absent) or found.value <= 0:
        return None
    return encounters_needed(found.value, study.scenarios, RELIABLE)


def _decisive(alpha: Statistic, omega: Statistic, phi: Statistic, *, index: bool) -> tuple[str, Statistic]:
    """Return the figure that decides the label: of consistency and generalisability the lower one.

    One choice is rated on several criteria at once, and for that reason alone criteria agree. So consistency by itself
    would promise too much.
    """
    if index or isinstance(phi, Absent):
        return "phi", phi
    consistent = [("omega", omega)] if isinstance(omega, Estimate) else [("alpha", alpha)]
    known = [(name, found) for name, found in consistent if isinstance(found, Estimate)]
    return min([*known, ("phi", phi)], key=lambda pair: pair[1].value)


def _label(name: str, found: Statistic, rubric: Rubric) -> tuple[str, bool]:
    """Say whether scores are for practice and feedback only; the interval's lower end decides where there is one."""
    if rubric.reported == "profile":
        return "Practice only: a profile, which has no standard, whatever its reliability.", True
    if isinstance(found, Absent):
        return f"Practice only: its reliability is not known ({found.reason}).", True
    value = f"{name} is {_short(found.value)}"
    if found.n < FEWEST:
        return (
            f"Practice only: {value}, on {found.n} trainees; at least {FEWEST} are needed to judge reliability.",
            True,
        )
    if found.value < RELIABLE:
        return f"Practice only: {value}, below .80.", True
    if found.low is None:
        return f"Practice only: {value}, but without an interval.", True
    if found.low < RELIABLE:
        return f"Practice only: {value}, but its interval begins at {_short(found.low)}, below .80.", True
    reached = f"{value}, and its interval begins at {_short(found.low)}"
    return f"Reliable enough to compare groups and to decide on a cohort: {reached}.", False


def _short(value: float) -> str:
    return f"{value:.2f}".replace("0.", ".", 1)


def _told(table: Complete[str, str], what: str, titles: Mapping[str, str]) -> str:
    total = len(table.columns) + len(table.left_out)
    said = (
        f"{len(table.rows)} of {table.of_rows} trainees × {len(table.columns)} of {total} {what}, "
        "first finished attempts, no gaps"
    )
    return (
        f"{said}; left out: {_listed([titles.get(each, each) for each in table.left_out])}."
        if table.left_out
        else f"{said}."
    )


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) if len(names) <= 6 else f"{', '.join(names[:5])} and {len(names) - 5} more"
