"""Checks the names across a campaign: memory, promises, people, episodes, and the values that flow between them.

It works on the plain tree, not on the typed model. So if a file's shape is wrong in one place, everything else is still
checked in the same pass.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from scoring.document import Problem
from scoring.document.problem import did_you_mean
from simulator.campaign.model import PROMISE_LEVELS, Memory
from simulator.scenario.conditions import ConditionError, Expression, compile_condition, compile_term
from simulator.scenario.model import LevelsVariable, state_value
from simulator.scenario.state import StateLayout
from simulator.scenario.story import Story
from simulator.scenario.tree import Tree

_MEMORY: TypeAdapter[Any] = TypeAdapter(Memory)
PLACEHOLDER = re.compile(r"\{([^{}]*)\}|[{}]")
_KINDS = {"flag": "a flag", "number": "a number", "level": "a variable with levels"}
Path_ = tuple[str | int, ...]


def mapping(value: Any) -> dict[str, Any]:
    """Return the value where it holds fields, no fields otherwise."""
    return value if isinstance(value, dict) else {}


def sequence(value: Any) -> list[Any]:
    """Return the value where it is a list, an empty one otherwise."""
    return value if isinstance(value, list) else []


def check_references(tree: Tree, stories: Mapping[str, Story]) -> list[Problem]:
    """Return names that refer to nothing, conditions that mean nothing, and values that do not fit.

    Args:
        tree: the plain tree of `campaign.yaml`.
        stories: by scenario id, the episodes that could be read.
    """
    return _CampaignReferences(tree, stories).check()


class _CampaignReferences:
    def __init__(self, tree: Tree, stories: Mapping[str, Story]) -> None:
        self.tree = tree
        self.stories = stories
        self.problems: list[Problem] = []
        value = tree.value
        self.people = mapping(value.get("people"))
        self.memory = mapping(value.get("memory"))
        self.promises = mapping(value.get("promises"))
        self.unreadable: set[str] = set()
        self.layout = self._layout()

    def check(self) -> list[Problem]:
        self._check_names()
        seen: dict[str, int] = {}
        for number, raw in enumerate(sequence(self.tree.value.get("episodes"))):
            episode, path = mapping(raw), ("episodes", number)
            self._check_id(path, episode.get("id"), seen, "episode")
            self._check_episode(path, episode)
        closings = sequence(self.tree.value.get("closings"))
        self._check_last(("closings",), closings, "closing")
        seen = {}
        for number, raw in enumerate(closings):
            closing, path = mapping(raw), ("closings", number)
            self._check_id(path, closing.get("id"), seen, "closing")
            self._check_closing(path, closing)
        self._check_tests()
        return self.problems

    def add(self, path: Path_, code: str, message: str, mend: str, *, key: bool = False) -> None:
        self.problems.append(self.tree.problem(path, code, message, mend, key=key))

    def _layout(self) -> StateLayout:
        variables: dict[str, Any] = {}
        for name, raw in self.memory.items():
            try:
                variables[name] = _MEMORY.validate_python(raw)
            except ValidationError:
                self.unreadable.add(name)
        for name in self.promises:
            variables.setdefault(name, LevelsVariable(start=PROMISE_LEVELS[0], levels=PROMISE_LEVELS))
        return StateLayout(variables)

    def _check_names(self) -> None:
        for name, raw in self.promises.items():
            if name in self.memory:
                self.add(
                    ("promises", name), "E308", f"'{name}' is under 'memory' too.",
                    "A promise is part of memory: give one of the two another name.", key=True,
                )  # fmt: skip
            self._check_person(("promises", name, "to"), mapping(raw).get("to"))
        for name, raw in self.memory.items():
            self._check_person(("memory", name, "person"), mapping(raw).get("person"))
            for index, level in enumerate(self.layout.levels(name) if name in self.layout.variables else []):
                if level in self.layout.variables:
                    self.add(
                        ("memory", name, "levels", index), "E308", f"'{level}' is already a name of the memory.",
                        f"Write {level}_{name} or another word.",
                    )  # fmt: skip
        for level in PROMISE_LEVELS if self.promises else []:
            if level in self.layout.variables:
                section = "memory" if level in self.memory else "promises"
                self.add(
                    (section, level),
                    "E308",
                    f"'{level}' is a level that every promise has.",
                    "Give it another name.",
                    key=True,
                )

    def _check_person(self, path: Path_, id_: Any) -> None:
        if isinstance(id_, str) and id_ not in self.people:
            self.add(path, "E302", f"There is no person '{id_}'.", did_you_mean(id_, self.people))

    def _check_id(self, path: Path_, id_: Any, seen: dict[str, int], kind: str) -> None:
        if isinstance(id_, str) and id_ in seen:
            line = self.tree.place((path[0], seen[id_], "id")).line
            self.add(
                (*path, "id"), "E308", f"The {kind} '{id_}' is used twice; first on line {line}.",
                "Records refer to the id: give this one another id.",
            )  # fmt: skip
        elif isinstance(id_, str):
            seen[id_] = int(path[1])

    def _check_episode(self, path: Path_, episode: dict[str, Any]) -> None:
        self._check_condition((*path, "when"), episode.get("when"))
        story = self.stories.get(str(episode.get("scenario")))
        for name, text in mapping(episode.get("brings")).items():
            at = (*path, "brings", name)
            term = self._term(at, text, self.layout, "the memory")
            if story is not None and self._is_declared(at, name, story.layout.variables, f"{episode['scenario']}.yaml"):
                self._check_fit(at, term, name, story.layout, f"{episode['scenario']}.yaml")
        for name, text in mapping(episode.get("keeps")).items():
            at = (*path, "keeps", name)
            known = self._is_declared(at, name, self.layout.variables, "")
            if story is not None:
                term = self._term(at, text, story.layout, f"the state of {episode['scenario']}.yaml")
                if known:
                    self._check_fit(at, term, name, self.layout, "the memory")
        for number, raw in enumerate(sequence(episode.get("between"))):
            between, at = mapping(raw), (*path, "between", number)
            self._check_condition((*at, "when"), between.get("when"))
            self._check_text((*at, "text"), between.get("text"))
            for field in ("set", "add"):
                for name, value in mapping(between.get(field)).items():
                    self._check_effect((*at, field, name), field, name, value)

    def _check_closing(self, path: Path_, closing: dict[str, Any]) -> None:
        self._check_condition((*path, "when"), closing.get("when"))
        text = closing.get("text")
        if isinstance(text, list):
            self._check_last((*path, "text"), text, "text")
        self._check_text((*path, "text"), text)
        for number, raw in enumerate(sequence(text)):
            self._check_condition((*path, "text", number, "when"), mapping(raw).get("when"))
            self._check_text((*path, "text", number, "text"), mapping(raw).get("text"))
        for number, raw in enumerate(sequence(closing.get("retold"))):
            said, at = mapping(raw), (*path, "retold", number)
            self._check_person((*at, "who"), said.get("who"))
            self._check_condition((*at, "when"), said.get("when"))
            self._check_text((*at, "text"), said.get("text"))

    def _check_tests(self) -> None:
        known = [str(mapping(each).get("id")) for each in sequence(self.tree.value.get("closings"))]
        for number, test in enumerate(sequence(self.tree.value.get("tests"))):
            closing = mapping(test).get("closing")
            if isinstance(closing, str) and closing not in known:
                self.add(
                    ("tests", number, "closing"), "E301", f"There is no closing '{closing}'.",
                    did_you_mean(closing, known),
                )  # fmt: skip

    def _is_declared(self, path: Path_, name: str, known: Collection[str], file: str) -> bool:
        if name in known:
            return True
        if file or name not in self.unreadable:
            where = f"'state' of {file}" if file else "'memory' or 'promises'"
            self.add(path, "E305", f"'{name}' is not declared under {where}.", did_you_mean(name, known), key=True)
        return False

    def _term(self, path: Path_, text: Any, layout: StateLayout, whose: str) -> Expression | None:
        if not isinstance(text, str) or not text:
            return None
        try:
            return compile_term(text, layout)
        except ConditionError as error:
            self._refuse(path, error, whose)
            return None

    def _check_fit(self, path: Path_, term: Expression | None, name: str, layout: StateLayout, whose: str) -> None:
        """Report a value that a variable could not hold: another kind, other levels, or too wide a range."""
        if term is None:
            return
        kind = layout.kind(name)
        if term.kind != kind:
            self.add(
                path, "E310", f"'{term.text}' is {_KINDS[term.kind]}, and '{name}' is {_KINDS[kind]}.",
                "Give both the same kind.",
            )  # fmt: skip
        elif kind == "level" and list(term.levels) != layout.levels(name):
            self.add(
                path, "E310",
                f"'{term.text}' has the levels {', '.join(term.levels)}, and '{name}' of {whose} has others.",
                f"Give both the same levels in the same order: {', '.join(layout.levels(name))}.",
            )  # fmt: skip
        elif kind == "number":
            slot = layout.slot_of[name]
            low, high = layout.low[slot], layout.high[slot]
            if term.low < low or term.high > high:
                self.add(
                    path, "E310",
                    f"'{term.text}' can be {term.low} to {term.high}, but '{name}' can only be {low} to {high}.",
                    f"Widen '{name}' to min: {min(low, term.low)}, max: {max(high, term.high)}.",
                )  # fmt: skip

    def _check_effect(self, path: Path_, field: str, name: str, value: Any) -> None:
        if not self._is_declared(path, name, self.layout.variables, ""):
            return
        if field == "add":
            if self.layout.kind(name) == "flag":
                self.add(
                    path, "E310", f"'{name}' is true or false; nothing can be added to it.", "Use 'set'.", key=True
                )
            return
        if isinstance(value, str):
            try:
                self.layout.encode(name, state_value(value))
            except ValueError as fits:
                self.add(path, "E310", f"'{value[:40]}' does not fit '{name}'.", f"Write {fits}.")

    def _check_last(self, path: Path_, entries: list[Any], kind: str) -> None:
        for index, entry in enumerate(entries):
            guarded = mapping(entry).get("when") is not None
            last = index == len(entries) - 1
            if last and guarded:
                self.add(
                    (*path, index), "E309", f"The last {kind} has a 'when', so it may happen that none of them holds.",
                    f"End the list with one {kind} without a 'when'.",
                )  # fmt: skip
            elif not last and not guarded and isinstance(entry, dict):
                self.add(
                    (*path, index), "E309", f"This {kind} always holds, so those below it are never used.",
                    "Give it a 'when', or move it to the end.",
                )  # fmt: skip

    def _check_condition(self, path: Path_, text: Any) -> None:
        if isinstance(text, str):
            try:
                compile_condition(text, self.layout)
            except ConditionError as error:
                self._refuse(path, error)

    def _refuse(self, path: Path_, error: ConditionError, where: str = "the memory") -> None:
        """Report what is wrong with a condition.

        Names from a file that could not be read are passed over: that file has its own problem.
        """
        if error.name and error.name in self.unreadable:
            return
        message = f"'{error.name}' is not a name of {where}." if error.code == "E403" else error.message
        self.problems.append(self.tree.problem_inside(path, error.offset, error.width, error.code, message, error.mend))

    def _check_text(self, path: Path_, text: Any) -> None:
        if not isinstance(text, str) or ("{" not in text and "}" not in text):
            return
        known = [*self.people, *self.layout.variables]
        for found in PLACEHOLDER.finditer(text):
            name = found.group(1)
            if name in known or name in self.unreadable:
                continue
            if name is None:
                message, mend = "There is a single brace in this text.", "Braces name a person or memory: {efua}."
            else:
                message = f"'{found.group()}' is neither a person nor a variable."
                mend = did_you_mean(name, known, otherwise="You can use")
            width = found.end() - found.start()
            self.problems.append(self.tree.problem_inside(path, found.start(), width, "E311", message, mend))
