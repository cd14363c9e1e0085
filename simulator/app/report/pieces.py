"""Small pieces that every section of the report uses: headings, notes, figures with n and interval, scales, columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from textual.content import Content
from textual.visual import Visual

from scoring.cohort.model import Statistic
from scoring.report import numbers
from simulator.app.charts import EMPTY, FULL, LABEL_CELLS
from simulator.app.content import join, prose, raw, text
from simulator.app.typeset import Hanging, Indented, Measured, SideBySide, Stack

INDENT = LABEL_CELLS + 2
FIGURE_CELLS = len("100.0 (100.0 to 100.0)")
LEAST, MOST = 10, 40
"""Cells of a scale."""

Mark = tuple[float, str, str]
"""The place of something on a scale of 0 to 100, its sign, and its style."""


def heading(title: str, note: str = "") -> Visual:
    """Return the heading of a part of a section."""
    return SideBySide([text(title, "bold"), text(note, "$quiet")], gap=1)


def note(said: str) -> Content:
    """Return what explains the figures below it."""
    return prose(said, "$quiet")


def figure(found: Statistic, kind: str = "score") -> Visual:
    """Return a figure with its interval and n, and the reason where one of them is not there.

    Args:
        found: the figure.
        kind: as in `words.interval`.
    """
    return Stack([SideBySide([valued(found, kind), text(f"n = {found.n:,}", "$quiet")]), note(numbers.why(found))])


def valued(found: Statistic, kind: str = "score") -> Content:
    """Return a figure with its interval."""
    between = numbers.interval(found, kind)
    return join([text(numbers.value(found, kind), "bold"), text(f"({between})" if between else "")], " ")


def labelled(label: str, body: Visual, style: str = "") -> Visual:
    """Return a body beside what it is called."""
    return Hanging(body, INDENT, text(label, style))


def row(label: str, found: Statistic, kind: str = "score") -> Visual:
    """Return a figure beside what it is called."""
    return labelled(label, figure(found, kind))


def facts(said: Iterable[str], indent: int = 0) -> Visual:
    """Return short facts, as many on a line as fit."""
    return Indented(SideBySide([text(each, "$quiet") for each in said if each]), indent)


def rows_used(pairs: Iterable[tuple[str, str]]) -> Visual:
    """Return which rows were used, said once where it is the same of several things."""
    return Stack(note(f"{names}: {said}") for names, said in numbers.together(pairs))


def scale(marks: Sequence[Mark], reach: tuple[float, float] | None, cells: int) -> Content:
    """Return a scale from 0 to 100.

    Args:
        marks: what stands on it; a later one covers an earlier one in the same cell.
        reach: from where to where the line is heavy; None for nowhere.
        cells: how wide it is.
    """
    line = [(EMPTY, "$rule")] * cells
    if reach is not None:
        low, high = sorted(_cell(end, cells) for end in reach)
        line[low : high + 1] = [(FULL, "$coach")] * (high + 1 - low)
    for at, sign, style in marks:
        line[_cell(at, cells)] = (sign, style)
    runs = groupby(line, key=lambda cell: cell[1])
    return join(raw("".join(sign for sign, _ in cells), style) for style, cells in runs)


def scaled(
    label: str, marks: Sequence[Mark], reach: tuple[float, float] | None, said: Content, style: str = ""
) -> Visual:
    """Return a scale beside what it is called, and the figure beside both."""
    return labelled(label, Measured(lambda width: join([scale(marks, reach, _room(width)), said], "  ")), style)


def axis() -> Visual:
    """Return the numbers above the scales."""

    def build(width: int) -> Visual:
        cells = _room(width)
        above = "0" + f"{'50':^{cells - 4}}" + "100"
        return raw(above, "$quiet")

    return labelled("", Measured(build))


def _cell(at: float, cells: int) -> int:
    return max(0, min(cells - 1, round((cells - 1) * at / 100)))


def _room(width: int) -> int:
    return max(LEAST, min(MOST, width - FIGURE_CELLS - 2))
