"""Rescoring: a cohort's kept decisions under another rubric or a panel's ratings, beside the old result.

Decisions are replayed on the encounters as they were played, which gives the choices that were on offer. Nothing that
was kept changes. What comes out is kept with author and reason, and can be listed.
"""

from __future__ import annotations

import json
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from scoring.decision import Decision, decide
from scoring.document.problem import did_you_mean
from scoring.measure import Tally
from scoring.panel_key import PanelKey
from scoring.rubric import Rubric, RubricSet
from scoring.scorecard import score
from simulator.academy.model import Cohort
from simulator.academy.register import cohort_named
from simulator.academy.selection import runs_of
from simulator.encounter.run import Run, Step
from simulator.errors import ChoiceRefused, StoreDamaged, UnknownRecord, UsageError
from simulator.people.audit import log
from simulator.records.digests import canonical
from simulator.records.journal import keep, levels_digest
from simulator.records.model import RunRecord, read_time, write_time
from simulator.records.queries import run_records
from simulator.records.rubrics import rubrics_by_run
from simulator.records.schema import cohorts, rescored_levels, rescored_runs, rescorings
from simulator.records.store import Store
from simulator.scenario.story import Story
from simulator.text import clean_text

Key = Rubric | PanelKey
"""What scores are made by."""

_ROWS_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class RescoredFigures:
    """One run's figures on one rubric, as they were and as they are now; None is *not assessed*."""

    run: str
    trainee: str
    scenario: str
    rubric: str
    before: Tally
    after: Tally

    @property
    def change(self) -> float | None:
        """How far the anchored figure moved, in points; None if it is not assessed on both sides."""
        if self.before.anchored is None or self.after.anchored is None:
            return None
        return self.after.anchored - self.before.anchored

    @property
    def moved(self) -> bool:
        """Whether either figure is another one now."""
        return (self.before.anchored, self.before.decision_quality) != (
            self.after.anchored,
            self.after.decision_quality,
        )

    @property
    def bands(self) -> tuple[str | None, str | None]:
        """The words for the figure before and after."""
        before, after = self.before.band, self.after.band
        return (before and before.value, after and after.value)


@dataclass(frozen=True, slots=True)
class Rescored:
    """What a rescoring found.

    Attributes:
        id: what it is kept under; None if nothing was kept.
        moves: a row per run and rubric, the furthest moved first.
        runs: how many finished runs were replayed.
    """

    id: str | None
    cohort: Cohort
    key: Key
    moves: tuple[RescoredFigures, ...]
    runs: int


@dataclass(frozen=True, slots=True)
class KeptRescoring:
    """One rescoring that is kept; `key` is the rubric, or the panel's ratings, that it was made by."""

    id: str
    cohort: str | None
    rubric: str
    version: str
    author: str
    reason: str
    at: datetime
    key: Key

    @property
    def words(self) -> str:
        """What it is, in a sentence."""
        return (
            f"Scored again by {self.rubric} {self.version} on {self.at.day} {self.at:%B %Y}, for {self.author}: "
            f"{self.reason.rstrip('.')}."
        )

    def as_json(self) -> dict[str, str | None]:
        """Return it as an object of stable keys."""
        return {
            "id": self.id, "cohort": self.cohort, "rubric": self.rubric, "version": self.version,
            "author": self.author, "reason": self.reason, "at": write_time(self.at),
        }  # fmt: skip


