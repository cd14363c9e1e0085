"""Enrolment: a roster is kept as a whole or not at all, and importing it again changes nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event, func, select

from simulator import academy
from simulator.academy.enrolment import enrol, preview_roster
from simulator.academy.roster import Roster, RosterRow
from simulator.errors import StoreUnavailable
from simulator.records.connection import locate
from simulator.records.schema import metadata
from simulator.records.store import Store
from simulator.records.verify import verify_store
from tests.records.samples import NOON, begun, minutes


def row(name, external_id=None, email=None, cohorts=("Autumn",), **groups):
    return (name, external_id, email, (cohorts,) if isinstance(cohorts, str) else cohorts, groups)


def roster(*rows):
    """Return a roster whose first person stands on line 2."""
    return Roster("r.csv", "csv", tuple(RosterRow("r.csv", line, *each) for line, each in enumerate(rows, start=2)))


def told(entries):
    return [(entry.line, entry.name, entry.changes) for entry in entries]


def refused(found):
    return [(refusal.line, refusal.reason) for refusal in found.refused]


def everything(store):
    """Return every row of every table, to see whether anything changed."""
    with store.reading() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
        }


def test_new_people_are_added_to_new_cohorts(store):
    found = enrol(store, roster(row("Sam", "1"), row("Ada", "2", cohorts="Winter")), at=NOON)
    assert told(found.added) == [(2, "Sam", ("joins Autumn",)), (3, "Ada", ("joins Winter",))]
    assert (found.new_cohorts, found.kept) == (("Autumn", "Winter"), True)
    (sam,) = academy.members_of(store, academy.cohort_named(store, "Autumn"))
    assert (sam.name, sam.external_id, sam.email, sam.joined) == ("Sam", "1", None, NOON)


def test_a_preview_says_the_same_and_writes_nothing(store):
    given = roster(row("Sam", "1", branch="north"), row("Ada", "2"))
    before = everything(store)
    seen = preview_roster(store, given)
    assert everything(store) == before
    done = enrol(store, given, at=NOON)
    assert (seen.added, seen.new_cohorts) == (done.added, done.new_cohorts)
    assert (seen.kept, done.kept) == (False, True)


def test_importing_again_changes_nothing(store):
    given = roster(row("Sam", "1", "s@a.example", branch="north"), row("Sam", "2"), row("Ada"))
    enrol(store, given, at=NOON)
    before = everything(store)
    again = enrol(store, given, at=minutes(1))
    assert (again.added, again.changed, len(again.unchanged)) == ((), (), 3)
    assert everything(store) == before


def test_one_refused_line_keeps_everybody_out(store):
    before = everything(store)
    found = enrol(store, roster(row("Sam", "1"), row("Ada", "1")), at=NOON)
    assert not found.kept
    assert refused(found) == [(3, "The external_id '1' is already on line 2, with another name.")]
    assert everything(store) == before


def test_what_changed_of_somebody_is_named(store):
    enrol(store, roster(row("Sam", "1", "s@a.example", branch="north", rank="pc")), at=NOON)
    found = enrol(
        store, roster(row("Samira", "1", "new@a.example", cohorts="Winter", branch="south", rank="")), at=minutes(1)
    )
    changes = ("was Sam", "email", "joins Winter", "group branch", "group rank taken back")
    assert told(found.changed) == [(2, "Samira", changes)]
    samira = academy.person_named(store, "new@a.example")
    assert (samira.name, samira.id) == ("Samira", academy.person_named(store, "1").id)
    assert academy.find_person(store, "Sam") is None
    assert academy.groups_of(store, academy.cohort_named(store, "Winter")) == {samira.id: {"branch": "south"}}
    assert [each.name for each in academy.members_of(store, academy.cohort_named(store, "Autumn"))] == ["Samira"]


def test_an_empty_field_changes_nothing(store):
    enrol(store, roster(row("Sam", "1", "s@a.example")), at=NOON)
    found = enrol(store, roster(row("Sam", "1", cohorts=())), at=NOON)
    assert len(found.unchanged) == 1
    assert academy.person_named(store, "s@a.example").name == "Sam"


def test_somebody_who_played_before_any_roster_is_the_same_person(store, story):
    record = begun(store, story, name="sam reid")
    found = enrol(store, roster(row("Sam Reid", "1", "s@a.example")), at=NOON)
    assert told(found.changed) == [(2, "Sam Reid", ("was sam reid", "external_id", "email", "joins Autumn"))]
    assert academy.person_named(store, "1").id == record.trainee_id
    assert store.run(record.id).trainee == "Sam Reid"


def test_namesakes_are_told_apart_by_their_ids(store):
    found = enrol(
        store, roster(row("Sam Reid", "1"), row("sam reid", "2"), row("Sam Reid", None, "s@a.example")), at=NOON
    )
    assert [entry.name for entry in found.added] == ["Sam Reid", "sam reid (2)", "Sam Reid (s@a.example)"]
    assert len({academy.person_named(store, who).id for who in ("1", "2", "s@a.example")}) == 3


def test_a_namesake_with_another_id_is_somebody_else(store):
    enrol(store, roster(row("Sam Reid", "1")), at=NOON)
    found = enrol(store, roster(row("Sam Reid", "2")), at=NOON)
    assert told(found.added) == [(2, "Sam Reid (2)", ("a namesake of Sam Reid", "joins Autumn"))]
    assert academy.person_named(store, "1").id != academy.person_named(store, "2").id


def test_a_line_for_each_cohort_is_one_person(store):
    found = enrol(store, roster(row("Sam", "1"), row("Ada", "2"), row("Sam", "1", cohorts="Winter")), at=NOON)
    assert told(found.added)[0] == (2, "Sam", ("joins Autumn", "joins Winter"))
    assert [each.name for each in academy.members_of(store, academy.cohort_named(store, "Winter"))] == ["Sam"]


@pytest.mark.parametrize(
    ("rows", "line", "reason"),
    [
        ([row("Sam", "1"), row("Sam", "1")], 3, "The external_id '1' is already on line 2; this line adds nothing."),
        ([row("Sam"), row("sam")], 3, "The name 'sam' is already on line 2, with another name."),
        ([row("Sam", "1", "s@a"), row("Sam", "1", "t@a")], 3, "The external_id '1' is already on line 2, with another email."),
        ([row("Sam", "1"), row("Sam", "1", x="y")], 3, "The external_id '1' is already on line 2, with other groups."),
        ([row("Sam", None, "s@a"), row("Ada", None, "s@a")], 3, "The email 's@a' is already on line 2, with another name."),
        ([row("Sam", "1", "s@a"), row("Ada", "2", "s@a")], 3, "The e-mail address is already on line 2."),
        ([row("Sam", "1"), row("Sam")], 3, "The name is already on line 2, and nothing distinguishes the two."),
        ([row("Sam"), row("Sam", "1")], 3, "The name is already on line 2, and nothing distinguishes the two."),
    ],
)  # fmt: skip
def test_lines_that_contradict_each_other_are_refused(store, rows, line, reason):
    assert refused(preview_roster(store, roster(*rows))) == [(line, reason)]


def test_an_address_of_somebody_else_is_refused(store):
    enrol(store, roster(row("Sam", "1", "s@a.example")), at=NOON)
    found = preview_roster(store, roster(row("Ada", "2", "s@a.example")))
    assert refused(found) == [(2, "The e-mail address belongs to Sam, who has another id.")]


def test_an_address_may_pass_from_one_person_to_another(store):
    enrol(store, roster(row("Sam", "1", "desk@a.example"), row("Ada", "2", "ada@a.example")), at=NOON)
    found = enrol(store, roster(row("Sam", "1", "sam@a.example"), row("Ada", "2", "desk@a.example")), at=NOON)
    assert [entry.changes for entry in found.changed] == [("email",), ("email",)]
    assert academy.person_named(store, "desk@a.example").name == "Ada"


def test_two_lines_that_turn_out_to_be_one_person_are_refused(store):
    enrol(store, roster(row("Sam", "1", "s@a.example")), at=NOON)
    found = preview_roster(store, roster(row("Sam", "1", "new@a.example"), row("Samuel", None, "s@a.example")))
    assert refused(found) == [(3, "This is Sam, who is on line 2 already.")]


def test_members_who_are_not_in_the_roster_stay_and_are_counted(store):
    enrol(store, roster(row("Sam", "1"), row("Ada", "2")), at=NOON)
    found = enrol(store, roster(row("Ada", "2")), at=NOON)
    assert found.absent == {"Autumn": 1}
    assert len(academy.members_of(store, academy.cohort_named(store, "Autumn"))) == 2


def test_a_name_of_full_length_still_gets_its_mark(store):
    long = "S" * 80
    found = enrol(store, roster(row(long, "1"), row(long, "2")), at=NOON)
    assert [entry.name for entry in found.added] == [long, "S" * 76 + " (2)"]
    assert academy.find_person(store, "S" * 76 + " (2)") == academy.person_named(store, "2")


def test_somebody_who_is_made_in_the_same_moment_stops_the_import_and_not_the_store(database):
    given = roster(row("Sam", "1"))
    with Store.open(database) as one, Store.open(database) as other:
        met = []

        def meanwhile(_connection, _cursor, statement, *_):
            # What to write is planned; the lock that everybody who writes must hold is asked for now.
            if "pg_advisory_xact_lock" in statement and not met:
                met.append(enrol(other, given, at=NOON))

        event.listen(one._engine, "before_cursor_execute", meanwhile)
        with pytest.raises(StoreUnavailable, match="Somebody else enrolled the same people just now"):
            enrol(one, given, at=NOON)
        assert met[0].kept
        assert [each.name for each in one.trainees()] == ["Sam"]
        assert len(enrol(one, given, at=NOON).unchanged) == 1


def test_rows_are_written_set_wise_and_progress_is_told(store):
    statements, steps = [], []
    event.listen(store._engine, "before_cursor_execute", lambda _c, _u, statement, *_: statements.append(statement))
    many = roster(
        *(row(f"Sam {n % 3}", str(n), f"{n}@a.example", f"Cohort {n % 7}", branch="x") for n in range(12_000))
    )
    assert len(enrol(store, many, at=NOON, progress=lambda done, of: steps.append((done, of))).added) == 12_000
    assert len(statements) < 60
    assert steps[-1] == (48_007, 48_007)
    assert steps == sorted(steps)


NAMES = st.sampled_from(["Sam", "sam", "Ada", "Sam (1)", "Straße", "STRASSE"])
ROWS = st.builds(
    row,
    NAMES,
    st.sampled_from([None, "1", "2", "3"]),
    st.sampled_from([None, "1", "a@x.example", "b@x.example"]),
    st.sampled_from(["Autumn", "AUTUMN", "Winter", ()]),
)


@settings(max_examples=25, deadline=None)
@given(rosters=st.lists(st.lists(ROWS, min_size=1, max_size=5), min_size=1, max_size=3))
def test_whatever_rosters_say_a_kept_one_imported_again_changes_nothing(tmp_path_factory, rosters):
    folder = tmp_path_factory.mktemp("enrolments")
    with Store.open(str(folder / "store.sqlite3")) as store:
        for rows in rosters:
            before = everything(store)
            done = enrol(store, roster(*rows), at=NOON)
            after = everything(store)
            if not done.kept:
                assert after == before
                continue
            assert len(done.added) + len(done.changed) + len(done.unchanged) <= len(rows)
            again = enrol(store, roster(*rows), at=minutes(1))
            assert (again.refused, again.added, again.changed) == ((), (), ())
            assert everything(store) == after
            with store.reading() as connection:
                keys = connection.scalar(select(func.count()).select_from(metadata.tables["trainees"]))
            assert keys == len({each.name.casefold() for each in store.trainees()})
            cohorts = {each.name.casefold() for each, _ in academy.all_cohorts(store)}
            assert {name.casefold() for each in rows for name in each[3]} <= cohorts


def test_a_disk_that_fills_up_during_an_import_leaves_the_store_as_it_was(file):
    many = roster(*(row(f"Trainee {n}", str(n)) for n in range(8_000)))
    with Store.open(str(file)) as store:
        enrol(store, roster(row("Sam", "x")), at=NOON)
        before = everything(store)
        with store.reading() as connection:
            raw = connection.connection.dbapi_connection
            (pages,) = raw.execute("PRAGMA page_count").fetchone()

        def fill_up(_connection, cursor, *_):
            cursor.execute(f"PRAGMA max_page_count = {pages + 30}")

        event.listen(store._engine, "before_cursor_execute", fill_up)
        with pytest.raises(StoreUnavailable, match=r"The disk of the record store .* is full"):
            enrol(store, many, at=NOON)
        assert everything(store) == before
    assert verify_store(locate(str(file))).sound
