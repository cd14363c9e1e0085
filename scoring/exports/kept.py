"""The tables of what the store keeps beside decisions, and what every export says about each."""

from __future__ import annotations

from scoring.facts import COLUMNS, Column

_FACTS = {column.name: column for column in COLUMNS}
_WHO = tuple(_FACTS[name] for name in ("trainee", "trainee_name", "external_id"))
_RUN = (_FACTS["run"], *_WHO, *(_FACTS[name] for name in ("scenario", "version", "mode")))
_AT = Column("at", "timestamp", "UTC", "When it was kept.")
_DUE = Column("due", "timestamp", "UTC", "The date by which it is due, for that person.", nullable=True)
_ASSIGNED = Column("assignment", "string", "id", "The assignment.")

RATINGS: tuple[Column, ...] = (
    *_RUN,
    Column("rater", "string", "name", "The trainer who rated."),
    Column("criterion", "string", "id", "What was judged."),
    Column("level", "int32", "-2 to 2", "The level that the trainer gave to the whole run."),
    _AT,
)
OWN_WORDS: tuple[Column, ...] = (
    *_RUN,
    _FACTS["sequence"],
    Column("scene", "string", "id", "The scene that they were said in; empty before the choice.", nullable=True),
    Column("choice", "string", "id", "The choice that was taken then; empty before it.", nullable=True),
    Column("text", "string", "", "What the trainee would have said or done, before the choices were shown."),
    _AT,
)
REFLECTIONS: tuple[Column, ...] = (*_RUN, Column("text", "string", "", "The trainee's own words."), _AT)
COMMENTS: tuple[Column, ...] = (
    *_RUN,
    Column("author", "string", "name", "The trainer who wrote it."),
    Column("text", "string", "", "The comment."),
    _AT,
)
RESCORINGS: tuple[Column, ...] = (
    Column("rescoring", "string", "id", "The rescoring."),
    Column("author", "string", "name", "Who rescored."),
    Column("reason", "string", "", "Why."),
    _AT,
    *_RUN,
    Column("rubric", "string", "id", "The rubric, or the panel, that it was rescored by."),
    Column("rubric_version", "string", "version", "That rubric's version."),
    Column("criterion", "string", "id", "What was judged."),
    Column("opportunities", "int64", "count", "How many decisions were rated on it, by the rescoring."),
    Column("before", "float64", "0 to 100", "The conduct on it as it was; empty is not assessed.", nullable=True),
    Column("after", "float64", "0 to 100", "The conduct on it by the rescoring; empty is not assessed.", nullable=True),
)
LATENESS: tuple[Column, ...] = (
    *_WHO,
    _ASSIGNED,
    _FACTS["scenario"],
    _FACTS["mode"],
    _DUE,
    Column("finished", "timestamp", "UTC", "When it was done; empty while it is overdue.", nullable=True),
    Column("late_seconds", "int64", "s", "How late it was done, or is now."),
)
GRADEBOOK: tuple[Column, ...] = (
    *_WHO,
    Column(
        "email", "string", "", "The e-mail address, by which Moodle and similar systems identify people.", nullable=True
    ),
)
"""The columns for every cohort; after them comes one for each assignment and scored rubric."""

TRAINING_EVENTS: tuple[Column, ...] = (
    *_WHO,
    Column("course", "string", "", "The encounter's or campaign's id, and its version where one was set."),
    Column("mode", "string", "practice or assessment", "How it was assigned."),
    Column("start", "timestamp", "UTC", "When the first run began.", nullable=True),
    Column("end", "timestamp", "UTC", "When the first finished run ended.", nullable=True),
    Column("hours", "float64", "h", "How long the finished runs lasted in all, from beginning to end."),
    Column("status", "string", "word", "completed, begun or not begun."),
    Column("assessor", "string", "names", "The trainers who rated or commented on a run of it.", nullable=True),
)
