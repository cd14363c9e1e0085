"""The campaign format as pydantic models: `campaign.yaml`, the file beside its episodes.

Memory is made of the same finite variables as a scenario's state, so that a campaign can be proved
as a scenario can. What names refer to is checked in `references`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Discriminator, Field, StringConstraints, Tag, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from simulator.scenario.model import (
    GREATEST,
    Bool,
    FlagVariable,
    Id,
    Jurisdiction,
    LevelsVariable,
    Name,
    Node,
    NumberVariable,
    PersonId,
    Retold,
    Review,
    ShortText,
    StateValue,
    Text,
    Trainer,
    Variants,
    Waiver,
    When,
    Whole,
    short_flag,
    variable_kind,
)

PROMISE_LEVELS = ["unsaid", "said", "kept", "broken", "owned"]
"""What can become of a promise; `owned` is broken and said so."""

Shown = Literal["now", "end", "never"]
"""When a trainee sees a variable: all the time, only after the last episode, or not at all."""

_ANY_SCALAR = WithJsonSchema({"type": ["string", "number", "boolean"]})
Expression = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True), _ANY_SCALAR]
"""A name of memory or state, a sum of them, or a condition, as conditions write them."""


class CampaignPerson(Node):
    """Somebody of the campaign: a person, or a group that is met as one."""

    name: ShortText
    role: ShortText
    about: Text | None = None


class MemoryFlag(FlagVariable):
    """A fact that is true or false, and outlives its episode."""

    shown: Shown = "never"
    title: ShortText | None = None
    person: PersonId | None = None


class MemoryNumber(NumberVariable):
    """A whole number that outlives its episode."""

    shown: Shown = "never"  # type: ignore[assignment]
    title: ShortText | None = None
    person: PersonId | None = None


class MemoryLevels(LevelsVariable):
    """Ordered words that outlive their episode, such as how well somebody knows you."""

    shown: Shown = "never"
    title: ShortText | None = None
    person: PersonId | None = None


Memory = Annotated[
    Annotated[Annotated[MemoryFlag, BeforeValidator(short_flag, json_schema_input_type=bool)], Tag("flag")]
    | Annotated[MemoryNumber, Tag("number")]
    | Annotated[MemoryLevels, Tag("levels")],
    Discriminator(variable_kind),
]


class Promise(Node):
    """Something said to somebody: memory with the levels unsaid, said, kept, broken and owned."""

    to: PersonId
    words: Text
    shown: Shown = "now"

    @property
    def variable(self) -> LevelsVariable:
        """The promise as a variable of the memory."""
        return LevelsVariable(start=PROMISE_LEVELS[0], levels=PROMISE_LEVELS)


class Between(Node):
    """What happens between an episode and the next, where `when` holds: words, and changes to the memory."""

    when: When | None = None
    text: Text | None = None
    set: dict[Name, StateValue] = {}
    add: dict[Name, Annotated[Whole, Field(ge=-GREATEST, le=GREATEST)]] = {}

    @model_validator(mode="after")
    def _does_something(self) -> Between:
        if self.text is None and not self.set and not self.add:
            raise PydanticCustomError(
                "E208", "Nothing happens here.", {"mend": "Write a 'text', a 'set' or an 'add', or delete the entry."}
            )
        return self


class Episode(Node):
    """One encounter of the campaign, and what flows into it and out of it."""

    id: Id
    date: ShortText
    scenario: Id
    title: ShortText | None = None
    when: When | None = None
    brings: dict[Name, Expression] = {}
    keeps: dict[Name, Expression] = {}
    between: list[Between] = []


class Closing(Node):
    """A way in which the campaign ends. The first closing with a `when` that holds is used; the last has no `when`."""

    id: Id
    when: When | None = None
    title: ShortText | None = None
    text: Variants
    retold: list[Retold] = []
    reflect: Text | None = None


class CampaignTest(Node):
    """A way that must keep working: the choices of each episode that comes, and the closing."""

    name: ShortText
    choose: Annotated[list[Annotated[list[Id], Field(min_length=1)]], Field(min_length=1)]
    closing: Id


Format = Annotated[Literal["2"], WithJsonSchema({"enum": [2, "2"], "description": "The version of this format."})]


class Campaign(Node):
    """A campaign as its author wrote it."""

    format: Format
    kind: Literal["campaign"]
    id: Id
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    title: ShortText
    summary: Text
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")]
    jurisdiction: Jurisdiction | None = None
    minutes: Annotated[Whole, Field(ge=1, le=1_000)]
    content_warnings: list[ShortText] = []
    objectives: list[Text] = []
    sources: list[Text] = []
    based_on: Literal["fiction", "fictionalised-event"] | None = None
    reviewed: list[Review] = []
    author: ShortText | None = None
    contributors: list[ShortText] = []
    licence: ShortText | None = None
    draft: Bool = False
    people: dict[PersonId, CampaignPerson] = {}
    memory: dict[Name, Memory] = {}
    promises: dict[Name, Promise] = {}
    episodes: Annotated[list[Episode], Field(min_length=1, max_length=50)]
    closings: Annotated[list[Closing], Field(min_length=1)]
    trainer: Trainer | None = None
    tests: list[CampaignTest] = []
    waive: list[Waiver] = []
