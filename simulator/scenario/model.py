"""The scenario format as pydantic models: the shape that trainers write.

A scalar arrives as the text that was typed (see `scoring.document`), so that `no`, `22:30` or `0123` mean themselves.
Numbers and flags are read here, by the type of their field. What names refer to across the file is checked in
`references`, conditions in `conditions`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    SerializerFunctionWrapHandler,
    StrictBool,
    StrictInt,
    StringConstraints,
    Tag,
    WithJsonSchema,
    WrapSerializer,
    model_serializer,
    model_validator,
)
from pydantic_core import PydanticCustomError, PydanticKnownError

from scoring.document.problem import did_you_mean
from scoring.document.validation import FileModel, as_id
from scoring.precision import AUTHOR, Raters
from simulator.scenario.template import all_of
from simulator.scenario.vocabulary import (
    EARLIER_JURISDICTIONS,
    JURISDICTIONS,
    Benefit,
    ChoiceTag,
    Difficulty,
    Force,
    Outcome,
    Part,
    Phase,
    Practice,
    Unit,
)

MAX_CONDITION = 500
GREATEST = 1_000_000
UNLAWFUL = "unlawful-force-or-search"
"""The critical event that follows by itself where a power does not hold."""


_RATED = {"harmful": -2, "poor": -1, "neutral": 0, "good": 1, "exemplary": 2}
_SCALE = "A rating is -2 harmful, -1 poor, 0 neutral, 1 good or 2 exemplary."
_YES = {"yes": "true", "on": "true", "true": "true", "no": "false", "off": "false", "false": "false"}


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        if not re.fullmatch(r"[+-]?\d{1,7}", value):
            shown = value if len(value) <= 40 else value[:37] + "…"
            raise PydanticCustomError(
                "E206", "'{value}' is not a whole number.", {"value": shown, "mend": _in_digits(value)}
            )
        return int(value)
    return value


def _in_digits(typed: str) -> str:
    if re.fullmatch(r"[\u2010-\u2015\u2212]\s*\d{1,7}", typed):
        return f"This is not an ordinary minus sign, it only looks like one: write -{typed[1:].strip()}."
    begun = re.match(r"[+-]?\d{1,7}\b", typed)
    return f"Write digits only: {begun.group()}." if begun else "Write digits only, at most seven: 10."


def _level(value: Any) -> Any:
    if isinstance(value, str) and value.lower() in _RATED:
        raise PydanticCustomError(
            "E206",
            "'{value}' is not a whole number.",
            {"value": value, "mend": f"Write {_RATED[value.lower()]}. {_SCALE}"},
        )
    level = _whole(value)
    if isinstance(level, int) and not -2 <= level <= 2:
        raise PydanticCustomError("E206", "{value} is not on the scale of ratings.", {"value": level, "mend": _SCALE})
    return level


def _flag(value: Any) -> Any:
    if isinstance(value, str):
        if value not in ("true", "false"):
            meant = _YES.get(value.lower(), "true or false")
            raise PydanticCustomError(
                "E206", "'{value}' is neither true nor false.", {"value": value[:40], "mend": f"Write {meant}."}
            )
        return value == "true"
    return value


def state_value(value: Any) -> Any:
    """Return what an author wrote for a variable: a flag, a whole number, or the text of a level."""
    if isinstance(value, str):
        if value in ("true", "false"):
            return value == "true"
        if re.fullmatch(r"[+-]?\d{1,7}", value):
            return int(value)
    return value


RESERVED_FROM_2 = frozenset({"when", "again", "visits", "end"})
"""Names that have a meaning of their own from version 2 of the format on."""
RESERVED = frozenset({"and", "or", "not", "in", "true", "false", "visited", "chosen", "if", "else", "is", "none"})


def _name(value: Any) -> Any:
    if isinstance(value, str):
        if not re.fullmatch(r"[a-z][a-z0-9_]*", value):
            raise PydanticCustomError(
                "E205",
                "'{value}' is not written as a name of state.",
                {"value": value[:40], "mend": as_id(value, joined="_")},
            )
        if value in RESERVED:
            raise PydanticCustomError(
                "E205",
                "'{value}' has a meaning of its own in conditions.",
                {"value": value, "mend": f"Give it another name, such as {value}_now."},
            )
    return value


Whole = Annotated[int, BeforeValidator(_whole, json_schema_input_type=int), Field(strict=True)]
Bool = Annotated[bool, BeforeValidator(_flag, json_schema_input_type=bool), Field(strict=True)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Name = Annotated[str, StringConstraints(max_length=40), BeforeValidator(_name)]
# An editor types scalars by YAML's rules, so its schema must let any scalar stand for a text.
_ANY_SCALAR = WithJsonSchema({"type": ["string", "number", "boolean"]})
Text = Annotated[str, StringConstraints(min_length=1, max_length=20_000, strip_whitespace=True), _ANY_SCALAR]
ShortText = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True), _ANY_SCALAR]
PersonId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*([-_][a-z0-9]+)*$", max_length=40)]
Word = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
When = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


def _holds(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


Holds = Annotated[When, BeforeValidator(_holds, json_schema_input_type=bool | str)]
"""A condition that may also be `true` or `false` alone."""


def _real_date(value: str) -> str:
    try:
        date.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError(
            "E205",
            "There is no such date as '{value}'.",
            {"value": value, "mend": "Write year, month and day: 2026-11-22."},
        ) from None
    return value


Date = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_real_date)]


def _jurisdiction(value: Any) -> Any:
    if isinstance(value, str) and value not in JURISDICTIONS and value not in EARLIER_JURISDICTIONS:
        whole = [each for each in JURISDICTIONS if each.startswith(f"{value}-")]
        mend = f"Name the part whose law applies, such as {whole[0]}." if whole else did_you_mean(value, JURISDICTIONS)
        raise PydanticCustomError(
            "E204", "'{value}' is not a jurisdiction known here.", {"value": value[:40], "mend": mend}
        )
    return value


Jurisdiction = Annotated[
    str, BeforeValidator(_jurisdiction), WithJsonSchema({"enum": [*JURISDICTIONS, *EARLIER_JURISDICTIONS]})
]


def _between(low: int, high: int) -> WithJsonSchema:
    # A validator that runs before the check of a field hides the field's bounds from the schema that editors use.
    return WithJsonSchema({"type": "integer", "minimum": low, "maximum": high})


Level = Annotated[int, BeforeValidator(_level), Field(strict=True), _between(-2, 2)]

StateValue = Annotated[
    StrictBool | StrictInt | Annotated[str, StringConstraints(min_length=1, max_length=40)],
    BeforeValidator(state_value, json_schema_input_type=bool | int | str),
]


class Node(FileModel):
    """What all parts of a scenario have in common: fixed once read, no unknown fields."""


class Setting(Node):
    """Where and when it happens."""

    force: Force
    unit: Unit | None = None
    place: ShortText
    time: ShortText | None = None

    @property
    def sentence(self) -> str:
        """Place and time with one full stop, also after "5:40 p.m."."""
        words = ", ".join(each for each in (self.place, self.time) if each)
        return words[:1].upper() + words[1:].removesuffix(".") + "."

    @model_validator(mode="after")
    def _unit_only_where_specialised(self) -> Setting:
        if self.unit is not None and self.force != "specialised":
            raise PydanticCustomError(
                "E208",
                "'unit' belongs to a specialised force only.",
                {"mend": "Delete 'unit', or write force: specialised."},
            )
        return self


class Person(Node):
    """Someone in the story.

    `background` and `part` are never shown; they let a library prove that identity predicts nothing.
    """

    name: ShortText
    role: ShortText
    about: Text | None = None
    background: list[Word] = []
    part: Part | None = None


class FlagWords(Node):
    """The words in which a flag is named in a text: `{cup}`."""

    true: ShortText
    false: ShortText


class FlagVariable(Node):
    """A fact that is true or false."""

    start: Bool
    shown_as: FlagWords | None = None

    @property
    def low(self) -> int:
        """The least value in the state vector."""
        return 0

    @property
    def high(self) -> int:
        """The greatest value in the state vector."""
        return 1


class NumberVariable(Node):
    """A whole number between `min` and `max`; `add` stops at either end."""

    start: Annotated[Whole, Field(ge=-GREATEST, le=GREATEST)]
    min: Annotated[Whole, Field(ge=-GREATEST, le=GREATEST)]
    max: Annotated[Whole, Field(ge=-GREATEST, le=GREATEST)]
    shown: Bool = False
    good: Literal["low", "high"] | None = None

    @model_validator(mode="after")
    def _in_range(self) -> NumberVariable:
        if self.min > self.max:
            raise PydanticCustomError(
                "E206",
                "The range is the wrong way round: min {low} is above max {high}.",
                {"low": self.min, "high": self.max, "mend": f"Write 'min: {self.max}, max: {self.min}'."},
            )
        if not self.min <= self.start <= self.max:
            raise PydanticCustomError(
                "E206",
                "start {start} is outside the range, min {low} to max {high}.",
                {"start": self.start, "low": self.min, "high": self.max, "mend": "Move start, or widen the range."},
            )
        return self

    @property
    def low(self) -> int:
        """The least value in the state vector."""
        return self.min

    @property
    def high(self) -> int:
        """The greatest value in the state vector."""
        return self.max


class LevelsVariable(Node):
    """Ordered words, such as a mood; in the state vector a level is its place in the list."""

    start: Name
    levels: Annotated[list[Name], Field(min_length=2, max_length=20)]
    shown: PersonId | None = None
    shown_as: dict[Name, ShortText] = {}

    @model_validator(mode="after")
    def _known_start(self) -> LevelsVariable:
        if len(set(self.levels)) != len(self.levels):
            raise PydanticCustomError("E308", "A level appears twice in the list.", {"mend": "Delete one of them."})
        if self.start not in self.levels:
            raise PydanticCustomError(
                "E310",
                "start '{start}' is not one of the levels.",
                {"start": self.start, "mend": f"Use one of: {', '.join(self.levels)}."},
            )
        for level in self.shown_as:
            if level not in self.levels:
                raise PydanticCustomError(
                    "E310",
                    "'{level}' under 'shown_as' is not one of the levels.",
                    {"level": level, "mend": did_you_mean(level, self.levels)},
                )
        return self

    @property
    def low(self) -> int:
        """The least value in the state vector."""
        return 0

    @property
    def high(self) -> int:
        """The greatest value in the state vector."""
        return len(self.levels) - 1


def variable_kind(value: Any) -> str:
    """Return which kind of variable an author wrote: "flag", "levels" or "number"."""
    if isinstance(value, FlagVariable | str | bool):
        return "flag"
    if isinstance(value, LevelsVariable) or (isinstance(value, Mapping) and "levels" in value):
        return "levels"
    if isinstance(value, Mapping) and set(value) <= {"start", "shown_as"}:
        return "flag" if value.get("start") in (True, False, "true", "false") else "number"
    return "number"


def short_flag(value: Any) -> Any:
    """Return the fields of a flag that was written as `true` or `false` alone; anything else as it is."""
    if isinstance(value, str) and value.lower() not in _YES:
        number = re.fullmatch(r"[+-]?\d{1,7}", value)
        low, high = (min(0, int(value)), max(10, int(value))) if number else (0, 0)
        raise PydanticCustomError(
            "E206",
            "'{value}' alone says where {what} starts, but not how far it can go.",
            {
                "value": value[:40],
                "what": "a number" if number else "it",
                "mend": f"Write its range too: {{start: {value}, min: {low}, max: {high}}}"
                if number
                else "A flag is true or false. For a mood write its levels in order: "
                f"{{start: {value[:40]}, levels: [{value[:40]}, …]}}",
            },
        )
    return {"start": value} if isinstance(value, str | bool) else value


Variable = Annotated[
    Annotated[
        Annotated[FlagVariable, BeforeValidator(short_flag, json_schema_input_type=bool | FlagVariable)], Tag("flag")
    ]
    | Annotated[NumberVariable, Tag("number")]
    | Annotated[LevelsVariable, Tag("levels")],
    Discriminator(variable_kind),
]


class TextVariant(Node):
    """One way a text can read; the first whose `when` holds is shown, the last has none."""

    when: When | None = None
    text: Text


def _variants(value: Any) -> Any:
    return [{"text": value}] if isinstance(value, str) else value


Variants = Annotated[
    list[TextVariant], Field(min_length=1), BeforeValidator(_variants, json_schema_input_type=str | list[TextVariant])
]


class Line(Node):
    """Something a person says: `- amara: You lot were here last week.`, with an optional `when`."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        json_schema_extra=lambda schema: schema.update(
            properties={"when": {"type": "string"}},
            additionalProperties={"type": ["string", "number", "boolean"]},
            required=[],
            minProperties=1,
            maxProperties=2,
        ),
    )

    speaker: PersonId
    text: Text
    when: When | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_speaker_key(cls, value: Any) -> Any:
        if isinstance(value, str):
            raise PydanticCustomError(
                "E203",
                "A line begins with who says it.",
                {"mend": "Write the id of the person and a colon before it: '- amara: What she says.'"},
            )
        if not isinstance(value, Mapping) or ("speaker" in value and "text" in value):
            return value
        speakers = [key for key in value if key != "when"]
        if len(speakers) != 1:
            raise PydanticCustomError(
                "E208",
                "A line has one speaker; here {count} are named.",
                {"count": len(speakers), "mend": "Write '- amara: What she says.', one entry for each speaker."},
            )
        return {"speaker": speakers[0], "text": value[speakers[0]], "when": value.get("when")}


