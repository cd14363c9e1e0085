"""Findings: what reachable states show of the story's own conditions, texts, variables and clamps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from simulator.proof.compiled import ChoiceUse, Tables
from simulator.proof.exploration import Reached
from simulator.scenario.compiled import CompiledPlace, Effect, Interlude
from simulator.scenario.model import LevelsVariable, NumberVariable
from simulator.scenario.story import Story


@dataclass(frozen=True, slots=True)
class GuardFinding:
    """A condition with the same answer in every reachable state that asks it."""

    where: str
    always: bool


@dataclass(frozen=True, slots=True)
class Saturation:
    """An `add` that is cut off by the end of the range every time the choice is taken."""

    where: str
    variable: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many there are, and which of them no play reaches.

    Attributes:
        unseen: those that did not come up, although nothing proves that they cannot. Empty if everything was examined.
    """

    total: int
    unreachable: tuple[str, ...]
    unseen: tuple[str, ...] = ()


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


def findings_of(reached: Reached, *, uses: Mapping[int, ChoiceUse]) -> Findings:
    """Return what the explored states show of the story.

    Args:
        reached: all of them.
        uses: how each choice was used in the states. It shows which `add`s are always cut off. Nothing is said about
            slots that these states do not tell apart.
    """
    tables = reached.tables
    guards: list[GuardFinding] = []
    variants: list[str] = []
    saturated: list[Saturation] = []

    def note(*paths: str) -> None:
        for where in paths:
            _note(guards, where, tables.asked.get(where, set()))

    for path, place, shown in _places(reached):
        for index in range(len(place.texts)):
            _note(guards, f"{path}.text.{index}.when", shown.texts[index])
            if index not in shown.taken:
                variants.append(f"{path}.text.{index}")
        for index, line in enumerate(place.lines):
            _note(guards, f"{path}.lines.{index}.when", shown.lines[index])
            if line.when is not None and True not in shown.lines[index]:
                variants.append(f"{path}.lines.{index}")
        for index, retold in enumerate(place.retold):
            _note(guards, f"{path}.retold.{index}.when", shown.retold[index])
            if retold.when is not None and True not in shown.retold[index]:
                variants.append(f"{path}.retold.{index}")
        note(*_entries(place.enter), *(f"{path}.continue.{index}.when" for index in range(len(place.goes_on))))
        for fork, answers in shown.forks.items():
            _note(guards, fork, answers)
        for order, choice in enumerate(place.choices):
            where = f"{path}.choices.{order}"
            number = tables.choice_numbers[choice.id]
            use = tables.use(number)
            note(f"{where}.when")
            for index in range(len(choice.critical)):
                note(f"{where}.critical.{index}.when")
            if choice.holds is not None and choice.holds.reads:
                note(f"{where}.power.holds")
            note(*_entries(choice.effects))
            for index in range(len(choice.routes)):
                note(f"{where}.goto.{index}.when")
                if use.taken and index not in use.taken:
                    variants.append(f"{where}.goto.{index}")
            cut = uses[number].cut - uses[number].free
            saturated += [Saturation(each, each.rpartition(".")[2]) for each in sorted(cut)]
    for number, interrupt in enumerate(tables.story.interrupts):
        note(f"interrupts.{number}.when", *(f"interrupts.{number}.goto.{n}.when" for n in range(len(interrupt.routes))))
    unread, unwritten = _variables(tables.story)
    return Findings(tuple(guards), tuple(variants), unread, unwritten, tuple(saturated))


def static_findings(story: Story) -> Findings:
    """Return what the text of the story shows without examining any state."""
    unread, unwritten = _variables(story)
    return Findings((), (), unread, unwritten, ())


def coverage(tables: Tables, *, complete: bool = True) -> tuple[Coverage, Coverage]:
    """Return which scenes and choices came up in the states examined.

    Args:
        tables: the story's flat tables, after those states.
        complete: whether they were all. If not, only what the map of scenes leaves out is unreachable.
    """
    seen_scenes = {tables.places[signature.place] for signature in tables.signatures}
    seen_scenes |= {passage.place for passage in tables.story.opening.passed}
    seen_scenes |= {place for number in range(len(tables.choice_ids)) for place in tables.use(number).passed}
    seen_choices = {tables.choice_ids[choice] for signature in tables.signatures for choice in signature.choices}
    scenes = seen_scenes if complete else _on_the_map(tables.story)
    choices = seen_choices if complete else {choice.id for id_ in scenes for choice in tables.story.places[id_].choices}
    return (
        _coverage(list(tables.story.scenes), scenes, seen_scenes),
        _coverage(tables.choice_ids, choices, seen_choices),
    )


