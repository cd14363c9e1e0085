"""Says in an author's words what breaks the YAML of a file: the slip, where it was made, and how to mend it.

libyaml names what its grammar misses, at the place where it noticed. A slip is nearly always
somewhere else (the colon forgotten on the line above) and has a plainer name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import yaml

from scoring.document.alignment import (
    FIELD,
    Slip,
    broken_off,
    dash_cramped,
    left_of_its_text,
    out_of_line,
    plain_line_above,
    stray_dash,
    too_far_right,
    without_dash,
    without_note,
)
from scoring.document.problem import ODD_SPACES, Refused

_ODD_PLACE = re.compile(rf"^[ \t]*(?:- *)?([{ODD_SPACES}])|^[ \t]*(?:- *)?[\w-]+:([{ODD_SPACES}])")
_ODD_COLON = re.compile(r"^[ \t]*(?:- *)?[\w-]+([\uff1a\ufe55\u2236\ua789])")
_BULLET = re.compile(r"^( *(?:- +)*)([\u2010-\u2015\u2022\u00b7\u25aa\u25cf\u25e6\u2043\u2212*])(?= |\u00a0|\t)")
_MERGE_MARK = re.compile(r"^(<{7}|={7}|>{7}|\|{7})(?: .*)?$")
_NO_SPACE_AFTER_DASH = re.compile(r"^ *-(?=[^\s-])")
_CRAMPED = re.compile(r"^( *(?:- +)*)([A-Za-z][\w-]*):(?!//)(\S.*)$")
_PAIRS = re.compile(r"[\w-]+: ?[^\s,:]+(?:, *[\w-]+: ?[^\s,:]+)*")
_CLOSING = {"{": "}", "[": "]"}


def explain(error: yaml.YAMLError, lines: Sequence[str]) -> Refused:
    """Return what is wrong, where and how it is mended.

    Args:
        error: libyaml's.
        lines: the file's lines.
    """
    slip = Slip(error, lines)
    told = _merge_mark(slip) or _bullet(slip) or _look_alike(slip) or _tab(slip)
    for sign, tell in _TELLERS:
        if told is None and sign in slip.said:
            told = tell(slip)
    return told or slip.refusal(
        slip.at.line, slip.at.column, "The layout of the file breaks here.",
        "Check the indentation, the colons and the quotes of this line and of the line above.",
    )  # fmt: skip


def _merge_mark(slip: Slip) -> Refused | None:
    """Report the marks of a merge that was not finished, near the break."""
    for line in range(max(0, slip.begun.line - 1), slip.at.line + 2):
        mark = _MERGE_MARK.match(slip.text(line))
        if mark:
            marks = [at for at in range(line, len(slip.lines)) if _MERGE_MARK.match(slip.text(at))]
            middle = next((at for at in marks if slip.text(at).startswith("=")), line)
            last = next((at for at in marks if slip.text(at).startswith(">")), middle)
            return slip.refusal(
                line, 0, "A merge was not finished here: the file has two versions of the same lines.",
                "Keep the right version. Delete the other one, and the lines '<<<<<<<', '=======' and '>>>>>>>'.",
                len(mark.group()),
            ).meaning("", dict.fromkeys(range(middle + 1, last + 2), ""))  # fmt: skip
    return None


def _bullet(slip: Slip) -> Refused | None:
    """Report a bullet or a long dash in place of a list's dash: word processors replace it."""
    for line in range(max(0, min(slip.begun.line, slip.at.line) - 1), slip.at.line + 1):
        found = _BULLET.match(slip.text(line))
        if found:
            text = slip.text(line)
            return slip.refusal(
                line, found.end(1), f"'{found.group(2)}' is not the kind of dash that begins a list entry.",
                "Word processors put it there. Type a hyphen and a space: '- '.",
            ).meaning(f"{found.group(1)}- {text[found.end() :].lstrip()}")  # fmt: skip
    return None


def _look_alike(slip: Slip) -> Refused | None:
    """Report a space or colon that looks like one, on the lines that the break may come from."""
    for line in range(max(0, min(slip.begun.line, slip.at.line) - 1), slip.at.line + 1):
        for pattern, what, mend in (
            (_ODD_PLACE, "a special character that only looks like a space", "Delete it and type an ordinary space."),
            (
                _ODD_COLON,
                "a special character that only looks like a colon",
                "Delete it and type an ordinary ':' and a space.",
            ),
        ):
            found = pattern.search(slip.text(line))
            if found:
                group = 1 if found.group(1) else 2
                code = ord(found.group(group))
                message = f"This is {what} (U+{code:04X}), pasted from another program."
                return slip.refusal(line, found.start(group), message, mend)
    return None


