"""A plain interpreter of the scenario format, written from its description and sharing no code with the machine.

It works on the plain tree of a file, keeps state as a dictionary of what the author would write, and
turns conditions into Python expressions over integers.
"""

import re
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Interpreter:
    """One run through a scenario's plain tree."""

    tree: dict[str, Any]
    place: str = ""
    state: dict[str, Any] = field(default_factory=dict)
    visited: set[str] = field(default_factory=set)
    chosen: set[str] = field(default_factory=set)

    def __post_init__(self):
        for name, variable in self.tree["state"].items():
            self.state[name] = variable["start"] if isinstance(variable, dict) else variable
        self.place = self.tree["start"]
        self.visited.add(self.place)

    def open_choices(self):
        """Return the choices that can be taken, in the order of the file."""
        scene = self.tree["scenes"].get(self.place)
        return [each for each in scene["choices"] if self.holds(each.get("when"))] if scene else []

    def events(self, choice):
        """Return the critical events that a choice would bring now, before its effects."""
        found = []
        for each in choice.get("critical", []):
            if not isinstance(each, dict):
                found.append(each)
            elif self.holds(each.get("when")):
                found.append(each["event"])
        power = choice.get("power")
        if isinstance(power, dict) and not self.holds(power.get("holds")):
            found.append("unlawful-force-or-search")
        return set(found)

    def retold(self):
        """Return what is said at home after this ending."""
        return [
            each["text"] for each in self.tree["endings"][self.place].get("retold", []) if self.holds(each.get("when"))
        ]

    def take(self, choice):
        """Apply a choice: set, add, remember, then go where the first route that holds leads."""
        for name, value in choice.get("set", {}).items():
            self.state[name] = value
        for name, amount in choice.get("add", {}).items():
            self.state[name] = self.moved(name, amount)
        self.chosen.add(choice["id"])
        routes = choice["goto"] if isinstance(choice["goto"], list) else [{"to": choice["goto"]}]
        self.place = next(route["to"] for route in routes if self.holds(route.get("when")))
        self.visited.add(self.place)

    def moved(self, name, amount):
        variable = self.tree["state"][name]
        if "levels" in variable:
            place = variable["levels"].index(self.state[name]) + amount
            return variable["levels"][max(0, min(len(variable["levels"]) - 1, place))]
        return max(variable["min"], min(variable["max"], self.state[name] + amount))

    def text(self):
        """Return the text shown at the place."""
        place = self.tree["scenes"].get(self.place) or self.tree["endings"][self.place]
        if isinstance(place["text"], str):
            return place["text"]
        return next(each["text"] for each in place["text"] if self.holds(each.get("when")))

    def holds(self, condition):
        if condition is None:
            return True
        names: dict[str, Any] = {"true": 1, "false": 0}
        for name, variable in self.tree["state"].items():
            if isinstance(variable, dict) and "levels" in variable:
                names.update({level: place for place, level in enumerate(variable["levels"])})
                names[name] = variable["levels"].index(self.state[name])
            else:
                names[name] = int(self.state[name])
        expression = re.sub(
            r'(visited|chosen)\("([^"]*)"\)', lambda found: str(found[2] in getattr(self, found[1])), condition
        )
        return bool(eval(expression, {}, names))  # noqa: S307 - the tests' own scenarios
