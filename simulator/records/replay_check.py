"""Every kept choice is replayed on its scenario, and the result is compared with what was kept of each decision.

The chain shows that nothing was changed after it was kept. This shows that what was kept follows from the choices. Each
scenario is asked once for each state and choice that is met, however many runs met it.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, select

from scoring.decision import decide
from scoring.rubric import NONE
from simulator.errors import StoreDamaged
from simulator.records.decision_chain import ChainPart, leave_ctrl_c, open_file, parts_of, rows_of, scored
from simulator.records.digests import canonical, hash_text
from simulator.records.model import Mode
from simulator.records.rubrics import kept_rubrics
from simulator.records.schema import runs, snapshots
from simulator.scenario.compiled import INJECT
from simulator.scenario.state import Values
from simulator.scenario.story import Story

Progress = Callable[[int], None]
"""Is told now and then how many decisions have been replayed."""

_STRIDE = 20_000
_REMEMBERED = 200_000  # states and choices of one scenario


@dataclass(slots=True)
class Replayed:
    """What replaying gave.

    Attributes:
        contradictions: a run's id to the first decision that does not follow from its choice and scenario, and why.
        backwards: runs in which a later decision has an earlier time.
    """

    contradictions: dict[str, tuple[int, str]] = field(default_factory=dict)
    backwards: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _ReplaySetup:
    """What the replay of a run needs: script number, when it began, how many decisions it copied, and its mode."""

    script: int
    started_at: str
    copied: int
    mode: str


_Script = tuple[str, Mapping[str, str]]
"""A scenario's snapshot, and criterion to rubric."""


def replay_all(
    connection: Connection, path: Path | None, progress: Progress, *, processes: int | None = None
) -> Replayed:
    """Replay every run of a store whose scenario and rubrics are as they were kept.

    Args:
        connection: to read on.
        path: the store's file where several processes share the runs; None for this process alone.
        progress: is told now and then how many decisions have been replayed.
        processes: how many share the runs; as many as there are processors if omitted.
    """
    plots, scripts = _plots(connection)
    if path is None:
        asked = scored(connection.dialect.name)
        if connection.dialect.name == "sqlite":
            raw: Any = connection.connection.dbapi_connection
            return _replay(raw.execute(asked), plots, scripts, progress)
        rows = connection.exec_driver_sql(asked, execution_options={"yield_per": 5_000})
        return _replay(rows, plots, scripts, progress)
    processes = processes or os.cpu_count() or 1
    parts = parts_of(sorted(plots), processes)
    total = Replayed()
    with ProcessPoolExecutor(
        min(processes, len(parts)), mp_context=get_context("spawn"), initializer=leave_ctrl_c
    ) as pool:
        own = [{run: plots[run] for run in part.runs} for part in parts]
        for found in pool.map(partial(_replay_part, path, scripts), parts, own):
            total.contradictions |= found.contradictions
            total.backwards |= found.backwards
    return total


def _replay_part(path: Path, scripts: list[_Script], part: ChainPart, plots: Mapping[str, _ReplaySetup]) -> Replayed:
    connection: sqlite3.Connection = open_file(path)
    try:
        return _replay(rows_of(connection, part, scored), plots, scripts, lambda _: None)
    finally:
        connection.close()


def _plots(connection: Connection) -> tuple[dict[str, _ReplaySetup], list[_Script]]:
    """Return what the replay of each run needs. A run is left out if its scenario or rubrics were changed."""
    numbers: dict[tuple[str, str | None], int | None] = {}
    scripts: list[_Script] = []
    plots: dict[str, _ReplaySetup] = {}
    asked = select(runs.c.id, runs.c.digest, runs.c.rubrics, runs.c.started_at, runs.c.origin_kept, runs.c.mode)
    for run_id, digest, rubrics, started_at, copied, mode in connection.execute(asked).all():
        if (digest, rubrics) not in numbers:
            script = _script(connection, digest, rubrics)
            numbers[digest, rubrics] = None if script is None else len(scripts)
            scripts += [] if script is None else [script]
        number = numbers[digest, rubrics]
        if number is not None:
            plots[run_id] = _ReplaySetup(number, started_at, copied or 0, mode)
    return plots, scripts


def _script(connection: Connection, digest: str, rubrics: str | None) -> _Script | None:
    body = connection.scalar(select(snapshots.c.body).where(snapshots.c.digest == digest))
    if body is None or hash_text(body) != digest:
        return None
    try:
        return body, dict(kept_rubrics(connection, rubrics).criteria)
    except (StoreDamaged, ValueError, AttributeError):
        return None


