"""Checks the journal's chain and every row that it seals: which were changed, put back, added or removed without it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, select

from simulator.records.chain import START
from simulator.records.claims import Claims
from simulator.records.journal import KEPT, PRESENT, SEALED, entry_hash, levels_digest, row_digest
from simulator.records.schema import journal, metadata, rescored_levels, rescored_runs
from simulator.records.verification import Discrepancy, DiscrepancyKind

_STREAM = {"yield_per": 5_000}
_FAR = 1_000_000  # an entry after a longer gap was put there by nobody who has a journal of this length to hide
_KINDS = tuple(SEALED[PRESENT])
_NAMES = {
    "trainees": "The name of trainee {id:.8}",
    "identities": "The academy's id or the e-mail address of trainee {trainee_id:.8}",
    "cohorts": "The name of cohort {id:.8}",
    "members": "The membership of trainee {trainee_id:.8} in cohort {cohort_id:.8}",
    "groups": "The group '{name}' of trainee {trainee_id:.8}",
    "assignments": "Assignment {id:.8}",
    "self_ratings": "The trainee's own rating of run {run_id:.8} on '{rubric}'",
    "reflections": "Reflection {number} on run {run_id:.8}",
    "trainer_ratings": "Rating {number} of run {run_id:.8} by '{rater}' on '{criterion}'",
    "rescorings": "Rescoring {id:.8}",
    "rescored_runs": "What rescoring {rescoring_id:.8} says of run {run_id:.8}",
    "tombstones": "The tombstone of run {ordinal}",
    "notices": "The notice of {at}",
    "accounts": "Account {id:.8}",
    "audit": "Entry {number} of the audit log",
    "cohort_trainers": "That trainee {trainee_id:.8} is a trainer of cohort {cohort_id:.8}",
    "pauses": "Pause {id:.8} of assignment {assignment_id:.8}",
    "server_terms": "The server's terms of assignment {assignment_id:.8}",
    "published": "What was published of '{scenario_id}', {id:.8}",
    "published_campaigns": "What was published of campaign '{campaign_id}', {id:.8}",
    "published_translations": "The published translation of {digest:.8} into '{language}'",
    "signers": "That key {public_key:.8} may sign",
    "provider_identities": "Who account {account_id:.8} is at {issuer}",
    "ssh_keys": "SSH key {fingerprint} of account {account_id:.8}",
    "database_logins": "Database login '{login}' of account {account_id:.8}",
    "adjustments": "Adjustment {number} of assignment {assignment_id:.8} for trainee {trainee_id:.8}",
    "voids": "That the attempt {run_id:.8} does not count",
    "comments": "Comment {number} on run {run_id:.8}",
    "archived_cohorts": "That cohort {cohort_id:.8} is in the archive",
    "publications": "Publication {id:.8} in the register",
    "own_words": "What was said first at decision {sequence} of run {run_id:.8}",
    "word_ratings": "Rating {number} of the words of run {run_id:.8} by '{rater}' on '{criterion}'",
    "words_first": "That assignment {assignment_id:.8} asks for own words first",
    "class_sessions": "Class session {id:.8}",
    "merges": "The merge of trainee {trainee_id:.8} into {into_id:.8}",
}


@dataclass(slots=True)
class JournalChain:
    """What following the journal gave.

    Attributes:
        entries: how many there are.
        rows: how many rows they seal.
        last: the newest entry's ordinal; 0 if there is none.
        findings: what is wrong.
    """

    entries: int = 0
    rows: int = 0
    last: int = 0
    findings: list[Discrepancy] = field(default_factory=list)


def follow_journal(connection: Connection, claims: Claims) -> JournalChain:
    """Follow the journal from its first entry to its last, and hold each row against the entry that sealed it.

    Args:
        connection: to read on.
        claims: what checkpoints say.
    """
    walk = _JournalWalk(connection, claims)
    walk.entries()
    for kind in _KINDS:
        walk.rows(kind)
    walk.missing_rows()
    walk.rescored_levels()
    return walk.chain


class _JournalWalk:
    def __init__(self, connection: Connection, claims: Claims) -> None:
        self.connection = connection
        self.claims = claims
        self.chain = JournalChain()
        # By ordinal, one byte each: a store may hold millions of entries.
        self.kinds = bytearray(1)  # which table, from 1; 0 if the entry keeps no row
        self.replaced = bytearray(1)
        self.met = bytearray(1)

    def entries(self) -> None:
        """Follow the chain."""
        head: str | None = START
        for row in self.connection.execute(select(journal).order_by(journal.c.ordinal), execution_options=_STREAM):
            entry = row._asdict()
            ordinal = entry["ordinal"]
            expected = len(self.kinds)
            if ordinal != expected:
                self._gap(expected, ordinal)
                head = None  # what it was chained to is gone
                if ordinal != len(self.kinds):
                    continue
            if head is not None and entry_hash(head, entry) != entry["hash"]:
                self._find(
                    DiscrepancyKind.JOURNAL_CHANGED,
                    f"Entry {ordinal} of the journal, or the one before it, was changed after it was kept.",
                )
            if self.claims.entries.get(ordinal, entry["hash"]) != entry["hash"]:
                message = f"Entry {ordinal} of the journal is not the one in a signed checkpoint."
                self._find(DiscrepancyKind.JOURNAL_CHANGED, message)
            head = entry["hash"]
            self._note(ordinal, entry)
            self.chain.entries += 1
        self.chain.last = len(self.kinds) - 1
        known = max(self.claims.entries, default=0)
        if known > self.chain.last:
            self._gap(self.chain.last + 1, known + 1)

    def rows(self, kind: str) -> None:
        """Hold a table's rows against their entries."""
        table = metadata.tables[kind]
        asked = (
            select(
                table,
                journal.c.digest.label("j_digest"),
                journal.c.form.label("j_form"),
                journal.c.kind.label("j_kind"),
            )
            .outerjoin(journal, journal.c.ordinal == table.c.entry)
            .order_by(*table.primary_key)
        )
        for found in self.connection.execute(asked, execution_options=_STREAM):
            row = found._asdict()
            self.chain.rows += 1
            wrong = self._wrong(kind, row)
            if wrong is not None:
                self._find(*wrong, run=row.get("run_id"))

    def missing_rows(self) -> None:
        """Name entries that seal a row which is not there."""
        for ordinal, code in enumerate(self.kinds):
            if code and not self.replaced[ordinal] and not self.met[ordinal]:
                at = self.connection.scalar(select(journal.c.at).where(journal.c.ordinal == ordinal))
                message = f"A row of '{_KINDS[code - 1]}' that was kept at {at} (entry {ordinal}) is missing."
                self._find(DiscrepancyKind.ROW_MISSING, message)

    def rescored_levels(self) -> None:
        """Hold rescored levels against the digest that is sealed of each run's."""
        digests = (rescored_runs.c.rescoring_id, rescored_runs.c.run_id, rescored_runs.c.levels)
        sealed = {(row[0], row[1]): row[2] for row in self.connection.execute(select(*digests))}
        for key, levels in self._rescored():
            if sealed.pop(key, None) != levels_digest(levels):
                self._rescored_changed(*key)
        for key in sealed:
            self._rescored_changed(*key)

    def _rescored(self) -> Iterator[tuple[tuple[str, str], list[list[Any]]]]:
        own = rescored_levels.c
        asked = select(own.rescoring_id, own.run_id, own.sequence, own.criterion, own.level, own.best, own.worst)
        rows = self.connection.execute(asked.order_by(own.rescoring_id, own.run_id), execution_options=_STREAM)
        for key, group in groupby(rows, key=itemgetter(0, 1)):
            yield (key[0], key[1]), [list(row[2:]) for row in group]

    def _rescored_changed(self, rescoring: str, run: str) -> None:
        message = f"The levels of run {run[:8]} under rescoring {rescoring[:8]} were changed after they were kept."
        self._find(DiscrepancyKind.ROW_CHANGED, message, run=run)

    def _note(self, ordinal: int, entry: dict[str, Any]) -> None:
        kept = entry["action"] == KEPT and entry["kind"] in _KINDS
        self.kinds.append(1 + _KINDS.index(entry["kind"]) if kept else 0)
        self.replaced.append(0)
        self.met.append(0)
        replaces = entry["replaces"]
        if replaces is not None:
            if 0 < replaces < ordinal and not self.replaced[replaces]:
                self.replaced[replaces] = 1
            else:
                message = f"Entry {ordinal} of the journal replaces entry {replaces}, which was replaced before."
                self._find(DiscrepancyKind.JOURNAL_CHANGED, message)

    def _wrong(self, kind: str, row: dict[str, Any]) -> tuple[DiscrepancyKind, str] | None:
        entry = row["entry"]
        if row["j_kind"] != kind or not 0 < entry < len(self.met):
            return DiscrepancyKind.ROW_ADDED, self._say(kind, row, "was added, but not by the program")
        # What is sealed of a row has its key, so of two rows with one entry only one can have its digest.
        self.met[entry] = 1
        if row_digest(row["j_form"], kind, row) != row["j_digest"]:
            return DiscrepancyKind.ROW_CHANGED, self._say(kind, row, "was changed after it was kept")
        if self.replaced[entry]:
            return DiscrepancyKind.ROW_CHANGED, self._say(kind, row, "was set back to an earlier state")
        return None

    def _say(self, kind: str, row: dict[str, Any], what: str) -> str:
        try:
            name = _NAMES[kind].format(**row)
        except (ValueError, TypeError):
            name = f"A row of '{kind}'"  # what should be text is none
        return f"{name} {what}."

    def _gap(self, expected: int, found: int) -> None:
        if found < expected:
            self._find(DiscrepancyKind.JOURNAL_CHANGED, f"There are two entries in the place of entry {found}.")
            return
        which = f"Entry {expected} is" if found == expected + 1 else f"Entries {expected} to {found - 1} are"
        self._find(DiscrepancyKind.JOURNAL_MISSING, f"{which} missing from the journal.")
        if found - expected <= _FAR:
            for by_ordinal in (self.kinds, self.replaced, self.met):
                by_ordinal.extend(bytes(found - expected))

    def _find(self, kind: DiscrepancyKind, message: str, run: str | None = None) -> None:
        self.chain.findings.append(Discrepancy(kind, message, run))
