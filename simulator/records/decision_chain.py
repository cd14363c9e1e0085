"""The chain of decisions: each seals the one before it in its run, back to the run's genesis.

The database writes each decision in its canonical form. That costs a fraction of doing it row by row in Python. A large
file is followed part by part in several processes; what they load is this module and little more.
"""

from __future__ import annotations

import hashlib
import os
import signal
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from simulator.errors import StoreUnavailable
from simulator.records.forms import FORMS, by_form
from simulator.records.sqlite_file import file_uri

Geneses = Mapping[str, str]
"""A run's id to what its chain begins with."""

Heads = Mapping[str, Mapping[int, str]]
"""A run's id to the claims of checkpoints about it: the number of its decisions to the hash of the last one."""

Progress = Callable[[int], None]
"""Is told now and then how many decisions have been looked at."""

WORTH_SHARING = 64 * 1024 * 1024
"""Bytes of a file from which starting other processes pays for itself: some 100,000 decisions."""

_STRIDE = 20_000  # decisions between two words of progress
_PART = 5_000  # runs at most


@dataclass(slots=True)
class DecisionChainResult:
    """What following decisions gave.

    Attributes:
        decisions, levels: how many there are.
        suspects: runs that do not fit. Where a database writes a character otherwise than Python,
            a sound run is among them: a closer look has the last word.
        met: how many of what checkpoints claim was found, by run.
    """

    decisions: int = 0
    levels: int = 0
    suspects: set[str] = field(default_factory=set)
    met: dict[str, int] = field(default_factory=dict)

    def add(self, other: DecisionChainResult) -> None:
        """Take in what another part gave."""
        self.decisions += other.decisions
        self.levels += other.levels
        self.suspects |= other.suspects
        self.met |= other.met


def statement(dialect: str, where: str = "") -> str:
    """Return the query for all decisions as `chain.link` seals them, each in its own form, up to their time.

    A row is run, sequence, hash, beginning, seconds, critical events, and levels. The beginning is None where
    the row's form is unknown.

    Args:
        dialect: "sqlite" or "postgresql".
        where: a condition on the decisions `d`, with the word WHERE; "" for all of them.
    """
    beginning = by_form("d.form", {number: form.decision_sql(dialect, "d") for number, form in FORMS.items()})
    level = by_form("d.form", {number: form.level_sql(dialect, "l") for number, form in FORMS.items()})
    return _statement(dialect, f"d.hash, {beginning}, d.seconds", level, where)


def scored(dialect: str, where: str = "") -> str:
    """Return the query for all decisions as they were scored.

    A row is run, sequence, scene, choice, what was offered, where it led, its time, critical events, and levels.
    """
    level = FORMS[1].level_sql(dialect, "l")  # criterion, rubric, level, best, worst: whatever a later form seals
    return _statement(dialect, "d.scene, d.choice, d.offered, d.moved_to, d.at", level, where)


def _statement(dialect: str, columns: str, level: str, where: str) -> str:
    if dialect == "sqlite":  # it reads both in the order of their primary keys
        events, levels = "group_concat(json_quote(e.event))", f"group_concat({level})"
    else:
        events = "string_agg(to_json(e.event)::text, ',' ORDER BY e.event COLLATE \"C\")"
        levels = f"string_agg({level}, ',' ORDER BY l.criterion COLLATE \"C\")"
    # Nothing here comes from outside: the fields' names stand in `forms`.
    return f"""
        SELECT d.run_id, d.sequence, {columns},
            (SELECT {events} FROM critical_events e WHERE e.run_id = d.run_id AND e.sequence = d.sequence),
            (SELECT {levels} FROM levels l WHERE l.run_id = d.run_id AND l.sequence = d.sequence)
        FROM decisions d {where} ORDER BY d.run_id, d.sequence
    """  # noqa: S608


