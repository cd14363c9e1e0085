"""The form of a store: made by migrations, the same on both databases, closed to changes."""

import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import insert, inspect, select, text
from sqlalchemy.exc import DBAPIError

from simulator.errors import StoreDamaged, StoreError, StoreTooNew, UsageError
from simulator.records import migrate
from simulator.records.connection import connect, locate, writes
from simulator.records.journal import keep
from simulator.records.schema import (
    APPEND_ONLY,
    adjustments,
    assignments,
    audit,
    class_sessions,
    cohorts,
    comments,
    metadata,
    notices,
    own_words,
    publications,
    rescored_levels,
    rescored_runs,
    rescorings,
    runs,
    trainer_ratings,
    voids,
    word_ratings,
)
from simulator.records.store import Store
from simulator.training.campaign import CampaignPlay
from tests.campaign.samples import years
from tests.records.conftest import fresh_database
from tests.records.frozen import VERSIONS, thaw
from tests.records.samples import NOON, begun, circle

UPDATE = {
    "snapshots": "body = ''", "rubric_snapshots": "body = ''", "runs": "seed = 1", "decisions": "choice = 'x'", "levels": "level = 2",
    "critical_events": "event = 'x'", "finishes": "ending = 'x'", "self_ratings": "rating = 1",
    "reflections": "text = ''", "tombstones": "at = ''", "checkpoints": "body = ''",
    "audit": "about = ''", "trainer_ratings": "level = 2", "rescorings": "reason = ''", "rescored_levels": "level = 2",
    "campaign_snapshots": "body = ''", "campaign_runs": "mode = 'practice'", "campaign_finishes": "closing = ''",
    "rescored_runs": "levels = ''", "notices": "reason = ''", "journal": "digest = ''",
    "adjustments": "extra_time = 99", "voids": "reason = ''", "comments": "text = ''", "publications": "told = ''",
    "own_words": "text = ''", "word_ratings": "level = 2", "class_sessions": "decisions = ''",
}  # fmt: skip


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def full(request, tmp_path_factory):
    """Return an engine on a store that holds a row of every kind; tests share it, as it refuses all they try."""
    if request.param == "sqlite":
        place = str(tmp_path_factory.mktemp("full") / "store.sqlite3")
    else:
        place = fresh_database(request.getfixturevalue("server"), "every_row")
    story = circle()
    with Store.open(place) as store:
        record = begun(store, story, "here-force", "there-leave")
        store.rate_self(record.id, {"respect": 1}, NOON)
        store.reflect(record.id, "x", NOON)
        begun(store, story, "here-ask", name="Gone")
        store.erase(store.find_trainee("Gone"), at=NOON)
        campaign = CampaignPlay.start(store, years(), store.find_trainee("Sam"), clock=lambda: NOON)
        for choices in (["off-the-step"], ["not-my-desk"]):
            episode = campaign.episode()
            for choice in choices:
                episode.choose(choice)
            campaign.leave(episode)
    engine = connect(locate(place))
    with writes(engine).begin() as connection:
        judge(connection, record.id)
    yield engine
    engine.dispose()


def judge(connection, run_id):
    """Keep what others than the trainee say of a run."""
    rating = {"run_id": run_id, "rater": "Ada", "criterion": "care", "number": 1, "level": -2, "at": ""}
    connection.execute(insert(trainer_ratings), rating)
    entry = {"number": 1, "at": "", "by": "Ada", "action": "invited", "about": "Sam", "detail": ""}
    keep(connection, audit, [entry], at="")
    rescoring = {"id": "r", "rubric": "respect", "version": "2", "body": "", "author": "Ada", "reason": "x", "at": ""}
    connection.execute(insert(rescorings), rescoring)
    level = {
        "rescoring_id": "r",
        "run_id": run_id,
        "sequence": 1,
        "criterion": "care",
        "level": 0,
        "best": 0,
        "worst": 0,
    }
    connection.execute(insert(rescored_levels), level)
    keep(connection, rescored_runs, [{"rescoring_id": "r", "run_id": run_id, "levels": "x"}], at="")
    said = {"author": "Ada", "reason": "x", "at": ""}
    keep(connection, voids, [{**said, "run_id": run_id}], at="")
    comment = {"run_id": run_id, "number": 1, "author": "Ada", "text": "x", "at": ""}
    keep(connection, comments, [comment], at="")
    keep(connection, own_words, [{"run_id": run_id, "sequence": 1, "text": "x", "at": ""}], at="")
    keep(connection, word_ratings, [rating], at="")
    session = {"id": "s", "scenario_id": "x", "scenario_version": "1", "digest": "x", "at": "", "decisions": "[]"}
    keep(connection, class_sessions, [session], at="")
    published = {"id": "p", "at": "", "what": "report", "minimum": 10, "told": "[]"}
    keep(connection, publications, [published], at="")
    keep(connection, cohorts, [{"id": "c", "key": "c", "name": "C", "created": ""}], at="")
    assigned = {"id": "a", "cohort_id": "c", "scenario_id": "x", "mode": "practice", "created": ""}
    keep(connection, assignments, [assigned], at="")
    (sam,) = connection.execute(select(runs.c.trainee_id).where(runs.c.id == run_id)).one()
    adjusted = {"assignment_id": "a", "trainee_id": sam, "number": 1, "extra_time": 25}
    keep(connection, adjustments, [{**said, **adjusted}], at="")
    keep(connection, notices, [{"id": "n", "at": "", "what": "restore", "reason": "x"}], at="")


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("kind", ["update", "delete"])
def test_no_kept_row_is_ever_changed_or_deleted(full, table, kind):
    statement = f"UPDATE {table} SET {UPDATE[table]}" if kind == "update" else f"DELETE FROM {table}"
    with full.connect() as connection:
        before = connection.execute(text(f"SELECT * FROM {table}")).all()
    assert before
    with pytest.raises(DBAPIError, match="append-only"), writes(full).begin() as connection:
        connection.execute(text(statement))
    with full.connect() as connection:
        assert connection.execute(text(f"SELECT * FROM {table}")).all() == before


