"""What verification can find, and the report that it gives."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from simulator.text import clean_text


class DiscrepancyKind(StrEnum):
    """What is wrong."""

    FILE_DAMAGED = "file-damaged"
    SNAPSHOT_CHANGED = "snapshot-changed"
    RUBRIC_CHANGED = "rubric-changed"
    RUN_CHANGED = "run-changed"
    RUN_SWAPPED = "run-swapped"
    RUN_MISSING = "run-missing"
    DECISION_CHANGED = "decision-changed"
    DECISION_SWAPPED = "decision-swapped"
    DECISION_MISSING = "decision-missing"
    LEVELS_CHANGED = "levels-changed"
    EVENTS_CHANGED = "events-changed"
    FINISH_CHANGED = "finish-changed"
    CHECKPOINT_CHANGED = "checkpoint-changed"
    CHECKPOINT_MISSING = "checkpoint-missing"
    CAMPAIGN_CHANGED = "campaign-changed"
    SIGNER_UNKNOWN = "signer-unknown"
    ERASURE_UNSIGNED = "erasure-unsigned"
    REPLAY_CONTRADICTS = "replay-contradicts"
    RECEIPT_CONTRADICTED = "receipt-contradicted"
    JOURNAL_CHANGED = "journal-changed"
    JOURNAL_MISSING = "journal-missing"
    ROW_CHANGED = "row-changed"
    ROW_MISSING = "row-missing"
    ROW_ADDED = "row-added"


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """One thing that is not as it was kept.

    Attributes:
        kind: what is wrong.
        message: one sentence for a person.
        run: the run's id, None if it is not about one that is still there.
        sequence: the decision's place in the run, None if it is not about one.
    """

    kind: DiscrepancyKind
    message: str
    run: str | None = None
    sequence: int | None = None

    def __post_init__(self) -> None:
        # It quotes a store that somebody may have written to by other means.
        object.__setattr__(self, "message", clean_text(self.message))

    def as_json(self) -> dict[str, Any]:
        """Return the documented object of `encounter store verify --json`."""
        return {"kind": self.kind.value, "message": self.message, "run": self.run, "sequence": self.sequence}


@dataclass(frozen=True, slots=True)
class Verification:
    """What verification looked at and found.

    Attributes:
        runs, decisions, snapshots, rows: how many were looked at; `rows` are those that the journal seals.
        erased, unsigned_erasures: lawful erasures, and those of them that nobody signed.
        checkpoints: how many there are.
        signatures_checked: whether the library that checks signatures is installed.
        signers: the public keys that signed, to be compared with the ones that an academy knows.
        findings: what is wrong, in the order in which it was kept. Empty if nothing was changed.
        remarks: what was not checked, or cannot be shown; a sentence each.
    """

    runs: int = 0
    decisions: int = 0
    snapshots: int = 0
    rows: int = 0
    erased: int = 0
    unsigned_erasures: int = 0
    checkpoints: int = 0
    signatures_checked: bool = False
    signers: tuple[str, ...] = ()
    findings: tuple[Discrepancy, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether everything is as it was kept."""
        return not self.findings

    def as_json(self) -> dict[str, Any]:
        """Return the documented object of `encounter store verify --json`."""
        return {
            "sound": self.sound,
            "runs": self.runs,
            "decisions": self.decisions,
            "snapshots": self.snapshots,
            "rows": self.rows,
            "erased": self.erased,
            "unsigned_erasures": self.unsigned_erasures,
            "checkpoints": self.checkpoints,
            "signatures_checked": self.signatures_checked,
            "signers": list(self.signers),
            "findings": [finding.as_json() for finding in self.findings],
            "remarks": list(self.remarks),
        }
