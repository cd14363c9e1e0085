"""`encounter export`: from a store to files that can be opened, explained and trusted, or to nothing at all."""

import csv
import ctypes
import hashlib
import json
import os
import resource
import shutil
import stat
import subprocess
import sys

import openpyxl
import pytest
from pyarrow import parquet

from scoring.exports.formats import FORMATS
from scoring.exports.levels import EXPORT_LEVELS, PERSONAL
from scoring.rubric import RubricSet
from scoring.scorecard import score
from simulator.academy.keys import keys_folder
from simulator.records.scratch import scratch_place
from simulator.records.store import Store
from tests.academy.classes import NAMES, an_academy
from tests.scoring.exports.test_lrs import Store as Lrs


@pytest.fixture
def store(tmp_path, monkeypatch):
    address = an_academy(tmp_path)
    monkeypatch.setenv("ENCOUNTER_STORE", address)
    return address


def read_csv(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("ending", [each.ending for each in FORMATS])
def test_a_cohort_is_exported_in_every_format_with_a_manifest_that_verifies(encounter, store, tmp_path, ending):
    file = tmp_path / f"autumn{ending}"
    done = encounter("export", "autumn", "--to", file, "--json")
    assert (done.code, done.err) == (0, f"{PERSONAL}\n")
    assert done.json["file"] == str(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    told = encounter("verify-export", done.json["manifest"], "--json")
    assert told.code == 0
    assert told.json["sound"]
    assert told.json["own_key"]
    manifest = told.json["manifest"]
    assert (manifest["cohort"], manifest["personal_data"]) == ("autumn", True)
    assert manifest["encounters"] == {"the-gate": ["1.0.0"]}
    assert set(manifest["rubrics"]) == {"de-escalation", "respect"}
    assert manifest["files"][0]["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert manifest["files"][0]["rows"] == done.json["rows"]
    assert sorted(path.name for path in tmp_path.glob("*autumn*")) == [file.name, f"{file.name}.manifest.json"]


def test_the_figures_of_an_export_are_those_of_the_debrief(encounter, store, tmp_path):
    encounter("export", "autumn", "--to", tmp_path / "runs.csv")
    rows = read_csv(tmp_path / "runs.csv")
    assert len(rows) > 2 * len(NAMES)
    with Store.open(store) as opened:
        for row in rows:
            run = opened.replay(row["run"])
            figure = score(run.decisions, RubricSet.shipped().rubrics.values()).rubrics[row["rubric"]].total
            assert float(row["anchored"]) == figure.anchored
            assert row["decision_quality"] == "" or float(row["decision_quality"]) == figure.decision_quality
            assert int(row["decisions"]) == len(run.decisions)
            assert row["trainee_name"].removeprefix("'") == opened.run(row["run"]).trainee


def test_people_of_other_cohorts_are_not_in_it_unless_everybody_is_asked_for(encounter, store, tmp_path):
    encounter("export", "autumn", "--to", tmp_path / "autumn.csv")
    encounter("export", "--to", tmp_path / "all.csv")
    assert "Somebody Else" not in (tmp_path / "autumn.csv").read_text()
    assert "Somebody Else" in (tmp_path / "all.csv").read_text()


def test_every_level_can_be_had_by_itself_and_as_a_sheet(encounter, store, tmp_path):
    kept = [option for level, told in EXPORT_LEVELS.items() if told.kept is not None for option in ("--level", level)]
    workbooks = [tmp_path / "figures.xlsx", tmp_path / "kept.xlsx"]
    rows = {}
    sheets = {}
    for workbook, levels in zip(workbooks, ([], kept), strict=True):
        rows |= encounter("export", "autumn", "--to", workbook, *levels, "--json").json["rows"]
        sheets |= {sheet.title: sheet for sheet in openpyxl.load_workbook(workbook)}
    assert set(EXPORT_LEVELS) == set(rows)
    for level in EXPORT_LEVELS:
        file = tmp_path / f"{level}.parquet"
        assert encounter("export", "autumn", "--to", file, "--level", level, "--json").json["rows"] == {
            level: rows[level]
        }
        table = parquet.read_table(file)
        assert [cell.value for cell in next(sheets[level].iter_rows())] == table.column_names
        assert table.num_rows == rows[level]
        assert level in kept or table.num_rows


def test_a_workbook_may_hold_some_levels_only(encounter, store, tmp_path):
    encounter("export", "autumn", "--to", tmp_path / "two.xlsx", "--level", "items", "--level", "runs")
    assert openpyxl.load_workbook(tmp_path / "two.xlsx").sheetnames == ["columns", "items", "runs"]


@pytest.mark.parametrize("ending", ["csv", "jsonl", "xapi.json", "parquet"])
def test_a_pseudonymous_export_names_nobody_and_is_alike_each_time(encounter, store, tmp_path, ending):
    first, second = tmp_path / f"a.{ending}", tmp_path / f"b.{ending}"
    done = encounter("export", "autumn", "--to", first, "--pseudonymous")
    assert "A key for pseudonyms was made" in done.err
    assert encounter("export", "autumn", "--to", second, "--pseudonymous").err == f"{PERSONAL}\n"
    assert first.read_bytes() == second.read_bytes()
    with Store.open(store) as opened:
        secrets = {each.id for each in opened.trainees()} | {each.name for each in opened.trainees()}
        secrets |= {each.id for each in opened.runs()}
    content = first.read_bytes()
    if ending == "parquet":
        content = json.dumps(parquet.read_table(first).to_pylist(), default=str).encode()
    assert not [secret for secret in secrets if secret.encode() in content]
    key = keys_folder() / "pseudonyms.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert key.read_text().encode() not in content


def test_another_key_makes_other_pseudonyms(encounter, store, tmp_path):
    encounter("export", "autumn", "--to", tmp_path / "a.csv", "--pseudonymous")
    (keys_folder() / "pseudonyms.key").unlink()
    encounter("export", "autumn", "--to", tmp_path / "b.csv", "--pseudonymous")
    people = [{row["trainee"] for row in read_csv(tmp_path / name)} for name in ("a.csv", "b.csv")]
    assert not people[0] & people[1]


@pytest.mark.parametrize(("content", "mode"), [("nonsense", 0o600), ("ab", 0o600), ("00" * 32, 0o644)])
def test_a_spoilt_or_open_key_is_refused(encounter, store, tmp_path, content, mode):
    key = keys_folder() / "pseudonyms.key"
    key.parent.mkdir(parents=True)
    key.write_text(content)
    key.chmod(mode)
    done = encounter("export", "autumn", "--to", tmp_path / "a.csv", "--pseudonymous")
    assert done.code == 1
    assert "pseudonym key" in done.err
    assert not (tmp_path / "a.csv").exists()


def test_small_cells_are_hidden_by_default_and_shown_on_request(encounter, store, tmp_path):
    encounter("export", "autumn", "--to", tmp_path / "items.csv", "--level", "items")
    assert {row["difficulty"] for row in read_csv(tmp_path / "items.csv")} == {""}  # seven people
    encounter("export", "autumn", "--to", tmp_path / "items.csv", "--level", "items", "--min-cell", "1")
    assert "" not in {row["trainees"] for row in read_csv(tmp_path / "items.csv")}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--to", "a.csv", "--level", "runs", "--min-cell", "5"], "is for tables of groups"),
        (["--to", "a.csv", "--level", "runs", "--level", "items"], "holds one table"),
        (["--to", "a.docx"], "is not known"),
        (["--to", "a.csv", "--xapi", "http://127.0.0.1:1/"], "Say where to"),
        ([], "Say where to"),
        (["--to", "a.csv", "--engine", "oracle"], "no engine 'oracle'"),
        (["--xapi", "ftp://lrs/"], "not the address of a record store"),
        (["--xapi", "http://lrs.example.org/xapi"], "could be read by others on the way"),
        (["--xapi", "https://a:b@lrs.example.org/xapi"], "Do not put a password on the command line"),
        (["--xapi", "http://127.0.0.1:99999/xapi"], "not the address of a record store"),
        (["--xapi", "http://127.0.0.1:1/", "--level", "items"], "only the table runs"),
        (["--to", "a.csv", "--home", "nowhere"], "not the address of a website"),
    ],
)
def test_a_wish_that_makes_no_sense_is_refused_in_a_sentence(encounter, store, tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    done = encounter("export", "autumn", *arguments)
    assert done.code == 2
    assert said in done.err
    assert not list(tmp_path.glob("a.*"))


def test_an_unknown_cohort_leaves_no_file(encounter, store, tmp_path):
    done = encounter("export", "autum", "--to", tmp_path / "a.csv")
    assert done.code == 1
    assert "no cohort 'autum'" in done.err
    assert "Autumn" in done.err
    assert not list(tmp_path.glob("*a.csv*"))


def test_where_there_is_no_store_none_is_made(encounter, tmp_path):
    done = encounter("--store", tmp_path / "none.sqlite3", "export", "--to", tmp_path / "a.csv")
    assert done.code == 1
    assert not list(tmp_path.glob("none*"))


@pytest.mark.parametrize("target", ["missing/a.csv", "folder.csv"])
def test_a_place_that_cannot_hold_a_file_is_named(encounter, store, tmp_path, target):
    (tmp_path / "folder.csv").mkdir()
    done = encounter("export", "autumn", "--to", tmp_path / target)
    assert done.code == 1
    assert "folder" in done.err


def test_a_missing_library_is_named_with_the_line_that_installs_it(encounter, store, tmp_path, monkeypatch):
    monkeypatch.setattr("simulator.academy.engines.find_spec", lambda name: None if name == "xlsxwriter" else name)
    done = encounter("export", "autumn", "--to", tmp_path / "a.xlsx")
    assert done.code == 1
    assert "xlsxwriter is not installed" in done.err
    assert "pip install 'encounter-simulator[academy]'" in done.err


def child(store, target, *options, limit=None):
    """Run an export in a process of its own, as somebody who is bound by permissions.

    Args:
        store, target: from where, where to.
        options: of the command.
        limit: bytes that no file may grow past, as on a full disk; None for any.
    """

    def confine():
        for capability in (1, 2, 3):  # what lets root write where it may not
            ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.run(
        # -B: a module that was compiled on a full disk would be kept half-written, for all who come after.
        [sys.executable, "-B", "-m", "simulator", "--store", store, "export", "autumn", "--to", str(target), *options],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=confine,
    )


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".jsonl", ".xapi.json", ".parquet"])
def test_a_full_disk_leaves_the_old_export_as_it_was(tmp_path, ending):
    (tmp_path / "exports").mkdir()
    (tmp_path / "store").mkdir()
    target = tmp_path / "exports" / f"autumn{ending}"
    target.write_text("the old one")
    level = "decisions" if ending == ".parquet" else "runs"  # a Parquet file of runs would be small enough
    done = child(an_academy(tmp_path / "store", people=140), target, "--level", level, limit=36_000)
    assert "There is no room to write" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == 1
    assert target.read_text() == "the old one"
    assert [path.name for path in target.parent.iterdir()] == [target.name]


