"""Assignments: a run answers the one that is open, in its mode, and no more often than it allows."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scoring.rubric import RubricSet
from simulator import academy
from simulator.academy.assignments import assign, assignments_for, assignments_of, duty_words, withdraw
from simulator.academy.attempts import begin, duty_now
from simulator.academy.model import Pin
from simulator.errors import AttemptRefused, UnknownRecord, UsageError
from simulator.records.store import Mode
from simulator.scenario.story import Story
from tests.records.samples import NOON, minutes, play

DAY = timedelta(days=1)


@pytest.fixture
def sam(store, autumn):
    trainee = store.trainee("Sam", NOON)
    academy.add_members(store, autumn, [trainee], at=NOON)
    return trainee


def started(store, story, trainee, *, at=NOON, **options):
    """Begin a run as every face does, and return its record."""
    return begin(store, story, trainee, clock=lambda: at, **options).record


def finished(store, story, trainee, **options):
    """Play a run to its ending."""
    record = started(store, story, trainee, **options)
    play(store, record, "here-leave")
    return record


def test_a_run_answers_the_open_assignment_and_has_its_mode(store, story, sam, autumn):
    given, new = assign(store, autumn, "circle", mode=Mode.ASSESSMENT, at=NOON)
    assert new
    record = started(store, story, sam, mode=Mode.PRACTICE)
    assert (record.assignment_id, record.mode) == (given.id, Mode.ASSESSMENT)
    assert store.run(record.id).assignment_id == given.id


def test_whoever_is_not_in_the_cohort_plays_as_before(store, story, autumn):
    assign(store, autumn, "circle", mode=Mode.ASSESSMENT, at=NOON)
    other = store.trainee("Other", NOON)
    assert started(store, story, other).assignment_id is None
    assert started(store, story, other, mode=Mode.ASSESSMENT).mode is Mode.ASSESSMENT
    assert assignments_for(store, other) == []


def test_another_encounter_is_not_touched_by_an_assignment(store, story, sam, autumn):
    assign(store, autumn, "market-stall", mode=Mode.ASSESSMENT, at=NOON)
    record = started(store, story, sam)
    assert (record.assignment_id, record.mode) == (None, Mode.PRACTICE)


def test_a_further_attempt_is_refused_in_one_sentence_and_nothing_is_kept(store, story, sam, autumn):
    assign(store, autumn, "circle", mode=Mode.ASSESSMENT, at=NOON)
    record = finished(store, story, sam)
    for mode in (None, Mode.PRACTICE, Mode.ASSESSMENT):
        with pytest.raises(AttemptRefused, match=r"Autumn allows one attempt, and you have used it\.") as refused:
            started(store, story, sam, mode=mode)
        assert record.id[:8] in refused.value.mend
    assert len(store.runs()) == 1


def test_an_assessment_allows_as_many_attempts_as_the_academy_says(store, story, sam, autumn):
    assign(store, autumn, "circle", mode=Mode.ASSESSMENT, at=NOON, attempts=2)
    finished(store, story, sam)
    (duty,) = assignments_for(store, sam)
    assert (duty.attempts_left, duty.done) == (1, True)
    finished(store, story, sam)
    with pytest.raises(AttemptRefused, match="allows 2 attempts, and you have used them"):
        started(store, story, sam)


def test_two_terminals_do_not_win_a_second_attempt(store, story, sam, autumn):
    assign(store, autumn, "circle", mode=Mode.ASSESSMENT, at=NOON)
    other_terminal = []

    def clock():
        # The second time is asked for after the look at the assignments and before the run is kept.
        if len(other_terminal) == 1:
            other_terminal.append(started(store, story, sam))
        other_terminal.append(None)
        return NOON

    with pytest.raises(AttemptRefused, match="allows one attempt"):
        begin(store, story, sam, clock=clock)
    assert [record.id for record in store.runs()] == [other_terminal[1].id]


def test_a_withdrawal_in_the_last_moment_is_noticed(store, story, sam, autumn):
    assign(store, autumn, "circle", mode=Mode.ASSESSMENT, at=NOON)
    moments = iter([lambda: None, lambda: None, lambda: withdraw(store, autumn, "circle", at=NOON)])

    def clock():
        next(moments)()
        return NOON

    with pytest.raises(AttemptRefused, match="withdrawn just now"):
        begin(store, story, sam, clock=clock)
    assert store.runs() == []


def test_an_assessment_that_was_begun_is_gone_on_with(store, story, sam, autumn):
    assign(store, autumn, "circle", mode=Mode.ASSESSMENT, at=NOON, attempts=2)
    record = started(store, story, sam)
    with pytest.raises(AttemptRefused, match=f"encounter resume {record.id[:8]}"):
        started(store, story, sam)
    assert len(store.runs()) == 1


def test_practice_is_welcome_as_often_as_one_likes(store, story, sam, autumn):
    given, _ = assign(store, autumn, "circle", mode=Mode.PRACTICE, at=NOON)
    for _ in range(3):
        assert finished(store, story, sam).assignment_id == given.id
    (duty,) = assignments_for(store, sam)
    assert (duty.begun, duty.finished, duty.attempts_left, duty.done) == (3, 3, None, True)


def test_a_rewound_run_counts_once(store, story, sam, autumn):
    assign(store, autumn, "circle", mode=Mode.PRACTICE, at=NOON)
    first = started(store, story, sam)
    play(store, first, "here-ask")
    second = store.branch(first.id, 0, kind="rewind", at=minutes(1))
    play(store, second, "here-leave")
    (duty,) = assignments_for(store, sam)
    assert (duty.begun, duty.finished, duty.unfinished, duty.latest) == (1, 1, None, second.id)


def test_a_new_try_from_a_decision_is_no_attempt(store, story, sam, autumn):
    assign(store, autumn, "circle", mode=Mode.ASSESSMENT, at=NOON)
    record = finished(store, story, sam)
    again = store.branch(record.id, 0, kind="again", at=minutes(1))
    assert (again.assignment_id, again.mode) == (None, Mode.PRACTICE)
    (duty,) = assignments_for(store, sam)
    assert duty.begun == 1


def test_when_the_date_has_passed_practice_is_free_and_a_late_attempt_still_counts(store, story, sam, autumn):
    given, _ = assign(store, autumn, "circle", mode=Mode.ASSESSMENT, at=NOON, due=NOON + DAY)
    late = store.trainee("Late", NOON)
    academy.add_members(store, autumn, [late], at=NOON)
    finished(store, story, sam)
    with pytest.raises(AttemptRefused, match=r"until 2\d November 2026"):
        started(store, story, sam, at=NOON + DAY / 2)
    after = NOON + 2 * DAY
    assert started(store, story, sam, at=after).assignment_id is None
    (duty,) = assignments_for(store, late)
    assert duty.overdue(after)
    assert not duty.overdue(NOON)
    assert started(store, story, late, at=after).assignment_id == given.id


def test_a_withdrawn_assignment_binds_nobody_and_its_runs_stay(store, story, sam, autumn):
    given, _ = assign(store, autumn, "circle", mode=Mode.ASSESSMENT, at=NOON)
    record = finished(store, story, sam)
    assert withdraw(store, autumn, "circle", at=minutes(1)) == 1
    assert assignments_for(store, sam) == []
    assert started(store, story, sam).assignment_id is None
    assert store.run(record.id).assignment_id == given.id
    assert assignments_of(store, autumn) == []
    (kept,) = assignments_of(store, autumn, withdrawn=True)
    assert kept.withdrawn_at == minutes(1)
    with pytest.raises(UnknownRecord, match="'circle' is not assigned to Autumn"):
        withdraw(store, autumn, "circle", at=minutes(2))


def test_assigning_again_moves_the_date_and_keeps_the_attempts_that_were_made(store, story, sam, autumn):
    first, _ = assign(store, autumn, "circle", mode=Mode.ASSESSMENT, at=NOON, due=NOON + DAY)
    finished(store, story, sam)
    second, new = assign(store, autumn, "circle", mode=Mode.ASSESSMENT, at=NOON, due=NOON + 2 * DAY, attempts=2)
    assert (second.id, new, second.due) == (first.id, False, NOON + 2 * DAY)
    (duty,) = assignments_for(store, sam)
    assert duty.attempts_left == 1


def test_what_is_not_done_comes_first_then_what_is_due_first(store, story, sam, autumn):
    winter = academy.create_cohort(store, "Winter", at=NOON)
    academy.add_members(store, winter, [sam], at=NOON)
    assign(store, autumn, "circle", mode=Mode.PRACTICE, at=NOON, due=NOON + DAY)
    assign(store, winter, "b", mode=Mode.PRACTICE, at=NOON)
    assign(store, winter, "a", mode=Mode.PRACTICE, at=NOON, due=NOON + 2 * DAY)
    order = [(each.assignment.cohort, each.scenario_id) for each in assignments_for(store, sam)]
    assert order == [("Autumn", "circle"), ("Winter", "a"), ("Winter", "b")]
    finished(store, story, sam)
    assert [each.scenario_id for each in assignments_for(store, sam)] == ["a", "b", "circle"]


def test_practice_comes_before_the_assessment_of_the_same_encounter_and_a_wish_decides(store, story, sam, autumn):
    assign(store, autumn, "circle", mode=Mode.ASSESSMENT, at=NOON)
    assign(store, autumn, "circle", mode=Mode.PRACTICE, at=NOON)
    assert duty_now(store, sam, "circle", now=NOON).assignment.mode is Mode.PRACTICE
    assert duty_now(store, sam, "circle", now=NOON, mode=Mode.ASSESSMENT).assignment.mode is Mode.ASSESSMENT
    assert finished(store, story, sam).mode is Mode.PRACTICE
    assert finished(store, story, sam).mode is Mode.ASSESSMENT
    assert finished(store, story, sam).mode is Mode.PRACTICE


def test_in_an_assigned_assessment_nobody_chooses_the_order(store, story, sam, autumn):
    assign(store, autumn, "circle", mode=Mode.ASSESSMENT, at=NOON, attempts=20)
    with pytest.raises(UsageError, match="the order of choices is drawn at random"):
        started(store, story, sam, seed=3)
    assert len({finished(store, story, sam).seed for _ in range(5)}) > 1


@pytest.mark.parametrize(("mode", "attempts"), [(Mode.PRACTICE, 2), (Mode.ASSESSMENT, 0), (Mode.ASSESSMENT, -1)])
def test_attempts_that_make_no_sense_are_refused(store, autumn, mode, attempts):
    with pytest.raises(UsageError, match="Only an assessment has a number of attempts"):
        assign(store, autumn, "circle", mode=mode, at=NOON, attempts=attempts)
    assert assignments_of(store, autumn) == []


def test_a_duty_says_in_words_what_is_asked_for_and_how_it_stands(store, story, sam, autumn):
    assign(store, autumn, "circle", mode=Mode.ASSESSMENT, at=NOON, due=NOON + DAY)

    def words(at):
        (duty,) = assignments_for(store, sam)
        return duty_words(duty, at)

    due = f"{(NOON + DAY).astimezone().day} {(NOON + DAY).astimezone():%B %Y, %H:%M %Z}"
    assert words(NOON) == f"Assigned in Autumn: assessment, one attempt, due {due}."
    assert words(NOON + 2 * DAY) == f"Assigned in Autumn: assessment, one attempt, overdue since {due}."
    finished(store, story, sam)
    assert words(NOON) == f"Assigned in Autumn: assessment, due {due}, done."


def pinned(story, **changes):
    """Return the pin of a story as it is."""
    return replace(Pin(story.scenario.version, story.digest, dict(story.rubrics.digests)), **changes)


def doctored(story):
    """Return the same encounter with better ratings, as somebody makes who may edit a copy."""
    return Story.from_snapshot(story.snapshot.replace('"voice":-2', '"voice":2'), story.rubrics)


def test_only_what_was_set_answers_an_assessment_and_no_attempt_is_used_up(store, story, sam, autumn):
    given, _ = assign(store, autumn, "circle", mode=Mode.ASSESSMENT, at=NOON, pin=pinned(story))
    assert given.pin == pinned(story)
    assert doctored(story).digest != story.digest
    for other in (doctored(story), story.scored_by(RubricSet.of([]))):
        with pytest.raises(AttemptRefused, match=r"not the assessment that was set for Autumn.*No attempt was used up"):
            started(store, other, sam)
    assert store.runs() == []
    assert started(store, story, sam).assignment_id == given.id


def test_another_version_is_refused_by_its_number_until_it_is_assigned_anew(store, story, sam, autumn):
    assign(store, autumn, "circle", mode=Mode.ASSESSMENT, at=NOON, pin=pinned(story, version="0.9.0", digest="old"))
    with pytest.raises(
        AttemptRefused, match=r"This is version 1\.0\.0, but version 0\.9\.0 was assigned.*cohort assign"
    ):
        started(store, story, sam)
    given, new = assign(store, autumn, "circle", mode=Mode.ASSESSMENT, at=minutes(1), pin=pinned(story))
    assert (given.pin.version, new) == ("1.0.0", False)
    assert started(store, story, sam).assignment_id == given.id


def test_other_practice_is_welcome_and_answers_nothing(store, story, sam, autumn):
    assign(store, autumn, "circle", mode=Mode.PRACTICE, at=NOON, pin=pinned(story))
    assert started(store, doctored(story), sam).assignment_id is None
    assert started(store, story, sam).assignment_id is not None


def test_choices_given_in_advance_answer_no_assessment(store, story, sam, autumn):
    assign(store, autumn, "circle", mode=Mode.ASSESSMENT, at=NOON)
    with pytest.raises(AttemptRefused, match="given in advance"):
        started(store, story, sam, by_path=True)
    assert store.runs() == []
    other = started(store, story, store.trainee("Other", NOON), by_path=True)
    assert store.run(other.id).by_path


def test_ratings_wait_until_an_assessment_is_over(store, story, sam, autumn):
    practised = finished(store, story, sam)
    academy.refuse_while_assessed(store, store.run(practised.id))
    assign(store, autumn, "circle", mode=Mode.ASSESSMENT, at=NOON)
    record = started(store, story, sam)
    for each in (record.id, practised.id):
        with pytest.raises(AttemptRefused, match=r"when the assessment of this encounter is over.*encounter resume"):
            academy.refuse_while_assessed(store, store.run(each))
    play(store, record, "here-leave")
    for each in (record.id, practised.id):
        academy.refuse_while_assessed(store, store.run(each))
