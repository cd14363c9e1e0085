"""Verification finds what was done to a store behind the program's back, and names it."""

import json
import sqlite3
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, text

from simulator.records.chain import START, genesis, link
from simulator.records.connection import connect, locate, writes
from simulator.records.digests import canonical
from simulator.records.protection import unprotect
from simulator.records.schema import APPEND_ONLY
from simulator.records.seal import read_seal, seal_path
from simulator.records.store import Store
from simulator.records.verify import verify, verify_store
from tests.records.conftest import fresh_database
from tests.records.samples import NOON, begun, behind, circle, minutes, play

PATH = ("here-ask", "there-order", "here-force", "there-leave")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def kept(request, tmp_path_factory):
    """Return the place of a store with four runs: three finished, the second of them by Ada, one open."""
    folder = tmp_path_factory.mktemp("kept")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(folder))
        if request.param == "sqlite":
            place = str(folder / "store.sqlite3")
        else:
            place = fresh_database(request.getfixturevalue("server"), "kept")
        with Store.open(place) as store:
            story = circle()
            begun(store, story, *PATH)
            begun(store, story, *PATH, name="Ada")
            begun(store, story, *PATH)
            begun(store, story, "here-ask")
        address = locate(place)
        engine = connect(address)
        yield Kept(engine, seal_path(address))
        engine.dispose()


@dataclass(frozen=True)
class Kept:
    """A store that tests share, as all they do to it is rolled back."""

    engine: Engine
    seal: Path


@dataclass(frozen=True)
class Tampering:
    """A transaction on a store with the refusing triggers lifted, by somebody who can; it is rolled back."""

    connection: Connection
    seal: Path

    def __call__(self, *statements):
        for statement in statements:
            self.connection.exec_driver_sql(statement)

    def report(self):
        return verify(self.connection, seal_file=self.seal)

    def found(self):
        """Return (kind, the run's ordinal, sequence) of every finding."""
        ordinals = {row["id"]: row["ordinal"] for row in self.rows("runs")}
        return [(each.kind.value, ordinals.get(each.run), each.sequence) for each in self.report().findings]

    def rows(self, table):
        """Return every row of a table by column."""
        return [dict(row) for row in self.connection.execute(text(f"SELECT * FROM {table}")).mappings()]


def verify_kept(kept, progress=None):
    """Verify the shared store."""
    with kept.engine.connect() as connection:
        return verify(connection, seal_file=kept.seal, progress=progress)


@pytest.fixture
def tamper(kept):
    with writes(kept.engine).connect() as connection:
        unprotect(connection, APPEND_ONLY)
        if kept.engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        else:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        yield Tampering(connection, kept.seal)
        connection.rollback()


SECOND = "(SELECT id FROM runs WHERE ordinal = 2)"


def test_a_store_that_nobody_touched_is_sound(kept):
    report = verify_kept(kept)
    assert report.sound
    assert (report.runs, report.decisions, report.snapshots, report.checkpoints) == (4, 13, 1, 1)
    assert report.signatures_checked
    assert len(report.signers) == 1


def test_an_empty_store_is_sound(place):
    Store.open(place).close()
    assert verify_store(locate(place)).sound


def test_verification_writes_nothing(file, story):
    with Store.open(str(file)) as store:
        begun(store, story, *PATH)
    before = {path.name: path.read_bytes() for path in file.parent.glob("store*")}
    assert verify_store(locate(str(file))).sound
    assert {path.name: path.read_bytes() for path in file.parent.glob("store*")} == before


@pytest.mark.parametrize(
    "change",
    [
        "scene = 'there'", "choice = 'here-ask'", "offered = '[]'", "shown = '[]'", "at = '2020-01-01T00:00:00.000Z'",
        "seconds = 1.0", "seconds = NULL", "timed_out = NOT timed_out", "moved_to = 'here'",
        "form = 99",
    ],
)  # fmt: skip
def test_an_edited_decision_is_named(tamper, change):
    tamper(f"UPDATE decisions SET {change} WHERE sequence = 3 AND run_id = {SECOND}")
    assert tamper.found() == [("decision-changed", 2, 3)]


