"""A passage's source as parts: text, links, changes of variables, conditions, and anything else.

Both story formats are read: SugarCube (`<<if $a gt 3>>…<</if>>`) and Harlowe (`(if: $a > 3)[…]`). A macro that is
not known becomes a `Note`, which stands in the encounter's file as a comment.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from simulator.errors import UsageError

_QUOTED = r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'"
# Possessive: whatever a file holds, it is gone through once.
_SUGAR = re.compile(rf"<<(/?)([A-Za-z=-][\w-]*+)((?:{_QUOTED}|[^>]|>(?!>))*+)>>")
_HARLOWE = re.compile(r"\(([A-Za-z][\w-]*):")
_LINK = re.compile(r"\[\[((?:[^\[\]]|\](?!\]))+)\](?:\[([^\]]*)\])?\]")
_STRING = re.compile(_QUOTED)

DEEPEST = 60
"""How deeply brackets and macros may be nested."""


@dataclass(frozen=True, slots=True)
class Prose:
    """Text as it is read."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link: its words, where it leads, and what it changes on the way.

    Attributes:
        routes: (condition, target) where it depends; the first that holds is taken.
    """

    text: str
    target: str
    changes: tuple[VariableChange, ...] = ()
    routes: tuple[tuple[str | None, str], ...] = ()


@dataclass(frozen=True, slots=True)
class VariableChange:
    """A change of a variable: `name` becomes or, with `add`, grows by what is written.

    Attributes:
        between: the least and the greatest that it can grow to, where the story says so.
    """

    name: str
    value: str
    add: bool = False
    between: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Goto:
    """The story goes on elsewhere by itself."""

    target: str


@dataclass(frozen=True, slots=True)
class Include:
    """The text of another passage stands here."""

    target: str


@dataclass(frozen=True, slots=True)
class When:
    """The first of the branches whose condition holds; None holds always."""

    branches: tuple[tuple[str | None, tuple[Part, ...]], ...]


@dataclass(frozen=True, slots=True)
class Note:
    """Something that an encounter cannot say."""

    source: str


Part = Prose | Link | VariableChange | Goto | Include | When | Note

_WITH_END = frozenset({"if", "link", "button", "nobr", "linkreplace", "linkappend", "linkprepend", "replace", "append",
                       "prepend", "repeat", "timed", "silently", "for", "switch", "script", "cycle", "listbox", "type",
                       "do", "createaudiogroup", "dialog", "capture"})  # fmt: skip
_TRANSPARENT = frozenset({"nobr"})
_HARLOWE_SHOWN = frozenset({"transition", "t8n", "transition-time", "t8n-time", "text-style", "text-colour", "colour",
                            "text-color", "color", "font", "align", "background", "css", "after", "live", "hook", "bg",
                            "hover-style", "text-rotate", "box", "opacity", "text-size", "size"})  # fmt: skip


def read_parts(source: str) -> tuple[Part, ...]:
    """Return the parts of a passage's source."""
    if _depth(source) > DEEPEST:
        raise UsageError("Its macros are nested too deeply.", "Put the inner ones into passages.")
    without_comments = re.sub(r"/\*.*?\*/|/%.*?%/|<!--.*?-->", "", source, flags=re.DOTALL)
    return tuple(_parts(without_comments))


def _depth(source: str) -> int:
    """Return how deeply brackets and macros with an end are nested, at most."""
    depth = deepest = 0
    for sign in re.findall(r"\[|\]|<</?(?:if|link|button|nobr|silently)\b", source):
        depth = max(0, depth + (-1 if sign == "]" or sign.startswith("<</") else 1))
        deepest = max(deepest, depth)
    return deepest


def changes_in(parts: Sequence[Part]) -> tuple[VariableChange, ...]:
    """Return the changes that happen in any case."""
    return tuple(part for part in parts if isinstance(part, VariableChange))


def target_in(parts: Sequence[Part]) -> str:
    """Return where the parts lead by themselves, "" if they do not."""
    routes = routes_in(parts)
    return routes[-1][1] if routes else ""


def routes_in(parts: Sequence[Part]) -> tuple[tuple[str | None, str], ...]:
    """Return where the parts lead by themselves, each way with its condition."""
    routes: list[tuple[str | None, str]] = []
    for part in parts:
        if isinstance(part, Goto):
            routes.append((None, part.target))
        elif isinstance(part, When):
            routes += [(asked, inside[0][1]) for asked, body in part.branches if (inside := routes_in(body))]
    return tuple(routes)


def _parts(source: str) -> list[Part]:
    parts: list[Part] = []
    at = 0
    while at < len(source):
        found = _next(source, at)
        if found is None:
            break
        begin, kind, match = found
        _say(parts, source[at:begin])
        at = _READERS[kind](source, match, parts)
    _say(parts, source[at:])
    return parts


def _next(source: str, at: int) -> tuple[int, str, re.Match[str]] | None:
    found = [
        (match.start(), kind, match)
        for kind, pattern in (("sugar", _SUGAR), ("harlowe", _HARLOWE), ("link", _LINK))
        if (match := pattern.search(source, at)) is not None
    ]
    return min(found, key=lambda each: each[0], default=None)


