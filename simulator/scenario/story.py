"""A scenario compiled for play and proof: one reading, from which both engines are built.

The state machine and the flat tables go by the same compiled parts, so that a condition or an effect can mean only one
thing. A choice does the following, in order: its effects; an interrupt, or else its own way; what entering changes;
then on through scenes without choices.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar

from scoring.rubric import RubricSet
from simulator.scenario.compiled import (
    INJECT,
    CompiledChoice,
    CompiledClaim,
    CompiledCritical,
    CompiledFork,
    CompiledInject,
    CompiledInterrupt,
    CompiledPlace,
    CompiledRatings,
    CompiledRoute,
    CompiledText,
    Effect,
    Interlude,
    Move,
    Template,
    first_holding,
)
from simulator.scenario.conditions import Condition, compile_condition, history_of
from simulator.scenario.model import (
    AddEntry,
    Choice,
    Ending,
    FlagVariable,
    Inject,
    LevelsVariable,
    Route,
    Scenario,
    Scene,
    SetEntry,
    StateValue,
    digest_of,
)
from simulator.scenario.state import Asked, StateLayout, Values
from simulator.scenario.template import forks_of, parts_of

KeptT = TypeVar("KeptT")

Note = Callable[[str, bool], None]
"""Told the answer of each condition that is asked on the way: its path in the file, and whether it holds."""

Clamp = Callable[[Effect, bool], None]
"""Told of each `add` whether the end of the range cut it off."""

FROM_THE_TRAINER = "From your trainer:"
_NAMED = re.compile(r"\{([a-z][a-z0-9_-]*)\}")


class Story:
    """A scenario ready to be played or proved.

    Args:
        scenario: the scenario, in the language it is to be shown in.
        rubrics: at least those that the scenario names. Only these are kept.
        source: the scenario in its own language, if `scenario` is a translation. Snapshot and digest are always of this
            one.
        words: variables and levels to the words shown for them, in a translation.

    Attributes:
        scenario: the author's text, typed.
        rubrics: what it is scored by, as far as they are known.
        layout: the state vector's slots.
        scenes, endings: compiled places by id.
        interrupts: what may come in between after a choice.
        injects: what a trainer can let happen, by id.
        claims: what the author says never happens.
        opening: what happens before the first choice.
        first, start: the place where it is made, and the state there.
    """

    def __init__(
        self,
        scenario: Scenario,
        rubrics: RubricSet,
        *,
        source: Scenario | None = None,
        words: Mapping[str, str] | None = None,
    ) -> None:
        self.scenario = scenario
        self.rubrics = rubrics.only(scenario.rubrics)
        self._words = _words_of(scenario) | dict(words or {})
        self._source = source or scenario
        self.layout = layout_of(scenario)
        self._conditions: dict[tuple[str, str | None], Condition] = {}
        self._templates: dict[tuple[str, str], Template] = {}
        self._kept: dict[Callable[[Story], Any], Any] = {}
        self.interrupts = tuple(
            CompiledInterrupt(
                number,
                self._when(each.when),
                self._routes(each.goto, None),
                self.layout.history_slot("interrupted", str(number + 1)),
            )
            for number, each in enumerate(scenario.interrupts)
        )
        self.injects = {each.id: self._inject(number, each) for number, each in enumerate(scenario.injects)}
        self.scenes = {id_: self._place(id_, scene) for id_, scene in scenario.scenes.items()}
        self.endings = {id_: self._place(id_, ending) for id_, ending in scenario.endings.items()}
        self.places = {**self.scenes, **self.endings}
        self.choices = {choice.id: choice for scene in self.scenes.values() for choice in scene.choices}
        self.claims = tuple(
            CompiledClaim(claim, compile_condition(claim.never, self.layout)) for claim in scenario.claims
        )
        self.opening = self.opening_with(self.layout.start)
        self.first, self.start = self.opening.place, self.opening.values

    @cached_property
    def snapshot(self) -> str:
        """The scenario as canonical JSON."""
        return self._source.snapshot()

    @cached_property
    def digest(self) -> str:
        """The content hash (SHA-256, hex)."""
        return digest_of(self.snapshot)

    @cached_property
    def translation(self) -> str | None:
        """The content hash of the wording that is shown; None for the scenario's own wording."""
        if self.scenario.language == self._source.language:
            return None
        return digest_of(self.scenario.model_copy(update={"id": self._source.id}).snapshot())

    @classmethod
    def from_snapshot(cls, snapshot: str, rubrics: RubricSet) -> Story:
        """Rebuild a story from a stored snapshot, scored by `rubrics`."""
        return cls(Scenario.model_validate_json(snapshot), rubrics)

    def kept(self, make: Callable[[Story], KeptT]) -> KeptT:
        """Return what is made of the story and kept with it, made at the first time of asking."""
        if make not in self._kept:
            self._kept[make] = make(self)
        made: KeptT = self._kept[make]
        return made

    def scored_by(self, rubrics: RubricSet) -> Story:
        """Return the same story, scored by other rubrics."""
        if rubrics.only(self.scenario.rubrics).digests == self.rubrics.digests:
            return self
        return Story(self.scenario, rubrics, source=self._source, words=self._words)

    def starting_with(self, starts: Mapping[str, StateValue]) -> Story:
        """Return the same story, some variables of which begin with other values."""
        scenario, source = (_starting_with(each, starts) for each in (self.scenario, self._source))
        return Story(scenario, self.rubrics, source=source, words=self._words)

    def under(self, id_: str) -> Story:
        """Return the story under the id by which a library knows it; its snapshot and digest stay its own."""
        if id_ == self.scenario.id:
            return self
        return Story(self.scenario.model_copy(update={"id": id_}), self.rubrics, source=self._source, words=self._words)

    @property
    def wording(self) -> str:
        """What is shown, as JSON: with it `worded` shows the same again, in a translation too."""
        scenario = self.scenario.model_copy(update={"id": self._source.id})
        held = {"scenario": json.loads(scenario.snapshot()), "words": self._words}
        return json.dumps(held, ensure_ascii=False, separators=(",", ":"))

    def worded(self, wording: str) -> Story:
        """Return the same story as another one of its digest shows it, by that one's `wording`."""
        held = json.loads(wording)
        shown = Scenario.model_validate_json(json.dumps(held["scenario"]))
        return Story(shown, self.rubrics, source=self._source, words=held["words"])

    def word(self, name: str) -> str:
        """Return how a variable or a level is shown: its translation, or its name with spaces."""
        return self._words.get(name, name.replace("_", " "))

    def available(self, scene: str, values: Values) -> list[CompiledChoice]:
        """Return the choices open in `scene`, in the order of the file."""
        return [choice for choice in self.scenes[scene].choices if choice.is_open(values)]

    def opening_with(self, values: Values, *, note: Note | None = None) -> Move:
        """Return what happens before the first choice of a play that begins with these values."""
        return self.arrive(values, self.scenario.start, note=note)

    def taken(self, id_: str) -> Choice:
        """Return a choice by its id in a path. An inject is returned as an action with its text."""
        if not id_.startswith(INJECT):
            return self.choices[id_].choice
        inject = self.injects[id_.removeprefix(INJECT)]
        return Choice.model_construct(id=id_, do=f"{FROM_THE_TRAINER} {inject.text}", goto=[])

    def injected(self, values: Values, inject: CompiledInject) -> Values:
        """Return the state after an inject: its effects, and that it has come."""
        return _with(self._applied(values, inject.effects, None, None), inject.come, 1)

    def move(
        self, values: Values, choice: CompiledChoice, *, note: Note | None = None, clamp: Clamp | None = None
    ) -> Move:
        """Return what a choice that is open comes to."""
        after = self.after(values, choice, note=note, clamp=clamp)
        if choice.stays:
            return Move(choice.routes[0].to, after, way=0)
        interrupt = choice.interrupt(after)
        if note is not None:
            self._note_interrupts(after, choice, interrupt, note)
        if interrupt is None:
            way = first_holding(choice.routes, after)
            if note is not None:
                _note_routes(choice.routes, after, f"{choice.where}.goto", note)
            return self.arrive(after, choice.routes[way].to, note=note, way=way)
        after = self.interrupted(after, interrupt)
        target = interrupt.routes[first_holding(interrupt.routes, after)].to
        return self.arrive(after, target, note=note, interrupt=interrupt)

    def after(
        self, values: Values, choice: CompiledChoice, *, note: Note | None = None, clamp: Clamp | None = None
    ) -> Values:
        """Return the state after the choice's effects: `set` first, then `add`, then `chosen`."""
        changed = self._applied(values, choice.effects, note, clamp)
        chosen = self.layout.history_slot("chosen", choice.id)
        return changed if chosen is None else _with(changed, chosen, 1)

    def interrupted(self, after: Values, interrupt: CompiledInterrupt) -> Values:
        """Return the state after an interrupt has come. If it comes only once, the state says that it has."""
        return after if interrupt.once is None else _with(after, interrupt.once, 1)

    def enter(self, values: Values, place: str, *, note: Note | None = None) -> Values:
        """Return the state on entering `place`: the visit is counted, then `enter` applied."""
        visited, visits = (self.layout.history_slot(function, place) for function in ("visited", "visits"))
        if visited is not None:
            values = _with(values, visited, 1)
        if visits is not None:
            values = _with(values, visits, min(self.layout.high[visits], values[visits] + 1))
        return self._applied(values, self.places[place].enter, note, None)

    def arrive(
        self,
        values: Values,
        place: str,
        *,
        note: Note | None = None,
        interrupt: CompiledInterrupt | None = None,
        way: int | None = None,
    ) -> Move:
        """Return where a player who enters `place` stops: there, or further on if it is a scene without choices.

        Args:
            values: the state in which it is entered.
            place: a scene or an ending.
            note: is told of every condition that is asked.
            interrupt: what came in between.
            way: the number of the way by which one came.
        """
        passed: list[Interlude] = []
        values = self.enter(values, place, note=note)
        while self.places[place].goes_on:
            passed.append(Interlude(place, values))
            routes = self.places[place].goes_on
            if note is not None:
                _note_routes(routes, values, f"scenes.{place}.continue", note)
            place = routes[first_holding(routes, values)].to
            values = self.enter(values, place, note=note)
        return Move(place, values, tuple(passed), interrupt, way)

    def stops(self, choice: CompiledChoice) -> list[str]:
        """Return the scenes with choices and the endings that a choice may come to, each once."""
        found, met = [], list(choice.targets)
        for place in met:
            onward = [route.to for route in self.places[place].goes_on]
            found += [] if onward else [place]
            met += [each for each in onward if each not in met]
        return found

    def fill(self, text: str, values: Values, place: str) -> str:
        """Return a text of a place as it reads in a state: forks, people and variables in it, and nothing else."""
        if "{" not in text:
            return text
        template = self._templates.get((place, text))
        if template is None:
            template = self._templates[place, text] = self._template(text, place)
        read = "".join(
            part if isinstance(part, str) else part.then if part.when.test(values) else part.otherwise
            for part in template
        )
        return _NAMED.sub(lambda found: self._named(found, values), read)

    def conditions(self) -> Iterator[tuple[str, Condition]]:
        """Yield every condition with where it stands, as a dotted path into the file."""
        for where, text, place in conditions_in(self.scenario):
            yield where, self._when(text, place)

    def _named(self, found: re.Match[str], values: Values) -> str:
        name = found.group(1)
        if name in self.scenario.people:
            return self.scenario.people[name].name
        slot = self.layout.slot_of.get(name)
        if slot is None:
            return found.group()
        value = self.layout.display(name, values[slot])
        key = f"{name}={str(value).lower()}" if isinstance(value, bool) else str(value)
        return self._words.get(key, str(value))

    def _applied(self, values: Values, effects: Sequence[Effect], note: Note | None, clamp: Clamp | None) -> Values:
        if not effects:
            return values
        changed = list(values)
        low, high = self.layout.low, self.layout.high
        entry, holds = -1, True
        for effect in effects:
            if effect.entry != entry:
                entry = effect.entry
                holds = effect.when is None or effect.when.test(tuple(changed))
                if note is not None and effect.when is not None:
                    note(f"{effect.where}.when", holds)
            if not holds:
                continue
            if effect.kind == "set":
                changed[effect.slot] = effect.value
                continue
            wanted = changed[effect.slot] + effect.value
            changed[effect.slot] = min(high[effect.slot], max(low[effect.slot], wanted))
            if clamp is not None:
                clamp(effect, changed[effect.slot] != wanted)
        return tuple(changed)

    def _note_interrupts(
        self, after: Values, choice: CompiledChoice, interrupt: CompiledInterrupt | None, note: Note
    ) -> None:
        for each in choice.interrupts:
            if each.once is None or not after[each.once]:
                note(f"interrupts.{each.number}.when", each is interrupt)
            if each is interrupt:
                _note_routes(each.routes, self.interrupted(after, each), f"interrupts.{each.number}.goto", note)
                return

    def _inject(self, number: int, inject: Inject) -> CompiledInject:
        come = self.layout.history_slot("injected", inject.id)
        if come is None:
            raise AssertionError("every inject has a slot")
        return CompiledInject(
            inject.id,
            number,
            inject.text,
            frozenset(inject.scenes),
            self._asked(inject.when, None),
            self._effects(inject.set, inject.add, f"injects.{number}", None),
            come,
        )

    def _place(self, id_: str, place: Scene | Ending) -> CompiledPlace:
        is_scene = isinstance(place, Scene)
        where = f"{'scenes' if is_scene else 'endings'}.{id_}"
        enter = self._effects(place.enter.set, place.enter.add, f"{where}.enter", id_) if place.enter else ()
        lines = tuple(CompiledText(self._asked(line.when, id_), line.text, line.speaker) for line in place.lines)
        return CompiledPlace(
            id_,
            place,
            tuple(CompiledText(self._asked(variant.when, id_), variant.text) for variant in place.text),
            lines,
            tuple(self._choice(choice, id_, f"{where}.choices.{number}") for number, choice in enumerate(place.choices))
            if isinstance(place, Scene)
            else (),
            ()
            if isinstance(place, Scene)
            else tuple(CompiledText(self._asked(each.when, id_), each.text, each.who) for each in place.retold),
            enter,
            self._routes(place.goes_on, id_) if isinstance(place, Scene) and place.goes_on else (),
            {
                path: self._when(text, id_)
                for path, text, _ in _forks_in(place, where, id_)
                if ".feedback." not in path  # read where the choice came to, and not here
            },
        )

    def _choice(self, choice: Choice, scene: str, where: str) -> CompiledChoice:
        named = (each for each, raw in zip(self.interrupts, self.scenario.interrupts, strict=True)
                 if not raw.scenes or scene in raw.scenes)  # fmt: skip
        return CompiledChoice(
            choice.id,
            choice,
            self._asked(choice.when, scene),
            self._effects(choice.set, choice.add, where, scene),
            self._routes(choice.goto, scene),
            tuple(CompiledRatings(each.values, self._asked(each.when, scene)) for each in choice.ratings),
            tuple(CompiledCritical(each.event, self._asked(each.when, scene)) for each in choice.critical),
            self._asked(choice.power.holds, scene) if choice.power is not None else None,
            self.layout.history_slot("chosen", choice.id) if choice.once else None,
            where,
            tuple(named),
        )

    def _effects(
        self, sets: Sequence[SetEntry], adds: Sequence[AddEntry], where: str, place: str | None
    ) -> tuple[Effect, ...]:
        slots, made = self.layout.slot_of, []
        for number, each in enumerate(sets):
            path, when = _entry_path(f"{where}.set", sets, number), self._asked(each.when, place)
            made += [
                Effect(slots[name], "set", self.layout.encode(name, value), when, number, path)
                for name, value in each.values.items()
            ]
        for number, added in enumerate(adds):
            path, when = _entry_path(f"{where}.add", adds, number), self._asked(added.when, place)
            made += [
                Effect(slots[name], "add", amount, when, len(sets) + number, path)
                for name, amount in added.values.items()
            ]
        return tuple(made)

    def _routes(self, routes: Sequence[Route], place: str | None) -> tuple[CompiledRoute, ...]:
        return tuple(CompiledRoute(self._asked(route.when, place), route.to) for route in routes)

    def _template(self, text: str, place: str) -> Template:
        if self.scenario.format == "1":
            return (text,)
        return tuple(
            part if isinstance(part, str) else CompiledFork(self._when(part.when, place), part.then, part.otherwise)
            for part in parts_of(text)
        )

    def _asked(self, text: str | None, place: str | None) -> Condition | None:
        return None if text is None else self._when(text, place)

    def _when(self, text: str, place: str | None = None) -> Condition:
        made = self._conditions.get((text, place))
        if made is None:
            made = self._conditions[text, place] = compile_condition(text, self.layout, place=place)
        return made


