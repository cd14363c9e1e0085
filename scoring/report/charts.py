"""Where the marks of each chart stand: plain coordinates, which the templates draw as SVG.

Every chart repeats what a table beside it says, so that nobody depends on seeing it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.cohort.model import RELIABLE, Absent, RubricStatistics, Scores, TraineeFigure

LEFT, RIGHT = 190.0, 640.0
"""The places of 0 and 100 on the axis of scores."""

ROW = 26.0
TOP = 30.0


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """One line of the profile: the middle half of the people, the mean and its interval."""

    y: float
    label: str
    total: bool
    mean: float
    low: float | None
    high: float | None
    first: float
    third: float
    text: str


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """One line of progress: where people began, where they are, and their best."""

    y: float
    label: str
    first: float
    last: float
    best: float
    text: str


@dataclass(frozen=True, slots=True)
class Lines:
    """A chart of rows on the axis of scores."""

    height: float
    rows: tuple[ProfileRow, ...] | tuple[ProgressRow, ...]
    ticks: tuple[tuple[float, int], ...] = tuple(
        (LEFT + (RIGHT - LEFT) * at / 100, at) for at in (0, 20, 40, 60, 80, 100)
    )


@dataclass(frozen=True, slots=True)
class ProjectionChart:
    """Both coefficients by number of encounters: points of two lines, and where .80 stands."""

    g: str
    phi: str
    line: float
    played: float
    ends: tuple[float, float]
    across: tuple[tuple[float, int], ...]
    up: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class MiniAxis:
    """One person's score on a small axis, 100 units wide."""

    x: float
    low: float | None
    high: float | None


def profile(rubric: RubricStatistics) -> Lines:
    """Return the profile of one rubric: the whole of it first, then each criterion."""
    entries = [("All of it", True, rubric.anchored)]
    entries += [(each.title, False, each.anchored) for each in rubric.criteria if len(rubric.criteria) > 1]
    rows = [
        _profile_row(TOP + ROW * place + ROW / 2, label, scores, total=total)
        for place, (label, total, scores) in enumerate(entries)
    ]
    found = tuple(row for row in rows if row is not None)
    return Lines(TOP + ROW * len(found) + 8, found)


def progress(rubrics: Sequence[RubricStatistics]) -> Lines | None:
    """Return first against later attempts of every rubric that somebody repeated; None if nobody did."""
    rows: list[ProgressRow] = []
    for rubric in rubrics:
        means = [
            scores.mean
            for scores in (rubric.repetition.first, rubric.repetition.last.later, rubric.repetition.best.later)
        ]
        first, last, best = (None if isinstance(mean, Absent) else mean.value for mean in means)
        if first is None or last is None or best is None:
            continue
        y = TOP + ROW * len(rows) + ROW / 2
        text = f"{first:.0f} to {last:.0f}"
        rows.append(ProgressRow(y, rubric.title, _x(first), _x(last), _x(best), text))
    return Lines(TOP + ROW * len(rows) + 8, tuple(rows)) if rows else None


def projection(rubric: RubricStatistics) -> ProjectionChart | None:
    """Return the reliability that more encounters would give; None if that is not known."""
    points = rubric.reliability.projection
    study = rubric.reliability.components
    if study is None or not points:
        return None
    left, right, top, bottom = 40.0, 330.0, 14.0, 160.0
    most = points[-1].scenarios

    def across(count: float) -> float:
        return round(left + (right - left) * (count - 1) / (most - 1), 1)

    def up(value: float) -> float:
        return round(bottom - (bottom - top) * value, 1)

    return ProjectionChart(
        g=" ".join(f"{across(each.scenarios)},{up(each.g)}" for each in points),
        phi=" ".join(f"{across(each.scenarios)},{up(each.phi)}" for each in points),
        line=up(RELIABLE),
        played=across(min(study.scenarios, most)),
        ends=_apart(up(points[-1].g), up(points[-1].phi)),
        across=tuple((across(each), each) for each in (1, 5, 10, 15, 20, 25, 30)),
        up=tuple((up(each / 10), f"{each / 10:.1f}".replace("0.", ".")) for each in (0, 2, 4, 6, 8, 10)),
    )


def mini(figure: TraineeFigure) -> MiniAxis:
    """Return one person's score."""
    return MiniAxis(round(figure.anchored, 1), figure.low, figure.high)


def sparkline(history: Sequence[float]) -> str:
    """Return the points of a line through scores, 60 wide and 18 high; "" for fewer than two."""
    if len(history) < 2:
        return ""
    step = 56 / (len(history) - 1)
    return " ".join(f"{2 + step * place:.1f},{16 - 14 * score / 100:.1f}" for place, score in enumerate(history))


def _profile_row(y: float, label: str, scores: Scores, *, total: bool) -> ProfileRow | None:
    mean, spread = scores.mean, scores.spread
    if isinstance(mean, Absent) or spread is None:
        return None
    return ProfileRow(
        y=y,
        label=label,
        total=total,
        mean=_x(mean.value),
        low=None if mean.low is None else _x(mean.low),
        high=None if mean.high is None else _x(mean.high),
        first=_x(spread.first_quartile),
        third=_x(spread.third_quartile),
        text=f"{mean.value:.0f}",
    )


def _x(score: float) -> float:
    return round(LEFT + (RIGHT - LEFT) * max(0.0, min(100.0, score)) / 100, 1)


def _apart(first: float, second: float) -> tuple[float, float]:
    """Move two labels apart so that they can be read."""
    if abs(first - second) >= 12:
        return first, second
    middle = (first + second) / 2
    return (middle - 6, middle + 6) if first <= second else (middle + 6, middle - 6)