def test_a_server_empties_no_table_of_records(database):
    Store.open(database).close()
    engine = connect(locate(database))
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text("TRUNCATE levels"))
    engine.dispose()


def test_no_row_is_put_in_the_place_of_another(file, story):
    with Store.open(str(file)) as store:
        begun(store, story, "here-ask")
    engine = connect(locate(str(file)))
    with pytest.raises(DBAPIError, match="append-only"), writes(engine).begin() as connection:
        connection.execute(text("REPLACE INTO decisions SELECT * FROM decisions"))
    engine.dispose()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_new_store_is_what_the_migrations_make_of_the_first(kind, tmp_path, request):
    if kind == "sqlite":
        new, old = str(tmp_path / "new.sqlite3"), str(tmp_path / "old.sqlite3")
    else:
        new, old = (fresh_database(request.getfixturevalue("server"), name) for name in ("new", "old"))
    Store.open(new).close()
    migrate.migrate_store(thaw(old, "0001"))
    assert form(new) == form(old)


def form(place):
    """Return all that a database says of itself: what the schema would change, constraints, indexes and triggers."""
    engine = connect(locate(place))
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        found = inspect(connection)
        tables = {
            name: {
                "columns": {(each["name"], str(each["type"]), each["nullable"]) for each in found.get_columns(name)},
                "key": found.get_pk_constraint(name)["constrained_columns"],
                "foreign": {
                    (*each["constrained_columns"], each["referred_table"]) for each in found.get_foreign_keys(name)
                },
                "unique": {tuple(each["column_names"]) for each in found.get_unique_constraints(name)},
                "checks": {each["sqltext"] for each in found.get_check_constraints(name)},
                "indexes": {(each["name"], *each["column_names"], each["unique"]) for each in found.get_indexes(name)},
            }
            for name in found.get_table_names()
        }
        asked = (
            "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
            if connection.dialect.name == "postgresql"
            else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        )
        triggers = set(connection.scalars(text(asked)))
        version = connection.scalar(text("SELECT version_num FROM alembic_version"))
    engine.dispose()
    return tables, triggers, version


def test_the_head_that_the_program_knows_is_the_last_migration():
    script = ScriptDirectory(str(migrate.__file__).replace("migrate.py", "migrations"))
    assert script.get_heads() == [migrate.HEAD]
    assert tuple(each.revision for each in script.walk_revisions())[::-1] == migrate.KNOWN


