"""What a new academy does, in one sitting and through the public commands only.

It imports a roster of 200 people, with names from everywhere and some that are meant to break something. Two cohorts
get practice and an assessment, and play them. One person gets an extension, one attempt is made void, and runs are
rated and commented. Everything is exported in five formats, and opened with pandas, openpyxl, DuckDB and, if one is
given, a real learning record store. The report is written, a rubric is changed, and the cohort is rescored. Somebody
asks for everything that is kept about them. At the end a receipt is written, and the store is verified against it. Each
step prints what was seen; anything that is not as it should be ends the script.

Run: PYTHONPATH=. python bench/academy_journey.py FOLDER [--people 200] [--store ADDRESS | --postgresql]

FOLDER keeps everything that was made, to be looked at. `--postgresql` starts a server of its own. With a
PostgreSQL address two people play at a time, as one file belongs to one program. The record store is Ralph, in an environment of its own
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
from contextlib import nullcontext
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd

from bench.serving import store_on
from simulator.encounter.run import Run
from simulator.scenario.library import Library
from simulator.scenario.story import Story
from tests.academy import browser, ralph
from tests.academy import test_spreadsheet as spreadsheet

COHORT = "Autumn 2026"
SECOND = "Nachtdienst „Süd“"
PRACTICE, ASSESSED = "market-stall", "station-steps"
SEED = 2026
NAMES = (
    "محمد",
    "李小龍",
    "שרה",
    "Zoë",
    "[/b]Sam",
    "<b>Sam</b>",
    "Sam'); DROP TABLE runs;--",
    "{{ 7*7 }}",
    "%s",
    "Ada",
    "Björn",
    "Chidi",
    "Dilwen",
    "Eoin",
    "Farah",
    "Grace",
    "Hamza",
    "Ines",
    "Jun",
    "Kateryna",
    "Liam",
)
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
    with store_on("postgresql") if given.postgresql else nullcontext() as place:
        walk(given, place.admin if place else given.store or str(given.folder / "academy.sqlite3"))


def walk(given: argparse.Namespace, store: str) -> None:
    """Walk it on a store."""
    homes = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
    environment = os.environ | {name: str(given.folder / "home") for name in homes} | {
        "ENCOUNTER_STORE": store, "NO_COLOR": "1", "PYTHONUTF8": "1",
        "ENCOUNTER_XAPI_USER": ralph.USER, "ENCOUNTER_XAPI_PASSWORD": ralph.PASSWORD,
    }  # fmt: skip
    academy = Academy(given.folder, environment)
    at_once = 2 if "://" in store else 1
    print("| step | seconds | what was seen |\n|---|---|---|", flush=True)
    step("roster of people imported", lambda: import_roster(academy, given.people))
    step("cohort assigned", lambda: assign(academy))
    step("a second cohort", lambda: second_cohort(academy, given.people))
    step("runs played", lambda: play_all(academy, given.people, at_once))
    step("cohort shown", lambda: show(academy, given.people))
    step("one person's terms, ratings, a comment", lambda: look_after(academy))
    step("CSV opened with pandas", lambda: open_csv(academy, given.people))
    step("XLSX opened with openpyxl", lambda: open_xlsx(academy, given.people))
    step("Parquet opened with DuckDB", lambda: open_parquet(academy, given.people))
    step("JSON Lines opened with pandas", lambda: open_json_lines(academy, given.people))
    step("xAPI statements written", lambda: write_statements(academy, given.people))
    if not given.without_ralph:
        step("xAPI sent to a real record store", lambda: send_statements(academy))
    step("exports verified", lambda: verify_exports(academy))
    step("CSV and XLSX opened with LibreOffice", lambda: open_in_office(academy, given.people))
    step("report written, opened with Chromium", lambda: report(academy))
    step("a certificate, opened with Chromium and checked", lambda: certificate(academy))
    step("rescored under another rubric", lambda: rescore(academy))
    step("tables of what is kept, opened with pandas", lambda: open_kept(academy, given.people))
    step("told by the rescoring", lambda: told_by_rescoring(academy))
    step("somebody asks for their record", lambda: own_record(academy))
    step("store verified", lambda: verify_store(academy))


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--store")
    parser.add_argument("--postgresql", action="store_true")
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


def second_cohort(academy: Academy, people: int) -> str:
    """Make a cohort of some of the same people, with practice of its own."""
    academy.encounter("cohort", "create", SECOND)
    some = [f"r-{number:04}" for number in range(0, people, 3)]
    academy.encounter("cohort", "add", SECOND, *some)
    academy.encounter("cohort", "assign", SECOND, "blue-door", "--due", "2030-01-31")
    return f"{len(some)} of the same people, with an encounter of their own"


def look_after(academy: Academy) -> str:
    """Give somebody an extension and an attempt anew, rate a run, and comment on it."""
    table = json.loads(academy.encounter("cohort", "show", COHORT, "--json"))
    assert {each["standing"][id_] for each in table["members"] for id_ in each["standing"]} == {"done"}
    reason = ("--reason", "ill", "--by", "T. Okafor")
    academy.encounter(
        "cohort", "adjust", COHORT, "r-0001", ASSESSED, "--due", "2030-03-01", "--extra-time", 25, *reason
    )
    runs = academy.folder / "first.jsonl"
    academy.encounter("export", COHORT, "--to", runs, "--level", "runs", "--mode", "assessment")
    first = pd.read_json(runs, lines=True)
    mine = first[first.external_id == "r-0001"].run.iloc[0]
    academy.encounter("cohort", "void", mine, *reason)
    typed = "\n".join(way(Library.default().story(ASSESSED), 0.5, random.Random(1))) + "\n"
    academy.encounter("play", ASSESSED, "--as", "r-0001", "--plain", "--json", typed=typed)
    rated = 0
    for run in sorted(set(first.run) - {mine})[:5]:
        for rater, level in (("T. Okafor", 1), ("Ada", 2)):
            academy.encounter("cohort", "rate", run, f"opening={level}", f"voice={-level}", "--by", rater)
            rated += 2
        academy.encounter("cohort", "comment", run, "=Well done, and let her finish.", "--by", "T. Okafor")
    return f"an extension, a void attempt played again, {rated} ratings, and a comment on each rated run"


def open_kept(academy: Academy, people: int) -> str:
    """Export every table of what is kept beside the decisions, and read each with pandas."""
    told, some = [], min(5, people - 1)
    for level, rows in (
        ("ratings", 4 * some), ("comments", some), ("reflections", 0), ("own-words", 0), ("lateness", 0),
        ("gradebook", people), ("training-events", 2 * people),
    ):  # fmt: skip
        file = academy.folder / f"{level}.csv"
        academy.encounter("export", COHORT, "--to", file, "--level", level)
        found = pd.read_csv(file, encoding="utf-8-sig")
        assert len(found) == rows, (level, len(found))
        academy.encounter("verify-export", f"{file}.manifest.json")
        told.append(f"{level} {rows}")
    return ", ".join(told)


def told_by_rescoring(academy: Academy) -> str:
    """Read the report and the statements under a rescoring."""
    kept = json.loads(academy.encounter("rescore", COHORT, "--list", "--json"))["rescorings"]
    figures = json.loads(academy.encounter("report", COHORT, "--json", "--rescoring", kept[0]["id"][:8]))
    target = academy.folder / "again.xapi.json"
    academy.encounter("export", COHORT, "--to", target, "--rescoring", kept[0]["id"])
    again = json.loads(target.read_text(encoding="utf-8"))
    assert all(each["context"]["statement"]["id"] for each in again)
    return f"{figures['narrowed']} {len(again)} statements, each names the one before"


def own_record(academy: Academy) -> str:
    """Write all that is kept of one person."""
    target = academy.folder / "record.json"
    academy.encounter("store", "record", "r-0001", "--to", target)
    kept = json.loads(target.read_text(encoding="utf-8"))
    assert "ill" in json.dumps(kept)
    return f"{target.stat().st_size / 1024:.0f} KiB of JSON, the void attempt and its reason among it"


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


def open_in_office(academy: Academy, people: int) -> str:
    """Import the CSV file as its page says, and open the workbook, in a real spreadsheet; see every name and id whole."""
    told = pd.read_csv(academy.folder / "runs.csv", dtype=str, encoding="utf-8-sig")
    office = academy.folder / "office"
    office.mkdir(exist_ok=True)
    imported = spreadsheet.imported(
        academy.folder / "runs.csv", office, columns=list(told.columns), separator=",", language=spreadsheet.ENGLISH
    )
    opened = spreadsheet.opened(academy.folder / "autumn.xlsx", office)
    for rows in (imported, opened):
        assert len(rows) == len(told)
        for name in ("trainee_name", "external_id", "run"):
            assert {str(row[name].value).removeprefix("'") for row in rows} == set(told[name].str.removeprefix("'")), (
                name
            )
    return f"{len(imported)} rows of {people} people in each, every name and id as it was written"


def in_browser(academy: Academy, page: Path) -> str:
    """Open a page in a browser without a network; return what it made of it."""
    return browser.open_page(page, academy.folder / "browser", "--dump-dom")


def certificate(academy: Academy) -> str:
    """Write somebody's certificate as a page, and check its code."""
    target = academy.folder / "certificate.html"
    runs = json.loads(academy.encounter("runs", "--json"))["runs"]
    said = academy.encounter("certificate", runs[0]["run"], "--to", target)
    code = said.split("Its code is ")[1].split()[0]
    assert code in in_browser(academy, target)
    academy.encounter("certificate", "--check", code)
    return f"{code} is genuine"


def report(academy: Academy) -> str:
    """Write the report, as a page and as figures."""
    target = academy.folder / "report.html"
    academy.encounter("report", COHORT, "--to", target)
    page = target.read_text(encoding="utf-8")
    assert "<script" not in page
    assert "finished runs of practice are left out" in in_browser(academy, target)
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
    receipt = academy.folder / "receipt.json"
    academy.encounter("store", "seal", "--to", receipt)
    found = json.loads(academy.encounter("store", "verify", "--receipt", receipt, "--json"))
    assert found["sound"]
    return f"{found['runs']:,} runs, {found['decisions']:,} decisions, sound, and as the receipt says"


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
