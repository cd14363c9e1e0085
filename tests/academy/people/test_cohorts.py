"""A cohort at a glance: who has done what, due dates, where people struggle; and trainers' own ratings."""

from datetime import timedelta

import pytest

from scoring.rubric import RubricSet
from simulator import academy
from simulator.academy.assignments import assign
from simulator.academy.attempts import begin
from simulator.academy.cohorts import Standing, criteria, overview, weakest
from simulator.academy.ratings import rate, ratings_of_cohort, ratings_of_run, undo_rating
from simulator.errors import UnknownRecord, UsageError
from simulator.records.store import Mode
from tests.records.samples import NOON, begun, minutes, play

DAY = timedelta(days=1)


@pytest.fixture
def people(store, autumn):
    """Return four members of Autumn."""
    found = [store.trainee(name, NOON) for name in ("Ada", "Ben", "Cem", "Dee")]
    academy.add_members(store, autumn, found, at=NOON)
    return found


def test_an_overview_tells_who_has_done_what(store, story, autumn, people):
    given, _ = assign(store, autumn, "circle", mode=Mode.PRACTICE, at=NOON, due=NOON + DAY)
    ada, ben, _, _ = people
    for trainee, choices in ((ada, ("here-ask", "there-leave")), (ada, ("here-leave",)), (ben, ("here-ask",))):
        record = begin(store, story, trainee, clock=lambda: NOON).record
        play(store, record, *choices)
    seen = overview(store, autumn, now=NOON)
    by_name = {view.member.name: view for view in seen.members}
    assert [(name, view.runs, view.finished) for name, view in by_name.items()] == [
        ("Ada", 2, 2), ("Ben", 1, 0), ("Cem", 0, 0), ("Dee", 0, 0),
    ]  # fmt: skip
    assert [view.standing[given.id] for view in seen.members] == ["done", "begun", "open", "open"]
    (assigned,) = seen.assignments
    assert assigned.counts == {Standing.OPEN: 2, Standing.OVERDUE: 0, Standing.BEGUN: 1, Standing.DONE: 1}
    assert (by_name["Ada"].last, by_name["Cem"].last) == (NOON, None)


def test_when_the_date_has_passed_whoever_has_not_finished_is_overdue(store, story, autumn, people):
    given, _ = assign(store, autumn, "circle", mode=Mode.PRACTICE, at=NOON, due=NOON + DAY)
    play(store, begin(store, story, people[0], clock=lambda: NOON).record, "here-leave")
    begin(store, story, people[1], clock=lambda: NOON)
    late = overview(store, autumn, now=NOON + 2 * DAY)
    assert [view.standing[given.id] for view in late.members] == ["done", "overdue", "overdue", "overdue"]


def test_runs_of_others_and_answers_to_others_do_not_count(store, story, autumn, people):
    winter = academy.create_cohort(store, "Winter", at=NOON)
    academy.add_members(store, winter, people[:1], at=NOON)
    begun(store, story, "here-ask", "there-leave", name="Stranger")
    assign(store, winter, "circle", mode=Mode.PRACTICE, at=NOON)
    play(store, begin(store, story, people[0], clock=lambda: NOON).record, "here-order", "there-leave")
    first = begun(store, story, "here-order", "there-leave", name="Ben")
    store.branch(first.id, 0, kind="rewind", at=minutes(1))
    seen = overview(store, autumn, now=NOON)
    assert {view.member.name: view.runs for view in seen.members} == {"Ada": 0, "Ben": 1, "Cem": 0, "Dee": 0}
    assert all(view.anchored is None for view in criteria(store, autumn, RubricSet.shipped(), mode=Mode.PRACTICE))
    assert {view.member.name: view.runs for view in overview(store, winter, now=NOON).members} == {"Ada": 1}