def test_a_folder_that_may_not_be_written_is_named(store, tmp_path):
    folder = tmp_path / "exports"
    folder.mkdir(mode=0o555)
    done = child(store, folder / "autumn.csv")
    assert done.returncode == 1
    assert f"{folder} cannot be written (Permission denied)" in done.stderr
    assert list(folder.iterdir()) == []


def test_an_edit_of_the_file_or_the_manifest_is_found(encounter, store, tmp_path):
    file = tmp_path / "autumn.csv"
    manifest = tmp_path / "autumn.csv.manifest.json"
    encounter("export", "autumn", "--to", file)
    sound = file.read_bytes(), manifest.read_text()
    file.write_bytes(sound[0].replace(b'"strong"', b'"stronk"').replace(b'"concern"', b'"strong"'))
    done = encounter("verify-export", manifest)
    assert done.code == 1
    assert "was changed" in done.out
    file.unlink()
    assert "is missing" in encounter("verify-export", manifest).out
    file.write_bytes(sound[0])
    assert encounter("verify-export", manifest).code == 0
    manifest.write_text(sound[1].replace('"cohort": "autumn"', '"cohort": "spring"'))
    done = encounter("verify-export", manifest)
    assert done.code == 1
    assert "changed after it was signed" in done.out


def test_a_manifest_of_another_key_is_told_apart(encounter, store, tmp_path):
    manifest = tmp_path / "autumn.csv.manifest.json"
    encounter("export", "autumn", "--to", tmp_path / "autumn.csv")
    key = encounter("verify-export", manifest, "--json").json["key"]
    assert encounter("verify-export", manifest, "--key", key.upper()).code == 0
    assert encounter("verify-export", manifest, "--key", "00" * 32).code == 1
    (keys_folder() / "exports.key").unlink()
    done = encounter("verify-export", manifest)
    assert done.code == 1
    assert f"signed by an unknown key, {key}" in done.out


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"format": "encounter-export-1"}', '{"format": "encounter-export-1", "files": [1]}', "\x00"],
)
def test_what_is_no_manifest_is_said_to_be_none(encounter, tmp_path, content):
    (tmp_path / "m.json").write_text(content)
    done = encounter("verify-export", tmp_path / "m.json")
    assert done.code == 2
    assert "is not a manifest" in done.err


