"""Reads one YAML file into plain values and positions, refusing whatever could hurt.

Two passes: bytes to text (size, encoding, characters), then one over libyaml's events that refuses
(anchors, aliases, tags, depth, count) and builds the tree as it goes. libyaml's own composer is not
used: it is recursive, and 200,000 nested brackets crash the process there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from yaml import events as ev

from scoring.document.problem import Problem, Severity

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 64
MAX_EVENTS = 200_000

# Control characters (except newline and tab), DEL, C1, line separators, bidi controls, stray BOM.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|\r(?!\n)"
)
_NAMES = {"\x00": "a NUL character", "\x1b": "an escape character", "\r": "a lone carriage return"}

Path_ = Sequence[str | int]


class Place(NamedTuple):
    """Where a value stands: file, line and column from 1, and how wide it is."""

    file: str
    line: int
    column: int
    width: int = 1


class Refused(Exception):
    """The file is not read at all: where, by which code, why, and how to mend it."""

    def __init__(self, line: int, column: int, code: str, message: str, mend: str) -> None:
        super().__init__(message)
        self.line, self.column, self.code, self.message, self.mend = line, column, code, message, mend


@dataclass(slots=True)
class Document:
    """One YAML file as plain values (dict, list, str; None for "nothing written").

    Attributes:
        file: the path as it was given.
        value: the tree, or None where nothing could be read.
        lines: the file's lines, for showing beside a problem.
        problems: what is wrong with the file as YAML.
    """

    file: str
    value: Any
    lines: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    root: Any = None

    def place(self, path: Path_, *, key: bool = False) -> Place:
        """Return where the value at `path` stands (or its key); steps that don't exist are skipped."""
        node, key_node = self.root, None
        for step in path:
            found = _child(node, step)
            if found is None:
                continue
            key_node, node = found
        target = key_node if key and key_node is not None else node
        if target is None:
            return Place(self.file, 1, 1)
        mark = target.start_mark
        width = 1
        if isinstance(target, ev.ScalarEvent):
            width = _width(target)
        return Place(self.file, mark.line + 1, mark.column + 1, width)

    def scalar_offset(self, path: Path_, offset: int) -> Place:
        """Return where the character `offset` of the scalar at `path` stands, if it is on one line."""
        place = self.place(path)
        node = _descend(self.root, path)
        if isinstance(node, ev.ScalarEvent) and _one_line(node):
            quoted = 1 if node.style in ("'", '"') else 0
            return Place(place.file, place.line, place.column + quoted + offset, 1)
        return place

    def source(self, line: int) -> str:
        """Return line `line` (from 1) of the file, "" where there is none."""
        return self.lines[line - 1] if 0 < line <= len(self.lines) else ""

    def problem(
        self,
        path: Path_,
        code: str,
        message: str,
        mend: str,
        *,
        key: bool = False,
        severity: Severity = Severity.ERROR,
    ) -> Problem:
        """Return a problem at the place of `path`."""
        return self.problem_at(self.place(path, key=key), code, message, mend, severity=severity)

    def problem_at(
        self, place: Place, code: str, message: str, mend: str, *, severity: Severity = Severity.ERROR
    ) -> Problem:
        """Return a problem at `place`, with the source line that stands there."""
        return Problem(
            self.file, place.line, place.column, code, severity, message, mend,
            self.source(place.line), place.width,
        )  # fmt: skip


def read_document(path: Path, *, shown: str | None = None) -> Document:
    """Read the file at `path`; whatever is wrong with it stands in the document's problems.

    Args:
        path: the file.
        shown: the name used in problems; the path as given where omitted.
    """
    name = shown or str(path)
    try:
        if path.is_dir():
            raise Refused(1, 1, "E101", "This is a folder, not a file.", "Name a .yaml file.")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise Refused(
                1, 1, "E102", f"The file has {size:,} bytes; {MAX_BYTES:,} are allowed.",
                "Split it: an encounter is 12 to 25 scenes; `include` takes fragments.",
            )  # fmt: skip
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except Refused as refused:
        return _refused(name, [], refused)
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        mend = "Check the name and the folder." if isinstance(error, FileNotFoundError) else "Check who may read it."
        return _refused(name, [], Refused(1, 1, "E101", f"The file cannot be read: {reason}.", mend))
    return read_text(raw, name)


def read_text(raw: bytes, name: str) -> Document:
    """Read YAML from bytes; `name` stands for the file in problems."""
    lines: list[str] = []
    try:
        text = _decode(raw)
        lines = text.split("\n")
        _refuse_characters(text)
        document = Document(name, None, lines)
        _Builder(document).read(text)
    except Refused as refused:
        return _refused(name, lines, refused)
    return document


