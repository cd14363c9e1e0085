"""Conditions (`when`): parsed, checked against the declared state, compiled to closures.

The language is a small part of Python's expression grammar, read with `ast` against a whitelist. It has `and or not`,
comparisons, `in [..]`, `+ -`, whole numbers, flags, level names, `visited("scene")`, `visits("scene")`, `again`,
`chosen("choice")` and `count(…)`. The last counts how many of some conditions hold. Nothing is ever evaluated by Python
itself.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from functools import lru_cache

from scoring.document.problem import did_you_mean
from simulator.scenario.model import MAX_CONDITION
from simulator.scenario.state import Asked, StateLayout, Values

Test = Callable[[Values], bool]
Number = Callable[[Values], int]

_ALLOWED = re.compile(r"[A-Za-z0-9_ \n()\[\],\"'<>=!+-]*")
_COMPARE: dict[type[ast.cmpop], Callable[[int, int], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


@dataclass(frozen=True, slots=True)
class Condition:
    """A compiled condition.

    Attributes:
        text: as written.
        test: state vector to whether it holds.
        reads: slots of the state vector that it looks at.
    """

    text: str
    test: Test
    reads: frozenset[int]


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression that comes to a value and not only to true or false.

    Attributes:
        text: as written.
        kind: "flag", "number" or "level".
        get: state vector to the value, as it stands in a slot.
        reads: slots of the state vector that it looks at.
        low, high: between which it lies, whatever the state.
        levels: of a level, the ordered list that it is one of.
    """

    text: str
    kind: str
    get: Number
    reads: frozenset[int]
    low: int
    high: int
    levels: tuple[str, ...] = ()


