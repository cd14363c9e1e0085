"""The variables of a Twine story as far as they are finite: flags, whole numbers, and words.

A story may set a variable to anything. A variable that is only set to true and false becomes a flag. One that is only
set to whole numbers, or grows by them, becomes a number. One that is only set to words becomes levels.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from simulator.scenario.model import RESERVED
from simulator.sharing.twee.markup import Part, VariableChange, When

_ROOM = 10  # a number that grows has at least this much room: Twine numbers have no end


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable as an encounter declares it.

    Attributes:
        kind: "flag", "number" or "levels".
        declared: what stands in the file after its name.
        grows: whether its range is a guess, since the story adds to it.
        levels: the words of levels by what the story calls them.
        unset: the level of a word that nothing has been set to.
    """

    name: str
    kind: str
    declared: str
    grows: bool = False
    levels: Mapping[str, str] | None = None
    unset: str = ""

    def value(self, written: str) -> str | None:
        """Return a value as an encounter writes it, None if it does not fit."""
        if self.kind == "flag":
            return _FLAGS.get(written.lower())
        if self.kind == "number":
            return str(int(written)) if _is_number(written) else None
        return (self.levels or {}).get(_word(written) or "")


_FLAGS = {"true": "true", "false": "false"}


def find_variables(
    parts: Iterable[Part], starting: Iterable[Part], conditions: Sequence[str]
) -> tuple[dict[str, Variable], list[str]]:
    """Return the variables that are finite by their names in the story, and the names of those that are not.

    Args:
        parts: of all passages.
        starting: of what happens before the story begins.
        conditions: as written, for the numbers that variables are compared with.
    """
    begun = {change.name: change.value for change in all_changes(starting) if not change.add}
    changes: dict[str, list[VariableChange]] = defaultdict(list)
    for change in [*all_changes(starting), *all_changes(parts)]:
        changes[change.name].append(change)
    for condition in conditions:
        for name in re.findall(r"\$(\w+)", condition):
            changes[name] += []
    known: dict[str, Variable] = {}
    unknown: list[str] = []
    taken: set[str] = set()
    for name, made in changes.items():
        own = _name(name, taken)
        variable = _variable(own, made, begun.get(name), _compared(name, conditions), taken)
        if variable is None:
            unknown.append(name)
        else:
            taken |= {own, *(variable.levels or {}).values(), variable.unset}
            known[name] = variable
    return known, unknown


def all_changes(parts: Iterable[Part]) -> Iterator[VariableChange]:
    """Yield every change in some parts and in their links and branches."""
    for part in parts:
        if isinstance(part, VariableChange):
            yield part
        elif isinstance(part, When):
            for _, inside in part.branches:
                yield from all_changes(inside)
        else:
            yield from getattr(part, "changes", ())


def _variable(
    name: str, made: Sequence[VariableChange], start: str | None, compared: Sequence[str], taken: set[str]
) -> Variable | None:
    values = [change.value for change in made if not change.add]
    grows = any(change.add for change in made)
    if any(not _is_number(change.value.lstrip("-")) for change in made if change.add):
        return None
    if not grows and all(value.lower() in _FLAGS for value in values):
        if any(each.lower() not in _FLAGS for each in compared):
            return None
        return Variable(name, "flag", (start or "false").lower())
    if all(_is_number(value) for value in values):
        numbers = [int(each) for each in [*values, *(each for each in compared if _is_number(each))]]
        bounds = [change.between for change in made if change.between is not None]
        least = min([0, *numbers, *(low for low, _ in bounds)])
        most = max([0, *numbers, *(high for _, high in bounds)])
        grows = any(change.add and change.between is None for change in made)
        if grows:
            most, least = max(most, _ROOM), least - _ROOM if any(c.value.startswith("-") for c in made) else least
        if most - least > 1000:
            return None
        began = int(start) if start is not None else 0
        return Variable(name, "number", f"{{start: {began}, min: {least}, max: {most}}}", grows)
    words = {word for each in [*values, *compared] if (word := _word(each))}
    if grows or not words or any(_word(value) is None for value in values):
        return None
    return _levels(name, sorted(words), start, {*taken, name})


def _levels(name: str, words: Sequence[str], start: str | None, taken: set[str]) -> Variable | None:
    """Return a variable of words; no level has the name of a variable or of another one's level."""
    if len(words) > 19:
        return None
    unset = _name(f"no_{name}", taken)
    taken = {*taken, unset}
    named: dict[str, str] = {}
    for word in words:
        named[word] = _name(word, taken)
        taken.add(named[word])
    first = named.get(_word(start or "") or "", unset)
    declared = f"{{start: {first}, levels: [{', '.join([unset, *named.values()])}]}}"
    return Variable(name, "levels", declared, levels=named, unset=unset)


def _name(written: str, taken: set[str]) -> str:
    """Return a name that state may have, told apart from those that are taken."""
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", written)
    name = re.sub(r"[^a-z0-9]+", "_", snake.lower()).strip("_")[:36] or "v"
    name = name if name[0].isalpha() else f"v_{name}"
    name = f"{name}_now" if name in RESERVED or name in ("when", "again", "end", "visits") else name
    number = 2
    unique = name
    while unique in taken:
        unique, number = f"{name[:33]}_{number}", number + 1
    return unique


def _compared(name: str, conditions: Sequence[str]) -> list[str]:
    pattern = re.compile(
        rf"\${name}\b\s*(?:is not|isnot|is|eq|neq|gte|gt|lte|lt|===?|!==?|>=?|<=?)\s*"
        r"(true\b|false\b|-?\d+|\"[^\"]*\"|'[^']*')"
    )
    return [found for condition in conditions for found in pattern.findall(condition)]


def _is_number(written: str) -> bool:
    return re.fullmatch(r"-?\d{1,5}", written) is not None


def _word(written: str) -> str | None:
    quoted = re.fullmatch(r"\"([^\"\\]{1,60})\"|'([^'\\]{1,60})'", written.strip())
    return (quoted[1] or quoted[2]) if quoted else None
