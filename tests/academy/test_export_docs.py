"""What is written about exports, held against what they are."""

import importlib.util
from pathlib import Path

import pytest

from scoring.exports.formats import FORMATS
from scoring.exports.levels import EXPORT_LEVELS
from scoring.tables import columns

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "exports.md").read_text(encoding="utf-8")


def test_the_page_explains_every_format_and_column_as_it_is():
    spec = importlib.util.spec_from_file_location("write_exports", DOCS / "write_exports.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert script.page_with_tables(PAGE) == PAGE, "write it again: python docs/write_exports.py"
    assert all(f"| `{each.ending}` |" in PAGE for each in FORMATS)
    assert all(f"\n### {name}\n" in PAGE for name in EXPORT_LEVELS)


def test_the_help_of_the_command_names_every_format_and_level(encounter):
    told = " ".join(encounter("export", "--help").out.split())
    assert all(each.ending in told for each in FORMATS)
    assert all(name in told for name in EXPORT_LEVELS)


@pytest.mark.parametrize("table", ["FACTS", "CRITERIA", "RUNS", "TRAINEES", "SUMMARY", "PROFILE", "ITEMS", "CHOICES"])
def test_every_column_has_a_meaning_and_no_name_differs_from_another_by_case_only(table):
    listed = getattr(columns, table)
    assert all(column.meaning.endswith(".") for column in listed)
    assert len({column.name.lower() for column in listed}) == len(listed)