def _refused(name: str, lines: list[str], refused: Refused) -> Document:
    document = Document(name, None, lines)
    place = Place(name, refused.line, refused.column)
    problem = document.problem_at(place, refused.code, refused.message, refused.mend)
    # A refused line is shown with what cannot be printed made visible, never as it stands.
    visible = _FORBIDDEN.sub(lambda found: f"<U+{ord(found.group()[0]):04X}>", problem.source)[:200]
    document.problems.append(
        Problem(
            name, problem.line, problem.column, problem.code, problem.severity,
            problem.message, problem.mend, visible, 1,
        )
    )  # fmt: skip
    return document


def _decode(raw: bytes) -> str:
    if len(raw) > MAX_BYTES:
        raise Refused(
            1, 1, "E102", f"The file is larger than {MAX_BYTES:,} bytes.",
            "Split it: an encounter is 12 to 25 scenes; `include` takes fragments.",
        )  # fmt: skip
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - (raw.rfind(b"\n", 0, error.start) + 1) + 1
        raise Refused(
            line, column, "E103", f"Byte 0x{raw[error.start]:02x} is not UTF-8 text.",
            "Save the file as UTF-8 (most editors: Save with encoding).",
        ) from None  # fmt: skip


def _refuse_characters(text: str) -> None:
    found = _FORBIDDEN.search(text)
    if found is None:
        return
    character = found.group()[0]
    line = text.count("\n", 0, found.start()) + 1
    column = found.start() - (text.rfind("\n", 0, found.start()) + 1) + 1
    named = _NAMES.get(character, "a control character that cannot be seen")
    raise Refused(
        line, column, "E104", f"Here stands {named} (U+{ord(character):04X}).",
        "Delete it: it is not text, and can drive a terminal or turn words round.",
    )  # fmt: skip


@dataclass(slots=True)
class _Mapping:
    """A mapping's place, and its keys and values as nodes (a scalar's node is its event)."""

    start_mark: Any
    pairs: list[tuple[Any, Any]] = field(default_factory=list)


@dataclass(slots=True)
class _Sequence:
    """A list's place, and its entries as nodes."""

    start_mark: Any
    items: list[Any] = field(default_factory=list)


class _Frame:
    """A mapping or list that is being read: its node, its value, and the key that waits for a value."""

    __slots__ = ("first", "is_key", "key", "key_node", "node", "value", "waiting")

    def __init__(self, node: _Mapping | _Sequence, value: Any, *, is_key: bool) -> None:
        self.node = node
        self.value = value
        self.is_key = is_key
        self.waiting = False
        self.key: str | None = None
        self.key_node: Any = None
        self.first: dict[str, int] = {}


