"""What a new academy does, in one sitting and through the public commands only.

A roster of 200 is imported, a cohort assigned, its runs played, exported in five formats and opened with
pandas, openpyxl, DuckDB and (where it is given) a real learning record store; the report is written,
a rubric changed and the cohort rescored, the store verified and backed up. Each step prints what was
seen; anything that is not as it should be ends the script.

Run: PYTHONPATH=. python bench/academy_journey.py FOLDER [--people 200] [--store ADDRESS]

FOLDER keeps everything that was made, to be looked at. With a PostgreSQL address two people play at a
time, as one file belongs to one program. The record store is Ralph, in an environment of its own
(tests/academy/ralph.py says how); `--without-ralph` leaves it out.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd

from simulator.encounter.run import Run
from simulator.scenario.library import Library
from simulator.scenario.story import Story
from tests.academy import ralph

COHORT = "Autumn 2026"
PRACTICE, ASSESSED = "market-stall", "station-steps"
SEED = 2026
NAMES = ("Ada", "Björn", "Chidi", "Dilwen", "Eoin", "Farah", "Grace", "Hamza", "Ines", "Jun", "Kateryna", "Liam")
FAMILIES = ("Boateng", "O'Neil", "Reid", "Ødegård", "Singh", "Nowak", "Haddad", "Evans", "García", "Kowalczyk")


@dataclass(frozen=True)
class Academy:
    """One academy under way: where its things are, and how it calls the program."""

    folder: Path
    environment: dict[str, str]

    def encounter(self, *arguments: object, typed: str = "", code: int = 0) -> str:
        """Run the program as a person would; return what it prints."""
        command = [sys.executable, "-m", "simulator", *map(str, arguments)]
        done = subprocess.run(
            command, env=self.environment, input=typed, capture_output=True, text=True, check=False, encoding="utf-8"
        )
        if done.returncode != code:
            sys.exit(f"{' '.join(command)}\nended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done.stdout


def main() -> None:
    """Walk the whole way and print a line for each step."""
    given = arguments()
    given.folder.mkdir(parents=True, exist_ok=True)
    homes = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
    store = given.store or str(given.folder / "academy.sqlite3")
    environment = os.environ | {name: str(given.folder / "home") for name in homes} | {
        "ENCOUNTER_STORE": store, "NO_COLOR": "1", "PYTHONUTF8": "1",
        "ENCOUNTER_XAPI_USER": ralph.USER, "ENCOUNTER_XAPI_PASSWORD": ralph.PASSWORD,
    }  # fmt: skip
    academy = Academy(given.folder, environment)
    at_once = 2 if "://" in store else 1
    print("| step | seconds | what was seen |\n|---|---|---|", flush=True)
    step("roster of people imported", lambda: import_roster(academy, given.people))
    step("cohort assigned", lambda: assign(academy))
    step("runs played", lambda: play_all(academy, given.people, at_once))
    step("cohort shown", lambda: show(academy, given.people))
    step("CSV opened with pandas", lambda: open_csv(academy, given.people))
    step("XLSX opened with openpyxl", lambda: open_xlsx(academy, given.people))
    step("Parquet opened with DuckDB", lambda: open_parquet(academy, given.people))
    step("JSON Lines opened with pandas", lambda: open_json_lines(academy, given.people))
    step("xAPI statements written", lambda: write_statements(academy, given.people))
    if not given.without_ralph:
        step("xAPI sent to a real record store", lambda: send_statements(academy))
    step("exports verified", lambda: verify_exports(academy))
    step("report written", lambda: report(academy))
    step("rescored under another rubric", lambda: rescore(academy))
    step("store verified", lambda: verify_store(academy))


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--store")
    parser.add_argument("--without-ralph", action="store_true")
    return parser.parse_args()


def step(name: str, work: Callable[[], str]) -> None:
    """Do one step, and print its row."""
    began = time.perf_counter()
    seen = work()
    print(f"| {name} | {time.perf_counter() - began:.1f} | {seen} |", flush=True)


def import_roster(academy: Academy, people: int) -> str:
    """Write a roster with a faulty line, see it refused whole, mend it, and import it."""
    chance = random.Random(SEED)
    rows = [
        [
            f"{chance.choice(NAMES)} {chance.choice(FAMILIES)}", f"p{number}@academy.example", f"r-{number:04}", COHORT,
            chance.choice(("north", "south")),
        ]
        for number in range(people)
    ]  # fmt: skip
    roster = academy.folder / "roster.csv"
    header = ["name", "email", "external_id", "cohort", "group:branch"]
    write_csv(roster, [header, *rows, ["=2+5", "p0@academy.example", "r-9999", COHORT, "north"]])
    refused = json.loads(academy.encounter("roster", "import", roster, "--yes", "--json", code=1))
    assert [each["line"] for each in refused["refused"]] == [people + 2], refused["refused"]
    write_csv(roster, [header, *rows])
    academy.encounter("roster", "import", roster, "--dry-run")
    done = json.loads(academy.encounter("roster", "import", roster, "--yes", "--json"))
    assert len(done["added"]) == people
    return f"{people} added; before that, one faulty line had the file refused whole"


def assign(academy: Academy) -> str:
    """Assign one encounter for practice and one for assessment."""
    academy.encounter("cohort", "assign", COHORT, PRACTICE, "--due", "2030-01-31")
    academy.encounter("cohort", "assign", COHORT, ASSESSED, "--mode", "assessment", "--due", "2030-01-31")
    return f"{PRACTICE} for practice, {ASSESSED} as an assessment"


def play_all(academy: Academy, people: int, at_once: int) -> str:
    """Let everybody play: practice twice, the second time better, and the assessment once."""
    library = Library.default()
    stories = {id_: library.story(id_) for id_ in (PRACTICE, ASSESSED)}

    def play(number: int) -> int:
        chance = random.Random(SEED + number)
        skill = chance.uniform(0.1, 0.9)
        for story, gained in ((stories[PRACTICE], 0.0), (stories[PRACTICE], 0.25), (stories[ASSESSED], 0.15)):
            path = way(story, min(1.0, skill + gained), chance)
            said = academy.encounter(
                "play", story.scenario.id, "--as", f"r-{number:04}", "--plain", "--json", typed="\n".join(path) + "\n"
            )
            record = json.loads(said)
            assert record["path"] == path, record
            assert record["ending"] is not None
        return 3

    with ThreadPoolExecutor(at_once) as threads:
        played = sum(threads.map(play, range(people)))
    again = academy.encounter("play", ASSESSED, "--as", "r-0000", "--plain", "--json", typed="1\n", code=1)
    assert again == ""
    return f"{played} runs of {people} people; a second attempt at the assessment was refused"


def way(story: Story, skill: float, chance: random.Random) -> list[str]:
    """Return a way through a story: at each choice the best with the probability `skill`, or else any."""
    run = Run(story)
    while not run.finished:
        open_ = run.available()
        best = max(open_, key=lambda choice: sum(choice.mean_levels.values()))
        run.choose(best.id if chance.random() < skill else chance.choice(open_).id)
    return run.path


def show(academy: Academy, people: int) -> str:
    """Read the cohort as a trainer does."""
    seen = json.loads(academy.encounter("cohort", "show", COHORT, "--json"))
    assert len(seen["members"]) == people
    (academy.folder / "cohort.txt").write_text(academy.encounter("cohort", "show", COHORT), encoding="utf-8")
    return f"{people} members"


def open_csv(academy: Academy, people: int) -> str:
    """Export runs as CSV and read them as an analyst does."""
    target = academy.folder / "runs.csv"
    academy.encounter("export", COHORT, "--to", target, "--level", "runs")
    table = pd.read_csv(target)
    assert table["run"].nunique() == 3 * people
    assert table["trainee"].nunique() == people
    assert table["anchored"].between(0, 100).all()
    means = table[table["scenario"] == PRACTICE].groupby("attempt")["anchored"].mean()
    assert means[2] > means[1]
    return f"{len(table):,} rows, {len(table.columns)} columns; attempts improve from {means[1]:.1f} to {means[2]:.1f}"


def open_xlsx(academy: Academy, people: int) -> str:
    """Export all tables as XLSX and read them back."""
    target = academy.folder / "autumn.xlsx"
    academy.encounter("export", COHORT, "--to", target)
    book = openpyxl.load_workbook(target)
    trainees = book["trainees"]
    assert trainees.freeze_panes
    assert trainees.auto_filter.ref
    rubrics = {row[0].value for row in trainees.iter_rows(min_row=2) if row[0].value}
    assert rubrics
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    ids = {row["trainee"] for row in rows_of(trainees)}
    assert len(ids) == people
    return f"sheets {', '.join(book.sheetnames)}; no formula in any cell"


def open_parquet(academy: Academy, people: int) -> str:
    """Export pseudonymous facts as Parquet and ask them in SQL."""
    target = academy.folder / "facts.parquet"
    academy.encounter("export", COHORT, "--to", target, "--level", "decisions", "--pseudonymous")
    asked = f"SELECT count(*), count(DISTINCT trainee), count(DISTINCT run) FROM '{target}'"
    ((rows, trainees, runs),) = duckdb.sql(asked).fetchall()
    assert (trainees, runs) == (people, 3 * people)
    columns = set(duckdb.sql(f"SELECT * FROM '{target}' LIMIT 0").columns)
    assert not columns & {"trainee_name", "external_id", "seed"}
    return f"{rows:,} facts of {runs:,} runs by {trainees} codes, without names"


def open_json_lines(academy: Academy, people: int) -> str:
    """Export criteria as JSON Lines and read them."""
    target = academy.folder / "criteria.jsonl"
    academy.encounter("export", COHORT, "--to", target, "--level", "criteria")
    table = pd.read_json(target, lines=True)
    assert table["run"].nunique() == 3 * people
    return f"{len(table):,} rows, {table['criterion'].nunique()} criteria"


def write_statements(academy: Academy, people: int) -> str:
    """Write the runs as xAPI statements."""
    target = academy.folder / "autumn.xapi.json"
    academy.encounter("export", COHORT, "--to", target)
    statements = json.loads(target.read_text(encoding="utf-8"))
    assert sum(each["verb"]["id"].endswith("/completed") for each in statements) == 3 * people
    return f"{len(statements):,} statements"


def send_statements(academy: Academy) -> str:
    """Send the statements to Ralph, twice, and read back what it keeps."""
    file = academy.folder / "autumn.xapi.json"
    ours = json.loads(file.read_text(encoding="utf-8"))
    valid = ralph.count_valid(file)
    assert valid == len(ours)
    with ralph.record_store(academy.folder) as url:
        for _ in range(2):
            sent = json.loads(academy.encounter("export", COHORT, "--xapi", url, "--json"))
            assert (sent["sent"], sent["conflicts"], sent["refused"]) == (len(ours), [], [])
        assert {each["id"] for each in ralph.kept_by(url)} == {each["id"] for each in ours}
    return f"{valid:,} valid by Ralph's models, sent twice, kept once"


def verify_exports(academy: Academy) -> str:
    """Hold every file against its manifest; change one, and see it found."""
    manifests = sorted(academy.folder.glob("*.manifest.json"))
    for manifest in manifests:
        academy.encounter("verify-export", manifest)
    changed = academy.folder / "runs.csv"
    kept = changed.read_bytes()
    changed.write_bytes(kept.replace(b"resolved", b"RESOLVED", 1))
    academy.encounter("verify-export", f"{changed}.manifest.json", code=1)
    changed.write_bytes(kept)
    return f"{len(manifests)} files as they were written; a changed one was found"


def report(academy: Academy) -> str:
    """Write the report, as a page and as figures."""
    target = academy.folder / "report.html"
    academy.encounter("report", COHORT, "--to", target)
    page = target.read_text(encoding="utf-8")
    assert "<script" not in page
    figures = json.loads(academy.encounter("report", COHORT, "--json"))
    (academy.folder / "report.json").write_text(json.dumps(figures, indent=1), encoding="utf-8")
    return f"{len(page) / 1024:.0f} KiB, no script"


def rescore(academy: Academy) -> str:
    """Change a rubric's weights and what an author rated, as a board would; look who would move, and keep both."""
    weighted = academy.folder / "respect-board.yaml"
    assert json.loads(academy.encounter("rescore", "--list", "--json")) == {"rescorings": []}
    rubric = (files("scoring") / "rubrics" / "respect.yaml").read_text(encoding="utf-8")
    rubric = rubric.replace("version: 1.0.0", "version: 1.1.0").replace("title: Voice", "title: Voice\n    weight: 3")
    weighted.write_text(rubric, encoding="utf-8")
    panel = academy.folder / "board.yaml"
    first = next(iter(Library.default().story(PRACTICE).scenes.values())).choices
    lines = "\n".join(f"    {choice.id}: {{opening: {2 if place == 0 else 0}}}" for place, choice in enumerate(first))
    panel.write_text(
        "format: 1\nid: board-2026\nversion: 1.0.0\ntitle: What the board says\npanel: J. Diaz, A. Khan\n"
        f"encounters:\n  {PRACTICE}:\n{lines}\n",
        encoding="utf-8",
    )
    said = []
    for file in (weighted, panel):
        asked = ("rescore", COHORT, "--rubric", file, "--author", "J. Diaz", "--reason", f"Board of 3 May: {file.stem}")
        trial = json.loads(academy.encounter(*asked, "--dry-run", "--json"))
        done = json.loads(academy.encounter(*asked, "--json"))
        assert (trial["rescoring"], trial["moves"]) == (None, done["moves"])
        furthest = max(abs(move["change"]) for move in done["moves"])
        said.append(f"{file.stem}: {done['moved']} of {done['runs']} runs move, by {furthest:.1f} points at most")
    kept = json.loads(academy.encounter("rescore", "--list", "--json"))["rescorings"]
    assert sorted(each["reason"] for each in kept) == ["Board of 3 May: board", "Board of 3 May: respect-board"]
    return f"{'; '.join(said)}; old and new are kept"


def verify_store(academy: Academy) -> str:
    """See that all is as it was kept."""
    found = json.loads(academy.encounter("store", "verify", "--json"))
    assert found["sound"]
    return f"{found['runs']:,} runs, {found['decisions']:,} decisions, sound"


def rows_of(sheet: openpyxl.worksheet.worksheet.Worksheet) -> list[dict[str, object]]:
    """Return a sheet's rows by column."""
    header, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def write_csv(target: Path, rows: Sequence[Sequence[str]]) -> None:
    """Write a table as a spreadsheet does."""
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)


if __name__ == "__main__":
    main()
