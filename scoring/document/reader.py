"""Reads one YAML file into plain values and positions, refusing whatever could hurt.

There are two passes. The first turns bytes into text, and checks size, encoding and characters. The second goes over
libyaml's events: it refuses anchors, aliases, tags, too much depth and too many nodes, and builds the tree as it goes.
libyaml's own composer is not used, because it is recursive: 200,000 nested brackets crash the process there.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from yaml import events as ev

from scoring.document.decoding import decode
from scoring.document.nodes import MappingNode, SequenceNode, child, descend, on_one_line, width_of
from scoring.document.problem import Problem, Refused, Severity

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 64
MAX_EVENTS = 200_000
MAX_SHOWN = 20_000
MAX_REPAIRS = 30

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


@dataclass(slots=True)
class Document:
    """One YAML file as plain values (dict, list, str; None for "nothing written").

    Attributes:
        file: the path as it was given.
        value: the tree, or None if nothing could be read.
        lines: the file's lines, for showing beside a problem.
        problems: what is wrong with the file as YAML.
        before_notes: values without quotes that are followed by a note on the same line. For each: the path, the place
            of the `#`, and whether there are two spaces before the `#` and one after, as `fmt` writes a note.
        root: the tree of nodes (see `scoring.document.nodes`), or None if nothing could be read.
    """

    file: str
    value: Any
    lines: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    before_notes: list[tuple[tuple[str | int, ...], Place, bool]] = field(default_factory=list)
    root: Any = None

    def place(self, path: Path_, *, key: bool = False) -> Place:
        """Return where the value at `path` stands (or its key); steps that don't exist are skipped."""
        node, key_node = self.root, None
        for step in path:
            found = child(node, step)
            if found is None:
                continue
            key_node, node = found
        target = key_node if key and key_node is not None else node
        if target is None:
            return Place(self.file, 1, 1)
        mark = target.start_mark
        wide = width_of(target) if isinstance(target, ev.ScalarEvent) else 1
        return Place(self.file, mark.line + 1, mark.column + 1, wide)

    def scalar_offset(self, path: Path_, offset: int) -> Place:
        """Return where the character `offset` of the scalar at `path` stands, if it is on one line or under a bar."""
        place = self.place(path)
        node = descend(self.root, path)
        if isinstance(node, ev.ScalarEvent) and node.style == "|":
            before = node.value[:offset].split("\n")
            line, inside = place.line + len(before), node.value.split("\n")[len(before) - 1]
            written = self.source(line)
            if inside and written.endswith(inside):
                return Place(place.file, line, len(written) - len(inside) + len(before[-1]) + 1, 1)
        if isinstance(node, ev.ScalarEvent) and on_one_line(node):
            quoted = 1 if node.style in ("'", '"') else 0
            return Place(place.file, place.line, place.column + quoted + offset, 1)
        return place

    def source(self, line: int) -> str:
        """Return line `line` (from 1) of the file, "" if there is none."""
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
        raw = bytes_of(path)
    except Refused as refused:
        return _refused(name, [], refused)
    return read_text(raw, name)


def bytes_of(path: Path) -> bytes:
    """Return what stands in a plain file.

    Raises:
        Refused: it is none, or too large, or cannot be opened. A pipe or a device is never waited for.
    """
    try:
        if path.is_dir():
            raise Refused(1, 1, "E101", "This is a folder, not a file.", "Name a .yaml file.")
        size = path.stat().st_size
        if not path.is_file():
            raise Refused(1, 1, "E101", "This is a pipe or a device, not a file.", "Name a file that ends in .yaml.")
        if size > MAX_BYTES:
            raise _too_large(size)
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        reason, mend = _REASONS.get(
            error.errno or 0, (error.strerror or "it cannot be opened", "Check who may read it.")
        )
        raise Refused(1, 1, "E101", f"The file cannot be read: {reason}.", mend) from None


