"""A store of every earlier version becomes the present one in place, with everything in it, and a copy is kept first."""

import pytest
from sqlalchemy import inspect, text

from simulator import academy
from simulator.errors import StoreError, StoreUnavailable
from simulator.records.connection import connect, locate
from simulator.records.forms import PRESENT
from simulator.records.migrate import HEAD, Migrated, migrate_store
from simulator.records.store import Store
from simulator.records.verify import verify_store
from tests.records.frozen import VERSIONS, thaw
from tests.records.samples import NOON, begun, behind


@pytest.fixture(params=["file", "database"])
def empty(request):
    """Return the address of nothing yet: once a file, once a database."""
    return str(request.getfixturevalue(request.param))


@pytest.fixture(params=VERSIONS)
def old(empty, request):
    """Return the address of a store of each earlier version: once a file, once a database."""
    return thaw(empty, request.param)


@pytest.fixture
def old_file(file):
    """Return the address of a file of the first version."""
    return thaw(file, "0001")


def content(place, like=None):
    """Return the version of a store, and the rows of its tables; of those of `like`, and their columns, where given."""
    engine = connect(locate(place))
    with engine.connect() as connection:
        version = connection.scalar(text("SELECT version_num FROM alembic_version"))
        rows = {}
        for name in like or set(inspect(connection).get_table_names()) - {"alembic_version"}:
            wanted = ", ".join(like[name][0]) if like else "*"
            found = connection.exec_driver_sql(f"SELECT {wanted} FROM {name}")
            rows[name] = (list(found.keys()), sorted(map(tuple, found), key=repr))
    engine.dispose()
    return version, rows


def copies(place):
    return sorted(path.name for path in locate(place).path.parent.glob("store.sqlite3.form-*"))


def test_a_store_of_every_version_is_migrated_with_everything_in_it_and_its_runs_go_on(old, story, monkeypatch):
    monkeypatch.setenv("ENCOUNTER_PG_DUMP", "/nowhere/pg_dump")  # it is no matter of this machine's
    was, before = content(old)
    if "://" in old:
        with pytest.raises(StoreError, match=rf"older form \({was}\).*encounter store migrate"):
            Store.open(old)
        done = migrate_store(old)
        assert (done.before, done.copy) == (was, None)
        assert "/nowhere/pg_dump cannot be run" in done.not_kept
    with Store.open(old) as store:
        assert content(old, like=before) == (HEAD, before)
        assert len(before["runs"][1]) == 5
        (unfinished,) = store.runs(finished=False)
        winter = academy.create_cohort(store, "Winter", at=NOON)
        assert academy.add_members(store, winter, store.trainees(), at=NOON) == 2
        assert begun(store, story, "here-leave", name="Ada").finished
        assert verify_store(locate(old)).findings == ()
        goes_on(store, unfinished)
    assert verify_store(locate(old)).findings == ()


def goes_on(store, unfinished):
    """Replay a run of an earlier form, end it and branch from it in the present one."""
    assert unfinished.path == ("here-force", "there-ask", "here-ask")
    run = store.replay(unfinished.id)
    store.append(unfinished.id, run.choose("there-leave"), at=NOON, outcome="partial")
    again = store.branch(unfinished.id, 2, kind="again", at=NOON)
    asked = text("SELECT form FROM decisions WHERE run_id = :id ORDER BY sequence")
    with store.reading() as connection:
        forms = [list(connection.scalars(asked, {"id": id_})) for id_ in (unfinished.id, again.id)]
    assert forms == [[1, 1, 1, PRESENT], [PRESENT, PRESENT]]


@pytest.mark.parametrize(
    "change",
    ["runs SET seed = 99", "runs SET rubric_versions = '{}'", "decisions SET seconds = 99", "levels SET level = 2",
     "decisions SET form = 2", "runs SET form = 2", "decisions SET form = 77", "runs SET form = 77"],
)  # fmt: skip
def test_what_an_earlier_form_sealed_is_still_sealed(file, change):
    migrate_store(thaw(file, "0003"))
    behind(file, f"UPDATE {change}")
    assert {each.kind.value for each in verify_store(locate(str(file))).findings} & {
        "run-changed",
        "decision-changed",
        "levels-changed",
    }


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
    monkeypatch.setattr("simulator.records.copying.copy_file", full)
    with pytest.raises(StoreUnavailable, match="disk is full"):
        Store.open(old_file)
    assert content(old_file) == before
    assert copies(old_file) == []


def test_the_command_says_where_the_copy_is(old_file, encounter):
    done = encounter("--store", old_file, "store", "migrate")
    assert done.code == 0
    assert done.out.splitlines() == [
        f"From form 0001 to {HEAD}.",
        f"The earlier store is kept as {old_file}.form-0001.",
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
        assert [run.scenario_id for run in store.runs()] == ["circle"] * 4
