"""XLSX: one sheet a table, typed, with a frozen header and filters, and a first sheet that explains every column.

Text is always written as text, so that none of it becomes a formula or a link. Rows go to the disk one by one. A table
with more rows than a sheet can hold goes on in another sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from scoring.exports.table import Table
from scoring.facts import Column

if TYPE_CHECKING:
    import pyarrow as pa

SHEET_ROWS = 1_048_576
"""Rows of a sheet, the header included (Excel's limit)."""

CELL_CHARACTERS = 32_767
"""Characters of a cell (Excel's limit); what is longer is cut, with an ellipsis."""

_EXACT = 2**53
_ROWS_AT_ONCE = 2_000
_EXPLAINED = ("sheet", "column", "type", "unit", "meaning")


def write_xlsx(
    file: IO[bytes],
    tables: Iterable[Table],
    *,
    about: Sequence[tuple[str, str]],
    scratch: Path | None = None,
    rows_per_sheet: int = SHEET_ROWS,
) -> dict[str, int]:
    """Write tables into one workbook; return each one's number of rows.

    Args:
        file: where to.
        tables: a sheet each, in order.
        about: name and value of what the workbook says of itself, above its columns.
        scratch: a folder for rows on their way, None for the system's own.
        rows_per_sheet: where a table goes on in a further sheet, the header included.
    """
    import xlsxwriter

    every = list(tables)
    # Told to keep off: none of our text is a number, a formula or a link, whatever it looks like.
    options = {
        "constant_memory": True,
        "strings_to_numbers": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "tmpdir": None if scratch is None else str(scratch),
    }
    book = xlsxwriter.Workbook(file, options)
    book.use_zip64()  # where a sheet is above 2 GiB, and only there: some 900,000 rows of facts
    bold = book.add_format({"bold": True})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    _explain(book.add_worksheet("columns"), every, about, bold)
    rows = {table.name: _write(book, table, bold, moment, rows_per_sheet) for table in every}
    book.close()
    return rows


def _explain(sheet: Any, tables: Sequence[Table], about: Sequence[tuple[str, str]], bold: Any) -> None:
    sheet.set_column(0, 2, 16)
    sheet.set_column(3, 3, 24)
    sheet.set_column(4, 4, 100)
    for row, (name, value) in enumerate(about):
        sheet.write_string(row, 0, name, bold)
        sheet.write_string(row, 1, _cut(value))
    top = len(about) + 1 if about else 0
    for place, title in enumerate(_EXPLAINED):
        sheet.write_string(top, place, title, bold)
    listed = [(table.name, column) for table in tables for column in table.columns]
    for row, (name, column) in enumerate(listed, start=top + 1):
        for place, value in enumerate((name, column.name, column.type, column.unit, column.meaning)):
            sheet.write_string(row, place, value)
    sheet.freeze_panes(top + 1, 0)
    sheet.autofilter(top, 0, top + len(listed), len(_EXPLAINED) - 1)


def _write(book: Any, table: Table, bold: Any, moment: Any, rows_per_sheet: int) -> int:
    count = row = 0
    sheet: Any = None
    number = 0

    def finish() -> None:
        sheet.autofilter(0, 0, row, len(table.columns) - 1)

    def begin() -> Any:
        opened = book.add_worksheet(table.name if number == 1 else f"{table.name} {number}")
        opened.freeze_panes(1, 0)
        for place, column in enumerate(table.columns):
            opened.set_column(place, place, _width(column))
        for place, column in enumerate(table.columns):
            opened.write_string(0, place, column.name, bold)
        return opened

    for part in _parts(table):
        for values in zip(*(column.to_pylist() for column in part.columns), strict=True):
            if sheet is None or row == rows_per_sheet - 1:
                if sheet is not None:
                    finish()
                number += 1
                sheet, row = begin(), 0
            row += 1
            count += 1
            for place, value in enumerate(values):
                _cell(sheet, row, place, value, moment)
    if sheet is None:
        number = 1
        sheet = begin()
    finish()
    return count


def _parts(table: Table) -> Iterator[pa.RecordBatch]:
    # Arrow's rows are small and Python's are not: few of them are in memory at a time.
    for batch in table.batches:
        for begin in range(0, batch.num_rows, _ROWS_AT_ONCE):
            yield batch.slice(begin, _ROWS_AT_ONCE)


def _cell(sheet: Any, row: int, place: int, value: Any, moment: Any) -> None:
    if value is None:
        return
    if isinstance(value, str):
        sheet.write_string(row, place, _cut(value))
    elif isinstance(value, bool):
        sheet.write_boolean(row, place, value)
    elif isinstance(value, datetime):
        sheet.write_datetime(row, place, value.replace(tzinfo=None), moment)
    elif isinstance(value, int) and abs(value) > _EXACT:
        sheet.write_string(row, place, str(value))  # a spreadsheet's number would lose its last digits
    else:
        sheet.write_number(row, place, value)


def _cut(text: str) -> str:
    return text if len(text) <= CELL_CHARACTERS else text[: CELL_CHARACTERS - 1] + "…"


def _width(column: Column) -> int:
    return 20 if column.type == "timestamp" else min(30, max(10, len(column.name) + 4))
