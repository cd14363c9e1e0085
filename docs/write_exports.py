"""Writes the tables of formats and of columns into docs/exports.md, out of the entries themselves.

Run: python docs/write_exports.py
"""

import re
from pathlib import Path

from scoring.exports.formats import FORMATS
from scoring.exports.levels import EXPORT_LEVELS
from scoring.tables import columns

PAGE = Path(__file__).parent / "exports.md"
BEGIN = "<!-- columns: written by docs/write_exports.py -->"

FORMATS_BEGIN, FORMATS_END = "<!-- formats: written by docs/write_exports.py -->", "<!-- formats end -->"

# Tables that no export holds, and that the report and readers of `scoring.tables` use.
OTHERS = {
    "summary": (columns.SUMMARY, "A row per cohort and rubric; for `scoring.tables` and the report."),
    "profile": (columns.PROFILE, "A row per cohort, encounter and criterion; for `scoring.tables` and the report."),
}


def page_with_tables(page: str) -> str:
    """Return the page with the tables of formats and of columns written again."""
    between = re.compile(re.escape(FORMATS_BEGIN) + ".*?" + re.escape(FORMATS_END), re.DOTALL)
    page = between.sub(lambda _: f"{FORMATS_BEGIN}\n{formats()}{FORMATS_END}", page)
    return page.split(BEGIN)[0] + tables()


def formats() -> str:
    """Return the table of formats as Markdown."""
    rows = (f"| `{each.ending}` | {each.about} |\n" for each in FORMATS)
    return "| ending | what it is |\n|---|---|\n" + "".join(rows)


def tables() -> str:
    """Return the tables of columns as Markdown."""
    parts = [BEGIN]
    levels = {level.name: (level.columns, level.about) for level in EXPORT_LEVELS.values()}
    for name, (listed, about) in {**levels, **OTHERS}.items():
        parts.append(f"\n### {name}\n{about}\n\n| column | type | unit | meaning |\n|---|---|---|---|")
        for column in listed:
            empty = " May be empty." if column.nullable else ""
            parts.append(f"| `{column.name}` | {column.type} | {column.unit} | {column.meaning}{empty} |")
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page_with_tables(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
