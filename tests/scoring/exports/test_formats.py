"""Each format, opened with what an academy would open it with."""

import csv
import io
import json
import unicodedata
from datetime import UTC, datetime

import duckdb
import openpyxl
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from scoring.exports.csv_file import write_csv
from scoring.exports.jsonl_file import write_jsonl
from scoring.exports.parquet_file import write_parquet
from scoring.exports.table import Table
from scoring.exports.xlsx_file import write_xlsx
from scoring.facts import COLUMNS, Column, arrow_schema
from tests.scoring.facts_samples import class_of

KINDS = (
    Column("name", "string", "", "A name."),
    Column("count", "int32", "count", "A count.", nullable=True),
    Column("seed", "int64", "", "A large number."),
    Column("score", "float64", "0 to 100", "A score.", nullable=True),
    Column("done", "bool", "", "Whether.", nullable=True),
    Column("at", "timestamp", "UTC", "When."),
    Column("ids", "string", "JSON array of ids", "Which."),
)
NOON = datetime(2026, 11, 22, 12, 30, 15, 123_000, tzinfo=UTC)
HOSTILE = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\x00=1", " =1", "\u00a0=1", "\u200b=1", "＝1", "＋1", "－1",
    "＠x", "\tx", "\rx", "\nx", '=HYPERLINK("http://evil","x")', "=cmd|' /C calc'!A0", "https://evil.example/", "0123",
    "1e5", "TRUE", 'a "quoted" one, with a comma', "two\nlines", "Zoë Ødegård", "مرحبا", "",
]  # fmt: skip


def rows_of(texts):
    return [
        {"name": text, "count": -2, "seed": 2**62, "score": -0.5, "done": True, "at": NOON, "ids": '["a","b"]'}
        for text in texts
    ]


def table(rows, columns=KINDS, name="runs"):
    whole = pa.Table.from_pylist(rows, schema=arrow_schema(columns))
    return Table(name, columns, whole.to_batches(max_chunksize=3))


def csv_of(rows):
    file = io.BytesIO()
    assert write_csv(file, table(rows)) == len(rows)
    return file.getvalue().decode("utf-8-sig")


def begins_like_a_formula(text):
    for character in text:
        if character in "=+-@＝＋－＠\t\r\n\x00":
            return True
        if unicodedata.category(character) not in ("Cc", "Cf", "Co", "Zs", "Zl", "Zp"):
            return False
    return False


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=12) | st.sampled_from(HOSTILE), min_size=1, max_size=8))
def test_no_text_of_a_csv_is_taken_for_a_formula_and_none_is_lost(texts):
    read = list(csv.DictReader(io.StringIO(csv_of(rows_of(texts)), newline="")))
    for text, row in zip(texts, read, strict=True):
        assert not begins_like_a_formula(row["name"])
        assert row["name"] == ("'" + text if begins_like_a_formula(text) else text)


def test_numbers_of_a_csv_stay_numbers():
    content = csv_of(rows_of(["a"]))
    assert content.splitlines()[1] == (
        '"a","-2","4611686018427387904","-0.5","true","2026-11-22T12:30:15.123Z","[""a"",""b""]"'
    )
    frame = pd.read_csv(io.StringIO(content), parse_dates=["at"])
    assert (frame["count"][0], frame["score"][0], frame["seed"][0], frame["done"][0]) == (-2, -0.5, 2**62, True)
    assert frame["at"][0] == NOON


def test_what_is_not_assessed_is_an_empty_cell_and_not_zero():
    row = rows_of(["a"])[0] | {"count": None, "score": None, "done": None}
    assert csv_of([row]).splitlines()[1].startswith('"a",,"4611686018427387904",,,')


def workbook(tables, **options):
    file = io.BytesIO()
    counts = write_xlsx(file, tables, about=[("cohort", "=Autumn")], **options)
    return openpyxl.load_workbook(file), counts


def test_no_text_of_a_workbook_is_a_formula_a_number_or_a_link():
    shown = [text for text in HOSTILE if text and not any(ord(c) < 32 and c not in "\t\n" for c in text)]
    book, _ = workbook([table(rows_of(shown))])
    cells = [row[0] for row in book["runs"].iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == shown
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)
    assert book["columns"]["B1"].data_type == "s"


