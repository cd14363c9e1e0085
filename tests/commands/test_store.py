"""`encounter store`: results on standard output, questions before a loss, exit codes."""

import json
import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from simulator.records.store import Store
from tests.records.samples import NOON, begun, circle


@pytest.fixture
def place(tmp_path):
    """Return the file of a store with a finished run of Sam and one of Ada."""
    path = tmp_path / "store.sqlite3"
    with Store.open(str(path)) as store:
        begun(store, circle(), "here-ask", "there-leave")
        begun(store, circle(), "here-ask", name="Ada")
    return path


@pytest.fixture
def on_store(encounter, place):
    """Return a function that runs `encounter --store FILE store ARGUMENTS`."""
    return lambda *arguments, typed="": encounter("--store", place, "store", *arguments, typed=typed)


def edit(place):
    with closing(sqlite3.connect(place)) as connection:
        connection.executescript(
            "DROP TRIGGER decisions_never_updated; UPDATE decisions SET seconds = 77 WHERE moved_to = 'gone'"
        )


def names(place):
    with Store.open(str(place)) as store:
        return [trainee.name for trainee in store.trainees()]


def test_info_counts_what_is_kept(on_store, place):
    shown = on_store("info", "--json")
    assert (shown.code, shown.err) == (0, "")
    assert {key: shown.json[key] for key in ("address", "kind", "trainees", "runs", "finished", "decisions", "scenarios")} == {
        "address": str(place), "kind": "sqlite", "trainees": 2, "runs": 2, "finished": 1, "decisions": 3, "scenarios": 1,
    }  # fmt: skip
    assert "decisions    3" in on_store("info").out


@pytest.mark.parametrize("command", [["info"], ["verify"], ["backup", "x"], ["erase", "sam"]])
def test_looking_for_a_store_makes_none(encounter, tmp_path, command):
    missing = tmp_path / "missing.sqlite3"
    shown = encounter("--store", missing, "store", *command)
    assert (shown.code, shown.out) == (1, "")
    assert f"There is no record store {missing}." in shown.err
    assert not missing.exists()


def test_verify_says_that_all_is_as_it_was_kept(on_store):
    shown = on_store("verify")
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.startswith("2 runs, 3 decisions, 1 scenario read.\n1 checkpoint, signed by ")
    assert shown.out.endswith("Everything is unchanged since it was kept.\n")


def test_verify_names_what_was_edited_and_exits_with_1(on_store, place):
    edit(place)
    shown = on_store("verify", "--json")
    assert shown.code == 1
    assert shown.json["sound"] is False
    (finding,) = shown.json["findings"]
    assert (finding["kind"], finding["sequence"]) == ("decision-changed", 2)
    assert "decision-changed: Run " in on_store("verify").out


def test_a_backup_restores_what_it_holds(on_store, place, tmp_path):
    backup = tmp_path / "backup.sqlite3"
    shown = on_store("backup", backup)
    assert (shown.code, shown.out) == (0, f"{backup} holds 2 runs with 3 decisions.\n")
    assert on_store("erase", "ada", "--yes").code == 0
    shown = on_store("restore", backup, "--yes")
    assert shown.code == 0
    assert "The earlier store is kept as" in shown.out
    assert names(place) == ["Ada", "Sam"]
    assert on_store("verify").code == 0


@pytest.mark.parametrize("typed", ["", "n\n", "\n"])
def test_nothing_is_lost_without_a_yes(on_store, place, tmp_path, typed):
    backup = tmp_path / "backup.sqlite3"
    on_store("backup", backup)
    kept = backup.read_bytes()
    for command in (["backup", backup], ["restore", backup], ["erase", "Sam"]):
        shown = on_store(*command, typed=typed)
        assert (shown.code, shown.out) == (1, "")
        assert "--yes" in shown.err
    assert backup.read_bytes() == kept
    assert names(place) == ["Ada", "Sam"]
    assert not list(place.parent.glob("*before*"))


