"""The parts of a compiled scenario: conditions as closures, effects by slot, routes, texts with their forks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from simulator.scenario.conditions import Condition
from simulator.scenario.model import UNLAWFUL, Choice, Claim, Ending, Scene
from simulator.scenario.state import Values


@dataclass(frozen=True, slots=True)
class Effect:
    """One change to one slot: `set` to a value, or `add` clamped to the slot's range.

    Attributes:
        when: the condition of the entry that it stands in.
        entry: the number of that entry; `when` is asked once for all effects of an entry.
        where: the entry's place in the file, as a dotted path; "" if it is not needed.
    """

    slot: int
    kind: str  # "set" | "add"
    value: int
    when: Condition | None = None
    entry: int = 0
    where: str = ""


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
class CompiledRatings:
    """Criteria with their levels; None for `when` is always."""

    levels: Mapping[str, int]
    when: Condition | None


@dataclass(frozen=True, slots=True)
class CompiledInterrupt:
    """What comes in between after a choice.

    Attributes:
        number: its place in the file, from 0.
        once: if it comes only once, the slot that says whether it has come; None if it may come again.
    """

    number: int
    when: Condition
    routes: tuple[CompiledRoute, ...]
    once: int | None = None

    def comes(self, after: Values) -> bool:
        """Whether it comes in between in the state after a choice's effects."""
        return (self.once is None or not after[self.once]) and self.when.test(after)


INJECT = "inject:"
"""What an inject begins with in a path among choices, which never have a colon in their ids."""


@dataclass(frozen=True, slots=True)
class CompiledInject:
    """What a trainer can let happen.

    Attributes:
        number: its place in the file, from 0.
        scenes: the scenes where it may come. If empty, every scene with choices.
        come: the slot that says that it has come: it comes once.
    """

    id: str
    number: int
    text: str
    scenes: frozenset[str]
    when: Condition | None
    effects: tuple[Effect, ...]
    come: int

    def may_come_in(self, scene: str) -> bool:
        """Whether it is meant for a scene."""
        return not self.scenes or scene in self.scenes

    def is_open(self, scene: str, values: Values) -> bool:
        """Whether it can come in a state of a scene."""
        return self.may_come_in(scene) and not values[self.come] and (self.when is None or self.when.test(values))


@dataclass(frozen=True, slots=True)
class CompiledFork:
    """A part of a text that reads one way where a condition holds, and another way elsewhere."""

    when: Condition
    then: str
    otherwise: str


Template = tuple[str | CompiledFork, ...]


@dataclass(frozen=True, slots=True)
class CompiledChoice:
    """A choice with its guard, effects, routes, ratings and critical events compiled.

    Attributes:
        once: if it is offered only once, the slot that says whether it was taken; None if it may be taken again.
        holds: the condition under which its power holds; None if it says none.
        where: its place in the file, as a dotted path.
        interrupts: what may come in between after it, in the order of the file.
        stays: whether its scene stays as it is, and is not entered again. This is so for an inject, which a proof
            treats as a choice.
    """

    id: str
    choice: Choice
    when: Condition | None
    effects: tuple[Effect, ...]
    routes: tuple[CompiledRoute, ...]
    ratings: tuple[CompiledRatings, ...] = ()
    critical: tuple[CompiledCritical, ...] = ()
    holds: Condition | None = None
    once: int | None = None
    where: str = ""
    interrupts: tuple[CompiledInterrupt, ...] = ()
    stays: bool = False

    @property
    def guard_reads(self) -> frozenset[int]:
        """The slots on which it hangs whether the choice is open."""
        reads = self.when.reads if self.when is not None else frozenset()
        return reads if self.once is None else reads | {self.once}

    @property
    def judged_by(self) -> list[Condition]:
        """The conditions on which it hangs what the choice counts for, asked before its effects."""
        asked = [each.when for each in self.ratings] + [each.when for each in self.critical]
        conditions = [when for when in asked if when is not None]
        return [*conditions, self.holds] if self.holds is not None else conditions

    @property
    def targets(self) -> list[str]:
        """The places that it may lead to, by its own ways or by what comes in between, each once."""
        ways = [*self.routes, *(route for interrupt in self.interrupts for route in interrupt.routes)]
        return list(dict.fromkeys(route.to for route in ways))

    def is_open(self, values: Values) -> bool:
        """Whether the choice can be taken in a state of its scene."""
        return not self.is_spent(values) and (self.when is None or self.when.test(values))

    def is_spent(self, values: Values) -> bool:
        """Whether the choice is offered once and was taken."""
        return self.once is not None and values[self.once] == 1

    def interrupt(self, after: Values) -> CompiledInterrupt | None:
        """Return what comes in between in the state after the choice's effects: the first that holds, or nothing."""
        return next((each for each in self.interrupts if each.comes(after)), None)

    def rated(self, before: Values) -> Mapping[str, int]:
        """Return how the choice is rated where it stands open in the state `before` its effects.

        Of two entries that rate a criterion and hold, the later one counts.
        """
        rated: dict[str, int] = {}
        for each in self.ratings:
            if each.when is None or each.when.test(before):
                rated |= each.levels
        return rated

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
    """A scene or an ending: what it shows, and the choices it offers (none at an ending).

    Attributes:
        enter: what changes whenever it is entered.
        goes_on: where a scene without choices goes on to; empty for a scene with choices and for an ending.
        forks: the conditions inside what is shown there, its choices included, with their paths in the file.
    """

    id: str
    place: Scene | Ending
    texts: tuple[CompiledText, ...]
    lines: tuple[CompiledText, ...]
    choices: tuple[CompiledChoice, ...] = ()
    retold: tuple[CompiledText, ...] = ()
    enter: tuple[Effect, ...] = ()
    goes_on: tuple[CompiledRoute, ...] = ()
    forks: dict[str, Condition] = field(default_factory=dict)

    @property
    def is_ending(self) -> bool:
        """Whether the story stops here."""
        return isinstance(self.place, Ending)

    @property
    def targets(self) -> list[str]:
        """The places that may follow at once, each once."""
        ways = [target for choice in self.choices for target in choice.targets]
        return list(dict.fromkeys([*ways, *(route.to for route in self.goes_on)]))


@dataclass(frozen=True, slots=True)
class Interlude:
    """A scene that was passed without a choice, with the state in which it was passed."""

    place: str
    values: Values


@dataclass(frozen=True, slots=True)
class Move:
    """What a choice comes to.

    Attributes:
        place: the scene with choices, or the ending, where it stops.
        values: the state there.
        passed: the scenes gone through on the way.
        interrupt: what came in between; None if nothing did.
        way: the number of the choice's own way that was taken, from 0; None if none was.
    """

    place: str
    values: Values
    passed: tuple[Interlude, ...] = ()
    interrupt: CompiledInterrupt | None = None
    way: int | None = None


def first_holding(routes: Iterable[CompiledRoute], values: Values) -> int:
    """Return the number of the first route whose condition holds."""
    for number, route in enumerate(routes):
        if route.when is None or route.when.test(values):
            return number
    raise AssertionError("the last route has no condition, so one always holds")