def test_a_decision_chained_anew_breaks_the_one_after_it(tamper):
    tamper(f"UPDATE decisions SET seconds = 9, hash = '{'0' * 64}' WHERE sequence = 1 AND run_id = {SECOND}")
    assert ("decision-changed", 2, 2) in tamper.found()


@pytest.mark.parametrize("sequence", [1, 2, 4])
def test_a_missing_decision_is_named(tamper, sequence):
    tamper(
        *(
            f"DELETE FROM {table} WHERE sequence = {sequence} AND run_id = {SECOND}"
            for table in ("levels", "critical_events", "decisions")
        )
    )
    assert tamper.found() == [("decision-missing", 2, sequence)]


def test_a_decision_cut_off_the_end_of_an_open_run_is_missed_by_the_checkpoint(tamper):
    last = "run_id = (SELECT id FROM runs WHERE ordinal = 4)"
    tamper(f"DELETE FROM levels WHERE {last}", f"DELETE FROM decisions WHERE {last}")
    assert tamper.found() == [("decision-missing", 4, 1)]


@pytest.mark.parametrize("tables", [("decisions",), ("decisions", "levels", "critical_events")])
def test_decisions_that_changed_places_are_named(tamper, tables):
    tamper(
        *(
            f"UPDATE {table} SET sequence = {to} WHERE sequence = {of} AND run_id = {SECOND}"
            for table in tables
            for of, to in ((2, 99), (3, 2), (99, 3))
        )
    )
    assert tamper.found() == [("decision-swapped", 2, 2), ("decision-swapped", 2, 3)]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE levels SET level = 2 WHERE criterion = 'voice' AND sequence = 2 AND run_id = {run}",
        "UPDATE levels SET best = 0 WHERE criterion = 'voice' AND sequence = 2 AND run_id = {run}",
        "UPDATE levels SET rubric = 'x' WHERE criterion = 'voice' AND sequence = 2 AND run_id = {run}",
        "DELETE FROM levels WHERE criterion = 'voice' AND sequence = 2 AND run_id = {run}",
        "INSERT INTO levels SELECT run_id, 2, 'extra', rubric, 2, 2, 2 FROM levels WHERE sequence = 1 AND criterion = 'voice' AND run_id = {run}",
    ],
)
def test_levels_that_are_not_those_of_the_decision_are_named(tamper, change):
    tamper(change.format(run=SECOND))
    assert tamper.found() == [("levels-changed", 2, 2)]


def test_levels_without_a_decision_are_named(tamper):
    tamper(
        f"INSERT INTO levels SELECT run_id, 77, criterion, rubric, 2, 2, 2 FROM levels WHERE sequence = 2 AND run_id = {SECOND}"
    )
    assert tamper.found() == [("levels-changed", 2, 77)]


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM critical_events WHERE sequence = 3 AND run_id = {run}",
        "UPDATE critical_events SET event = 'x' WHERE run_id = {run}",
    ],
)
def test_critical_events_that_are_not_those_of_the_decision_are_named(tamper, change):
    tamper(change.format(run=SECOND))
    assert tamper.found() == [("events-changed", 2, 3)]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE finishes SET ending = 'x' WHERE run_id = {run}", "UPDATE finishes SET outcome = 'resolved' WHERE run_id = {run}",
        "UPDATE finishes SET at = 'x' WHERE run_id = {run}", "UPDATE finishes SET count = 3 WHERE run_id = {run}",
        "UPDATE finishes SET head = 'x' WHERE run_id = {run}", "DELETE FROM finishes WHERE run_id = {run}",
    ],
)  # fmt: skip
def test_a_finish_that_is_not_that_of_the_last_decision_is_named(tamper, change):
    tamper(change.format(run=SECOND))
    assert tamper.found() == [("finish-changed", 2, None)]


@pytest.mark.parametrize(
    "change",
    [
        "mode = 'assessment'", "seed = 8", "started_at = 'x'", "scenario_version = '9.9.9'", "assignment_id = 'a'",
        "trainee_id = (SELECT id FROM trainees WHERE name = 'Sam')", "origin_kept = 1", "rubric_versions = '{}'",
        "form = 99",
    ],
)  # fmt: skip
def test_an_edited_run_is_named(tamper, change):
    tamper(f"UPDATE runs SET {change} WHERE ordinal = 2")
    assert tamper.found() == [("run-changed", 2, None)]


