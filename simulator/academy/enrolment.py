"""Enrolment: compares a roster with the store, says what it would change, and keeps all of it or nothing."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, select, tuple_
from sqlalchemy.exc import IntegrityError

from simulator.academy.matching import Match, Matching
from simulator.academy.roster import Refusal, Roster
from simulator.academy.roster_people import people_of
from simulator.errors import StoreUnavailable
from simulator.records.journal import change_each, keep, remove
from simulator.records.model import write_time
from simulator.records.schema import cohorts, groups, identities, members, trainees
from simulator.records.store import Store
from simulator.text import name_key

Progress = Callable[[int, int], None]
"""Is told how many rows are written, of how many."""

_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """What happens to one person, who stands on `line` and is kept as `name`."""

    file: str
    line: int
    name: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What importing a roster did, or would do.

    Attributes:
        source, kind: as the roster has them.
        added: people who were not known.
        changed: people who were, with what changes of them.
        unchanged: people of whom nothing changes.
        refused: lines that stop the import.
        new_cohorts: cohorts that are made.
        absent: how many members of a cohort in the roster are not in it themselves, by cohort; they stay.
        skipped: what was left out on purpose, and how many of it.
        kept: whether it was done.
    """

    source: str
    kind: str
    added: tuple[RosterEntry, ...]
    changed: tuple[RosterEntry, ...]
    unchanged: tuple[RosterEntry, ...]
    refused: tuple[Refusal, ...]
    new_cohorts: tuple[str, ...]
    absent: Mapping[str, int]
    skipped: Mapping[str, int]
    kept: bool

    def as_json(self) -> dict[str, Any]:
        """Return the documented object of `encounter roster import --json`."""
        return {
            "source": self.source,
            "kind": self.kind,
            "imported": self.kept,
            "added": [_json(entry) for entry in self.added],
            "changed": [_json(entry) for entry in self.changed],
            "unchanged": [_json(entry) for entry in self.unchanged],
            "refused": [{"file": each.file, "line": each.line, "reason": each.reason} for each in self.refused],
            "cohorts_created": list(self.new_cohorts),
            "absent": dict(self.absent),
            "skipped": dict(self.skipped),
        }


def preview_roster(store: Store, roster: Roster) -> Enrolment:
    """Return what importing a roster would do; nothing is written."""
    with store.reading() as connection:
        return _Plan(connection, roster).report(kept=False)


def enrol(store: Store, roster: Roster, *, at: datetime, progress: Progress | None = None) -> Enrolment:
    """Import a roster in one transaction; where a line is refused, nothing is written.

    Args:
        store: where it is kept.
        roster: what `read_roster` returned.
        at: now.
        progress: is told how far it is.

    Raises:
        StoreUnavailable: somebody else enrolled the same people in the same moment; nothing was written.
    """
    try:
        with store.writing() as connection:
            plan = _Plan(connection, roster)
            if not plan.refused:
                plan.write(connection, write_time(at), progress or (lambda _done, _of: None))
            return plan.report(kept=not plan.refused)
    except IntegrityError:
        raise StoreUnavailable(
            "Somebody else enrolled the same people just now; nothing was imported.", "Import the roster again."
        ) from None


@dataclass(slots=True)
class _EnrolmentRows:
    """The rows that a plan writes."""

    cohorts: list[dict[str, str]] = field(default_factory=list)
    trainees: list[dict[str, str]] = field(default_factory=list)
    renamed: list[dict[str, str]] = field(default_factory=list)
    identities: list[dict[str, str | None]] = field(default_factory=list)
    members: list[dict[str, str]] = field(default_factory=list)
    groups: list[dict[str, str]] = field(default_factory=list)


