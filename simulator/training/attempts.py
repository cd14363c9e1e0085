"""Attempts at one encounter side by side: those before a run, and the choices that were taken back in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from simulator.records.model import RunRecord

REWIND = "rewind"


def attempts_before(record: RunRecord, runs: Sequence[RunRecord]) -> list[RunRecord]:
    """Return the finished attempts before a run, the first first.

    Args:
        record: the run.
        runs: all of the same person at the same encounter, in any order.
    """
    counted = sorted(
        (each for each in runs if each.finished and not each.superseded and each.void is None),
        key=lambda each: each.started_at,
    )
    return [each for each in counted if each.id != record.id and each.started_at < record.started_at]


def taken_back(record: RunRecord, runs: Sequence[RunRecord]) -> Mapping[int, tuple[str, ...]]:
    """Return the choices that were taken back in a run, the oldest first, by the number of their decision.

    Args:
        record: the run that went on.
        runs: all of the same person at the same encounter, those that were left for another among them.
    """
    known = {each.id: each for each in runs}
    found: dict[int, tuple[str, ...]] = {}
    here = record
    while here.origin_kind == REWIND and here.origin_run in known:
        left, kept = known[here.origin_run], here.origin_kept or 0
        if len(left.path) > kept:
            found[kept + 1] = (left.path[kept], *found.get(kept + 1, ()))
        here = left
    return found
