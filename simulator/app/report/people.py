"""The report on each trainee, for talking with them: scores by rubric, and every criterion."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.visual import Visual

from scoring.cohort.model import CohortStatistics, TraineeFigure, TraineeProfile
from scoring.report import contents, numbers, sentences
from scoring.rubric import Rubric
from simulator.app.charts import NOT_ASSESSED, spark
from simulator.app.content import join, text
from simulator.app.report.pieces import INDENT, facts, labelled, note, scaled
from simulator.app.report.tables import scored, tables
from simulator.app.typeset import Indented, Stack

PEOPLE_AT_ONCE = 10
"""Trainees in one block: thousands of small ones take longer to lay out."""


def people(statistics: CohortStatistics, rubrics: Sequence[Rubric], span: slice) -> list[Visual]:
    """Return trainees by name: first the scores by rubric, and then the criteria.

    Args:
        statistics: of all of them.
        rubrics: for titles, in order.
        span: which of them, in the order of their names.
    """
    some, titles = statistics.profiles[span], contents.titles_of(statistics, rubrics)
    everybody = contents.people_map(statistics, rubrics)
    table = contents.CriteriaTable(everybody.groups, everybody.rows[span])
    groups = [some[at : at + PEOPLE_AT_ONCE] for at in range(0, len(some), PEOPLE_AT_ONCE)]
    return [
        Stack([note(sentences.PEOPLE), note(sentences.PEOPLE_SCORES)]),
        *(Stack((_person(each, statistics) for each in group), gap=1) for group in groups),
        note(sentences.PEOPLE_CRITERIA),
        *tables(table, titles, lambda person: str(person.name), _cell),
    ]


def _person(person: TraineeProfile, statistics: CohortStatistics) -> Visual:
    counted = (
        numbers.plural(person.encounters, "encounter"),
        numbers.plural(person.runs, "run"),
        numbers.plural(person.critical_events, "critical event"),
    )
    by_rubric = {each.rubric: each for each in person.figures}
    rows = [_figure(each.title, by_rubric.get(each.rubric)) for each in statistics.rubrics]
    return Stack([text(person.name, "bold"), facts(counted, 2), *rows])


def _figure(title: str, found: TraineeFigure | None) -> Visual:
    if found is None:
        return labelled(title, text(NOT_ASSESSED, "$quiet"))
    reach = None if found.low is None or found.high is None else (found.low, found.high)
    said = join([text(numbers.number(found.anchored, 0), "bold"), text(f"n {found.opportunities}", "$quiet")], " ")
    lines: list[Visual] = [scaled(title, [(found.anchored, "●", "bold $you")], reach, said)]
    beside = []
    if found.standards is not None:
        beside.append(text(sentences.standards(found.runs, found.standards), "$quiet"))
    if reach is not None:
        beside.append(text(f"between {numbers.number(found.low, 0)} and {numbers.number(found.high, 0)}", "$quiet"))
    if len(found.history) > 1:
        runs = ", ".join(numbers.number(each, 0) for each in found.history)
        beside.append(join([spark(found.history), text(f"runs: {runs}", "$quiet")], " "))
    if beside:
        lines.append(Indented(join(beside, "   "), INDENT))
    return Stack(lines)


def _cell(cell: tuple[float, int] | None) -> list[Content]:
    return [text(numbers.DASH, "$quiet")] if cell is None else [scored(cell[0])]
