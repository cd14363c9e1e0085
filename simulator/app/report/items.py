"""The report on decisions: those that need the author's eye, and every one with its figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.content import Content
from textual.visual import Visual

from scoring.cohort.model import ChoiceCount, CohortStatistics, ItemStatistics
from scoring.report import contents, numbers, sentences
from scoring.rubric import Rubric
from simulator.app.content import join, prose, raw, text
from simulator.app.report.pieces import facts, figure, labelled, note
from simulator.app.typeset import Hanging, Indented, SideBySide, Stack

Titles = Mapping[str, Mapping[str, str]]


def eye(statistics: CohortStatistics, rubrics: Sequence[Rubric]) -> list[Visual]:
    """Return decisions that need the author's eye, the most pressing first."""
    titles = contents.titles_of(statistics, rubrics)
    concerns = contents.concerns_of(contents.points_of(statistics), titles["rubric"])
    if not concerns:
        return [note(sentences.EYE), prose(sentences.NO_CONCERN)]
    several = contents.several_versions(statistics)
    more = len(concerns) - contents.MOST_CONCERNS
    return [
        Stack([note(sentences.EYE), note(sentences.CONCERNS)]),
        *(_concern(each, titles, several) for each in concerns[: contents.MOST_CONCERNS]),
        Stack([note(f"{''.join(sentences.further(more))}." if more > 0 else ""), note(sentences.CHANCE)]),
    ]


def decisions(statistics: CohortStatistics, rubrics: Sequence[Rubric]) -> list[Visual]:
    """Return every decision."""
    points = contents.points_of(statistics)
    if not points:
        return [prose(sentences.NO_DECISION)]
    titles, several = contents.titles_of(statistics, rubrics), contents.several_versions(statistics)
    return [note(sentences.DECISIONS), *(_point(point, titles, several) for point in points)]


def _concern(each: contents.Concern, titles: Titles, several: set[str]) -> Visual:
    lines = [Hanging(Stack([prose(line), note(figures)]), 2, raw("•", "$quiet")) for line, figures in each.lines]
    return Stack([_decision(each.first, titles, several), *lines])


def _point(point: contents.Point, titles: Titles, several: set[str]) -> Visual:
    first, rows = point
    lines: list[Visual] = [_decision(first, titles, several), Indented(SideBySide(map(_choice, first.choices)), 2)]
    for item in rows:
        name = titles["rubric"].get(item.rubric, item.rubric) if item.rubric else "not rated"
        said = (
            f"n {'few' if item.trainees is None else item.trainees}",
            f"difficulty {numbers.coefficient(item.difficulty)}",
            f"seconds {numbers.number(item.seconds)}",
            "flagged" * bool(item.concerns),
        )
        rest = Hanging(figure(item.item_rest, "coefficient"), len("item-rest "), text("item-rest"))
        lines.append(labelled(name, Stack([facts(said), rest])))
    return Stack(lines)


def _decision(item: ItemStatistics, titles: Titles, several: set[str]) -> Visual:
    title = titles["scenario"].get(item.scenario, item.scenario)
    taken = "" if item.trainees is None else numbers.plural(item.trainees, "trainee")
    version = item.version if item.scenario in several else ""
    return SideBySide([text(f"{title}: {item.scene}", "bold"), text(version, "$quiet"), text(taken, "$quiet")], gap=2)


def _choice(choice: ChoiceCount) -> Content:
    taken = "hidden" if choice.taken is None else f"{choice.taken:,}"
    offered = "" if choice.offered is None else f"/{choice.offered:,}"
    counted = text(f"{taken}{offered}{' (dead)' if choice.dead else ''}", "$quiet")
    return join([text(choice.choice), counted], " ")