def test_a_manifest_with_a_doubled_key_is_refused(encounter, store, tmp_path):
    manifest = tmp_path / "autumn.csv.manifest.json"
    encounter("export", "autumn", "--to", tmp_path / "autumn.csv")
    manifest.write_text(manifest.read_text().replace('"cohort": "autumn"', '"cohort": "spring", "cohort": "autumn"'))
    done = encounter("verify-export", manifest)
    assert done.code == 2
    assert "is not a manifest" in done.err


def test_a_manifest_that_speaks_of_a_file_elsewhere_is_not_followed(encounter, store, tmp_path):
    manifest = tmp_path / "autumn.csv.manifest.json"
    encounter("export", "autumn", "--to", tmp_path / "autumn.csv")
    manifest.write_text(manifest.read_text().replace('"name": "autumn.csv"', '"name": "../autumn.csv"'))
    done = encounter("verify-export", manifest)
    assert done.code == 1
    assert "a file outside its folder" in done.out


def test_tables_are_alike_from_the_store_and_from_exported_facts_on_either_engine(encounter, store, tmp_path):
    encounter("export", "autumn", "--to", tmp_path / "facts.parquet", "--level", "decisions")
    encounter("export", "autumn", "--to", tmp_path / "a.csv")
    for engine in ("duckdb", "polars"):
        file = tmp_path / f"{engine}.csv"
        done = encounter("export", "--facts", tmp_path / "facts.parquet", "--to", file, "--engine", engine)
        assert done.code == 0
        assert file.read_bytes() == (tmp_path / "a.csv").read_bytes()
    done = encounter("export", "nobody", "--facts", tmp_path / "facts.parquet", "--to", tmp_path / "n.csv", "--json")
    assert done.json["rows"] == {"runs": 0}


