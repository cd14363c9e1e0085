"""What a lint rule is: one function that yields findings, with its code, its severity and its title above it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Generic, TypeVar

from scoring.document import ProblemKind, Severity

Where = tuple[str | int, ...]
"""A path into the file, such as ("scenes", "approach", "choices", 0)."""

SubjectT = TypeVar("SubjectT")


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found at one place.

    Attributes:
        where: the path of the value.
        message: one sentence that says what was found.
        mend: one sentence that says what to do.
        key: whether it is shown at the key of the value, not at the value.
        words: the text at `where`, and the span of it that is shown; None for all of it.
        file: for a rule over a library, the file with the finding; "" for the library as a whole.
        place: what a waiver may name after `in:`, if that is not the place of the finding.
    """

    where: Where
    message: str
    mend: str
    key: bool = False
    words: tuple[str, tuple[int, int]] | None = None
    file: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Rule(Generic[SubjectT]):
    """A kind of problem, with the function that finds it in a subject."""

    kind: ProblemKind
    find: Callable[[SubjectT], Iterator[Finding]]


def rule(
    code: str, severity: Severity, title: str
) -> Callable[[Callable[[SubjectT], Iterator[Finding]]], Rule[SubjectT]]:
    """Make a rule of the function below: `@rule("W22", WARNING, "Magic path")`.

    Nothing else names the code: the registry, the catalogue and the index of the pages are derived.
    """
    return lambda find: Rule(ProblemKind(code, severity, title), find)


def rules_of(*modules: ModuleType) -> tuple[Rule[SubjectT], ...]:
    """Return the rules that stand in modules, in their order there."""
    return tuple(each for module in modules for each in vars(module).values() if isinstance(each, Rule))
