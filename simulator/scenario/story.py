"""A scenario compiled for play and proof: conditions as closures, effects and routes by slot.

Both engines, the state machine and the flat tables, are built from this one reading, so that a
condition or an effect can mean only one thing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from scoring.rubric import RubricSet
from simulator.scenario.conditions import Condition, compile_condition
from simulator.scenario.model import UNLAWFUL, Choice, Claim, Ending, Scenario, Scene, TextVariant, digest_of
from simulator.scenario.state import StateLayout, Values


@dataclass(frozen=True, slots=True)
class Effect:
    """One change to one slot: `set` to a value, or `add` clamped to the slot's range."""

    slot: int
    kind: str  # "set" | "add"
    value: int


@dataclass(frozen=True, slots=True)
class CompiledRoute:
    """Where a choice leads if `when` holds after its effects."""

    when: Condition | None
    to: str


@dataclass(frozen=True, slots=True)
class CompiledCritical:
    """A critical event of a choice; None for `when` is always."""

    event: str
    when: Condition | None


@dataclass(frozen=True, slots=True)
class CompiledChoice:
    """A choice with its guard, effects, routes and critical events compiled.

    `holds` is the condition under which the choice's power holds; None where it says none.
    """

    id: str
    choice: Choice
    when: Condition | None
    effects: tuple[Effect, ...]
    routes: tuple[CompiledRoute, ...]
    critical: tuple[CompiledCritical, ...] = ()
    holds: Condition | None = None

    @property
    def judged_by(self) -> list[Condition]:
        """The conditions on which it hangs what the choice counts for, asked before its effects."""
        conditions = [each.when for each in self.critical if each.when is not None]
        return [*conditions, self.holds] if self.holds is not None else conditions

    def events(self, before: Values) -> tuple[str, ...]:
        """Return the critical events of the choice, each once, where it is taken in the state `before` its effects.

        Where its power does not hold, `unlawful-force-or-search` is one of them.
        """
        events = [each.event for each in self.critical if each.when is None or each.when.test(before)]
        if self.holds is not None and not self.holds.test(before):
            events.append(UNLAWFUL)
        return tuple(dict.fromkeys(events))


@dataclass(frozen=True, slots=True)
class CompiledClaim:
    """What never happens: at one place, or anywhere where `at` is None."""

    claim: Claim
    never: Condition

    @property
    def at(self) -> str | None:
        """The only place that it speaks of."""
        return self.claim.at


@dataclass(frozen=True, slots=True)
class CompiledText:
    """A text's variants, a line, or what is said at home, with its condition compiled."""

    when: Condition | None
    text: str
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class CompiledPlace:
    """A scene or an ending: what it shows, and the choices it offers (none at an ending)."""

    id: str
    place: Scene | Ending
    texts: tuple[CompiledText, ...]
    lines: tuple[CompiledText, ...]
    choices: tuple[CompiledChoice, ...] = ()
    retold: tuple[CompiledText, ...] = ()

    @property
    def is_ending(self) -> bool:
        """Whether the story stops here."""
        return isinstance(self.place, Ending)


