"""A run: one trainee's way through one story, rebuilt at will from its choice ids.

State is always derived by replay, so rewind, resume, debrief, rescoring and "try again from here" are the same
function. A run has no clock and no randomness: its seed decides the order of the choices on screen.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scoring.decision import Decision, decide
from simulator.encounter.machine import EncounterMachine
from simulator.errors import ChoiceRefused
from simulator.messages import tr
from simulator.scenario.compiled import INJECT, CompiledInject, CompiledPlace, CompiledText
from simulator.scenario.model import Choice, Ending, Scene
from simulator.scenario.state import Values
from simulator.scenario.story import Story

_TITLES = frozenset(
    {"PC", "DC", "PS", "DS", "PCSO", "Sergeant", "Inspector", "Constable", "Mr", "Mrs", "Ms", "Miss", "Dr", "The"}
)


@dataclass(frozen=True, slots=True)
class Offer:
    """A choice as it is shown: open, or greyed with the author's reason."""

    choice: Choice
    open: bool

    @property
    def reason(self) -> str:
        """Why it is greyed, "" if it is open."""
        return "" if self.open else self.choice.locked or ""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One line of talk: who says it (a person's id) and what."""

    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class Narrated:
    """A scene without choices, as it was read on the way: its prose, and what is said there."""

    place: str
    text: str
    lines: tuple[Spoken, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One choice taken: the decision for scoring, and the state around it.

    Attributes:
        decision: the scored view.
        shown: ids of all choices shown, open and locked, in the order shown.
        before, after: the state vectors; `after` is on entering the next place.
        to: the scene or ending it led to.
        passed: ids of the scenes without choices that were gone through on the way.
    """

    decision: Decision
    shown: tuple[str, ...]
    before: Values
    after: Values
    to: str
    passed: tuple[str, ...] = ()

    @property
    def injected(self) -> bool:
        """Whether it is no choice, but something that a trainer let happen."""
        return self.decision.choice.startswith(INJECT)


class Run:
    """One way through a story.

    Args:
        story: the compiled story.
        seed: decides the order in which choices are shown.
        path: choice ids already taken; the run stands after them.
        start: another place and state to begin in, to look at a story from the middle. Such a run cannot be kept.

    Raises:
        ChoiceRefused: a choice of `path` is not open where the path meets it.
    """

    def __init__(
        self, story: Story, *, seed: int = 0, path: Iterable[str] = (), start: tuple[str, Values] | None = None
    ) -> None:
        self.story = story
        self.seed = seed
        self.steps: list[Step] = []
        self._start = start
        self._machine = EncounterMachine(story, start=start)
        for number, choice in enumerate(path, start=1):
            try:
                self.choose(choice)
            except ChoiceRefused as refused:
                raise ChoiceRefused(f"Step {number}: {refused.message}", refused.mend) from None

    @property
    def path(self) -> list[str]:
        """The choice ids taken so far: all that a run is."""
        return [step.decision.choice for step in self.steps]

    @property
    def place(self) -> str:
        """The id of the current scene or ending."""
        return self._machine.place

    @property
    def scene(self) -> Scene | None:
        """The current scene, None at an ending."""
        return self.story.scenario.scenes.get(self.place)

    @property
    def ending(self) -> Ending | None:
        """The ending reached, None before it."""
        return self.story.scenario.endings.get(self.place)

    @property
    def finished(self) -> bool:
        """Whether an ending has been reached."""
        return self.ending is not None

    @property
    def stuck(self) -> bool:
        """Whether no choice is open though this is no ending: a fault of the story, not of the trainee."""
        return not self.finished and not self._machine.available()

    @property
    def values(self) -> Values:
        """The current state vector."""
        return self._machine.values

    @property
    def state(self) -> dict[str, int | bool | str]:
        """The current state by name, as the author would write it."""
        return self.story.layout.decode(self.values)

    @property
    def decisions(self) -> list[Decision]:
        """The scored view of every choice taken."""
        return [step.decision for step in self.steps]

    def passed(self) -> list[Narrated]:
        """Return the scenes without choices that were gone through since the last choice, as they read."""
        return [
            Narrated(each.place, self._text(self.story.places[each.place], each.values),
                     tuple(self._said(self.story.places[each.place].lines, each.values, each.place)))
            for each in self._machine.passed
        ]  # fmt: skip

    def text(self) -> str:
        """Return the prose of the current place, with the names and values it mentions."""
        return self._text(self.story.places[self.place], self.values)

    def lines(self) -> list[Spoken]:
        """Return what is said at the current place."""
        return self._said(self.story.places[self.place].lines, self.values, self.place)

    def narration(self) -> str:
        """Return the prose of the scenes passed since the last choice, and of the current place."""
        return "\n\n".join([*(each.text for each in self.passed()), self.text()])

    def speech(self) -> list[Spoken]:
        """Return what was said in the scenes passed since the last choice, and at the current place."""
        return [*(line for each in self.passed() for line in each.lines), *self.lines()]

    def retold(self) -> list[Spoken]:
        """Return what people say at home of the officer after this ending; nothing before an ending."""
        return self._said(self.story.places[self.place].retold, self.values, self.place)

    def present(self) -> list[str]:
        """Return the ids of the people who are in the current place, apart from the trainee's own.

        These are the people who spoke since the last choice, and those whom the prose names in full or by a part of
        their name. If several people share a family name, it means those of them who are here in other ways; if none
        is, it means all of them.
        """
        words = set(re.findall(r"\w+", self.narration()))
        speaking = {line.speaker for line in self.speech()}
        names = {id_: _distinctive(person.name) for id_, person in self.story.scenario.people.items()}
        bearers = Counter(part for parts in names.values() for part in parts)
        here = {id_ for id_, parts in names.items() if id_ in speaking or any(bearers[p] == 1 for p in words & parts)}
        unclear = {part for part in words if bearers[part] > 1 and not any(part in names[id_] for id_ in here)}
        you = self.story.scenario.you
        return [id_ for id_, parts in names.items() if id_ != you and (id_ in here or unclear & parts)]

    def available(self) -> list[Choice]:
        """Return the open choices in the order shown."""
        return [offer.choice for offer in self.offers() if offer.open]

    def offers(self) -> list[Offer]:
        """Return every choice that is shown, open or locked, in an order shuffled by the seed."""
        open_ids = {choice.id for choice in self._machine.available()}
        compiled = self.story.places[self.place].choices
        visible = [
            each.choice
            for each in compiled
            if each.id in open_ids or (each.choice.locked and not each.is_spent(self.values))
        ]
        visible.sort(key=lambda choice: _rank(self.seed, len(self.steps), choice.id))
        return [Offer(choice, choice.id in open_ids) for choice in visible]

    def choose(self, choice_id: str) -> Step:
        """Take a choice and return the step.

        Args:
            choice_id: the choice; or `inject:` and the id of an inject, which is let come.

        Raises:
            ChoiceRefused: the choice is not open here and now; nothing has changed.
        """
        if self.finished:
            raise ChoiceRefused(tr("The encounter is over."), tr("Start it again, or try again from a decision."))
        if choice_id.startswith(INJECT):
            return self._inject(choice_id)
        offers = self.offers()
        offered = {offer.choice.id: offer.choice for offer in offers if offer.open}
        scene, before = self.place, self.values
        self._machine.choose(choice_id)
        decision = decide(
            sequence=len(self.steps) + 1,
            scene=scene,
            choice=choice_id,
            offered={id_: self.story.choices[id_].rated(before) for id_ in offered},
            critical=self.story.choices[choice_id].events(before),
        )
        passed = tuple(each.place for each in self._machine.passed)
        step = Step(decision, tuple(offer.choice.id for offer in offers), before, self.values, self.place, passed)
        self.steps.append(step)
        return step

    def injects(self) -> list[CompiledInject]:
        """Return what a trainer can let happen here and now."""
        if not self.story.places[self.place].choices:
            return []
        return [each for each in self.story.injects.values() if each.is_open(self.place, self.values)]

    def _inject(self, marked: str) -> Step:
        before = self.values
        self._machine.inject(marked.removeprefix(INJECT))
        decision = Decision(len(self.steps) + 1, self.place, marked, (), {}, ())
        step = Step(decision, (), before, self.values, self.place)
        self.steps.append(step)
        return step

    def rewind(self, count: int = 1) -> None:
        """Take back the last `count` steps (all of them where there are fewer)."""
        if count < 1:
            raise ValueError(f"count must be at least 1, not {count}")
        path = self.path[: max(0, len(self.steps) - count)]
        self._restart(path)

    def fill(self, text: str, step: Step | None = None) -> str:
        """Return `text` with people, variables and forks in it replaced; nothing else is read in it.

        Args:
            text: of the current place; or, with `step`, of the scene in which that step was taken.
            step: a decision; the text is its words or note, and is read as it was after the decision.
        """
        if step is None:
            return self.story.fill(text, self.values, self.place)
        return self.story.fill(text, step.after, step.decision.scene)

    def words(self, choice: Choice, step: Step) -> str:
        """Return the words of a choice as they were on offer when a decision was made."""
        return self.story.fill(choice.text, step.before, step.decision.scene)

    def _text(self, place: CompiledPlace, values: Values) -> str:
        for variant in place.texts:
            if variant.when is None or variant.when.test(values):
                return self.story.fill(variant.text, values, place.id)
        return ""

    def _said(self, lines: Sequence[CompiledText], values: Values, place: str) -> list[Spoken]:
        return [
            Spoken(line.speaker or "", self.story.fill(line.text, values, place))
            for line in lines
            if line.when is None or line.when.test(values)
        ]

    def _restart(self, path: Sequence[str]) -> None:
        self.steps = []
        self._machine = EncounterMachine(self.story, start=self._start)
        for choice in path:
            self.choose(choice)


def _distinctive(name: str) -> set[str]:
    """Return the parts of a name that point to one person: capitalised, and no title."""
    return {part for part in re.findall(r"\w+", name) if part[0].isupper() and part not in _TITLES}


def _rank(seed: int, step: int, choice_id: str) -> bytes:
    # A hash and not `random.shuffle`: the same order on every Python, for ever.
    return hashlib.sha256(f"{seed}:{step}:{choice_id}".encode()).digest()
