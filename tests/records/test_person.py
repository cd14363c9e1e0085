"""What is kept about one person, and parts of it that are erased: the store verifies, and nothing of the part is left."""

import json
from datetime import timedelta

import pytest

from simulator import academy
from simulator.people import accounts, audit
from simulator.records.schema import metadata
from simulator.records.verify import verify
from tests.records.samples import NOON, begun


@pytest.fixture
def people(store, story):
    """Return Sam and Ada, who have played and said something."""
    for number, name in enumerate(("Sam Reid", "Ada Boateng")):
        run = begun(store, story, "here-force", "there-leave", name=name, at=NOON + timedelta(days=number))
        store.rate_self(run.id, {"respect": 40}, NOON)
        store.reflect(run.id, f"Words of {name}", NOON)
        academy.comment(store, run.id, f"To {name}", author="Tim", at=NOON)
    return store.find_trainee("Sam Reid"), store.find_trainee("Ada Boateng")


def everything(store):
    with store.reading() as connection:
        return json.dumps(
            [
                [str(value) for value in row]
                for table in metadata.sorted_tables
                for row in connection.execute(table.select())
            ]
        )


def sound(store):
    with store.reading() as connection:
        return verify(connection).findings == ()


def test_the_record_of_a_person_holds_all_that_speaks_of_them_and_nothing_of_others(store, people):
    held = store.person_record(people[0])
    assert {"trainees", "runs", "decisions", "levels", "self_ratings", "reflections", "comments", "finishes"} <= set(
        held
    )
    text = json.dumps(held)
    assert "Words of Sam Reid" in text
    assert "To Sam Reid" in text
    assert "Ada" not in text
    assert people[1].id not in text
    assert "salt" not in {name for rows in held.values() for row in rows for name in row}


def test_words_are_erased_and_the_runs_stay(store, people):
    assert store.erase_words(people[0], at=NOON) == 2
    left = everything(store)
    assert "Words of Sam Reid" not in left
    assert "Words of Ada Boateng" in left
    assert len(store.runs(trainee=people[0])) == 1
    assert sound(store)
    with pytest.raises(Exception, match="append-only"), store.writing() as connection:
        connection.exec_driver_sql("DELETE FROM reflections")


def test_a_name_is_erased_and_a_mark_stands_in_its_place(store, people):
    mark = store.erase_name(people[0], at=NOON)
    assert "Sam Reid" not in everything(store).replace("Words of Sam Reid", "").replace("To Sam Reid", "")
    assert store.find_trainee(mark).id == people[0].id
    assert sound(store)


@pytest.mark.parametrize("erased", ["name", "all"])
def test_whoever_is_erased_is_named_by_a_mark_in_the_audit_log_by_earlier_names_too(store, people, erased):
    sam, ada = people
    accounts.rename(store, sam, "Samuel Reid", at=NOON, by="Ada Boateng")
    audit.note(store, at=NOON, by="Samuel Reid", action="exported", about="Autumn")
    if erased == "name":
        store.erase_name(sam, at=NOON)
    else:
        store.erase(sam, at=NOON)
    log = [(each.by, each.action, each.about, each.detail) for each in audit.entries(store)]
    mark = f"Former trainee {sam.id[:8]}"
    assert not [line for line in log if "Reid" in " ".join(line)]
    assert (mark, "exported", "Autumn", "") in log
    assert (ada.name, "renamed", mark, f"was {mark}") in log
    assert sound(store)


def test_what_somebody_did_who_has_an_erased_persons_earlier_name_stays_theirs(store, people):
    sam, _ = people
    accounts.rename(store, sam, "Samuel Reid", at=NOON, by="Ada Boateng")
    store.trainee("Sam Reid", NOON)
    audit.note(store, at=NOON, by="Sam Reid", action="exported", about="Autumn")
    store.erase_name(sam, at=NOON)
    log = {each.action: each for each in audit.entries(store)}
    assert log["exported"].by == "Sam Reid"
    assert "Reid" not in log["renamed"].about + log["renamed"].detail
    assert sound(store)


def test_who_has_done_nothing_for_long_is_listed_the_longest_ago_first(store, people):
    assert academy.inactive_since(store, NOON) == []
    (only,) = academy.inactive_since(store, NOON + timedelta(hours=12))
    assert (only.trainee.name, only.runs) == ("Sam Reid", 1)
    both = academy.inactive_since(store, NOON + timedelta(days=30))
    assert [each.trainee.name for each in both] == ["Sam Reid", "Ada Boateng"]
