"""A plain interpreter of the scenario format, written from its description and sharing no code with the machine.

It works on the plain tree of a file, keeps state as a dictionary of what the author would write, and
turns conditions into Python expressions over integers.
"""

import re
from collections import Counter
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
    entries: Counter = field(default_factory=Counter)
    interrupted: set[int] = field(default_factory=set)
    passed: list[str] = field(default_factory=list)
    injected: set[str] = field(default_factory=set)

    def __post_init__(self):
        for name, variable in self.tree["state"].items():
            self.state[name] = variable["start"] if isinstance(variable, dict) else variable
        self.arrive(self.tree["start"])

    def open_choices(self):
        """Return the choices that can be taken, in the order of the file."""
        scene = self.tree["scenes"].get(self.place)
        return [each for each in scene.get("choices", []) if self.is_open(each)] if scene else []

    def injects(self):
        """Return what a trainer can let happen here and now."""
        if not self.tree["scenes"].get(self.place, {}).get("choices"):
            return []
        return [
            each
            for each in self.tree.get("injects", [])
            if each["id"] not in self.injected
            and self.place in each.get("scenes", [self.place])
            and self.holds(each.get("when"))
        ]

    def let_come(self, inject):
        """Apply an inject: its effects, and nothing else."""
        self.change(inject)
        self.injected.add(inject["id"])

    def is_open(self, choice):
        return self.holds(choice.get("when")) and not (choice.get("once") and choice["id"] in self.chosen)

    def arrive(self, place):
        """Enter a place, and go on while it goes on by itself."""
        self.passed = []
        while True:
            self.place = place
            self.visited.add(place)
            self.entries[place] += 1
            here = self.tree["scenes"].get(place) or self.tree["endings"][place]
            self.change(here.get("enter", {}))
            if "continue" not in here:
                return
            self.passed.append(place)
            place = self.way(here["continue"])

    def way(self, ways):
        routes = ways if isinstance(ways, list) else [{"to": ways}]
        return next(route["to"] for route in routes if self.holds(route.get("when")))

    def change(self, effects):
        """Set, then add; in a list each entry whose condition holds when it is come to."""
        for kind in ("set", "add"):
            written = effects.get(kind, {})
            for entry in written if isinstance(written, list) else [written]:
                if self.holds(entry.get("when")):
                    for name, value in entry.items():
                        if name != "when":
                            self.state[name] = value if kind == "set" else self.moved(name, value)

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

    def ratings(self, choice):
        """Return how a choice would be rated now, before its effects."""
        written = choice.get("ratings", {})
        found = {}
        for entry in written if isinstance(written, list) else [written]:
            if self.holds(entry.get("when")):
                found.update({criterion: level for criterion, level in entry.items() if criterion != "when"})
        return found

    def retold(self):
        """Return what is said at home after this ending."""
        return [
            each["text"] for each in self.tree["endings"][self.place].get("retold", []) if self.holds(each.get("when"))
        ]

    def take(self, choice):
        """Apply a choice: set, add, remember, then what comes in between, else the first route that holds."""
        self.change(choice)
        self.chosen.add(choice["id"])
        for number, interrupt in enumerate(self.tree.get("interrupts", [])):
            spent = interrupt.get("once") and number in self.interrupted
            if self.place in interrupt.get("scenes", [self.place]) and not spent and self.holds(interrupt["when"]):
                self.interrupted.add(number)
                self.arrive(self.way(interrupt["goto"]))
                return
        self.arrive(self.way(choice["goto"]))

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
            return self.read(place["text"])
        return self.read(next(each["text"] for each in place["text"] if self.holds(each.get("when"))))

    def read(self, text):
        """Return a text with each `{if}` read one way or the other."""
        fork = re.search(r"\{if ([^{}]*)\}(.*?)(?:\{else\}(.*?))?\{end\}", text)
        if fork is None:
            return text
        chosen = fork[2] if self.holds(fork[1]) else fork[3] or ""
        return text[: fork.start()] + chosen + self.read(text[fork.end() :])

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
        condition = re.sub(r"\bagain\b", f'visits("{self.place}") >= 2', condition)
        condition = re.sub(r'visits\("([^"]*)"\)', lambda found: str(self.entries[found[1]]), condition)
        expression = re.sub(
            r'(visited|chosen)\("([^"]*)"\)', lambda found: str(found[2] in getattr(self, found[1])), condition
        )
        return bool(eval(expression, {}, names))  # noqa: S307 - the tests' own scenarios