def test_the_weakest_criteria_are_those_with_the_lowest_figure_met_often_enough(store, story, autumn, people):
    begun(store, story, "here-order", "there-order", "here-ask", "there-leave", name="Ada")
    begun(store, story, "here-order", "there-leave", name="Ben")
    begun(store, story, "here-order", name="Cem")
    views = {view.criterion: view for view in criteria(store, autumn, RubricSet.shipped(), mode=Mode.PRACTICE)}
    # voice: Ada -2 -2 +2 0, Ben -2 0: each counts once. Cem has not finished. Care and listening were on offer each time.
    voice = views["voice"]
    assert (voice.anchored, voice.opportunities, voice.trainees) == (50 + 25 * (-2 / 4 - 2 / 2) / 2, 6, 2)
    assert views["listening"].anchored == 50 + 25 * (1 / 4 + 0) / 2
    assert (views["opening"].anchored, views["opening"].opportunities) == (None, 0)
    assert [view.criterion for view in weakest(list(views.values()))] == ["voice", "care", "listening"]


def test_too_few_decisions_say_nothing_and_what_is_reported_alone_is_no_weakness(store, story, autumn, people):
    begun(store, story, "here-order", "there-leave", name="Ada")
    views = criteria(store, autumn, RubricSet.shipped(), mode=Mode.PRACTICE)
    assert weakest(views) == []
    assert [view.criterion for view in views if view.rubric.reported == "profile"] == [
        "asking",
        "access",
        "accommodating",
        "taking-up",
        "own-lens",
    ]


def test_a_new_try_from_a_decision_is_left_out_as_it_is_in_the_report(store, story, autumn, people):
    first = begun(store, story, "here-order", "there-leave", name="Ada")
    again = store.branch(first.id, 1, kind="again", at=minutes(1))
    play(store, again, "there-order")
    newer = store.branch(again.id, 2, kind="rewind", at=minutes(2))
    play(store, newer, "here-leave")
    views = criteria(store, autumn, RubricSet.shipped(), mode=Mode.PRACTICE)
    (voice,) = [view for view in views if view.criterion == "voice"]
    assert (voice.opportunities, voice.anchored, voice.trainees) == (2, 50 + 25 * -2 / 2, 1)


def test_a_trainers_rating_stands_until_a_later_one(store, story):
    run = begun(store, story, "here-leave").id
    rate(store, run, "Ada", {"voice": 1, "care": -1}, at=NOON)
    rate(store, run, "Ada", {"voice": 2}, at=minutes(1))
    rate(store, run, " Ben ", {"voice": -2}, at=minutes(2))
    told = [(each.rater, each.criterion, each.level) for each in ratings_of_run(store, run)]
    assert told == [("Ada", "care", -1), ("Ada", "voice", 2), ("Ben", "voice", -2)]


def test_undo_brings_back_what_stood_before_step_by_step(store, story):
    run = begun(store, story, "here-leave").id
    rate(store, run, "Ada", {"voice": 1, "care": 0}, at=NOON)
    rate(store, run, "Ada", {"voice": 2}, at=minutes(1))

    def standing():
        return {each.criterion: each.level for each in ratings_of_run(store, run)}

    assert undo_rating(store, run, "Ada", at=minutes(2)) == ["voice"]
    assert standing() == {"voice": 1, "care": 0}
    assert undo_rating(store, run, "Ada", at=minutes(3)) == ["care", "voice"]
    assert standing() == {}
    with pytest.raises(UnknownRecord, match="Ada has not rated this run"):
        undo_rating(store, run, "Ada", at=minutes(4))
    rate(store, run, "Ada", {"voice": -1}, at=minutes(5))
    assert standing() == {"voice": -1}


@pytest.mark.parametrize(
    ("rater", "levels", "said"),
    [
        ("Ada", {"voice": 3}, "3 is not a level"),
        ("Ada", {"voise": 1}, "Did you mean 'voice'"),
        ("Ada", {"access": 1}, "not rated on 'access'"),
        ("\x1b", {"voice": 1}, "needs the name"),
    ],
)
def test_a_rating_that_makes_no_sense_is_refused(store, story, rater, levels, said):
    run = begun(store, story, "here-leave").id
    with pytest.raises(UsageError, match=said):
        rate(store, run, rater, {"care": 1, **levels}, at=NOON)
    assert ratings_of_run(store, run) == []


def test_a_cohorts_ratings_are_those_of_its_runs(store, story, autumn, people):
    own, other = begun(store, story, name="Ada").id, begun(store, story, name="Stranger").id
    for run in (own, other):
        rate(store, run, "Trainer", {"voice": 1}, at=NOON)
    assert [each.run for each in ratings_of_cohort(store, autumn)] == [own]
