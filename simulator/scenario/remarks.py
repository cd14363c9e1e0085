"""Remarks: the comments and blank lines of a YAML text, lifted out of it and put back into another layout of it.

    bare, remarks = lifted(read_text(text, name))
    laid_out = put_back(read_text(other_layout_of(bare), name), remarks)

The places of keys and values that `scoring.document` has read show what is a comment, and which item it belongs to.

A remark belongs to an item: a key, or an entry of a list. A comment stands above its item, beside it or below it, or at
the head or the foot of the file. A comment that is indented further than the next line belongs to the item before.
Where an item is drawn together on one line, remarks from inside it stand above it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any

from scoring.document import Document
from scoring.document.nodes import MappingNode, ScalarNode

Path = tuple[str | int, ...]

_INDICATOR = re.compile(r"[|>][-+0-9]*")
_MARKER = re.compile(r"(---|\.\.\.)\s*(#.*)?$")


@dataclass(slots=True)
class Remarks:
    """The remarks of a text, by where they belong; "" is a blank line.

    Attributes:
        above, below: whole lines, by the item's path.
        beside: one each, at the end of the item's line.
        head, foot: whole lines before the first item and after the last.
    """

    above: dict[Path, list[str]] = field(default_factory=dict)
    below: dict[Path, list[str]] = field(default_factory=dict)
    beside: dict[Path, str] = field(default_factory=dict)
    head: list[str] = field(default_factory=list)
    foot: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Item:
    """A key with its value, or an entry of a block list.

    Attributes:
        line, column: where the key or the dash stands, from 0.
        value_line: where the value begins.
        end_line: the last line of a value that is no block of items.
        block: whether the value is a block of items, each with a line of its own.
        text: whether the value is a block of text, after `|` or `>`.
    """

    path: Path
    line: int
    column: int
    value_line: int = 0
    end_line: int = 0
    block: bool = False
    text: bool = False

    @property
    def remark_line(self) -> int:
        """The line that a remark beside it stands on."""
        return self.line if self.block or self.text else self.end_line


def lifted(document: Document) -> tuple[str, Remarks]:
    """Return the text of a file without its comments and blank lines, and those.

    Args:
        document: a file that was read without a problem.
    """
    source = _Source(document)
    remarks = Remarks()
    bare: list[str] = []
    gap: list[tuple[str, int]] = []
    last = -1
    for number, line in enumerate(source.lines):
        if number in source.prose:
            bare.append(line)
            last = number
            continue
        start = source.comment_at(number)
        comment = line[start:].rstrip()
        code = source.code(number, start)
        if number not in source.within and (not code or _MARKER.match(line)):
            gap.append((comment, start))
            continue
        _place_gap(gap, source, remarks, last, number)
        gap = []
        if comment:
            _place_beside(comment, source, remarks, number, start)
        bare.append(code)
        last = number
    _place_gap(gap, source, remarks, last, None)
    return "\n".join(bare) + "\n", remarks


def put_back(bare: Document, remarks: Remarks) -> str:
    """Return a layout with the remarks that were lifted out of another of the same content.

    Args:
        bare: a file without comments and blank lines, read without a problem.
        remarks: those to put there.

    Raises:
        KeyError: an item that a remark belongs to is not there.
    """
    source = _Source(bare)
    lines = [line if number in source.prose else line.rstrip() for number, line in enumerate(source.lines)]
    before: dict[int, list[str]] = {0: list(remarks.head)}
    # Lines below an inner item come before those below the item around it. Lines above come in the other order.
    for path in sorted(remarks.below, key=len, reverse=True):
        item = source.by_path[path]
        here = before.setdefault(source.end_of(item) + 1, [])
        here += [_indented(each, item.column) for each in remarks.below[path]]
    for path in sorted(remarks.above, key=len):
        line = source.by_path[path].line
        here = before.setdefault(line, [])
        here += [_indented(each, len(lines[line]) - len(lines[line].lstrip())) for each in remarks.above[path]]
    before.setdefault(len(lines), []).extend(remarks.foot)
    for path, comment in remarks.beside.items():
        lines[source.by_path[path].remark_line] += f"  {comment}"
    put: list[str] = []
    for number in range(len(lines) + 1):
        # There is no second blank line, and none at the top. So none is added to a text that keeps its own blank lines
        # (|+) either.
        for each in before.get(number, ()):
            if each or (put and put[-1].strip()):
                put.append(each)
        put += lines[number : number + 1]
    return "\n".join(put) + "\n"


def comments_of(document: Document) -> list[str]:
    """Return the comments of a file that was read without a problem, in order."""
    source = _Source(document)
    found = (
        line[source.comment_at(number) :].rstrip()
        for number, line in enumerate(source.lines)
        if number not in source.prose
    )
    return [each for each in found if each]


def _indented(comment: str, column: int) -> str:
    return " " * column + comment if comment else ""


def _place_gap(gap: list[tuple[str, int]], source: _Source, remarks: Remarks, last: int, following: int | None) -> None:
    """Decide whose the lines between two lines of content are; they stay in their order."""
    while gap and following is None and not gap[-1][0]:
        gap = gap[:-1]
    holder = source.last_item(last)
    if last < 0 or holder is None:
        remarks.head += [comment for comment, _ in gap]
        return
    starting = None if following is None else source.first_item(following)
    if following is not None and starting is None:
        # Inside an item, whose lines are drawn together.
        remarks.above.setdefault(holder.path, []).extend(comment for comment, _ in gap if comment)
        return
    column = 0 if starting is None else starting.column
    onward = remarks.foot if starting is None else remarks.above.setdefault(starting.path, [])
    into: list[str] | None = None
    blanks: list[str] = []
    limit = max((at for _, at in gap), default=0)
    for comment, at in gap:
        if not comment:
            blanks = [""]
            continue
        limit = min(limit, at)
        inner = source.around(holder, limit)
        if into is not onward:
            into = remarks.below.setdefault(inner.path, []) if inner.column > column else onward
        into += [*blanks, comment]
        blanks = []
    onward += blanks if starting is not None else []


def _place_beside(comment: str, source: _Source, remarks: Remarks, number: int, column: int) -> None:
    """Decide whose a comment at the end of a line of content is."""
    item = source.last_item(number)
    if item is None:
        remarks.head.append(comment)
        return
    # A value that begins further down is drawn up to its key or dash, but for a block of items under a key.
    drawn_up = number < item.value_line and not (item.block and isinstance(item.path[-1], str))
    if drawn_up or item.path in remarks.beside or source.inside_brackets(number, column):
        remarks.above.setdefault(item.path, []).append(comment)
    else:
        remarks.beside[item.path] = comment


class _Source:
    """A YAML text by lines: where its items, its texts and its comments are.

    Attributes:
        lines: without line ends.
        items, by_path: every key and list entry that is not inside brackets, in order.
        prose: the lines of block texts.
        within: the lines of other texts but for the first of each.
    """

    def __init__(self, document: Document) -> None:
        self.lines = list(document.lines)
        if not self.lines[-1]:
            self.lines.pop()
        self.items: list[_Item] = []
        self.by_path: dict[Path, _Item] = {}
        self.prose: set[int] = set()
        self.within: set[int] = set()
        self._spans: dict[int, list[tuple[int, int]]] = {}
        self._brackets: list[tuple[tuple[int, int], tuple[int, int]]] = []
        self._take(document.root, None)
        self._lines_of_items = [item.line for item in self.items]
        self._numbers = {item.path: number for number, item in enumerate(self.items)}

    def comment_at(self, number: int) -> int:
        """Return where the comment of a line begins; its end where it has none."""
        line = self.lines[number]
        spans = self._spans.get(number, [])
        marks = (found.start() for found in re.finditer("#", line))
        return next((at for at in marks if not any(low <= at < high for low, high in spans)), len(line))

    def code(self, number: int, end: int) -> str:
        """Return a line of content before its comment, with spaces for tabs between values; "" if it is blank."""
        line = self.lines[number][:end]
        spans = self._spans.get(number, [])
        clean = "".join(
            " " if each == "\t" and not any(low <= at < high for low, high in spans) else each
            for at, each in enumerate(line)
        )
        last = max((high for _, high in spans), default=0)
        return clean[:last] + clean[last:].rstrip()

    def first_item(self, number: int) -> _Item | None:
        """Return the outermost item that begins on a line."""
        at = bisect_right(self._lines_of_items, number - 1)
        return self.items[at] if at < len(self.items) and self.items[at].line == number else None

    def last_item(self, number: int) -> _Item | None:
        """Return the last item that begins on a line or before it."""
        at = bisect_right(self._lines_of_items, number)
        return self.items[at - 1] if at else None

    def around(self, item: _Item, column: int) -> _Item:
        """Return the innermost item around one, or itself, that begins at a column or left of it."""
        chain = (self.by_path[item.path[:length]] for length in range(len(item.path), 0, -1))
        return next((each for each in chain if each.column <= column), self.by_path[item.path[:1]])

    def end_of(self, item: _Item) -> int:
        """Return the last line of an item with all that is in it."""
        after = self.items[self._numbers[item.path] + 1 :]
        following = next((each for each in after if each.path[: len(item.path)] != item.path), None)
        return (len(self.lines) if following is None else following.line) - 1

    def inside_brackets(self, line: int, column: int) -> bool:
        """Return whether a place lies between brackets that were opened on an item's own level."""
        return any(start <= (line, column) < end for start, end in self._brackets)

    def _take(self, node: Any, item: _Item | None) -> None:
        """Note the places of a node and of all that is in it.

        Args:
            node: what to go through.
            item: the item with this value; None for a key, for the root, and inside brackets.
        """
        if item is not None:
            item.value_line = item.end_line = node.start_mark.line
        if isinstance(node, ScalarNode):
            self._mark(node, item)
        elif node.in_brackets:
            self._take_brackets(node, item)
        else:
            self._take_block(node, item)

    def _take_brackets(self, node: Any, item: _Item | None) -> None:
        start, end = node.start_mark, node.end_mark
        self._brackets.append(((start.line, start.column), (end.line, end.column)))
        if item is not None:
            item.end_line = end.line
        parts = [part for pair in node.pairs for part in pair] if isinstance(node, MappingNode) else node.items
        for part in parts:
            self._take(part, None)

    def _take_block(self, node: Any, item: _Item | None) -> None:
        path: Path = ()
        if item is not None:
            path, item.block = item.path, True
        if isinstance(node, MappingNode):
            for key, value in node.pairs:
                self._take(key, None)
                self._take(value, self._add(_Item((*path, key.value), key.start_mark.line, key.start_mark.column)))
            return
        column = node.start_mark.column
        for number, entry in enumerate(node.items):
            line = self._dash_line(entry.start_mark.line, column)
            self._take(entry, self._add(_Item((*path, number), line, column)))

    def _add(self, item: _Item) -> _Item:
        self.items.append(item)
        self.by_path[item.path] = item
        return item

    def _dash_line(self, line: int, column: int) -> int:
        """Return the line of the dash before an entry, which begins on `line` or further down."""
        while not (self.lines[line][column : column + 1] == "-" and not self.lines[line][:column].strip(" -\t")):
            line -= 1
        return line

    def _mark(self, scalar: Any, item: _Item | None) -> None:
        """Note which characters and lines a scalar takes up."""
        start, end = scalar.start_mark, scalar.end_mark
        if scalar.style in ("|", ">"):
            found = _INDICATOR.match(self.lines[start.line], start.column)
            indicator = found.group() if found else ""
            after = end.line + (1 if end.column else 0)
            while "+" not in indicator and after > start.line + 1 and not self.lines[after - 1].strip():
                after -= 1
            self.prose.update(range(start.line + 1, after))
            if item is not None:
                item.text, item.end_line = True, after - 1
            return
        for line in range(start.line, end.line + 1):
            low = start.column if line == start.line else 0
            high = end.column if line == end.line else len(self.lines[line])
            self._spans.setdefault(line, []).append((low, high))
        self.within.update(range(start.line + 1, end.line + 1))
        if item is not None:
            item.end_line = end.line