class Route(Node):
    """Where a choice leads: the first whose `when` holds, after the choice's effects."""

    when: When | None = None
    to: Id


def _routes(value: Any) -> Any:
    return [{"to": value}] if isinstance(value, str) else value


Routes = Annotated[list[Route], Field(min_length=1), BeforeValidator(_routes, json_schema_input_type=str | list[Route])]


@dataclass(frozen=True, slots=True)
class _Always:
    """Effects as one mapping, in which a variable of version 1 may be called `when`."""

    values: Mapping[str, Any]


class _Entry(Node):
    """Effects that stand together: `{when: told, cup: true}`, in an order among others."""

    when: When | None = None
    values: dict[Name, Any]

    @model_validator(mode="before")
    @classmethod
    def _from_names(cls, value: Any) -> Any:
        if isinstance(value, _Always):
            return {"values": value.values}
        if isinstance(value, Mapping):
            rest = {name: each for name, each in value.items() if name != "when"}
            return {"values": rest, **({"when": value["when"]} if "when" in value else {})}
        return value

    @model_serializer(mode="wrap")
    def _as_names(self, inner: Any) -> Any:
        content = inner(self)
        when = {} if self.when is None else {"when": self.when}
        return {**when, **content.get("values", {})}


class SetEntry(_Entry):
    """What is written, where `when` holds."""

    values: dict[Name, StateValue]