def _tab(slip: Slip) -> Refused | None:
    for line in range(min(slip.begun.line, slip.at.line), slip.at.line + 1):
        found = re.match(r" *(?=\t)", slip.text(line))
        if found and (line == slip.at.line or slip.at.line - slip.begun.line <= 1):
            return slip.refusal(
                line, found.end(), "There is a tab here, but indentation must be made of spaces.",
                "Replace it with spaces, two for each step. Most editors can do that for the whole file.",
            )  # fmt: skip
    return None


def _cannot_begin(slip: Slip) -> Refused | None:
    line, column = slip.at
    text = slip.text(line)
    if text.startswith("```"):
        return slip.refusal(
            line, 0, "This line is not part of the scenario; it was copied along with it from a web page or a chat.",
            "Delete it, and the same line at the end.", len(text),
        )  # fmt: skip
    return _unquoted(slip, line, column)


def _unquoted(slip: Slip, line: int, column: int, shown: str = "") -> Refused:
    shown = shown or slip.text(line)[column : column + 1]
    text = without_note(slip.text(line))
    return slip.refusal(
        line, column, f"A text that begins with '{shown}' must be in quotes.", _in_quotes(text, column), len(shown)
    ).meaning(_quoted_from(text, column))


def _begins_like_a_name(slip: Slip) -> Refused | None:
    return _unquoted(slip, *slip.begun)


def _begins_like_a_key(slip: Slip) -> Refused | None:
    return _unquoted(slip, *slip.at)


def _begins_like_a_list(slip: Slip) -> Refused | None:
    told = _unquoted(slip, *slip.at, shown="- ")
    told.mend += " A list goes on the lines below."
    return told


def _colon_too_many(slip: Slip) -> Refused | None:
    line, column = slip.at
    text = without_note(slip.text(line))
    field = FIELD.match(text)
    if field is None:
        if _NO_SPACE_AFTER_DASH.match(text):
            return dash_cramped(slip, line)
        cramped = _CRAMPED.match(text)
        braces = re.match(r"^ *(?:- +)*([\w-]+)( +)(?=[{\[])", text)
        if cramped:
            return _no_space(slip, line, cramped)
        if round_ := re.match(r"^( *(?:- +)+)\(([\w-]+: .*)\) *$", text):
            mend = f"Use braces: {_excerpt(f'{{{round_.group(2)}}}')}"
            return slip.refusal(
                line, round_.end(1), "These fields are in round brackets.", mend, len(text.strip()) - 2
            ).meaning(f"{round_.group(1)}{{{round_.group(2)}}}")
        if braces is None:
            return broken_off(slip, line)
        mend = f"Write '{braces.group(1)}: {text[braces.end()]}…'."
        return slip.refusal(line, braces.end(1), "A field's name needs a colon and a space after it.", mend).meaning(
            f"{text[: braces.end(1)]}: {text[braces.end() :]}"
        )
    if field.end() == column + 1:
        before = next((at for at in range(line - 1, -1, -1) if without_note(slip.text(at)).strip()), line)
        if cramped := _CRAMPED.match(without_note(slip.text(before))):
            return _no_space(slip, before, cramped)
        above = plain_line_above(slip, line, field)
        return _colon_missing(slip, above) if above is not None else too_far_right(slip, line, field)
    value = text[field.end() :].strip()
    begun = len(text) - len(text[field.end() :].lstrip())
    round_ = re.fullmatch(r"\((.*)\)", value)
    if round_ and re.match(r"[\w-]+: ", round_.group(1)):
        return slip.refusal(
            line, begun, "These fields are in round brackets.",
            f"Use braces: {_excerpt(f'{field.group(2)}: {{{round_.group(1)}}}')}", len(value),
        ).meaning(f"{text[:begun]}{{{round_.group(1)}}}")  # fmt: skip
    if value.endswith("}") and "{" not in value:
        # Fields in braces are an entry of a list after its dash, and the value of a field otherwise.
        at = field.start(2) if "-" in field.group(1) else begun
        mend = f"Write '{text[:at].strip()} {{{_excerpt(text[at:].strip())}'."
        return slip.refusal(line, at, "The opening brace of these fields is missing.", mend).meaning(
            f"{text[:at]}{{{text[at:]}"
        )
    if _PAIRS.fullmatch(value) and ("," in value or re.search(r": ?[-+]?\d+$", value)):
        mend = f"Put braces round them: {field.group(2)}: {{{value}}}"
        return slip.refusal(
            line, column, "This text contains a colon and a space, which begin another field.", mend
        ).meaning(f"{text[:begun]}{{{value}}}")
    return slip.refusal(
        line, column, "This text contains a colon and a space, which begin another field.", _in_quotes(text, begun)
    ).meaning(_quoted_from(text, begun))


