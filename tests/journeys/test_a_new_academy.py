"""A new academy's first week, through the public commands alone; `bench/academy_journey.py` walks it with 200 people."""

import json
import random
import shutil

import duckdb
import openpyxl
import pandas as pd
import pytest

COHORT = "Autumn 2026"
PEOPLE = 6
PRACTICE, ASSESSED = "market-stall", "station-steps"


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """Return where its store is kept as it is after that week, once it has been."""
    return tmp_path_factory.mktemp("week") / "filled"


@pytest.fixture
def an_academy(encounter, tmp_path, monkeypatch, filled):
    """Return the program of an academy whose cohort has played: practice twice, and the assessment once."""
    folder = tmp_path / "academy"
    monkeypatch.setenv("ENCOUNTER_STORE", str(folder / "academy.sqlite3"))
    if not filled.exists():
        folder.mkdir()
        first_week(encounter, tmp_path / "roster.csv")
        shutil.copytree(folder, filled)
    else:
        shutil.copytree(filled, folder)
    return encounter


def first_week(encounter, roster):
    lines = [f"Trainee {number},t{number}@academy.example,r-{number},{COHORT}" for number in range(PEOPLE)]
    roster.write_text("\n".join(["name,email,external_id,cohort", *lines]), encoding="utf-8")
    assert len(encounter("roster", "import", roster, "--yes", "--json").json["added"]) == PEOPLE
    assert encounter("cohort", "assign", COHORT, PRACTICE, "--due", "2030-01-31").code == 0
    assert encounter("cohort", "assign", COHORT, ASSESSED, "--mode", "assessment").code == 0
    for number in range(PEOPLE):
        for scenario, seed in ((PRACTICE, number), (PRACTICE, 2 * number), (ASSESSED, number)):
            # More numbers than there are decisions; everywhere two choices are open at least.
            typed = "\n".join(random.Random(seed).choices("12", k=200))
            played = encounter("play", scenario, "--as", f"r-{number}", "--plain", "--json", typed=typed)
            assert played.json["ending"] is not None


def test_the_cohort_shows_who_has_done_what(an_academy):
    seen = an_academy("cohort", "show", COHORT, "--json").json
    assert len(seen["members"]) == PEOPLE
    assert f"{PEOPLE} done" in an_academy("cohort", "show", COHORT).out
    refused = an_academy("play", ASSESSED, "--as", "r-3", "--plain", typed="y\n1\n")
    assert refused.code == 1
    assert "you have used it" in refused.err


def test_every_format_holds_the_same_runs(an_academy, tmp_path):
    for name, level in (("runs.csv", "runs"), ("facts.parquet", "decisions"), ("criteria.jsonl", "criteria")):
        assert an_academy("export", COHORT, "--to", tmp_path / name, "--level", level).code == 0
    assert an_academy("export", COHORT, "--to", tmp_path / "all.xlsx").code == 0
    assert an_academy("export", COHORT, "--to", tmp_path / "all.xapi.json").code == 0
    table = pd.read_csv(tmp_path / "runs.csv")
    runs = set(table["run"])
    assert len(runs) == 3 * PEOPLE
    facts = duckdb.read_parquet(str(tmp_path / "facts.parquet"))
    assert {run for (run,) in facts.project("run").distinct().fetchall()} == runs
    assert set(pd.read_json(tmp_path / "criteria.jsonl", lines=True)["run"]) == runs
    header, *rows = openpyxl.load_workbook(tmp_path / "all.xlsx")["runs"].iter_rows(values_only=True)
    scores = {(row[header.index("run")], row[header.index("rubric")]): row[header.index("anchored")] for row in rows}
    ours = {(row.run, row.rubric): row.anchored for row in table.itertuples()}
    assert scores == pytest.approx(ours)
    statements = json.loads((tmp_path / "all.xapi.json").read_text(encoding="utf-8"))
    assert sum(each["verb"]["id"].endswith("/completed") for each in statements) == 3 * PEOPLE
    for manifest in tmp_path.glob("*.manifest.json"):
        assert an_academy("verify-export", manifest).code == 0


def test_the_report_and_a_rescoring_leave_the_records_as_they_were(an_academy, tmp_path):
    assert an_academy("report", COHORT, "--to", tmp_path / "report.html").code == 0
    modes = ("practice", "assessment")
    told = [an_academy("report", COHORT, "--mode", mode, "--json").json["runs"] for mode in modes]
    assert sum(told) == 3 * PEOPLE
    board = tmp_path / "board.yaml"
    board.write_text(
        "format: 1\nid: board-2026\nversion: 1.0.0\ntitle: What the board says\npanel: J. Diaz, A. Khan\n"
        f"encounters:\n  {PRACTICE}:\n    licence-first: {{opening: 2}}\n    name-and-reason: {{opening: -1}}\n",
        encoding="utf-8",
    )
    asked = ("rescore", COHORT, "--rubric", board, "--author", "J. Diaz", "--reason", "Board of 3 May", "--json")
    before = an_academy("store", "info", "--json").json
    assert an_academy(*asked, "--dry-run").json["rescoring"] is None
    assert an_academy("rescore", "--list", "--json").json["rescorings"] == []
    done = an_academy(*asked).json
    assert 0 < done["moved"] <= done["runs"] == 3 * PEOPLE
    (kept,) = an_academy("rescore", "--list", "--json").json["rescorings"]
    assert (kept["author"], kept["reason"]) == ("J. Diaz", "Board of 3 May")
    after = an_academy("store", "info", "--json").json
    assert (after["runs"], after["decisions"]) == (before["runs"], before["decisions"])
    assert an_academy("store", "verify").code == 0
