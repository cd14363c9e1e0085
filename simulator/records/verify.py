"""Verification: reads the whole store once, set-wise, and names everything that is not as it was kept.

The quick pass lets the database write each decision in its canonical form, and follows the chain; a
run that does not fit there is examined closely (see `examine`), which has the last word.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, and_, func, or_, select
from sqlalchemy.exc import DatabaseError

from simulator.errors import StoreDamaged
from simulator.records.chain import hash_text
from simulator.records.claims import read_claims
from simulator.records.connection import Address, looking, reads
from simulator.records.examine import Marks, examine, outcomes_of
from simulator.records.findings import Finding, FindingKind, Report
from simulator.records.migrate import require_present
from simulator.records.run_chain import follow_runs
from simulator.records.schema import critical_events, decisions, finishes, levels, runs, snapshots
from simulator.records.seal import Seal, can_sign, read_seal, seal_path

Progress = Callable[[int], None]
"""Is told now and then how many decisions have been looked at."""

_STRIDE = 20_000
_STREAM = {"yield_per": 5_000}  # rows at a time, however many there are

# A decision as `chain.link` seals it, up to its time, written by the database: run, sequence, hash,
# beginning, seconds, critical events, levels, and the run's genesis at its first decision. Where a
# database would write a character otherwise than Python, the run is examined, and found sound.
_SEALED = {
    "sqlite": """
        SELECT d.run_id, d.sequence, d.hash,
            json_array(d.sequence, d.scene, d.choice, d.offered, d.shown, d.at, d.moved_to, d.timed_out), d.seconds,
            (SELECT group_concat(json_quote(e.event)) FROM critical_events e
              WHERE e.run_id = d.run_id AND e.sequence = d.sequence),
            (SELECT group_concat(json_array(l.criterion, l.rubric, l.level, l.best, l.worst)) FROM levels l
              WHERE l.run_id = d.run_id AND l.sequence = d.sequence),
            CASE WHEN d.sequence = 1 THEN (SELECT genesis FROM runs WHERE id = d.run_id) END
        FROM decisions d ORDER BY d.run_id, d.sequence
    """,
    "postgresql": """
        SELECT d.run_id, d.sequence, d.hash,
            '[' || d.sequence || ',' || to_json(d.scene) || ',' || to_json(d.choice) || ',' || to_json(d.offered)
                || ',' || to_json(d.shown) || ',' || to_json(d.at) || ',' || to_json(d.moved_to)
                || ',' || d.timed_out::int || ']', d.seconds,
            (SELECT string_agg(to_json(e.event)::text, ',' ORDER BY e.event COLLATE "C") FROM critical_events e
              WHERE e.run_id = d.run_id AND e.sequence = d.sequence),
            (SELECT string_agg('[' || to_json(l.criterion) || ',' || to_json(l.rubric) || ',' || l.level
                || ',' || l.best || ',' || l.worst || ']', ',' ORDER BY l.criterion COLLATE "C") FROM levels l
              WHERE l.run_id = d.run_id AND l.sequence = d.sequence),
            CASE WHEN d.sequence = 1 THEN (SELECT genesis FROM runs WHERE id = d.run_id) END
        FROM decisions d ORDER BY d.run_id, d.sequence
    """,
}


def verify_store(address: Address, progress: Progress | None = None) -> Report:
    """Verify a store, which is only read.

    Args:
        address: where it is.
        progress: is told how far it is.

    Raises:
        StoreError: it cannot be opened at all.
    """
    with looking(address) as connection:
        require_present(connection, address)
        return verify(connection, seal_file=seal_path(address), progress=progress)


def verify(connection: Connection, *, seal_file: Path | None = None, progress: Progress | None = None) -> Report:
    """Verify what a connection leads to.

    Args:
        connection: to read on.
        seal_file: where the store's key is kept, None where it has none.
        progress: is told how far it is.
    """
    with ThreadPoolExecutor(1) as beside:
        damage = beside.submit(_file_damage, connection.engine)
        try:
            report = _verify_content(connection, seal_file, progress or (lambda _: None))
        except (DatabaseError, sqlite3.DatabaseError) as error:  # the second from the driver's own cursor
            said = getattr(error, "orig", error)
            message = f"The database cannot be read to its end ({said})."
            report = Report(findings=(Finding(FindingKind.FILE_DAMAGED, message),))
        return replace(report, findings=(*damage.result(), *report.findings))


def _file_damage(engine: Engine) -> list[Finding]:
    """Return what SQLite itself finds wrong with the file; it looks on a connection of its own, meanwhile."""
    if engine.dialect.name != "sqlite":
        return []
    try:
        with reads(engine).connect() as connection:
            said = list(connection.exec_driver_sql("PRAGMA quick_check(5)").scalars())
    except DatabaseError as error:
        said = [str(error.orig)]
    return [Finding(FindingKind.FILE_DAMAGED, f"The file is damaged: {each}.") for each in said if each != "ok"]


def _verify_content(connection: Connection, seal_file: Path | None, progress: Progress) -> Report:
    findings: list[Finding] = []
    seal: Seal | None = None
    try:
        seal = None if seal_file is None else read_seal(seal_file)
    except StoreDamaged as damaged:
        findings.append(Finding(FindingKind.CHECKPOINT_CHANGED, damaged.message))
    outcomes, changed = _snapshots(connection)
    claims = read_claims(connection, seal)
    chain = follow_runs(connection, claims, seal)
    findings += [*changed, *claims.findings, *chain.findings]
    count, suspects = _follow_decisions(connection, chain.heads, progress)
    suspects |= _suspect_finishes(connection, outcomes)
    for run_id in sorted(suspects):
        findings += examine(connection, run_id, chain.heads.get(run_id, {}))
    progress(count)
    return Report(
        runs=chain.runs,
        decisions=count,
        snapshots=len(outcomes),
        erased=chain.erased,
        unsigned_erasures=chain.unsigned_erasures,
        checkpoints=claims.checkpoints,
        signatures_checked=can_sign(),
        signers=tuple(sorted(claims.signers)),
        findings=tuple(findings),
    )


def _snapshots(connection: Connection) -> tuple[dict[str, dict[str, str]], list[Finding]]:
    """Return each kept scenario's outcomes by ending, and the scenarios that were changed."""
    outcomes, findings = {}, []
    for digest, scenario, body in connection.execute(
        select(snapshots.c.digest, snapshots.c.scenario_id, snapshots.c.body)
    ):
        outcomes[digest] = outcomes_of(body)
        if hash_text(body) != digest:
            message = f"The kept scenario '{scenario}' ({digest[:8]}) was changed after it was played."
            findings.append(Finding(FindingKind.SNAPSHOT_CHANGED, message))
    return outcomes, findings


