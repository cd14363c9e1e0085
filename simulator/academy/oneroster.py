"""OneRoster 1.2 bulk CSV: classes become cohorts, and the students enrolled in them become members.

It reads manifest.csv, users.csv, classes.csv and enrollments.csv, in a folder or a zip. Passwords, demographics and all
other files of an export are not even opened. The form is 1EdTech's "OneRoster: CSV Binding 1.2.1" (2023); version 1.1
differs in nothing that is read here.
"""

from __future__ import annotations

import zipfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

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

MANIFEST, USERS, CLASSES, ENROLLMENTS = "manifest.csv", "users.csv", "classes.csv", "enrollments.csv"
VERSIONS = ("1.1", "1.2")

_NEEDED = {
    USERS: ("sourcedId", "givenName", "familyName"),
    CLASSES: ("sourcedId", "title"),
    ENROLLMENTS: ("classSourcedId", "userSourcedId", "role"),
}
_Open = Callable[[str], bytes | None]


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "").strip()


class _Export:
    """One export while it is read, with what was refused and what was left out."""

    def __init__(self, source: str, opened: _Open, today: date | None) -> None:
        self.source = source
        self.today = today
        self.deleted: set[tuple[str, str]] = set()  # (file, sourcedId)
        self.opened = opened
        self.refused: list[Refusal] = []
        self.skipped: Counter[str] = Counter()

    def refuse(self, file: str, line: int, why: str) -> None:
        self.refused.append(Refusal(file, line, f"{why[0].upper()}{why[1:]}."))

    def lines(self, file: str) -> Iterator[_Line]:
        """Yield a file's lines by column; those to be deleted are left out."""
        raw = self.opened(file)
        if raw is None:
            raise RosterError(f"{self.source} has no {file}.", "Export it again, with users, classes and enrolments.")
        lines = read_table(raw, file)
        header = [clean_text(cell, limit=100) for cell in next(lines, (1, []))[1]]
        for column in _NEEDED.get(file, ()):
            if column not in header:
                raise RosterError(f"{file} has no column '{column}'.", "Export it again as OneRoster 1.2.")
        for number, fields in lines:
            if len(fields) != len(header):
                self.refuse(file, number, f"the line has {len(fields)} fields, and the first line {len(header)}")
                continue
            line = _Line(number, dict(zip(header, fields, strict=True)))
            if line["status"].casefold() == "tobedeleted":
                self.skipped[f"lines of {file} that are to be deleted"] += 1
                self.deleted.add((file, line["sourcedId"]))
            else:
                yield line


def read_oneroster(path: Path, *, today: date | None = None) -> Roster:
    """Read a OneRoster bulk export.

    Args:
        path: its folder or zip.
        today: enrolments that ended before this day are left out; None for none.

    Raises:
        RosterError: a file or a column is missing, the export holds changes only, or it is not UTF-8 or CSV.
    """
    if path.is_dir():
        return _read(_Export(str(path), lambda name: _from_folder(path, name), today))
    try:
        with zipfile.ZipFile(path) as archive:
            return _read(_Export(str(path), lambda name: _from_zip(archive, name), today))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
        raise RosterError(f"{path.name} is not a zip that can be read.", "Export it again.") from None
    except OSError as error:
        raise RosterError(f"{path} cannot be read ({error.strerror or error}).", "Check the file.") from None


def _read(export: _Export) -> Roster:
    _check_manifest(export)
    cohorts = _classes(export)
    enrolled = _enrolled(export, cohorts)
    rows = _students(export, enrolled, cohorts)
    if not rows and not export.refused:
        raise RosterError(f"{export.source} contains no enrolments of students.", "Export it again, with enrolments.")
    return Roster(export.source, "oneroster", tuple(rows), tuple(export.refused), dict(export.skipped))


def _check_manifest(export: _Export) -> None:
    raw = export.opened(MANIFEST)
    if raw is None:
        raise RosterError(f"{export.source} has no {MANIFEST}.", "Name the folder or zip of a OneRoster export.")
    said = {fields[0].strip(): fields[1].strip() for _, fields in read_table(raw, MANIFEST) if len(fields) > 1}
    version = said.get("oneroster.version", "")
    if version not in VERSIONS:
        shown = clean_text(version, limit=20) or "no version"
        raise RosterError(
            f"{MANIFEST} names {shown}; {' and '.join(VERSIONS)} are read.", "Export it as OneRoster 1.2."
        )
    for file in (USERS, CLASSES, ENROLLMENTS):
        form = said.get(f"file.{file.removesuffix('.csv')}", "absent")
        if form == "delta":
            raise RosterError(f"{file} contains only changes (delta).", "Export it again in bulk.")
        if form != "bulk":
            raise RosterError(f"{MANIFEST} says that {file} is absent.", "Export it again, in bulk, with that file.")


