"""The chain: SHA-256 over sealed forms, so that an edit, a deletion or a swap shows.

A run's genesis seals the run's own row and the genesis of the run before it. A decision's hash seals the decision, with
its levels and critical events, and the hash before it. For the first decision, that is the genesis.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from simulator.records.digests import hash_text
from simulator.records.forms import FORMS

START = "0" * 64
"""The genesis: what comes before the first run."""


def genesis(previous: str, run: Mapping[str, Any]) -> str:
    """Return the hash that a run's chain begins with, "" if the row's form is unknown.

    Args:
        previous: the genesis of the run with the ordinal before; `START` for the first.
        run: the run's row, by column; it says its form.
    """
    form = FORMS.get(run["form"])
    return "" if form is None else hash_text(previous + form.run_text(run))


def link(previous: str, decision: Mapping[str, Any], critical: Iterable[str], levels: Iterable[Sequence[Any]]) -> str:
    """Return the hash of one decision, "" if the row's form is unknown.

    Args:
        previous: the hash of the decision before, or the run's genesis.
        decision: the decision's row, by column, as for `Form.decision_text`; it says its form.
        critical: its critical events, in any order.
        levels: its levels, in any order.
    """
    form = FORMS.get(decision["form"])
    return "" if form is None else hash_text(previous + form.decision_text(decision, critical, levels))