OF_SECOND = [
    f"DELETE FROM {table} WHERE run_id = {SECOND}" for table in ("levels", "critical_events", "finishes", "decisions")
] + ["DELETE FROM runs WHERE ordinal = 2"]


def test_missing_runs_are_named_from_the_first_to_the_last(tamper):
    tamper(*OF_SECOND, *(each.replace("ordinal = 2", "ordinal = 3") for each in OF_SECOND))
    assert [finding.message for finding in tamper.report().findings] == ["Runs 2 to 3 are missing."]


def test_a_missing_run_is_named(tamper):
    tamper(*OF_SECOND)
    report = tamper.report()
    assert [(finding.kind.value, finding.message) for finding in report.findings] == [
        ("run-missing", "Run 2 is missing.")
    ]


def test_a_missing_run_with_decisions_left_is_named(tamper):
    tamper("DELETE FROM finishes WHERE run_id = " + SECOND, "DELETE FROM runs WHERE ordinal = 2")
    assert [kind for kind, _, _ in tamper.found()] == ["run-missing", "run-missing"]


def test_a_run_that_closes_the_gap_of_a_missing_one_is_named(tamper):
    tamper(
        *OF_SECOND,
        "UPDATE runs SET ordinal = ordinal - 1 WHERE ordinal = 3",
        "UPDATE runs SET ordinal = 3 WHERE ordinal = 4",
    )
    assert {kind for kind, _, _ in tamper.found()} >= {"run-changed", "run-missing"}  # the checkpoint knows a fourth


def test_runs_that_changed_places_are_named(tamper):
    tamper(*(f"UPDATE runs SET ordinal = {to} WHERE ordinal = {of}" for of, to in ((2, 99), (3, 2), (99, 3))))
    assert [(kind, run) for kind, run, _ in tamper.found() if kind == "run-swapped"] == [
        ("run-swapped", 2),
        ("run-swapped", 3),
    ]


def test_runs_cut_off_the_end_are_missed_by_the_checkpoint(tamper):
    last = "(SELECT id FROM runs WHERE ordinal = 4)"
    tamper(
        f"DELETE FROM levels WHERE run_id = {last}",
        f"DELETE FROM decisions WHERE run_id = {last}",
        "DELETE FROM runs WHERE ordinal = 4",
    )
    report = tamper.report()
    assert [finding.message for finding in report.findings] == ["Run 4 is missing."]


def test_a_checkpoint_cut_off_with_the_end_is_missed_by_the_key(tamper):
    last = "(SELECT id FROM runs WHERE ordinal = 4)"
    tamper(
        f"DELETE FROM levels WHERE run_id = {last}", f"DELETE FROM decisions WHERE run_id = {last}",
        "DELETE FROM runs WHERE ordinal = 4", "DELETE FROM checkpoints",
    )  # fmt: skip
    assert tamper.found() == [("checkpoint-missing", None, None)]


def rechain(tamper):
    """Return statements that chain a whole store again, as somebody does who knows how the chain is made."""
    statements, previous = [], START
    for run in sorted(tamper.rows("runs"), key=lambda row: row["ordinal"]):
        previous = genesis(previous, run)
        statements.append(f"UPDATE runs SET genesis = '{previous}' WHERE ordinal = {run['ordinal']}")
        head = previous
        own = [row for row in tamper.rows("decisions") if row["run_id"] == run["id"]]
        for row in sorted(own, key=lambda row: row["sequence"]):

            def of(table, row=row):
                key = (row["run_id"], row["sequence"])
                return [each for each in tamper.rows(table) if (each["run_id"], each["sequence"]) == key]

            rated = [
                tuple(each[name] for name in ("criterion", "rubric", "level", "best", "worst")) for each in of("levels")
            ]
            head = link(head, row, [each["event"] for each in of("critical_events")], rated)
            where = f"run_id = '{run['id']}' AND sequence = {row['sequence']}"
            statements.append(f"UPDATE decisions SET hash = '{head}' WHERE {where}")
        statements.append(f"UPDATE finishes SET head = '{head}' WHERE run_id = '{run['id']}'")
    return statements


