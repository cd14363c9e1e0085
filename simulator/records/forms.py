"""Sealed forms: which fields the hash of a run and of a decision is made over, each list under a number.

Every row says the number of the form that it was sealed in. A new field goes into a new form, and rows of
the forms before it stay as sound as they were. A form that a store may hold is never changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from simulator.records.digests import canonical

_FLAGS = frozenset({"timed_out", "by_path"})  # sealed as 0 or 1: SQLite keeps no other kind
_RUN = (
    "id", "ordinal", "trainee_id", "scenario_id", "scenario_version", "digest", "mode", "seed", "language",
    "started_at", "origin_run", "origin_kept", "origin_kind", "assignment_id", "program_version", "rubric_versions",
)  # fmt: skip
_DECISION = ("sequence", "scene", "choice", "offered", "shown", "at", "moved_to", "timed_out")
_LEVEL = ("criterion", "rubric", "level", "best", "worst")


@dataclass(frozen=True, slots=True)
class Form:
    """What is sealed of a row, in order.

    Attributes:
        number: 1, 2, 3 …
        run: of a run.
        decision: of a decision. Its seconds, its critical events and its levels come after these.
        level: of each level of a decision.
    """

    number: int
    run: tuple[str, ...]
    decision: tuple[str, ...] = _DECISION
    level: tuple[str, ...] = _LEVEL
    _first: tuple[int, ...] = field(init=False)  # the first form did not seal its own number

    def __post_init__(self) -> None:
        object.__setattr__(self, "_first", () if self.number == 1 else (self.number,))

    def run_text(self, run: Mapping[str, Any]) -> str:
        """Return what is sealed of a run, by column."""
        return canonical([*self._first, *_values(run, self.run)])

    def decision_text(
        self, decision: Mapping[str, Any], critical: Iterable[str], levels: Iterable[Sequence[Any]]
    ) -> str:
        """Return what is sealed of a decision.

        Args:
            decision: its row, by column; `offered` and `shown` as the text that is kept.
            critical: its critical events, in any order.
            levels: its levels, each as `level` names its fields, in any order.
        """
        seconds = decision["seconds"]
        took = None if seconds is None else float(seconds)  # PostgreSQL gives a whole number back as a float
        sealed = _values(decision, self.decision)
        return canonical([*self._first, *sealed, took, sorted(critical), sorted(map(tuple, levels))])

    def level_of(self, row: Mapping[str, Any]) -> tuple[Any, ...]:
        """Return what is sealed of a level's row, by column."""
        return tuple(row[name] for name in self.level)

    def run_sql(self, dialect: str, table: str) -> str:
        """Return the expression in which a database writes `run_text`."""
        return _array(dialect, table, self.run, self._first)

    def decision_sql(self, dialect: str, table: str) -> str:
        """Return the expression in which a database writes `decision_text` up to the seconds, as a closed array."""
        return _array(dialect, table, self.decision, self._first)

    def level_sql(self, dialect: str, table: str) -> str:
        """Return the expression in which a database writes one level."""
        return _array(dialect, table, self.level)


FORMS: dict[int, Form] = {
    form.number: form
    for form in (
        Form(1, _RUN),
        Form(2, (*_RUN, "rubrics", "translation", "by_path")),
        Form(3, (*_RUN, "rubrics", "translation", "by_path", "campaign_run", "episode", "episode_number")),
    )
}
"""Every form that a store may hold."""

PRESENT = max(FORMS)
"""The form in which rows are sealed now."""


def by_form(column: str, written: Mapping[int, str]) -> str:
    """Return the SQL expression that writes a row in its form; `column` holds the form's number.

    Args:
        column: where the number is kept.
        written: a form's number to the expression that writes it.
    """
    if len(set(written.values())) == 1:
        return next(iter(written.values()))
    cases = " ".join(f"WHEN {number} THEN {text}" for number, text in written.items())
    return f"CASE {column} {cases} END"


def _values(row: Mapping[str, Any], names: Iterable[str]) -> list[Any]:
    return [int(row[name]) if name in _FLAGS else row[name] for name in names]


def _array(dialect: str, table: str, names: Sequence[str], first: Sequence[int] = ()) -> str:
    columns = [f"{table}.{name}" for name in names]
    if dialect == "sqlite":
        return f"json_array({', '.join([*map(str, first), *columns])})"
    texts = [
        f"{column}::int" if name in _FLAGS else f"coalesce(to_json({column})::text, 'null')"
        for name, column in zip(names, columns, strict=True)
    ]
    return f"('[' || concat_ws(',', {', '.join([*map(str, first), *texts])}) || ']')"
