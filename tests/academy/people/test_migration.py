"""A store of the first form becomes the present one in place, with everything in it, and a copy is kept first."""

import sqlite3

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import insert, inspect, select, text

from simulator.academy.register import Register
from simulator.errors import StoreError, StoreUnavailable
from simulator.records import migrate
from simulator.records.connection import connect, locate, writes
from simulator.records.migrate import HEAD, Migrated, migrate_store
from simulator.records.schema import metadata
from simulator.records.store import Store
from simulator.records.verify import verify_store
from tests.records.samples import NOON, begun

NEW = {
    "cohorts", "identities", "members", "groups", "assignments", "trainer_ratings", "rescorings", "rescored_levels",
}  # fmt: skip


def first_form(place, story, folder):
    """Make a store of form 0001 that holds what a store of today held before it had cohorts; return its address."""
    with Store.open(str(folder / "today.sqlite3")) as today:
        record = begun(today, story, "here-force", "there-leave")
        today.rate_self(record.id, {"respect": 40}, NOON)
        today.reflect(record.id, "Sooner.", NOON)
        begun(today, story, "here-ask", name="Ada")
        today.branch(record.id, 1, kind="again", at=NOON)
        with today.reading() as connection:
            kept = {table: connection.execute(select(table)).mappings().all() for table in metadata.sorted_tables}
    if "://" not in place:
        sqlite3.connect(place).close()
    engine = connect(locate(place))
    config = Config()
    config.set_main_option("script_location", str(migrate.__file__).replace("migrate.py", "migrations"))
    with writes(engine).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for table, rows in kept.items():
            if rows and table.name not in NEW:
                connection.execute(insert(table), [dict(row) for row in rows])
    engine.dispose()
    return place


@pytest.fixture
def old(place, story, tmp_path):
    """Return the address of a store of form 0001: once a file, once a database."""
    return first_form(place, story, tmp_path)


@pytest.fixture
def old_file(file, story, tmp_path):
    """Return the address of a file of form 0001."""
    return first_form(str(file), story, tmp_path)


def content(place):
    """Return the rows of every table of the first form, and the names of all tables."""
    engine = connect(locate(place))
    with engine.connect() as connection:
        names = set(inspect(connection).get_table_names())
        rows = {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
            if table.name in names - NEW
        }
        version = connection.scalar(text("SELECT version_num FROM alembic_version"))
    engine.dispose()
    return version, names, rows


def copies(place):
    return sorted(path.name for path in locate(place).path.parent.glob("store.sqlite3.form-*"))


def test_a_file_is_migrated_when_it_is_opened_and_everything_is_kept(old, story):
    if "://" in old:
        with pytest.raises(StoreError, match=r"older form \(0001\).*encounter store migrate"):
            Store.open(old)
        assert migrate_store(old) == Migrated("0001", None)
    before = content(old)[2]
    with Store.open(old) as store:
        version, names, rows = content(old)
        assert version == HEAD == "0003"
        assert names >= NEW
        assert rows == before
        assert len(rows["runs"]) == 3
        register = Register(store)
        autumn = register.create("Autumn", NOON)
        assert register.add(autumn, store.trainees(), NOON) == 2
        assert begun(store, story, "here-leave", name="Ada").finished
    assert verify_store(locate(old)).sound


def test_the_file_as_it_was_is_kept_beside_it(old_file, file):
    before = content(old_file)
    done = migrate_store(old_file)
    assert (done.before, done.copy) == ("0001", file.with_name("store.sqlite3.form-0001"))
    assert content(str(done.copy)) == before
    assert done.copy.stat().st_mode & 0o777 == 0o600
    assert migrate_store(old_file) == Migrated(HEAD, None)
    assert copies(old_file) == ["store.sqlite3.form-0001"]


def test_an_earlier_copy_is_never_replaced(old_file, file):
    earlier = file.with_name("store.sqlite3.form-0001")
    earlier.write_text("mine")
    Store.open(old_file).close()
    assert earlier.read_text() == "mine"
    assert copies(old_file) == ["store.sqlite3.form-0001", "store.sqlite3.form-0001-2"]


def test_a_migration_that_fails_leaves_the_store_as_it_was(old_file, monkeypatch):
    def breaks(_connection, _tables):
        raise RuntimeError("halfway")

    before = content(old_file)
    monkeypatch.setattr("simulator.records.protection.protect", breaks)
    with pytest.raises(RuntimeError, match="halfway"):
        Store.open(old_file)
    monkeypatch.undo()
    assert content(old_file) == before
    Store.open(old_file).close()


def test_where_no_copy_can_be_kept_nothing_is_migrated(old_file, monkeypatch):
    def full(*_):
        raise StoreUnavailable("The disk is full.")

    before = content(old_file)
    monkeypatch.setattr("simulator.records.backup._copy", full)
    with pytest.raises(StoreUnavailable, match="disk is full"):
        Store.open(old_file)
    assert content(old_file) == before
    assert copies(old_file) == []


def test_the_command_says_where_the_copy_is(old_file, encounter):
    done = encounter("--store", old_file, "store", "migrate")
    assert done.code == 0
    assert done.out.splitlines() == [
        f"From form 0001 to {HEAD}.",
        f"What was there before is kept as {old_file}.form-0001.",
    ]
    assert encounter("--store", old_file, "store", "migrate", "--json").json["copy"] is None


def test_a_backup_of_the_first_form_is_restored_in_the_present_one_and_left_as_it_is(old_file, encounter, tmp_path):
    before = content(old_file)
    place = str(tmp_path / "new" / "store.sqlite3")
    (tmp_path / "new").mkdir()
    done = encounter("--store", place, "store", "restore", old_file, "--json")
    assert done.code == 0
    assert done.json["sound"]
    assert content(old_file) == before
    assert encounter("--store", place, "store", "info", "--json").json["form"] == HEAD
    assert copies(place) == []
    with Store.open(place) as store:
        assert [run.scenario_id for run in store.runs()] == ["circle"] * 3