def _say(parts: list[Part], text: str) -> None:
    if text:
        parts.append(Prose(text))


def _link(_source: str, match: re.Match[str], parts: list[Part]) -> int:
    text, target = _arrow(match[1])
    parts.append(Link(text, target, changes_in(_sugar_changes(match[2] or ""))))
    return match.end()


def _arrow(inside: str) -> tuple[str, str]:
    """Return what a link says and where it leads: `text->target`, `target<-text`, `text|target` or `target`."""
    if "->" in inside:
        text, _, target = inside.rpartition("->")
    elif "<-" in inside:
        target, _, text = inside.partition("<-")
    elif "|" in inside:
        text, _, target = inside.partition("|")
    else:
        text = target = inside
    return text.strip(), target.strip()


# SugarCube


def _sugar(source: str, match: re.Match[str], parts: list[Part]) -> int:
    closing, name, arguments = match[1], match[2].lower(), match[3].strip()
    if closing or name in ("else", "elseif", "case", "default", "next", "stop"):
        return match.end()
    if name in _WITH_END:
        inside, end = _sugar_block(source, match)
        _sugar_container(name, arguments, inside, parts, source[match.start() : end])
        return end
    if name in ("set", "run"):
        parts.extend(_sugar_changes(arguments))
    elif name in ("goto", "include", "display"):
        target = _first_string(arguments) or arguments.strip()
        parts.append(Goto(target) if name == "goto" else Include(target))
    elif name in ("print", "=", "-") and re.fullmatch(r"[$_][\w]+", arguments):
        parts.append(Prose(arguments))
    else:
        parts.append(Note(match[0]))
    return match.end()


def _sugar_block(source: str, opened: re.Match[str]) -> tuple[str, int]:
    """Return what stands between a macro and its end, and where the end is."""
    name, depth, at = opened[2].lower(), 1, opened.end()
    for match in _SUGAR.finditer(source, at):
        if match[2].lower() == name:
            depth += -1 if match[1] else 1
            if depth == 0:
                return source[at : match.start()], match.end()
    return source[at:], len(source)


def _sugar_container(name: str, arguments: str, inside: str, parts: list[Part], whole: str) -> None:
    if name == "if":
        parts.append(When(tuple(_sugar_branches(arguments, inside))))
    elif name in ("link", "button"):
        linked = _LINK.fullmatch(arguments)
        words = [_unquoted(each) for each in _STRING.findall(arguments)]
        text, target = _arrow(linked[1]) if linked else (words[0] if words else "", words[1] if len(words) > 1 else "")
        body = _parts(inside)
        routes = () if target else routes_in(body)
        target = target or target_in(body)
        parts.append(Link(text, target, changes_in(body), routes) if text and target else Note(whole))
    elif name in _TRANSPARENT:
        parts.extend(_parts(inside))
    elif name == "silently":
        parts.extend(part for part in _parts(inside) if isinstance(part, VariableChange | When | Goto))
    else:
        parts.append(Note(whole))


def _sugar_branches(condition: str, inside: str) -> list[tuple[str | None, tuple[Part, ...]]]:
    """Split the inside of an `if` at its own `elseif` and `else`."""
    branches: list[tuple[str | None, tuple[Part, ...]]] = []
    depth, begin, current = 0, 0, condition or None
    for match in _SUGAR.finditer(inside):
        name = match[2].lower()
        if name == "if":
            depth += -1 if match[1] else 1
        elif depth == 0 and name in ("else", "elseif"):
            branches.append((current, tuple(_parts(inside[begin : match.start()]))))
            rest = match[3].strip()
            current = (rest.removeprefix("if").strip() or None) if name == "else" else rest
            begin = match.end()
    branches.append((current, tuple(_parts(inside[begin:]))))
    return branches


def _sugar_changes(arguments: str) -> list[Part]:
    changes: list[Part] = []
    for each in re.split(r"[;,](?=\s*[$_])", arguments):
        match = re.fullmatch(r"\s*[$_](\w+)\s*(\+=|-=|=|to|\+\+|--)\s*(.*?)\s*;?\s*", each, re.DOTALL)
        if match is None:
            if each.strip():
                changes.append(Note(f"set {each.strip()}"))
            continue
        name, sign, value = match.groups()
        changes.append(_change(name, sign, value))
    return changes


def _change(name: str, sign: str, value: str) -> VariableChange:
    if sign in ("++", "--"):
        return VariableChange(name, "1" if sign == "++" else "-1", add=True)
    if sign in ("+=", "-="):
        return VariableChange(name, value if sign == "+=" else f"-{value}", add=True)
    grown = re.fullmatch(rf"(?:\${name}|it)\s*([+-])\s*(\d+)", value)
    clamped = re.fullmatch(
        rf"Math\.clamp\(\s*\${name}\s*([+-])\s*(\d+)\s*,\s*(-?\d{{1,5}})\s*,\s*(-?\d{{1,5}})\s*\)", value
    )
    if clamped:
        amount = clamped[2] if clamped[1] == "+" else f"-{clamped[2]}"
        return VariableChange(name, amount, add=True, between=(int(clamped[3]), int(clamped[4])))
    if grown:
        return VariableChange(name, grown[2] if grown[1] == "+" else f"-{grown[2]}", add=True)
    return VariableChange(name, value)


