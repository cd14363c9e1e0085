"""Says in an author's words what breaks the YAML of a file: the slip, where it was made, and how to mend it.

libyaml names what its grammar misses, at the place where it noticed. A slip is nearly always
somewhere else (the colon forgotten on the line above) and has a plainer name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import yaml

from scoring.document.problem import ODD_SPACES, Refused

_ODD_PLACE = re.compile(rf"^[ \t]*(?:- *)?([{ODD_SPACES}])|^[ \t]*(?:- *)?[\w-]+:([{ODD_SPACES}])")
_ODD_COLON = re.compile(r"^[ \t]*(?:- *)?[\w-]+([\uff1a\ufe55\u2236\ua789])")
_FIELD = re.compile(r"^( *(?:- +)*)([\w-]+(?: [\w-]+)*|\"[^\"]*\"|'[^']*') *:(?= |$)")
_CRAMPED = re.compile(r"^( *(?:- +)*)([A-Za-z][\w-]*):(?!//)(\S.*)$")
_BLOCK_TEXT = re.compile(r"^( *(?:- +)*)[\w-]+: +[|>][-+0-9]* *(?:#.*)?$|^( *)- +[|>][-+0-9]* *$")
_PAIRS = re.compile(r"[\w-]+: ?[^\s,:]+(?:, *[\w-]+: ?[^\s,:]+)*")
_CLOSING = {"{": "}", "[": "]"}


class _Mark(NamedTuple):
    line: int
    column: int


class _Slip:
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


def explain(error: yaml.YAMLError, lines: Sequence[str]) -> Refused:
    """Return what is wrong, where and how it is mended.

    Args:
        error: libyaml's.
        lines: the file's lines.
    """
    slip = _Slip(error, lines)
    told = _look_alike(slip)
    for sign, tell in _TELLERS:
        if told is None and sign in slip.said:
            told = tell(slip)
    return told or slip.refusal(
        slip.at.line, slip.at.column, "What stands here breaks the layout of the file.",
        "Check the indentation, the colons and the quotes of this line and of the one above.",
    )  # fmt: skip


def _look_alike(slip: _Slip) -> Refused | None:
    """Tell of a space or colon that looks like one, on the lines that the break may come from."""
    for line in range(max(0, min(slip.begun.line, slip.at.line) - 1), slip.at.line + 1):
        for pattern, what, mend in (
            (_ODD_PLACE, "a space that does not count as one", "Delete it and type an ordinary space."),
            (_ODD_COLON, "a colon that does not count as one", "Delete it and type an ordinary ':' and a space."),
        ):
            found = pattern.search(slip.text(line))
            if found:
                group = 1 if found.group(1) else 2
                code = ord(found.group(group))
                message = f"Here stands {what} (U+{code:04X}), pasted from another program."
                return slip.refusal(line, found.start(group), message, mend)
    return None


def _cannot_begin(slip: _Slip) -> Refused | None:
    line, column = slip.at
    text = slip.text(line)
    if text[column : column + 1] == "\t":
        return slip.refusal(
            line, column, "A tab stands here, and indentation is made of spaces.",
            "Put spaces in its place, two for each step; most editors do that for the whole file.",
        )  # fmt: skip
    if text.startswith("```"):
        return slip.refusal(
            line, 0, "This line is not part of an encounter; it comes from a page that shows one.",
            "Delete it, and the one like it at the end.", len(text),
        )  # fmt: skip
    return _unquoted(slip, line, column)


def _unquoted(slip: _Slip, line: int, column: int, shown: str = "") -> Refused:
    shown = shown or slip.text(line)[column : column + 1]
    text = _without_note(slip.text(line))
    return slip.refusal(
        line, column, f"A text begins with '{shown}' only inside quotes.", _in_quotes(text, column), len(shown)
    )


def _begins_like_a_name(slip: _Slip) -> Refused | None:
    return _unquoted(slip, *slip.begun)


def _begins_like_a_key(slip: _Slip) -> Refused | None:
    return _unquoted(slip, *slip.at)


def _begins_like_a_list(slip: _Slip) -> Refused | None:
    told = _unquoted(slip, *slip.at, shown="- ")
    told.mend += " A list stands on the lines below."
    return told


def _colon_too_many(slip: _Slip) -> Refused | None:
    line, column = slip.at
    text = _without_note(slip.text(line))
    field = _FIELD.match(text)
    if field is None:
        return None
    if field.end() == column + 1:
        beside = _field_above(slip, line, field.end(1), nearer=True)
        if beside is None:
            return None
        return _out_of_line(slip, line, field, beside, "stands further to the right than the fields above it")
    value = text[field.end() :].strip()
    mend = _in_quotes(text, len(text) - len(text[field.end() :].lstrip()))
    if _PAIRS.fullmatch(value) and ("," in value or re.search(r": ?[-+]?\d+$", value)):
        mend = f"Put braces round them: {field.group(2)}: {{{value}}}"
    return slip.refusal(line, column, "This text holds a colon and a space, which begin another field.", mend)


def _colon_missing(slip: _Slip) -> Refused | None:
    line = slip.begun.line
    text = _without_note(slip.text(line))
    words = text.strip()
    indent = len(text) - len(text.lstrip())
    cramped = _CRAMPED.match(text)
    if cramped:
        return _no_space(slip, line, cramped)
    if re.fullmatch(r"[-=_*~]{3,}", words):
        return slip.refusal(
            line, indent, "A line that is only for the eye means something to YAML.",
            "Delete it, or begin it with # to keep it.", len(words),
        )  # fmt: skip
    header = _block_text_above(slip, line)
    if header is not None and " " in words:
        return slip.refusal(
            line, indent, "This line stands too far to the left to belong to the text above it.",
            f"Put {header} spaces before it, as before the first line of that text.", len(words),
        )  # fmt: skip
    other = re.fullmatch(r"((?:- +)?[a-z][\w-]*)( *)[,;=] *(\S.{0,60})", words)
    if other:
        mend = f"Write '{other.group(1)}: {other.group(3)}'."
        return slip.refusal(line, indent + other.end(2), "A colon and a space belong after a field's name.", mend)
    first, _, rest = words.partition(" ")
    mend = "A note to yourself begins with #; the next line of a text stands as far in as the first."
    if re.fullmatch(r"(- *)?[a-z][\w-]*", first) and (not rest or len(rest) < 60):
        mend = f"If '{first}' is a field, write '{first}: {rest}'.".replace(": '", ":'") + " " + mend
    return slip.refusal(line, indent, "No colon stands in this line, so it is no field.", mend, len(words))


def _no_space(slip: _Slip, line: int, cramped: re.Match[str]) -> Refused:
    name, rest = cramped.group(2), cramped.group(3)
    shown = rest if len(rest) <= 40 else rest[:37] + "…"
    return slip.refusal(line, cramped.end(2), "There is no space after the colon.", f"Write '{name}: {shown}'.")


def _not_in_line(slip: _Slip) -> Refused | None:
    line, column = slip.at
    text = _without_note(slip.text(line))
    dash = re.match(r"^( *)-(?=[^\s-])(.*)$", text)
    if dash:
        shown = dash.group(2) if len(dash.group(2)) <= 40 else dash.group(2)[:37] + "…"
        return slip.refusal(line, dash.end(1), "There is no space after the dash.", f"Write '- {shown}'.")
    field = _FIELD.match(text)
    if field and column >= field.end():
        return _after_the_value(slip, line, column, field.end())
    if text.strip().startswith("-"):
        return slip.refusal(
            line, column, "A dash stands here, where no list is being written.",
            "Delete it; or put it under the dashes of the list that it belongs to.",
        )  # fmt: skip
    if field is None:
        return None
    beside = _field_above(slip, line, field.end(1), nearer=False)
    if beside is None:
        return None
    return _out_of_line(slip, line, field, beside, "is not in line with the fields above it")


def _after_the_value(slip: _Slip, line: int, column: int, start: int) -> Refused | None:
    """Tell of a quoted text, or one that begins like a list or fields, after which something follows."""
    text = _without_note(slip.text(line))
    begun = len(text) - len(text[start:].lstrip())
    mark = text[begun : begun + 1]
    if mark in _CLOSING:
        return _unquoted(slip, line, begun)
    if mark not in ("'", '"'):
        return _quote_open_above(slip, line)
    # What is quoted ends before `column`: go back over the spaces in between.
    closing = len(text[:column].rstrip()) - 1
    if mark == "'" and text[closing + 1 : closing + 2].isalpha():
        inner = text[begun + 1 :].rstrip().removesuffix("'")
        return slip.refusal(
            line, closing, "This apostrophe ends the text, because the text began with the same mark.",
            f"Use double quotes: {_excerpt(text[:begun].lstrip(' -') + _wrap(inner))}",
        )  # fmt: skip
    return slip.refusal(
        line, column, "The quotes end before the text does.",
        _in_quotes(text, begun) if mark == '"' else "Put the closing quote at the end, or leave both out.",
    )  # fmt: skip


def _quote_open_above(slip: _Slip, line: int) -> Refused | None:
    """Tell of a text above whose quotes were closed only by a mark on this line that is none: an apostrophe, mostly."""
    for above in range(line - 1, max(-1, line - 20), -1):
        text = _without_note(slip.text(above))
        field = _FIELD.match(text)
        begun = len(text) - len(text[field.end() if field else 0 :].lstrip(" -"))
        mark = text[begun : begun + 1]
        if mark and mark in "'\"" and not text[begun + 1 :].rstrip().endswith(mark):
            return _never_closed(slip, above, begun)
    return None


def _bracket_open(slip: _Slip) -> Refused | None:
    line, column = slip.at
    text = slip.text(line)
    opened = slip.text(slip.begun.line)
    if slip.begun.line != line:
        if opened.count('"') % 2:
            return _never_closed(slip, slip.begun.line, opened.rindex('"'))
        return _never_closed(slip, *slip.begun)
    if text[column : column + 1] == ":":
        return slip.refusal(
            line, column, "This text holds a colon and a space; inside braces that begins another field.",
            "Put double quotes round the text.",
        )  # fmt: skip
    closing = len(text[:column].rstrip()) - 1
    if text[closing : closing + 1] in ("'", '"'):
        return slip.refusal(
            line, closing, "The quotes end here, and the text goes on.",
            "Put double quotes round the whole text; inside them an apostrophe may stand.",
        )  # fmt: skip
    return slip.refusal(
        line, column, "A comma or the closing bracket is missing before this.",
        "Put a comma between two fields, and double quotes round a text that holds one.",
    )  # fmt: skip


def _never_closed(slip: _Slip, line: int, column: int) -> Refused:
    mark = slip.text(line)[column : column + 1]
    what = "quote" if mark in ("'", '"') else "bracket"
    return slip.refusal(
        line,
        column,
        f"This {what} is never closed.",
        f"Close it with {_CLOSING.get(mark, mark)} where it should end."
        + (" A text that only begins with an apostrophe goes in double quotes." if mark == "'" else ""),
    )


def _quote_open(slip: _Slip) -> Refused | None:
    line, column = slip.begun
    if slip.text(line)[column : column + 1] not in ("'", '"'):
        return None
    told = _never_closed(slip, line, column)
    told.mend += " Most texts need no quotes at all."
    return told


def _nothing_there(slip: _Slip) -> Refused | None:
    line, column = slip.at
    if re.match(r"- *\d", slip.text(line)[column:]):
        return slip.refusal(
            line, column, "A dash and a space begin a list, not a number.", "Write it without the space: -1."
        )
    for above in range(min(line, len(slip.lines) - 1), max(-1, line - 30), -1):
        opened = [place for place, mark in enumerate(slip.text(above)) if mark in _CLOSING]
        if len(opened) > sum(mark in _CLOSING.values() for mark in slip.text(above)):
            return _never_closed(slip, above, opened[-1])
    return slip.refusal(
        line, column, "Nothing stands before this comma or bracket.", "Delete it, or write what should stand there."
    )


def _block_text_begun(slip: _Slip) -> Refused | None:
    return slip.refusal(
        *slip.begun, "After '|' a text begins on the next line.",
        "Put it on the line below, two spaces further in; or delete the '|'.",
    )  # fmt: skip


def _outside(slip: _Slip) -> Refused | None:
    for line in range(slip.at.line - 1, -1, -1):
        if slip.text(line).strip() == "...":
            return slip.refusal(line, 0, "'...' ends a YAML file, and more follows.", "Delete the line.", 3)
    for line, text in enumerate(slip.lines[: slip.at.line]):
        words = text.strip()
        if words and not words.startswith("#"):
            indent = len(text) - len(text.lstrip())
            if _FIELD.match(text):
                return slip.refusal(
                    line, indent, "The first field stands further to the right than the ones below it.",
                    "Begin it in the first column.", len(words),
                )  # fmt: skip
            return slip.refusal(
                line, indent, "This line stands before the first field.",
                "Delete it, or begin it with # to keep it as a note.", len(words),
            )  # fmt: skip
    return None


def _backslash(slip: _Slip) -> Refused | None:
    return slip.refusal(
        *slip.at, "A backslash means something of its own inside double quotes.", "Use single quotes, or none."
    )


_TELLERS: tuple[tuple[str, Callable[[_Slip], Refused | None]], ...] = (
    ("cannot start any token", _cannot_begin),
    ("mapping values are not allowed", _colon_too_many),
    ("could not find expected ':'", _colon_missing),
    ("did not find expected '-' indicator", _not_in_line),
    ("did not find expected key", _not_in_line),
    ("did not find expected ',' or", _bracket_open),
    ("unexpected end of stream", _quote_open),
    ("unexpected document indicator", _quote_open),
    ("did not find expected node content", _nothing_there),
    ("alphabetic or numeric character", _begins_like_a_name),
    ("mapping keys are not allowed", _begins_like_a_key),
    ("block sequence entries are not allowed", _begins_like_a_list),
    ("did not find expected comment or line break", _block_text_begun),
    ("did not find expected <document start>", _outside),
    ("unknown escape character", _backslash),
)
"""A piece of what libyaml says, and who tells of it; the first that knows more is heard."""


def _mark(mark: Any) -> _Mark:
    return _Mark(mark.line, mark.column) if mark is not None else _Mark(0, 0)


def _field_above(slip: _Slip, line: int, column: int, *, nearer: bool) -> tuple[int, re.Match[str]] | None:
    """Return the field above that a line belongs beside: nearest by column, or the first further left (`nearer`)."""
    open_: list[tuple[int, re.Match[str]]] = []
    least = 1_000
    for above in range(line - 1, -1, -1):
        field = _FIELD.match(slip.text(above))
        if field is None or field.end(1) >= least:
            continue
        least = field.end(1)
        if not nearer or least < column:
            open_.append((above, field))
        if least == 0 or (nearer and open_):
            break
    return min(open_, key=lambda each: abs(each[1].end(1) - column), default=None)


def _out_of_line(slip: _Slip, line: int, field: re.Match[str], beside: tuple[int, re.Match[str]], how: str) -> Refused:
    above, other = beside
    spaces = other.end(1)
    counted = f"{spaces} spaces before it" if spaces else "no space before it"
    return slip.refusal(
        line, field.end(1), f"'{field.group(2)}' {how}.",
        f"Begin it right under '{other.group(2)}' of line {above + 1}: {counted}.", len(field.group(2)),
    )  # fmt: skip


def _block_text_above(slip: _Slip, line: int) -> int | None:
    """Return how far in the text of the nearest '|' above stands, None where the line does not come right after one."""
    least, first = 1_000, 0
    for above in range(line - 1, max(-1, line - 60), -1):
        text = slip.text(above)
        if not text.strip():
            continue
        indent = len(text) - len(text.lstrip())
        if _BLOCK_TEXT.match(text):
            inside = least > indent
            return (first if first > indent else indent + 2) if inside else None
        least, first = min(least, indent), indent
    return None


def _without_note(text: str) -> str:
    """Return a line without the note at its end; a '#' inside a text needs a space before it to be one."""
    return re.sub(r"\s+#.*$", "", text)


def _in_quotes(text: str, column: int) -> str:
    value = text[column:].strip()
    if "\n" in value or ('"' in value and "'" in value):
        return "Put the text on the lines below, after '|'."
    return f"Put it in quotes: {_excerpt(text[:column].lstrip(' -') + _wrap(value))}"


def _wrap(value: str) -> str:
    return f"'{value}'" if '"' in value else f'"{value}"'


def _excerpt(text: str) -> str:
    return text if len(text) <= 72 else f"{text[:68]} …{text[-1]}"
