"""Rubrics: what is scored, the anchored levels, and the evidence for them.

A rubric is one YAML file that a training board can read, challenge and replace. Levels follow
behaviourally anchored rating scales (Smith & Kendall 1963): -2 harmful, -1 poor, 0 neutral,
1 good, 2 exemplary.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from scoring.document import Problem, read_document
from scoring.document.validation import FileModel, validate
from scoring.measure import LEVELS

SHIPPED = Path(__file__).parent / "rubrics"
EARLIER = SHIPPED / "earlier"

Step = Literal["information", "threat-and-risk", "powers", "options", "action-and-review"]
"""The steps of the National Decision Model (College of Policing), with its last two taken together."""


def _level(value: Any) -> Any:
    if isinstance(value, str) and re.fullmatch(r"[+-]?[0-2]", value):
        value = int(value)
    if value not in LEVELS or isinstance(value, bool):
        raise PydanticCustomError("E206", "A level is -2, -1, 0, 1 or 2.", {"mend": "Use one of the five levels."})
    return value


def _flag(value: Any) -> Any:
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


def _weight(value: Any) -> Any:
    try:
        weight = float(value)
    except (TypeError, ValueError):
        weight = -1.0
    if not 0 < weight <= 100:
        raise PydanticCustomError(
            "E206", "A weight is a number above 0, up to 100.", {"mend": "Write 1 for equal weights."}
        )
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


def _reported(value: Any) -> Any:
    return "profile" if value == "alone" else value  # the word of version 1 of the rubrics


Level = Annotated[int, BeforeValidator(_level)]
Weight = Annotated[float, BeforeValidator(_weight)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=10_000, strip_whitespace=True)]


class Criterion(FileModel):
    """One thing that conduct is judged on.

    Attributes:
        title: its name for people.
        about: one line that says what is looked at.
        step: the step of the National Decision Model that it belongs to.
        two_sided: whether doing too little is rated as low as doing too much.
        weight: its share in the rubric's figures; 1 until a named panel sets another.
        anchors: level to the conduct that earns it.
        sources: what the anchors rest on.
    """

    title: Text
    about: Text
    step: Step | None = None
    two_sided: Annotated[bool, BeforeValidator(_flag)] = False
    weight: Weight = 1.0
    anchors: Annotated[dict[Level, Text], AfterValidator(_all_levels)]
    sources: Annotated[list[Text], Field(min_length=1)]


class CriticalEvent(FileModel):
    """Conduct that is never averaged: any one stands on the first line of the debrief.

    Attributes:
        concerns: criteria, of any rubric, beside which no band of praise stands where the event happened.
    """

    title: Text
    about: Text
    concerns: list[Identifier] = []


class Rubric(FileModel):
    """A named set of criteria with the critical events that go with them.

    Attributes:
        reported: "scored" if its figure may enter a result; "profile" if its criteria are shown side by side, without a
            standard.
        index: "reflective" if its criteria are meant to agree with each other; "formative" if they make up the measure
            together, so that alpha says little about it.
    """

    format: Literal["1"]
    id: Identifier
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    title: Text
    about: Text
    reported: Annotated[Literal["scored", "profile"], BeforeValidator(_reported)] = "scored"
    index: Literal["reflective", "formative"] = "reflective"
    panel: Text | None = None
    criteria: Annotated[dict[Identifier, Criterion], Field(min_length=1)]
    critical_events: dict[Identifier, CriticalEvent] = {}

    def snapshot(self) -> str:
        """Return the rubric as canonical JSON: the same for the same content, however it was laid out."""
        content = self.model_dump(mode="json", exclude_defaults=True)
        return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class RubricSet:
    """The rubrics that something is scored by, read once and passed on.

    Attributes:
        rubrics: by id. Criterion and critical event ids are unique over them.
    """

    rubrics: Mapping[str, Rubric]

    @classmethod
    def of(cls, rubrics: Iterable[Rubric]) -> RubricSet:
        """Return a set of these rubrics, in this order."""
        return cls(MappingProxyType({rubric.id: rubric for rubric in rubrics}))

    @classmethod
    @cache
    def shipped(cls) -> RubricSet:
        """Return the rubrics that ship with the program. For where a program starts; pass it on from there."""
        return cls.of(read_rubric(path) for path in sorted(SHIPPED.glob("*.yaml")))

    @cached_property
    def criteria(self) -> Mapping[str, str]:
        """Criterion id to rubric id."""
        return {criterion: rubric.id for rubric in self.rubrics.values() for criterion in rubric.criteria}

    @cached_property
    def critical_events(self) -> Mapping[str, str]:
        """Critical event id to rubric id."""
        return {event: rubric.id for rubric in self.rubrics.values() for event in rubric.critical_events}

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """Rubric id to the SHA-256 (hex) of its snapshot."""
        return {id_: digest_of(rubric.snapshot()) for id_, rubric in self.rubrics.items()}

    @cached_property
    def event_titles(self) -> Mapping[str, str]:
        """Critical event id to its name for people."""
        return {id_: event.title for rubric in self.rubrics.values() for id_, event in rubric.critical_events.items()}

    def concerned_by(self, events: Iterable[str]) -> frozenset[str]:
        """Return the criteria beside which no word of praise stands where these critical events happened."""
        known = {id_: event for rubric in self.rubrics.values() for id_, event in rubric.critical_events.items()}
        return frozenset(criterion for event in events if event in known for criterion in known[event].concerns)

    @cached_property
    def scored(self) -> tuple[str, ...]:
        """The rubrics that have a standard; a profile has none."""
        return tuple(id_ for id_, rubric in self.rubrics.items() if rubric.reported == "scored")

    def __reduce__(self) -> tuple[Any, ...]:
        """Let processes hand it to each other."""
        return RubricSet.of, (list(self.rubrics.values()),)

    def only(self, ids: Iterable[str]) -> RubricSet:
        """Return those of the rubrics that are named and known, in the order of the names."""
        return RubricSet.of(self.rubrics[id_] for id_ in ids if id_ in self.rubrics)


NONE = RubricSet.of(())
"""No rubrics: for code that only needs what was said and done."""


def digest_of(snapshot: str) -> str:
    """Return the content hash (SHA-256, hex) of a rubric's snapshot."""
    return hashlib.sha256(snapshot.encode()).hexdigest()


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
def earlier_rubrics() -> dict[tuple[str, str], Rubric]:
    """Return earlier versions of the shipped rubrics by id and version, for runs that were scored by them."""
    rubrics = (read_rubric(path) for path in sorted(EARLIER.glob("*.yaml")))
    return {(rubric.id, rubric.version): rubric for rubric in rubrics}


def newest_met(met: Iterable[RubricSet], today: RubricSet) -> list[Rubric]:
    """Return one rubric of each id: the newest version among those met, or today's where none was.

    Figures under two versions cannot be pooled, so one has to be chosen to tell of.
    """
    found: dict[str, Rubric] = {}
    for rubrics in met:
        for id_, rubric in rubrics.rubrics.items():
            if id_ not in found or _numbers(found[id_].version) < _numbers(rubric.version):
                found[id_] = rubric
    return list((dict(today.rubrics) | found).values())


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def known_rubrics() -> dict[tuple[str, str], Rubric]:
    """Return every rubric that ships or shipped once, by id and version."""
    shipped = RubricSet.shipped().rubrics.values()
    return earlier_rubrics() | {(rubric.id, rubric.version): rubric for rubric in shipped}
