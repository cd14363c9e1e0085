"""Conditions of a Twine story in the words of an encounter, where they say the same."""

from __future__ import annotations

import re
from collections.abc import Mapping

from simulator.sharing.twee.variables import Variable

_TOKEN = re.compile(
    r"\s*(?:(?P<name>\$\w+)|(?P<number>-?\d+)|(?P<string>\"[^\"]*\"|'[^']*')"
    r"|(?P<visited>(?:visited|hasVisited)\(\s*(?:\"[^\"]*\"|'[^']*')\s*\))"
    r"|(?P<sign>is not|isnot|===|!==|==|!=|>=|<=|>|<|&&|\|\||!|\(|\))|(?P<word>[A-Za-z]+))"
)
_SIGNS = {
    "is": "==", "eq": "==", "==": "==", "===": "==", "is not": "!=", "isnot": "!=", "neq": "!=", "!=": "!=",
    "!==": "!=", "gt": ">", "gte": ">=", "lt": "<", "lte": "<=", ">": ">", ">=": ">=", "<": "<", "<=": "<=",
}  # fmt: skip
_JOINS = {"and": "and", "&&": "and", "or": "or", "||": "or", "not": "not", "!": "not", "(": "(", ")": ")"}


class NotSayableError(ValueError):
    """A condition that an encounter cannot ask."""


def condition(written: str, variables: Mapping[str, Variable], scenes: Mapping[str, str]) -> str:
    """Return a condition as an encounter writes it.

    Args:
        written: as the story has it.
        variables: those that are finite, by their names in the story.
        scenes: passage names to ids.

    Raises:
        NotSayableError: it asks something else.
    """
    tokens = _tokens(written)
    said: list[str] = []
    at = 0
    while at < len(tokens):
        kind, text = tokens[at]
        following = tokens[at + 1][1] if at + 1 < len(tokens) else ""
        if kind == "name":
            variable = variables.get(text[1:])
            if variable is None:
                raise NotSayableError(text)
            if following in _SIGNS and at + 2 < len(tokens):
                said.append(_compared(variable, _SIGNS[following], tokens[at + 2][1]))
                at += 3
                continue
            said.append(_truth(variable))
        elif kind == "visited":
            name = re.sub(r"^\w+\(\s*[\"']|[\"']\s*\)$", "", text)
            if name not in scenes:
                raise NotSayableError(text)
            asked, at = _visits(scenes[name], tokens, at)
            said.append(asked)
        elif text in _JOINS:
            said.append(_JOINS[text])
        elif text in ("true", "false"):
            raise NotSayableError(text)
        else:
            raise NotSayableError(text)
        at += 1
    if not said:
        raise NotSayableError(written)
    return re.sub(r"\(\s|\s\)", lambda match: match[0].strip(), " ".join(said))


def _tokens(written: str) -> list[tuple[str, str]]:
    tokens: list[tuple[str, str]] = []
    at = 0
    text = written.strip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise NotSayableError(text[at:])
        tokens.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return tokens


def _visits(scene: str, tokens: list[tuple[str, str]], at: int) -> tuple[str, int]:
    """Return what is asked of visits, and the last token that says so."""
    sign = _SIGNS.get(tokens[at + 1][1]) if at + 2 < len(tokens) else None
    if sign is None:
        return f'visited("{scene}")', at
    kind, number = tokens[at + 2]
    if kind != "number":
        raise NotSayableError(number)
    return f'visited("{scene}")' if (sign, number) == (">", "0") else f'visits("{scene}") {sign} {number}', at + 2


def _truth(variable: Variable) -> str:
    if variable.kind == "flag":
        return variable.name
    return f"{variable.name} != {'0' if variable.kind == 'number' else variable.unset}"


def _compared(variable: Variable, sign: str, written: str) -> str:
    value = variable.value(written)
    if value is None:
        raise NotSayableError(written)
    if variable.kind == "flag":
        if sign not in ("==", "!="):
            raise NotSayableError(sign)
        return variable.name if (value == "true") == (sign == "==") else f"not {variable.name}"
    if variable.kind == "levels" and sign not in ("==", "!="):
        raise NotSayableError(sign)
    return f"{variable.name} {sign} {value}"
