"""Findings: what reachable states show of the story's own conditions, texts, variables and clamps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from simulator.proof.exploration import Reached
from simulator.proof.tables import Tables
from simulator.scenario.model import LevelsVariable, NumberVariable
from simulator.scenario.story import CompiledPlace, Story


@dataclass(frozen=True, slots=True)
class GuardFinding:
    """A condition that has the same answer in every reachable state in which it is asked."""

    where: str
    always: bool


@dataclass(frozen=True, slots=True)
class Saturation:
    """An `add` that is cut off by the end of the range every time the choice is taken."""

    where: str
    variable: str


@dataclass(frozen=True, slots=True)
class Findings:
    """What the reachable states show.

    Attributes:
        guards: conditions that never change their answer.
        variants: texts, lines and routes of reachable places and choices that never come up, as
            dotted paths into the file.
        unread: variables that nothing reads and nobody sees.
        unwritten: variables that no choice changes.
        saturated: `add`s that are always cut off.
    """

    guards: tuple[GuardFinding, ...]
    variants: tuple[str, ...]
    unread: tuple[str, ...]
    unwritten: tuple[str, ...]
    saturated: tuple[Saturation, ...]


def findings_of(reached: Reached) -> Findings:
    """Return what the explored states show of the story."""
    tables = reached.tables
    guards: list[GuardFinding] = []
    variants: list[str] = []
    saturated: list[Saturation] = []
    for path, place, shown in _places(reached):
        for index in range(len(place.texts)):
            _note(guards, f"{path}.text.{index}.when", shown.texts[index])
            if index not in shown.taken:
                variants.append(f"{path}.text.{index}")
        for index, line in enumerate(place.lines):
            _note(guards, f"{path}.lines.{index}.when", shown.lines[index])
            if line.when is not None and True not in shown.lines[index]:
                variants.append(f"{path}.lines.{index}")
        for order, choice in enumerate(place.choices):
            where = f"{path}.choices.{order}"
            use = tables.use(tables.choice_ids.index(choice.id))
            _note(guards, f"{where}.when", use.guard)
            for index, route in enumerate(choice.routes):
                if route.when is not None:
                    _note(guards, f"{where}.goto.{index}.when", use.routes.get(index, set()))
                if use.taken and index not in use.taken:
                    variants.append(f"{where}.goto.{index}")
            names = tables.story.layout.names
            saturated += [Saturation(f"{where}.add.{names[slot]}", names[slot]) for slot in sorted(use.cut - use.free)]
    unread, unwritten = _variables(tables.story)
    return Findings(tuple(guards), tuple(variants), unread, unwritten, tuple(saturated))


@dataclass(slots=True)
class _Shown:
    """The answers that a place's conditional texts and lines have given, and which texts were shown."""

    texts: list[set[bool]]
    lines: list[set[bool]]
    taken: set[int] = field(default_factory=set)


def _places(reached: Reached) -> Iterator[tuple[str, CompiledPlace, _Shown]]:
    """Yield each reachable place with its path in the file and what its texts have shown."""
    tables = reached.tables
    compiled = list(tables.story.places.values())
    masks = [_mask(tables, place) for place in compiled]
    seen: list[set[int]] = [set() for _ in compiled]
    place_mask = tables.packing.place_mask
    for code in reached.codes:
        number = code & place_mask
        seen[number].add(code & masks[number])
    for number, place in enumerate(compiled):
        if seen[number]:
            kind = "endings" if place.is_ending else "scenes"
            yield f"{kind}.{place.id}", place, _shown(tables, place, seen[number])


def _mask(tables: Tables, place: CompiledPlace) -> int:
    conditions = [shown.when for shown in (*place.texts, *place.lines)]
    return tables.packing.mask(slot for when in conditions if when is not None for slot in when.reads)


def _shown(tables: Tables, place: CompiledPlace, codes: set[int]) -> _Shown:
    shown = _Shown([set() for _ in place.texts], [set() for _ in place.lines])
    for code in codes:
        values = tables.packing.unpack(code)
        for index, text in enumerate(place.texts):
            holds = text.when is None or text.when.test(values)
            if text.when is not None:
                shown.texts[index].add(holds)
            if holds:
                shown.taken.add(index)
                break
        for index, line in enumerate(place.lines):
            if line.when is not None:
                shown.lines[index].add(line.when.test(values))
    return shown


def _note(guards: list[GuardFinding], where: str, answers: set[bool]) -> None:
    if len(answers) == 1:
        guards.append(GuardFinding(where, next(iter(answers))))


def _variables(story: Story) -> tuple[tuple[str, ...], tuple[str, ...]]:
    read = {story.layout.names[slot] for _, condition in story.conditions() for slot in condition.reads}
    written = {name for choice in story.choices.values() for name in (*choice.choice.set, *choice.choice.add)}
    named = set(re.findall(r"\{([a-z][a-z0-9_]*)\}", "\n".join(_texts(story))))
    unread: Sequence[str] = [
        name for name, variable in story.scenario.state.items()
        if name not in read and name not in named and not _is_shown(variable)
    ]  # fmt: skip
    unwritten = [name for name in story.scenario.state if name not in written]
    return tuple(unread), tuple(unwritten)


def _is_shown(variable: object) -> bool:
    return isinstance(variable, NumberVariable | LevelsVariable) and bool(variable.shown)


def _texts(story: Story) -> Iterator[str]:
    for place in story.places.values():
        yield from (text.text for text in (*place.texts, *place.lines))
        for each in place.choices:
            yield from (text for text in (each.choice.text, each.choice.feedback, each.choice.locked) if text)
