"""Reads filled-in sheets: one rater each, every level with its place, and what is wrong with a sheet in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from scoring.document.problem import did_you_mean
from scoring.measure import LEVELS
from simulator import academy
from simulator.errors import UsageError
from simulator.panel.sheet import COLUMNS, ENDINGS
from simulator.scenario.story import Story
from simulator.text import clean_text

LARGEST_SHEET = 128 * 1024 * 1024
"""The most bytes that are read of a sheet."""

Pair = tuple[str, str]
"""A choice's id and a criterion's."""

_NEEDED = ("level", "scenario", "digest", "choice id", "criterion id")


@dataclass(frozen=True, slots=True)
class RatedSheet:
    """One rater's sheet.

    Attributes:
        rater: the file's name without its ending.
        levels: choice and criterion to level. Fields that were left empty are not in it.
        asked: how many rows the sheet has.
    """

    rater: str
    levels: Mapping[Pair, int]
    asked: int


class SheetInvalid(UsageError):
    """A sheet has errors; `faults` says each with its row."""

    def __init__(self, faults: Sequence[str]) -> None:
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        super().__init__(f"{faults[0]}{more}", "Correct the sheet and read it again; nothing was written.")
        self.faults = tuple(faults)


def read_sheets(paths: Sequence[Path], story: Story) -> list[RatedSheet]:
    """Read the sheets of a panel, one a rater.

    Raises:
        SheetInvalid: a row names another encounter, an unknown choice or criterion, or no level; or a pair appears
            twice; or two files have one name.
        UsageError: a file is not a sheet.
    """
    sheets: list[RatedSheet] = []
    for path in paths:
        sheet = _read_sheet(path, story)
        if any(sheet.rater == each.rater for each in sheets):
            raise SheetInvalid([f"Two sheets are named '{sheet.rater}': a sheet is named after its rater."])
        sheets.append(sheet)
    return sheets


def scenario_of(path: Path) -> str:
    """Return the id of the encounter that a sheet is about, by its first row.

    Raises:
        UsageError: the file is not a sheet.
    """
    place, lines = _opened(path)
    for _, fields in lines:
        return _plain(fields[place["scenario"]]) if place["scenario"] < len(fields) else ""
    raise UsageError(f"{path.name} has no rows.", "Keep the rows of the sheet as they were.")


def _opened(path: Path) -> tuple[Mapping[str, int], Iterator[tuple[int, Sequence[object]]]]:
    """Return where a sheet's columns are, and its rows with their numbers."""
    if not path.is_file():
        raise UsageError(f"There is no file {path}.", "Name the sheets that the raters sent back.")
    if path.suffix.lower() not in ENDINGS:
        raise UsageError(f"{path.name} is not a sheet.", "A sheet ends in .csv or .xlsx.")
    lines: Iterator[tuple[int, Sequence[object]]]
    lines = _workbook(path) if path.suffix.lower() == ".xlsx" else academy.read_table(_bytes(path), path.name)
    header = [_plain(cell) for cell in next(lines, (1, []))[1]]
    missing = [name for name in _NEEDED if name not in header]
    if missing:
        named = ", ".join(f"'{name}'" for name in missing)
        raise UsageError(f"{path.name} has no column {named}.", "Keep the columns of the sheet as they were.")
    return {name: header.index(name) for name in _NEEDED}, lines


def _read_sheet(path: Path, story: Story) -> RatedSheet:
    place, lines = _opened(path)
    levels: dict[Pair, int] = {}
    seen: set[Pair] = set()
    faults: list[str] = []
    for line, fields in lines:
        row = {name: _plain(fields[at]) if at < len(fields) else "" for name, at in place.items()}
        pair = (row["choice id"], row["criterion id"])
        fault = _fault(row, pair, story, seen)
        if fault is not None:
            faults.append(f"{path.name}, row {line}: {fault}")
            continue
        seen.add(pair)
        if row["level"]:
            levels[pair] = _level(row["level"]) or 0
    if faults:
        raise SheetInvalid(faults)
    if not levels:
        raise UsageError(f"{path.name} has no level filled in.", "Fill in the column 'level', -2 to 2.")
    return RatedSheet(clean_text(path.stem, limit=80), levels, len(seen))


def _fault(row: Mapping[str, str], pair: Pair, story: Story, seen: set[Pair]) -> str | None:
    """Return what is wrong with a row, and how to mend it; None for nothing."""
    if row["scenario"] != story.scenario.id:
        return f"this is about '{row['scenario']}', not about '{story.scenario.id}'. Read each encounter by itself."
    if row["digest"] != story.digest:
        return "the encounter was changed after this sheet was written. Write a new one: encounter panel sheet."
    if pair[0] not in story.choices:
        return f"there is no choice '{pair[0]}'. {did_you_mean(pair[0], story.choices, otherwise='There are')}"
    if pair[1] not in story.rubrics.criteria:
        known = list(story.rubrics.criteria)
        return f"there is no criterion '{pair[1]}'. {did_you_mean(pair[1], known, otherwise='There are')}"
    if pair in seen:
        return f"'{pair[0]}' on '{pair[1]}' appears twice. Delete one of the two."
    if row["level"] and _level(row["level"]) is None:
        return f"'{row['level']}' is not a level. Write -2, -1, 0, 1 or 2, or leave it empty."
    return None


def _level(text: str) -> int | None:
    found = re.fullmatch(r"([+-]?)(\d)(?:\.0+)?", text.replace("−", "-").replace("–", "-"))
    value = int(found[1] + found[2]) if found else None
    return value if value in LEVELS else None


def _plain(cell: object) -> str:
    """Return a cell's text without the apostrophe that keeps a spreadsheet from running it."""
    text = clean_text("" if cell is None else str(cell), limit=10_000)
    return text[1:] if re.match(r"'[=+\-@]", text) else text


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_SHEET + 1)
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}).", "Check the file.") from None


def _workbook(path: Path) -> Iterator[tuple[int, Sequence[object]]]:
    """Yield the rows of the sheet that has the ratings, with their numbers."""
    academy.require("openpyxl")
    import openpyxl

    names = {column.name for column in COLUMNS}
    try:
        with ZipFile(path) as packed:
            if sum(each.file_size for each in packed.infolist()) > LARGEST_SHEET:
                raise UsageError(f"{path.name} is too large for a sheet.", "Save the sheet alone, as .csv.")
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        for sheet in book.worksheets:
            rows = ((number, list(row)) for number, row in enumerate(sheet.iter_rows(values_only=True), start=1))
            first = next(rows, None)
            if first is not None and names.issuperset(_NEEDED) and set(_NEEDED) <= {_plain(cell) for cell in first[1]}:
                yield first
                yield from ((number, row) for number, row in rows if any(cell is not None for cell in row))
                return
    except (OSError, ValueError, LookupError, TypeError, AttributeError, SyntaxError, BadZipFile) as why:
        said = f"{path.name} cannot be read as a workbook ({type(why).__name__})."
        raise UsageError(said, "Open it in a spreadsheet and save it as .csv.") from None
    raise UsageError(f"{path.name} has no sheet to rate in it.", "Keep the columns as they were.")
