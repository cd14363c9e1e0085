"""Tables of criteria, one a rubric: numbered columns, what the numbers stand for, and names on their own lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from textual.content import Content
from textual.visual import Visual

from scoring.measure import Band, band_of
from scoring.report import numbers
from scoring.report.contents import CriteriaTable
from simulator.app.content import BLANK, join, raw, text
from simulator.app.report.pieces import heading
from simulator.app.typeset import Measured, SideBySide, Stack

MOST_CELLS = 11
ROWS_AT_ONCE = 8
"""Rows after which the numbers of the columns are repeated."""

CELL_STYLES = {Band.CONCERN: "bold $bad", Band.STRONG: "bold $good"}

Parts = Sequence[Content]
"""The contents of a cell: side by side if there is room, otherwise one below the other."""


def tables(
    table: CriteriaTable,
    titles: Mapping[str, Mapping[str, str]],
    name: Callable[[Any], str],
    cell: Callable[[Any], Parts],
) -> Iterator[Visual]:
    """Yield the tables, in pieces of a few rows.

    Args:
        table: rows of cells, of all rubrics.
        titles: of rubrics and criteria, by kind and id.
        name: returns what a row is called.
        cell: returns what stands in a cell.
    """
    start = 0
    for rubric, criteria in table.groups:
        end = start + len(criteria)
        head: list[Visual] = [
            heading(titles["rubric"][rubric]),
            _legend([titles["criterion"][id_] for id_ in criteria]),
        ]
        for at in range(0, len(table.rows), ROWS_AT_ONCE):
            some = table.rows[at : at + ROWS_AT_ONCE]
            rows = [(name(each), [cell(found) for found in cells[start:end]]) for each, cells in some]
            yield Stack([*head, *_piece(rows, end - start)])
            head = []
        start = end


def scored(value: float) -> Content:
    """Return a score of 0 to 100 without places; its colour says nothing that the number does not."""
    return text(numbers.number(value, 0), CELL_STYLES.get(band_of(value), "bold"))


def columns(cells: Sequence[Parts], width: int) -> Visual:
    """Return cells side by side in columns of one width, each at the right of its column."""
    room = max(1, min(MOST_CELLS, width // max(1, len(cells))))
    if all(join(parts, " ").cell_length < room for parts in cells):
        return _line([join(parts, " ") for parts in cells], room)
    deep = max(len(parts) for parts in cells)
    lines = ([parts[place] if place < len(parts) else BLANK for parts in cells] for place in range(deep))
    return Stack(_line(line, room) for line in lines)


def _piece(rows: Sequence[tuple[str, Sequence[Parts]]], count: int) -> Iterator[Visual]:
    headings = [[raw(place, "bold $coach")] for place in range(1, count + 1)]
    yield Measured(lambda width: columns(headings, width))
    for name, cells in rows:
        # On a line of its own, a name may be as long as it is and in any script.
        yield text(name)
        yield _columns(cells)


def _columns(cells: Sequence[Parts]) -> Visual:
    return Measured(lambda width: columns(cells, width))


def _legend(titles: Sequence[str]) -> Visual:
    return SideBySide(
        join([raw(place, "bold $coach"), text(title)], " ") for place, title in enumerate(titles, start=1)
    )


def _line(cells: Sequence[Content], room: int) -> Content:
    return Content("").join(cell.pad_left(max(0, room - cell.cell_length)) for cell in cells)