class AddEntry(_Entry):
    """What is added, where `when` holds."""

    values: dict[Name, Annotated[Whole, Field(ge=-GREATEST, le=GREATEST)]]


def _entries(value: Any) -> Any:
    if isinstance(value, Mapping):
        return [_Always(value)] if value else []
    if isinstance(value, str):
        raise PydanticKnownError("dict_type")
    return value


def _as_one(entries: list[Any], inner: SerializerFunctionWrapHandler) -> Any:
    # Effects without a condition stay the one mapping that they always were, and so do digests.
    content = inner(entries)
    return content[0] if len(entries) == 1 and entries[0].when is None else content


Sets = Annotated[
    list[SetEntry],
    BeforeValidator(_entries, json_schema_input_type=dict[str, bool | int | str] | list[dict[str, bool | int | str]]),
    WrapSerializer(_as_one),
]
Adds = Annotated[
    list[AddEntry],
    BeforeValidator(_entries, json_schema_input_type=dict[str, int | str] | list[dict[str, int | str]]),
    WrapSerializer(_as_one),
]


class RatingEntry(_Entry):
    """Ratings, where `when` holds before the choice's effects."""

    values: dict[Id, Level]


Ratings = Annotated[
    list[RatingEntry],
    BeforeValidator(_entries, json_schema_input_type=dict[Id, Level] | list[dict[Id, Level]]),
    WrapSerializer(_as_one),
]