def _colon_missing(slip: Slip, at: int | None = None) -> Refused | None:
    line = slip.begun.line if at is None else at
    text = without_note(slip.text(line))
    words = text.strip()
    indent = len(text) - len(text.lstrip())
    cramped = _CRAMPED.match(text)
    if cramped:
        return _no_space(slip, line, cramped)
    entry = _entry_without_dash(slip, line)
    if entry is not None:
        return entry
    if re.fullmatch(r"[-=_*~]{3,}", words):
        return slip.refusal(
            line, indent, "This line is only decoration, but YAML reads it as part of the file.",
            "Delete it, or begin it with # to keep it.", len(words),
        )  # fmt: skip
    if " " in words and (left := left_of_its_text(slip, line)):
        return left
    other = re.fullmatch(r"((?:- +)?[a-z][\w-]*)( *)[,;=] *(\S.{0,60})", words)
    if other:
        mend = f"Write '{other.group(1)}: {other.group(3)}'."
        return slip.refusal(
            line, indent + other.end(2), "A field's name needs a colon and a space after it.", mend
        ).meaning(f"{text[:indent]}{other.group(1)}: {other.group(3)}")
    first, _, rest = words.partition(" ")
    above = _text_above(slip, line)
    # "to guess" goes on from the line above; "reflect Which question" begins with a field's name.
    begins = above is None or rest[:1].isupper() or rest[:1] in "'\"{[|>"
    if rest and begins and _is_a_field(slip, first, line):
        mend = f"Write '{_excerpt(f'{first}: {rest}')}'."
        return slip.refusal(
            line, indent, "A field's name needs a colon and a space after it.", mend, len(first)
        ).meaning(f"{text[:indent]}{first}: {rest}")
    if above is not None and (words[:1].isupper() or words.count(" ") > 3):
        return slip.refusal(
            line, indent, f"This line looks like the rest of the text on line {above + 1}.",
            f"Put it at the end of line {above + 1}; or write '|' after the colon there, and the whole text on the "
            "lines below, indented by two more spaces.", len(words),
        ).meaning(f"{text[:indent]}# {words}")  # fmt: skip
    mend = "If it is a note to yourself, begin it with #. If it is the next line of a text, indent it like the first."
    told = slip.refusal(line, indent, "This line has no colon, so it is not a field.", mend, len(words))
    if re.fullmatch(r"(- *)?[a-z][\w-]*", first) and (not rest or len(rest) < 60):
        told.mend = f"If '{first}' is a field, write '{first}: {rest}'.".replace(": '", ":'") + " " + mend
        return told.meaning(f"{text[:indent]}{first}: {rest}") if rest else told
    return told.meaning(f"{text[:indent]}# {words}")


def _entry_without_dash(slip: Slip, line: int) -> Refused | None:
    """Report a line in the column of the dashes right above or below it, with no dash, or no space after its own."""
    text = without_note(slip.text(line))
    indent = len(text) - len(text.lstrip())
    if not any(slip.text(beside).startswith(" " * indent + "- ") for beside in (line - 1, line + 1)):
        return None
    if _NO_SPACE_AFTER_DASH.match(text):
        return dash_cramped(slip, line)
    return without_dash(slip, line)


def _is_a_field(slip: Slip, word: str, line: int) -> bool:
    """Return whether a word is the name of a field on another line too."""
    named = re.compile(rf"(?:^|[{{,]) *(?:- +)*{re.escape(word)}:(?: |$)")
    return any(named.search(text) for at, text in enumerate(slip.lines) if at != line)


def _text_above(slip: Slip, line: int) -> int | None:
    """Return the line right above where it is a field with a text of several words, in the same column."""
    above = FIELD.match(slip.text(line - 1)) if line else None
    text = slip.text(line)
    if above is None or above.end(1) != len(text) - len(text.lstrip()):
        return None
    value = slip.text(line - 1)[above.end() :].strip()
    return line - 1 if " " in value and value[0] not in "|>{[\"'#" else None


def _no_space(slip: Slip, line: int, cramped: re.Match[str]) -> Refused:
    name, rest = cramped.group(2), cramped.group(3)
    shown = rest if len(rest) <= 40 else rest[:37] + "…"
    text = slip.text(line)
    return slip.refusal(
        line, cramped.end(2), "There is no space after the colon.", f"Write '{name}: {shown}'."
    ).meaning(f"{text[: cramped.end(2)]}: {text[cramped.end(2) + 1 :]}")


