"""The register: cohorts, and who belongs to them."""

import pytest
from sqlalchemy import func, select

from simulator import academy
from simulator.academy.enrolment import enrol
from simulator.academy.ratings import rate
from simulator.academy.roster import Roster, RosterRow
from simulator.errors import UnknownRecord, UsageError
from simulator.records.schema import metadata
from tests.records.samples import NOON, begun, minutes


def test_a_cohort_is_found_by_its_name_whatever_the_case(store, autumn):
    assert academy.cohort_named(store, "  AUTUMN ") == autumn
    assert academy.all_cohorts(store) == [(autumn, 0)]


def test_a_second_cohort_of_the_same_name_is_refused(store, autumn):
    with pytest.raises(UsageError, match="There is a cohort 'Autumn' already"):
        academy.create_cohort(store, "autumn", at=NOON)
    assert academy.all_cohorts(store) == [(autumn, 0)]


@pytest.mark.parametrize("name", ["", "   ", "\x1b\u202e"])
def test_a_cohort_without_a_readable_name_is_refused(store, name):
    with pytest.raises(UsageError, match="A cohort needs a name"):
        academy.create_cohort(store, name, at=NOON)


def test_an_unknown_cohort_is_answered_with_the_nearest(store, autumn):
    with pytest.raises(UnknownRecord, match=r"no cohort 'Autunm'.*Did you mean 'Autumn'"):
        academy.cohort_named(store, "Autunm")


def test_people_join_once_and_leave(store, autumn):
    sam, ada = store.trainee("Sam", NOON), store.trainee("Ada", NOON)
    assert academy.add_members(store, autumn, [sam, ada], at=NOON) == 2
    assert academy.add_members(store, autumn, [sam], at=minutes(1)) == 0
    assert [(each.name, each.joined) for each in academy.members_of(store, autumn)] == [("Ada", NOON), ("Sam", NOON)]
    assert academy.remove_members(store, autumn, [sam, store.trainee("Somebody", NOON)], at=NOON) == 1
    assert [each.name for each in academy.members_of(store, autumn)] == ["Ada"]
    assert academy.all_cohorts(store) == [(autumn, 1)]


def enrolled(store, *rows):
    """Import people by name, id and e-mail address."""
    lines = [
        RosterRow("r.csv", number, name, external_id, email, ("Autumn",), {"branch": "north"})
        for number, (name, external_id, email) in enumerate(rows, start=2)
    ]
    assert enrol(store, Roster("r.csv", "csv", tuple(lines)), at=NOON).kept


def test_somebody_is_found_by_name_by_id_and_by_address(store):
    enrolled(store, ("Sam Reid", "R-1", "sam@a.example"), ("Sam Reid", "R-2", None))
    first, second = academy.find_person(store, "sam reid"), academy.find_person(store, "R-2")
    assert first.name == "Sam Reid"
    assert second.name == "Sam Reid (R-2)"
    assert academy.find_person(store, "R-1") == academy.find_person(store, "SAM@a.example") == first
    assert academy.find_person(store, "Sam Reid (r-2)") == second
    assert academy.find_person(store, "nobody") is None
    with pytest.raises(UnknownRecord, match="no trainee 'R-3'"):
        academy.person_named(store, "R-3")


def test_a_name_that_looks_like_an_id_wins_over_the_id(store):
    enrolled(store, ("Sam Reid", "R-1", None))
    named = store.trainee("R-1", NOON)
    assert academy.find_person(store, "R-1") == named


def test_groups_are_told_of_members_only(store):
    enrolled(store, ("Sam Reid", "R-1", None))
    sam = academy.person_named(store, "R-1")
    autumn = academy.cohort_named(store, "Autumn")
    assert academy.groups_of(store, autumn) == {sam.id: {"branch": "north"}}
    academy.remove_members(store, autumn, [sam], at=NOON)
    assert academy.groups_of(store, autumn) == {}


def test_an_erased_trainee_leaves_nothing_behind(store, story):
    enrolled(store, ("Sam Reid", "R-1", "sam@a.example"))
    record = begun(store, story, "here-ask", name="Sam Reid")
    rate(store, record.id, "Ada", {"care": 1}, at=NOON)
    store.erase(academy.person_named(store, "R-1"), at=NOON)
    with store.reading() as connection:
        left = {
            table.name for table in metadata.sorted_tables if connection.scalar(select(func.count()).select_from(table))
        }
    assert left <= {"cohorts", "snapshots", "rubric_snapshots", "tombstones", "checkpoints", "journal", "served_forms"}