def test_statements_go_to_a_record_store_once_however_often_they_are_sent(encounter, store, tmp_path, monkeypatch):
    monkeypatch.setenv("ENCOUNTER_XAPI_USER", "academy")
    monkeypatch.setenv("ENCOUNTER_XAPI_PASSWORD", "secret")
    encounter("export", "autumn", "--to", tmp_path / "a.xapi.json")
    written = json.loads((tmp_path / "a.xapi.json").read_text())
    with Lrs() as lrs:
        for _ in range(2):
            done = encounter("export", "autumn", "--xapi", f"http://127.0.0.1:{lrs.port}/xapi", "--json")
            assert (done.code, done.json["sent"]) == (0, len(written))
        assert list(lrs.kept.values()) == written
        assert lrs.headers[0]["Authorization"] == "Basic YWNhZGVteTpzZWNyZXQ="


def test_a_store_that_turns_us_away_is_said_in_a_sentence(encounter, store):
    with Lrs(lambda *_: (401, {}, b"")) as lrs:
        done = encounter("export", "autumn", "--xapi", f"http://127.0.0.1:{lrs.port}/xapi")
    assert done.code == 1
    assert "refuses the sign-in (401). 0 statements were taken. Set ENCOUNTER_XAPI_USER" in done.err


def test_a_statement_that_is_kept_otherwise_is_told(encounter, store, tmp_path):
    encounter("export", "autumn", "--to", tmp_path / "a.xapi.json")
    first = json.loads((tmp_path / "a.xapi.json").read_text())[0]
    with Lrs() as lrs:
        lrs.kept[first["id"]] = first | {"result": {}}
        done = encounter("export", "autumn", "--xapi", f"http://127.0.0.1:{lrs.port}/xapi")
    assert done.code == 1
    assert "1 were left out" in done.out
    assert first["id"] in done.out


def test_statements_say_who_what_and_how_well_and_of_a_run_whether_it_reached_the_standard(encounter, store, tmp_path):
    encounter("export", "autumn", "--to", tmp_path / "a.xapi.json", "--home", "https://academy.example")
    told = json.loads((tmp_path / "a.xapi.json").read_text())
    verbs = [each["verb"]["id"].rsplit("/", 1)[1] for each in told]
    assert set(verbs) == {"completed", "scored"}
    assert verbs.count("completed") == 2 * len(NAMES)  # the unfinished run has no statement
    assert len({each["id"] for each in told}) == len(told)
    for each in told:
        completed = each["verb"]["id"].endswith("/completed")
        assert ("success" in each["result"]) == completed
        if completed:
            scores = each["result"]["extensions"]["https://academy.example/xapi/extensions/scores"].values()
            assert each["result"]["success"] == all(
                score["standard"] for score in scores if score["standard"] is not None
            )
        assert each["object"]["id"].startswith("https://academy.example/xapi/encounters/the-gate/1.0.0")
        assert (
            each["context"]["contextActivities"]["grouping"][0]["id"] == "https://academy.example/xapi/cohorts/Autumn"
        )
        if each["verb"]["id"].endswith("scored"):
            assert 0 <= each["result"]["score"]["scaled"] <= 1
            assert each["result"]["score"]["raw"] == 100 * each["result"]["score"]["scaled"]


