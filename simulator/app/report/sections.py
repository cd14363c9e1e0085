"""The report's sections, in the order of the page; each is laid out only when somebody looks at it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from textual.visual import Visual

from scoring.cohort.model import CohortStatistics
from scoring.report import sentences
from scoring.rubric import Rubric
from simulator.app.report import items, overview, people, quality, scores

MOST_PEOPLE = 100
"""Trainees in one section."""


@dataclass(frozen=True, slots=True)
class ReportSection:
    """A section of a report.

    Attributes:
        title: what it is called.
        build: lays it out, as blocks from the top.
    """

    title: str
    build: Callable[[], list[Visual]]


def sections_of(statistics: CohortStatistics, rubrics: Sequence[Rubric]) -> list[ReportSection]:
    """Return every section. If nobody in the cohort has finished a run, return sections that say so.

    Args:
        statistics: what they tell.
        rubrics: for titles, in the order in which a report tells them.
    """
    builds: dict[str, Callable[[], list[Visual]]] = {
        "short": lambda: overview.in_short(statistics, rubrics),
        "trained": lambda: overview.trained(statistics),
        "campaigns": lambda: overview.campaigns(statistics),
        "profile": lambda: scores.profile(statistics),
        "progress": lambda: scores.progress(statistics),
        "heat": lambda: scores.heat(statistics, rubrics),
        "eye": lambda: items.eye(statistics, rubrics),
        "reliability": lambda: quality.reliability(statistics, rubrics),
        "fairness": lambda: quality.fairness(statistics, rubrics),
        "claims": quality.claims,
        "decisions": lambda: items.decisions(statistics, rubrics),
    }
    if not statistics.trainees:
        return [ReportSection(sentences.SECTIONS["short"], builds["short"])]
    found = []
    for id_, title in sentences.sections(statistics).items():
        found += _people(title, statistics, rubrics) if id_ == "people" else [ReportSection(title, builds[id_])]
    return found


def _people(title: str, statistics: CohortStatistics, rubrics: Sequence[Rubric]) -> list[ReportSection]:
    """Return the section of each trainee; of more than can be laid out at once, several."""
    count = len(statistics.profiles)
    spans = [slice(at, min(at + MOST_PEOPLE, count)) for at in range(0, count, MOST_PEOPLE)]
    return [
        ReportSection(
            title if len(spans) == 1 else f"{title}, {span.start + 1:,} to {span.stop:,} of {count:,}",
            partial(people.people, statistics, rubrics, span),
        )
        for span in spans
    ]
