"""Verification: reads the whole store once, set-wise, and names everything that is not as it was kept.

The quick pass follows the chain of decisions (see `decision_chain`). A run that does not fit there is examined closely,
and that examination decides (see `examine`).
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, and_, func, or_, select
from sqlalchemy.exc import DatabaseError

from simulator.errors import StoreDamaged, StoreError
from simulator.records.campaign_check import check_campaigns
from simulator.records.caveats import chain_remarks, key_remarks
from simulator.records.claims import heads_by_run, read_claims
from simulator.records.connection import Address, looking, reads
from simulator.records.decision_chain import (
    WORTH_SHARING,
    DecisionChainResult,
    Geneses,
    Heads,
    Progress,
    follow,
    following_file,
    statement,
)
from simulator.records.digests import hash_text
from simulator.records.journal_chain import follow_journal
from simulator.records.migrate import require_present
from simulator.records.receipt import Receipt, against_receipt
from simulator.records.rubrics import changed_rubrics, runs_under_other_rubrics
from simulator.records.run_chain import follow_runs
from simulator.records.schema import critical_events, decisions, finishes, levels, runs, snapshots
from simulator.records.seal import Seal, can_sign, read_seal, seal_path
from simulator.records.snapshot import name_of, outcomes_of
from simulator.records.verification import Discrepancy, DiscrepancyKind, Verification

_Following = Callable[[Connection, Geneses, Heads], AbstractContextManager[Callable[[Progress], DecisionChainResult]]]
_Replaying = Callable[[Connection, Progress], tuple[list[Discrepancy], list[str]]]
_STREAM = {"yield_per": 5_000}  # rows at a time, however many there are


def verify_store(
    address: Address,
    progress: Progress | None = None,
    *,
    processes: int | None = None,
    quick: bool = False,
    receipt: Receipt | None = None,
) -> Verification:
    """Verify a store, which is only read.

    Args:
        address: where it is.
        progress: is told how far it is.
        processes: how many share a file's runs. If omitted: one for a small file, one for each processor for a large
            one. A server's store is read in one.
        quick: the chains alone: no run is replayed, and SQLite's own check leaves out its indexes.
        receipt: what the store must still hold.

    Raises:
        StoreError: it cannot be opened at all, or is PostgreSQL and this login may not read everything.
    """
    with looking(address) as connection:
        require_present(connection, address)
        following: _Following = _following_here
        shared = None
        if address.path is not None and _shared(address.path, processes):
            following, shared = partial(_following_beside, address.path, processes), address.path
        replaying = None if quick else partial(_replay, path=shared, processes=processes)
        report = _verify(connection, seal_path(address), progress, following, replaying)
        if receipt is not None:
            report = replace(report, findings=(*report.findings, *against_receipt(connection, receipt)))
        return report


def verify(
    connection: Connection, *, seal_file: Path | None = None, progress: Progress | None = None, quick: bool = False
) -> Verification:
    """Verify what a connection leads to, in this process and as its transaction sees it.

    Args:
        connection: to read on.
        seal_file: where the store's key is kept, None if it has none.
        progress: is told how far it is.
        quick: as for `verify_store`.
    """
    replaying = None if quick else partial(_replay, path=None, processes=None)
    return _verify(connection, seal_file, progress, _following_here, replaying)


def _verify(
    connection: Connection,
    seal_file: Path | None,
    progress: Progress | None,
    following: _Following,
    replaying: _Replaying | None,
) -> Verification:
    with ThreadPoolExecutor(1) as beside:
        damage = beside.submit(_file_damage, connection.engine, quick=replaying is None)
        try:
            report = _verify_content(connection, seal_file, progress or (lambda _: None), following, replaying)
        except (DatabaseError, sqlite3.DatabaseError) as error:  # the second from the driver's own cursor
            said = getattr(error, "orig", error)
            if getattr(said, "sqlstate", None) == "42501":
                raise StoreError(
                    "This login is not allowed to read everything that is kept.",
                    "Verify with the server's login, or with the owner's.",
                ) from error
            message = f"The database cannot be read to its end ({said})."
            report = Verification(findings=(Discrepancy(DiscrepancyKind.FILE_DAMAGED, message),))
        except (TypeError, ValueError, KeyError, AttributeError) as error:  # bytes where a text or a number was
            message = f"The store contains something that no program wrote there ({error})."
            report = Verification(findings=(Discrepancy(DiscrepancyKind.FILE_DAMAGED, message),))
        return replace(report, findings=(*damage.result(), *report.findings))


def _file_damage(engine: Engine, *, quick: bool) -> list[Discrepancy]:
    """Return what SQLite itself finds wrong with the file; it looks on a connection of its own, meanwhile."""
    if engine.dialect.name != "sqlite":
        return []
    try:
        with reads(engine).connect() as connection:
            said = list(connection.exec_driver_sql(f"PRAGMA {'quick' if quick else 'integrity'}_check(5)").scalars())
    except DatabaseError as error:
        said = [str(error.orig)]
    return [Discrepancy(DiscrepancyKind.FILE_DAMAGED, f"The file is damaged: {each}.") for each in said if each != "ok"]


def _verify_content(
    connection: Connection,
    seal_file: Path | None,
    progress: Progress,
    following: _Following,
    replaying: _Replaying | None,
) -> Verification:
    findings: list[Discrepancy] = []
    seal: Seal | None = None
    try:
        seal = None if seal_file is None else read_seal(seal_file)
    except StoreDamaged as damaged:
        findings.append(Discrepancy(DiscrepancyKind.CHECKPOINT_CHANGED, damaged.message))
    outcomes, changed = _snapshots(connection)
    claims = read_claims(connection, seal)
    geneses = dict(connection.execute(select(runs.c.id, runs.c.genesis)).all())
    heads = heads_by_run(connection, claims)
    with following(connection, geneses, heads) as followed:
        chain = follow_runs(connection, claims, seal)
        entries = follow_journal(connection, claims)
        findings += [*changed, *_rubrics(connection), *claims.findings, *chain.findings, *entries.findings]
        suspects = _suspect_finishes(connection, outcomes)
        found = followed(progress)
    suspects |= found.suspects | _without_decisions(connection, found, heads)
    if suspects:
        from simulator.records.examine import examine  # which loads the scenario and its machine

        for run_id in sorted(suspects):
            findings += examine(connection, run_id, heads.get(run_id, {}))
    findings += check_campaigns(connection)
    remarks = [*chain_remarks(claims, chain, entries), *key_remarks(seal, claims)]
    if replaying is None:
        remarks.append("Quick: no run was replayed.")
    else:
        contradictions, said = replaying(connection, progress)
        named = {finding.run for finding in findings}
        findings += [finding for finding in contradictions if finding.run not in named]
        remarks += said
    progress(found.decisions)
    return Verification(
        runs=chain.runs,
        decisions=found.decisions,
        snapshots=len(outcomes),
        rows=entries.rows,
        erased=chain.erased,
        unsigned_erasures=chain.unsigned_erasures,
        checkpoints=claims.checkpoints,
        signatures_checked=can_sign(),
        signers=tuple(sorted(claims.signers)),
        findings=tuple(findings),
        remarks=tuple(remarks),
    )


def _replay(
    connection: Connection, progress: Progress, *, path: Path | None, processes: int | None
) -> tuple[list[Discrepancy], list[str]]:
    """Return the runs that do not follow from their choices, and remarks about times."""
    from simulator.records.replay_check import replay_all  # which loads the scenario

    replayed = replay_all(connection, path, progress, processes=processes)
    findings = [
        Discrepancy(
            DiscrepancyKind.REPLAY_CONTRADICTS,
            f"Run {run_id[:8]}: decision {sequence} is not what its scenario gives for the choice: {why}.",
            run_id,
            sequence,
        )
        for run_id, (sequence, why) in sorted(replayed.contradictions.items())
    ]
    count = len(replayed.backwards)
    remarks = [] if not count else [
        (f"In {count} {'run' if count == 1 else 'runs'} a later decision has an earlier time: either a clock was set "
         f"back, or the decisions were invented. The first is run {min(replayed.backwards)[:8]}.")
    ]  # fmt: skip
    return findings, remarks


def _snapshots(connection: Connection) -> tuple[dict[str, dict[str, str]], list[Discrepancy]]:
    """Return each kept scenario's outcomes by ending, and the scenarios that were changed."""
    outcomes, findings = {}, []
    for digest, scenario, version, body in connection.execute(select(snapshots)):
        outcomes[digest] = outcomes_of(body)
        message = None
        if hash_text(body) != digest:
            message = f"The kept scenario '{scenario}' ({digest[:8]}) was changed after it was played."
        elif name_of(body) != (scenario.rpartition("/")[2], version):  # the namespace is the library's
            message = f"The kept scenario {digest[:8]} is not '{scenario}' {version}."
        if message is not None:
            findings.append(Discrepancy(DiscrepancyKind.SNAPSHOT_CHANGED, message))
    return outcomes, findings