class _Builder:
    """Reads events into a document's plain value and its tree of places."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.stack: list[_Frame] = []

    def read(self, text: str) -> None:
        """Read all of `text`.

        Raises:
            Refused: at the first thing that is not read at all.
        """
        count = documents = 0
        try:
            event: Any
            for event in yaml.parse(text, Loader=yaml.CSafeLoader):
                count += 1
                kind = type(event)
                if kind is ev.ScalarEvent:
                    self._scalar(event)
                elif kind is ev.MappingStartEvent or kind is ev.SequenceStartEvent:
                    self._open(event, kind)
                elif kind is ev.MappingEndEvent or kind is ev.SequenceEndEvent:
                    frame = self.stack.pop()
                    self._add(frame.node, frame.value, is_key=frame.is_key)
                elif kind is ev.AliasEvent:
                    raise _at(
                        event.start_mark, "E106", f"'*{event.anchor}' is a YAML alias, which is not used here.",
                        "Write the text out, or quote it if it begins with * on purpose.",
                    )  # fmt: skip
                elif kind is ev.DocumentStartEvent:
                    documents += 1
                    if documents > 1:
                        raise _at(
                            event.start_mark, "E108", "A second document begins here ('---').",
                            "One file holds one document: delete the line, or move the rest to its own file.",
                        )  # fmt: skip
                if count > MAX_EVENTS:
                    raise _at(event.start_mark, "E110", f"More than {MAX_EVENTS:,} parts in one file.", "Split it.")
        except yaml.YAMLError as error:
            raise _syntax(error) from None
        except ValueError as error:
            raise Refused(1, 1, "E105", f"This cannot be read as YAML: {error}.", "Check the file.") from None

    def _scalar(self, event: Any) -> None:
        if event.anchor or event.tag:
            _refuse_properties(event)
        value = event.value
        style = event.style
        if style == '"' and _FORBIDDEN.search(value):
            raise _at(
                event.start_mark, "E104", "An escape in this text stands for a character that cannot be seen.",
                "Delete it, or write the text in single quotes: it can drive a terminal.",
            )  # fmt: skip
        plain_and_empty = value == "" and not style
        self._add(event, None if plain_and_empty else value, is_key=self._key_comes())

    def _open(self, event: Any, kind: type) -> None:
        _refuse_properties(event)
        if len(self.stack) >= MAX_DEPTH:
            raise _at(event.start_mark, "E109", f"Nested more than {MAX_DEPTH} deep.", "Flatten it.")
        is_key = self._key_comes()
        if kind is ev.MappingStartEvent:
            self.stack.append(_Frame(_Mapping(event.start_mark), {}, is_key=is_key))
        else:
            self.stack.append(_Frame(_Sequence(event.start_mark), [], is_key=is_key))

    def _key_comes(self) -> bool:
        return bool(self.stack) and type(self.stack[-1].node) is _Mapping and not self.stack[-1].waiting

    def _add(self, node: Any, value: Any, *, is_key: bool) -> None:
        if not self.stack:
            self.document.root, self.document.value = node, value
            return
        frame = self.stack[-1]
        if isinstance(frame.node, _Sequence):
            frame.node.items.append(node)
            frame.value.append(value)
        elif is_key:
            frame.waiting = True
            frame.key_node = node
            frame.key = self._key(frame, node)
        else:
            frame.waiting = False
            if frame.key is not None:
                frame.node.pairs.append((frame.key_node, node))
                frame.value[frame.key] = value

    def _key(self, frame: _Frame, node: Any) -> str | None:
        """Return a key that may be used; None, with a problem, where it may not."""
        mark = node.start_mark
        if type(node) is not ev.ScalarEvent:
            self._refuse(mark, 1, "E113", "A key must be one word or id, not a list or mapping.", "Write 'key: value'.")
            return None
        key: str = node.value
        width = _width(node)
        if key == "<<" and not node.style:
            self._refuse(
                mark, width, "E112", "'<<' is a YAML merge key, which is not used here.", "Write the fields out."
            )
            return None
        if key in frame.first:
            self._refuse(
                mark, width, "E111", f"'{key}' stands twice here; the first is on line {frame.first[key]}.",
                "Keep one of them, or give the second another name.",
            )  # fmt: skip
            return None
        frame.first[key] = mark.line + 1
        return key

    def _refuse(self, mark: Any, width: int, code: str, message: str, mend: str) -> None:
        place = Place(self.document.file, mark.line + 1, mark.column + 1, width)
        self.document.problems.append(self.document.problem_at(place, code, message, mend))


def _refuse_properties(event: Any) -> None:
    if event.anchor:
        raise _at(
            event.start_mark, "E106", f"'&{event.anchor}' is a YAML anchor, which is not used here.",
            "Write the text out, or quote it if it begins with & on purpose.",
        )  # fmt: skip
    if event.tag:
        raise _at(
            event.start_mark, "E107", f"'{event.tag}' is a YAML tag, which is not used here.",
            "Delete it, or quote the text if it begins with ! on purpose.",
        )  # fmt: skip


def _at(mark: Any, code: str, message: str, mend: str) -> Refused:
    return Refused(mark.line + 1, mark.column + 1, code, message, mend)


_SYNTAX_MENDS: tuple[tuple[str, str], ...] = (
    ("mapping values are not allowed", "A text that holds ': ' goes in quotes, or on its own line under '|'."),
    ("cannot start any token", "Indent with spaces, never tabs; quote a text that begins with a special character."),
    ("did not find expected key", "Check the indentation of this line and the quotes of the one above."),
    ("did not find expected '-' indicator", "Begin each entry of this list with '- ' at the same indentation."),
    ("did not find expected ',' or", "Close the bracket, or quote a text that holds a comma or a bracket."),
    ("did not find expected <document start>", "Check the indentation: this line stands too far left or right."),
    ("unexpected end of stream", "A quote or bracket that was opened is never closed."),
    ("could not find expected ':'", "Write 'key: value'; a text of several lines goes under 'key: |'."),
    ("block sequence entries are not allowed", "Put the list on the lines below the key, each entry after '- '."),
    ("unknown escape character", "In double quotes a backslash is special: use single quotes."),
)


def _syntax(error: yaml.YAMLError) -> Refused:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    said = str(getattr(error, "problem", None) or error)
    mend = next((mend for sign, mend in _SYNTAX_MENDS if sign in said), "Check indentation and quotes here.")
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    return Refused(line, column, "E105", f"This is not YAML: {said}.", mend)


def _one_line(scalar: Any) -> bool:
    return bool(scalar.end_mark.line == scalar.start_mark.line)


def _width(scalar: Any) -> int:
    return max(1, scalar.end_mark.column - scalar.start_mark.column) if _one_line(scalar) else 1


def _child(node: Any, step: str | int) -> tuple[Any, Any] | None:
    if isinstance(node, _Mapping):
        for key_node, value_node in node.pairs:
            if key_node.value == str(step):
                return key_node, value_node
    elif isinstance(node, _Sequence) and isinstance(step, int) and step < len(node.items):
        return None, node.items[step]
    return None


def _descend(node: Any, path: Path_) -> Any:
    for step in path:
        found = _child(node, step)
        if found is None:
            return None
        node = found[1]
    return node
