"""Checks what names refer to across a scenario file: scenes, people, criteria, state, conditions.

It works on the plain tree, not on the typed model. So if a file's shape is wrong in one place, everything else is still
checked in the same pass.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from scoring.document import Problem
from scoring.document.problem import did_you_mean, nearest
from scoring.document.validation import normal
from scoring.rubric import RubricSet
from simulator.scenario.conditions import ConditionError, compile_condition, history_of
from simulator.scenario.model import RESERVED_FROM_2, UNLAWFUL, Choice, Scene, Variable, names_of, state_value
from simulator.scenario.state import StateLayout
from simulator.scenario.template import TemplateError, is_sign, parts_of
from simulator.scenario.tree import Tree
from simulator.scenario.written import Path_, Written, beyond_version_1, conditions_of, listed, mapping, texts_of

_VARIABLE: TypeAdapter[Any] = TypeAdapter(Variable)
# Files left out, and fields dropped: names may be declared where nobody could read them.
_HIDES_NAMES = ("E105", "E111", "E112", "E113", "E501", "E502", "E503")
_MISSING = {"E301": "place", "E302": "person", "E305": "state", "E307": "choice", "E403": "state"}
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}|[{}]")


@dataclass(frozen=True, slots=True)
class _ChoiceAt:
    path: Path_
    scene: str
    id: str
    fields: dict[str, Any]


def check_references(tree: Tree, rubrics: RubricSet) -> list[Problem]:
    """Return every name that refers to nothing, and every condition that means nothing.

    A missing name is reported where it stands first, with the lines where it stands again.
    """
    first: dict[tuple[str, str], Problem] = {}
    again: dict[tuple[str, str], list[Problem]] = {}
    told: list[Problem] = []
    for problem in sorted(
        _References(tree, rubrics).check(), key=lambda each: (each.file != tree.main.file, each.order)
    ):
        kind = _MISSING.get(problem.code)
        if kind is None or not problem.subject:
            told.append(problem)
        elif (kind, problem.subject) in first:
            again[kind, problem.subject].append(problem)
        else:
            first[kind, problem.subject] = problem
            again[kind, problem.subject] = []
    return told + [_with_lines(problem, again[key]) for key, problem in first.items()]


def _with_lines(problem: Problem, again: list[Problem]) -> Problem:
    lines = sorted(
        {str(each.line) for each in again if each.line != problem.line or each.file != problem.file}, key=int
    )
    if not lines:
        return problem
    shown = ", ".join(lines[:8]) + (", …" if len(lines) > 8 else "")
    return replace(problem, mend=f"{problem.mend} It is also on line{'s' * (len(lines) > 1)} {shown}.")


class _References:
    def __init__(self, tree: Tree, rubrics: RubricSet) -> None:
        self.tree = tree
        self.known = rubrics
        self.problems: list[Problem] = []
        value = tree.value
        self.people = mapping(value.get("people"))
        self.state = mapping(value.get("state"))
        self.scenes = mapping(value.get("scenes"))
        self.endings = mapping(value.get("endings"))
        self.places = [*self.scenes, *self.endings]
        self.rubrics = [each for each in listed(value.get("rubrics")) if isinstance(each, str)]
        self.version = 1 if value.get("format") == "1" else 2
        self.choices = list(self._every_choice())
        self.choice_ids = [choice.id for choice in self.choices]
        self.layout = self._layout()
        self.unsure = self._unsure()
        self.elsewhere: set[str] = set()

    def check(self) -> list[Problem]:
        self._check_version()
        self._check_names()
        self._check_rubrics()
        self._check_choice_ids()
        self._check_target(("start",), self.tree.value.get("start"), self.scenes, "scene")
        for kind, places in (("scenes", self.scenes), ("endings", self.endings)):
            for id_, place in places.items():
                self._check_place((kind, id_), mapping(place))
        for choice in self.choices:
            self._check_choice(choice)
        self._check_interrupts()
        self._check_injects()
        self._check_circles()
        for written in conditions_of(self.tree.value):
            self._check_condition(written)
        for where, text, _ in texts_of(self.tree.value):
            self._check_text(where, text)
        self._check_people()
        self._check_claims()
        self._check_tests()
        return self.problems

    def add(self, path: Path_, code: str, message: str, mend: str, *, key: bool = False) -> None:
        self.problems.append(self.tree.problem(path, code, message, mend, key=key))

    def unknown(
        self,
        path: Path_,
        code: str,
        message: str,
        name: str,
        known: Iterable[str],
        *,
        mend: str = "",
        key: bool = False,
    ) -> None:
        """Report a name that is not among those known there."""
        options = list(known)
        problem = self.tree.problem(path, code, message, mend or did_you_mean(name, options), key=key)
        self.problems.append(replace(problem, subject=name, near=nearest(name, options) or ""))

    def _unsure(self) -> set[str]:
        """Return the kinds of name that cannot all be known, because what declares them could not be read.

        A report about those names would only repeat that error.
        """
        value = self.tree.value
        unsure = set() if isinstance(value.get("rubrics"), list) else {"criterion"}
        if any(problem.code in _HIDES_NAMES for problem in self.tree.problems):
            return unsure | {"place", "choice", "person", "state"}
        if not (isinstance(value.get("scenes"), dict) and isinstance(value.get("endings"), dict)):
            unsure.add("place")
        if not isinstance(value.get("people"), dict):
            unsure.add("person")
        if "state" in value and not isinstance(value["state"], dict):
            unsure.add("state")
        listed = (isinstance(mapping(scene).get("choices"), list) for scene in self.scenes.values())
        if not isinstance(value.get("scenes"), dict) or not all(listed) or not all(self.choice_ids):
            unsure.add("choice")
        return unsure

    def _is_missing(self, kind: str, name: str, known: Collection[str]) -> bool:
        """Whether a name refers to nothing. A declared name that is not written as an id has its own error there."""
        if name in known or kind in self.unsure:
            return False
        joined = "_" if kind == "state" else "-"
        return normal(name) not in {normal(each) for each in known if normal(each, joined=joined) != each}

    def _every_choice(self) -> Iterator[_ChoiceAt]:
        for scene, place in self.scenes.items():
            for index, fields in enumerate(listed(mapping(place).get("choices"))):
                if isinstance(fields, dict):
                    id_ = fields.get("id")
                    yield _ChoiceAt(
                        ("scenes", scene, "choices", index), scene, id_ if isinstance(id_, str) else "", fields
                    )

    def _layout(self) -> StateLayout:
        variables = {}
        for name, raw in self.state.items():
            try:
                variables[name] = _VARIABLE.validate_python(raw)
            except ValidationError:
                continue
        self.unreadable_state = set(self.state) - set(variables)
        history = history_of(((each.text, each.place) for each in conditions_of(self.tree.value)), variables)
        return StateLayout(variables, scene_ids=self.places, choice_ids=self.choice_ids, history=history)

    def _check_names(self) -> None:
        taken: dict[str, str] = dict.fromkeys(self.layout.variables, "a variable")
        lists: list[list[str]] = []
        for name in self.layout.variables:
            if self.layout.levels(name) in lists:
                continue
            lists.append(self.layout.levels(name))
            for index, level in enumerate(self.layout.levels(name)):
                if level in taken:
                    self.add(
                        ("state", name, "levels", index), "E308",
                        f"'{level}' is already {taken[level]}.",
                        f"Names and levels share one list: write {level}_{name} or another word.",
                    )  # fmt: skip
                else:
                    taken[level] = f"a level of '{name}'"
        for id_ in self.endings:
            if id_ in self.scenes:
                self.add(
                    ("endings", id_), "E308", f"'{id_}' is both a scene and an ending.", "Rename one of them.", key=True
                )
        for name, raw in self.state.items():
            shown = mapping(raw).get("shown")
            if "levels" in mapping(raw) and isinstance(shown, str) and self._is_missing("person", shown, self.people):
                self.unknown(("state", name, "shown"), "E302", f"There is no person '{shown}'.", shown, self.people)

    def _check_rubrics(self) -> None:
        known = self.known.rubrics
        for index, id_ in enumerate(self.rubrics):
            if id_ not in known:
                self.unsure.add("criterion")
                self.unknown(("rubrics", index), "E312", f"There is no rubric '{id_}'.", id_, known)
        self.criteria = {criterion for id_ in self.rubrics if id_ in known for criterion in known[id_].criteria}
        self.events = {event for id_ in self.rubrics if id_ in known for event in known[id_].critical_events}

    def _check_choice_ids(self) -> None:
        first: dict[str, _ChoiceAt] = {}
        for choice in self.choices:
            if not choice.id:
                continue
            if choice.id in first:
                line = self.tree.place((*first[choice.id].path, "id")).line
                self.add(
                    (*choice.path, "id"), "E306", f"The choice id '{choice.id}' is used twice; first on line {line}.",
                    "Saves and results refer to the id: give this choice another one.",
                )  # fmt: skip
            else:
                first[choice.id] = choice

    def _check_target(self, path: Path_, id_: Any, known: Collection[str], kind: str) -> None:
        if isinstance(id_, str) and self._is_missing("place", id_, known):
            self.unknown(path, "E301", f"There is no {kind} '{id_}'.", id_, known)

    def _check_place(self, path: Path_, place: dict[str, Any]) -> None:
        variants = place.get("text")
        if isinstance(variants, list):
            self._check_last((*path, "text"), variants, "text")
        for index, line in enumerate(listed(place.get("lines"))):
            for speaker in mapping(line):
                where = (*path, "lines", index, speaker)
                if speaker != "when" and self._is_missing("person", speaker, self.people):
                    self._no_person(where, speaker, key=True)
        for index, retold in enumerate(listed(place.get("retold"))):
            where, who = (*path, "retold", index), mapping(retold).get("who")
            if isinstance(who, str) and self._is_missing("person", who, self.people):
                self._no_person((*where, "who"), who)
        self._check_effects((*path, "enter"), mapping(place.get("enter")))
        if path[0] == "scenes":
            self._check_timer(path, place)
            self._check_way_out(path, place)

    def _check_way_out(self, path: Path_, scene: dict[str, Any]) -> None:
        """Report a scene that has neither choices nor a `continue`, or both."""
        if "continue" in scene:
            self._check_ways((*path, "continue"), scene["continue"])
            if scene.get("choices"):
                self.add(
                    (*path, "continue"), "E208", f"The scene '{path[1]}' has choices, but it also goes on by itself.",
                    "Delete its choices or its 'continue'.", key=True,
                )  # fmt: skip
            return
        unknown = [field for field in scene if field not in names_of(Scene)]
        if not scene.get("choices") and not ("choices" not in scene and unknown):
            mend = "Give it at least one, or move it under 'endings'."
            if self.version > 1:
                mend = "Give it at least one, write where it goes on with 'continue', or move it under 'endings'."
            where = (*path, "choices") if "choices" in scene else path
            self.add(where, "E313", f"The scene '{path[1]}' has no choices.", mend, key="choices" not in scene)

    def _check_ways(self, path: Path_, ways: Any) -> None:
        """Check where a `goto` or a `continue` leads: an id, or a list of them with conditions."""
        if isinstance(ways, str):
            self._check_target(path, ways, self.places, "scene or ending")
        elif isinstance(ways, list):
            for index, route in enumerate(ways):
                self._check_target((*path, index, "to"), mapping(route).get("to"), self.places, "scene or ending")
            self._check_last(path, ways, "route")

    def _check_interrupts(self) -> None:
        for number, interrupt in enumerate(listed(self.tree.value.get("interrupts"))):
            path: Path_ = ("interrupts", number)
            self._check_ways((*path, "goto"), mapping(interrupt).get("goto"))
            for index, scene in enumerate(listed(mapping(interrupt).get("scenes"))):
                self._check_target((*path, "scenes", index), scene, self.scenes, "scene")

    def _check_injects(self) -> None:
        first: dict[str, int] = {}
        for number, inject in enumerate(map(mapping, listed(self.tree.value.get("injects")))):
            path: Path_ = ("injects", number)
            self._check_effects(path, inject)
            for index, scene in enumerate(listed(inject.get("scenes"))):
                self._check_target((*path, "scenes", index), scene, self.scenes, "scene")
            id_ = inject.get("id")
            if isinstance(id_, str) and first.setdefault(id_, number) != number:
                line = self.tree.place(("injects", first[id_], "id")).line
                self.add(
                    (*path, "id"), "E306", f"The inject id '{id_}' is used twice; first on line {line}.",
                    "Give this one an id of its own.",
                )  # fmt: skip

    def _check_circles(self) -> None:
        """Report scenes without choices that go on to each other for ever."""
        onward = {id_: self._onward(mapping(scene)) for id_, scene in self.scenes.items()}
        told: set[str] = set()
        for id_ in onward:
            way = [id_]
            for place in way:
                way += [each for each in onward.get(place, ()) if each not in way]
            if id_ not in told and any(id_ in onward.get(place, ()) for place in way):
                told |= set(way)
                self.add(
                    ("scenes", id_, "continue"), "E315", f"'{id_}' goes on to itself, without a choice on the way.",
                    "Let one of the scenes on the way have choices, or lead to an ending.", key=True,
                )  # fmt: skip

    def _onward(self, scene: dict[str, Any]) -> list[str]:
        ways = scene.get("continue")
        named = [ways] if isinstance(ways, str) else [mapping(each).get("to") for each in listed(ways)]
        return [each for each in named if isinstance(each, str)]

    def _check_version(self) -> None:
        """Report a version 1 file that uses fields of version 2, and names that version 2 reserves."""
        if self.version == 1:
            used = beyond_version_1(self.tree.value, self.state)
            if used:
                shown = ", ".join(f"'{each}'" for each in used)
                belong = "belongs" if len(used) == 1 else "belong"
                self.add(
                    ("format",), "E316", f"{shown} {belong} to version 2 of the format; this file says version 1.",
                    "Write 'format: 2'.",
                )  # fmt: skip
            return
        for name, raw in self.state.items():
            words: list[tuple[Any, Path_]] = [(name, ("state", name))]
            levels = enumerate(listed(mapping(raw).get("levels")))
            words += [(level, ("state", name, "levels", index)) for index, level in levels]
            for word, path in words:
                if word in RESERVED_FROM_2:
                    self.add(
                        path, "E205", f"'{word}' has a meaning of its own in version 2.",
                        f"Give it another name, such as {word}_now.", key=len(path) == 2,
                    )  # fmt: skip

    def _no_person(self, where: Path_, named: str, *, key: bool = False) -> None:
        """Report a person who does not exist: by the id, or by the name that they go by."""
        message = f"There is no person '{named}'."
        for id_, person in self.people.items():
            if normal(named) == normal(str(mapping(person).get("name"))):
                mend = f"Did you mean '{id_}'? A line begins with an id from 'people'."
                self.unknown(where, "E302", message, named, [id_], mend=mend, key=key)
                return
        self.unknown(where, "E302", message, named, self.people, key=key)

    def _check_timer(self, path: Path_, scene: dict[str, Any]) -> None:
        choose = mapping(scene.get("timer")).get("choose")
        here = [choice for choice in self.choices if choice.scene == path[1]]
        if isinstance(choose, str) and self._is_missing("choice", choose, {choice.id for choice in here}):
            self.unknown(
                (*path, "timer", "choose"), "E307", f"There is no choice '{choose}' in this scene.", choose,
                [choice.id for choice in here],
            )  # fmt: skip
        for choice in here:
            if choice.id == choose and (choice.fields.get("when") or choice.fields.get("once") == "true"):
                self.add(
                    (*path, "timer", "choose"), "E307", f"'{choose}' is not always open: it may be closed when the "
                                                        "time runs out.",
                    "Let the timer choose one without a 'when' and without 'once'.",
                )  # fmt: skip

    def _check_choice(self, choice: _ChoiceAt) -> None:
        path, fields = choice.path, choice.fields
        given = [field for field in ("say", "do") if field in fields]
        misspelt = not given and any(field not in Choice.model_fields for field in fields)
        if len(given) != 1 and not misspelt:
            what = "this has both" if given else "this has neither"
            self.add(
                path, "E208", f"A choice is either said or done; {what}.",
                "Write 'say: the words' or 'do: the action'.",
            )  # fmt: skip
        self._check_ways((*path, "goto"), fields.get("goto"))
        self._check_ratings((*path, "ratings"), fields.get("ratings"))
        for index, entry in enumerate(listed(fields.get("critical"))):
            event = mapping(entry).get("event") if isinstance(entry, dict) else entry
            if isinstance(event, str) and event not in self.events:
                rubric = self.known.critical_events.get(event)
                mend = f"Add '{rubric}' to 'rubrics'." if rubric else did_you_mean(event, self.known.critical_events)
                where = (*path, "critical", index, *(("event",) if isinstance(entry, dict) else ()))
                self.add(where, "E304", f"'{event}' is not a critical event of these rubrics.", mend)
        self._check_power((*path, "power"), mapping(fields.get("power")).get("holds"))
        self._check_effects(path, fields)
        if fields.get("locked") is not None and fields.get("when") is None:
            self.add(
                (*path, "locked"), "E208", "'locked' says why a choice is closed, but this one is always open.",
                "Add a 'when', or delete 'locked'.", key=True,
            )  # fmt: skip

    def _check_ratings(self, path: Path_, ratings: Any) -> None:
        """Check the criteria of a choice: with their levels, or a list of such entries."""
        rated = [((*path, criterion), criterion) for criterion in mapping(ratings)]
        for index, entry in enumerate(listed(ratings)):
            rated += [((*path, index, criterion), criterion) for criterion in mapping(entry) if criterion != "when"]
        for where, criterion in rated:
            if criterion == "when" and isinstance(ratings, dict):
                mend = "Ratings with a condition are a list: ratings: [{when: …, …}]."
                self.unknown(where, "E303", "'when' is not a criterion.", criterion, self.criteria, mend=mend)
            elif criterion not in self.criteria:
                self._check_criterion(where, criterion)

    def _check_power(self, path: Path_, holds: Any) -> None:
        """Report a power that may not hold, if no rubric of the scenario has the event for that."""
        if (
            isinstance(holds, str)
            and holds != "true"
            and UNLAWFUL not in self.events
            and "criterion" not in self.unsure
        ):
            rubric = self.known.critical_events.get(UNLAWFUL)
            self.add(
                (*path, "holds"), "E304", f"'holds' needs the critical event '{UNLAWFUL}'.",
                f"Add '{rubric}' to 'rubrics'.", key=True,
            )  # fmt: skip

    def _check_criterion(self, path: Path_, criterion: str) -> None:
        """Report a criterion that no rubric of this scenario has: once for all of a rubric that is not named."""
        if not isinstance(self.tree.value.get("rubrics"), list):
            return  # The rubrics could not be read, and have their own problem.
        message = f"'{criterion}' is not a criterion of this scenario's rubrics."
        for rubric in self.known.rubrics.values():
            if criterion in rubric.criteria:
                if "criterion" not in self.unsure and rubric.id not in self.elsewhere:
                    self.elsewhere.add(rubric.id)
                    mend = (
                        f"It belongs to the rubric '{rubric.id}': add that rubric to 'rubrics', or rate other criteria."
                    )
                    self.add(path, "E303", message, mend, key=True)
                return
        self.unknown(path, "E303", message, criterion, self.criteria, key=True)

    def _check_effects(self, path: Path_, fields: dict[str, Any]) -> None:
        """Check the `set` and `add` of a choice, or of what is entered: names to values, or a list of them."""
        for field in ("set", "add"):
            written = fields.get(field)
            for name, value in mapping(written).items():
                self._check_effect((*path, field, name), field, name, value)
            for index, entry in enumerate(listed(written)):
                for name, value in mapping(entry).items():
                    if name != "when":
                        self._check_effect((*path, field, index, name), field, name, value)

    def _check_effect(self, path: Path_, field: str, name: str, value: Any) -> None:
        if name in self.unreadable_state:
            return
        if name not in self.layout.variables:
            if self._is_missing("state", name, self.layout.variables):
                message = f"'{name}' is not declared under 'state'."
                mend = f"Effects with a condition are a list: {field}: [{{when: …, …}}]." if name == "when" else ""
                self.unknown(path, "E305", message, name, self.layout.variables, mend=mend, key=name != "when")
            return
        if field == "add":
            if isinstance(value, str) and value in self.layout.levels(name):
                self.add(
                    path, "E310", f"'{value}' is a level of '{name}', but 'add' needs a number of steps along its "
                                  "levels.",
                    f"Write 'set: {{{name}: {value}}}' to go to {value} at once, or a number of steps here: 1 or -1.",
                )  # fmt: skip
            elif self.layout.kind(name) == "flag":
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
            # A field that is not known may be a 'when' that is misspelt.
            if set(mapping(entry)) - {"when", "to", "text"}:
                continue
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

    def _check_people(self) -> None:
        you = [id_ for id_, person in self.people.items() if mapping(person).get("role") == "you"]
        if len(you) > 1:
            self.add(
                ("people", you[1]), "E208", f"{len(you)} people have 'role: you'.",
                "Exactly one is the officer that the trainee plays: give the others a role of their own.", key=True,
            )  # fmt: skip
        elif self.people and not you and all(self.people.values()):
            near = [id_ for id_, person in self.people.items() if str(mapping(person).get("role")).lower() == "you"]
            mend = "Give the officer that the trainee plays 'role: you'."
            path: Path_ = ("people", near[0], "role") if near else ("people",)
            self.add(path, "E208", "Nobody has 'role: you'.", mend, key=not near)

    def _check_claims(self) -> None:
        for number, claim in enumerate(listed(self.tree.value.get("claims"))):
            self._check_target(("claims", number, "at"), mapping(claim).get("at"), self.places, "scene or ending")

    def _check_tests(self) -> None:
        for number, test in enumerate(listed(self.tree.value.get("tests"))):
            fields = mapping(test)
            self._check_target(("tests", number, "ending"), fields.get("ending"), self.endings, "ending")
            for index, id_ in enumerate(listed(fields.get("choose"))):
                if isinstance(id_, str) and self._is_missing("choice", id_, self.choice_ids):
                    self.unknown(
                        ("tests", number, "choose", index), "E307", f"There is no choice '{id_}'.", id_, self.choice_ids
                    )

    def _check_text(self, path: Path_, text: str) -> None:
        if "{" not in text and "}" not in text:
            return
        if self.version > 1 or "{if" in text:
            try:
                parts_of(text)
            except TemplateError as error:
                place = error.offset, error.width
                self.problems.append(self.tree.problem_inside(path, *place, "E311", error.message, error.mend))
                return
        known = [*self.people, *self.state]
        for found in _PLACEHOLDER.finditer(text):
            name = found.group(1)
            if name is not None and is_sign(found.group()) and name not in known:
                continue
            if name is None:
                message = "There is a single brace in this text."
                mend = "Braces are for the name of a person or variable, {amara}, or for {if …}, {else} and {end}."
            elif name not in known and not self.unsure & {"person", "state"}:
                message = f"'{found.group()}' is neither a person nor a variable."
                mend = did_you_mean(name, known, otherwise="You can use")
            else:
                continue
            width = found.end() - found.start()
            self.problems.append(self.tree.problem_inside(path, found.start(), width, "E311", message, mend))

    def _check_condition(self, written: Written) -> None:
        try:
            compile_condition(written.text, self.layout, place=written.place)
        except ConditionError as error:
            # What could not be read has its own problem; its conditions would only echo it.
            kind = _MISSING.get(error.code, "")
            declared = {"place": self.places, "choice": self.choice_ids, "state": [*self.state]}.get(kind, [])
            if error.name in self.unreadable_state or (kind and not self._is_missing(kind, error.name, declared)):
                return
            if any(name in written.text for name in self.state if normal(name, joined="_") != name):
                return
            found = self.tree.problem_inside(
                written.path, written.offset + error.offset, error.width, error.code, error.message, error.mend
            )
            self.problems.append(replace(found, subject=error.name, near=nearest(error.name, declared) or ""))
