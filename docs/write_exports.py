"""Writes the tables of columns into docs/exports.md, out of the columns themselves.

Run: python docs/write_exports.py
"""

from pathlib import Path

from scoring.tables import columns

PAGE = Path(__file__).parent / "exports.md"
BEGIN = "<!-- columns: written by docs/write_exports.py -->"

TABLES = {
    "decisions": (columns.FACTS, "The facts themselves: a row per decision and criterion."),
    "criteria": (columns.CRITERIA, "A row per run and criterion that the run had on offer."),
    "runs": (columns.RUNS, "A row per run and rubric: the run's scorecard."),
    "trainees": (columns.TRAINEES, "A row per trainee and rubric, over finished runs."),
    "items": (columns.ITEMS, "A row per decision point and rubric, for authors."),
    "choices": (columns.CHOICES, "A row per choice that was ever open, for authors."),
    "summary": (columns.SUMMARY, "A row per cohort and rubric; for `scoring.tables` and the report."),
    "profile": (columns.PROFILE, "A row per cohort, encounter and criterion; for `scoring.tables` and the report."),
}


def tables() -> str:
    """Return the tables of columns as Markdown."""
    parts = [BEGIN]
    for name, (listed, about) in TABLES.items():
        parts.append(f"\n### {name}\n{about}\n\n| column | type | unit | meaning |\n|---|---|---|---|")
        for column in listed:
            empty = " May be empty." if column.nullable else ""
            parts.append(f"| `{column.name}` | {column.type} | {column.unit} | {column.meaning}{empty} |")
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    kept = PAGE.read_text(encoding="utf-8").split(BEGIN)[0]
    PAGE.write_text(kept + tables(), encoding="utf-8")