class ConditionError(Exception):
    """A mistake in a condition: what is wrong, where (offset and width in characters), and the unknown name, if any."""

    def __init__(self, code: str, message: str, mend: str, offset: int = 0, width: int = 1, name: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.mend, self.offset, self.width = code, message, mend, offset, width
        self.name = name


@dataclass(frozen=True, slots=True)
class _Value:
    """A typed operand: a number, a flag, a level variable or a level's name."""

    kind: str  # number | flag | level | level-name
    get: Number
    variable: str = ""
    text: str = ""
    constant: int | None = None
    slot: int | None = None
    counted: bool = False  # visits(…), which is counted only as far as it is compared
    low: int = 0
    high: int = 1


def compile_condition(text: str, layout: StateLayout, *, place: str | None = None) -> Condition:
    """Parse, type-check and compile one condition.

    Args:
        text: as the author wrote it.
        layout: the declared state.
        place: the scene or ending that it stands in, for `again`.

    Raises:
        ConditionError: with a code of E401 to E406 (or E301, E307 for unknown scenes and choices).
    """
    if len(text) > MAX_CONDITION:
        raise ConditionError(
            "E406", f"The condition has {len(text)} characters; {MAX_CONDITION} are allowed.",
            "Set a flag where the story decides it, and read that flag here.",
        )  # fmt: skip
    _refuse_hyphens(text, layout)
    compiler = _Compiler(layout, text, place)
    return Condition(text, compiler.truth(_parse(text)), frozenset(compiler.reads))


def compile_term(text: str, layout: StateLayout) -> Expression:
    """Parse, type-check and compile an expression that comes to a value: a name, a sum, a count or a condition.

    Args:
        text: as the author wrote it.
        layout: the declared state.

    Raises:
        ConditionError: as for a condition.
    """
    if len(text) > MAX_CONDITION:
        raise ConditionError(
            "E406", f"The expression has {len(text)} characters; {MAX_CONDITION} are allowed.", "Make it simpler."
        )
    _refuse_hyphens(text, layout)
    compiler = _Compiler(layout, text)
    tree = _parse(text)
    value = compiler.value(tree)
    if value.counted:
        raise compiler.error(tree, "E404", *_COUNTED)
    if value.kind == "level-name":
        raise ConditionError(
            "E404", f"'{text.strip()}' is a level, not a variable.", "Name the variable.", 0, len(text.strip())
        )
    levels = tuple(layout.levels(value.variable)) if value.kind == "level" else ()
    return Expression(text, value.kind, value.get, frozenset(compiler.reads), value.low, value.high, levels)


def history_of(conditions: Iterable[tuple[str, str | None]], declared: Container[str] = ()) -> dict[Asked, int]:
    """Return the parts of the past that some conditions ask about, each with the number up to which it must be counted.

    `visits` is counted to one above the highest number that it is compared with: further on, no comparison
    changes its answer any more.

    Args:
        conditions: each with the scene or ending that it stands in. Those that cannot be read are passed over.
        declared: the names of the state; `again` may be one in files of version 1.
    """
    found: dict[Asked, int] = {}
    for text, place in conditions:
        try:
            tree = _parse(text)
        except ConditionError:
            continue
        nodes = list(ast.walk(tree))
        compared = {
            operand: max(_whole_numbers(node), default=0) + 1
            for node in nodes if isinstance(node, ast.Compare)
            for operand in (node.left, *node.comparators)
        }  # fmt: skip
        for node in nodes:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _HISTORY:
                argument = node.args[0] if len(node.args) == 1 else None
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    asked = node.func.id, argument.value
                    most = compared.get(node, 1) if node.func.id == "visits" else 1
                    found[asked] = max(found.get(asked, 1), most)
            elif isinstance(node, ast.Name) and node.id == "again" and place is not None and "again" not in declared:
                found["visits", place] = max(found.get(("visits", place), 1), 2)
    return found


def _whole_numbers(node: ast.Compare) -> list[int]:
    """Return the whole numbers that are compared, those in lists included."""
    inside = [element for each in node.comparators if isinstance(each, ast.List | ast.Tuple) for element in each.elts]
    operands = [node.left, *node.comparators, *inside]
    return [
        each.value for each in operands
        if isinstance(each, ast.Constant) and isinstance(each.value, int) and each.value < MANY
    ]  # fmt: skip


def _refuse_hyphens(text: str, layout: StateLayout) -> None:
    """Refuse 'heard-him' where 'heard_him' is meant: it would be read as a difference of two unknown names."""
    if "-" not in text:
        return
    outside = re.sub(r"\"[^\"]*\"|'[^']*'", lambda quoted: " " * len(quoted.group()), text)
    for found in re.finditer(r"[a-z]\w*(?:-[a-z]\w*)+", outside):
        meant = found.group().replace("-", "_")
        if meant in layout.slot_of:
            raise ConditionError(
                "E403", f"'{found.group()}' is not the name of a variable.", f"Did you mean '{meant}'?",
                found.start(), len(found.group()), found.group(),
            )  # fmt: skip


@lru_cache(maxsize=4_096)
def _parse(text: str) -> ast.expr:
    """Return the syntax tree of a condition; the same text is parsed once."""
    _refuse_foreign(text)
    try:
        return ast.parse(text.strip().replace("\n", " "), mode="eval").body
    except SyntaxError as error:
        raise _out_of_order(text, (error.offset or 1) - 1) from None
    except (ValueError, MemoryError, RecursionError):
        raise ConditionError("E401", "The condition cannot be read.", "Make it simpler.") from None


def _out_of_order(text: str, offset: int) -> ConditionError:
    """Return what to tell of a condition that Python's grammar breaks off at `offset`."""
    for pattern, mend in _IN_WORDS:
        found = re.search(pattern, text)
        if found:
            said = found.group()
            return ConditionError("E401", f"'{said}' is not used here.", f"Write '{mend}'.", found.start(), len(said))
    if text.count("(") != text.count(")"):
        mend = "Each '(' needs a ')'."
    elif re.search(r"(and|or|not|[-+<>=(])\s*$", text):
        mend = "Something is missing at the end, or delete the last word."
    else:
        mend = "Write it like 'tension >= 6 and not introduced'."
    start = len(text) - len(text.lstrip())
    at = min(max(0, offset + start), max(0, len(text) - 1))
    return ConditionError("E401", "The condition is incomplete here, or its parts are in the wrong order.", mend, at)


_IN_WORDS = (
    (r"\bAND\b", "and"),
    (r"\bOR\b", "or"),
    (r"\bNOT\b", "not"),
    (r"\bis (?:more|greater|higher|over) than\b|\bmore than\b|\bgreater than\b", ">"),
    (r"\bis (?:less|lower|under) than\b|\bless than\b", "<"),
    (r"\b(?:is )?at least\b", ">="),
    (r"\b(?:is )?at most\b", "<="),
    (r"\bis not\b|\bisn't\b", "!="),
    (r"\bequals\b|\bis\b", "=="),
)
"""Words for what is written with signs, the longer before those that they hold."""


def _refuse_foreign(text: str) -> None:
    for pattern, message, mend in (
        (r"&&", "'&&' is not used here.", "Write 'and'."),
        (r"\|\|", "'||' is not used here.", "Write 'or'."),
        (r"!(?!=)", "'!' is not used here.", "Write 'not'."),
        (r"<>", "'<>' is not used here.", "Write '!='."),
        (r"=>", "'=>' is not used here.", "Write '>='."),
        (r"=<", "'=<' is not used here.", "Write '<='."),
    ):
        found = re.search(pattern, text)
        if found:
            raise ConditionError("E401", message, mend, found.start(), len(found.group()))
    single = re.search(r"(?<![<>=!])=(?!=)", text)
    if single:
        raise ConditionError(
            "E402", "'=' would set a value; a condition only compares.", "Write '=='.", single.start(), 1
        )
    allowed = _ALLOWED.match(text)
    end = allowed.end() if allowed else 0
    if end < len(text):
        raise ConditionError(
            "E405", f"'{text[end]}' is not used in conditions.",
            _FOR_SIGNS.get(text[end], "Use names, whole numbers, comparisons, and, or, not, in [..], + and -."), end,
        )  # fmt: skip


_FOR_SIGNS = {
    "≥": "Write '>='.",
    "≤": "Write '<='.",
    "≠": "Write '!='.",
    ":": "Write '==' to compare; a flag is written alone: 'introduced', 'not introduced'.",
    **dict.fromkeys("‘’‚“”„«»", 'Type straight quotes, "; a level needs none.'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "It only looks like a minus: type the ordinary one."),
}
"""What is meant by a sign that conditions do not use."""


class _Compiler:
    """Walks the expression once, checking types and building closures as it goes."""

    def __init__(self, layout: StateLayout, text: str, place: str | None = None) -> None:
        self.layout = layout
        self.text = text
        self.place = place
        self.reads: set[int] = set()

    def error(self, node: ast.expr, code: str, message: str, mend: str, name: str = "") -> ConditionError:
        start = len(self.text) - len(self.text.lstrip()) + node.col_offset
        end = node.end_col_offset if node.end_col_offset is not None else node.col_offset + 1
        return ConditionError(code, message, mend, start, max(1, end - node.col_offset), name)

    def truth(self, node: ast.expr) -> Test:
        if isinstance(node, ast.BoolOp):
            tests = [self.truth(value) for value in node.values]
            return _all(tests) if isinstance(node.op, ast.And) else _any(tests)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            inner = self.truth(node.operand)
            return lambda values: not inner(values)
        if isinstance(node, ast.Compare):
            return self.comparison(node)
        value = self.value(node)
        if value.kind != "flag":
            shown = ast.get_source_segment(self.text.strip(), node) or "this"
            raise self.error(
                node, "E404", f"'{shown}' is a {_SAID[value.kind]}, not something that is true or false.",
                self._compared(value, shown),
            )  # fmt: skip
        get = value.get
        return lambda values: bool(get(values))

    def _compared(self, value: _Value, shown: str) -> str:
        if value.kind == "number":
            return f"Compare it: '{shown} >= 1'."
        if value.kind == "level":
            return f"Compare it with one of its levels: '{shown} == {self.layout.levels(shown)[0]}'."
        owner = next((name for name in self.layout.variables if shown in self.layout.levels(name)), "…")
        return f"Compare it: '{owner} == {shown}'."

    def comparison(self, node: ast.Compare) -> Test:
        tests: list[Test] = []
        left = node.left
        for op, right in zip(node.ops, node.comparators, strict=True):
            if isinstance(op, ast.In | ast.NotIn):
                tests.append(self.membership(left, op, right))
            elif type(op) in _COMPARE:
                tests.append(self.pair(node, left, _COMPARE[type(op)], right))
            else:
                raise self.error(node, "E405", "'is' is not used in conditions.", "Write '=='.")
            left = right
        return tests[0] if len(tests) == 1 else _all(tests)

    def pair(self, node: ast.Compare, left: ast.expr, compare: Callable[[int, int], bool], right: ast.expr) -> Test:
        a, b = self.value(left), self.value(right)
        self.must_compare(left, a, right, b)
        for one, other, where in ((a, b, right), (b, a, left)):
            if one.counted and (other.constant is None or other.constant >= MANY):
                raise self.error(where, "E404", *_COUNTED)
        if "flag" in (a.kind, b.kind) and compare not in (operator.eq, operator.ne):
            raise self.error(
                node, "E404", "A flag is true or false; it cannot be more or less.", "Use it alone, or with ==."
            )
        a, b = self.settle(a, b)
        if a.slot is not None and b.constant is not None:
            slot, constant = a.slot, b.constant
            return lambda values: compare(values[slot], constant)
        get_a, get_b = a.get, b.get
        return lambda values: compare(get_a(values), get_b(values))

    def membership(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Test:
        if not isinstance(right, ast.List | ast.Tuple):
            raise self.error(right, "E405", "'in' needs a list after it.", "Write 'in [wary, upset]'.")
        a = self.value(left)
        members: list[int] = []
        for element in right.elts:
            b = self.value(element)
            self.must_compare(left, a, element, b)
            _, settled = self.settle(a, b)
            if settled.constant is None:
                raise self.error(
                    element, "E404", "The list may contain only numbers or names of levels.", "Write them out."
                )
            members.append(settled.constant)
        found, get = frozenset(members), a.get
        if isinstance(op, ast.NotIn):
            return lambda values: get(values) not in found
        return lambda values: get(values) in found

    def must_compare(self, left: ast.expr, a: _Value, right: ast.expr, b: _Value) -> None:
        kinds = {a.kind, b.kind}
        if kinds <= {"number"} or kinds == {"flag"}:
            return
        if kinds in ({"level", "level-name"}, {"level"}):
            level, other, where = (a, b, right) if a.kind == "level" else (b, a, left)
            known = self.layout.levels(level.variable)
            if other.kind == "level" and self.layout.levels(other.variable) != known:
                raise self.error(
                    where, "E404", f"'{level.variable}' and '{other.variable}' have different levels.",
                    "Compare each with a level of its own.",
                )  # fmt: skip
            if other.kind == "level-name" and other.text not in known:
                raise self.error(
                    where, "E404", f"'{other.text}' is not a level of '{level.variable}'.",
                    did_you_mean(other.text, known),
                )  # fmt: skip
            return
        raise self.error(
            right, "E404", f"A {_SAID[a.kind]} cannot be compared with a {_SAID[b.kind]}.",
            self._mend_for(a, b),
        )  # fmt: skip

    def _mend_for(self, a: _Value, b: _Value) -> str:
        for value in (a, b):
            if value.kind == "level":
                return f"'{value.variable}' has the levels {', '.join(self.layout.levels(value.variable))}."
            if value.kind == "flag" and value.variable:
                return f"'{value.variable}' is true or false: write it alone, or 'not {value.variable}'."
        return "Compare numbers with numbers, and a mood with its own levels."

    def settle(self, a: _Value, b: _Value) -> tuple[_Value, _Value]:
        """Turn a level's name into its place in the list of the variable it is compared with."""
        if a.kind == "level" and b.kind == "level-name":
            return a, _constant(self.layout.levels(a.variable).index(b.text))
        if b.kind == "level" and a.kind == "level-name":
            return _constant(self.layout.levels(b.variable).index(a.text)), b
        return a, b

    def value(self, node: ast.expr) -> _Value:
        if isinstance(node, ast.Name):
            return self.name(node)
        if isinstance(node, ast.Constant):
            return self.literal(node)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
            return self.arithmetic(node)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
            inner = self.number(node.operand)
            if isinstance(node.op, ast.UAdd):
                return inner
            get = inner.get
            negative = None if inner.constant is None else -inner.constant
            return _Value("number", lambda values: -get(values), constant=negative, low=-inner.high, high=-inner.low)
        if isinstance(node, ast.Call):
            return self.call(node)
        if isinstance(node, ast.BoolOp | ast.Compare) or (
            isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)
        ):
            test = self.truth(node)
            return _Value("flag", lambda values: int(test(values)))
        raise self.error(
            node, "E405", "This is not used in conditions.",
            "Use names, whole numbers, comparisons, and, or, not, in [..], + and -.",
        )  # fmt: skip

    def name(self, node: ast.Name) -> _Value:
        if node.id in ("true", "false", "True", "False"):
            return _constant(int(node.id.lower() == "true"), "flag")
        slot = self.layout.slot_of.get(node.id)
        if node.id == "again" and slot is None:
            return self.again(node)
        if slot is not None:
            self.reads.add(slot)
            kind = self.layout.kind(node.id)
            low, high = self.layout.low[slot], self.layout.high[slot]
            return _Value(kind, lambda values: values[slot], variable=node.id, slot=slot, low=low, high=high)
        if node.id in self.layout.level_names:
            return _Value("level-name", _no_number, text=node.id)
        if node.id.lower() in ("yes", "no", "on", "off"):
            raise self.error(
                node, "E404", f"A flag is true or false, not '{node.id}'.",
                "Write the flag alone, or 'not' before it: 'introduced', 'not introduced'.",
            )  # fmt: skip
        known = [name for name in (*self.layout.slot_of, *self.layout.level_names) if "(" not in name]
        raise self.error(
            node, "E403", f"'{node.id}' is not the name of a variable.",
            did_you_mean(node.id, known, otherwise="You can use"), node.id,
        )  # fmt: skip

    def literal(self, node: ast.Constant) -> _Value:
        if isinstance(node.value, bool):
            return _constant(int(node.value), "flag")
        if isinstance(node.value, int):
            if abs(node.value) > 10_000_000:
                raise self.error(node, "E405", "This number is too large.", "Use at most seven digits.")
            return _constant(node.value)
        if isinstance(node.value, str) and node.value in self.layout.level_names:
            raise self.error(node, "E404", "A level is written without quotes.", f"Write {node.value}.")
        raise self.error(node, "E405", "Only whole numbers are allowed here.", "Write digits, or the name of a level.")

    def arithmetic(self, node: ast.BinOp) -> _Value:
        a, b = self.number(node.left), self.number(node.right)
        get_a, get_b = a.get, b.get
        if isinstance(node.op, ast.Add):
            return _Value(
                "number", lambda values: get_a(values) + get_b(values), low=a.low + b.low, high=a.high + b.high
            )
        return _Value("number", lambda values: get_a(values) - get_b(values), low=a.low - b.high, high=a.high - b.low)

    def number(self, node: ast.expr) -> _Value:
        value = self.value(node)
        if value.counted:
            raise self.error(node, "E404", *_COUNTED)
        if value.kind != "number":
            raise self.error(
                node, "E404", f"Only numbers can be added; this is a {_SAID[value.kind]}.", "Compare it instead."
            )
        return value

    def call(self, node: ast.Call) -> _Value:
        function = node.func.id if isinstance(node.func, ast.Name) else ""
        if function == "count":
            return self.count(node)
        if function not in _HISTORY:
            raise self.error(
                node, "E405", f"'{function or 'this'}' is not a function here.",
                'There are visited("scene"), visits("scene"), chosen("choice") and count(condition, condition).',
            )  # fmt: skip
        argument = node.args[0] if len(node.args) == 1 and not node.keywords else None
        if not isinstance(argument, ast.Constant) or not isinstance(argument.value, str):
            raise self.error(node, "E405", f"{function} takes one id in quotes.", f'Write {function}("id").')
        known = self.layout.choice_ids if function == "chosen" else self.layout.scene_ids
        if argument.value not in known:
            kind, code = ("choice", "E307") if function == "chosen" else ("scene", "E301")
            raise self.error(
                argument, code, f"There is no {kind} '{argument.value}'.", did_you_mean(argument.value, known),
                argument.value,
            )  # fmt: skip
        slot = self.past(function, argument.value)
        if function == "visits":
            return _Value("number", lambda values: values[slot], slot=slot, counted=True, high=self.layout.high[slot])
        return _Value("flag", lambda values: values[slot], slot=slot)

    def again(self, node: ast.Name) -> _Value:
        if self.place is None:
            raise self.error(
                node,
                "E404",
                "'again' works only inside a scene, and this is not inside one.",
                'Write visits("scene") >= 2.',
            )
        slot = self.past("visits", self.place)
        return _Value("flag", lambda values: values[slot] >= 2)

    def past(self, function: str, id_: str) -> int:
        slot = self.layout.history_slot(function, id_)
        if slot is None:
            raise AssertionError(f"{function}({id_!r}) has no slot: the layout was made without this condition")
        self.reads.add(slot)
        return slot

    def count(self, node: ast.Call) -> _Value:
        if not node.args or node.keywords:
            raise self.error(
                node, "E405", "count tells how many of some conditions hold.", "Write count(page == kept, bus == kept)."
            )
        tests = [self.truth(argument) for argument in node.args]
        return _Value("number", lambda values: sum(test(values) for test in tests), low=0, high=len(tests))


_HISTORY = ("visited", "visits", "chosen")
MANY = 1_000
"""Above what `visits` is compared with; each number more makes the state larger."""
_COUNTED = (
    f"visits can only be compared with a whole number below {MANY:,}.",
    'Write visits("scene") >= 2.',
)
_SAID = {"number": "number", "flag": "flag", "level": "variable with levels", "level-name": "level"}


def _constant(value: int, kind: str = "number") -> _Value:
    return _Value(kind, lambda _: value, constant=value, low=value, high=value)


def _no_number(_: Values) -> int:
    raise AssertionError("a level's name has no value before it is compared")


def _all(tests: list[Test]) -> Test:
    if len(tests) == 2:
        first, second = tests
        return lambda values: first(values) and second(values)
    return lambda values: all(test(values) for test in tests)


def _any(tests: list[Test]) -> Test:
    if len(tests) == 2:
        first, second = tests
        return lambda values: first(values) or second(values)
    return lambda values: any(test(values) for test in tests)