def layout_of(scenario: Scenario) -> StateLayout:
    """Return the state layout of a scenario, with history slots for what it asks about the past."""
    conditions: list[tuple[str, str | None]] = [(claim.never, None) for claim in scenario.claims]
    conditions += [(text, place) for _, text, place in conditions_in(scenario)]
    choices = [choice for scene in scenario.scenes.values() for choice in scene.choices]
    history = history_of(conditions, scenario.state)
    once: dict[Asked, int] = {("chosen", choice.id): 1 for choice in choices if choice.once}
    once |= {("injected", inject.id): 1 for inject in scenario.injects}
    once |= {("interrupted", str(number)): 1 for number, each in enumerate(scenario.interrupts, 1) if each.once}
    return StateLayout(
        scenario.state,
        scene_ids=[*scenario.scenes, *scenario.endings],
        choice_ids=[choice.id for choice in choices],
        history=history | once,
    )


def conditions_in(scenario: Scenario) -> Iterator[tuple[str, str, str | None]]:
    """Yield every condition but for the claims: its path in the file, its text, and the place that it stands in."""
    for number, interrupt in enumerate(scenario.interrupts):
        yield f"interrupts.{number}.when", interrupt.when, None
        yield from _of_list(interrupt.goto, f"interrupts.{number}.goto", None)
    for number, inject in enumerate(scenario.injects):
        path = f"injects.{number}"
        yield from _of_list([inject], path, None, numbered=False)
        yield from _of_effects(inject.set, inject.add, path, None)
        yield from ((f"{path}.text.if.{index}", fork.when, None) for index, fork in enumerate(forks_of(inject.text)))
    for kind, places in (("scenes", scenario.scenes), ("endings", scenario.endings)):
        for id_, place in places.items():
            yield from _conditions_of(place, f"{kind}.{id_}", id_)


