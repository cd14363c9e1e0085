"""From an encounter to Twee 3, for SugarCube: scenes and endings become passages, choices become links.

Twine has no place for ratings, feedback and the law. They stand in a comment of the passage, so that nothing is lost
unnoticed. A timer, a locked choice's reason and scores do not work there.
"""

from __future__ import annotations

import ast
import json
import re
import uuid
from collections.abc import Iterable, Sequence

from simulator.scenario.model import (
    AddEntry,
    Choice,
    Ending,
    Interrupt,
    LevelsVariable,
    NumberVariable,
    Route,
    Scenario,
    Scene,
    SetEntry,
)
from simulator.scenario.template import Fork, all_of, parts_of
from simulator.sharing.twee.passages import Passage, write_passages

STORY_FORMAT = "SugarCube"
_NAMESPACE = uuid.UUID("6f3f6c0e-0d5f-5d6a-9b5a-4f0f6a2f6c11")
_COLUMNS, _SPACING = 6, 175


def export_twee(scenario: Scenario) -> str:
    """Return an encounter as a Twee file."""
    return write_passages(_Exporter(scenario).passages())


class _Exporter:
    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        # Twine keeps which passages were visited, and not which links were clicked.
        self.asked = frozenset(re.findall(r"chosen\(\s*[\"']([\w-]+)", scenario.snapshot().replace('\\"', '"')))
        self.asked |= {each.id for scene in scenario.scenes.values() for each in scene.choices if each.once}
        self.levels = {
            level: place
            for variable in scenario.state.values()
            if isinstance(variable, LevelsVariable)
            for place, level in enumerate(variable.levels)
        }

    def passages(self) -> Iterable[Passage]:
        scenario = self.scenario
        data = {
            "ifid": str(uuid.uuid5(_NAMESPACE, scenario.id)).upper(),
            "format": STORY_FORMAT,
            "format-version": "2.37.3",
            "start": scenario.start,
        }
        yield Passage("StoryTitle", scenario.title)
        yield Passage("StoryData", json.dumps(data, indent=2))
        yield Passage("StoryInit", "\n".join(self._start()))
        places: list[tuple[str, Scene | Ending]] = [*scenario.scenes.items(), *scenario.endings.items()]
        for number, (id_, place) in enumerate(places):
            column, row = number % _COLUMNS, number // _COLUMNS
            position = f"{100 + column * _SPACING},{100 + row * _SPACING}"
            tags = ("ending", place.outcome) if isinstance(place, Ending) else ("scene",)
            yield Passage(id_, "\n\n".join(self._body(place)), tags, {"position": position})

    def _start(self) -> Iterable[str]:
        for name, variable in self.scenario.state.items():
            start = variable.start
            if isinstance(variable, LevelsVariable):
                levels = ", ".join(f"{place} {level}" for place, level in enumerate(variable.levels))
                yield f"/* {name}: {levels} */"
                start = variable.levels.index(variable.start)
            yield f"<<set ${name} to {json.dumps(start)}>>"

    def _body(self, place: Scene | Ending) -> Iterable[str]:
        if place.enter is not None:
            yield self._effects(place.enter.set, place.enter.add)
        yield self._variants([(variant.when, self._prose(variant.text)) for variant in place.text])
        for line in place.lines:
            said = f"''{self.scenario.people[line.speaker].name}:'' {self._prose(line.text)}"
            yield f"<<if {self._asked(line.when)}>>{said}<</if>>" if line.when else said
        if isinstance(place, Ending):
            if place.reflect:
                yield _comment(f"To think about: {place.reflect}")
            return
        interrupts = list(enumerate(self.scenario.interrupts, 1))
        scene = next((id_ for id_, each in self.scenario.scenes.items() if each is place), "")
        if place.timer:
            yield _comment(f"After {place.timer.seconds} seconds: {place.timer.choose}")
        for choice in place.choices:
            yield self._choice(choice, [each for each in interrupts if not each[1].scenes or scene in each[1].scenes])
        if place.goes_on:
            yield f'<<link "Go on">>{self._ways(place.goes_on)}<</link>>'

    def _ways(self, routes: Sequence[Route]) -> str:
        return self._variants([(route.when, f'<<goto "{route.to}">>') for route in routes])

    def _effects(self, sets: Sequence[SetEntry], adds: Sequence[AddEntry]) -> str:
        said = ""
        for each in sets:
            macros = "".join(f"<<set ${name} to {self._value(value)}>>" for name, value in each.values.items())
            said += f"<<if {self._asked(each.when)}>>{macros}<</if>>" if each.when else macros
        for added in adds:
            macros = "".join(self._added(name, amount) for name, amount in added.values.items())
            said += f"<<if {self._asked(added.when)}>>{macros}<</if>>" if added.when else macros
        return said

    def _interrupted(self, interrupts: Sequence[tuple[int, Interrupt]], ways: str) -> str:
        """Return the ways of a choice, after those of what may come in between."""
        for number, interrupt in reversed(interrupts):
            when, comes = self._asked(interrupt.when), ""
            if interrupt.once:
                when, comes = f"({when}) and not $interrupted_{number}", f"<<set $interrupted_{number} to true>>"
            ways = f"<<if {when}>>{comes}{self._ways(interrupt.goto)}<<else>>{ways}<</if>>"
        return ways

    def _choice(self, choice: Choice, interrupts: Sequence[tuple[int, Interrupt]]) -> str:
        # A link's words hold no macro: those of both readings stand there.
        text = all_of(choice.text)
        said = f"“{text}”" if choice.spoken else text
        effects = [self._effects(choice.set, choice.add)]
        if choice.id in self.asked:
            effects.append(f"<<set $chosen_{_name(choice.id)} to true>>")
        link = f"<<link {json.dumps(self._prose(said), ensure_ascii=False)}>>{''.join(effects)}"
        link += self._interrupted(interrupts, self._ways(choice.goto)) + "<</link>>"
        guards = [self._asked(choice.when)] if choice.when else []
        guards += [f"not $chosen_{_name(choice.id)}"] if choice.once else []
        if guards:
            link = f"<<if {' and '.join(guards)}>>{link}<</if>>"
        ratings = choice.model_dump(mode="json", include={"ratings"})["ratings"]
        kept = [
            f"{choice.id}: {json.dumps(ratings or {}, ensure_ascii=False)}",
            *([choice.feedback] if choice.feedback else []),
        ]
        return f"{link}\n{_comment(' '.join(kept))}"

    def _added(self, name: str, amount: int) -> str:
        variable = self.scenario.state[name]
        if isinstance(variable, NumberVariable):
            low, high = variable.min, variable.max
        else:
            low, high = variable.low, variable.high
        return f"<<set ${name} to Math.clamp(${name} + {amount}, {low}, {high})>>".replace("+ -", "- ")

    def _value(self, value: bool | int | str) -> str:
        return str(self.levels[value]) if isinstance(value, str) and value in self.levels else json.dumps(value)

    def _variants(self, variants: Sequence[tuple[str | None, str]]) -> str:
        if len(variants) == 1 and variants[0][0] is None:
            return variants[0][1]
        said = ""
        for number, (when, text) in enumerate(variants):
            said += f"<<{'elseif' if number else 'if'} {self._asked(when)}>>{text}" if when else f"<<else>>{text}"
        return f"{said}<</if>>"

    def _prose(self, text: str) -> str:
        """Return a text with its names and values as Twine shows them."""

        def shown(match: re.Match[str]) -> str:
            name = match[1]
            if name in self.scenario.state:
                return "$" + name
            person = self.scenario.people.get(name)
            return person.name if person is not None else match[0]

        if self.scenario.format == "1":
            return re.sub(r"\{(\w+)\}", shown, text).strip()
        said = ""
        for part in parts_of(text):
            if isinstance(part, Fork):
                otherwise = f"<<else>>{part.otherwise}" if part.otherwise else ""
                said += f"<<if {self._asked(part.when)}>>{part.then}{otherwise}<</if>>"
            else:
                said += part
        return re.sub(r"\{(\w+)\}", shown, said).strip()

    def _asked(self, when: str | None) -> str:
        return self._javascript(ast.parse(when or "True", mode="eval").body)

    def _javascript(self, node: ast.expr) -> str:
        match node:
            case ast.BoolOp():
                joint = " and " if isinstance(node.op, ast.And) else " or "
                return "(" + joint.join(map(self._javascript, node.values)) + ")"
            case ast.UnaryOp(op=ast.Not()):
                return f"not ({self._javascript(node.operand)})"
            case ast.UnaryOp():
                return f"-{self._javascript(node.operand)}"
            case ast.BinOp():
                sign = "+" if isinstance(node.op, ast.Add) else "-"
                return f"({self._javascript(node.left)} {sign} {self._javascript(node.right)})"
            case ast.Compare():
                return self._compared(node)
            case ast.Call(func=ast.Name(id=function)):
                return self._called(function, node.args)
            case ast.Name(id=name):
                if name in ("true", "false"):
                    return name
                if name == "again" and name not in self.scenario.state:
                    return "(visited() gte 2)"
                return f"${name}" if name in self.scenario.state else str(self.levels.get(name, 0))
            case ast.Constant():
                return json.dumps(node.value)
        return "true"

    def _compared(self, node: ast.Compare) -> str:
        said, left = [], node.left
        for operator, right in zip(node.ops, node.comparators, strict=True):
            if isinstance(operator, ast.In | ast.NotIn) and isinstance(right, ast.List | ast.Tuple):
                one = " or ".join(f"{self._javascript(left)} is {self._javascript(each)}" for each in right.elts)
                said.append(f"({one})" if isinstance(operator, ast.In) else f"not ({one})")
            else:
                said.append(f"{self._javascript(left)} {_SIGNS[type(operator)]} {self._javascript(right)}")
            left = right
        return " and ".join(said)

    def _called(self, function: str, arguments: Sequence[ast.expr]) -> str:
        if function == "count":
            return "(" + " + ".join(f"({self._javascript(each)} ? 1 : 0)" for each in arguments) + ")"
        named = str(arguments[0].value) if arguments and isinstance(arguments[0], ast.Constant) else ""
        if function == "chosen":
            return f"$chosen_{_name(named)} is true"
        return f'visited("{named}")' + ("" if function == "visits" else " gt 0")


_SIGNS: dict[type[ast.cmpop], str] = {
    ast.Eq: "is", ast.NotEq: "isnot", ast.Lt: "lt", ast.LtE: "lte", ast.Gt: "gt", ast.GtE: "gte",
}  # fmt: skip


def _name(id_: str) -> str:
    return id_.replace("-", "_")


def _comment(text: str) -> str:
    return f"/* {' '.join(text.split()).replace('*/', '* /')} */"
