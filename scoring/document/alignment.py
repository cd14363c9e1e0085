"""Reports lines that are in line with nothing above them: the field too far in, the text too far out, the stray dash.

YAML gives structure by columns alone. Where a line fits nowhere, the slip may be on that line, or on the line that it
should be aligned with. Their two columns tell which is likelier: most files indent by steps of two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import yaml

from scoring.document.problem import Refused

FIELD = re.compile(r"^( *(?:- +)*)([\w-]+(?: [\w-]+)*|\"[^\"]*\"|'[^']*') *:(?= |$)")
"""A field at the beginning of a line: what is before its name, and the name."""
_BLOCK_TEXT = re.compile(r"^( *(?:- +)*)[\w-]+: +[|>][-+0-9]* *(?:#.*)?$|^( *)- +[|>][-+0-9]* *$")


class _Mark(NamedTuple):
    line: int
    column: int


class Slip:
    """One break in the YAML: what libyaml said and where, and the lines around it. Lines and columns count from 0."""

    def __init__(self, error: yaml.YAMLError, lines: Sequence[str]) -> None:
        mark = getattr(error, "problem_mark", None)
        begun = getattr(error, "context_mark", None)
        self.lines = lines
        self.said = str(getattr(error, "problem", None) or error)
        self.at = _mark(mark or begun)
        self.begun = _mark(begun or mark)

    def text(self, line: int) -> str:
        """Return a line, "" past the end."""
        return self.lines[line] if 0 <= line < len(self.lines) else ""

    def refusal(self, line: int, column: int, message: str, mend: str, width: int = 1) -> Refused:
        """Return what to tell of a place."""
        return Refused(line + 1, column + 1, "E105", message, mend, width=max(1, width))


def without_dash(slip: Slip, line: int) -> Refused:
    """Report an entry of a list that has no dash."""
    text = without_note(slip.text(line))
    return slip.refusal(
        line, _indent(text), "This list entry has no dash before it.", "Begin it with '- '.", len(text.strip())
    ).meaning(f"{' ' * _indent(text)}- {text.strip()}")


def dash_cramped(slip: Slip, line: int) -> Refused:
    """Report a dash after which a space is missing."""
    text = without_note(slip.text(line))
    rest = text.lstrip()[1:]
    shown = rest if len(rest) <= 40 else rest[:37] + "…"
    column = _indent(text)
    return slip.refusal(line, column, "There is no space after the dash.", f"Write '- {shown}'.").meaning(
        f"{text[:column]}- {rest}"
    )


def left_of_its_text(slip: Slip, line: int) -> Refused | None:
    """Report a line that follows a text after '|' and begins further to the left than it."""
    text = slip.text(line)
    spaces = _block_text_above(slip, line)
    if spaces is None:
        return None
    return slip.refusal(
        line, _indent(text), "This line is too far to the left to belong to the text above it.",
        f"Put {spaces} spaces before it, as before the first line of that text.", len(text.strip()),
    )  # fmt: skip


def broken_off(slip: Slip, line: int) -> Refused | None:
    """Report a text that breaks off at `line`: its '|' has no colon before it, or it stands too far to the left."""
    first = line
    while first > 0 and slip.text(first - 1).strip() and not FIELD.match(slip.text(first - 1)):
        first -= 1
    header = re.match(r"^( *(?:- +)*[\w-]+):? *[|>]", slip.text(first))
    if header:
        return slip.refusal(first, header.end(1), "The '|' needs a colon and a space before it.", "Write ': |'.")
    return left_of_its_text(slip, first)


def plain_line_above(slip: Slip, line: int, field: re.Match[str]) -> int | None:
    """Return the line above that is neither a field nor an entry although a field should begin there, or None."""
    beside = _open_above(slip, line, field.end(1), further_left=True)
    first = beside[0][0] + 1 if beside and _empty(slip, beside[0]) else 0 if not beside else line
    above = next((each for each in range(first, line) if without_note(slip.text(each)).strip()), None)
    if above is None or FIELD.match(slip.text(above)) or slip.text(above).strip().startswith("- "):
        return None
    return above


def too_far_right(slip: Slip, line: int, field: re.Match[str]) -> Refused | None:
    """Report a field that was taken for more of the text above it."""
    beside = _open_above(slip, line, field.end(1), further_left=True)
    if not beside:
        return None
    other = beside[0]
    before = next((each for each in range(other[0] - 1, -1, -1) if without_note(slip.text(each)).strip()), None)
    if other[1].group(2).startswith("-"):
        return dash_cramped(slip, other[0])
    if other[1].end(1) + 2 == field.end(1) and _among_dashes(slip, *other):
        return without_dash(slip, other[0])
    parent = FIELD.match(slip.text(before)) if before is not None else None
    # Out of the steps of two, or in the column of a field that would have nothing below it then.
    # Or beside fields that stand as far in as this one.
    column = field.end(1)
    under = next((each for _, each in _open_above(slip, other[0], 0) if each.end(1) <= column), None)
    if (other[1].end(1) % 2 and not column % 2) or (
        under is not None and under.end(1) == column and not _empty(slip, other)
    ):
        return _move(slip, other, (line, field), f"is further to the left than '{field.group(2)}' below it")
    if before is not None and parent and parent.end(1) == other[1].end(1) and _empty(slip, (before, parent)):
        return _move(slip, other, (line, field), f"is further to the left than '{field.group(2)}' below it")
    return _move(slip, (line, field), other, "is further to the right than the fields above it")


def out_of_line(slip: Slip, line: int, field: re.Match[str]) -> Refused | None:
    """Report a field that is aligned with nothing, or the field above that should be aligned with it."""
    column = field.end(1)
    open_ = _open_above(slip, line, column)
    if not open_:
        return None
    if any(slip.text(above).startswith(f"{' ' * column}- {field.group(2)}:") for above in range(line)):
        return without_dash(slip, line)
    here = (line, field)
    below = next((_indent(text) for text in slip.lines[line + 1 :] if without_note(text).strip()), 0)
    # A field that has something below it stands further left than that.
    most = below if _empty(slip, here) and below > column else 1_000
    near = [each for each in open_ if abs(each[1].end(1) - column) == 1 and each[1].end(1) < most]
    if len(near) == 1:
        # Whoever is out of the steps of two is out of line.
        if near[0][1].end(1) % 2 and not column % 2:
            return _move(slip, near[0], here, f"is not in line with '{field.group(2)}' below it")
        return _move(slip, here, near[0], "is not in line with the fields above it")
    right = next((each for each in reversed(open_) if each[1].end(1) > column), None)
    left = next((each for each in open_ if each[1].end(1) < column), None)
    entry = left if _empty(slip, here) and below <= column else right
    if entry and "'-'" in slip.said:
        # In the column of a list's dashes: more of the last entry, or, with a list of its own, what follows the list.
        return _move(slip, here, entry, "is not in line with the fields above it")
    stand = [
        f"'{other.group(2)}' on line {above + 1} has {_spaces(other)}" for above, other in filter(None, (right, left))
    ]
    return slip.refusal(
        line, column, f"'{field.group(2)}' has {_spaces(field)} before it, which lines up with nothing above.",
        f"{' and '.join(stand)}: move whichever is out of line.", len(field.group(2)),
    )  # fmt: skip


def stray_dash(slip: Slip, line: int) -> Refused:
    """Report a dash out of line with the one above, an entry above it that has none, or one too many."""
    column = _indent(slip.text(line))
    for beside in _open_above(slip, line, column, further_left=True)[:1]:
        first = next((each for each in range(beside[0] + 1, line) if without_note(slip.text(each)).strip()), line)
        entry = slip.text(first)
        if _empty(slip, beside) and re.match(r" *-(?=[^\s-])", entry):
            return dash_cramped(slip, first)
        if (
            _empty(slip, beside)
            and _indent(entry) >= column + (line > first + 1)
            and not entry.lstrip().startswith("-")
        ):
            return slip.refusal(
                first, _indent(entry),
                f"'{beside[1].group(2)}' is a list, but its first entry has no dash before it.",
                f"Begin it with '- ', with the dash in the same column as the one on line {line + 1}.",
            )  # fmt: skip
    above = _entry_above(slip, line)
    if above is not None and slip.text(line).strip() != "-" and _indent(slip.text(above)) != column:
        if _indent(slip.text(above)) % 2 and not column % 2:
            return slip.refusal(
                above, _indent(slip.text(above)), f"This dash is not in line with the one on line {line + 1}.",
                f"Put {column} spaces before it.",
            )  # fmt: skip
        return slip.refusal(
            line, column, f"This dash is not in line with the one on line {above + 1}.",
            f"Put {_indent(slip.text(above))} spaces before it; or, if another list begins here, write its field on "
            "the line above.",
        )  # fmt: skip
    return slip.refusal(
        line, column, "There is a dash here, but this is not inside a list.",
        "Delete it, or line it up with the dashes of the list that it belongs to.",
    )  # fmt: skip


def without_note(text: str) -> str:
    """Return a line without the note at its end; a '#' inside a text needs a space before it to be one."""
    return re.sub(r"(^|\s+)#.*$", "", text)


_Place = tuple[int, re.Match[str]]


def _open_above(slip: Slip, line: int, column: int, *, further_left: bool = False) -> list[_Place]:
    """Return the fields above that a line may stand under, from the nearest up: each further left than the last."""
    open_: list[_Place] = []
    least = column if further_left else 1_000
    for above in range(line - 1, -1, -1):
        field = FIELD.match(slip.text(above))
        if field is not None and field.end(1) < least:
            least = field.end(1)
            open_.append((above, field))
    return open_


def _entry_above(slip: Slip, line: int) -> int | None:
    """Return the line of the entry above that is built like this one, or of the nearest; None if there is none."""
    over = _open_above(slip, line, _indent(slip.text(line)), further_left=True)
    least = over[0][0] if over else -1
    entries = [each for each in range(line - 1, -1, -1) if slip.text(each).lstrip().startswith("- ")]
    entries = [each for each in entries if each > least] or entries
    first = slip.text(line).lstrip()[:5]
    return next((each for each in entries if slip.text(each).lstrip()[:5] == first), next(iter(entries), None))


def _among_dashes(slip: Slip, line: int, field: re.Match[str]) -> bool:
    """Return whether a field that has a value stands in the column of the dashes of the list around it."""
    column = field.end(1)
    if _empty(slip, (line, field)):
        return False
    for step in (-1, 1):
        at = line + step
        while 0 <= at < len(slip.lines) and (not slip.text(at).strip() or _indent(slip.text(at)) > column):
            at += step
        if slip.text(at).startswith(f"{' ' * column}- "):
            return True
    return False


def _empty(slip: Slip, place: _Place) -> bool:
    """Return whether nothing stands after a field's colon, so that something must stand below it."""
    line, field = place
    return not without_note(slip.text(line))[field.end() :].strip()


def _move(slip: Slip, who: _Place, under: _Place, how: str) -> Refused:
    line, field = who
    where, other = under
    place = "right under" if where < line else "in the same column as"
    return slip.refusal(
        line, field.end(1), f"'{field.group(2)}' {how}.",
        f"Begin it {place} '{other.group(2)}' of line {where + 1}: {_spaces(other)} before it.", len(field.group(2)),
    )  # fmt: skip


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _spaces(field: re.Match[str]) -> str:
    column = field.end(1)
    return "no space" if not column else "1 space" if column == 1 else f"{column} spaces"


def _block_text_above(slip: Slip, line: int) -> int | None:
    """Return how far in the text of the nearest '|' above stands, None if the line does not come right after one."""
    least, first = 1_000, 0
    for above in range(line - 1, max(-1, line - 60), -1):
        text = slip.text(above)
        if not text.strip():
            continue
        indent = _indent(text)
        if _BLOCK_TEXT.match(text):
            inside = least > indent
            return (first if first > indent else indent + 2) if inside else None
        least, first = min(least, indent), indent
    return None


def _mark(mark: Any) -> _Mark:
    return _Mark(mark.line, mark.column) if mark is not None else _Mark(0, 0)
