"""The chain of runs: each seals the one before it, so that a run that is gone, swapped or edited shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from heapq import merge
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, literal_column, select

from simulator.records.chain import START, genesis
from simulator.records.claims import Claims
from simulator.records.digests import hash_text
from simulator.records.erase import tombstone_text
from simulator.records.forms import FORMS, by_form
from simulator.records.schema import EVERY_COLUMN, runs, tombstones
from simulator.records.seal import Seal, can_sign, signed
from simulator.records.verification import Discrepancy, DiscrepancyKind

_SEARCH = 50  # among more broken runs than these, swaps are not told from edits


@dataclass(slots=True)
class RunChain:
    """What following the chain of runs gave.

    Attributes:
        runs, erased, unsigned_erasures: how many there are.
        last: the newest run's ordinal, erased ones counted; 0 if there is none.
        findings: what is wrong.
    """

    runs: int = 0
    erased: int = 0
    unsigned_erasures: int = 0
    last: int = 0
    findings: list[Discrepancy] = field(default_factory=list)


def follow_runs(connection: Connection, claims: Claims, seal: Seal | None) -> RunChain:
    """Follow the chain of runs from the first to the last.

    Args:
        connection: to read on.
        claims: what checkpoints say.
        seal: the store's own key, None if there is none.
    """
    walk = _RunWalk(connection, claims)
    erased = connection.execute(select(tombstones).order_by(tombstones.c.ordinal)).all()
    stones: list[_Link] = [(stone.ordinal, stone.genesis, None, "") for stone in erased]
    sealed = select(runs.c.ordinal, runs.c.genesis, runs.c.id, _sealed_text(connection.dialect.name))
    kept: Iterable[Any] = connection.execute(sealed.order_by(runs.c.ordinal), execution_options={"yield_per": 5_000})
    for link in merge(kept, stones, key=itemgetter(0)) if stones else kept:
        walk.step(*link)
    walk.name_broken()
    walk.end()
    for stone in erased:
        _check_tombstone(stone._asdict(), seal, walk.chain)
    return walk.chain


_Link = tuple[int, str, str | None, str | None]
"""A link's ordinal, its genesis, the run's id (None for a tombstone), and what is sealed of the run."""


def _sealed_text(dialect: str) -> ColumnElement[str]:
    """Return what is sealed of a run. The database writes it: that costs less than to fetch and write every field.

    Where it writes a character otherwise than `Form.run_text`, the run's row is looked at itself.
    """
    return literal_column(
        by_form("runs.form", {number: form.run_sql(dialect, "runs") for number, form in FORMS.items()})
    )


class _RunWalk:
    def __init__(self, connection: Connection, claims: Claims) -> None:
        self.connection = connection
        self.claims = claims
        self.chain = RunChain()
        self.expected = 1
        self.previous: str | None = START
        self.broken: list[tuple[str, Mapping[str, Any]]] = []

    def step(self, ordinal: int, sealed: str, run_id: str | None, fields: str | None) -> None:
        if ordinal != self.expected:
            self._gap(ordinal)
        if run_id is None:
            self.chain.erased += 1
        else:
            self.chain.runs += 1
            if self.previous is not None and hash_text(self.previous + (fields or "")) != sealed:
                self._look_closely(self.previous, run_id)
        if self.claims.anchors.get(ordinal, sealed) != sealed:
            message = f"Run {ordinal} is not the one in a signed checkpoint."
            self._find(DiscrepancyKind.RUN_CHANGED, message, run_id)
        self.previous, self.expected = sealed, ordinal + 1

    def _look_closely(self, previous: str, run_id: str) -> None:
        found = self.connection.execute(select(EVERY_COLUMN).select_from(runs).where(runs.c.id == run_id)).one_or_none()
        if found is None:  # the table and its own index do not agree
            self._find(
                DiscrepancyKind.RUN_CHANGED, f"Run {run_id[:8]} is not where the store's own index says.", run_id
            )
            return
        row = found._asdict()
        if genesis(previous, row) != row["genesis"]:
            self.broken.append((previous, row))

    def name_broken(self) -> None:
        """Tell runs that changed places from runs that were changed."""
        geneses = {row["genesis"] for _, row in self.broken} | {previous for previous, _ in self.broken}
        ordinals = [row["ordinal"] for _, row in self.broken] if len(self.broken) <= _SEARCH else []
        for _, row in self.broken:
            name = f"Run {row['ordinal']} ({row['id'][:8]})"
            fits = [
                ordinal
                for ordinal in ordinals
                if any(genesis(before, {**row, "ordinal": ordinal}) == row["genesis"] for before in geneses)
            ]
            if row["ordinal"] in fits:
                continue  # untouched: the ones before it changed places, and are named
            if fits:
                message = f"{name} was run {fits[0]} when it was kept."
                self._find(DiscrepancyKind.RUN_SWAPPED, message, row["id"])
            else:
                message = f"{name}, or the one before it, was changed after it was kept."
                self._find(DiscrepancyKind.RUN_CHANGED, message, row["id"])

    def end(self) -> None:
        """Hold the last run against the checkpoint that went furthest."""
        self.chain.last = self.expected - 1
        known = max(self.claims.anchors, default=0)
        if known >= self.expected:
            self._gap(known + 1)

    def _gap(self, ordinal: int) -> None:
        """Tell of what is missing before a run.

        The table's key lets no two runs have one place, but a run and a tombstone can.
        """
        if ordinal < self.expected:
            self._find(DiscrepancyKind.RUN_CHANGED, f"There are two runs in the place of run {ordinal}.")
            return
        one = ordinal == self.expected + 1
        which = f"Run {self.expected} is" if one else f"Runs {self.expected} to {ordinal - 1} are"
        self._find(DiscrepancyKind.RUN_MISSING, f"{which} missing.")
        self.previous = None  # what the next one was chained to is gone

    def _find(self, kind: DiscrepancyKind, message: str, run_id: str | None = None) -> None:
        self.chain.findings.append(Discrepancy(kind, message, run_id))


def _check_tombstone(stone: Mapping[str, Any], seal: Seal | None, chain: RunChain) -> None:
    ordinal = stone["ordinal"]
    if stone["signature"] is None:
        chain.unsigned_erasures += 1
        # Without a key nothing could be signed; with one, an erasure that nobody signed is a deletion.
        if seal is not None and stone["at"] >= seal.created:
            message = f"Run {ordinal} was deleted, but not by the program: its tombstone is not signed."
            chain.findings.append(Discrepancy(DiscrepancyKind.ERASURE_UNSIGNED, message))
        return
    text = tombstone_text(ordinal, stone["genesis"], stone["at"])
    if can_sign() and not signed(stone["public_key"], stone["signature"], text):
        message = f"Run {ordinal} was deleted, but not by the program: its tombstone's signature is wrong."
        chain.findings.append(Discrepancy(DiscrepancyKind.ERASURE_UNSIGNED, message))