class Enter(Node):
    """What changes whenever a scene or an ending is entered: `set` first, then `add`."""

    set: Sets = []
    add: Adds = []


class Power(Node):
    """What makes an act lawful: a name of the power alone, or with the condition under which it holds."""

    basis: Text
    holds: Holds | None = None

    @model_serializer(mode="wrap")
    def _as_written(self, inner: Any) -> Any:
        # A power without a condition stays the text that it always was, and so do digests.
        return self.basis if self.holds is None else inner(self)


class Critical(Node):
    """A critical event of a choice, always or where `when` holds before the choice's effects."""

    event: Id
    when: When | None = None

    @model_serializer(mode="wrap")
    def _as_written(self, inner: Any) -> Any:
        return self.event if self.when is None else inner(self)


def _basis_alone(value: Any) -> Any:
    return {"basis": value} if isinstance(value, str) else value


def _event_alone(value: Any) -> Any:
    return {"event": value} if isinstance(value, str) else value


PowerOrText = Annotated[Power, BeforeValidator(_basis_alone, json_schema_input_type=str | Power)]
CriticalOrId = Annotated[Critical, BeforeValidator(_event_alone, json_schema_input_type=str | Critical)]


class Choice(Node):
    """Something the trainee can say or do."""

    id: Id
    say: Text | None = None
    do: Text | None = None
    when: When | None = None
    locked: Text | None = None
    ratings: Ratings = []
    critical: list[CriticalOrId] = []
    once: Bool = False
    set: Sets = []
    add: Adds = []
    feedback: Text | None = None
    goto: Routes
    tags: list[ChoiceTag] = []
    power: PowerOrText | None = None

    @property
    def spoken(self) -> bool:
        """Whether the choice is words rather than an action."""
        return self.say is not None

    @property
    def text(self) -> str:
        """The words or the action, as written."""
        return self.say if self.say is not None else self.do or ""

    @property
    def levels(self) -> dict[str, list[int]]:
        """The criteria that it may rate, each with every level that it may give; 0 if it may give none."""
        given: dict[str, list[int]] = {}
        for entry in self.ratings:
            for criterion, level in entry.values.items():
                before = [] if entry.when is None else given.get(criterion, [0])
                given[criterion] = list(dict.fromkeys([*before, level]))
        return given

    @property
    def mean_levels(self) -> dict[str, float]:
        """The criteria that it may rate, each with the mean of the levels that it may give."""
        return {criterion: sum(levels) / len(levels) for criterion, levels in self.levels.items()}

    @property
    def words(self) -> str:
        """The same with both readings of every `{if}`, for those who count words or look for some."""
        return all_of(self.text)