# Harlowe


def _harlowe(source: str, match: re.Match[str], parts: list[Part]) -> int:
    name = match[1].lower()
    arguments, at = _balanced(source, match.start(), "(", ")")
    arguments = arguments[len(match[1]) + 1 :].strip()
    hook, end = _hook(source, at)
    if name in ("if", "unless"):
        asked = f"not ({arguments})" if name == "unless" else arguments
        return _harlowe_else(source, end, [(asked, tuple(_parts(hook or "")))], parts)
    if name in ("set", "put"):
        parts.extend(_harlowe_changes(arguments, put=name == "put"))
        return at
    if name in ("go-to", "goto", "display", "include"):
        target = _first_string(arguments)
        parts.append((Goto(target) if name.startswith("go") else Include(target)) if target else Note(match[0]))
        return at
    if name.startswith("link"):
        return _harlowe_link(name, arguments, (hook, at, end), parts, source[match.start() : end])
    if name == "print" and re.fullmatch(r"\$\w+", arguments):
        parts.append(Prose(arguments))
        return at
    if name in _HARLOWE_SHOWN and hook is not None:
        parts.extend(_parts(hook))
        return end
    if name in _HARLOWE_SHOWN:
        return at
    parts.append(Note(source[match.start() : at]))
    if hook is not None:
        parts.extend(_parts(hook))
    return end


def _harlowe_else(source: str, at: int, branches: list[tuple[str | None, tuple[Part, ...]]], parts: list[Part]) -> int:
    while (more := re.compile(r"\s*\((else-if|elseif|else):").match(source, at)) is not None:
        inside, after = _balanced(source, source.index("(", at), "(", ")")
        hook, at = _hook(source, after)
        condition = inside.partition(":")[2].strip()
        branches.append((None if more[1] == "else" else condition, tuple(_parts(hook or ""))))
    parts.append(When(tuple(branches)))
    return at


def _harlowe_link(name: str, arguments: str, hooked: tuple[str | None, int, int], parts: list[Part], whole: str) -> int:
    hook, at, end = hooked
    words = [_unquoted(each) for each in _STRING.findall(arguments)]
    body = _parts(hook) if hook is not None else []
    target = words[-1] if "goto" in name and words else target_in(body)
    if words and target:
        parts.append(Link(words[0], target, changes_in(body), () if "goto" in name else routes_in(body)))
    else:
        parts.append(Note(whole))
        parts.extend(part for part in body if isinstance(part, Link))
    return end if hook is not None and "goto" not in name else at


def _harlowe_changes(arguments: str, *, put: bool) -> list[Part]:
    changes: list[Part] = []
    for each in re.split(r",(?=[^()\"']*\$)", arguments):
        match = re.fullmatch(r"\s*\$(\w+)\s+(?:to|=)\s+(.*?)\s*", each, re.DOTALL)
        if put:
            turned = re.fullmatch(r"\s*(.*?)\s+into\s+\$(\w+)\s*", each, re.DOTALL)
            changes.append(_change(turned[2], "to", turned[1]) if turned else Note(f"put: {each.strip()}"))
        elif match:
            changes.append(_change(match[1], "to", match[2]))
        else:
            changes.append(Note(f"set: {each.strip()}"))
    return changes


def _hook(source: str, at: int) -> tuple[str | None, int]:
    """Return the hook at a place, or None, and where it ends."""
    space = re.compile(r"\s*").match(source, at)
    begin = space.end() if space else at
    if source[begin : begin + 1] != "[" or source[begin : begin + 2] == "[[":
        return None, at
    inside, end = _balanced(source, begin, "[", "]")
    return inside.strip("=") if inside.startswith("=") else inside, end


def _balanced(source: str, begin: int, opening: str, closing: str) -> tuple[str, int]:
    """Return what stands between a bracket and its partner, and where it ends; quoted brackets do not count."""
    depth, at = 0, begin
    while at < len(source):
        sign = source[at]
        quoted = _STRING.match(source, at) if opening == "(" and sign in "\"'" else None
        if quoted:
            at = quoted.end()
            continue
        depth += (sign == opening) - (sign == closing)
        at += 1
        if depth == 0:
            return source[begin + 1 : at - 1], at
    return source[begin + 1 :], len(source)


def _first_string(arguments: str) -> str:
    found = _STRING.search(arguments)
    return _unquoted(found[0]) if found else ""


def _unquoted(quoted: str) -> str:
    return re.sub(r"\\(.)", r"\1", quoted[1:-1])


_READERS = {"sugar": _sugar, "harlowe": _harlowe, "link": _link}
