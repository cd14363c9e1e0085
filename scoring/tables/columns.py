"""What each standard table holds: its columns with type, unit and meaning, as every export explains them."""

from __future__ import annotations

from scoring.facts import COLUMNS as FACTS
from scoring.facts import Column, arrow_schema
from scoring.measure import FORMULA, MARK
from scoring.precision import RULE

__all__ = [
    "CHOICES", "CRITERIA", "DECISIONS", "FACTS", "ITEMS", "PROFILE", "RUNS", "SUMMARY", "TRAINEES", "Column",
    "arrow_schema",
]  # fmt: skip

DECISIONS = FACTS
"""The facts themselves, as a level of an export."""

_FACTS = {column.name: column for column in FACTS}

_RUBRIC = Column("rubric", "string", "id", "The rubric; empty for a run on which nothing was rated.", nullable=True)
_RUBRIC_VERSION = Column(
    "rubric_version", "string", "version", "That rubric's version when the run began.", nullable=True
)
_ONE_VERSION = Column(
    "rubric_version", "string", "version", "That rubric's version; runs under different versions are never combined."
)
_FIGURE = (
    Column("opportunities", "int64", "count", "How many times a criterion was on offer; 0 is not assessed."),
    Column("credits", "int64", "sum of levels", "The sum of the levels above 0."),
    Column("debits", "int64", "sum of levels", "The sum of the levels below 0, kept apart from the credits."),
    Column(
        "anchored",
        "float64",
        "0 to 100",
        f"How good the conduct was: {FORMULA}; empty is not assessed.",
        nullable=True,
    ),
    Column(
        "decision_quality",
        "float64",
        "0 to 100",
        "How good it was among what was on offer: 100 x sum(level - worst) / sum(best - worst), weighted; "
        "empty where nothing on offer differed.",
        nullable=True,
    ),
)
_STANDARDS = Column(
    "standards",
    "int64",
    "count",
    "In how many of the runs the standard was reached; empty for a profile.",
    nullable=True,
)
_CRITICAL = Column("critical_events", "int64", "count", "How many critical events there were; never averaged.")

CRITERIA: tuple[Column, ...] = (
    *(
        _FACTS[name]
        for name in (
            "run", "trainee", "trainee_name", "external_id", "cohort", "assignment", "campaign", "branch", "episode",
            "scenario", "version", "mode",
            "attempt", "origin", "started_at", "ended_at",
        )
    ),
    Column("rubric", "string", "id", "The rubric that the criterion belongs to."),
    _RUBRIC_VERSION,
    Column("criterion", "string", "id", "What was judged."),
    *_FIGURE,
)  # fmt: skip
"""A row per run and criterion that the run had on offer."""

RUNS: tuple[Column, ...] = (
    *(
        _FACTS[name]
        for name in (
            "run", "trainee", "trainee_name", "external_id", "cohort", "assignment", "campaign", "branch", "episode",
            "scenario", "version", "digest",
            "mode", "attempt", "origin", "language", "started_at", "ended_at", "ending", "outcome",
        )
    ),
    Column("decisions", "int64", "count", "How many decisions the run has, with those copied from an earlier run."),
    _CRITICAL,
    _RUBRIC,
    _RUBRIC_VERSION,
    *_FIGURE,
    Column(
        "band", "string", "word", "The provisional word for the anchored figure.", nullable=True
    ),
    Column(
        "standard", "bool", "",
        "Whether the run reaches the standard: anchored at the mark or above, and no critical event in the run; "
        "empty for a profile, which has none.",
        nullable=True,
    ),
    Column(
        "mark", "float64", "0 to 100",
        f"The mark: {MARK:.0f}, or what the run's assignment pins for the rubric; empty for a profile.",
        nullable=True,
    ),
    Column(
        "standard_error", "float64", "points",
        f"How far other raters would move the anchored figure: one standard error, from raters alone: {RULE}.",
        nullable=True,
    ),
    _FACTS["raters"],
    _FACTS["key_error"],
    _FACTS["self_rating"],
    _FACTS["program_version"],
)  # fmt: skip
"""A row per run and rubric: the run's scorecard."""

TRAINEES: tuple[Column, ...] = (
    *(_FACTS[name] for name in ("cohort", "trainee", "trainee_name", "external_id", "mode")),
    Column("rubric", "string", "id", "The rubric."),
    _ONE_VERSION,
    Column("encounters", "int64", "count", "How many different encounters were finished."),
    Column(
        "runs",
        "int64",
        "count",
        "How many finished runs the figures rest on; runs that try again from a decision are not counted.",
    ),
    _CRITICAL,
    *_FIGURE,
    Column(
        "first_anchored",
        "float64",
        "0 to 100",
        "The mean, over encounters, of the first finished attempt's anchored figure.",
        nullable=True,
    ),
    Column(
        "best_anchored",
        "float64",
        "0 to 100",
        "The mean, over encounters, of the best finished attempt's anchored figure.",
        nullable=True,
    ),
    _STANDARDS,
    Column("gain", "float64", "points", "best_anchored - first_anchored; 0 where nothing was repeated.", nullable=True),
    Column("self_rating", "float64", "0 to 100", "The mean of the trainee's own ratings.", nullable=True),
    Column(
        "calibration",
        "float64",
        "points",
        "The mean of own rating - anchored figure over the runs that have both; above 0 is over-confident.",
        nullable=True,
    ),
)
"""A row per trainee, mode and rubric, over finished runs: practice and assessment are never combined."""

