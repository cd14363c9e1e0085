"""What is decided and said of one person's attempts: extension, extra time, second form, void, comment, lateness."""

from datetime import timedelta

import pytest

from scoring.rubric import RubricSet
from simulator import academy
from simulator.academy.assignments import assignments_for, duty_words
from simulator.academy.attempts import begin
from simulator.academy.cohorts import Standing, overview
from simulator.academy.model import Pin
from simulator.errors import AttemptRefused, UsageError
from simulator.plain.debrief import debrief_lines
from simulator.records.connection import locate
from simulator.records.queries import extra_time
from simulator.records.store import Mode
from simulator.records.verify import verify_store
from simulator.scenario.reader import load_story
from simulator.training.debrief import debrief
from simulator.training.play import Play
from tests.records.samples import NOON, play
from tests.samples import GATE, gate, write

DAY = timedelta(days=1)
SAID = {"author": "Ada", "reason": "ill"}


@pytest.fixture
def sam(store, autumn):
    trainee = store.trainee("Sam", NOON)
    academy.add_members(store, autumn, [trainee, store.trainee("Kim", NOON)], at=NOON)
    return trainee


@pytest.fixture
def test(store, autumn, sam):
    given, _ = academy.assign(store, autumn, "circle", mode=Mode.ASSESSMENT, at=NOON, due=NOON + DAY)
    return given


def done(store, story, trainee, at=NOON):
    record = begin(store, story, trainee, clock=lambda: at).record
    play(store, record, "here-leave")
    return record


def sound(store):
    store.checkpoint(NOON)
    return not verify_store(locate(store.address)).findings


def test_of_somebody_who_was_merged_the_newest_stands_and_what_was_given_before_goes_on(
    store, story, autumn, sam, test
):
    double = store.trainee("Sma", NOON)
    academy.add_members(store, autumn, [double], at=NOON)
    for attempts in (4, 5):
        academy.adjust(store, test, sam, at=NOON, attempts=attempts, **SAID)
    academy.adjust(store, test, double, at=NOON + DAY / 24, attempts=2, **SAID)
    store.merge(double, sam, author="Ada", at=NOON)
    (duty,) = assignments_for(store, sam)
    assert duty.assignment.attempts_allowed == 2
    academy.adjust(store, test, sam, at=NOON, extra_time=25, **SAID)
    academy.adjust(store, test, sam, at=NOON, due=NOON + 3 * DAY, **SAID)
    (duty,) = assignments_for(store, sam)
    told = duty.assignment
    assert (told.due, told.extra_time, told.attempts_allowed) == (NOON + 3 * DAY, 25, 2)
    with store.reading() as connection:
        assert extra_time(connection, done(store, story, sam)) == 25
    assert sound(store)


def test_an_extension_is_one_persons_own(store, story, autumn, sam, test):
    academy.adjust(store, test, sam, at=NOON, due=NOON + 3 * DAY, **SAID)
    later = NOON + 2 * DAY
    (duty,) = assignments_for(store, sam)
    assert not duty.overdue(later)
    (other,) = assignments_for(store, store.find_trainee("Kim"))
    assert other.overdue(later)
    seen = {view.member.name: view.standing[test.id] for view in overview(store, autumn, now=later).members}
    assert seen == {"Kim": Standing.OVERDUE, "Sam": Standing.OPEN}
    assert [each.member.name for each in academy.who_is_late(store, autumn, now=later)] == ["Kim"]
    assert sound(store)


def test_what_is_not_named_stays_as_it_was_adjusted_before(store, sam, test):
    academy.adjust(store, test, sam, at=NOON, due=NOON + 3 * DAY, extra_time=25, **SAID)
    made = academy.adjust(store, test, sam, at=NOON, attempts=2, **SAID)
    assert (made.due, made.attempts, made.extra_time) == (NOON + 3 * DAY, 2, 25)
    (duty,) = assignments_for(store, sam)
    assert duty.attempts_left == 2
    assert "25 % more time" in duty_words(duty, NOON)