def rescore(
    store: Store,
    cohort: str,
    key: Key,
    *,
    author: str,
    reason: str,
    at: datetime,
    keep: bool = True,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> Rescored:
    """Score a cohort's finished runs again.

    Args:
        store: where they are.
        cohort: the cohort's name.
        key: a rubric (its weights and criteria), or a panel's ratings of the choices.
        author, reason: who wants it, and why; kept with the result.
        at: now.
        keep: whether to keep the result; otherwise it is only told.
        progress: is told how many runs are done, of how many.

    Raises:
        UnknownRecord: no such cohort.
        UsageError: no author or reason; or the key names a criterion or choice that there is not.
        StoreDamaged: a run contradicts its encounter.
    """
    who, why = clean_text(author, limit=80), clean_text(reason, limit=1_000)
    if not who or not why:
        raise UsageError("A rescoring needs an author and a reason.", "Give both: --author NAME --reason WHY")
    chosen = cohort_named(store, cohort)
    with store.reading() as connection:
        records = [record for record in run_records(connection, runs_of(chosen.id)) if record.finished]
        played_under = rubrics_by_run(connection, runs_of(chosen.id))
    _check_criteria(key, played_under.values())
    # One encounter after the other: each is read once, however many played it.
    records.sort(key=lambda record: (record.digest, record.started_at, record.id))
    moves: list[RescoredFigures] = []
    rows: list[tuple[Any, ...]] = []
    identity = str(uuid.uuid4())
    for number, (record, old, new) in enumerate(_replayed(store, records, key), start=1):
        moves += _moves(record, old, new, key, played_under[record.id])
        rows += [
            (identity, record.id, decision.sequence, criterion, rated.level, rated.best, rated.worst)
            for decision in new
            for criterion, rated in decision.levels.items()
        ]
        progress(number, len(records))
    moves.sort(key=lambda move: (-abs(move.change or 0.0), not move.moved, move.trainee.casefold(), move.run))
    if keep:
        told = {"id": identity, "cohort_id": chosen.id, "rubric": key.id, "version": key.version}
        told |= {"body": _body(key), "author": who, "reason": why, "at": write_time(at)}
        with store.writing() as connection:
            _keep(connection, told, rows)
            log(connection, at=at, by=who, action="rescored", about=chosen.name, detail=f"{key.id} {key.version}")
    return Rescored(identity if keep else None, chosen, key, tuple(moves), len(records))


def kept_rescorings(store: Store, cohort: str | None = None) -> list[KeptRescoring]:
    """Return the rescorings that are kept, newest first; of one cohort, or of all.

    Raises:
        UnknownRecord: no such cohort.
    """
    columns = (rescorings.c[name] for name in ("id", "rubric", "version", "author", "reason", "at", "body"))
    asked = select(*columns, cohorts.c.name.label("cohort")).outerjoin(cohorts, cohorts.c.id == rescorings.c.cohort_id)
    if cohort is not None:
        asked = asked.where(rescorings.c.cohort_id == cohort_named(store, cohort).id)
    with store.reading() as connection:
        rows = connection.execute(asked.order_by(rescorings.c.at.desc(), rescorings.c.id)).mappings().all()
    return [
        KeptRescoring(
            row["id"], row["cohort"], row["rubric"], row["version"], row["author"], row["reason"],
            read_time(row["at"]), _key(row["body"]),
        )
        for row in rows
    ]  # fmt: skip


def rescoring_named(store: Store, cohort: str, id_: str) -> KeptRescoring:
    """Return the rescoring of a cohort whose id begins so.

    Raises:
        UnknownRecord: no such cohort, or not one such rescoring.
    """
    kept = kept_rescorings(store, cohort)
    found = [each for each in kept if id_ and each.id.startswith(id_.strip().lower())]
    if len(found) != 1:
        what = "no" if not found else "more than one"
        mend = f'List them with: encounter rescore "{cohort}" --list'
        raise UnknownRecord(f"{cohort} has {what} rescoring '{clean_text(id_, limit=40)}'.", mend)
    return found[0]


def _replayed(
    store: Store, records: Sequence[RunRecord], key: Key
) -> Iterator[tuple[RunRecord, list[Decision], list[Decision]]]:
    story: Story | None = None
    for record in records:
        if story is None or story.digest != record.digest:
            story = store.story(record.digest)
            _check_choices(key, story)
        try:
            run = Run(story, seed=record.seed, path=record.path)
        except ChoiceRefused as refused:
            raise StoreDamaged(
                f"What is kept of run {record.id[:8]} contradicts its scenario: {refused.message}",
                "See what was changed: encounter store verify.",
            ) from None
        yield record, run.decisions, [_rated(step, story, key) for step in run.steps]


def _rated(step: Step, story: Story, key: Key) -> Decision:
    decision = step.decision
    if not decision.offered:
        return decision  # an inject: nothing was on offer
    given = {id_: story.choices[id_].rated(step.before) for id_ in decision.offered}
    if isinstance(key, PanelKey):
        rated: Mapping[str, Mapping[str, int]] = {
            id_: key.ratings(story.scenario.id, id_, ratings) for id_, ratings in given.items()
        }
    else:
        rated = {
            id_: {name: ratings[name] for name in ratings if name in key.criteria} for id_, ratings in given.items()
        }
    return decide(
        sequence=decision.sequence,
        scene=decision.scene,
        choice=decision.choice,
        offered=rated,
        critical=decision.critical,
    )


def _moves(
    record: RunRecord, old: Sequence[Decision], new: Sequence[Decision], key: Key, played_under: RubricSet
) -> list[RescoredFigures]:
    after_by = list(played_under.rubrics.values()) if isinstance(key, PanelKey) else [key]
    # A rubric that the run was not played under has nothing to be compared with: before, it was not assessed.
    before_by = played_under.only(rubric.id for rubric in after_by).rubrics.values()
    before, after = score(old, before_by), score(new, after_by)
    found = []
    for rubric in after_by:
        then = before.rubrics[rubric.id].total if rubric.id in before.rubrics else Tally()
        now = after.rubrics[rubric.id].total
        if then.n or now.n:
            found.append(RescoredFigures(record.id, record.trainee, record.scenario_id, rubric.id, then, now))
    return found


def _check_criteria(key: Key, played_under: Iterable[RubricSet]) -> None:
    named = (
        key.criteria
        if isinstance(key, Rubric)
        else {name for choices in key.encounters.values() for ratings in choices.values() for name in ratings}
    )
    known = {criterion for rubrics in played_under for criterion in rubrics.criteria}
    for criterion in sorted(named):
        if known and criterion not in known:
            raise UsageError(
                f"No encounter rates the criterion '{criterion}'.",
                did_you_mean(criterion, sorted(known), otherwise="There are"),
            )


def _check_choices(key: Key, story: Story) -> None:
    if isinstance(key, PanelKey):
        for choice in key.encounters.get(story.scenario.id, {}):
            if choice not in story.choices:
                raise UsageError(
                    f"{story.scenario.id} {story.scenario.version} has no choice '{choice}'.",
                    did_you_mean(choice, story.choices, otherwise="There are"),
                )


def _body(key: Key) -> str:
    kind = "panel" if isinstance(key, PanelKey) else "rubric"
    return canonical({kind: json.loads(key.model_dump_json())})


def _key(body: str) -> Key:
    kept = json.loads(body)
    return PanelKey.model_validate(kept["panel"]) if "panel" in kept else Rubric.model_validate(kept["rubric"])


def _keep(connection: Connection, told: Mapping[str, Any], rows: Sequence[tuple[Any, ...]]) -> None:
    keep(connection, rescorings, [told], at=told["at"])
    names = [column.name for column in rescored_levels.c]
    for begin in range(0, len(rows), _ROWS_AT_ONCE):
        part = [dict(zip(names, row, strict=True)) for row in rows[begin : begin + _ROWS_AT_ONCE]]
        connection.execute(insert(rescored_levels), part)
    by_run: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for _, run_id, *level in rows:
        by_run[run_id].append(tuple(level))
    sealed = [
        {"rescoring_id": told["id"], "run_id": run_id, "levels": levels_digest(levels)}
        for run_id, levels in by_run.items()
    ]
    keep(connection, rescored_runs, sealed, at=told["at"])