class Story:
    """A scenario ready to be played or proved.

    Args:
        scenario: the scenario, in the language it is to be shown in.
        rubrics: what it is scored by, or more; those that the scenario names are kept.
        source: the scenario in its own language where `scenario` is a translation; snapshot and
            digest are always of this one.
        words: variables and levels to the words shown for them, in a translation.

    Attributes:
        scenario: the author's text, typed.
        rubrics: what it is scored by, as far as they are known.
        layout: the state vector's slots.
        scenes, endings: compiled places by id.
        claims: what the author says never happens.
        start: the state on entering the first scene.
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
        self._words = dict(words or {})
        self._source = source or scenario
        self.layout = layout_of(scenario)
        self.scenes = {id_: self._place(id_, scene) for id_, scene in scenario.scenes.items()}
        self.endings = {id_: self._place(id_, ending) for id_, ending in scenario.endings.items()}
        self.places = {**self.scenes, **self.endings}
        self.choices = {choice.id: choice for scene in self.scenes.values() for choice in scene.choices}
        self.claims = tuple(
            CompiledClaim(claim, compile_condition(claim.never, self.layout)) for claim in scenario.claims
        )
        self.start: Values = self.enter(self.layout.start, scenario.start)

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
        """The content hash of the wording that is shown, None where that is the scenario's own."""
        return None if self.scenario is self._source else digest_of(self.scenario.snapshot())

    @classmethod
    def from_snapshot(cls, snapshot: str, rubrics: RubricSet) -> Story:
        """Rebuild a story from a stored snapshot, scored by `rubrics`."""
        return cls(Scenario.model_validate_json(snapshot), rubrics)

    def scored_by(self, rubrics: RubricSet) -> Story:
        """Return the same story, scored by other rubrics."""
        return Story(self.scenario, rubrics, source=self._source, words=self._words)

    def under(self, id_: str) -> Story:
        """Return the story under the id by which a library knows it; its snapshot and digest stay its own."""
        if id_ == self.scenario.id:
            return self
        return Story(self.scenario.model_copy(update={"id": id_}), self.rubrics, source=self._source, words=self._words)

    def word(self, name: str) -> str:
        """Return how a variable or a level is shown: its translation, or its name with spaces."""
        return self._words.get(name, name.replace("_", " "))

    def available(self, scene: str, values: Values) -> list[CompiledChoice]:
        """Return the choices open in `scene`, in the order of the file."""
        return [choice for choice in self.scenes[scene].choices if choice.when is None or choice.when.test(values)]

    def after(self, values: Values, choice: CompiledChoice) -> Values:
        """Return the state after the choice's effects: `set` first, then `add`, then `chosen`."""
        changed = list(values)
        low, high = self.layout.low, self.layout.high
        for effect in choice.effects:
            slot = effect.slot
            if effect.kind == "set":
                changed[slot] = effect.value
            else:
                changed[slot] = min(high[slot], max(low[slot], changed[slot] + effect.value))
        chosen = self.layout.chosen_slots.get(choice.id)
        if chosen is not None:
            changed[chosen] = 1
        return tuple(changed)

    def enter(self, values: Values, place: str) -> Values:
        """Return the state on entering `place`: `visited` becomes true."""
        slot = self.layout.visited_slots.get(place)
        if slot is None or values[slot] == 1:
            return values
        return (*values[:slot], 1, *values[slot + 1 :])

    def route(self, after: Values, choice: CompiledChoice) -> str:
        """Return where the choice leads; `after` is the state after its effects."""
        for route in choice.routes:
            if route.when is None or route.when.test(after):
                return route.to
        raise AssertionError(f"{choice.id}: the last route has no condition, so one always holds")

    def conditions(self) -> Iterator[tuple[str, Condition]]:
        """Yield every condition with where it stands, as a dotted path into the file."""
        for kind, places in (("scenes", self.scenes), ("endings", self.endings)):
            for place in places.values():
                where = f"{kind}.{place.id}"
                for index, text in enumerate(place.texts):
                    if text.when is not None:
                        yield f"{where}.text.{index}.when", text.when
                for index, line in enumerate(place.lines):
                    if line.when is not None:
                        yield f"{where}.lines.{index}.when", line.when
                for index, line in enumerate(place.retold):
                    if line.when is not None:
                        yield f"{where}.retold.{index}.when", line.when
                for number, choice in enumerate(place.choices):
                    if choice.when is not None:
                        yield f"{where}.choices.{number}.when", choice.when
                    for index, critical in enumerate(choice.critical):
                        if critical.when is not None:
                            yield f"{where}.choices.{number}.critical.{index}.when", critical.when
                    if choice.holds is not None:
                        yield f"{where}.choices.{number}.power.holds", choice.holds
                    for index, route in enumerate(choice.routes):
                        if route.when is not None:
                            yield f"{where}.choices.{number}.goto.{index}.when", route.when

    def _place(self, id_: str, place: Scene | Ending) -> CompiledPlace:
        choices = tuple(self._choice(choice) for choice in place.choices) if isinstance(place, Scene) else ()
        lines = tuple(CompiledText(self._when(line.when), line.text, line.speaker) for line in place.lines)
        retold = place.retold if isinstance(place, Ending) else ()
        at_home = tuple(CompiledText(self._when(each.when), each.text, each.who) for each in retold)
        return CompiledPlace(id_, place, self._texts(place.text), lines, choices, at_home)

    def _texts(self, variants: list[TextVariant]) -> tuple[CompiledText, ...]:
        return tuple(CompiledText(self._when(variant.when), variant.text) for variant in variants)

    def _choice(self, choice: Choice) -> CompiledChoice:
        effects = [
            Effect(self.layout.slot_of[name], "set", self.layout.encode(name, value))
            for name, value in choice.set.items()
        ]
        effects += [Effect(self.layout.slot_of[name], "add", amount) for name, amount in choice.add.items()]
        routes = tuple(CompiledRoute(self._when(route.when), route.to) for route in choice.goto)
        critical = tuple(CompiledCritical(each.event, self._when(each.when)) for each in choice.critical)
        holds = self._when(choice.power.holds) if choice.power is not None else None
        return CompiledChoice(choice.id, choice, self._when(choice.when), tuple(effects), routes, critical, holds)

    def _when(self, text: str | None) -> Condition | None:
        return None if text is None else compile_condition(text, self.layout)


def layout_of(scenario: Scenario) -> StateLayout:
    """Return the state layout of a scenario, with history slots for what its conditions ask about."""
    conditions = [claim.never for claim in scenario.claims]
    choice_ids: list[str] = []
    places: list[Scene | Ending] = [*scenario.scenes.values(), *scenario.endings.values()]
    for place in places:
        conditions += [variant.when for variant in place.text if variant.when]
        conditions += [line.when for line in place.lines if line.when]
        if isinstance(place, Ending):
            conditions += [retold.when for retold in place.retold if retold.when]
        for choice in place.choices if isinstance(place, Scene) else ():
            choice_ids.append(choice.id)
            conditions += [choice.when] if choice.when else []
            conditions += [each.when for each in choice.critical if each.when]
            conditions += [choice.power.holds] if choice.power is not None and choice.power.holds else []
            conditions += [route.when for route in choice.goto if route.when]
    return StateLayout(
        scenario.state,
        scene_ids=[*scenario.scenes, *scenario.endings],
        choice_ids=choice_ids,
        conditions=conditions,
    )