class Timer(Node):
    """A time limit on a scene, and the choice taken when it runs out; can always be switched off."""

    seconds: Annotated[Whole, Field(ge=3, le=600), _between(3, 600)]
    choose: Id


class Scene(Node):
    """A moment that asks for a choice, or one that goes on by itself (`continue`)."""

    text: Variants
    lines: list[Line] = []
    enter: Enter | None = None
    timer: Timer | None = None
    danger: Literal["imminent"] | None = None
    phase: Phase | None = None
    choices: list[Choice] = []
    goes_on: Routes | None = Field(None, alias="continue")


class Retold(Node):
    """What somebody says of the officer afterwards, at home."""

    who: PersonId
    text: Text
    when: When | None = None


class Ending(Node):
    """A place where the story stops."""

    outcome: Outcome
    text: Variants
    lines: list[Line] = []
    enter: Enter | None = None
    reflect: Text | None = None
    retold: list[Retold] = []


class Interrupt(Node):
    """What comes in between after a choice: where `when` holds, its `goto` takes the place of the choice's."""

    when: When
    goto: Routes
    once: Bool = False
    scenes: list[Id] = []


class Inject(Node):
    """What a trainer can let happen in a practice run, once: a text and its effects, in a scene with choices."""

    id: Id
    text: Text
    when: When | None = None
    scenes: list[Id] = []
    set: Sets = []
    add: Adds = []


class Trainer(Node):
    """What a trainer needs to run the encounter in a class."""

    notes: Text | None = None
    discussion: list[Text] = []


class StoryTest(Node):
    """A path that must keep working; run by `encounter check`."""

    name: ShortText
    choose: Annotated[list[Id], Field(min_length=1)]
    ending: Id


class Waiver(Node):
    """A finding that is on purpose, with its reason. `in` names the place; without it, the waiver holds everywhere."""

    model_config = ConfigDict(serialize_by_alias=True)

    rule: ShortText
    place: ShortText | None = Field(default=None, alias="in")
    reason: Text


class Review(Node):
    """Who outside the team has read the encounter, and when."""

    by: ShortText
    on: Date


class LawChecked(Node):
    """Who has held the law of the encounter against its sources, when, and how long that is good for."""

    by: ShortText
    on: Date
    until: Date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> LawChecked:
        if self.until is not None and self.until < self.on:
            raise PydanticCustomError(
                "E208",
                "The date of 'until' is before the date of 'on'.",
                {"mend": "Write the day on which it must be checked again."},
            )
        return self