@pytest.mark.parametrize("engine", ["duckdb", "polars"])
@pytest.mark.parametrize("name", ["none.parquet", "text.parquet", "runs.parquet"])
def test_what_is_no_file_of_facts_is_said_to_be_none(encounter, store, tmp_path, name, engine):
    (tmp_path / "text.parquet").write_text("hello")
    encounter("export", "autumn", "--to", tmp_path / "runs.parquet")
    done = encounter("export", "--facts", tmp_path / name, "--to", tmp_path / "a.csv", "--engine", engine)
    assert done.code == 1
    assert "The facts" in done.err or "has no facts in it: the column" in done.err
    assert not (tmp_path / "a.csv").exists()


@pytest.mark.parametrize("command", ["export", "verify-export", "rescore"])
def test_the_help_of_a_command_loads_nothing_heavy(command):
    script = (
        "import sys\nfrom simulator.commands.main import main\n"
        f"try:\n    main(['{command}', '--help'])\nexcept SystemExit:\n    print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert f"Usage: encounter {command}" in done.stdout
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert not loaded & {"sqlalchemy", "pyarrow", "duckdb", "narwhals", "httpx", "numpy", "pydantic", "textual"}


def test_each_answer_is_a_statement_with_response_levels_and_time(encounter, store, tmp_path):
    done = encounter("export", "autumn", "--to", tmp_path / "a.xapi.json", "--level", "runs", "--level", "decisions")
    assert done.code == 0, done.err
    told = json.loads((tmp_path / "a.xapi.json").read_text(encoding="utf-8"))
    answered = [each for each in told if each["verb"]["display"]["en"] == "answered"]
    completed = [each for each in told if each["verb"]["display"]["en"] == "completed"]
    decisions = {
        each["context"]["registration"]: each["result"]["extensions"][
            "https://encounter.invalid/xapi/extensions/decisions"
        ]
        for each in completed
    }
    assert len(answered) == sum(decisions.values())
    assert len({each["id"] for each in told}) == len(told)
    for each in answered:
        choices = {choice["id"] for choice in each["object"]["definition"]["choices"]}
        assert each["result"]["response"] in choices
        assert each["result"]["duration"] == "PT2.50S"
        assert each["context"]["registration"] in decisions


def test_people_are_named_by_the_academys_id_or_the_hash_of_their_address_on_request(encounter, store, tmp_path):
    roster = tmp_path / "roster.csv"
    roster.write_text("name,external_id,email,cohort\nSam Reid,A-7,sam@a.example,Autumn\n", encoding="utf-8")
    assert encounter("roster", "import", roster, "--yes").code == 0
    names = {}
    for actor in ("academy-id", "email-hash"):
        encounter("export", "autumn", "--to", tmp_path / "a.xapi.json", "--actor", actor)
        told = json.loads((tmp_path / "a.xapi.json").read_text(encoding="utf-8"))
        names[actor] = next(each["actor"] for each in told if each["actor"]["name"] == "Sam Reid")
    assert names["academy-id"]["account"]["name"] == "A-7"
    assert (
        names["email-hash"]["mbox_sha1sum"] == hashlib.sha1(b"mailto:sam@a.example", usedforsecurity=False).hexdigest()
    )
    assert "account" not in names["email-hash"]
    refused = encounter("export", "autumn", "--to", tmp_path / "a.xapi.json", "--actor", "academy-id", "--pseudonymous")
    assert refused.code == 2


def test_what_a_killed_export_left_is_in_one_private_place_and_cleared_at_the_next(encounter, store, tmp_path):
    child(store, tmp_path / "first.csv")
    place = scratch_place()
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    gone = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True, check=True
    )
    left, going_on = place / f"{gone.stdout.strip()}-left", place / f"{os.getpid()}-mine"
    for folder in (left, going_on):
        folder.mkdir()
        (folder / "facts.parquet").write_text("rows")
    assert encounter("export", "autumn", "--to", tmp_path / "second.csv").code == 0
    assert list(place.iterdir()) == [going_on]
    assert sorted(path.name for path in tmp_path.glob("*.csv*")) == [
        "first.csv", "first.csv.manifest.json", "second.csv", "second.csv.manifest.json",
    ]  # fmt: skip
    shutil.rmtree(going_on)