def follow(rows: Iterable[Any], geneses: Geneses, heads: Heads, progress: Progress) -> DecisionChainResult:
    """Follow every run's chain.

    Args:
        rows: of `statement`.
        geneses: what each run's chain begins with.
        heads: what checkpoints claim.
        progress: is told now and then how many decisions have been looked at.
    """
    suspects: set[str] = set()
    met: dict[str, int] = {}
    sha256 = hashlib.sha256
    count = rated = 0
    run, head, expected = "", "", 1
    claimed: Mapping[int, str] = {}
    for run_id, sequence, kept, sealed, seconds, events, levels in rows:
        if run_id != run:
            run, head, expected, claimed = run_id, geneses.get(run_id, ""), 1, heads.get(run_id, {})
        took = "null" if seconds is None else repr(seconds)
        text = f"{head}{sealed[:-1] if sealed else ''},{took},[{events or ''}],[{levels or ''}]]"
        if sequence != expected or sha256(text.encode()).hexdigest() != kept:
            suspects.add(run_id)
        if claimed and claimed.get(sequence) == kept:
            met[run_id] = met.get(run_id, 0) + 1
        head, expected = kept, sequence + 1
        rated += levels.count("[") if levels else 0
        count += 1
        if count % _STRIDE == 0:
            progress(count)
    return DecisionChainResult(count, rated, suspects, met)


@contextmanager
def following_file(
    path: Path, geneses: Geneses, heads: Heads, processes: int | None = None
) -> Iterator[Callable[[Progress], DecisionChainResult]]:
    """Begin to follow every run's chain in a SQLite file, each part of the runs in a process beside this one.

    The function that is yielded waits for the end, and reports after each part how many decisions were checked. It
    raises sqlite3.Error if the file cannot be read. What is written meanwhile is followed or not, run by run.

    Args:
        path: the file.
        geneses: what each run's chain begins with.
        heads: what checkpoints claim.
        processes: how many share the runs; as many as there are processors if omitted.
    """
    processes = processes or os.cpu_count() or 1
    parts = parts_of(sorted(geneses), processes)
    # Spawned and not forked: a fork of a process with threads may hang.
    pool = ProcessPoolExecutor(min(processes, len(parts)), mp_context=get_context("spawn"), initializer=leave_ctrl_c)
    try:
        own = [
            ({run: geneses[run] for run in part.runs}, {run: heads[run] for run in part.runs if run in heads})
            for part in parts
        ]
        found = pool.map(partial(_follow_part, path), parts, own)
        yield partial(_sum, found)
    finally:
        pool.shutdown(cancel_futures=True)


def _sum(parts: Iterable[DecisionChainResult], progress: Progress) -> DecisionChainResult:
    total = DecisionChainResult()
    try:
        for part in parts:
            total.add(part)
            progress(total.decisions)
    except BrokenProcessPool:
        raise StoreUnavailable(
            "A process that read a part of the record store was ended from outside.",
            "Verify it again; where memory is short, close other programs first.",
        ) from None
    return total


@dataclass(frozen=True, slots=True)
class ChainPart:
    """Some of the runs, in order: from `low` on (None: from the first) up to but without `high` (None: to the last).

    A decision of a run that is not there falls into a part as well.
    """

    low: str | None
    high: str | None
    runs: tuple[str, ...]


def parts_of(runs: Sequence[str], processes: int) -> list[ChainPart]:
    """Return how so many processes share the runs: each takes a part of them, in order."""
    size = max(1, min(_PART, len(runs) // processes))
    begins = range(0, max(1, len(runs)), size)
    return [
        ChainPart(
            runs[begin] if begin else None,
            runs[begin + size] if begin + size < len(runs) else None,
            tuple(runs[begin : begin + size]),
        )
        for begin in begins
    ]


def _follow_part(path: Path, part: ChainPart, own: tuple[Geneses, Heads]) -> DecisionChainResult:
    connection = open_file(path)
    try:
        return follow(rows_of(connection, part, statement), *own, lambda _: None)
    finally:
        connection.close()


def rows_of(connection: sqlite3.Connection, part: ChainPart, statement: Callable[[str, str], str]) -> Iterator[Any]:
    """Return the rows of a statement on the decisions of one part of the runs."""
    bounds = {"d.run_id >= ?": part.low, "d.run_id < ?": part.high}
    given = {words: bound for words, bound in bounds.items() if bound is not None}
    where = f"WHERE {' AND '.join(given)}" if given else ""
    return connection.execute(statement("sqlite", where), list(given.values()))


def open_file(path: Path) -> sqlite3.Connection:
    """Open a store's file to read on."""
    return sqlite3.connect(file_uri(path), uri=True, timeout=5, isolation_level=None)


def leave_ctrl_c() -> None:
    """Leave an interruption to the process that asked."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