def _classes(export: _Export) -> dict[str, str]:
    """Return each class's cohort name by its id; classes of the same title are told apart by code or id."""
    titles: dict[str, str] = {}
    codes: dict[str, str] = {}
    for line in export.lines(CLASSES):
        id_ = line["sourcedId"]
        if id_ in titles:
            export.refuse(CLASSES, line.number, f"the class '{clean_text(id_, limit=64)}' appears there twice")
            continue
        try:
            titles[id_] = read_person_field(line["title"], "cohort") or _missing("title of the class")
            codes[id_] = read_person_field(line["classCode"], "external_id")
        except Unreadable as why:
            export.refuse(CLASSES, line.number, str(why))
    alike = Counter(title.casefold() for title in titles.values())
    coded = Counter((title.casefold(), codes.get(id_, "")) for id_, title in titles.items())
    names = {}
    for id_, title in titles.items():
        code = codes.get(id_) or id_
        mark = code if coded[title.casefold(), code] == 1 else id_[: LIMITS["external_id"]]
        names[id_] = title if alike[title.casefold()] == 1 else f"{title[: LIMITS['cohort'] - len(mark) - 3]} ({mark})"
    return names


def _enrolled(export: _Export, cohorts: Mapping[str, str]) -> dict[str, dict[str, int]]:
    """Return the classes that each student is enrolled in, and on what line."""
    enrolled: dict[str, dict[str, int]] = defaultdict(dict)
    for line in export.lines(ENROLLMENTS):
        user, class_ = line["userSourcedId"], line["classSourcedId"]
        if line["role"].casefold() != "student":
            export.skipped["enrolments of teachers and others"] += 1
        elif (CLASSES, class_) in export.deleted:
            export.skipped["enrolments in classes that are to be deleted"] += 1
        elif _ended(export, line):
            export.skipped["enrolments that have ended"] += 1
        elif class_ not in cohorts:
            export.refuse(ENROLLMENTS, line.number, f"there is no class '{clean_text(class_, limit=64)}' in {CLASSES}")
        elif class_ in enrolled[user]:
            first = enrolled[user][class_]
            export.refuse(ENROLLMENTS, line.number, f"line {first} enrols the same student in the same class")
        else:
            enrolled[user][class_] = line.number
    return enrolled


def _ended(export: _Export, line: _Line) -> bool:
    """Return whether an enrolment ended before today; a date that is none is refused, and taken for none."""
    given = line["endDate"]
    try:
        return bool(given) and export.today is not None and date.fromisoformat(given[:10]) < export.today
    except ValueError:
        export.refuse(
            ENROLLMENTS, line.number, f"the endDate '{clean_text(given, limit=40)}' is not a date such as 2026-12-31"
        )
        return False


def _students(
    export: _Export, enrolled: Mapping[str, Mapping[str, int]], cohorts: Mapping[str, str]
) -> list[RosterRow]:
    rows: list[RosterRow] = []
    met: dict[str, int] = {}
    for line in export.lines(USERS):
        id_ = line["sourcedId"]
        if id_ in met:
            export.refuse(USERS, line.number, f"the id '{clean_text(id_, limit=64)}' is already on line {met[id_]}")
            continue
        met[id_] = line.number
        if not enrolled.get(id_):
            export.skipped["users that are enrolled in no class as students"] += 1
        elif line["enabledUser"].casefold() == "false":
            export.skipped["students whose account is switched off"] += 1
        else:
            try:
                rows.append(_student(line, tuple(cohorts[each] for each in enrolled[id_])))
            except Unreadable as why:
                export.refuse(USERS, line.number, str(why))
    for id_, classes in enrolled.items():
        if (USERS, id_) in export.deleted and id_ not in met:
            export.skipped["enrolments of users that are to be deleted"] += len(classes)
        elif id_ not in met:
            for number in classes.values():
                export.refuse(ENROLLMENTS, number, f"there is no user '{clean_text(id_, limit=64)}' in {USERS}")
    return rows


def _student(line: _Line, cohorts: tuple[str, ...]) -> RosterRow:
    given = line["preferredGivenName"] or line["givenName"]
    family = line["preferredFamilyName"] or line["familyName"]
    name = read_field(f"{given} {family}", "name", LIMITS["name"])
    return RosterRow(
        USERS,
        line.number,
        read_person_field(name, "name") or _missing("name"),
        external_id=read_person_field(line["sourcedId"], "external_id") or _missing("sourcedId"),
        email=read_person_field(line["email"], "email") or None,
        cohorts=cohorts,
    )


def _missing(what: str) -> str:
    raise Unreadable(f"the {what} is missing")


def _from_folder(folder: Path, name: str) -> bytes | None:
    try:
        with (folder / name).open("rb") as file:
            return file.read(LARGEST + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise RosterError(f"{folder / name} cannot be read ({error.strerror}).", "Check the file.") from None


def _from_zip(archive: zipfile.ZipFile, name: str) -> bytes | None:
    # Some systems zip the folder and not its files, and some computers add a shadow of each file.
    found = [
        each
        for each in archive.infolist()
        if each.filename.rsplit("/", 1)[-1] == name and not each.filename.startswith("__MACOSX/")
    ]
    if len(found) > 1:
        raise RosterError(f"The zip contains {name} {len(found)} times.", "Zip one export only.")
    if not found:
        return None
    if found[0].flag_bits & 1:
        raise RosterError("The zip is locked with a password.", "Unpack it, and import the folder.")
    with archive.open(found[0]) as file:
        return file.read(LARGEST + 1)  # whatever its header says, no more is unpacked