def test_a_run_chained_anew_from_end_to_end_is_still_not_the_one_that_was_signed(tamper):
    tamper(f"UPDATE decisions SET seconds = 1 WHERE sequence = 2 AND run_id = {SECOND}")
    tamper(*rechain(tamper))
    assert tamper.found() == [("decision-changed", 2, 4)]


def test_a_store_chained_anew_from_its_first_run_is_still_not_the_one_that_was_signed(tamper):
    tamper("UPDATE runs SET seed = 99 WHERE ordinal = 1")
    tamper(*rechain(tamper))
    kinds = tamper.found()
    assert ("run-changed", 4, None) in kinds
    assert {kind for kind, _, _ in kinds} == {"run-changed", "decision-changed"}


@pytest.mark.parametrize(
    "change",
    ["body = replace(body, '\"erased\":0', '\"erased\":1')", "signature = '00'", "public_key = '00'", "body = '{}'"],
)
def test_an_edited_checkpoint_is_named(tamper, change):
    tamper(f"UPDATE checkpoints SET {change}")
    assert "checkpoint-changed" in {kind for kind, _, _ in tamper.found()}


def edit_checkpoint(file, number, change):
    """Edit a checkpoint, as somebody can who may write the file."""
    with closing(sqlite3.connect(file)) as connection:
        unprotect_file(connection)
        connection.execute(f"UPDATE checkpoints SET {change} WHERE number = ?", (number,))
        connection.commit()


@pytest.mark.parametrize("number", [1, 2, 3, 4])
@pytest.mark.parametrize("change", ["body = replace(body, '\"erased\":0', '\"erased\":1')", "public_key = '00'"])
def test_of_several_checkpoints_the_edited_one_is_named(file, story, number, change):
    for minute in range(4):
        with Store.open(str(file)) as store:
            begun(store, story, "here-ask", at=minutes(minute))
    assert verify_store(locate(str(file))).sound
    edit_checkpoint(file, number, change)
    found = {
        each.message for each in verify_store(locate(str(file))).findings if each.kind.value == "checkpoint-changed"
    }
    assert found == {f"Checkpoint {number} is not the same as when it was signed."}


def test_a_checkpoint_that_was_edited_is_not_vouched_for_by_the_next(file, story):
    for minute in range(2):
        with Store.open(str(file)) as store:
            begun(store, story, "here-ask", at=minutes(minute))
    edit_checkpoint(file, 2, "public_key = '00'")
    with Store.open(str(file)) as store:
        begun(store, story, "here-ask", at=minutes(3))
    messages = [finding.message for finding in verify_store(locate(str(file))).findings]
    assert "Checkpoint 2 is not the same as when it was signed." in messages


def test_checkpoints_from_before_they_vouched_for_each_other_are_read_by_their_signatures(file, story):
    for minute in range(3):
        with Store.open(str(file)) as store:
            begun(store, story, "here-ask", at=minutes(minute))
    seal = read_seal(seal_path(locate(str(file))))
    with closing(sqlite3.connect(file)) as connection:
        unprotect_file(connection)
        previous = ""
        for number, body in connection.execute("SELECT number, body FROM checkpoints ORDER BY number").fetchall():
            content = json.loads(body) | {"previous": previous}
            del content["vouches"]
            previous = seal.sign(canonical(content))
            connection.execute(
                "UPDATE checkpoints SET body = ?, signature = ? WHERE number = ?",
                (canonical(content), previous, number),
            )
        connection.commit()
    seal.remember((3, previous))
    assert verify_store(locate(str(file))).sound
    with Store.open(str(file)) as store:
        begun(store, story, "here-ask", at=minutes(4))
    assert verify_store(locate(str(file))).sound
    edit_checkpoint(file, 2, "body = replace(body, '\"erased\":0', '\"erased\":1')")
    assert "Checkpoint 2 is not the same as when it was signed." in [
        finding.message for finding in verify_store(locate(str(file))).findings
    ]


