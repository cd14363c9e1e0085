"""The chain: SHA-256 over a canonical form, so that an edit, a deletion or a swap shows.

A run's genesis seals the run's own row and the genesis of the run before it; a decision's hash seals
the decision, with its levels and critical events, and the hash before it (the genesis for the first).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

START = "0" * 64
"""What stands before the first run."""

Level = tuple[str, str, int, int, int]
"""Criterion, rubric, level, best, worst."""

# One encoder for all rows: making one each time costs as much as encoding a decision.
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode

RUN_FIELDS: tuple[str, ...] = (
    "id",
    "ordinal",
    "trainee_id",
    "scenario_id",
    "scenario_version",
    "digest",
    "mode",
    "seed",
    "language",
    "started_at",
    "origin_run",
    "origin_kept",
    "origin_kind",
    "assignment_id",
    "program_version",
    "rubric_versions",
)
"""What is sealed of a run, in order."""

_DECISION_FIELDS = ("sequence", "scene", "choice", "offered", "shown", "at", "moved_to")


def canonical(value: Any) -> str:
    """Return `value` as the one JSON text that stands for it: sorted keys, no spaces, no NaN."""
    return _encode(value)


def genesis(previous: str, run: Mapping[str, Any]) -> str:
    """Return the hash that a run's chain begins with.

    Args:
        previous: the genesis of the run with the ordinal before; `START` for the first.
        run: the run's row, by column.
    """
    return hash_text(previous + _encode([run[field] for field in RUN_FIELDS]))


def link(previous: str, decision: Mapping[str, Any], critical: Iterable[str], levels: Iterable[Level]) -> str:
    """Return the hash of one decision.

    Args:
        previous: the hash of the decision before, or the run's genesis.
        decision: the decision's row, by column; `offered` and `shown` as the text that is kept.
        critical: its critical events, in any order.
        levels: its levels, in any order.
    """
    seconds = decision["seconds"]
    sealed = [decision[field] for field in _DECISION_FIELDS]
    # SQLite gives a flag back as 0 or 1, and PostgreSQL a whole number of seconds as a float.
    sealed += [int(decision["timed_out"]), None if seconds is None else float(seconds)]
    return hash_text(previous + _encode([*sealed, sorted(critical), sorted(levels)]))


def hash_text(text: str) -> str:
    """Return the SHA-256 of a text, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()