SUMMARY: tuple[Column, ...] = (
    _FACTS["cohort"],
    _FACTS["mode"],
    Column("rubric", "string", "id", "The rubric."),
    _ONE_VERSION,
    Column("trainees", "int64", "count", "How many trainees the row rests on: those with a finished run."),
    Column("runs", "int64", "count", "How many finished runs."),
    _CRITICAL,
    *_FIGURE,
    Column("mean", "float64", "0 to 100", "The mean of the trainees' anchored figures.", nullable=True),
    Column("sd", "float64", "points", "Their standard deviation, with n - 1; empty for one.", nullable=True),
    Column("minimum", "float64", "0 to 100", "The lowest of them.", nullable=True),
    Column("maximum", "float64", "0 to 100", "The highest of them.", nullable=True),
    Column("first_anchored", "float64", "0 to 100", "The mean of the trainees' first attempts.", nullable=True),
    Column("best_anchored", "float64", "0 to 100", "The mean of their best attempts.", nullable=True),
    _STANDARDS,
    Column("gain", "float64", "points", "The mean gain from first to best.", nullable=True),
    Column("calibration", "float64", "points", "The mean of own rating - anchored figure.", nullable=True),
)
"""A row per cohort, mode and rubric, over trainees."""

PROFILE: tuple[Column, ...] = (
    _FACTS["cohort"],
    _FACTS["scenario"],
    _FACTS["mode"],
    Column("rubric", "string", "id", "The rubric that the criterion belongs to."),
    _ONE_VERSION,
    Column("criterion", "string", "id", "What was judged."),
    Column("trainees", "int64", "count", "How many trainees met it in a finished run."),
    *_FIGURE,
    Column("mean", "float64", "0 to 100", "The mean of the trainees' anchored figures.", nullable=True),
)
"""A row per cohort, encounter, mode and criterion, over finished runs: the heat map."""

_ITEM = tuple(_FACTS[name] for name in ("scenario", "version", "mode", "scene"))

ITEMS: tuple[Column, ...] = (
    *_ITEM,
    Column("rubric", "string", "id", "The rubric; empty where nothing on offer in the scene was rated.", nullable=True),
    _RUBRIC_VERSION,
    Column("trainees", "int64", "count", "How many trainees took a decision there.", nullable=True),
    Column("runs", "int64", "count", "In how many runs.", nullable=True),
    Column("decisions", "int64", "count", "How many decisions were taken there.", nullable=True),
    Column(
        "varies",
        "bool",
        "",
        "Whether a level, or what was on offer, was not the same in all of them: it depended on earlier choices.",
        nullable=True,
    ),
    Column("mean_level", "float64", "-2 to 2", "The mean level over its criteria.", nullable=True),
    Column(
        "difficulty",
        "float64",
        "0 to 1",
        "The share of what was on offer that was reached: sum(level - worst) / sum(best - worst); 1 is easy.",
        nullable=True,
    ),
    Column(
        "item_rest",
        "float64",
        "-1 to 1",
        "The corrected item-rest correlation: mean level here with mean level in the rest of the same run; "
        "near 0 or below, the decision needs the author's eye.",
        nullable=True,
    ),
    Column("item_rest_runs", "int64", "count", "How many runs that correlation rests on.", nullable=True),
    Column("seconds", "float64", "s", "The mean time that trainees took over the choice.", nullable=True),
    Column(
        "choices",
        "string",
        "JSON object",
        "Each choice's id with how often it was taken, how often it was open, and how many trainees took it: "
        "[taken, open, takers].",
    ),
    Column(
        "dead_choices",
        "string",
        "JSON array of ids",
        "Choices taken by fewer than 5 % of those who had them open; only those open 20 times or more are judged.",
    ),
)
"""A row per decision point, mode and rubric."""

CHOICES: tuple[Column, ...] = (
    *_ITEM,
    Column("choice", "string", "id", "The choice."),
    Column("trainees", "int64", "count", "How many trainees took a decision there.", nullable=True),
    Column("offered", "int64", "count", "How many decisions had it open.", nullable=True),
    Column("taken", "int64", "count", "How many decisions took it.", nullable=True),
    Column("takers", "int64", "count", "How many trainees took it.", nullable=True),
    Column("share", "float64", "0 to 1", "taken / offered.", nullable=True),
    Column("dead", "bool", "", "Whether the share is below 0.05; empty below 20 offers.", nullable=True),
)
"""A row per choice that was ever open, by mode."""
