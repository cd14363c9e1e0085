"""Every cohort in a line, and one member's runs: on a file and on a real PostgreSQL server."""

import random
from datetime import timedelta

import pytest

from simulator import academy
from simulator.academy.assignments import assign, withdraw
from simulator.academy.attempts import begin
from simulator.academy.cohorts import Standing, overview
from simulator.academy.glance import any_cohort, at_a_glance, runs_of_member
from simulator.errors import AttemptRefused
from simulator.records.store import Mode
from tests.records.samples import NOON, begun, minutes, play

DAY = timedelta(days=1)


def figures(glance):
    """Return what a glance counts."""
    return glance.members, glance.assignments, glance.done, glance.open, glance.overdue


def test_a_store_tells_whether_it_holds_a_cohort(store):
    assert not any_cohort(store)
    academy.create_cohort(store, "Autumn", at=NOON)
    assert any_cohort(store)


def test_each_cohort_stands_in_a_line_by_name(store, story):
    winter, autumn = academy.create_cohort(store, "Winter", at=NOON), academy.create_cohort(store, "autumn", at=NOON)
    academy.create_cohort(store, "Nobody", at=NOON)
    ada, ben, cem = (store.trainee(name, NOON) for name in ("Ada", "Ben", "Cem"))
    academy.add_members(store, autumn, [ada, ben, cem], at=NOON)
    academy.add_members(store, winter, [ada], at=NOON)
    assign(store, autumn, "circle", mode=Mode.PRACTICE, at=NOON, due=NOON + DAY)
    assign(store, autumn, "other", mode=Mode.PRACTICE, at=NOON)
    play(store, begin(store, story, ada, clock=lambda: NOON).record, "here-leave")
    play(store, begin(store, story, ben, clock=lambda: NOON).record, "here-ask")

    def told(now):
        return [(each.cohort.name, figures(each)) for each in at_a_glance(store, now=now)]

    assert told(NOON) == [("autumn", (3, 2, 1, 5, 0)), ("Nobody", (0, 0, 0, 0, 0)), ("Winter", (1, 0, 0, 0, 0))]
    assert told(NOON + DAY)[0] == ("autumn", (3, 2, 1, 5, 0))
    assert told(NOON + 2 * DAY)[0] == ("autumn", (3, 2, 1, 3, 2))


def test_a_run_that_was_rewound_and_an_assignment_that_was_taken_back_do_not_count(store, story):
    autumn = academy.create_cohort(store, "Autumn", at=NOON)
    ada = store.trainee("Ada", NOON)
    academy.add_members(store, autumn, [ada], at=NOON)
    assign(store, autumn, "circle", mode=Mode.PRACTICE, at=NOON)
    record = begin(store, story, ada, clock=lambda: NOON).record
    play(store, record, "here-ask", "there-leave")
    (seen,) = at_a_glance(store, now=NOON)
    assert figures(seen) == (1, 1, 1, 0, 0)
    store.branch(record.id, 1, kind="rewind", at=minutes(1))
    (seen,) = at_a_glance(store, now=NOON)
    assert figures(seen) == (1, 1, 0, 1, 0)
    withdraw(store, autumn, "circle", at=NOON)
    (seen,) = at_a_glance(store, now=NOON)
    assert figures(seen) == (1, 0, 0, 0, 0)


@pytest.mark.parametrize("seed", range(3))
def test_the_line_of_a_cohort_and_its_page_count_the_same(store, story, seed):
    chance = random.Random(seed)
    people = [store.trainee(f"Trainee {number}", NOON) for number in range(6)]
    for name in ("Autumn", "Winter"):
        cohort = academy.create_cohort(store, name, at=NOON)
        academy.add_members(store, cohort, chance.sample(people, 4), at=NOON)
        for mode in Mode:
            due = chance.choice([None, NOON + DAY, NOON + 3 * DAY])
            assign(
                store, cohort, "circle", mode=mode, at=NOON, due=due, attempts=2 if mode is Mode.ASSESSMENT else None
            )
    for number in range(16):
        try:
            record = begin(store, story, chance.choice(people), clock=lambda: NOON, mode=chance.choice([*Mode])).record
        except AttemptRefused:
            continue
        play(store, record, "here-ask", *chance.choice([(), ("there-leave",)]))
        if record.mode is Mode.PRACTICE and chance.random() < 0.3:
            store.branch(record.id, 1, kind=chance.choice(["rewind", "again"]), at=minutes(number))
    for now in (NOON, NOON + 2 * DAY, NOON + 4 * DAY):
        seen = at_a_glance(store, now=now)
        assert sum(each.done for each in seen) > 0
        for each in seen:
            page = overview(store, each.cohort, now=now)
            counts = {standing: sum(view.counts[standing] for view in page.assignments) for standing in Standing}
            expected = counts[Standing.DONE], counts[Standing.OPEN] + counts[Standing.BEGUN], counts[Standing.OVERDUE]
            assert figures(each) == (len(page.members), len(page.assignments), *expected)


def test_a_members_runs_are_those_that_count_newest_first(store, story):
    autumn, winter = academy.create_cohort(store, "Autumn", at=NOON), academy.create_cohort(store, "Winter", at=NOON)
    ada = store.trainee("Ada", NOON)
    academy.add_members(store, autumn, [ada], at=NOON)
    academy.add_members(store, winter, [ada], at=NOON)
    first = begun(store, story, "here-ask", name="Ada")
    begun(store, story, "here-ask", name="Ben")
    left = begun(store, story, "here-ask", name="Ada")
    rewound = store.branch(left.id, 0, kind="rewind", at=minutes(1))
    assign(store, winter, "circle", mode=Mode.PRACTICE, at=NOON)
    answer = begin(store, story, ada, clock=lambda: NOON).record
    assert [run.id for run in runs_of_member(store, autumn, ada.id)] == [rewound.id, first.id]
    assert [run.id for run in runs_of_member(store, autumn, ada.id, limit=1)] == [rewound.id]
    assert [run.id for run in runs_of_member(store, winter, ada.id)] == [answer.id, rewound.id, first.id]