_REASONS = {
    errno.ENOENT: ("there is no file of this name", "Check the name and the folder."),
    errno.EACCES: ("you are not allowed to read it", "Ask its owner to let you read it."),
    errno.ELOOP: ("it is a link that leads back to itself", "Give the name of the file itself."),
    errno.ENAMETOOLONG: ("its name is too long", "Give it a shorter one."),
}


def read_text(raw: bytes, name: str) -> Document:
    """Read YAML from bytes; `name` stands for the file in problems."""
    lines: list[str] = []
    try:
        if len(raw) > MAX_BYTES:
            raise _too_large(len(raw))
        text = decode(raw)
        lines = text.split("\n")
        _refuse_characters(text)
        return _read_lines(name, lines)
    except Refused as refused:
        return _refused(name, lines, refused)


def _read_lines(name: str, lines: list[str]) -> Document:
    """Read YAML. If a line breaks it and its meaning is certain, report the line and read on as if it were right."""
    meant, told = list(lines), list[Problem]()
    for _ in range(MAX_REPAIRS):
        document = Document(name, None, lines)
        try:
            _Builder(document, meant).read("\n".join(meant))
        except Refused as refused:
            if all(each.line != refused.line for each in told):
                told += _refused(name, lines, refused).problems
            if all(meant[number - 1] == line for number, line in refused.meant.items()):
                break
            for number, line in refused.meant.items():
                meant[number - 1] = line
        else:
            lines_told = {each.line for each in told}
            document.problems[:] = [*told, *(each for each in document.problems if each.line not in lines_told)]
            return document
    return Document(name, None, lines, told)


def _too_large(size: int) -> Refused:
    return Refused(
        1, 1, "E102", f"The file has {size:,} bytes or more; {MAX_BYTES:,} are allowed.",
        "Shorten it, or split it.",
    )  # fmt: skip


def _refused(name: str, lines: list[str], refused: Refused) -> Document:
    document = Document(name, None, lines)
    source = document.source(refused.line) if refused.source is None else refused.source
    # A refused line is shown with what cannot be printed made visible, never as it stands.
    visible = _FORBIDDEN.sub(lambda found: f"<U+{ord(found.group()[0]):04X}>", source)[:MAX_SHOWN]
    document.problems.append(
        Problem(
            name, refused.line, refused.column, refused.code, Severity.ERROR, refused.message, refused.mend,
            visible, refused.width,
        )
    )  # fmt: skip
    return document


def _refuse_characters(text: str) -> None:
    found = _FORBIDDEN.search(text)
    if found is None:
        return
    character = found.group()[0]
    line = text.count("\n", 0, found.start()) + 1
    column = found.start() - (text.rfind("\n", 0, found.start()) + 1) + 1
    named = _NAMES.get(character, "a control character that cannot be seen")
    mend = "Delete it: it is not text, and it can control a terminal or reverse the order of words."
    if character in "\u200e\u200f\u061c":
        named = "a mark of writing direction that cannot be seen"
        mend = "Delete it: text that is written from right to left is shown correctly without it."
    if character == "\r":
        mend = "Save the file with ordinary line endings. Most editors call them LF (Unix) or CRLF (Windows)."
    raise Refused(line, column, "E104", f"This is {named} (U+{ord(character):04X}).", mend)


class _Frame:
    """A mapping or list that is being read: its node, its value, and the key that waits for a value."""

    __slots__ = ("braces", "first", "is_key", "key", "key_node", "merged", "node", "value", "waiting")

    def __init__(self, node: MappingNode | SequenceNode, value: Any, *, is_key: bool, braces: bool = False) -> None:
        self.node = node
        self.value = value
        self.is_key = is_key
        self.braces = braces
        self.waiting = False
        # Two entries of a list have run into one, or a text has fallen apart: said once, with all that comes of it.
        self.merged = False
        self.key: str | None = None
        self.key_node: Any = None
        self.first: dict[str, int] = {}