def test_each_checkpoint_covers_what_grew_since_the_one_before(place, story):
    with Store.open(place) as store:
        first = begun(store, story, "here-ask")
        begun(store, story, *PATH)
    with Store.open(place) as store:
        play(store, first, "there-ask")
    with Store.open(place) as store:
        assert store.runs()  # looked at, and not grown
    engine = connect(locate(place))
    with engine.connect() as connection:
        bodies = [json.loads(body) for body in connection.scalars(text("SELECT body FROM checkpoints ORDER BY number"))]
    engine.dispose()
    assert [(body["number"], body["ordinal"], sorted(body["heads"])) for body in bodies] == [
        (1, 2, ["1", "2"]), (2, 2, ["1"]),
    ]  # fmt: skip
    assert verify_store(locate(place)).sound


def test_a_run_without_a_decision_is_signed_as_well(file, story):
    with Store.open(str(file)) as store:
        begun(store, story, "here-ask")
    with Store.open(str(file)) as store:
        begun(store, story)
    behind(file, "DELETE FROM runs WHERE ordinal = 2")
    assert [each.message for each in verify_store(locate(str(file))).findings] == ["Run 2 is missing."]


def test_a_checkpoint_missing_between_others_is_named(file, story):
    for minute in range(3):
        with Store.open(str(file)) as store:
            begun(store, story, "here-ask", at=minutes(minute))
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript("DROP TRIGGER checkpoints_never_deleted; DELETE FROM checkpoints WHERE number = 2")
    assert [finding.kind.value for finding in verify_store(locate(str(file))).findings] == ["checkpoint-missing"]


def test_a_changed_scenario_is_named(tamper):
    tamper("UPDATE snapshots SET body = replace(body, 'Circle', 'Square')")
    assert [kind for kind, _, _ in tamper.found()] == ["snapshot-changed"]


@pytest.mark.parametrize("column", ["scenario_id", "version"])
def test_a_scenario_under_another_name_is_named(tamper, column):
    tamper(f"UPDATE snapshots SET {column} = '7.0.0'")
    assert [kind for kind, _, _ in tamper.found()] == ["snapshot-changed"]


@pytest.mark.parametrize(
    "change",
    [
        "SET body = replace(body, 'Respect', 'Regard')",
        "SET version = '9.9.9' WHERE rubric_id = 'respect'",
        "SET rubric_id = 'regard' WHERE rubric_id = 'respect'",
    ],
)
def test_a_changed_rubric_is_named(tamper, change):
    tamper(f"UPDATE rubric_snapshots {change}")
    assert {kind for kind, _, _ in tamper.found()} == {"rubric-changed"}


def test_a_missing_rubric_is_named(tamper):
    tamper("DELETE FROM rubric_snapshots WHERE rubric_id = 'respect'")
    report = tamper.report()
    assert [each.kind.value for each in report.findings] == ["rubric-changed"]
    assert "Runs were scored by the rubric 'respect'" in report.findings[0].message


def test_a_run_that_points_to_another_rubric_is_named(tamper):
    tamper(
        f"UPDATE runs SET rubrics = replace(rubrics, 'respect', 'regard') WHERE id = {SECOND}",
    )
    assert ("run-changed", 2, None) in tamper.found()


def test_a_tombstone_that_nobody_signed_is_a_deletion(tamper):
    tamper(
        "INSERT INTO tombstones (ordinal, genesis, at) SELECT ordinal, genesis, '2100-01-01T00:00:00.000Z' FROM runs WHERE ordinal = 2",
        *OF_SECOND,
    )
    assert tamper.found() == [("erasure-unsigned", None, None), ("row-added", None, None)]
    tamper(f"UPDATE tombstones SET at = '{read_seal(tamper.seal).created}'")
    assert tamper.found() == [("erasure-unsigned", None, None), ("row-added", None, None)]


def test_a_tombstone_with_a_false_signature_is_a_deletion(tamper):
    tamper(
        "INSERT INTO tombstones (ordinal, genesis, at, public_key, signature) SELECT r.ordinal, r.genesis, '2026-01-01', c.public_key, c.signature FROM runs r, checkpoints c WHERE r.ordinal = 2",
        *OF_SECOND,
    )
    assert tamper.found() == [("erasure-unsigned", None, None), ("row-added", None, None)]


def test_findings_quote_a_store_without_its_escape_codes(tamper):
    tamper("UPDATE snapshots SET scenario_id = '\x1b[2J', body = 'x'")
    assert all("\x1b" not in finding.message for finding in tamper.report().findings)


