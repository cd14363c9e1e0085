"""Writes the table of codes into docs/problems/README.md, out of the catalogue; run it after a change of a rule.

Run: python docs/write_problems.py
"""

from __future__ import annotations

from pathlib import Path

from scoring.document import Severity
from simulator.checking.catalogue import CATALOGUE

PAGE = Path(__file__).parent / "problems" / "README.md"
BEGIN = "| code | what it is | title |\n|---|---|---|\n"
WORDS = {Severity.ERROR: "error", Severity.WARNING: "finding", Severity.INFO: "note"}


def table() -> str:
    """Return a row for each code, in order."""
    return "".join(
        f"| [{kind.code}]({kind.code}.md) | {WORDS[kind.severity]} | {kind.title} |\n" for kind in CATALOGUE.values()
    )


if __name__ == "__main__":
    kept = PAGE.read_text(encoding="utf-8").split(BEGIN)[0]
    PAGE.write_text(kept + BEGIN + table(), encoding="utf-8")
