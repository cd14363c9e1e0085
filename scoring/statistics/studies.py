"""Studies an academy makes with its own people: how far scores generalise, and where a panel puts the cut."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scoring.statistics.checks import matrix, varies
from scoring.statistics.distributions import UPPER, t_quantile
from scoring.statistics.estimate import NotDefinedError
from scoring.statistics.variance import mean_squares

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


@dataclass(frozen=True, slots=True)
class Projection:
    """What a number of scenarios would give (a D study).

    Attributes:
        scenarios: How many scenarios each person plays.
        g: Generalisability coefficient of the mean score: for ranking persons.
        phi: Index of dependability of the mean score: for setting persons against a fixed mark.
        relative_error: Standard error of a mean score among others, in the unit of the scores.
        absolute_error: Standard error of a mean score as it stands, in the unit of the scores.
    """

    scenarios: int
    g: float
    phi: float
    relative_error: float
    absolute_error: float


@dataclass(frozen=True, slots=True)
class Generalisability:
    """Where the differences between scores come from (a G study of persons x scenarios).

    Attributes:
        n: Persons.
        scenarios: Scenarios.
        person_variance: Between persons: what is to be measured.
        scenario_variance: Between scenarios: some are harder.
        residual_variance: Person by scenario, and everything else.
        set_to_zero: Components with a negative estimate, which is set to 0 ("person", "scenario"). With so few data
            they cannot be told from 0.
    """

    n: int
    scenarios: int
    person_variance: float
    scenario_variance: float
    residual_variance: float
    set_to_zero: tuple[str, ...]

    @property
    def g(self) -> float:
        """Generalisability coefficient with the scenarios played."""
        return self.project(self.scenarios).g

    @property
    def phi(self) -> float:
        """Index of dependability with the scenarios played."""
        return self.project(self.scenarios).phi

    def project(self, scenarios: int) -> Projection:
        """Coefficients and errors if each person played ``scenarios`` scenarios like these.

        Raises:
            ValueError: Fewer than 1 scenario.
        """
        if scenarios < 1:
            raise ValueError(f"scenarios must be at least 1, not {scenarios}")
        relative = self.residual_variance / scenarios
        absolute = relative + self.scenario_variance / scenarios

        def share(error: float) -> float:
            return self.person_variance / (self.person_variance + error) if self.person_variance > 0 else 0.0

        return Projection(scenarios, share(relative), share(absolute), math.sqrt(relative), math.sqrt(absolute))


@dataclass(frozen=True, slots=True)
class CutScore:
    """A panel's cut score.

    Attributes:
        cut: Mean of the judges' cuts, in the unit of the judgements.
        standard_error: Of the cut, over judges.
        low: Lower end of the 95 % interval (Student's t); None if all judges set the same cut.
        high: Upper end, or None together with ``low``.
        n: Judges.
        items: Items judged.
    """

    cut: float
    standard_error: float
    low: float | None
    high: float | None
    n: int
    items: int

    def __float__(self) -> float:
        """The cut alone."""
        return self.cut


def generalisability(scores: ArrayLike) -> Generalisability:
    """Variance components of scores, every person having played every scenario (crossed, both random).

    Args:
        scores: persons x scenarios, shape (n, k), n >= 2, k >= 2, no gaps; any unit.

    Returns:
        The components, in the square of that unit, with G and phi and ``project`` for other numbers of
        scenarios. Negative estimates stand as 0 and are named.

    Raises:
        NotDefinedError: Every score is the same.
        ValueError: Ragged, missing, too small.

    Source: Cronbach, Gleser, Nanda & Rajaratnam (1972); Brennan (2001).

    Example:
        >>> study = generalisability([[60, 70, 80], [50, 65, 60], [80, 80, 95]])
        >>> round(study.g, 2), round(study.project(6).g, 2)
        (0.94, 0.97)
    """
    table = matrix(scores, "scores", "persons", "scenarios")
    squares = mean_squares(table)
    if squares.rows == squares.columns == squares.residual == 0:
        raise NotDefinedError("variance components are not defined: every score is the same")
    person = (squares.rows - squares.residual) / squares.k
    scenario = (squares.columns - squares.residual) / squares.n
    return Generalisability(
        n=squares.n,
        scenarios=squares.k,
        person_variance=max(0.0, person),
        scenario_variance=max(0.0, scenario),
        residual_variance=squares.residual,
        set_to_zero=tuple(name for name, value in (("person", person), ("scenario", scenario)) if value < 0),
    )


def angoff_cut_score(judgements: ArrayLike, *, scale: tuple[float, float] = (0.0, 1.0)) -> CutScore:
    """Cut score from judges who say, item by item, what a borderline candidate would just achieve.

    Args:
        judgements: judges x items, shape (n, k), n >= 2, k >= 1, no gaps. Classic: the probability that a
            borderline candidate gets the item right, 0 to 1. On another scale (such as 0 to 100 on
            ``anchored``) the score that candidate would get.
        scale: Lowest and highest judgement allowed.

    Returns:
        The mean over judges of each judge's mean over items, in the unit of the judgements (times the number
        of items for a cut on the sum), its standard error sd(judge cuts) / root of n, and a t interval. The
        judges are the sample; the items are taken as they are.

    Raises:
        ValueError: A judgement outside the scale, ragged, missing, fewer than 2 judges.

    Source: Angoff (1971); standard error Cizek & Bunch (2007).

    Example:
        >>> panel = angoff_cut_score([[0.6, 0.8], [0.5, 0.7], [0.7, 0.9]])
        >>> round(panel.cut, 2), round(panel.standard_error, 3)
        (0.7, 0.058)
    """
    table = matrix(judgements, "judgements", "judges", "items", least=(2, 1))
    lowest, highest = scale
    if not lowest < highest:
        raise ValueError(f"scale must go from a lower to a higher number, not from {lowest:g} to {highest:g}")
    if np.any(table < lowest) or np.any(table > highest):
        raise ValueError(f"judgements must be from {lowest:g} to {highest:g}")
    judges, items = table.shape
    cuts = table.mean(axis=1)
    cut = float(cuts.mean())
    differ = varies(cuts, scale=max(abs(lowest), abs(highest)))
    error = float(cuts.std(ddof=1)) / math.sqrt(judges) if differ else 0.0
    half = t_quantile(UPPER, judges - 1) * error
    return CutScore(
        cut=cut,
        standard_error=error,
        low=cut - half if differ else None,
        high=cut + half if differ else None,
        n=judges,
        items=items,
    )
