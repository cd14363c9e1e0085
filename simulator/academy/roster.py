"""A roster's rows, and the reading of its fields: what both of its forms share."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from simulator.errors import RosterError
from simulator.text import clean_text, strip_unsafe

LARGEST = 128 * 1024 * 1024
"""The most bytes that a file of a roster may have: more than a million people."""

LIMITS = {"name": 80, "external_id": 64, "email": 120, "cohort": 80, "group": 80}
"""How many characters a field may have."""

_FORMULA = "=+-@\uff1d\uff0b\uff0d\uff20"
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?E\+\d{2,}", re.IGNORECASE)
_SEPARATOR = re.compile(r'"?sep=(.)"?(?:\r\n|\r|\n|$)', re.IGNORECASE)
_UNSEEN = frozenset("\u00ad\u200b\u2060\ufeff")  # takes no room and joins nothing
_JOINERS = frozenset("\u200c\u200d")  # some names need them, no id does
_FOREIGN = {
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"PK\x03\x04": "a spreadsheet's own form or a zip",
    b"\xd0\xcf\x11\xe0": "a spreadsheet's own form",
}


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One person on one line.

    Attributes:
        file, line: where it stands; the first line of a file is 1.
        name: what the person is called.
        external_id: the academy's own id, None if none is given.
        email: in lower case, None if none is given.
        cohorts: the cohorts that the line puts the person in.
        groups: what the academy wants to know for fairness; "" takes a value back.
    """

    file: str
    line: int
    name: str
    external_id: str | None = None
    email: str | None = None
    cohorts: tuple[str, ...] = ()
    groups: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A line that cannot be taken as it stands, and why, in one sentence."""

    file: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Roster:
    """What a roster file says.

    Attributes:
        source: the file or folder.
        kind: "csv" or "oneroster".
        rows: the people, in the order of the file.
        refused: the lines that cannot be read.
        skipped: what was left out on purpose, and how many of it.
    """

    source: str
    kind: str
    rows: tuple[RosterRow, ...]
    refused: tuple[Refusal, ...] = ()
    skipped: Mapping[str, int] = field(default_factory=dict)


class Unreadable(Exception):
    """A field that cannot be taken as it stands; the text says why."""


def read_table(raw: bytes, file: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each line of a CSV file that is not empty, with the number of the line that it begins on.

    A first line `sep=;` names the mark between fields. Without it, fields are separated by commas; if the header has no
    comma, by semicolons or tabs.

    Raises:
        RosterError: it is too large, not UTF-8, or not CSV.
    """
    text = _decode(raw, file)
    named = _SEPARATOR.match(text)
    if named is not None:
        text, parted, before = text[named.end() :], named[1], 1
    else:
        first, before = text.partition("\n")[0], 0
        parted = next((each for each in ",;\t" if each in first), ",")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=parted, strict=True)
    line = 1 + before
    try:
        for fields in reader:
            if any(each.strip() for each in fields):
                yield line, fields
            line = reader.line_num + 1 + before
    except csv.Error as error:
        raise RosterError(
            f"{file} cannot be read as CSV from line {line} on ({error}).",
            "Look for a quotation mark that is never closed.",
        ) from None


def read_field(value: str, what: str, limit: int) -> str:
    """Return a field as text that is safe to keep and to export.

    Args:
        value: as it stands in the file.
        what: how to name it in a reason.
        limit: the greatest number of characters.

    Raises:
        Unreadable: it holds a control character, a tab or a sign that takes no room, is too long, or would be a
            formula in a spreadsheet.
    """
    kept = strip_unsafe(value)
    bad = "" if value.isprintable() else next((each for each in value if each == "\t" or each not in kept), "")
    bad = bad or next((each for each in value if each in _UNSEEN), "")
    if bad:
        raise Unreadable(f"the {what} has a character that is not text (U+{ord(bad):04X})")
    text = clean_text(value, limit=limit + 1)
    if len(text) > limit:
        raise Unreadable(f"the {what} is longer than {limit} characters")
    if text.startswith(tuple(_FORMULA)):
        raise Unreadable(f"the {what} begins with '{text[0]}', as a formula does")
    return text


def read_person_field(value: str, what: str) -> str:
    """Return a name, an id or an e-mail address as it is kept; "" if it is empty.

    Raises:
        Unreadable: as `read_field`; or it is no address.
    """
    text = read_field(value, what, LIMITS[what])
    if what in ("external_id", "email") and (unseen := sorted(_JOINERS.intersection(text))):
        raise Unreadable(f"the {what} has a character that cannot be seen (U+{ord(unseen[0]):04X})")
    if what == "external_id" and _ROUNDED.fullmatch(text):
        raise Unreadable(
            f"'{text}' is an id that a spreadsheet took for a number and rounded: set the column to Text there, type "
            "the id again, and save the roster again"
        )
    if what == "email":
        text = text.lower()
        if text and not _EMAIL.fullmatch(text):
            raise Unreadable(f"'{text}' is not an e-mail address")
    if what == "name" and text and not any(unicodedata.category(each)[0] in "LN" for each in text):
        raise Unreadable("the name has no letters in it")
    return text


def _decode(raw: bytes, file: str) -> str:
    if len(raw) > LARGEST:
        raise RosterError(f"{file} is larger than {LARGEST // 1_048_576} MiB.", "Import it in several parts.")
    beginning = raw[:4096]
    foreign = next((name for mark, name in _FOREIGN.items() if raw.startswith(mark)), None)
    if foreign is None and b"\x00" in beginning:
        # Every other byte of Latin text is zero in UTF-16.
        foreign = "UTF-16" if beginning.count(0) * 3 > len(beginning) else "binary"
    if foreign is not None:
        raise RosterError(f"{file} is {foreign}, not UTF-8.", "Save it again as 'CSV UTF-8', and import that.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise RosterError(
            f"{file} is not UTF-8: line {line} has the byte 0x{raw[error.start]:02X}, as files in Latin-1 or "
            "Windows-1252 do.",
            "Save it again as 'CSV UTF-8', and import that.",
        ) from None
