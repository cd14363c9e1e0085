"""The facts: one long table, a row per decision and criterion, that every score and export is a query over.

`COLUMNS` is the one place that names them. If nothing on offer was rated, the decision has one row with empty criterion
and levels. So no choice and no critical event is lost. Runs that a rewind replaced are left out. A run that tries again
from a decision of an earlier run has `origin` "again". The decisions before that one are marked `copied`: they are in
the table under the earlier run as well, so leave them out when you count decisions. Where a run is unfinished,
`ended_at`, `ending` and `outcome` are empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from scoring.measure import MARK
from scoring.precision import DECISIONS

if TYPE_CHECKING:
    import pyarrow as pa

Kind = Literal["string", "int32", "int64", "float64", "bool", "timestamp"]
"""The types: text, whole numbers, a double, a truth value, and a moment in UTC to the millisecond."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the facts.

    Attributes:
        name: lower case, the same in every export.
        type: of its values.
        unit: the unit of the values, or the kind of name; "" if there is none.
        meaning: one sentence for the person who reads an export.
        nullable: whether it may be empty.
    """

    name: str
    type: Kind
    unit: str
    meaning: str
    nullable: bool = False


COLUMNS: tuple[Column, ...] = (
    Column("run", "string", "id", "The run that the decision belongs to."),
    Column("trainee", "string", "id", "The trainee's id."),
    Column("trainee_name", "string", "", "The trainee's name, as in the roster."),
    Column("external_id", "string", "id", "The academy's own id for the trainee.", nullable=True),
    Column(
        "cohort",
        "string",
        "name",
        "The cohort whose assignment the run answers; otherwise the cohort that was exported, or the first that the "
        "trainee joined.",
        nullable=True,
    ),
    Column("assignment", "string", "id", "The assignment that the run answers.", nullable=True),
    Column("campaign", "string", "id", "The campaign that the encounter was an episode of.", nullable=True),
    Column(
        "branch",
        "string",
        "id",
        "Which journey through that campaign: trying again from an episode begins a new one.",
        nullable=True,
    ),
    Column("episode", "string", "id", "Which episode of the campaign it was.", nullable=True),
    Column("scenario", "string", "id", "The encounter that was played."),
    Column("version", "string", "version", "The encounter's version."),
    Column("digest", "string", "SHA-256", "The fingerprint of the encounter as it was played."),
    Column("rubric", "string", "id", "The rubric that the criterion belongs to.", nullable=True),
    Column("rubric_version", "string", "version", "That rubric's version when the run began.", nullable=True),
    Column("mode", "string", "practice or assessment", "Practice has a coach's notes and a way back."),
    Column("attempt", "int32", "count", "The trainee's first, second … run of this encounter."),
    Column("origin", "string", "start or again", "Whether the run began at the start, or tried again from a decision."),
    Column("language", "string", "BCP 47", "The language it was played in."),
    Column("seed", "int64", "", "The number that decides the order in which choices were shown."),
    Column("started_at", "timestamp", "UTC", "When the run began."),
    Column("ended_at", "timestamp", "UTC", "When it reached its ending.", nullable=True),
    Column("ending", "string", "id", "The ending it reached.", nullable=True),
    Column("outcome", "string", "word", "The ending's outcome.", nullable=True),
    Column("sequence", "int32", "count", "The decision's place in the run, from 1."),
    Column("scene", "string", "id", "The scene that the decision was taken in."),
    Column("choice", "string", "id", "The choice that was taken."),
    Column("offered", "string", "JSON array of ids", "The choices that were open, in the order shown."),
    Column("shown", "string", "JSON array of ids", "All choices that were shown, open or locked, in that order."),
    Column("moved_to", "string", "id", "The scene or ending that the choice led to."),
    Column("decided_at", "timestamp", "UTC", "When the choice was kept."),
    Column("seconds", "float64", "s", "How long the trainee took over the choice.", nullable=True),
    Column("timed_out", "bool", "", "Whether the scene's timer chose."),
    Column(
        "copied",
        "bool",
        "",
        "Whether the decision was copied from the earlier run when the trainee tried again; it is listed under that "
        "run too.",
    ),
    Column("critical", "string", "JSON array of ids", "The critical events of the choice; never averaged."),
    Column("criterion", "string", "id", "What the choice was rated on; empty where nothing was.", nullable=True),
    Column("level", "int32", "-2 to 2", "The level that the choice reached on the criterion.", nullable=True),
    Column("best", "int32", "-2 to 2", "The best level on offer.", nullable=True),
    Column("worst", "int32", "-2 to 2", "The worst level on offer.", nullable=True),
    Column(
        "self_rating",
        "int32",
        "0 to 100",
        "The trainee's own rating of the run on that rubric, given before the score was seen.",
        nullable=True,
    ),
    Column("raters", "int32", "count", "How many people's ratings the encounter is keyed by; 1 is its author."),
    Column(
        "key_error",
        "float64",
        "points",
        f"One standard error of those ratings, over {DECISIONS} decisions: the panel's own, or the stated default.",
    ),
    Column(
        "mark",
        "float64",
        "0 to 100",
        f"The mark that the run's assignment pins for that rubric; empty is {MARK:.0f}.",
        nullable=True,
    ),
    Column("program_version", "string", "version", "The version of Encounter that kept the run."),
)
"""The columns, in the order in which every export has them."""

NAMES: tuple[str, ...] = tuple(column.name for column in COLUMNS)
"""The columns' names, in order."""


def arrow_schema(columns: Sequence[Column] = COLUMNS) -> pa.Schema:
    """Return columns as an Arrow schema; each field's metadata holds its unit and meaning."""
    import pyarrow as pa

    types = {
        "string": pa.string(),
        "int32": pa.int32(),
        "int64": pa.int64(),
        "float64": pa.float64(),
        "bool": pa.bool_(),
        "timestamp": pa.timestamp("ms", tz="UTC"),
    }
    return pa.schema(
        [
            pa.field(
                column.name,
                types[column.type],
                nullable=column.nullable,
                metadata={"unit": column.unit, "meaning": column.meaning},
            )
            for column in columns
        ]
    )
