"""The player's state machine, built with `transitions` from a compiled story.

Every scene and ending is a state, and every choice is a trigger. A trigger has one transition for each way of an
interrupt, and then one for each of the choice's own ways. Effects are computed in `prepare`, before any condition of a
way is asked. They are written in `before`, which the machine reaches only when a way holds. So a refused choice changes
nothing. A scene without choices has one more trigger, which is pulled at once.

The graph is built once for each story; an encounter in progress is a model of it.
"""

from __future__ import annotations

from functools import cache
from typing import Any, cast

from transitions import EventData, Machine

from simulator.errors import ChoiceRefused
from simulator.messages import tr
from simulator.scenario.compiled import CompiledChoice, CompiledInterrupt, CompiledRoute, Interlude
from simulator.scenario.state import Values
from simulator.scenario.story import Story

# Triggers and states are namespaced: a choice called "state" or "trigger" must not hide an
# attribute that the library puts on the model.
_SCENE = "place:"
_CHOICE = "choice:"
_GO_ON = "go-on"


class EncounterMachine:
    """One encounter in progress: where it stands and the state vector.

    Args:
        story: the compiled story. Its graph was checked when it was read; `transitions` does not do that, and accepts
            unknown states silently.
        start: another place and state to begin in.

    Attributes:
        values: the state vector.
        after: what it would be after the effects of the choice that was asked about last.
        passed: the scenes without choices that were gone through since the last choice.
    """

    state: str

    def __init__(self, story: Story, *, start: tuple[str, Values] | None = None) -> None:
        place, values = start or (story.scenario.start, story.enter(story.layout.start, story.scenario.start))
        self.story = story
        self.values = values
        self.after = values
        self._graph = story.kept(_Graph)
        self._graph.set_state(_SCENE + place, model=self)
        self._go_on()

    @property
    def place(self) -> str:
        """The id of the scene or ending where the encounter stands."""
        return self.state.removeprefix(_SCENE)

    def available(self) -> list[CompiledChoice]:
        """Return the choices that the machine would take now, in the order of the file."""
        place = self.story.places[self.place]
        return [choice for choice in place.choices if self._graph.takes(self, _CHOICE + choice.id)]

    def choose(self, choice_id: str) -> None:
        """Take a choice.

        Raises:
            ChoiceRefused: the choice is not open here and now; nothing has changed.
        """
        here = {choice.id for choice in self.story.places[self.place].choices}
        if choice_id not in here or not self._graph.takes(self, _CHOICE + choice_id):
            raise ChoiceRefused(
                tr("'{choice_id}' is not open in '{place}'.", choice_id=choice_id, place=self.place),
                tr("Choose one that is offered."),
            )
        self._graph.pull(self, _CHOICE + choice_id)
        self._go_on()

    def inject(self, inject_id: str) -> None:
        """Let an inject come: the state changes, and the scene stays.

        Raises:
            ChoiceRefused: it cannot come here and now; nothing has changed.
        """
        inject = self.story.injects.get(inject_id)
        scene = self.story.places[self.place]
        if inject is None or not scene.choices or not inject.is_open(scene.id, self.values):
            raise ChoiceRefused(
                f"The inject '{inject_id}' cannot happen in '{self.place}' now.", "See its 'when' and 'scenes'."
            )
        self.values = self.story.injected(self.values, inject)

    def _go_on(self) -> None:
        """Go through scenes without choices."""
        passed = []
        while self.story.places[self.place].goes_on:
            passed.append(Interlude(self.place, self.values))
            self._graph.pull(self, _GO_ON)
        self.passed = tuple(passed)


class _Graph(Machine):
    """The states and transitions of a story, for any number of encounters at the same time.

    No encounter is added as a model, because that would give it a method for each trigger and each state.
    """

    def __init__(self, story: Story) -> None:
        super().__init__(
            model=None,
            states=[_SCENE + place for place in story.places],
            initial=_SCENE + story.scenario.start,
            auto_transitions=False,
            send_event=True,
            transitions=[
                *(
                    _transition(story, scene.id, choice, route, interrupt)
                    for scene in story.scenes.values()
                    for choice in scene.choices
                    for interrupt in (*choice.interrupts, None)
                    for route in (choice.routes if interrupt is None else interrupt.routes)
                ),
                *(_onward(story, scene.id, route) for scene in story.scenes.values() for route in scene.goes_on),
            ],
        )
        # The library looks through every trigger each time it is asked; the graph never changes.
        self.get_triggers = cache(self.get_triggers)  # type: ignore[method-assign]

    def takes(self, model: EncounterMachine, trigger: str) -> bool:
        """Return whether a trigger would lead anywhere now."""
        return bool(self._can_trigger(model, trigger))

    def pull(self, model: EncounterMachine, trigger: str) -> None:
        """Take the first transition of a trigger that holds."""
        self.events[trigger].trigger(model)


def _model(event: EventData) -> EncounterMachine:
    return cast("EncounterMachine", event.model)


def _transition(
    story: Story, scene: str, choice: CompiledChoice, route: CompiledRoute, interrupt: CompiledInterrupt | None
) -> dict[str, Any]:
    def prepare(event: EventData) -> None:
        model = _model(event)
        model.after = story.after(model.values, choice)

    def guard(event: EventData) -> bool:
        return choice.is_open(_model(event).values)

    def comes(event: EventData) -> bool:
        return choice.interrupt(_model(event).after) is interrupt

    def entering(event: EventData) -> Values:
        after = _model(event).after
        return after if interrupt is None else story.interrupted(after, interrupt)

    def holds(event: EventData) -> bool:
        return route.when is None or route.when.test(entering(event))

    def move(event: EventData) -> None:
        _model(event).values = story.enter(entering(event), route.to)

    return {
        "trigger": _CHOICE + choice.id,
        "source": _SCENE + scene,
        "dest": _SCENE + route.to,
        "prepare": prepare,
        "conditions": [guard, comes, holds],
        "before": move,
    }


def _onward(story: Story, scene: str, route: CompiledRoute) -> dict[str, Any]:
    def holds(event: EventData) -> bool:
        return route.when is None or route.when.test(_model(event).values)

    def move(event: EventData) -> None:
        model = _model(event)
        model.values = story.enter(model.values, route.to)

    return {
        "trigger": _GO_ON,
        "source": _SCENE + scene,
        "dest": _SCENE + route.to,
        "conditions": [holds],
        "before": move,
    }