@pytest.mark.parametrize(
    "given",
    [{}, {"due": NOON}, {"attempts": 0}, {"attempts": 1_001}, {"extra_time": 301}, {"extra_time": -1}],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(store, sam, test, given):
    with pytest.raises(UsageError):
        academy.adjust(store, test, sam, at=NOON, **given, **SAID)
    (duty,) = assignments_for(store, sam)
    assert duty.assignment == test


def test_a_reason_and_a_member_are_needed(store, sam, test):
    with pytest.raises(UsageError, match="reason"):
        academy.adjust(store, test, sam, at=NOON, extra_time=25, author="Ada", reason=" ")
    with pytest.raises(UsageError, match="does not belong to Autumn"):
        academy.adjust(store, test, store.trainee("Other", NOON), at=NOON, extra_time=25, **SAID)


def test_timers_are_longer_for_whoever_has_extra_time(store, tmp_path, autumn, sam):
    text = GATE.replace("  arrive:\n", "  arrive:\n    timer: {seconds: 20, choose: name-first}\n")
    story = load_story(write(tmp_path, text), RubricSet.shipped())
    given, _ = academy.assign(store, autumn, "the-gate", mode=Mode.ASSESSMENT, at=NOON)
    academy.adjust(store, given, sam, at=NOON, extra_time=25, **SAID)
    limits = {}
    for name in ("Sam", "Kim"):
        playing = begin(store, story, store.find_trainee(name), clock=lambda: NOON)
        limits[name] = Play.resume(store, playing.record.id, clock=lambda: NOON).time_limit
    assert limits == {"Sam": 25, "Kim": 20}


def test_a_second_form_is_played_in_place_of_the_first(store, story, tmp_path, autumn, sam, test):
    other = gate(tmp_path)
    pin = Pin(other.scenario.version, other.digest, dict(other.rubrics.digests))
    academy.adjust(store, test, sam, at=NOON, other_form=academy.OtherForm("the-gate", pin), **SAID)
    playing = begin(store, other, sam, clock=lambda: NOON)
    assert playing.record.assignment_id == test.id
    assert playing.record.mode is Mode.ASSESSMENT


def test_an_attempt_that_was_void_before_its_ending_keeps_no_debrief_shut(store, story, autumn, sam, test):
    begun = begin(store, story, sam, clock=lambda: NOON)
    begun.choose("here-ask")
    academy.void(store, begun.record.id, at=NOON, author="Ada", reason="fire alarm")
    again = done(store, story, sam)
    academy.refuse_while_assessed(store, store.run(again.id))
    with pytest.raises(AttemptRefused):
        academy.refuse_while_assessed(store, store.run(begun.record.id))


def test_a_void_attempt_is_kept_and_does_not_count(store, story, autumn, sam, test):
    record = done(store, story, sam)
    with pytest.raises(AttemptRefused):
        begin(store, story, sam, clock=lambda: NOON)
    academy.void(store, record.id, at=NOON, author="Ada", reason="fire alarm")
    assert store.run(record.id).finished
    (view,) = [each for each in overview(store, autumn, now=NOON).members if each.member.name == "Sam"]
    assert (view.runs, view.standing[test.id]) == (0, Standing.OPEN)
    assert [batch.num_rows for batch in academy.facts_of(store, "Autumn")] == []
    done(store, story, sam)
    with pytest.raises(UsageError, match="void already"):
        academy.void(store, record.id, at=NOON, author="Ada", reason="again")
    assert sound(store)


def test_what_was_done_late_is_told_after_what_is_overdue(store, story, autumn, sam, test):
    record = begin(store, story, sam, clock=lambda: NOON).record
    play(store, record, "here-leave", at=NOON + DAY + timedelta(hours=2))
    late = academy.who_is_late(store, autumn, now=NOON + 2 * DAY)
    assert [(each.member.name, each.finished is None) for each in late] == [("Kim", True), ("Sam", False)]
    assert late[0].by == DAY
    assert late[1].by >= timedelta(hours=2)


def test_who_is_to_be_reminded_has_still_to_do_what_is_overdue_or_due_soon(store, story, autumn, sam, test):
    def named(now, days):
        found = academy.who_to_remind(store, autumn, now=now, within=timedelta(days=days))
        return [(each.member.name, each.words) for each in found]

    assert named(NOON, 0) == []
    assert named(NOON, 1) == [("Kim", "1 d 0 h left"), ("Sam", "1 d 0 h left")]
    done(store, story, sam)
    assert named(NOON + 2 * DAY, 0) == [("Kim", "overdue by 1 d 0 h")]
    kim = store.find_trainee("Kim")
    academy.adjust(store, test, kim, author="Ada", reason="ill", at=NOON, due=NOON + 9 * DAY)
    assert named(NOON + 2 * DAY, 3) == []


def test_a_trainers_comment_stands_in_the_debrief(store, story, sam, test):
    record = done(store, story, sam)
    academy.comment(store, record.id, "You let her\x1b[31m finish.", author="Ada", at=NOON)
    lines = list(debrief_lines(debrief(store, record.id)))
    said = lines[lines.index("What your trainer says.") + 1]
    assert said.startswith("Ada, ")
    assert said.endswith("You let her[31m finish.")
    with pytest.raises(UsageError):
        academy.comment(store, record.id, "  ", author="Ada", at=NOON)


def test_a_cohort_gets_another_name(store, autumn):
    academy.create_cohort(store, "Spring", at=NOON)
    assert academy.rename_cohort(store, autumn, "Autumn 2026", at=NOON).name == "Autumn 2026"
    with pytest.raises(UsageError, match="already"):
        academy.rename_cohort(store, autumn, "spring", at=NOON)
    assert sound(store)


def test_nothing_of_an_archived_cohort_is_to_be_done(store, autumn, sam, test):
    assert academy.archive_cohort(store, autumn, at=NOON)
    assert not academy.archive_cohort(store, autumn, at=NOON)
    assert (assignments_for(store, sam), academy.all_cohorts(store)) == ([], [])
    assert academy.all_cohorts(store, archived=True) == [(autumn, 2)]
    assert academy.bring_back_cohort(store, autumn, at=NOON)
    assert len(assignments_for(store, sam)) == 1


def test_two_cohorts_are_made_one_with_the_runs_that_answered_either(store, story, autumn, sam, test):
    record = done(store, story, sam)
    spring = academy.create_cohort(store, "Spring", at=NOON)
    academy.assign(store, spring, "circle", mode=Mode.ASSESSMENT, at=NOON)
    assert academy.merge_cohorts(store, autumn, spring, at=NOON) == 2
    assert [each.name for each in academy.members_of(store, spring)] == ["Kim", "Sam"]
    assert {view.member.name: view.runs for view in overview(store, spring, now=NOON).members} == {"Kim": 0, "Sam": 1}
    assert len(academy.assignments_of(store, spring)) == 1
    assert store.run(record.id).assignment_id == test.id
    with pytest.raises(UsageError, match="the same cohort"):
        academy.merge_cohorts(store, spring, spring, at=NOON)
    assert sound(store)
