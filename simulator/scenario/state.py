"""The state vector: every variable of a scenario as one small whole number, in a fixed order.

After the declared variables come one slot for each scene and choice that a condition asks about
with `visited` or `chosen`; nothing else of the past is part of the state, which keeps it finite
and small enough to prove things about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from simulator.scenario.model import FlagVariable, LevelsVariable, NumberVariable

Values = tuple[int, ...]
"""One state: a whole number per slot. Flags are 0 or 1, a level is its place in its list."""

Variable = FlagVariable | NumberVariable | LevelsVariable

_HISTORY = re.compile(r"\b(visited|chosen)\s*\(\s*['\"]([^'\"]*)['\"]\s*\)")


class StateLayout:
    """Which slot holds what.

    Attributes:
        names: what each slot holds: a variable's name, `visited("x")` or `chosen("x")`.
        slot_of: variable name to slot.
        low, high: the least and greatest value of each slot.
        start: the state before the first scene is entered.
        level_names: every level's name to the variable it belongs to.
        visited_slots, chosen_slots: scene and choice ids that have a slot.
    """

    def __init__(
        self,
        variables: Mapping[str, Variable],
        *,
        scene_ids: Iterable[str] = (),
        choice_ids: Iterable[str] = (),
        conditions: Iterable[str] = (),
    ) -> None:
        self.variables = dict(variables)
        self.names: list[str] = list(self.variables)
        self.slot_of = {name: slot for slot, name in enumerate(self.names)}
        self.scene_ids = frozenset(scene_ids)
        self.choice_ids = frozenset(choice_ids)
        self.low = [variable.low for variable in self.variables.values()]
        self.high = [variable.high for variable in self.variables.values()]
        self.level_names: dict[str, str] = {}
        first: list[int] = []
        for name, variable in self.variables.items():
            if isinstance(variable, LevelsVariable):
                first.append(variable.levels.index(variable.start))
                self.level_names.update(dict.fromkeys(variable.levels, name))
            else:
                first.append(int(variable.start))
        self.visited_slots: dict[str, int] = {}
        self.chosen_slots: dict[str, int] = {}
        for text in conditions:
            for function, id_ in _HISTORY.findall(text):
                slots, known = (
                    (self.visited_slots, self.scene_ids)
                    if function == "visited"
                    else (self.chosen_slots, self.choice_ids)
                )
                if id_ in known and id_ not in slots:
                    slots[id_] = len(self.names)
                    self.names.append(f'{function}("{id_}")')
                    self.low.append(0)
                    self.high.append(1)
                    first.append(0)
        self.start: Values = tuple(first)

    def kind(self, name: str) -> str:
        """Return "flag", "number" or "level" for a variable."""
        variable = self.variables[name]
        if isinstance(variable, FlagVariable):
            return "flag"
        return "number" if isinstance(variable, NumberVariable) else "level"

    def levels(self, name: str) -> list[str]:
        """Return the ordered levels of a variable, empty where it has none."""
        variable = self.variables.get(name)
        return variable.levels if isinstance(variable, LevelsVariable) else []

    def history_slot(self, function: str, id_: str) -> int:
        """Return the slot of `visited("id")` or `chosen("id")`."""
        return (self.visited_slots if function == "visited" else self.chosen_slots)[id_]

    def decode(self, values: Values) -> dict[str, int | bool | str]:
        """Return a state as the author would write it: flags, numbers and level names by name."""
        return {name: self.display(name, values[slot]) for slot, name in enumerate(self.names)}

    def display(self, name: str, value: int) -> int | bool | str:
        """Return one slot's value as the author would write it."""
        variable = self.variables.get(name)
        if isinstance(variable, NumberVariable):
            return value
        if isinstance(variable, LevelsVariable):
            return variable.levels[value]
        return bool(value)

    def encode(self, name: str, value: int | bool | str) -> int:
        """Return the slot value for what the author wrote.

        Raises:
            ValueError: the value does not fit the variable; the message says what would.
        """
        variable = self.variables[name]
        if isinstance(variable, FlagVariable):
            if isinstance(value, bool):
                return int(value)
            raise ValueError("true or false")
        if isinstance(variable, LevelsVariable):
            if isinstance(value, str) and value in variable.levels:
                return variable.levels.index(value)
            raise ValueError(f"one of {', '.join(variable.levels)}")
        if isinstance(value, int) and not isinstance(value, bool) and variable.min <= value <= variable.max:
            return value
        raise ValueError(f"a whole number from {variable.min} to {variable.max}")
