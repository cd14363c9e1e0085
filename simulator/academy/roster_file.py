"""Rosters: who belongs to an academy and to which cohort, read from a file and checked, line by line.

Two forms are read. One is a plain CSV; its first line names the columns (`name`, `email`, `external_id`, `cohort`,
`group:<anything>`). The other is a OneRoster 1.2 bulk export, as a folder or a zip. Nothing is kept here; `enrolment`
holds a roster against the store.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from simulator.academy.oneroster import read_oneroster
from simulator.academy.roster import Roster
from simulator.academy.roster_csv import read_plain
from simulator.errors import UsageError


def read_roster(path: Path, *, cohort: str | None = None, today: date | None = None) -> Roster:
    """Read a roster.

    Args:
        path: a CSV file, or a folder or zip of a OneRoster export.
        cohort: for people of a plain CSV whose line names no cohort.
        today: enrolments of a OneRoster export that ended before this day are left out; None for none.

    Raises:
        UsageError: there is no such file.
        RosterError: it is no roster, or in another encoding. The sentence says which, and on what line.
    """
    if not path.exists():
        raise UsageError(f"There is no file {path}.", "Name a CSV file, or the folder or zip of a OneRoster export.")
    if path.is_dir() or path.suffix.lower() == ".zip":
        return read_oneroster(path, today=today)

    return read_plain(path, cohort=cohort)
