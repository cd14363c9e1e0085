"""What is written about exports, held against what they are."""

import importlib.util
from pathlib import Path

import pytest

from scoring.tables import columns
from simulator.academy.export import ENDINGS, LEVELS

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "exports.md").read_text(encoding="utf-8")


def test_the_page_explains_every_column_as_it_is():
    spec = importlib.util.spec_from_file_location("write_exports", DOCS / "write_exports.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert PAGE.endswith(script.tables()), "write it anew: python docs/write_exports.py"


@pytest.mark.parametrize("name", LEVELS)
def test_every_level_has_its_columns_on_the_page(name):
    assert f"\n### {name}\n" in PAGE


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_format_is_on_the_page(ending):
    assert f"| `{ending}` |" in PAGE


@pytest.mark.parametrize("table", ["FACTS", "CRITERIA", "RUNS", "TRAINEES", "SUMMARY", "PROFILE", "ITEMS", "CHOICES"])
def test_every_column_has_a_meaning_and_no_name_differs_from_another_by_case_only(table):
    listed = getattr(columns, table)
    assert all(column.meaning.endswith(".") for column in listed)
    assert len({column.name.lower() for column in listed}) == len(listed)