def _not_in_line(slip: Slip) -> Refused | None:
    line, column = slip.at
    text = without_note(slip.text(line))
    if _NO_SPACE_AFTER_DASH.match(text):
        return dash_cramped(slip, line)
    field = FIELD.match(text)
    if field and column >= field.end():
        return _after_the_value(slip, line, column, field.end())
    if text.strip().startswith(("{", '"')):
        return slip.refusal(line, column, "This list entry has no dash before it.", "Begin it with '- '.")
    if text.strip().startswith("-"):
        return stray_dash(slip, line)
    if field is None:
        return left_of_its_text(slip, line)
    return out_of_line(slip, line, field)


def _after_the_value(slip: Slip, line: int, column: int, start: int) -> Refused | None:
    """Report a quoted text, or one that begins like a list or fields, after which something follows."""
    text = without_note(slip.text(line))
    begun = len(text) - len(text[start:].lstrip())
    mark = text[begun : begun + 1]
    if mark in _CLOSING:
        return _unquoted(slip, line, begun)
    if mark not in ("'", '"'):
        return _quote_open_above(slip, line)
    # What is quoted ends before `column`: go back over the spaces in between.
    closing = len(text[:column].rstrip()) - 1
    if text.rstrip().endswith("}") and "{" not in text and text[column : column + 1] == ",":
        at = text.index(text.lstrip(" -"))
        return slip.refusal(
            line, at, "The opening brace of these fields is missing.", f"Write '{text[:at].strip()} {{…'."
        ).meaning(f"{text[:at]}{{{text[at:]}")
    if mark == "'" and text[closing + 1 : closing + 2].isalpha():
        inner = text[begun + 1 :].rstrip().removesuffix("'")
        return slip.refusal(
            line, closing, "This apostrophe ends the text, because the text began with the same character.",
            f"Use double quotes: {_excerpt(text[:begun].lstrip(' -') + _wrap(inner))}",
        )  # fmt: skip
    return slip.refusal(
        line, column, "The quotes end before the text does.",
        _in_quotes(text, begun) if mark == '"' else "Put the closing quote at the end, or leave both out.",
    )  # fmt: skip


def _quote_open_above(slip: Slip, line: int) -> Refused | None:
    """Report a text above without a closing quote: a mark on this line, mostly an apostrophe, was taken for one."""
    for above in range(line - 1, max(-1, line - 20), -1):
        text = without_note(slip.text(above))
        field = FIELD.match(text)
        begun = len(text) - len(text[field.end() if field else 0 :].lstrip(" -"))
        mark = text[begun : begun + 1]
        if mark and mark in "'\"" and not text[begun + 1 :].rstrip().endswith(mark):
            return _never_closed(slip, above, begun)
    return None


def _bracket_open(slip: Slip) -> Refused | None:
    line, column = slip.at
    text = slip.text(line)
    opened = slip.text(slip.begun.line)
    if slip.begun.line != line:
        if opened.count('"') % 2:
            return _never_closed(slip, slip.begun.line, opened.rindex('"'))
        return _never_closed(slip, *slip.begun)
    semicolons = re.search(r"\{([^{}]*;[^{}]*)\}", text)
    if semicolons and _PAIRS.fullmatch(semicolons.group(1).replace(";", ",")):
        mended = semicolons.group(1).replace(";", ",")
        return slip.refusal(
            line, text.index(";", semicolons.start()), "These fields have semicolons between them; they need commas.",
            f"Write {{{mended}}}.",
        ).meaning(f"{text[: semicolons.start(1)]}{mended}{text[semicolons.end(1) :]}")  # fmt: skip
    word = re.search(r"([ ;]+)([a-z][\w-]*)$", text[:column])
    after_value = word and re.search(r": *(?:[-+]?\d+|true|false)$", text[: word.start()])
    if text[column : column + 1] == ":" and word and (after_value or _is_a_field(slip, word.group(2), line)):
        what = "There is a semicolon" if ";" in word.group(1) else "There is no comma"
        return slip.refusal(
            line, word.start(2), f"{what} before the field '{word.group(2)}'.",
            f"Write ', {word.group(2)}:'. Put a text that contains a colon in double quotes.", len(word.group(2)),
        ).meaning(f"{text[: word.start()]}, {text[word.start(2) :]}")  # fmt: skip
    if text[column : column + 1] == ":":
        return slip.refusal(
            line, column, "This text contains a colon and a space; inside braces that begins another field.",
            "Put double quotes round the text.",
        )  # fmt: skip
    closing = len(text[:column].rstrip()) - 1
    if text[column : column + 1] == ";":
        return slip.refusal(
            line, column, "There is a semicolon between two fields, where a comma belongs.", "Write a comma instead."
        ).meaning(f"{text[:column]},{text[column + 1 :]}")
    listed = re.search(r"\bwhen: *([^,{}\[\]]*\[[^\]]*\][^,{}]*?)(?= *[,}]| *$)", text)
    if listed and listed.start() < column <= listed.end():
        return slip.refusal(
            line, listed.start(1), "Inside braces, square brackets begin a list, so this condition needs quotes.",
            f'Write \'when: "{listed.group(1).strip()}"\'.', len(listed.group(1)),
        ).meaning(f'{text[: listed.start(1)]}"{listed.group(1).strip()}"{text[listed.end() :]}')  # fmt: skip
    if text[closing : closing + 1] in ("'", '"'):
        return slip.refusal(
            line, closing, "The quotes end here, but the text goes on.",
            "Put double quotes round the whole text, and use only single ones (') inside it.",
        )  # fmt: skip
    return slip.refusal(
        line, column, "A comma or the closing bracket is missing before this.",
        "Put a comma between two fields, and double quotes round a text that contains a comma.",
    )  # fmt: skip


