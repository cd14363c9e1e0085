"""Scores drawn with characters: bars, sparklines and step curves, each beside its words and its n.

Plain functions from values to `Content`; what a figure means stands in `scoring.measure`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from textual.content import Content
from textual.visual import Visual

from scoring.measure import Band
from simulator.app.content import join, raw, text
from simulator.app.typeset import Hanging, Indented, Measured
from simulator.messages import later, tr
from simulator.views.debrief import either

if TYPE_CHECKING:
    from simulator.training.debrief import CriterionView, Curve, RubricView

FULL, EMPTY = "━", "─"
SPARKS = "▁▂▃▄▅▆▇█"
MOST_ROWS = 11
BAND_STYLES = {Band.CONCERN: "$bad", Band.DEVELOPING: "$coach", Band.PROFICIENT: "$good", Band.STRONG: "$good"}
NOT_ASSESSED = later("not assessed")
UNSURE = later("unsure")
"""Shown where the raters' error reaches across the limit of a band."""
LABEL_CELLS = 23  # "Proportionate authority", the longest name of a criterion that ships
WORD_CELLS = 10


def bar(filled: int, cells: int, style: str = "$coach") -> Content:
    """Return a bar of `cells`, heavy as far as it is filled and thin from there."""
    return join([raw(FULL * filled, style), raw(EMPTY * (cells - filled), "$rule")])


def figure_row(
    label: str,
    value: float | None,
    word: str = "",
    note: str = "",
    *,
    style: str = "$coach",
    note_cells: int = len("n = 00 !!"),
) -> Visual:
    """Return one figure of 0 to 100 on a line: name, bar, number, word; or that it was not assessed.

    Args:
        label: what it is.
        value: the figure, None if it was not assessed.
        word: its band, or how it compares.
        note: what it rests on.
        style: the bar's colour.
        note_cells: room for the note. Rows have the same, so that their bars can be compared.
    """

    def build(width: int) -> Visual:
        name = raw(f"{label:<{LABEL_CELLS}}")
        if value is None:
            return join([name, text(tr(NOT_ASSESSED), "$quiet")], "  ")
        # Beside the name, the number, the word and the note stand gaps of two cells.
        cells = max(4, min(24, width - LABEL_CELLS - 3 - WORD_CELLS - note_cells - 8))
        parts = [name, bar(round(cells * value / 100), cells, style), raw(f"{value:>3.0f}", "bold")]
        if note:
            return join([*parts, raw(f"{word:<{WORD_CELLS}}"), text(note, "$quiet")], "  ")
        return Hanging(text(word), LABEL_CELLS + cells + 9, join(parts, "  "))

    return Measured(build)


def figure_rows(rubric: RubricView) -> list[Visual]:
    """Return both figures of a rubric, how sure they are, credits and debits kept apart, and the standard."""
    tally = rubric.total
    debits = f"−{-tally.debits}" if tally.debits else "0"
    counts = tr("n = {n} · credits +{credits} · debits {debits}", n=tally.n, credits=tally.credits, debits=debits)
    return [
        figure_row(tr("Conduct"), tally.anchored, either(rubric.bands), style=band_style(rubric.bands)),
        figure_row(tr("Decision quality"), tally.decision_quality, style="$quiet"),
        *(
            Indented(text(words, style), LABEL_CELLS + 2)
            for words, style in (
                (rubric.precision_words, "$quiet"),
                (counts, "$quiet"),
                (rubric.standard_words, "bold $good" if rubric.standard else ""),
            )
            if words
        ),
    ]


def band_style(bands: Sequence[Band]) -> str:
    """Return a bar's colour: that of its band, or a quiet one if the band is not certain."""
    return BAND_STYLES[bands[0]] if len(bands) == 1 else "$quiet"


def criterion_row(criterion: CriterionView) -> Visual:
    """Return one criterion of the profile, with the mark of a critical event that concerns it."""
    word, count = one_word(criterion.bands), f"n = {criterion.tally.n}{' !!' * criterion.concerned}"
    return figure_row(tr(criterion.title), criterion.tally.anchored, word, count, style=band_style(criterion.bands))


def one_word(bands: Sequence[Band]) -> str:
    """Return the word for a figure on a row that has no room for several."""
    return tr(bands[0]) if len(bands) == 1 else tr(UNSURE) if bands else ""


def spark(values: Sequence[float], style: str = "$coach") -> Content:
    """Return figures of 0 to 100 as a row of little columns, oldest first."""
    top = len(SPARKS) - 1
    return raw("".join(SPARKS[max(0, min(top, round(top * value / 100)))] for value in values), style)


def step_curve(curve: Curve, width: int) -> list[Content]:
    """Return a meter or mood over the run as a stepped line, with its scale and the decisions below.

    Args:
        curve: one value on entering each place, from the start.
        width: cells that it may take; a longer run has narrower steps.
    """
    labels = _row_labels(curve)
    gutter = max(len(label) for label in labels)
    step = max(2, min(6, (width - gutter - 3) // max(1, len(curve.values))))
    rows = [_row_of(value, curve, len(labels)) for value in curve.values]
    cells = [[" "] * (step * len(rows)) for _ in labels]
    for place, row in enumerate(rows):
        for column in range(place * step, (place + 1) * step):
            cells[row][column] = "─"
        if place and rows[place - 1] != row:
            _join_rows(cells, place * step, rows[place - 1], row)
    lines = [
        join([raw(f"{label:>{gutter}} ┤", "$quiet"), raw("".join(line).rstrip(), "bold $coach")])
        for label, line in zip(labels, cells, strict=True)
    ]
    start = tr("start") if len(tr("start")) < step else "0"
    axis = "".join(f"{place or start:<{step}}" for place in range(len(rows)))
    return [*lines, raw(" " * (gutter + 2) + axis.rstrip(), "$quiet")]


def curve_words(curve: Curve) -> str:
    """Return the same in a sentence."""
    words = [curve.levels[value] if curve.levels else str(value) for value in curve.values]
    changed = [words[0], *(word for before, word in pairwise(words) if word != before)]
    course = " → ".join(changed) if len(changed) > 1 else tr("{word} throughout", word=changed[0])
    wanted = tr("lower is better") if curve.good == "low" else tr("higher is better")
    better = f" ({wanted})" if curve.good else ""
    scale = "" if curve.levels else f", {tr('on a scale of {low} to {high}', low=curve.low, high=curve.high)}"
    return f"{course}{scale}{better}"


def _row_labels(curve: Curve) -> list[str]:
    if curve.levels:
        return list(curve.levels)
    low, high = _reach(curve)
    if high - low < MOST_ROWS:
        return [str(value) for value in range(high, low - 1, -1)]
    return [str(high), *[""] * (MOST_ROWS - 2), str(low)]


def _row_of(value: int, curve: Curve, rows: int) -> int:
    low, high = (0, len(curve.levels) - 1) if curve.levels else _reach(curve)
    place = round((value - low) / (high - low) * (rows - 1)) if high > low else 0
    return place if curve.levels else rows - 1 - place


def _reach(curve: Curve) -> tuple[int, int]:
    """Return the least and the greatest value that a meter had: its curve shows every step between them."""
    return min(curve.values), max(curve.values)


def _join_rows(cells: list[list[str]], column: int, before: int, after: int) -> None:
    falling = after > before
    cells[before][column] = "┐" if falling else "┘"
    cells[after][column] = "└" if falling else "┌"
    for row in range(min(before, after) + 1, max(before, after)):
        cells[row][column] = "│"