def test_a_workbooks_values_have_their_types():
    book, counts = workbook([table([*rows_of(["a"]), rows_of(["b"])[0] | {"count": None, "score": None}])])
    _, count, seed, score, done, at, ids = [cell.value for cell in book["runs"][2]]
    assert (count, score, done, ids) == (-2, -0.5, True, '["a","b"]')
    assert abs(at - NOON.replace(tzinfo=None)).total_seconds() < 0.001
    assert seed == str(2**62)  # a spreadsheet's number would lose its last digits
    assert (book["runs"]["B3"].value, book["runs"]["D3"].value) == (None, None)
    assert counts == {"runs": 2}


def test_every_sheet_has_a_frozen_header_and_filters_and_the_first_explains_every_column():
    book, _ = workbook([table(rows_of(["a"])), table(rows_of(["b", "c"]), name="trainees")])
    assert book.sheetnames == ["columns", "runs", "trainees"]
    for name in ("runs", "trainees"):
        assert book[name].freeze_panes == "A2"
        assert book[name].auto_filter.ref == f"A1:G{book[name].max_row}"
    told = [[cell.value or "" for cell in row] for row in book["columns"].iter_rows(min_row=4)]
    assert told == [
        [sheet, column.name, column.type, column.unit, column.meaning] for sheet in ("runs", "trainees") for column in KINDS
    ]  # fmt: skip


def test_a_table_longer_than_a_sheet_goes_on_in_a_further_one():
    book, counts = workbook([table(rows_of([f"n{n}" for n in range(10)]))], rows_per_sheet=5)
    assert book.sheetnames == ["columns", "runs", "runs 2", "runs 3"]
    names = [row[0].value for name in book.sheetnames[1:] for row in book[name].iter_rows(min_row=2)]
    assert names == [f"n{n}" for n in range(10)]
    assert counts == {"runs": 10}


def test_a_sheet_larger_than_a_plain_zip_holds_is_written_all_the_same(monkeypatch):
    monkeypatch.setattr("zipfile.ZIP64_LIMIT", 2_000)  # in truth 2 GiB, which takes minutes to reach
    book, _ = workbook([table(rows_of([f"n{n}" for n in range(200)]))])
    assert book["runs"].max_row == 201


def test_an_empty_table_has_a_sheet_with_its_header():
    book, counts = workbook([table([])])
    assert [cell.value for cell in book["runs"][1]] == [column.name for column in KINDS]
    assert counts == {"runs": 0}


def test_text_longer_than_a_cell_is_cut_with_an_ellipsis():
    book, _ = workbook([table(rows_of(["a" * 40_000]))])
    assert book["runs"]["A2"].value == "a" * 32_766 + "…"


def test_parquet_is_typed_and_explains_its_columns():
    file = io.BytesIO()
    facts = class_of(3)
    assert write_parquet(file, Table("decisions", COLUMNS, facts.to_batches(50))) == facts.num_rows
    read = parquet.read_table(file)
    assert read.equals(facts)
    for column in COLUMNS:
        assert read.schema.field(column.name).metadata[b"meaning"].decode() == column.meaning
        assert read.schema.field(column.name).metadata[b"unit"].decode() == column.unit


def test_parquet_is_read_by_duckdb(tmp_path):
    facts = class_of(3)
    with (tmp_path / "facts.parquet").open("wb") as file:
        write_parquet(file, Table("decisions", COLUMNS, facts.to_batches()))
    (found,) = duckdb.read_parquet(str(tmp_path / "facts.parquet")).aggregate("count(*), sum(level)").fetchall()
    assert found == (facts.num_rows, sum(facts["level"].to_pylist()))


def test_json_lines_hold_one_object_a_row_with_json_as_json():
    file = io.BytesIO()
    assert write_jsonl(file, table(rows_of(["=1", "two\nlines"]))) == 2
    lines = file.getvalue().decode().splitlines()
    assert json.loads(lines[0]) == {
        "name": "=1", "count": -2, "seed": 2**62, "score": -0.5, "done": True, "at": "2026-11-22T12:30:15.123Z",
        "ids": ["a", "b"],
    }  # fmt: skip
    assert json.loads(lines[1])["name"] == "two\nlines"


@pytest.mark.parametrize("writer", [write_csv, write_jsonl, write_parquet])
def test_an_empty_table_can_be_written(writer):
    assert writer(io.BytesIO(), table([])) == 0