def _never_closed(slip: Slip, line: int, column: int) -> Refused:
    mark = slip.text(line)[column : column + 1]
    what = "quote" if mark in ("'", '"') else "bracket"
    return slip.refusal(
        line,
        column,
        f"This {what} is never closed.",
        f"Close it with {_CLOSING.get(mark, mark)} where it should end."
        + (" If the text begins with an apostrophe, put the whole text in double quotes." if mark == "'" else ""),
    )


def _quote_open(slip: Slip) -> Refused | None:
    line, column = slip.begun
    if slip.text(line)[column : column + 1] not in ("'", '"'):
        return None
    told = _never_closed(slip, line, column)
    told.mend += " Most texts need no quotes at all."
    return told


def _nothing_there(slip: Slip) -> Refused | None:
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
        line, column, "There is nothing before this comma or bracket.", "Delete it, or write what is missing before it."
    )


def _block_text_begun(slip: Slip) -> Refused | None:
    line, column = slip.begun
    text = slip.text(line)
    sign = text[column : column + 1]
    return slip.refusal(
        line, column, f"After '{sign}' the text must begin on the next line.",
        f"Put it on the line below, indented by two more spaces; or delete the '{sign}'.",
    ).meaning(_quoted_from(text, column))  # fmt: skip


def _outside(slip: Slip) -> Refused | None:
    for line in range(slip.at.line - 1, -1, -1):
        if slip.text(line).strip() == "...":
            return slip.refusal(line, 0, "'...' ends a YAML file, but more follows.", "Delete the line.", 3)
    for line, text in enumerate(slip.lines[: slip.at.line]):
        words = text.strip()
        if words and not words.startswith("#"):
            indent = len(text) - len(text.lstrip())
            if FIELD.match(text):
                return slip.refusal(
                    line, indent, "The first field is further to the right than the ones below it.",
                    "Begin it in the first column.", len(words),
                )  # fmt: skip
            return slip.refusal(
                line, indent, "This line is before the first field.",
                "Delete it, or begin it with # to keep it as a note.", len(words),
            )  # fmt: skip
    return None


def _backslash(slip: Slip) -> Refused | None:
    return slip.refusal(
        *slip.at, "A backslash has a special meaning inside double quotes.", "Use single quotes, or no quotes."
    )


_TELLERS: tuple[tuple[str, Callable[[Slip], Refused | None]], ...] = (
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
"""Words of libyaml's message, each with the function that explains them. The first one that fits is used."""


def _quoted_from(text: str, column: int) -> str:
    """Return a line with all from a column on as one text in quotes."""
    value = text[column:].strip().replace("'", "''")
    return f"{text[:column]}'{value}'"


def _in_quotes(text: str, column: int) -> str:
    value = text[column:].strip()
    if "\n" in value or ('"' in value and "'" in value):
        return "Put the text on the lines below, after '|'."
    return f"Put it in quotes: {_excerpt(text[:column].lstrip(' -') + _wrap(value))}"


def _wrap(value: str) -> str:
    return f"'{value}'" if '"' in value else f'"{value}"'


def _excerpt(text: str) -> str:
    return text if len(text) <= 72 else f"{text[:68]} …{text[-1]}"