def _conditions_of(place: Scene | Ending, where: str, id_: str) -> Iterator[tuple[str, str, str | None]]:
    yield from _of_list(place.text, f"{where}.text", id_)
    yield from _of_list(place.lines, f"{where}.lines", id_)
    if place.enter is not None:
        yield from _of_effects(place.enter.set, place.enter.add, f"{where}.enter", id_)
    if isinstance(place, Ending):
        yield from _of_list(place.retold, f"{where}.retold", id_)
    else:
        yield from _of_list(place.goes_on or (), f"{where}.continue", id_)
        for number, choice in enumerate(place.choices):
            path = f"{where}.choices.{number}"
            yield from _of_list([choice], path, id_, numbered=False)
            yield from _of_list(choice.ratings, f"{path}.ratings", id_)
            yield from _of_list(choice.critical, f"{path}.critical", id_)
            if choice.power is not None and choice.power.holds is not None:
                yield f"{path}.power.holds", choice.power.holds, id_
            yield from _of_effects(choice.set, choice.add, path, id_)
            yield from _of_list(choice.goto, f"{path}.goto", id_)
    yield from _forks_in(place, where, id_)


def _forks_in(place: Scene | Ending, where: str, id_: str) -> Iterator[tuple[str, str, str]]:
    """Yield the conditions inside the texts of a place."""
    texts = [(f"{where}.text.{index}.text", each.text) for index, each in enumerate(place.text)]
    texts += [(f"{where}.lines.{index}.text", each.text) for index, each in enumerate(place.lines)]
    if isinstance(place, Ending):
        texts += [(f"{where}.retold.{index}.text", each.text) for index, each in enumerate(place.retold)]
        texts.append((f"{where}.reflect", place.reflect or ""))
    else:
        for number, choice in enumerate(place.choices):
            fields = {"say": choice.say, "do": choice.do, "feedback": choice.feedback, "locked": choice.locked}
            texts += [(f"{where}.choices.{number}.{field}", text or "") for field, text in fields.items()]
    for path, text in texts:
        for number, fork in enumerate(forks_of(text)):
            yield f"{path}.if.{number}", fork.when, id_