def _kappa(value: Any) -> Any:
    if isinstance(value, str):
        if not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)", value) or len(value) > 12:
            raise PydanticCustomError(
                "E206", "'{value}' is not a number.", {"value": value[:40], "mend": "Write it with a point: 0.74."}
            )
        return float(value)
    return value


class KeyedBy(Node):
    """How many people stand behind the ratings, how well they agree (weighted kappa, -1 to 1), and how sure they are.

    `error` is one standard error of a figure over twelve decisions, in points, as the panel's own sheets gave it.
    """

    raters: Annotated[Whole, Field(ge=2, le=1_000), _between(2, 1_000)]
    kappa: Annotated[
        float,
        BeforeValidator(_kappa),
        Field(ge=-1, le=1),
        WithJsonSchema({"type": "number", "minimum": -1, "maximum": 1}),
    ]
    error: (
        Annotated[
            float,
            BeforeValidator(_kappa),
            Field(gt=0, le=25),
            WithJsonSchema({"type": "number", "exclusiveMinimum": 0, "maximum": 25}),
        ]
        | None
    ) = None
    on: Date


class Claim(Node):
    """What never happens in this story, in any state; or never at one of its places."""

    never: When
    at: Id | None = None
    why: Text


Format = Annotated[
    Literal["1", "2"], WithJsonSchema({"enum": [1, 2, "1", "2"], "description": "The version of this format."})
]


class Scenario(Node):
    """One encounter as its author wrote it."""

    format: Format
    id: Id
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    title: ShortText
    summary: Text
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")]
    setting: Setting
    jurisdiction: Jurisdiction | None = None
    law_checked: LawChecked | None = None
    practices: list[Practice] = []
    benefits: list[Benefit] = []
    level: Difficulty
    minutes: Annotated[Whole, Field(ge=1, le=120), _between(1, 120)]
    content_warnings: list[ShortText] = []
    objectives: list[Text] = []
    sources: list[Text] = []
    rubrics: Annotated[list[Id], Field(min_length=1)]
    keyed_by: KeyedBy | None = None
    variant_of: Id | None = None
    form_of: Id | None = None
    overlay_of: Id | None = None
    author: ShortText | None = None
    contributors: list[ShortText] = []
    licence: ShortText | None = None
    draft: Bool = False
    reviewed: list[Review] = []
    based_on: Literal["fiction", "fictionalised-event"] | None = None
    include: list[ShortText] = []
    people: Annotated[dict[PersonId, Person], Field(min_length=1)]
    state: dict[Name, Variable] = {}
    start: Id
    interrupts: list[Interrupt] = []
    injects: list[Inject] = []
    scenes: Annotated[dict[Id, Scene], Field(min_length=1)]
    endings: Annotated[dict[Id, Ending], Field(min_length=1)]
    glossary: dict[ShortText, Text] = {}
    trainer: Trainer | None = None
    claims: list[Claim] = []
    tests: list[StoryTest] = []
    waive: list[Waiver] = []

    @property
    def you(self) -> str | None:
        """The id of the person that the trainee plays."""
        return next((id_ for id_, person in self.people.items() if person.role == "you"), None)

    @property
    def raters(self) -> Raters:
        """Whose ratings it is keyed by: its panel's, or its author's."""
        return AUTHOR if self.keyed_by is None else Raters.of_panel(self.keyed_by.raters, self.keyed_by.error)

    @property
    def law(self) -> str | None:
        """The jurisdiction whose law holds, whichever way the file names it."""
        return None if self.jurisdiction is None else EARLIER_JURISDICTIONS.get(self.jurisdiction, self.jurisdiction)

    def snapshot(self) -> str:
        """Return the scenario as canonical JSON: the same for the same content, however it was laid out."""
        content = self.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"include"})
        return json.dumps(content, ensure_ascii=False, sort_keys=False, separators=(",", ":"))


def names_of(model: type[BaseModel]) -> list[str]:
    """Return the fields of a part as they are written in a file, in the documented order."""
    return [field.alias or name for name, field in model.model_fields.items()]


def digest_of(snapshot: str) -> str:
    """Return the content hash (SHA-256, hex) of a scenario's snapshot."""
    return hashlib.sha256(snapshot.encode()).hexdigest()
