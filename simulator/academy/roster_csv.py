"""The plain roster: a CSV file whose first line names its columns."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from scoring.document.problem import did_you_mean
from simulator.academy.roster import (
    LARGEST,
    LIMITS,
    Refusal,
    Roster,
    RosterRow,
    Unreadable,
    read_field,
    read_person_field,
    read_table,
)
from simulator.errors import RosterError
from simulator.text import clean_text

COLUMNS = ("name", "email", "external_id", "cohort")
GROUP = "group:"

_GROUPS = 20
_HEADER = "The first line names the columns: name,email,external_id,cohort,group:<anything>; only name is needed."


def read_plain(path: Path, *, cohort: str | None = None) -> Roster:
    """Read a plain roster.

    Args:
        path: the file.
        cohort: for people whose line names no cohort.

    Raises:
        RosterError: it has no header that names its columns, or is not UTF-8 or CSV.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except OSError as error:
        raise RosterError(f"{path} cannot be read ({error.strerror}).", "Check the file.") from None
    lines = read_table(raw, path.name)
    columns = _columns(next(lines, (1, []))[1], path.name)
    rows, refused = [], []
    for line, fields in lines:
        try:
            rows.append(_row(path.name, line, fields, columns, cohort))
        except Unreadable as why:
            refused.append(Refusal(path.name, line, f"{str(why)[0].upper()}{str(why)[1:]}."))
    if not rows and not refused:
        raise RosterError(
            f"{path.name} names nobody.", "Write one line for each person below the line with the columns."
        )
    return Roster(str(path), "csv", tuple(rows), tuple(refused))


def _columns(header: Sequence[str], file: str) -> list[str]:
    names = [clean_text(cell, limit=100) for cell in header]
    columns = [GROUP + name[len(GROUP) :].strip() if _is_group(name) else name.casefold() for name in names]
    if "sourcedid" in columns:
        raise RosterError(
            f"{file} is only one file of a OneRoster export.", "Import the whole export: its folder, or its zip."
        )
    if "name" not in columns:
        raise RosterError(f"{file} has no column 'name'.", _HEADER)
    for number, column in enumerate(columns):
        if not column:
            continue  # a column that a spreadsheet left behind; nothing may stand in it
        if column == GROUP or len(column) > len(GROUP) + LIMITS["group"]:
            raise RosterError(f"Column {number + 1} of {file} is a group without a usable name.", "Write group:branch.")
        if not _is_group(column) and column not in COLUMNS:
            raise RosterError(
                f"{file} has a column '{names[number]}', which is not known.",
                did_you_mean(column, [*COLUMNS, f"{GROUP}{column}"]),
            )
        if column in columns[:number]:
            raise RosterError(f"{file} has the column '{names[number]}' twice.", "Delete one of them.")
    if sum(map(_is_group, columns)) > _GROUPS:
        raise RosterError(
            f"{file} has more than {_GROUPS} groups.", "Keep only the groups that the fairness figures need."
        )
    return columns


def _row(file: str, line: int, fields: Sequence[str], columns: Sequence[str], cohort: str | None) -> RosterRow:
    if len(fields) > len(columns) and not any(each.strip() for each in fields[len(columns) :]):
        fields = fields[: len(columns)]
    if len(fields) != len(columns):
        raise Unreadable(f"the line has {len(fields)} fields, and the first line names {len(columns)} columns")
    read, groups = dict.fromkeys(COLUMNS, ""), {}
    for column, value in zip(columns, fields, strict=True):
        if not column:
            if value.strip():
                raise Unreadable("a value is in a column that has no name")
        elif _is_group(column):
            name = column[len(GROUP) :]
            groups[name] = read_field(value, f"group '{name}'", LIMITS["group"])
        else:
            read[column] = read_person_field(value, column)
    if not read["name"]:
        raise Unreadable("the name is missing")
    joins = read["cohort"] or cohort
    return RosterRow(
        file,
        line,
        read["name"],
        external_id=read["external_id"] or None,
        email=read["email"] or None,
        cohorts=(joins,) if joins else (),
        groups=groups,
    )


def _is_group(column: str) -> bool:
    return column.casefold().startswith(GROUP)