def _rubrics(connection: Connection) -> list[Discrepancy]:
    """Return what is wrong with the kept rubrics, and with runs that point to them."""
    findings = [Discrepancy(DiscrepancyKind.RUBRIC_CHANGED, message) for message in changed_rubrics(connection)]
    for run_id in runs_under_other_rubrics(connection):
        message = f"Run {run_id[:8]} points to other rubrics than the versions that it was scored by."
        findings.append(Discrepancy(DiscrepancyKind.RUN_CHANGED, message, run_id))
    return findings


@contextmanager
def _following_here(
    connection: Connection, geneses: Geneses, heads: Heads
) -> Iterator[Callable[[Progress], DecisionChainResult]]:
    asked = statement(connection.dialect.name)

    def followed(progress: Progress) -> DecisionChainResult:
        if connection.dialect.name == "sqlite":
            # The driver's own cursor: this is the one loop over everything, and a row costs half as much.
            raw: Any = connection.connection.dbapi_connection
            return follow(raw.execute(asked), geneses, heads, progress)
        return follow(connection.exec_driver_sql(asked, execution_options=_STREAM), geneses, heads, progress)

    yield followed


def _following_beside(
    path: Path, processes: int | None, _connection: Connection, geneses: Geneses, heads: Heads
) -> AbstractContextManager[Callable[[Progress], DecisionChainResult]]:
    return following_file(path, geneses, heads, processes)


