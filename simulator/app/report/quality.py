"""The report on itself: reliability, agreement, fairness, and what may and may not be claimed."""

from __future__ import annotations

from collections.abc import Sequence

from textual.visual import Visual

from scoring.cohort.model import (
    Agreement,
    CohortStatistics,
    Fairness,
    GroupShare,
    ItemFunctioning,
    RubricStatistics,
    Selection,
)
from scoring.report import charts, contents, numbers, sentences
from scoring.rubric import Rubric
from simulator.app.content import join, prose, raw, text
from simulator.app.report.items import Titles
from simulator.app.report.pieces import facts, heading, labelled, note, row
from simulator.app.report.tables import columns
from simulator.app.typeset import Hanging, Measured, SideBySide, Stack

PROJECTED = (1, 5, 10, 15, 20, 25, 30)
"""Numbers of encounters for which both coefficients are told."""


def reliability(statistics: CohortStatistics, rubrics: Sequence[Rubric]) -> list[Visual]:
    """Return how far scores can be relied on, and whether trainers agree."""
    head = Stack([heading("Reliability"), note(sentences.RELIABILITY), note(sentences.COEFFICIENTS)])
    return [
        head,
        *map(_reliability, statistics.rubrics),
        *_agreements(statistics, contents.titles_of(statistics, rubrics)),
    ]


def fairness(statistics: CohortStatistics, rubrics: Sequence[Rubric]) -> list[Visual]:
    """Return what groups show, and whether a standard was set."""
    standard = Stack([heading("Standard"), prose(sentences.NO_STANDARD), note(_PANEL)])
    return [*_groups(statistics.fairness, contents.titles_of(statistics, rubrics)), standard]


def claims() -> list[Visual]:
    """Return what may and may not be claimed."""
    return [_lines(sentences.MAY, sentences.MAY_SAY), _lines(sentences.MAY_NOT, sentences.MAY_NOT_SAY)]


_PANEL = "A panel's file goes into the page: encounter report COHORT --angoff FILE"


def _lines(title: str, lines: Sequence[str]) -> Visual:
    return Stack([heading(title), *(Hanging(prose(line), 2, raw("•", "$quiet")) for line in lines)])


def _reliability(each: RubricStatistics) -> Visual:
    found = each.reliability
    parts = [
        heading(each.title, sentences.INDEX if found.index else ""),
        row("Alpha", found.alpha, "coefficient"),
        row("Omega", found.omega, "coefficient"),
        row("G", found.g, "coefficient"),
        row("phi", found.phi, "coefficient"),
        labelled("Needed for G", text(_encounters(found.needed_g))),
        labelled("Needed for phi", text(_encounters(found.needed_phi))),
        labelled(
            "Standard error", text(numbers.DASH if found.error is None else f"{numbers.number(found.error)} points")
        ),
        note(sentences.rows_used(found)),
    ]
    if charts.projection(each) is not None and each.reported == "scored":
        parts += [note(sentences.PROJECTION), Measured(lambda width: _projection(each, width - 12))]
    return Stack(parts)


def _encounters(count: int | None) -> str:
    return numbers.DASH if count is None else numbers.plural(count, "encounter")


def _projection(each: RubricStatistics, width: int) -> Visual:
    points = [point for point in each.reliability.projection if point.scenarios in PROJECTED]
    lines = (
        ("Encounters", [[raw(point.scenarios, "$quiet")] for point in points]),
        ("G", [[text(numbers.coefficient(point.g))] for point in points]),
        ("phi", [[text(numbers.coefficient(point.phi))] for point in points]),
    )
    return Stack(Hanging(columns(cells, width), 12, text(label, "$quiet")) for label, cells in lines)


def _agreements(statistics: CohortStatistics, titles: Titles) -> list[Visual]:
    head, words = heading("Agreement between trainers"), heading("Agreement on own words")
    if not statistics.agreement:
        shown: list[Visual] = [Stack([head, prose(sentences.NO_AGREEMENT)])]
    else:
        shown = _agreement(statistics.agreement, titles, Stack([head, note(sentences.AGREEMENT)]))
    if statistics.word_agreement:
        shown += _agreement(statistics.word_agreement, titles, Stack([words, note(sentences.WORD_AGREEMENT)]))
    return shown


def _agreement(found: Sequence[Agreement], titles: Titles, head: Visual) -> list[Visual]:
    pairs = [
        Stack(
            [
                text(f"{pair.first} and {pair.second}", "bold"),
                row("Weighted kappa", pair.kappa, "coefficient"),
                labelled("Same level", text(numbers.percent(pair.same))),
            ]
        )
        for pair in found[0].pairs
    ]
    return [
        head,
        *(_agreed(each, titles) for each in found),
        note(sentences.PAIRS),
        *pairs,
        note(sentences.units(found[0].rows)),
    ]


def _agreed(each: Agreement, titles: Titles) -> Visual:
    title = titles["rubric"].get(each.rubric, each.rubric) if each.rubric else "All rubrics"
    counted = (
        numbers.plural(each.raters, "rater"),
        numbers.plural(each.runs, "run"),
        numbers.plural(each.units, "unit"),
        "alpha: ordinal",
    )
    return Stack(
        [
            text(title, "bold"),
            facts(counted, 2),
            row("Krippendorff’s alpha", each.alpha, "coefficient"),
            row("ICC2", each.single, "coefficient"),
            row("ICC2k", each.mean, "coefficient"),
        ]
    )


def _groups(found: Fairness, titles: Titles) -> list[Visual]:
    head = heading("Groups")
    if found.why_not:
        return [Stack([head, prose(sentences.no_groups(found.why_not))])]
    parts: list[Visual] = [Stack([head, note("".join(sentences.FLAGS))])]
    parts += [_selection(each, titles) for each in found.selections]
    equal: list[Visual] = [heading("Decisions at equal ability")]
    if found.functioning:
        parts += [
            Stack([*equal, note(sentences.EQUAL_ABILITY)]),
            *(_functioning(each, titles) for each in found.functioning),
        ]
        equal = []
    equal.append(prose(sentences.comparisons(found)))
    return [*parts, Stack(equal)]


def _selection(each: Selection, titles: Titles) -> Visual:
    told = sentences.selection(each, titles["rubric"].get(each.rubric, each.rubric))
    return Stack([prose(told), *(_share(share) for share in each.shares)])


def _share(share: GroupShare) -> Visual:
    standing = text(sentences.STANDINGS[share.standing], "bold $bad" if share.standing == "flagged" else "")
    name = SideBySide([text(share.group, "bold"), standing], gap=2)
    if share.trainees is None:
        return Stack([name, facts(["hidden"], 2)])
    said = (
        numbers.plural(share.trainees, "trainee"),
        f"reached {numbers.DASH if share.reached is None else share.reached}",
        f"ratio to highest {numbers.fraction(share.ratio)}",
        f"Fisher’s p {numbers.probability(share.p_value)}",
    )
    return Stack([name, facts(said, 2)])


def _functioning(each: ItemFunctioning, titles: Titles) -> Visual:
    title = titles["scenario"].get(each.scenario, each.scenario)
    class_ = sentences.STANDINGS["insufficient"] if each.ets_class == "insufficient" else each.ets_class
    said = (
        titles["rubric"].get(each.rubric, each.rubric),
        f"{each.grouping}: {each.reference} against {each.focal}",
        f"delta {numbers.number(each.delta, 2, signed=True)}",
        f"class {class_}",
    )
    return Stack([join([text(f"{title}: {each.scene}", "bold")]), facts(said, 2), row("Odds ratio", each.odds_ratio)])
