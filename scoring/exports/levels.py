"""The tables that can be exported. Each is one entry, and commands, checks and documentation are made from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scoring.disclosure import Publication, suppress_choices, suppress_items
from scoring.exports import kept
from scoring.exports.table import typed

if TYPE_CHECKING:
    import pyarrow as pa

    from scoring.facts import Column
    from scoring.rubric import Rubric

PERSONAL = (
    "Rows of single people are personal data, for those who may see those people. Hidden counts can be worked out from "
    "them. Tables of items and choices can be passed on."
)
"""Said by every export that has such rows."""


@dataclass(frozen=True, slots=True)
class Level:
    """One table.

    Attributes:
        name: as `--level` takes it; the function of `scoring.tables` and the columns of
            `scoring.tables.columns` have the same name.
        about: what a row is, in one sentence.
        suppress: hides small counts, where a row stands for a group of people; None where it stands for one person.
        kept: its columns, where its rows are kept beside the decisions and are read from the store, not computed.
        in_words: people's own words stand in it, so that it cannot be pseudonymous.
    """

    name: str
    about: str
    suppress: Callable[[pa.Table, Publication], pa.Table] | None = None
    kept: tuple[Column, ...] | None = None
    in_words: bool = False

    @property
    def grouped(self) -> bool:
        """Whether a row stands for a group of people."""
        return self.suppress is not None

    @property
    def columns(self) -> tuple[Column, ...]:
        """What the table holds, in order."""
        if self.kept is not None:
            return self.kept
        from scoring.tables import columns

        found: tuple[Column, ...] = getattr(columns, self.name.upper())
        return found

    def rows(
        self,
        facts: Any,
        rubrics: Sequence[Rubric],
        told: Publication | None,
        read: Callable[[Any], Iterable[pa.RecordBatch]],
    ) -> Iterator[pa.RecordBatch]:
        """Compute the table.

        Args:
            facts: the long facts, on any engine.
            rubrics: every version that the runs were played under.
            told: what a table of groups tells; the others do not need it.
            read: returns the rows of a frame of that engine.

        Raises:
            ValueError: a table of groups without `told`; it would show small counts.
        """
        from scoring import tables

        if self.suppress is not None:
            if told is None:
                raise ValueError(f"{self.name}: what may be told of groups has not been decided")
            computed = self.suppress(getattr(tables, self.name)(facts, rubrics), told).to_batches()
        elif self is DECISIONS:
            computed = read(facts)
        else:
            computed = read(getattr(tables, self.name)(facts, rubrics).to_native())
        yield from typed(computed, self.columns)


DECISIONS = Level("decisions", "The facts themselves: a row per decision and criterion.")
RUNS = Level("runs", "A row per run and rubric: the run's scorecard.")

EXPORT_LEVELS: Mapping[str, Level] = {
    level.name: level
    for level in (
        DECISIONS,
        Level("criteria", "A row per run and criterion that the run had on offer."),
        RUNS,
        Level("trainees", "A row per trainee, rubric and its version, over finished runs."),
        Level("items", "A row per decision point, rubric and its version, for authors.", suppress_items),
        Level("choices", "A row per choice that was ever open, for authors.", suppress_choices),
        Level("ratings", "A row per rating by a trainer that has not been taken back.", kept=kept.RATINGS),
        Level("reflections", "A row per reflection, in the trainee's own words.", kept=kept.REFLECTIONS, in_words=True),
        Level(
            "own-words",
            "A row per decision where the trainee said, before the choices were shown, what they would do.",
            kept=kept.OWN_WORDS,
            in_words=True,
        ),
        Level("comments", "A row per comment of a trainer to a trainee.", kept=kept.COMMENTS, in_words=True),
        Level("rescorings", "A row per rescoring, run and criterion: before and after.", kept=kept.RESCORINGS),
        Level("lateness", "A row per trainee and assignment that is overdue or was done late.", kept=kept.LATENESS),
        Level(
            "gradebook",
            "A row per trainee and a column per assignment and scored rubric, for a learning management system.",
            kept=kept.GRADEBOOK,
        ),
        Level(
            "training-events",
            "A row per trainee and assignment, in the form that state training boards accept.",
            kept=kept.TRAINING_EVENTS,
        ),
    )
}
"""The tables by name, in the order in which a workbook has them."""

COMPUTED = tuple(level for level in EXPORT_LEVELS.values() if level.kept is None)
"""The tables that are computed from the facts: those of a workbook where none is named."""