def _of_list(
    entries: Sequence[Any], where: str, place: str | None, *, numbered: bool = True
) -> Iterator[tuple[str, str, str | None]]:
    for index, entry in enumerate(entries):
        if entry.when is not None:
            yield f"{where}.{index}.when" if numbered else f"{where}.when", entry.when, place


def _of_effects(
    sets: Sequence[SetEntry], adds: Sequence[AddEntry], where: str, place: str | None
) -> Iterator[tuple[str, str, str | None]]:
    for field, entries in (("set", sets), ("add", adds)):
        yield from _of_list(entries, f"{where}.{field}", place)


def _entry_path(where: str, entries: Sequence[SetEntry] | Sequence[AddEntry], number: int) -> str:
    """Return the path of an entry of effects. A single entry without a condition stands in the file without a list."""
    return where if len(entries) == 1 and entries[0].when is None else f"{where}.{number}"


def _starting_with(scenario: Scenario, starts: Mapping[str, StateValue]) -> Scenario:
    state = {
        name: variable.model_copy(update={"start": starts[name]}) if name in starts else variable
        for name, variable in scenario.state.items()
    }
    return scenario.model_copy(update={"state": state})


def _words_of(scenario: Scenario) -> dict[str, str]:
    """Return the words of `shown_as`: by level, and by `flag=true` and `flag=false`."""
    words: dict[str, str] = {}
    for name, variable in scenario.state.items():
        if isinstance(variable, LevelsVariable):
            words |= variable.shown_as
        elif isinstance(variable, FlagVariable) and variable.shown_as is not None:
            words |= {f"{name}=true": variable.shown_as.true, f"{name}=false": variable.shown_as.false}
    return words


def _note_routes(routes: Sequence[CompiledRoute], values: Values, where: str, note: Note) -> None:
    for index, route in enumerate(routes):
        if route.when is None:
            return
        holds = route.when.test(values)
        note(f"{where}.{index}.when", holds)
        if holds:
            return


def _with(values: Values, slot: int, value: int) -> Values:
    return values if values[slot] == value else (*values[:slot], value, *values[slot + 1 :])
