"""The report's middle: how the cohort did, progress and own ratings, and where it is hard."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content
from textual.visual import Visual

from scoring.cohort.model import Absent, Cell, CohortStatistics, CriterionStatistics, RubricStatistics, Scores
from scoring.report import charts, contents, numbers, sentences
from scoring.rubric import Rubric
from simulator.app.charts import FULL
from simulator.app.content import join, prose, raw, text
from simulator.app.report.pieces import (
    INDENT,
    Mark,
    axis,
    facts,
    heading,
    note,
    row,
    rows_used,
    scaled,
    valued,
)
from simulator.app.report.tables import scored, tables
from simulator.app.typeset import Indented, SideBySide, Stack

MEAN, LOW, HIGH = "●", "[", "]"
FIRST, LAST, BEST = "○", "●", "◇"
MARK_STYLE = "bold $you"


def profile(statistics: CohortStatistics) -> list[Visual]:
    """Return critical events first, and then each rubric with its criteria."""
    key = zip(
        ((MEAN, MARK_STYLE), (f"{LOW} {HIGH}", MARK_STYLE), (FULL * 2, "$coach")), sentences.PROFILE_KEY, strict=True
    )
    how_to_read = Stack([_key(key), note(sentences.LEVEL_KEY), note(sentences.RATERS)])
    return [_critical(statistics), how_to_read, *(part for each in statistics.rubrics for part in _rubric(each))]


def progress(statistics: CohortStatistics) -> list[Visual]:
    """Return first against later attempts, and own ratings beside scores."""
    parts = list(_attempts(statistics.rubrics))
    parts.append(Stack([heading("Self-ratings"), note(sentences.OWN_RATINGS)]))
    for each in statistics.rubrics:
        own = each.calibration
        rows = [row("Difference", own.difference, "gain"), row("Correlation", own.correlation, "coefficient")]
        parts.append(Stack([text(each.title, "bold"), *rows]))
    parts.append(rows_used((each.title, each.calibration.rows) for each in statistics.rubrics))
    return parts


def heat(statistics: CohortStatistics, rubrics: Sequence[Rubric]) -> list[Visual]:
    """Return encounter by criterion, a table a rubric."""
    marks = f"{sentences.COLOUR} {sentences.heat_marks(statistics.minimum)}"
    told = Stack([note(sentences.HEAT), note(marks), note(sentences.HEAT_MAP)])
    table, titles = contents.heat_map(statistics, rubrics), contents.titles_of(statistics, rubrics)
    if not table.rows:
        return [told, prose(sentences.NOTHING_TO_SHOW)]
    return [told, *tables(table, titles, lambda each: str(each.title), _cell)]


def _critical(statistics: CohortStatistics) -> Visual:
    head = heading("Critical events")
    if not statistics.critical:
        return Stack([head, prose(sentences.NO_CRITICAL)])
    lines = []
    for each in statistics.critical:
        if each.trainees is None or each.decisions is None:
            counted = sentences.few(statistics.minimum)
        else:
            counted = f"{numbers.plural(each.decisions, 'decision')} by {numbers.plural(each.trainees, 'trainee')}"
        lines.append(SideBySide([text(each.title, "bold $bad"), text(counted)], gap=2))
    return Stack([head, note(sentences.CRITICAL), *lines])


def _rubric(each: RubricStatistics) -> list[Visual]:
    head = heading(each.title, sentences.PROFILE if each.reported == "profile" else "")
    entries: list[tuple[str, str, RubricStatistics | CriterionStatistics, Scores]] = [
        ("All of it", "bold", each, each.anchored)
    ]
    if len(each.criteria) > 1:
        entries += [(one.title, "", one, one.anchored) for one in each.criteria]
    rows = [
        _entry(
            label, style, scores, (f"opportunities {of.opportunities:,}", f"credits {of.credits:,}", _debits(of.debits))
        )
        for label, style, of, scores in entries
    ]
    quality = _entry("Decision quality", "", each.decision_quality, (sentences.AMONG,))
    return [Stack([head, note(sentences.profile(each))]), Stack([axis(), *rows, quality])]


def _entry(label: str, style: str, scores: Scores, counted: tuple[str, ...]) -> Visual:
    mean, spread = scores.mean, scores.spread
    if isinstance(mean, Absent) or spread is None:
        return row(label, mean)
    marks: list[Mark] = [(mean.value, MEAN, MARK_STYLE)]
    if mean.low is not None and mean.high is not None:
        marks = [(mean.low, LOW, MARK_STYLE), (mean.high, HIGH, MARK_STYLE), *marks]
    quartiles = " · ".join(
        numbers.number(each, 0) for each in (spread.first_quartile, spread.median, spread.third_quartile)
    )
    said = (f"n = {mean.n:,}", f"SD {numbers.number(spread.sd)}", f"quartiles {quartiles}", *counted)
    return Stack(
        [
            scaled(label, marks, (spread.first_quartile, spread.third_quartile), valued(mean), style),
            facts(said, INDENT),
            Indented(note(numbers.why(mean)), INDENT) if numbers.why(mean) else note(""),
        ]
    )


def _debits(debits: int) -> str:
    return f"debits {numbers.number(debits, 0)}"


def _attempts(told: Iterable[RubricStatistics]) -> Iterable[Visual]:
    rubrics = tuple(told)
    head = heading("First against later attempts")
    if charts.progress(rubrics) is None:
        yield Stack([head, prose(sentences.NO_PROGRESS)])
        return
    key = zip(((FIRST, MARK_STYLE), (LAST, MARK_STYLE), (BEST, "$you")), sentences.PROGRESS_KEY, strict=True)
    yield Stack([head, note(sentences.PROGRESS), note(sentences.GAIN), _key(key)])
    for each in rubrics:
        yield _repeated(each)
    yield rows_used((each.title, each.repetition.rows) for each in rubrics)


def _repeated(each: RubricStatistics) -> Visual:
    found = each.repetition
    first, last, best = found.first.mean, found.last.later.mean, found.best.later.mean
    lines: list[Visual] = [text(each.title, "bold")]
    if not (isinstance(first, Absent) or isinstance(last, Absent) or isinstance(best, Absent)):
        marks = [(best.value, BEST, "$you"), (first.value, FIRST, MARK_STYLE), (last.value, LAST, MARK_STYLE)]
        said = text(f"{first.value:.0f} to {last.value:.0f}", "bold")
        lines.append(scaled("", marks, (first.value, last.value), said))
    lines += [
        row("First", first),
        row("Last", last),
        row("Gain to last", found.last.gain, "gain"),
        row("g to last", found.last.effect, "effect"),
        row("Best", best),
        row("Gain to best", found.best.gain, "gain"),
        row("g to best", found.best.effect, "effect"),
    ]
    return Stack(lines)


def _key(signs: Iterable[tuple[tuple[str, str], str]]) -> Visual:
    return SideBySide(join([text(sign, style), text(meaning, "$quiet")], " ") for (sign, style), meaning in signs)


def _cell(cell: Cell | None) -> list[Content]:
    if cell is None:
        return [text(numbers.DASH, "$quiet")]
    if cell.anchored is None:
        return [text("few", "$quiet")]
    return [scored(cell.anchored), raw(f"n {cell.trainees}", "$quiet")]
