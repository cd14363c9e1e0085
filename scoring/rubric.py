"""Rubrics: what is scored, on which anchored levels, and on whose evidence.

A rubric is one YAML file that a training board can read, challenge and replace. Levels follow
behaviourally anchored rating scales (Smith & Kendall 1963): -2 harmful, -1 poor, 0 neutral or
absent, 1 good, 2 exemplary.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from scoring.document import Problem, read_document
from scoring.document.validation import validate

LEVELS = (-2, -1, 0, 1, 2)
LEVEL_WORDS = {-2: "harmful", -1: "poor", 0: "neutral or absent", 1: "good", 2: "exemplary"}
SHIPPED = Path(__file__).parent / "rubrics"


def _level(value: Any) -> Any:
    if isinstance(value, str) and re.fullmatch(r"[+-]?[0-2]", value):
        value = int(value)
    if value not in LEVELS or isinstance(value, bool):
        raise PydanticCustomError("E206", "A level is -2, -1, 0, 1 or 2.", {"mend": "Use one of the five levels."})
    return value


def _weight(value: Any) -> Any:
    try:
        weight = float(value)
    except (TypeError, ValueError):
        weight = -1.0
    if not 0 < weight <= 100:
        raise PydanticCustomError("E206", "A weight is a number above 0, up to 100.", {"mend": "Write 1 for equal."})
    return weight


def _all_levels(anchors: dict[int, str]) -> dict[int, str]:
    missing = [str(level) for level in LEVELS if level not in anchors]
    if missing:
        raise PydanticCustomError(
            "E202",
            "The anchors of level {levels} are missing.",
            {"levels": ", ".join(missing), "mend": "Describe the conduct at each of -2, -1, 0, 1 and 2."},
        )
    return anchors


Level = Annotated[int, BeforeValidator(_level)]
Weight = Annotated[float, BeforeValidator(_weight)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=10_000, strip_whitespace=True)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Criterion(_Part):
    """One thing that conduct is judged on.

    Attributes:
        title: its name for people.
        about: one line that says what is looked at.
        weight: its share in the rubric's figures; 1 until a named panel sets another.
        anchors: level to the conduct that earns it.
        sources: what the anchors rest on.
    """

    title: Text
    about: Text
    weight: Weight = 1.0
    anchors: Annotated[dict[Level, Text], AfterValidator(_all_levels)]
    sources: Annotated[list[Text], Field(min_length=1)]


class CriticalEvent(_Part):
    """Conduct that is never averaged: any one stands on the first line of the debrief."""

    title: Text
    about: Text


class Rubric(_Part):
    """A named set of criteria with the critical events that go with them.

    Attributes:
        reported: "scored" where its figure may enter a result; "alone" where it is shown by itself
            and never decides pass or fail.
    """

    format: Literal["1"]
    id: Identifier
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    title: Text
    about: Text
    reported: Literal["scored", "alone"] = "scored"
    panel: Text | None = None
    criteria: Annotated[dict[Identifier, Criterion], Field(min_length=1)]
    critical_events: dict[Identifier, CriticalEvent] = {}


class RubricInvalid(ValueError):
    """A rubric file has problems; `problems` names each with line and column."""

    def __init__(self, problems: list[Problem]) -> None:
        first = problems[0]
        super().__init__(f"{first.file}:{first.line}:{first.column} {first.code} {first.message} {first.mend}")
        self.problems = problems


def check_rubric(path: Path) -> tuple[Rubric | None, list[Problem]]:
    """Read the rubric at `path`; return it, or None and everything that is wrong with the file."""
    document = read_document(path)
    if document.problems:
        return None, document.problems
    return validate(Rubric, document)


def read_rubric(path: Path) -> Rubric:
    """Read the rubric at `path`.

    Raises:
        RubricInvalid: the file has problems.
    """
    rubric, problems = check_rubric(path)
    if rubric is None or problems:
        raise RubricInvalid(problems)
    return rubric


@cache
def shipped_rubrics() -> dict[str, Rubric]:
    """Return the rubrics that ship with the program, by id."""
    rubrics = (read_rubric(path) for path in sorted(SHIPPED.glob("*.yaml")))
    return {rubric.id: rubric for rubric in rubrics}


@cache
def shipped_criteria() -> dict[str, str]:
    """Return criterion id to rubric id over the shipped rubrics; criterion ids are unique over them."""
    return {criterion: rubric.id for rubric in shipped_rubrics().values() for criterion in rubric.criteria}


@cache
def shipped_critical_events() -> dict[str, str]:
    """Return critical event id to rubric id over the shipped rubrics."""
    return {event: rubric.id for rubric in shipped_rubrics().values() for event in rubric.critical_events}