def test_a_key_that_cannot_be_read_is_said(tamper, tmp_path):
    broken = tmp_path / "broken.seal"
    broken.write_text("{")
    (finding,) = verify(tamper.connection, seal_file=broken).findings
    assert str(broken) in finding.message


@pytest.fixture
def without_the_library(monkeypatch):
    """Return a function that takes away the library that signs; the test brings it back by `monkeypatch.undo`."""

    def take_away():
        for module in ("seal", "store", "claims", "run_chain", "signers", "verify"):
            monkeypatch.setattr(f"simulator.records.{module}.can_sign", lambda: False)
        monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.asymmetric.ed25519", None)

    return take_away


def test_without_the_library_that_signs_a_signed_store_is_read_without_its_signatures(file, story, without_the_library):
    with Store.open(str(file)) as store:
        begun(store, story, *PATH)
        begun(store, story, *PATH, name="Ada")
        store.erase(store.find_trainee("Ada"), at=NOON)
        store.trust("f" * 64, NOON, author="the academy")
    without_the_library()
    report = verify_store(locate(str(file)))
    assert (report.findings, report.erased, report.unsigned_erasures, report.signatures_checked) == ((), 1, 0, False)
    assert report.checkpoints


def test_what_was_erased_before_there_was_a_key_is_no_deletion(file, story, monkeypatch):
    with monkeypatch.context() as then:
        then.setattr("simulator.records.store.can_sign", lambda: False)
        with Store.open(str(file)) as store:
            begun(store, story, *PATH, name="Ada")
            store.erase(store.find_trainee("Ada"), at=NOON)
    with Store.open(str(file)) as store:
        begun(store, story, *PATH, at=minutes(1))
    report = verify_store(locate(str(file)))
    assert (report.findings, report.unsigned_erasures, report.checkpoints) == ((), 1, 1)


def test_without_the_library_that_signs_a_store_works_and_verifies_unsealed(place, story, without_the_library):
    without_the_library()
    with Store.open(place) as store:
        begun(store, story, *PATH)
        begun(store, story, *PATH, name="Ada")
        store.erase(store.find_trainee("Ada"), at=NOON)
    report = verify_store(locate(place))
    assert (report.sound, report.checkpoints, report.unsigned_erasures) == (True, 0, 1)
    assert not report.signatures_checked


def test_a_file_with_bytes_overwritten_is_damaged(file, story):
    with Store.open(str(file)) as store:
        for _ in range(30):
            begun(store, story, *PATH)
    overwrite(file, "decisions")
    report = verify_store(locate(str(file)))
    assert {finding.kind.value for finding in report.findings} == {"file-damaged"}


BEHIND = (
    "UPDATE decisions SET choice = 'there-leave' WHERE sequence = 2 AND run_id = (SELECT id FROM runs WHERE ordinal = 2)",
    "DELETE FROM levels WHERE sequence = 1 AND run_id = (SELECT id FROM runs WHERE ordinal = 4)",
    "DELETE FROM decisions WHERE sequence = 1 AND run_id = (SELECT id FROM runs WHERE ordinal = 6)",
    "INSERT INTO levels SELECT 'nobody', sequence, criterion, rubric, level, best, worst FROM levels LIMIT 1",
)


@pytest.fixture
def seven_runs(file, story):
    """Return the file of a store with seven runs, the last two unfinished."""
    with Store.open(str(file)) as store:
        for choices in (PATH,) * 5 + (("here-ask",),) * 2:
            begun(store, story, *choices)
    return file


@pytest.mark.parametrize("done", [0, len(BEHIND)], ids=["nothing", "everything"])
def test_several_processes_find_what_one_finds(seven_runs, done):
    with closing(sqlite3.connect(seven_runs)) as connection:
        unprotect_file(connection)
        connection.executescript(";".join(BEHIND[:done]))
    alone, together = (verify_store(locate(str(seven_runs)), processes=processes) for processes in (1, 3))
    assert together == alone
    assert alone.decisions == 22 - (done >= 3)
    assert len({finding.run for finding in together.findings}) == done


def test_several_processes_tell_how_far_they_are(seven_runs):
    told = []
    verify_store(locate(str(seven_runs)), told.append, processes=2)
    assert told == sorted(told)
    assert len(told) > 2
    assert told[-1] == 22