class _Builder:
    """Reads events into a document's plain value and its tree of places.

    Args:
        document: what to fill.
        lines: its lines, as they were meant.
    """

    def __init__(self, document: Document, lines: list[str]) -> None:
        self.document = document
        self.lines = lines
        self.stack: list[_Frame] = []
        self.with_signs = {number for number, line in enumerate(lines) if "#" in line}

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
                    frame.node.end_mark = event.end_mark
                    self._add(frame.node, frame.value, is_key=frame.is_key)
                elif kind is ev.AliasEvent:
                    raise _at(
                        event.start_mark, "E106", f"'*{event.anchor}' is a YAML alias, which is not used here.",
                        "Write the text out in full. If the text really begins with *, put it in quotes.",
                    )  # fmt: skip
                elif kind is ev.DocumentStartEvent:
                    documents += 1
                    if documents > 1:
                        raise _at(
                            event.start_mark, "E108", "A second document begins here ('---').",
                            "A file can hold only one document: delete this line, or move the rest to a file of its "
                            "own.",
                        )  # fmt: skip
                if count > MAX_EVENTS:
                    raise _at(event.start_mark, "E110", f"More than {MAX_EVENTS:,} parts in one file.", "Split it.")
        except yaml.YAMLError as error:
            from scoring.document.syntax import explain  # of use only where something is broken

            raise explain(error, self.lines) from None
        except ValueError as error:
            raise Refused(1, 1, "E105", f"This cannot be read as YAML: {error}.", "Check the file.") from None

    def _scalar(self, event: Any) -> None:
        if event.anchor or event.tag:
            _refuse_properties(event)
        value = event.value
        style = event.style
        if style == '"' and _FORBIDDEN.search(value):
            raise _at(
                event.start_mark, "E104", "An escape code in this text produces a character that cannot be seen.",
                "Delete it, or write the text in single quotes: the character can control a terminal.",
            )  # fmt: skip
        if not style and event.end_mark.line in self.with_signs:
            self._note_after(event)
        plain_and_empty = value == "" and not style
        self._add(event, None if plain_and_empty else value, is_key=self._key_comes())

    def _note_after(self, event: Any) -> None:
        """Remember a value that a note follows on its line."""
        end = event.end_mark
        found = re.match(r"( +)#(?= ?)", self.lines[end.line][end.column :])
        if found and event.value and not self._key_comes():
            path = tuple(
                frame.key or "" if type(frame.node) is MappingNode else len(frame.value) for frame in self.stack
            )
            place = Place(self.document.file, end.line + 1, end.column + len(found.group(1)) + 1)
            as_note = len(found.group(1)) > 1 and self.lines[end.line][place.column : place.column + 1] in (
                " ",
                "",
            )
            self.document.before_notes.append((path, place, as_note))

    def _open(self, event: Any, kind: type) -> None:
        _refuse_properties(event)
        if len(self.stack) >= MAX_DEPTH:
            raise _at(event.start_mark, "E109", f"Nested more than {MAX_DEPTH} deep.", "Use fewer levels.")
        is_key, flow = self._key_comes(), bool(event.flow_style)
        if kind is ev.MappingStartEvent:
            self.stack.append(_Frame(MappingNode(event.start_mark, flow), {}, is_key=is_key, braces=flow))
        else:
            self.stack.append(_Frame(SequenceNode(event.start_mark, flow), [], is_key=is_key))

    def _key_comes(self) -> bool:
        return bool(self.stack) and type(self.stack[-1].node) is MappingNode and not self.stack[-1].waiting

    def _add(self, node: Any, value: Any, *, is_key: bool) -> None:
        if not self.stack:
            self.document.root, self.document.value = node, value
            return
        frame = self.stack[-1]
        if isinstance(frame.node, SequenceNode):
            frame.node.items.append(node)
            frame.value.append(value)
        elif is_key:
            frame.waiting = True
            frame.key_node = node
            frame.key = self._key(frame, node)
        else:
            frame.waiting = False
            if frame.braces and value is None and frame.key is not None:
                value = self._without_colon(frame, value)
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
        if key == "<<" and not node.style:
            self._refuse(
                mark,
                width_of(node),
                "E112",
                "'<<' is a YAML merge key, which is not used here.",
                "Write the fields out.",
            )
            return None
        braces = re.match(r"([\w-]+) *[{\[]", key) if "{" in key or "[" in key else None
        if braces and not node.style:
            self._refuse(
                mark, len(braces.group(1)), "E105", "A field's name needs a colon and a space after it.",
                f"Write '{braces.group(1)}: {key[braces.end() - 1]}…'.",
            )  # fmt: skip
            return None
        if key in frame.first:
            self._twice(frame, key, node)
            return None
        frame.first[key] = mark.line + 1
        return key

    def _twice(self, frame: _Frame, key: str, node: Any) -> None:
        if frame.merged:
            return
        # Where two entries have run into one, every field appears twice: the first says it.
        frame.merged = True
        mend = "Keep one of them, or give the second another name."
        in_list = len(self.stack) > 1 and type(self.stack[-2].node) is SequenceNode
        if in_list and key == next(iter(frame.first)) and not frame.braces:
            mend = f"If a new list entry begins here, write '- {key}:'. Otherwise keep one of the two."
        self._refuse(
            node.start_mark,
            width_of(node),
            "E111",
            f"'{key}' appears twice here; the first is on line {frame.first[key]}.",
            mend,
        )

    def _without_colon(self, frame: _Frame, value: Any) -> Any:
        """Report what stands between two commas without a colon; return the value it was meant to have."""
        key, event = str(frame.key), frame.key_node
        line = self.document.source(event.end_mark.line + 1)
        if event.style or line[event.end_mark.column :].lstrip()[:1] == ":":
            return value
        name, colon, rest = key.partition(":")
        if colon and rest:
            self._refuse(event.start_mark, width_of(event), "E105", "There is no space after the colon.",
                         f"Write '{name}: {rest}'.")  # fmt: skip
            frame.key, event.value = name, name
            return rest
        if not frame.merged:
            frame.merged = True
            message = f"'{key}' is between commas and has no colon."
            mend = (
                "If it is the rest of a text, put double quotes round the whole text: inside braces, a comma "
                "begins another field."
            )
            first, _, more = key.partition(" ")
            if more and re.fullmatch(r"[a-z][\w-]*", first) and line[: event.start_mark.column].rstrip()[-1:] == "{":
                mend = f"If '{first}' is a field, write '{first}: {more[:20]}…'. {mend}"
            if re.search(r": *[\u201c\u201e\u00ab]", line):
                message = "Curly quotes do not work as quotation marks here, so the comma begins another field."
                mend = (
                    'Put straight double quotes (") before and after the text. Word processors turn them into '
                    "curly ones."
                )
            self._refuse(event.start_mark, width_of(event), "E105", message, mend)
        frame.key = None
        return value

    def _refuse(self, mark: Any, width: int, code: str, message: str, mend: str) -> None:
        place = Place(self.document.file, mark.line + 1, mark.column + 1, width)
        self.document.problems.append(self.document.problem_at(place, code, message, mend))


def _refuse_properties(event: Any) -> None:
    if event.anchor:
        raise _at(
            event.start_mark, "E106", f"'&{event.anchor}' is a YAML anchor, which is not used here.",
            "Write the text out in full. If the text really begins with &, put it in quotes.",
        )  # fmt: skip
    if event.tag:
        raise _at(
            event.start_mark, "E107", f"'{event.tag}' is a YAML tag, which is not used here.",
            "Delete it. If the text really begins with !, put it in quotes.",
        )  # fmt: skip


def _at(mark: Any, code: str, message: str, mend: str) -> Refused:
    return Refused(mark.line + 1, mark.column + 1, code, message, mend)
