"""Writes a cohort's statistics as one HTML page that needs nothing else: no script, no network, no other file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from scoring.cohort.model import CohortStatistics
from scoring.report import charts, contents, numbers, sentences
from scoring.rubric import Rubric

if TYPE_CHECKING:
    from jinja2 import Environment

    from scoring.cohort.counts import CohortCounts


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a report says about itself.

    Attributes:
        at: when it was written.
        version: the program's.
        pseudonymous: whether codes stand in place of names.
    """

    at: datetime
    version: str
    pseudonymous: bool = False


def render(told: CohortStatistics | CohortCounts, rubrics: Sequence[Rubric], imprint: Imprint) -> str:
    """Return the whole page, as `pieces` gives it."""
    return "".join(pieces(told, rubrics, imprint))


def pieces(told: CohortStatistics | CohortCounts, rubrics: Sequence[Rubric], imprint: Imprint) -> Iterator[str]:
    """Give the page in pieces, from the first; whatever names people and files brought stays text.

    Args:
        told: what it tells: a cohort with its people, or without them.
        rubrics: for titles.
        imprint: what it says about itself.
    """
    environment = _environment()
    if not isinstance(told, CohortStatistics):
        named = {each.scenario: each.title for each in told.encounters}
        yield from environment.get_template("counts.html").generate(s=told, imprint=imprint, titles=named)
        return
    points, titles = contents.points_of(told), contents.titles_of(told, rubrics)
    yield from environment.get_template("report.html").generate(
        s=told,
        imprint=imprint,
        charts=charts,
        titles=titles,
        short=contents.in_short(told),
        heat_map=contents.heat_map(told, rubrics),
        people_map=contents.people_map(told, rubrics),
        concerns=contents.concerns_of(points, titles["rubric"]),
        most=contents.MOST_CONCERNS,
        points=points,
        several=contents.several_versions(told),
        said=lambda rubrics, part: [(each.title, getattr(each, part).rows) for each in rubrics],
        practice_only=contents.practice_only(told),
    )


def _environment() -> Environment:
    """Return what the templates ask for."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        autoescape=True,
        loader=PackageLoader("scoring.report"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        number=numbers.number,
        coefficient=numbers.coefficient,
        value=numbers.value,
        interval=numbers.interval,
        why=numbers.why,
        sentence=numbers.sentence,
        plural=numbers.plural,
        percent=numbers.percent,
        fraction=numbers.fraction,
        probability=numbers.probability,
        day=numbers.day,
        heat=numbers.heat,
        together=numbers.together,
    )
    environment.tests["absent"] = numbers.is_absent
    environment.globals["say"] = sentences
    return environment