def _follow_decisions(connection: Connection, heads: Mapping[str, Marks], progress: Progress) -> tuple[int, set[str]]:
    """Follow every run's chain of decisions; return how many there are, and the runs that do not fit."""
    suspects: set[str] = set()
    unmet = {run_id: dict(marks) for run_id, marks in heads.items()}
    sha256 = hashlib.sha256
    count = rated = 0
    run, head, expected, marks = "", "", 1, {}
    for run_id, sequence, kept, sealed, seconds, events, levels_, genesis in _sealed(connection):
        if run_id != run:
            run, head, expected, marks = run_id, genesis or "", 1, unmet.get(run_id, {})
        took = "null" if seconds is None else repr(seconds)
        text = f"{head}{sealed[:-1]},{took},[{events or ''}],[{levels_ or ''}]]"
        if sequence != expected or sha256(text.encode()).hexdigest() != kept:
            suspects.add(run_id)
        if marks and marks.get(sequence) == kept:
            del marks[sequence]
        head, expected = kept, sequence + 1
        rated += levels_.count("[") if levels_ else 0
        count += 1
        if count % _STRIDE == 0:
            progress(count)
    suspects |= {run_id for run_id, left in unmet.items() if left}
    if rated != connection.scalar(select(func.count()).select_from(levels)):
        suspects |= _without_decision(connection, levels)
    return count, suspects | _without_decision(connection, critical_events)


def _sealed(connection: Connection) -> Iterable[Any]:
    statement = _SEALED[connection.dialect.name]
    if connection.dialect.name == "sqlite":
        # The driver's own cursor: this is the one loop over everything, and a row costs half as much.
        raw: Any = connection.connection.dbapi_connection
        rows: Iterable[Any] = raw.execute(statement)
        return rows
    return connection.exec_driver_sql(statement, execution_options=_STREAM)


def _without_decision(connection: Connection, table: Any) -> set[str]:
    missing = (
        ~select(decisions.c.run_id)
        .where(decisions.c.run_id == table.c.run_id, decisions.c.sequence == table.c.sequence)
        .exists()
    )
    return set(connection.scalars(select(table.c.run_id).where(missing).distinct()))


def _suspect_finishes(connection: Connection, outcomes: Mapping[str, Mapping[str, str]]) -> set[str]:
    """Return the runs whose finish is not that of their last decision, or whose finish is missing."""
    last, further = decisions.alias("last"), decisions.alias("further")
    unlike = or_(
        last.c.hash.is_(None),
        last.c.hash != finishes.c.head,
        last.c.moved_to != finishes.c.ending,
        last.c.at != finishes.c.at,
        further.c.hash.is_not(None),
    )
    of_last = and_(last.c.run_id == finishes.c.run_id, last.c.sequence == finishes.c.count)
    beyond = and_(further.c.run_id == finishes.c.run_id, further.c.sequence == finishes.c.count + 1)
    asked = select(finishes.c.run_id).outerjoin(last, of_last).outerjoin(further, beyond).where(unlike)
    suspects = set(connection.scalars(asked))
    ended = select(runs.c.id, runs.c.digest, finishes.c.ending, finishes.c.outcome).join(
        finishes, finishes.c.run_id == runs.c.id
    )
    for run_id, digest, ending, outcome in connection.execute(ended, execution_options=_STREAM):
        if outcomes.get(digest, {}).get(ending) != outcome:
            suspects.add(run_id)
    longest = select(func.max(decisions.c.sequence)).where(decisions.c.run_id == runs.c.id).scalar_subquery()
    unfinished = (
        select(runs.c.id, runs.c.digest, last.c.moved_to)
        .select_from(runs)
        .join(last, and_(last.c.run_id == runs.c.id, last.c.sequence == longest.correlate(runs)))
        .where(~select(finishes.c.run_id).where(finishes.c.run_id == runs.c.id).exists())
    )
    for run_id, digest, place in connection.execute(unfinished, execution_options=_STREAM):
        if place in outcomes.get(digest, {}):
            suspects.add(run_id)
    return suspects
