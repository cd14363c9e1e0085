"""The state vector: every variable of a scenario as one small whole number, in a fixed order.

After the declared variables comes one slot for each scene and choice that a condition asks about with `visited`,
`visits` or `chosen`, one for each choice that is offered once, and one for each interrupt that comes once. Nothing else
of the past is part of the state. This keeps the state finite, and small enough to prove things about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from simulator.scenario.model import FlagVariable, LevelsVariable, NumberVariable

Values = tuple[int, ...]
"""One state: a whole number per slot. Flags are 0 or 1, a level is its place in its list."""

Variable = FlagVariable | NumberVariable | LevelsVariable

Asked = tuple[str, str]
"""Something of the past: "visited", "visits" and a place, "chosen" and a choice, or "interrupted" and a number."""


class StateLayout:
    """Which slot holds what.

    Args:
        variables: the declared ones.
        scene_ids, choice_ids: all there are, for conditions to name.
        history: the parts of the past that are asked about, each with the number up to which it is counted.

    Attributes:
        names: what each slot holds: a variable's name, or something of the past such as `visited("x")`.
        slot_of: variable name to slot.
        low, high: the least and greatest value of each slot.
        start: the state before the first scene is entered.
        level_names: every level's name to the variable it belongs to.
        history_slots: what of the past has a slot.
    """

    def __init__(
        self,
        variables: Mapping[str, Variable],
        *,
        scene_ids: Iterable[str] = (),
        choice_ids: Iterable[str] = (),
        history: Mapping[Asked, int] | None = None,
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
        self.history_slots: dict[Asked, int] = {}
        for (function, id_), most in (history or {}).items():
            known = {"visited": self.scene_ids, "visits": self.scene_ids, "chosen": self.choice_ids}.get(function)
            if known is None or id_ in known:
                self.history_slots[function, id_] = len(self.names)
                self.names.append(f'{function}("{id_}")')
                self.low.append(0)
                self.high.append(most)
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

    def history_slot(self, function: str, id_: str) -> int | None:
        """Return the slot of something of the past, such as `visited("id")`; None if nothing asks about it."""
        return self.history_slots.get((function, id_))

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
        return value if name.startswith("visits(") else bool(value)

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
