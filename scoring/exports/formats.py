"""The formats of an export: one entry each, from which commands, checks and documentation are made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from scoring.exports.csv_file import write_csv
from scoring.exports.jsonl_file import write_jsonl
from scoring.exports.levels import COMPUTED, DECISIONS, EXPORT_LEVELS, RUNS, Level
from scoring.exports.parquet_file import write_parquet
from scoring.exports.table import Table
from scoring.exports.xapi import HOME, Source, answers, statements, write_xapi
from scoring.exports.xlsx_file import write_xlsx


@dataclass(frozen=True, slots=True)
class WriterContext:
    """What a writer may need besides the tables.

    Attributes:
        about: name and value of what a file says of itself.
        home: the academy's site, under which xAPI names people and encounters.
        scratch: a folder for rows on their way; None for the system's own.
        delimiter, decimal_comma: of CSV, as `write_csv` takes them.
        source: who speaks in xAPI, if more is known than `home`.
    """

    about: Sequence[tuple[str, str]] = ()
    home: str = HOME
    scratch: Path | None = None
    delimiter: str = ","
    decimal_comma: bool = False
    source: Source | None = None


Writer = Callable[[IO[bytes], Sequence[Table], WriterContext], dict[str, int]]
"""Writes tables into an open file, and returns the number of rows by table."""


@dataclass(frozen=True, slots=True)
class Format:
    """One format.

    Attributes:
        name: in errors and manifests.
        ending: of the file's name; it is how a format is asked for.
        about: what it is, for the documentation.
        write: writes it.
        needs: libraries beyond those that computing a table needs.
        levels: the tables that it can hold.
        usual: the tables that it holds where none is named.
        several: it holds more than one table.
    """

    name: str
    ending: str
    about: str
    write: Writer
    needs: tuple[str, ...] = ()
    levels: tuple[Level, ...] = tuple(EXPORT_LEVELS.values())
    usual: tuple[Level, ...] = (RUNS,)
    several: bool = False


def format_of(name: str) -> Format | None:
    """Return the format that a file's name asks for by its ending, None if there is none such."""
    return next((each for each in FORMATS if name.lower().endswith(each.ending)), None)


def endings() -> str:
    """Return every ending, for a sentence."""
    *most, last = (each.ending for each in FORMATS)
    return f"{', '.join(most)} or {last}"


def _one(write: Callable[[IO[bytes], Table], int]) -> Writer:
    """Return a writer of files that hold one table."""

    def write_one(file: IO[bytes], tables: Sequence[Table], _: WriterContext) -> dict[str, int]:
        (table,) = tables
        return {table.name: write(file, table)}

    return write_one


def _csv(file: IO[bytes], tables: Sequence[Table], context: WriterContext) -> dict[str, int]:
    (table,) = tables
    count = write_csv(file, table, delimiter=context.delimiter, decimal_comma=context.decimal_comma)
    return {table.name: count}


def _workbook(file: IO[bytes], tables: Sequence[Table], context: WriterContext) -> dict[str, int]:
    return write_xlsx(file, tables, about=context.about, scratch=context.scratch)


def _statements(file: IO[bytes], tables: Sequence[Table], context: WriterContext) -> dict[str, int]:
    source = context.source or Source(context.home)
    told = (answers if table.name == DECISIONS.name else statements for table in tables)
    every = (one for give, table in zip(told, tables, strict=True) for one in give(table.batches, source))
    return {"statements": write_xapi(file, every)}


FORMATS: tuple[Format, ...] = (
    Format(
        "csv",
        ".csv",
        "UTF-8 with a byte order mark (BOM), a header row, every value in quotes, and an empty cell where there is "
        "no value. Text that a spreadsheet would run as a formula gets an apostrophe in front; numbers are left alone. "
        "`--delimiter` and `--decimal comma` suit a spreadsheet's own language.",
        _csv,
    ),
    Format(
        "xlsx",
        ".xlsx",
        "Numbers and dates are typed; the header is frozen and has filters; the first sheet explains every column. "
        "Text is never a formula or a link. A table of more than 1,048,575 rows goes on in a further sheet.",
        _workbook,
        needs=("xlsxwriter",),
        usual=COMPUTED,
        several=True,
    ),
    Format(
        "parquet",
        ".parquet",
        "Columns are typed; their units and meanings are in the metadata. The same file can be read again with "
        "`--facts`.",
        _one(write_parquet),
    ),
    Format(
        "jsonl",
        ".jsonl",
        "One JSON object per line; a column that contains JSON is written as JSON, not as text.",
        _one(write_jsonl),
    ),
    Format(
        "xapi",
        ".xapi.json",
        "xAPI 1.0.3 statements, as one array; `--level decisions` gives one for each answer.",
        _statements,
        levels=(RUNS, DECISIONS),
        several=True,
    ),
)
"""The formats, in the order of the help."""

BY_NAME: Mapping[str, Format] = {each.name: each for each in FORMATS}
XAPI = BY_NAME["xapi"]