def _shared(path: Path, processes: int | None) -> bool:
    if processes is None:
        return (os.cpu_count() or 1) > 1 and path.stat().st_size >= WORTH_SHARING
    return processes > 1


def _without_decisions(connection: Connection, found: DecisionChainResult, heads: Heads) -> set[str]:
    """Return the runs that miss decisions which other rows name."""
    missing = {run_id for run_id, claims in heads.items() if found.met.get(run_id, 0) < len(claims)}
    if found.levels != connection.scalar(select(func.count()).select_from(levels)):
        missing |= _without_decision(connection, levels)
    return missing | _without_decision(connection, critical_events)


def _without_decision(connection: Connection, table: Any) -> set[str]:
    missing = (
        ~select(decisions.c.run_id)
        .where(decisions.c.run_id == table.c.run_id, decisions.c.sequence == table.c.sequence)
        .exists()
    )
    return set(connection.scalars(select(table.c.run_id).where(missing).distinct()))


def _suspect_finishes(connection: Connection, outcomes: Mapping[str, Mapping[str, str]]) -> set[str]:
    """Return the runs with a missing finish, or with a finish that is not that of their last decision."""
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
    # In the order of decisions, so that these are read page by page.
    suspects = set(connection.scalars(asked.order_by(finishes.c.run_id)))
    ended = (runs.c.digest, finishes.c.ending, finishes.c.outcome)
    of_run = finishes.c.run_id == runs.c.id
    for digest, ending, outcome in connection.execute(select(*ended).join(finishes, of_run).distinct()).all():
        if outcomes.get(digest, {}).get(ending) != outcome:
            wrong = [column == value for column, value in zip(ended, (digest, ending, outcome), strict=True)]
            suspects |= set(connection.scalars(select(runs.c.id).join(finishes, of_run).where(*wrong)))
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
