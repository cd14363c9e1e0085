"""What goes wrong around a store is said in a sentence, and never makes the store worse."""

import os
import random
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from simulator.encounter.run import Run
from simulator.errors import StoreDamaged, StoreError, StoreUnavailable
from simulator.records.connection import locate
from simulator.records.store import Store, Trainee
from simulator.records.verify import verify_store
from tests.records.samples import begun, behind, circle, play

ROOT = Path(__file__).parents[2]


def players(kind, place, **options):
    command = [sys.executable, "-B", "-m", "tests.records.players", kind, str(place)]
    return subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, **options)


def said(kind, place):
    """Let a process play to its end; return (run, sequence, choice) of what it was told is kept, and its last line."""
    with players(kind, place) as process:
        lines = process.stdout.read().splitlines()
    return [tuple(line.split()[1:]) for line in lines if line.startswith("kept ")], lines[-1]


def must_be_kept(place, kept):
    """Every decision that was answered is there, and the store is sound."""
    with Store.open(place) as store:
        paths = {record.id: record.path for record in store.runs()}
    for run, sequence, choice in kept:
        assert paths[run][int(sequence) - 1] == choice
    assert verify_store(locate(place)).findings == ()


def test_no_answered_decision_is_lost_however_often_the_program_is_killed(file):
    chance, place, kept = random.Random(5), str(file), []
    with players("killed", place, stdin=subprocess.PIPE) as process:
        for seed in range(30):
            process.stdin.write(f"{seed}\n")
            process.stdin.flush()
            left = chance.randrange(8)
            answered = []
            for line in process.stdout:
                word, *rest = line.split()
                if word == "process":
                    child = int(rest[0])
                elif word == "kept":
                    answered.append(tuple(rest))
                if word == "dead":
                    break
                if word in ("process", "kept"):
                    if left == 0:
                        os.kill(child, signal.SIGKILL)
                    left -= 1
            before, kept = len(kept), kept + answered
            with Store.open(place) as store:
                decisions = sum(len(record.path) for record in store.runs())
                # One more may be on the disk than was answered, each time.
                assert before + len(answered) <= decisions <= len(kept) + seed + 1
                for record in store.runs(finished=False):
                    resumed = store.replay(record.id)
                    expected = Run(circle(), seed=record.seed, path=record.path)
                    assert (resumed.place, resumed.values) == (expected.place, expected.values)
        process.stdin.close()
    assert len(kept) > 60
    must_be_kept(place, kept)


def test_a_full_disk_keeps_what_was_answered_and_says_so(file, story):
    with Store.open(str(file)) as store:
        begun(store, story, "here-leave")
    kept, last = said("full", file)
    assert last.startswith("error StoreUnavailable The disk of the record store")
    assert "Free some space" in last
    assert kept
    must_be_kept(str(file), kept)
    assert {path.name for path in file.parent.glob("store*")} <= {
        file.name + end for end in ("", "-wal", "-shm", ".seal")
    }
    with Store.open(str(file)) as store:  # there is space again
        # The disk may have been full between two runs.
        record = next(iter(store.runs(finished=False)), None) or begun(store, story, "here-ask")
        play(store, record, f"{store.replay(record.id).place}-leave")
        assert store.run(record.id).finished


def test_a_disk_that_is_full_from_the_start_leaves_a_place_for_a_store(file):
    _, last = said("full", file)
    assert last.startswith("error StoreUnavailable The disk")
    Store.open(str(file)).close()