def test_a_store_that_is_up_to_date_opens_without_the_migration_library(file):
    Store.open(str(file)).close()
    script = (
        "import sys; from simulator.records.store import Store; Store.open(sys.argv[1]).close();"
        "sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script, str(file)], check=False).returncode == 0


def test_importing_the_package_loads_no_database_library():
    script = "import sys, simulator.records, simulator.records.model; sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_a_commit_is_on_the_disk_before_it_returns_and_readers_do_not_wait(file):
    Store.open(str(file)).close()
    engine = connect(locate(str(file)))
    with engine.connect() as connection:
        asked = {
            name: connection.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    engine.dispose()
    assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_a_new_store_is_its_owners_alone(file):
    before = os.umask(0)
    try:
        with Store.open(str(file)) as store:
            store.trainee("Sam", NOON)
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in file.parent.glob("store*")}
    finally:
        os.umask(before)
    assert set(modes) == {"store.sqlite3", "store.sqlite3-wal", "store.sqlite3-shm"}
    assert set(modes.values()) == {0o600}


def test_without_an_address_the_store_is_in_the_platforms_folder_for_data(story):
    with Store.open() as store:
        begun(store, story)
        path = locate(None).path
    assert store.address == str(path)
    assert (path.name, path.parent.name) == ("encounter.sqlite3", "encounter")
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_the_environment_names_a_store(file, monkeypatch):
    monkeypatch.setenv("ENCOUNTER_STORE", str(file))
    Store.open().close()
    assert file.exists()


def test_a_password_is_not_shown():
    assert str(locate("postgresql+psycopg://me:secret@host/db")) == "postgresql+psycopg://me:***@host/db"


@pytest.mark.parametrize("address", ["mysql://host/db", "http://x", "://x", "sqlite:////tmp/x"])
def test_an_address_of_another_kind_is_refused(address):
    with pytest.raises(UsageError, match="not an address"):
        Store.open(address)


def test_a_store_of_a_newer_program_is_left_as_it_is(place):
    Store.open(place).close()
    engine = connect(locate(place))
    with writes(engine).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.execute(text("UPDATE served_forms SET oldest = '9998'"))
    with pytest.raises(StoreTooNew, match=r"newer Encounter.*pip install --upgrade"):
        Store.open(place)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "9999"
    engine.dispose()


@pytest.mark.parametrize("where", ["file", "database"])
def test_a_database_of_another_program_is_left_as_it_is(request, where):
    place = str(request.getfixturevalue(where))
    if where == "file":
        sqlite3.connect(place).close()
    engine = connect(locate(place))
    with writes(engine).begin() as connection:
        connection.execute(text("CREATE TABLE photos (name TEXT)"))
    with pytest.raises(StoreDamaged, match="another program"):
        Store.open(place)
    with engine.connect() as connection:
        tables = "sqlite_master WHERE type = 'table'" if engine.dialect.name == "sqlite" else (
            "information_schema.tables WHERE table_schema = 'public'"
        )  # fmt: skip
        assert connection.scalar(text(f"SELECT count(*) FROM {tables}")) == 1
    engine.dispose()


def test_a_server_is_migrated_only_on_request(database, monkeypatch):
    Store.open(database).close()
    monkeypatch.setattr(migrate, "HEAD", "9999")
    with pytest.raises(StoreError, match=rf"older form \({migrate.KNOWN[-1]}\).*encounter store migrate"):
        Store.open(database)


def test_a_newer_store_serves_an_older_program_as_far_as_what_was_added_allows(place, encounter):
    """A later program's migration, which only added: this program plays on, says so, and leaves the rest to that one."""
    Store.open(place).close()
    engine = connect(locate(place))
    with writes(engine).begin() as connection:
        connection.execute(text("CREATE TABLE of_tomorrow (run_id TEXT, said TEXT)"))
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    played = encounter("--store", place, "play", "market-stall", "--as", "Sam", "--plain", "--json", typed="1\n1\n1\n")
    assert "belongs to a newer Encounter. You can go on playing" in played.err
    with Store.open(place) as store:
        (run,) = store.runs()
        assert len(run.path) == 3
        for refused in (store.erase, store.erase_name, store.erase_words):
            with pytest.raises(StoreTooNew, match="only that one can"):
                refused(store.find_trainee("Sam"), at=NOON)
    for command in (("verify",), ("migrate",), ("info",)):
        assert "only that one can" in encounter("--store", place, "store", *command).err
    with writes(engine).begin() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "9999"
    engine.dispose()


def test_since_the_oldest_form_that_is_served_migrations_only_added(file):
    if migrate.OLDEST_SERVED not in VERSIONS:
        assert migrate.OLDEST_SERVED == migrate.HEAD
        return
    old, new = (file.with_name(name) for name in ("old", "new"))
    thaw(old, migrate.OLDEST_SERVED)
    Store.open(str(new)).close()
    with closing(sqlite3.connect(old)) as before, closing(sqlite3.connect(new)) as after:
        for (name,) in before.execute("SELECT name FROM sqlite_master WHERE type = 'table'"):
            columns = after.execute(f"PRAGMA table_info({name})").fetchall()
            kept = before.execute(f"PRAGMA table_info({name})").fetchall()
            assert columns[: len(kept)] == kept, name
            assert not [each for each in columns[len(kept) :] if each[3]], f"{name}: what was added must not be needed"


def test_a_migration_that_fails_leaves_nothing_behind(file, monkeypatch):
    def breaks(_connection, _tables):
        raise RuntimeError("halfway")

    monkeypatch.setattr("simulator.records.protection.protect", breaks)
    with pytest.raises(RuntimeError, match="halfway"):
        Store.open(str(file))
    monkeypatch.undo()
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    connection.close()
    Store.open(str(file)).close()