class _Plan:
    """What a roster changes, made from one look at the store."""

    def __init__(self, connection: Connection, roster: Roster) -> None:
        people, refused = people_of(roster.rows)
        self.roster = roster
        self.refused = [*roster.refused, *refused]
        self.rows = _EnrolmentRows()
        self.added: list[RosterEntry] = []
        self.changed: list[RosterEntry] = []
        self.unchanged: list[RosterEntry] = []
        self._matching = Matching(connection)
        self._cohorts = {row.key: row.id for row in connection.execute(select(cohorts.c.key, cohorts.c.id))}
        self._cohort_names = {key: name for person in people for key, name in person.cohorts.items()}
        self._members = _members(connection, [self._cohorts[key] for key in self._cohort_names if key in self._cohorts])
        self._groups = _groups(connection) if any(person.groups for person in people) else {}
        self._met: set[str] = set()
        for key, name in self._cohort_names.items():
            if key not in self._cohorts:
                self._cohorts[key] = str(uuid.uuid4())
                self.rows.cohorts.append({"id": self._cohorts[key], "key": key, "name": name})
        for match in self._matching.match(people):
            self._enter(match)
        self.refused += self._matching.refused

    def report(self, *, kept: bool) -> Enrolment:
        """Return the plan in words."""
        absent = {name: len(self._members[self._cohorts[key]] - self._met) for key, name in self._cohort_names.items()}
        return Enrolment(
            self.roster.source,
            self.roster.kind,
            added=tuple(self.added),
            changed=tuple(self.changed),
            unchanged=tuple(self.unchanged),
            refused=tuple(sorted(self.refused, key=lambda each: (each.file, each.line))),
            new_cohorts=tuple(row["name"] for row in self.rows.cohorts),
            absent={name: count for name, count in absent.items() if count},
            skipped=dict(self.roster.skipped),
            kept=kept,
        )

    def write(self, connection: Connection, at: str, progress: Progress) -> None:
        """Write the rows, each table's in one go after the other."""
        rows = self.rows
        steps: list[tuple[Callable[[Sequence[Any]], object], Sequence[Any]]] = [
            (partial(keep, connection, cohorts, at=at), [{**row, "created": at} for row in rows.cohorts]),
            (partial(_rename, connection, at=at), rows.renamed),
            (partial(keep, connection, trainees, at=at), [{**row, "created": at} for row in rows.trainees]),
            (
                partial(_drop_identities, connection, at=at),
                [row["trainee_id"] for row in rows.identities if row["trainee_id"] in self._matching.identities],
            ),
            (partial(keep, connection, identities, at=at), rows.identities),
            (partial(keep, connection, members, at=at), [{**row, "joined": at} for row in rows.members]),
            (
                partial(_drop_groups, connection, at=at),
                [
                    (row["trainee_id"], row["name"])
                    for row in rows.groups
                    if row["name"] in self._groups.get(row["trainee_id"], {})
                ],
            ),
            (partial(keep, connection, groups, at=at), [row for row in rows.groups if row["value"]]),
        ]
        total, done = sum(len(given) for _, given in steps), 0
        for write, given in steps:
            for start in range(0, len(given), _AT_ONCE):
                chunk = given[start : start + _AT_ONCE]
                write(chunk)
                done += len(chunk)
                progress(done, total)

    def _enter(self, match: Match) -> None:
        person, name = match.person, match.name
        trainee = match.trainee or str(uuid.uuid4())
        self._met.add(trainee)
        changes = []
        if match.trainee is None:
            self.rows.trainees.append({"id": trainee, "key": name_key(name), "name": name})
            if name != person.name:
                changes.append(f"a namesake of {person.name}")
        elif name != self._matching.names[trainee]:
            self.rows.renamed.append({"trainee": trainee, "new_key": name_key(name), "new_name": name})
            changes.append(f"was {self._matching.names[trainee]}")
        changes += self._identify(match, trainee)
        for key, cohort in person.cohorts.items():
            if trainee not in self._members[self._cohorts[key]]:
                self.rows.members.append({"cohort_id": self._cohorts[key], "trainee_id": trainee})
                changes.append(f"joins {cohort}")
        for group, value in person.groups.items():
            if value != self._groups.get(trainee, {}).get(group, ""):
                self.rows.groups.append({"trainee_id": trainee, "name": group, "value": value})
                changes.append(f"group {group}" if value else f"group {group} taken back")
        entry = RosterEntry(person.file, person.line, name, tuple(changes))
        if match.trainee is None:
            self.added.append(entry)
        else:
            (self.changed if changes else self.unchanged).append(entry)

    def _identify(self, match: Match, trainee: str) -> list[str]:
        known = self._matching.identities.get(trainee, (None, None))
        external_id, email = wanted = self._matching.identity(match)
        if wanted == known:
            return []
        self.rows.identities.append({"trainee_id": trainee, "external_id": external_id, "email": email})
        named = [("external_id", external_id != known[0]), ("email", email != known[1])]
        return [] if match.trainee is None else [what for what, differs in named if differs]


def _rename(connection: Connection, renamed: Sequence[Mapping[str, str]], *, at: str) -> None:
    asked = select(trainees).where(trainees.c.id.in_([row["trainee"] for row in renamed]))
    known = {row.id: row._asdict() for row in connection.execute(asked)}
    changes = [(known[row["trainee"]], {"key": row["new_key"], "name": row["new_name"]}) for row in renamed]
    change_each(connection, trainees, changes, at=at)


def _drop_identities(connection: Connection, whose: Sequence[str], *, at: str) -> None:
    remove(connection, identities, identities.c.trainee_id.in_(whose), at=at)


def _drop_groups(connection: Connection, which: Sequence[tuple[str, str]], *, at: str) -> None:
    remove(connection, groups, tuple_(groups.c.trainee_id, groups.c.name).in_(which), at=at)


def _members(connection: Connection, cohort_ids: Sequence[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    asked = select(members.c.cohort_id, members.c.trainee_id).where(members.c.cohort_id.in_(cohort_ids))
    for cohort, trainee in connection.execute(asked):
        found[cohort].add(trainee)
    return found


def _groups(connection: Connection) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for trainee, name, value in connection.execute(select(groups.c.trainee_id, groups.c.name, groups.c.value)):
        found[trainee][name] = value
    return found


def _json(entry: RosterEntry) -> dict[str, Any]:
    return {"file": entry.file, "line": entry.line, "name": entry.name, "changes": list(entry.changes)}