def _replay(
    rows: Iterable[Any], plots: Mapping[str, _ReplaySetup], scripts: list[_Script], progress: Progress
) -> Replayed:
    total = Replayed()
    retold: dict[int, _Retold | None] = {}
    run, before, told = "", "", None
    place: str | None = None
    values: Values = ()
    count = copied = 0
    for run_id, sequence, scene, choice, offered, moved_to, at, events, levels in rows:
        if run_id != run:
            run, plot = run_id, plots.get(run_id)
            place = None
            if plot is not None:
                if plot.script not in retold:
                    retold[plot.script] = _retold(*scripts[plot.script])
                told = retold[plot.script]
                if told is not None:
                    place, values = told.start
                copied, before = plot.copied, plot.started_at if plot.copied == 0 else ""
        if sequence == copied + 1 and copied and plot is not None:
            before = max(before, plot.started_at)
        if at < before:
            total.backwards.add(run_id)
        before = at
        count += 1
        if count % _STRIDE == 0:
            progress(count)
        if place is None or told is None:
            continue
        outcome = told.take(place, values, choice)
        if choice.startswith(INJECT) and plot is not None and plot.mode != Mode.PRACTICE:
            wrong: str | None = "an inject can happen only in practice"
        elif outcome is None or scene != place:
            wrong = "its choice was not open there"
        else:
            wrong = outcome.differs(offered, moved_to, events, levels)
        if wrong is not None:
            total.contradictions[run_id] = (sequence, wrong)
            place = None
        elif outcome is not None:
            place, values = outcome.place, outcome.values
    return total


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What one choice in one state leads to, and is worth; as a store keeps it."""

    place: str
    values: Values
    offered: frozenset[str]
    events: str
    levels: str

    def differs(self, offered: str, moved_to: str, events: str | None, levels: str | None) -> str | None:
        """Return what is kept otherwise, None if nothing is."""
        if moved_to != self.place:
            return "it leads elsewhere"
        if (levels or "") != self.levels:
            return "its levels are different"
        if (events or "") != self.events:
            return "its critical events are different"
        try:
            same = set(json.loads(offered)) == self.offered  # in the order of the run that it was copied from, perhaps
        except (ValueError, TypeError):
            same = False
        return None if same else "other choices were on offer"


class _Retold:
    """A scenario that remembers what each choice in each state led to."""

    def __init__(self, story: Story, rubric_of: Mapping[str, str]) -> None:
        self._story = story
        self._rubric_of = rubric_of
        self._known: dict[tuple[str, Values, str], _Outcome | None] = {}
        self.start = (story.first, story.start)

    def take(self, place: str, values: Values, choice: str) -> _Outcome | None:
        """Return what a choice leads to, None if it is not open there."""
        key = (place, values, choice)
        if key not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[key] = self._take(place, values, choice)
        return self._known[key]

    def _take(self, place: str, values: Values, choice_id: str) -> _Outcome | None:
        story = self._story
        if place not in story.scenes:
            return None
        if choice_id.startswith(INJECT):
            inject = story.injects.get(choice_id.removeprefix(INJECT))
            if inject is None or not story.scenes[place].choices or not inject.is_open(place, values):
                return None
            return _Outcome(place, story.injected(values, inject), frozenset(), "", "")
        open_here = {each.id: each for each in story.available(place, values)}
        if choice_id not in open_here:
            return None
        choice = open_here[choice_id]
        made = story.move(values, choice)
        decision = decide(
            sequence=1,
            scene=place,
            choice=choice_id,
            offered={id_: each.rated(values) for id_, each in open_here.items()},
            critical=choice.events(values),
        )
        levels = sorted(
            [criterion, self._rubric_of.get(criterion, ""), each.level, each.best, each.worst]
            for criterion, each in decision.levels.items()
        )
        return _Outcome(
            made.place,
            made.values,
            frozenset(decision.offered),
            ",".join(canonical(event) for event in sorted(decision.critical)),
            ",".join(canonical(level) for level in levels),
        )


def _retold(body: str, rubric_of: Mapping[str, str]) -> _Retold | None:
    try:
        return _Retold(Story.from_snapshot(body, NONE), rubric_of)
    except ValidationError:
        return None  # of a format that this program reads no more