def test_a_yes_may_be_typed(on_store, place):
    shown = on_store("erase", "SAM", typed="y\n")
    assert shown.code == 0
    assert shown.out.startswith("Erased Sam and 1 run.")
    assert "for good" in shown.err
    assert names(place) == ["Ada"]


def test_erasing_a_stranger_is_refused(on_store, place):
    shown = on_store("erase", "\x1b[2Jnobody", "--yes")
    assert shown.code == 1
    assert "There is no trainee '[2Jnobody'." in shown.err
    assert names(place) == ["Ada", "Sam"]


def test_a_backup_that_does_not_verify_is_restored_only_on_demand(on_store, place, tmp_path):
    backup = tmp_path / "backup.sqlite3"
    on_store("backup", backup)
    edit(backup)
    shown = on_store("restore", backup, "--yes")
    assert shown.code == 1
    assert "decision-changed" in shown.out
    assert "--anyway REASON" in shown.err
    assert not list(place.parent.glob("*before*"))
    assert on_store("restore", backup, "--yes", "--anyway", "The last one that there is").code == 0
    assert on_store("verify").code == 1


def test_a_backup_of_an_edited_store_says_so_and_exits_with_1(on_store, place, tmp_path):
    edit(place)
    shown = on_store("backup", tmp_path / "backup.sqlite3", "--json", "--anyway", "For the record")
    assert shown.code == 1
    assert (shown.json["sound"], shown.json["backup"]) == (False, str(tmp_path / "backup.sqlite3"))


def test_migrate_makes_a_store_and_leaves_one_that_is_up_to_date(encounter, tmp_path):
    place = tmp_path / "new.sqlite3"
    assert encounter("--store", place, "store", "migrate", "--json").json["before"] is None
    assert encounter("--store", place, "store", "migrate").out.startswith("The store is up to date")


def test_a_wrong_address_is_bad_usage(encounter):
    shown = encounter("--store", "mysql://x", "store", "info")
    assert shown.code == 2
    assert "not an address" in shown.err


def test_every_command_has_help_with_an_example(encounter):
    for command in ("info", "verify", "seal", "trust", "backup", "restore", "migrate", "erase"):
        assert "Example: encounter" in encounter("store", command, "--help").out


def test_a_store_is_named_by_the_environment_too(encounter, place, monkeypatch):
    monkeypatch.setenv("ENCOUNTER_STORE", str(place))
    assert encounter("store", "info", "--json").json["address"] == str(place)
    with Store.open() as store:
        assert store.find_trainee("Ada") == store.trainee("ada", NOON)


def test_who_has_been_inactive_for_long_is_listed_before_anybody_is_erased(encounter, tmp_path, monkeypatch):
    monkeypatch.setenv("ENCOUNTER_STORE", str(tmp_path / "s.sqlite3"))
    with Store.open() as store:
        begun(store, circle(), "here-leave", name="Sam", at=NOON - timedelta(days=4_000))
    listed = encounter("store", "erase", "--older-than", "3000", "--json").json
    assert (listed["erased"], [each["trainee"] for each in listed["inactive"]]) == (False, ["Sam"])
    assert len(encounter("runs", "--json").json["runs"]) == 1
    assert encounter("store", "record", "sam", "--to", tmp_path / "sam.txt").code == 2
    assert not (tmp_path / "sam.txt").exists()
    assert encounter("store", "record", "sam", "--to", tmp_path / "sam.json").code == 0
    assert json.loads((tmp_path / "sam.json").read_text(encoding="utf-8"))["kept"]["trainees"][0]["name"] == "Sam"
    assert encounter("store", "erase", "--older-than", "3000", "--yes").code == 0
    assert encounter("runs", "--json").json["runs"] == []
    assert encounter("store", "verify").code == 0
    assert encounter("store", "erase", "sam", "--older-than", "3").code == 2