def _coverage(ids: Sequence[str], possible: set[str], seen: set[str]) -> Coverage:
    unreachable = tuple(id_ for id_ in ids if id_ not in possible)
    return Coverage(len(ids), unreachable, tuple(id_ for id_ in ids if id_ in possible and id_ not in seen))


def _on_the_map(story: Story) -> set[str]:
    """Return the places that could be reached if every guard and route were open."""
    met, waiting = {story.scenario.start}, [story.scenario.start]
    for id_ in waiting:
        targets = set(story.places[id_].targets)
        waiting += sorted(targets - met)
        met |= targets
    return met


@dataclass(slots=True)
class _Shown:
    """The answers that a place's conditional texts and lines have given, and which texts were shown."""

    texts: list[set[bool]]
    lines: list[set[bool]]
    retold: list[set[bool]]
    forks: dict[str, set[bool]]
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
    for passage in _passed(reached):
        number = tables.number_of[passage.place]
        seen[number].add(tables.packing.pack(passage.values, range(len(passage.values))) & masks[number])
    for number, place in enumerate(compiled):
        if seen[number]:
            kind = "endings" if place.is_ending else "scenes"
            yield f"{kind}.{place.id}", place, _shown(tables, place, seen[number])


def _passed(reached: Reached) -> Iterator[Interlude]:
    """Yield the scenes that are gone through without a choice, with the states that they are gone through in."""
    tables = reached.tables
    story = tables.story
    yield from story.opening.passed
    for place in story.scenes.values():
        passing = [choice for choice in place.choices if tables.use(tables.choice_numbers[choice.id]).passed]
        here = {
            code for code in reached.codes if passing and tables.places[code & tables.packing.place_mask] == place.id
        }
        for code in sorted(here):
            values = tables.packing.unpack(code)
            for choice in passing:
                if choice.is_open(values):
                    yield from story.move(values, choice).passed


def _entries(effects: Sequence[Effect]) -> list[str]:
    """Return the paths of the conditions of effects, each once."""
    return list(dict.fromkeys(f"{effect.where}.when" for effect in effects if effect.when is not None))


def _mask(tables: Tables, place: CompiledPlace) -> int:
    conditions = [shown.when for shown in (*place.texts, *place.lines, *place.retold)]
    conditions += place.forks.values()
    return tables.packing.mask(slot for when in conditions if when is not None for slot in when.reads)


def _shown(tables: Tables, place: CompiledPlace, codes: set[int]) -> _Shown:
    shown = _Shown([set() for _ in place.texts], [set() for _ in place.lines], [set() for _ in place.retold], {})
    for code in codes:
        values = tables.packing.unpack(code)
        for index, text in enumerate(place.texts):
            holds = text.when is None or text.when.test(values)
            if text.when is not None:
                shown.texts[index].add(holds)
            if holds:
                shown.taken.add(index)
                break
        for said, answers in ((place.lines, shown.lines), (place.retold, shown.retold)):
            for index, line in enumerate(said):
                if line.when is not None:
                    answers[index].add(line.when.test(values))
        for path, when in place.forks.items():
            shown.forks.setdefault(path, set()).add(when.test(values))
    return shown


def _note(guards: list[GuardFinding], where: str, answers: set[bool]) -> None:
    if len(answers) == 1:
        guards.append(GuardFinding(where, next(iter(answers))))


def _variables(story: Story) -> tuple[tuple[str, ...], tuple[str, ...]]:
    conditions = [*(condition for _, condition in story.conditions()), *(claim.never for claim in story.claims)]
    read = {story.layout.names[slot] for condition in conditions for slot in condition.reads}
    effects = [effect for choice in story.choices.values() for effect in choice.effects]
    effects += [effect for place in story.places.values() for effect in place.enter]
    written = {story.layout.names[effect.slot] for effect in effects}
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
        yield from (text.text for text in (*place.texts, *place.lines, *place.retold))
        for each in place.choices:
            yield from (text for text in (each.choice.text, each.choice.feedback, each.choice.locked) if text)
