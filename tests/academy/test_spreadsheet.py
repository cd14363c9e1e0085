"""Exports opened by a real spreadsheet (LibreOffice, without a screen), in English and in German."""

import json
import shutil
import subprocess

import openpyxl
import pytest

from simulator.records.store import Store
from tests.academy.classes import an_academy

pytestmark = pytest.mark.spreadsheet

PROGRAM = shutil.which("soffice") or shutil.which("libreoffice")
TEXT, STANDARD = 2, 1
ENGLISH, GERMAN = 1033, 1031
IDS = ("run", "trainee", "trainee_name", "external_id", "cohort", "scenario", "rubric")


@pytest.fixture
def store(tmp_path, monkeypatch):
    """Return a store with a cohort, one of whose members has an id that begins with zeros."""
    monkeypatch.setenv("ENCOUNTER_STORE", an_academy(tmp_path))
    with Store.open() as store, store.writing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO identities (trainee_id, external_id) SELECT id, '000123456789012345' FROM trainees "
            "WHERE name = 'Sam Reid'"
        )


def imported(file, tmp_path, *, columns, separator, language):
    """Import a CSV file as its page says: UTF-8, the delimiter, and text for columns of ids; return the rows."""
    formats = "/".join(f"{place}/{TEXT if name in IDS else STANDARD}" for place, name in enumerate(columns, start=1))
    options = f"CSV:{ord(separator)},34,76,1,{formats},{language},false,true"
    return opened(file, tmp_path, f"--infilter={options}")


def opened(file, tmp_path, *more):
    """Let the spreadsheet open a file and write it as a workbook; return the rows, each by column."""
    out = tmp_path / "out"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    asked = [
        PROGRAM,
        profile,
        "--headless",
        *more,
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        out,
        file,
    ]
    subprocess.run(list(map(str, asked)), check=True, capture_output=True, timeout=120)
    book = openpyxl.load_workbook(out / f"{file.stem}.xlsx")
    sheet = book["runs"] if "runs" in book.sheetnames else book.worksheets[0]
    header, *rows = sheet.iter_rows()
    found = [dict(zip((cell.value for cell in header), row, strict=True)) for row in rows]
    book.close()
    return found


def checked(rows, program):
    """Hold what the spreadsheet shows against what the program exports as JSON lines."""
    assert len(rows) == len(program)
    for row, told in zip(rows, program, strict=True):
        name = row["trainee_name"].value
        assert row["trainee_name"].data_type == "s"
        assert name.removeprefix("'") == told["trainee_name"].removeprefix("'")
        assert row["external_id"].value == told["external_id"]
        assert row["run"].value == told["run"]
        if told["anchored"] is not None:
            assert row["anchored"].value == pytest.approx(told["anchored"])
        formulas = {cell.value for cell in row.values() if cell.data_type == "f"}
        assert formulas <= {"=TRUE()", "=FALSE()"}  # as LibreOffice writes what is true or false
    assert "000123456789012345" in {row["external_id"].value for row in rows}


@pytest.fixture
def program(encounter, store, tmp_path):
    """Return the rows as the program has them."""
    encounter("export", "autumn", "--to", tmp_path / "runs.jsonl")
    return [json.loads(line) for line in (tmp_path / "runs.jsonl").read_text(encoding="utf-8").splitlines()]


def test_a_csv_file_is_imported_as_its_page_says_in_english(encounter, program, tmp_path):
    file = tmp_path / "english.csv"
    encounter("export", "autumn", "--to", file)
    checked(imported(file, tmp_path, columns=list(program[0]), separator=",", language=ENGLISH), program)


def test_a_csv_file_with_decimal_commas_is_imported_in_german(encounter, program, tmp_path):
    file = tmp_path / "german.csv"
    encounter("export", "autumn", "--to", file, "--decimal", "comma")
    checked(imported(file, tmp_path, columns=list(program[0]), separator=";", language=GERMAN), program)


def test_a_workbook_is_right_without_any_steps(encounter, program, tmp_path):
    file = tmp_path / "book.xlsx"
    encounter("export", "autumn", "--to", file, "--level", "runs")
    checked(opened(file, tmp_path), program)