@pytest.fixture
def shared():
    """Return a folder that other users can reach."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    for path in (folder, *folder.iterdir()):
        path.chmod(0o700)
    shutil.rmtree(folder)


def test_a_folder_that_cannot_be_written_makes_no_store(shared):
    shared.chmod(0o555)
    _, last = said("other", shared / "store.sqlite3")
    assert last.startswith("error StoreUnavailable The record store store.sqlite3 cannot be made: the folder")
    assert "--store" in last
    assert list(shared.iterdir()) == []


@pytest.mark.parametrize("folder", [0o555, 0o777])
def test_a_store_that_cannot_be_written_is_left_as_it_is(shared, story, folder):
    path = shared / "store.sqlite3"
    with Store.open(str(path)) as store:
        begun(store, story, "here-ask")
    before = path.read_bytes()
    path.chmod(0o444)
    shared.chmod(folder)
    kept, last = said("other", path)
    assert kept == []
    assert last.startswith(f"error StoreUnavailable The record store {path}")
    assert "read-only" in last or "can be written" in last
    assert path.read_bytes() == before
    assert stat.S_IMODE(path.stat().st_mode) == 0o444


@pytest.mark.parametrize("log", [(), ("wal", "shm"), ("wal",)], ids=["closed", "with its log", "with its log alone"])
def test_a_copy_that_cannot_be_written_is_verified_listed_and_copied(shared, story, log, monkeypatch):
    cache = shared.parent / f"{shared.name}-cache"
    cache.mkdir()
    cache.chmod(0o777)
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    path = shared / "store.sqlite3"
    store = Store.open(str(path))
    begun(store, story, "here-ask", "there-leave")
    if log:  # the program is killed: what it wrote stands in the log
        store._engine.dispose = lambda: None
    store.close()
    if log:
        assert path.with_name("store.sqlite3-wal").stat().st_size > 0
        if "shm" not in log:
            path.with_name("store.sqlite3-shm").unlink()
    for each in shared.iterdir():
        each.chmod(0o444)
    path.with_name("store.sqlite3.seal").chmod(0o400)
    shared.chmod(0o555)
    before = {each.name: each.read_bytes() for each in shared.iterdir()}
    _, last = said("reader", path)
    assert last == "copied True"
    assert {each.name: each.read_bytes() for each in shared.iterdir() if not each.name.endswith("-shm")} == {
        name: content for name, content in before.items() if not name.endswith("-shm")
    }
    assert [path for path in cache.rglob("*") if path.is_file()] == [], "what was read elsewhere is gone"
    shutil.rmtree(cache)


def test_a_store_that_another_program_writes_to_is_waited_for_and_then_said_to_be_held(file, story, monkeypatch):
    monkeypatch.setattr("simulator.records.connection.BUSY_SECONDS", 0.05)
    with Store.open(str(file)) as store:
        record = begun(store, story, "here-ask")
        with closing(sqlite3.connect(file, isolation_level=None)) as holder:
            holder.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreUnavailable, match=r"in use by another program; nothing was changed\. Close"):
                play(store, record, "there-ask")
            assert store.run(record.id).path == ("here-ask",)  # reading does not wait
            holder.execute("ROLLBACK")
        play(store, record, "there-ask")


def test_a_look_for_who_was_merged_that_fails_is_said(file):
    with Store.open(str(file)) as store:
        behind(file, "DROP TABLE merges")
        for ask in (store.trainees, lambda: store.person_record(Trainee("1", "Sam"))):
            with pytest.raises(StoreError, match=r"The record store .* refused: no such table: merges"):
                ask()


def test_a_missing_folder_is_not_made_where_a_file_was_named(tmp_path):
    with pytest.raises(StoreUnavailable, match="no folder"):
        Store.open(str(tmp_path / "missing" / "store.sqlite3"))
    assert not (tmp_path / "missing").exists()


def test_a_folder_is_no_store(tmp_path):
    with pytest.raises(StoreUnavailable, match="is a folder"):
        Store.open(str(tmp_path))


def test_a_file_in_the_place_of_a_folder_is_said(file):
    file.write_text("x")
    with pytest.raises(StoreUnavailable, match="is not a folder"):
        Store.open(str(file / "store.sqlite3"))
    assert file.read_text() == "x"


@pytest.mark.parametrize(
    "content", [b"Dear diary, " * 500, b"\x00" * 4096, b"SQLite format 3\x00" + b"\xff" * 5000, b"x"]
)
def test_a_file_that_is_no_store_is_left_as_it_is(file, content):
    file.write_bytes(content)
    with pytest.raises(StoreDamaged, match="left as it is"):
        Store.open(str(file))
    assert file.read_bytes() == content


def test_an_empty_file_becomes_a_store(file):
    file.touch()
    with Store.open(str(file)) as store:
        assert store.runs() == []


@pytest.fixture
def damaged(file, story):
    """Return a store with a page of its decisions overwritten."""
    with Store.open(str(file)) as store:
        for _ in range(30):
            begun(store, story, "here-ask", "there-leave")
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'decisions'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with file.open("r+b") as raw:
        raw.seek((page - 1) * size)
        raw.write(os.urandom(size))
    return file


def test_a_damaged_store_is_not_opened_and_left_as_it_is(damaged):
    before = damaged.read_bytes()
    with pytest.raises(StoreDamaged, match=r"is damaged; it was left as it is.*encounter store restore"):
        Store.open(str(damaged))
    assert damaged.read_bytes() == before


def test_damage_in_a_store_too_large_to_look_over_is_said_where_it_is_met(damaged, story, monkeypatch):
    monkeypatch.setattr("simulator.records.connection._LOOKED_OVER", 0)
    with Store.open(str(damaged)) as store:
        with pytest.raises(StoreDamaged, match="is damaged"):
            store.runs()
        with pytest.raises(StoreDamaged, match="is damaged"):
            begun(store, story, "here-ask")


def test_a_store_that_lost_its_end_is_said_to_be_damaged(file, story):
    with Store.open(str(file)) as store:
        for _ in range(30):
            begun(store, story, "here-ask", "there-leave")
    os.truncate(file, file.stat().st_size // 2 + 100)
    with pytest.raises(StoreDamaged):
        Store.open(str(file))


def test_decisions_that_contradict_their_scenario_are_not_replayed(file, story):
    with Store.open(str(file)) as store:
        record = begun(store, story, "here-ask", "there-ask")
    changes = ("choice = 'there-leave'", "choice = 'nowhere'", "moved_to = 'gone'", "offered = '[]'")
    for change in changes:
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("DROP TRIGGER IF EXISTS decisions_never_updated")
            kept = connection.execute("SELECT choice, moved_to, offered FROM decisions WHERE sequence = 1").fetchone()
            connection.execute(f"UPDATE decisions SET {change} WHERE sequence = 1")
            connection.commit()
            with (
                Store.open(str(file)) as store,
                pytest.raises(StoreDamaged, match=r"contradicts its scenario.*store verify"),
            ):
                store.replay(record.id)
            connection.execute("UPDATE decisions SET choice = ?, moved_to = ?, offered = ? WHERE sequence = 1", kept)
            connection.commit()


def test_a_scenario_that_was_changed_is_not_played(file, story):
    with Store.open(str(file)) as store:
        record = begun(store, story)
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(
            "DROP TRIGGER snapshots_never_updated; UPDATE snapshots SET body = replace(body, 'Circle', 'X')"
        )
    with Store.open(str(file)) as store, pytest.raises(StoreDamaged, match="was changed after it was played"):
        store.replay(record.id)


def test_a_server_that_does_not_answer_is_said():
    with pytest.raises(StoreUnavailable, match=r"postgresql\+psycopg://me:\*\*\*@127.0.0.1:1/x cannot be reached"):
        Store.open("postgresql://me:secret@127.0.0.1:1/x")


def test_a_server_without_the_database_is_said(server):
    with pytest.raises(StoreUnavailable, match="cannot be reached"):
        Store.open(server.set(database="nothing").render_as_string(hide_password=False))


def test_a_server_without_its_driver_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreUnavailable, match=r"encounter-simulator\[postgres\]"):
        Store.open("postgresql://host/db")
