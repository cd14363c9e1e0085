"""Every kind of tampering that docs/security.md lists, done to a real store by somebody without its key, is found."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, update

from scoring.rubric import RubricSet
from simulator import academy
from simulator.records.chain import START
from simulator.records.connection import connect, locate, writes
from simulator.records.journal import SEALED, entry_hash, keep
from simulator.records.model import write_time
from simulator.records.protection import unprotect
from simulator.records.schema import (
    APPEND_ONLY,
    groups,
    identities,
    journal,
    metadata,
    publications,
    published_translations,
    signers,
    voids,
)
from simulator.records.seal import seal_path
from simulator.records.store import Mode, Store
from simulator.records.verify import verify, verify_store
from tests.records.conftest import fresh_database
from tests.records.samples import NOON, begun, behind, circle, minutes

SAM, ADA = ("(SELECT id FROM trainees WHERE name = 'Sam')", "(SELECT id FROM trainees WHERE name = 'Ada')")
FIRST, SECOND = (f"(SELECT id FROM runs WHERE ordinal = {ordinal})" for ordinal in (1, 2))


KINDS = {
    # what was played
    "a scenario is edited after it was played": (["UPDATE snapshots SET body = replace(body, 'Circle', 'Square')"], "snapshot-changed"),
    "a scenario is given another name or version": (["UPDATE snapshots SET version = '9.9.9'"], "snapshot-changed"),
    "a rubric is edited after it was used": (["UPDATE rubric_snapshots SET body = replace(body, '1.0.0', '1.0.1'), version = '1.0.1'", "UPDATE rubric_snapshots SET body = body || ' '"], "rubric-changed"),
    "a rubric is removed": (["DELETE FROM rubric_snapshots WHERE rubric_id = 'respect'"], "rubric-changed"),
    # runs
    "a run is given to another trainee": ([f"UPDATE runs SET trainee_id = {ADA} WHERE ordinal = 1"], "run-changed"),
    "a practice run is made an assessment": (["UPDATE runs SET mode = 'assessment' WHERE ordinal = 1"], "run-changed"),
    "a run is pointed to another rubric": (["UPDATE runs SET rubrics = replace(rubrics, 'respect', 'regard') WHERE ordinal = 1"], "run-changed"),
    "a run is said to answer an assignment": (["UPDATE runs SET assignment_id = (SELECT max(id) FROM assignments) WHERE ordinal = 1"], "run-changed"),
    "a run played by a given path is said to have been played": (["UPDATE runs SET by_path = NOT by_path WHERE ordinal = 1"], "run-changed"),
    "the moment at which a run began is changed": (["UPDATE runs SET started_at = '2020-01-01T00:00:00.000Z' WHERE ordinal = 1"], "run-changed"),
    "a run says another form of its seal": (["UPDATE runs SET form = 1 WHERE ordinal = 1"], "run-changed"),
    "two runs change places": ([f"UPDATE runs SET ordinal = {to} WHERE ordinal = {of}" for of, to in ((1, 99), (2, 1), (99, 2))], "run-swapped"),
    "a run is removed with all that hangs on it": (
        [f"DELETE FROM {table} WHERE run_id = {SECOND}" for table in ("rescored_levels", "rescored_runs", "trainer_ratings", "reflections", "self_ratings", "levels", "critical_events", "finishes", "decisions")]
        + ["DELETE FROM runs WHERE ordinal = 2"], "run-missing",
    ),
    # decisions
    "a choice is changed": ([f"UPDATE decisions SET choice = 'here-order' WHERE sequence = 1 AND run_id = {FIRST}"], "decision-changed"),
    "the time that a decision took is changed": ([f"UPDATE decisions SET seconds = 1.5 WHERE sequence = 1 AND run_id = {FIRST}"], "decision-changed"),
    "a timer's choice is made the trainee's": ([f"UPDATE decisions SET timed_out = NOT timed_out WHERE sequence = 1 AND run_id = {FIRST}"], "decision-changed"),
    "what was on offer is changed": ([f"UPDATE decisions SET offered = '[]' WHERE sequence = 1 AND run_id = {FIRST}"], "decision-changed"),
    "a decision is removed": ([f"DELETE FROM {table} WHERE sequence = 1 AND run_id = {FIRST}" for table in ("rescored_levels", "levels", "critical_events", "decisions")], "decision-missing"),
    "two decisions change places": ([f"UPDATE decisions SET sequence = {to} WHERE sequence = {of} AND run_id = {FIRST}" for of, to in ((1, 99), (2, 1), (99, 2))], "decision-swapped"),
    "a level is raised": ([f"UPDATE levels SET level = 2 WHERE sequence = 2 AND criterion = 'voice' AND run_id = {FIRST}"], "levels-changed"),
    "a level is added": ([f"INSERT INTO levels (run_id, sequence, criterion, rubric, level, best, worst) SELECT run_id, sequence, 'extra', rubric, 2, 2, 2 FROM levels WHERE run_id = {FIRST} AND sequence = 1 AND criterion = 'voice'"], "levels-changed"),
    "a critical event is removed": (["DELETE FROM critical_events"], "events-changed"),
    "an ending is changed": ([f"UPDATE finishes SET outcome = 'resolved' WHERE run_id = {FIRST}"], "finish-changed"),
    "a finish is removed": ([f"DELETE FROM finishes WHERE run_id = {FIRST}"], "finish-changed"),
    # people
    "two trainees' names are swapped": (["UPDATE trainees SET name = 'x', key = 'x' WHERE name = 'Sam'", "UPDATE trainees SET name = 'Sam', key = 'sam' WHERE name = 'Ada'", "UPDATE trainees SET name = 'Ada', key = 'ada' WHERE name = 'x'"], "row-changed"),
    "a trainee is added past the program": (["INSERT INTO trainees (id, key, name, created) VALUES ('x', 'x', 'X', '2026')"], "row-added"),
    "an academy's id or an e-mail address is changed": (["UPDATE identities SET email = 'other@a.example' WHERE external_id = 'A-1'"], "row-changed"),
    "a cohort is renamed": (["UPDATE cohorts SET name = 'Spring' WHERE name = 'Winter'"], "row-changed"),
    "a membership is moved to another cohort": ([f"UPDATE members SET cohort_id = (SELECT id FROM cohorts WHERE name = 'Winter') WHERE trainee_id = {SAM}"], "row-changed"),
    "a membership is removed": ([f"DELETE FROM members WHERE trainee_id = {SAM}"], "row-missing"),
    "a membership is added": ([f"INSERT INTO members (cohort_id, trainee_id, joined) SELECT id, {SAM}, created FROM cohorts WHERE name = 'Winter'"], "row-added"),
    "the group of a trainee is changed": ([f"UPDATE groups SET value = 'other' WHERE trainee_id = {SAM}"], "row-changed"),
    # assignments
    "an assignment's date is changed": (["UPDATE assignments SET due = '2030-01-01T00:00:00.000Z'"], "row-changed"),
    "an assignment's attempts are changed": (["UPDATE assignments SET attempts_allowed = 9"], "row-changed"),
    "an assignment is pinned to something else": (["UPDATE assignments SET pinned = '{}'"], "row-changed"),
    "an assignment is taken back": (["UPDATE assignments SET withdrawn_at = '2026-11-22T12:00:00.000Z'"], "row-changed"),
    "an extension is made longer": (["UPDATE adjustments SET due = '2030-01-01T00:00:00.000Z'"], "row-changed"),
    "extra time is given past the program": (["UPDATE adjustments SET extra_time = 300"], "row-changed"),
    "an attempt is void no more": (["DELETE FROM voids"], "row-missing"),
    "an attempt is made void past the program": ([f"INSERT INTO voids (run_id, reason, author, at) SELECT {SECOND}, reason, author, at FROM voids"], "row-added"),
    "a cohort is taken out of the archive": (["DELETE FROM archived_cohorts"], "row-missing"),
    "a publication is taken out of the register": (["DELETE FROM publications"], "row-missing"),
    "two people are one no more": (["DELETE FROM merges"], "row-missing"),
    "two people are made one past the program": (
        ["INSERT INTO merges (trainee_id, into_id, at, author) SELECT min(id), max(id), 'x', 'x' FROM trainees WHERE name IN ('Sam', 'Ada')"],
        "row-added",
    ),
    "a published translation is rewritten": (["UPDATE published_translations SET body = 'x'"], "row-changed"),
    "a key is let sign past the program": (
        ["INSERT INTO signers (public_key, since, author) VALUES ('00', '2026', 'x')"], "row-added"),
    "a key that may sign no longer may again": (["UPDATE signers SET until = NULL"], "row-changed"),
    # what people say
    "a trainer's comment is rewritten": (["UPDATE comments SET text = 'Well done.'"], "row-changed"),
    "a trainee's own rating is changed": (["UPDATE self_ratings SET rating = 99"], "row-changed"),
    "a reflection is rewritten": (["UPDATE reflections SET text = 'I was right.'"], "row-changed"),
    "a trainer's rating is changed": (["UPDATE trainer_ratings SET level = 2"], "row-changed"),
    "a trainer's rating is given to another trainer": (["UPDATE trainer_ratings SET rater = 'Tom'"], "row-changed"),
    "a trainer's rating is taken back past the program": ([f"INSERT INTO trainer_ratings (run_id, rater, criterion, number, undoes, at) SELECT run_id, rater, criterion, 2, 1, at FROM trainer_ratings WHERE run_id = {FIRST}"], "row-added"),
    "a rescored level is changed": (["UPDATE rescored_levels SET level = 2, best = 2 WHERE criterion = 'care'"], "row-changed"),
    "a rescored level is removed": (["DELETE FROM rescored_levels WHERE criterion = 'care'"], "row-changed"),
    "a rescoring's author or reason is changed": (["UPDATE rescorings SET author = 'Tom'"], "row-changed"),
    # the seals themselves
    "a row is put back to what it was before": (["UPDATE assignments SET due = '2026-11-22T13:30:00.000Z', entry = %FORMER%, salt = '%SALT%'"], "row-changed"),
    "an entry of the journal is changed": (["UPDATE journal SET digest = '' WHERE ordinal = 3"], "journal-changed"),
    "an entry of the journal is removed": (["DELETE FROM journal WHERE ordinal = 3"], "journal-missing"),
    "an entry says that a row was lawfully erased": ([f"UPDATE journal SET action = 'erased' WHERE ordinal = (SELECT entry FROM members WHERE trainee_id = {SAM})", f"DELETE FROM members WHERE trainee_id = {SAM}"], "journal-changed"),
    "a run is removed under a tombstone that nobody signed": (
        ["INSERT INTO tombstones (ordinal, genesis, at) SELECT ordinal, genesis, '2020-01-01T00:00:00.000Z' FROM runs WHERE ordinal = 1"], "row-added",
    ),
    "a tombstone is removed": (["DELETE FROM tombstones"], "run-missing"),
    "a checkpoint is changed": (["UPDATE checkpoints SET body = replace(body, '\"erased\":1', '\"erased\":2')"], "checkpoint-changed"),
    "a checkpoint is removed": (["DELETE FROM checkpoints"], "checkpoint-missing"),
}  # fmt: skip
"""A kind of tampering: what is done, and the kind of discrepancy that is found, among others perhaps."""


@dataclass(frozen=True)
class Kept:
    """A store that the tests share, as all they do to it is rolled back; and what a row was before it was changed."""

    engine: Engine
    seal: Path
    former: int
    salt: str


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def kept(request, tmp_path_factory):
    """Return a store with a row of every kind that is sealed."""
    folder = tmp_path_factory.mktemp("kept")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(folder))
        sqlite = request.param == "sqlite"
        place = str(folder / "s.sqlite3") if sqlite else fresh_database(request.getfixturevalue("server"), "tampered")
        former = fill(place)
        engine = connect(locate(place))
        yield Kept(engine, seal_path(locate(place)), *former)
        engine.dispose()


def fill(place):
    """Keep rows of every kind, of two people; return the entry and the salt of an assignment before it was changed."""
    story = circle()
    with Store.open(place) as store:
        autumn, _ = (academy.create_cohort(store, name, at=NOON) for name in ("Autumn", "Winter"))
        people = [store.trainee(name, NOON) for name in ("Sam", "Ada")]
        academy.add_members(store, autumn, people, at=NOON)
        with store.writing() as connection:
            for number, person in enumerate(people):
                row = {"trainee_id": person.id, "external_id": f"A-{number}", "email": f"{number}@a.example"}
                keep(connection, identities, [row], at=write_time(NOON))
                keep(
                    connection, groups, [{"trainee_id": person.id, "name": "entry", "value": "x"}], at=write_time(NOON)
                )
        runs = [
            begun(store, story, "here-ask", "there-force", "here-leave", name=name, at=minutes(2))
            for name in ("Sam", "Ada")
        ]
        for number, run in enumerate(runs):
            store.rate_self(run.id, {"respect": 40 + number}, NOON)
            store.reflect(run.id, f"Words {number}", NOON)
            academy.rate(store, run.id, "Tim", {"listening": number}, at=NOON)
        academy.rescore(
            store, "Autumn", RubricSet.shipped().rubrics["respect"], author="Tim", reason="A trial", at=NOON
        )
        academy.comment(store, runs[0].id, "Let them finish.", author="Tim", at=NOON)
        with store.writing() as connection:
            said = {"run_id": runs[0].id, "reason": "fire alarm", "author": "Tim", "at": write_time(NOON)}
            keep(connection, voids, [said], at=write_time(NOON))
            told = {"id": "p", "at": write_time(NOON), "what": "report", "minimum": 10, "told": "[]"}
            keep(connection, publications, [told], at=write_time(NOON))
            row = {"digest": "d", "language": "cy", "body": "{}", "at": write_time(NOON), "author": "Tim"}
            keep(connection, published_translations, [row], at=write_time(NOON))
            row = {"public_key": "f" * 64, "since": write_time(NOON), "until": write_time(NOON), "author": "Tim"}
            keep(connection, signers, [row], at=write_time(NOON))
        store.merge(store.trainee("Double", NOON), people[1], author="Tim", at=NOON)
        academy.archive_cohort(store, academy.cohort_named(store, "Winter"), at=NOON)
        begun(store, story, "here-ask", name="Gone")
        store.erase(store.find_trainee("Gone"), at=NOON)
        academy.assign(store, autumn, "circle", mode=Mode.ASSESSMENT, at=NOON, due=minutes(90))
        with store.reading() as connection:
            former = connection.exec_driver_sql("SELECT entry, salt FROM assignments").one()
        given, _ = academy.assign(
            store, autumn, "circle", mode=Mode.ASSESSMENT, at=minutes(1), due=minutes(95), attempts=2
        )
        academy.adjust(store, given, people[0], at=NOON, due=minutes(99), extra_time=25, author="Tim", reason="ill")
    return former


@pytest.fixture
def store_behind(kept):
    """Return a connection to the store with the refusing triggers lifted, and what is done on it rolled back."""
    with writes(kept.engine).connect() as connection:
        unprotect(connection, APPEND_ONLY)
        if kept.engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        else:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        yield connection
        connection.rollback()


def test_a_store_that_nobody_touched_is_sound(kept, store_behind):
    report = verify(store_behind, seal_file=kept.seal)
    assert report.findings == ()
    assert report.rows == 33
    assert not any(each.startswith("Not signed yet") for each in report.remarks)


@pytest.mark.parametrize("kind", KINDS)
def test_tampering_is_found(kept, store_behind, kind):
    statements, expected = KINDS[kind]
    for statement in statements:
        store_behind.exec_driver_sql(statement.replace("%FORMER%", str(kept.former)).replace("%SALT%", kept.salt))
    assert expected in {each.kind.value for each in verify(store_behind, seal_file=kept.seal).findings}


JOURNAL = {
    "an entry says that it is of an unknown table": (
        ["UPDATE journal SET kind = 'x' WHERE ordinal = 3"],
        {"journal-changed": "Entry 3 of the journal, or the one before it", "row-added": "was added, but not by the program"},
    ),
    "an entry replaces one that is not there yet": (
        ["UPDATE journal SET replaces = 99999 WHERE ordinal = 3"],
        {"journal-changed": "Entry 3 of the journal replaces entry 99999"},
    ),
    "an entry replaces one that was replaced before": (
        ["UPDATE journal SET replaces = %FORMER% WHERE ordinal = (SELECT max(ordinal) FROM journal)"],
        {"journal-changed": "replaces entry %FORMER%, which was replaced before"},
    ),
    "an entry before the first": (
        ["INSERT INTO journal SELECT -9999, form, at, kind, action, replaces, digest, hash FROM journal WHERE ordinal = 3",
         "UPDATE cohorts SET entry = -9999 WHERE name = 'Winter'"],
        {"journal-changed": "There are two entries in the place of entry -9999", "row-added": "The name of cohort"},
    ),
    "an entry far beyond the last": (
        ["INSERT INTO journal SELECT 999999999999999, form, at, kind, action, replaces, digest, hash FROM journal WHERE ordinal = 3",
         "UPDATE cohorts SET entry = 999999999999999 WHERE name = 'Winter'"],
        {"journal-missing": "to 999999999999998 are missing from the journal", "row-added": "The name of cohort"},
    ),
    "several entries are removed": (
        ["DELETE FROM journal WHERE ordinal BETWEEN 3 AND 5"],
        {"journal-missing": "Entries 3 to 5 are missing from the journal"},
    ),
    "the end of the journal is cut off": (
        ["DELETE FROM journal WHERE ordinal > (SELECT max(ordinal) - 2 FROM journal)"],
        {"journal-missing": "are missing from the journal"},
    ),
    "all levels of a run under a rescoring are removed": (
        [f"DELETE FROM rescored_levels WHERE run_id = {FIRST}"], {"row-changed": "under rescoring"},
    ),
    "two rows with one entry": (
        ["INSERT INTO cohorts (id, key, name, created, entry, salt) SELECT 'x', 'x', 'X', created, entry, salt FROM cohorts WHERE name = 'Winter'"],
        {"row-changed": "The name of cohort x was changed"},
    ),
}  # fmt: skip
"""What is done to the journal, or to a row that leads to it: by kind of discrepancy, words of what is said."""


@pytest.mark.parametrize("kind", JOURNAL)
def test_what_is_wrong_with_the_journal_is_said(kept, store_behind, kind):
    statements, said = JOURNAL[kind]
    for statement in statements:
        store_behind.exec_driver_sql(statement.replace("%FORMER%", str(kept.former)))
    findings = found_in(store_behind, kept)
    for expected, asked in said.items():
        words = asked.replace("%FORMER%", str(kept.former))
        assert [message for found, message in findings if found == expected and words in message], findings
    assert {found for found, _ in findings} <= {*said, "row-missing", "row-added", "checkpoint-missing"}


def found_in(connection, kept):
    return [(each.kind.value, each.message) for each in verify(connection, seal_file=kept.seal).findings]


def chained_anew(connection):
    """Chain the whole journal again, as somebody does who knows how that is done."""
    head = START
    for row in connection.execute(select(journal).order_by(journal.c.ordinal)).mappings().all():
        head = entry_hash(head, row)
        connection.execute(update(journal).where(journal.c.ordinal == row["ordinal"]).values(hash=head))


def test_a_journal_chained_anew_is_not_the_one_that_was_signed(kept, store_behind):
    store_behind.exec_driver_sql("UPDATE journal SET at = '2020' WHERE ordinal = 3")
    chained_anew(store_behind)
    found = found_in(store_behind, kept)
    assert found
    assert all(kind == "journal-changed" and "is not the one in a signed checkpoint" in said for kind, said in found)


def test_a_row_that_was_changed_is_not_missing_as_well(kept, store_behind):
    store_behind.exec_driver_sql("UPDATE cohorts SET name = 'Spring' WHERE name = 'Winter'")
    ((kind, said),) = found_in(store_behind, kept)
    assert (kind, "was changed after it was kept" in said) == ("row-changed", True)


def test_a_row_that_is_whole_and_old_was_set_back(tmp_path):
    place = tmp_path / "s.sqlite3"
    with Store.open(str(place)) as store:
        cohort = academy.create_cohort(store, "Autumn", at=NOON)
        with store.reading() as connection:
            (before,) = connection.exec_driver_sql("SELECT * FROM cohorts").mappings().all()
        academy.rename_cohort(store, cohort, "Spring", at=NOON)
    behind(place, "UPDATE cohorts SET " + ", ".join(f"{name} = '{value}'" for name, value in before.items()))
    said = [each.message for each in verify_store(locate(str(place))).findings]
    assert any("was set back to an earlier state" in each for each in said), said


def test_what_is_sealed_of_a_row_has_its_key():
    for form in SEALED.values():
        for name, sealed in form.items():
            assert {column.name for column in metadata.tables[name].primary_key} <= set(sealed), name


@pytest.mark.parametrize(("mode", "findings"), [(Mode.PRACTICE, []), (Mode.ASSESSMENT, ["replay-contradicts"])])
def test_an_inject_that_was_kept_in_an_assessment_is_found(tmp_path, mode, findings):
    """The chain is whole: the store itself kept the row, past the program's door that refuses it."""
    story = circle(format="2", injects=[{"id": "late", "text": "It starts to rain.", "add": {"tension": 1}}])
    with Store.open(str(tmp_path / "s.sqlite3")) as store:
        begun(store, story, "here-ask", "inject:late", "there-leave", mode=mode)
        with store.reading() as connection:
            report = verify(connection)
    assert [each.kind.value for each in report.findings] == findings
    assert all("inject" in each.message and each.sequence == 2 for each in report.findings)


def test_the_page_on_security_lists_each_kind_with_what_is_found():
    page = (Path(__file__).parents[2] / "docs" / "security.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^- (.+): `([a-z-]+)`$", page, re.MULTILINE))
    assert listed == {kind: found for kind, (_, found) in KINDS.items()}
    assert len(listed) >= 24