def test_several_processes_find_a_damaged_file(seven_runs):
    overwrite(seven_runs, "decisions")
    report = verify_store(locate(str(seven_runs)), processes=2)
    assert {finding.kind.value for finding in report.findings} == {"file-damaged"}


def unprotect_file(connection):
    """Drop every trigger, as somebody can who may write the file."""
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")


def overwrite(file, table):
    """Overwrite the first page of a table."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    with file.open("r+b") as raw:
        raw.seek((root - 1) * size)
        raw.write(b"\xff" * size)


def test_progress_is_told(kept):
    told = []
    verify_kept(kept, told.append)
    assert told[-1] == 13


LEVEL = f"UPDATE levels SET level = 2, best = 2 WHERE sequence = 2 AND criterion = 'voice' AND run_id = {SECOND}"


@pytest.mark.parametrize(
    "change",
    [
        LEVEL,
        f"UPDATE levels SET rubric = 'x' WHERE sequence = 1 AND criterion = 'voice' AND run_id = {SECOND}",
        f"DELETE FROM levels WHERE sequence = 2 AND run_id = {SECOND}",
        f"DELETE FROM critical_events WHERE run_id = {SECOND}",
        f"UPDATE decisions SET choice = 'there-force' WHERE sequence = 2 AND run_id = {SECOND}",
        f"UPDATE decisions SET choice = 'nowhere' WHERE sequence = 2 AND run_id = {SECOND}",
        f"UPDATE decisions SET offered = '[\"there-order\"]' WHERE sequence = 2 AND run_id = {SECOND}",
        f"UPDATE decisions SET moved_to = 'there' WHERE sequence = 2 AND run_id = {SECOND}",
    ],
)
def test_a_run_that_was_chained_anew_is_not_what_its_choices_lead_to(tamper, change):
    """No checkpoint and no key stand in the way of whoever did it: only the scenario does."""
    tamper(change, "DELETE FROM checkpoints")
    tamper(*rechain(tamper))
    report = verify(tamper.connection)
    assert [(each.kind.value, each.run) for each in report.findings] == [
        ("replay-contradicts", next(row["id"] for row in tamper.rows("runs") if row["ordinal"] == 2))
    ]
    quick = verify(tamper.connection, quick=True)
    assert (quick.findings, quick.remarks[-1]) == ((), "Quick: no run was replayed.")


def test_every_run_of_a_file_is_replayed_unless_it_is_to_be_quick(file, story):
    with Store.open(str(file)) as store:
        begun(store, story, *PATH)
    engine, key = connect(locate(str(file))), seal_path(locate(str(file)))
    with writes(engine).connect() as connection:
        unprotect(connection, APPEND_ONLY)
        tamper = Tampering(connection, key)
        tamper(LEVEL.replace("ordinal = 2", "ordinal = 1"), "DELETE FROM checkpoints")
        tamper(*rechain(tamper))
        connection.commit()
    engine.dispose()
    key.unlink()
    report, quick = (verify_store(locate(str(file)), quick=quick) for quick in (False, True))
    assert [each.kind.value for each in report.findings] == ["replay-contradicts"]
    assert (quick.findings, "Quick: no run was replayed." in quick.remarks) == ((), True)


def test_another_ending_with_the_same_outcome_is_named(file):
    gone = {"outcome": "partial", "text": "You are gone."}
    with Store.open(str(file)) as store:
        begun(store, circle(endings={"gone": gone, "off": gone}), "here-leave")
    behind(file, "UPDATE finishes SET ending = 'off'")
    assert [each.kind.value for each in verify_store(locate(str(file))).findings] == ["finish-changed"]


def test_a_time_before_the_one_before_it_is_said_and_is_no_finding(tamper):
    tamper(
        f"UPDATE decisions SET at = '2020-01-01T00:00:00.000Z' WHERE sequence = 2 AND run_id = {SECOND}",
        "DELETE FROM checkpoints",
    )
    tamper(*rechain(tamper))
    report = verify(tamper.connection)
    assert report.findings == ()
    assert any(remark.startswith("In 1 run a later decision has an earlier time") for remark in report.remarks)
