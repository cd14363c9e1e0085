"""A close look at one run that does not verify: which decision was changed, and how."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, select

from scoring.decision import Decision
from scoring.rubric import NONE
from simulator.encounter.run import Run
from simulator.errors import ChoiceRefused, StoreDamaged
from simulator.records.chain import link
from simulator.records.forms import FORMS, PRESENT
from simulator.records.rubrics import kept_rubrics
from simulator.records.schema import EVERY_COLUMN, critical_events, decisions, finishes, levels, runs, snapshots
from simulator.records.snapshot import outcomes_of
from simulator.records.verification import Discrepancy, DiscrepancyKind
from simulator.scenario.story import Story

Marks = Mapping[int, str]
"""A number of decisions to the hash of the last, as a signed checkpoint knew it."""

_SEARCH = 200  # a longer run is not searched for decisions that changed places


def examine(connection: Connection, run_id: str, marks: Marks) -> list[Discrepancy]:
    """Return everything that is wrong with one run.

    Args:
        connection: to read on.
        run_id: the run.
        marks: what signed checkpoints say of it.
    """
    run = connection.execute(select(EVERY_COLUMN).select_from(runs).where(runs.c.id == run_id)).one_or_none()
    if run is None:
        message = f"Decisions are kept of run {run_id[:8]}, which is not there."
        return [Discrepancy(DiscrepancyKind.RUN_MISSING, message, run_id)]
    look = _Examination(connection, run._asdict())
    look.decisions()
    look.finish()
    if not look.findings:
        look.marks(marks)
    return look.findings


class _Examination:
    def __init__(self, connection: Connection, run: dict[str, Any]) -> None:
        self.connection = connection
        self.run = run
        self.id: str = run["id"]
        self.findings: list[Discrepancy] = []
        self.rows = [row._asdict() for row in self._of_run(decisions)]
        forms = {row["sequence"]: FORMS.get(row["form"], FORMS[PRESENT]) for row in self.rows}
        self.levels: dict[int, list[tuple[Any, ...]]] = {}
        for each in self._of_run(levels):
            form = forms.get(each.sequence, FORMS[PRESENT])
            self.levels.setdefault(each.sequence, []).append(form.level_of(each._asdict()))
        self.events: dict[int, list[str]] = {}
        for row in self._of_run(critical_events):
            self.events.setdefault(row.sequence, []).append(row.event)

    def decisions(self) -> None:
        """Follow the chain of decisions."""
        head: str | None = self.run["genesis"]
        expected = 1
        for row in self.rows:
            sequence = row["sequence"]
            if sequence > expected:
                which = (
                    f"Decision {expected} is"
                    if sequence == expected + 1
                    else f"Decisions {expected} to {sequence - 1} are"
                )
                self._find(DiscrepancyKind.DECISION_MISSING, f"{which} missing", expected)
                head = None  # what the next one was chained to is gone
            if head is not None and self._link(head, row) != row["hash"]:
                self._name_change(head, row)
            head, expected = row["hash"], sequence + 1
        places = {row["sequence"] for row in self.rows}
        for sequence in sorted((self.levels.keys() | self.events.keys()) - places):
            if sequence not in range(1, expected):  # a missing one among the others is named already
                message = f"Levels or events are kept of decision {sequence}, which is not there"
                self._find(DiscrepancyKind.LEVELS_CHANGED, message, sequence)

    def finish(self) -> None:
        """Hold the finish against the last decision and the scenario."""
        asked = select(finishes).where(finishes.c.run_id == self.id)
        kept = self.connection.execute(asked).mappings().one_or_none()
        last = self.rows[-1] if self.rows else None
        outcomes = outcomes_of(self._snapshot())
        count = 0 if last is None else last["sequence"]
        if kept is None:
            if last is not None and last["moved_to"] in outcomes:
                message = f"It reached the ending '{last['moved_to']}', but its finish is missing"
                self._find(DiscrepancyKind.FINISH_CHANGED, message)
        elif kept["count"] > count:
            message = f"{_span(count + 1, kept['count'])} missing at its end"
            self._find(DiscrepancyKind.DECISION_MISSING, message, count + 1)
        elif last is None or (kept["ending"], kept["at"], kept["count"], kept["head"]) != (
            last["moved_to"], last["at"], count, last["hash"],
        ):  # fmt: skip
            self._find(DiscrepancyKind.FINISH_CHANGED, "Its finish does not match its last decision")
        elif outcomes and outcomes.get(kept["ending"]) != kept["outcome"]:
            self._find(DiscrepancyKind.FINISH_CHANGED, f"Its outcome '{kept['outcome']}' is not that of its ending")

    def marks(self, marks: Marks) -> None:
        """Hold the decisions against signed checkpoints."""
        hashes = {row["sequence"]: row["hash"] for row in self.rows}
        for count, head in sorted(marks.items()):
            if count not in hashes:
                missing = f"A signed checkpoint lists {count} decisions; {len(hashes)} are left"
                self._find(DiscrepancyKind.DECISION_MISSING, missing, len(hashes) + 1)
            elif hashes[count] != head:
                changed = f"The decisions up to {count} were changed and chained again after a signed checkpoint"
                self._find(DiscrepancyKind.DECISION_CHANGED, changed, count)

    def _name_change(self, head: str, row: dict[str, Any]) -> None:
        sequence = row["sequence"]
        belongs = self._place_of(row)
        if belongs == sequence:
            return  # it is itself untouched: what came before it was moved, and is reported there
        if belongs is not None:
            message = f"Decision {sequence} was decision {belongs} when it was kept"
            self._find(DiscrepancyKind.DECISION_SWAPPED, message, sequence)
            return
        scored = self._scored_again(sequence)
        if scored is not None:
            rubric_of = self._criteria()
            rated = [(id_, rubric_of.get(id_, ""), at.level, at.best, at.worst) for id_, at in scored.levels.items()]
            if link(head, row, self.events.get(sequence, ()), rated) == row["hash"]:
                self._find(DiscrepancyKind.LEVELS_CHANGED, f"The levels of decision {sequence} were changed", sequence)
                return
            if link(head, row, scored.critical, self.levels.get(sequence, ())) == row["hash"]:
                self._find(
                    DiscrepancyKind.EVENTS_CHANGED, f"The critical events of decision {sequence} were changed", sequence
                )
                return
        message = f"Decision {sequence}, or the one before it, was changed after it was kept"
        self._find(DiscrepancyKind.DECISION_CHANGED, message, sequence)

    def _place_of(self, row: Mapping[str, Any]) -> int | None:
        """Return the sequence that a decision's hash was made for, None if no place fits."""
        if len(self.rows) > _SEARCH:
            return None
        heads = [self.run["genesis"], *(each["hash"] for each in self.rows)]
        places: list[int] = sorted({each["sequence"] for each in self.rows})
        for sequence in places:
            moved = {**row, "sequence": sequence}
            for place in {row["sequence"], sequence}:  # the levels moved with it, or stayed behind
                rated, events = self.levels.get(place, ()), self.events.get(place, ())
                if any(link(head, moved, events, rated) == row["hash"] for head in heads):
                    return sequence
        return None

    def _scored_again(self, sequence: int) -> Decision | None:
        """Return a decision as the kept scenario scores it, None if it cannot be replayed."""
        try:
            path = [row["choice"] for row in self.rows if row["sequence"] <= sequence]
            return Run(Story.from_snapshot(self._snapshot(), NONE), path=path).decisions[-1]
        except (ChoiceRefused, ValidationError, IndexError):
            return None

    def _criteria(self) -> Mapping[str, str]:
        try:
            return kept_rubrics(self.connection, self.run["rubrics"]).criteria
        except StoreDamaged:
            return {}

    def _snapshot(self) -> str:
        asked = select(snapshots.c.body).where(snapshots.c.digest == self.run["digest"])
        return self.connection.scalar(asked) or ""

    def _link(self, head: str, row: Mapping[str, Any]) -> str:
        return link(head, row, self.events.get(row["sequence"], ()), self.levels.get(row["sequence"], ()))

    def _of_run(self, table: Any) -> Sequence[Any]:
        asked = select(EVERY_COLUMN).select_from(table).where(table.c.run_id == self.id)
        return self.connection.execute(asked.order_by(*table.primary_key)).all()

    def _find(self, kind: DiscrepancyKind, what: str, sequence: int | None = None) -> None:
        self.findings.append(Discrepancy(kind, f"Run {self.id[:8]}: {what[0].lower() + what[1:]}.", self.id, sequence))


def _span(first: int, last: int) -> str:
    return f"Decision {first} is" if first == last else f"Decisions {first} to {last} are"
