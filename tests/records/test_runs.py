"""Runs as they are kept and handed back, the same on SQLite and PostgreSQL."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from scoring.decision import RatedLevel
from scoring.rubric import RubricSet
from simulator.encounter.run import Run
from simulator.errors import RecordConflict, StoreDamaged, StoreUnavailable, UnknownRecord, UsageError
from simulator.records.connection import connect, locate
from simulator.records.shared import shared_connection, together
from simulator.records.store import Mode, OriginKind, Store
from simulator.records.verify import verify_store
from tests.records.samples import NOON, begun, behind, circle, minutes, play


def test_a_run_is_handed_back_as_it_was_begun(store, story):
    record = begun(store, story, mode=Mode.ASSESSMENT, seed=-5, language="cy-GB", assignment_id="a1")
    assert (record.trainee, record.scenario_id, record.scenario_version) == ("Sam", "circle", "1.0.0")
    assert (record.digest, record.mode, record.seed) == (story.digest, Mode.ASSESSMENT, -5)
    assert (record.language, record.started_at, record.assignment_id) == ("cy-GB", NOON, "a1")
    assert (record.path, record.finished, record.superseded, record.origin_run) == ((), False, False, None)


def test_a_moment_without_a_time_zone_is_refused(store, story):
    with pytest.raises(ValueError, match="time zone"):
        begun(store, story, at=NOON.replace(tzinfo=None))


def test_a_run_resumes_where_it_stood_when_the_store_was_closed(place, story):
    with Store.open(place) as store:
        record = begun(store, story, "here-ask", "there-order", "here-ask")
    with Store.open(place) as store:
        run = store.replay(record.id)
    assert (run.place, run.path) == ("there", ["here-ask", "there-order", "here-ask"])
    assert run.state == {"tension": 2, "turns": 2}
    assert run.values == Run(story, path=run.path).values


def test_a_run_resumes_on_the_scenario_it_began_with(store, story):
    record = begun(store, story, "here-ask")
    content = json.loads(story.snapshot)
    content["title"], content["version"] = "Square", "2.0.0"
    edited = type(story).from_snapshot(json.dumps(content), RubricSet.shipped())
    begun(store, edited)
    assert store.replay(record.id).story.scenario.title == "Circle"
    assert store.story(edited.digest).scenario.title == "Square"


def test_what_is_read_together_is_read_on_one_connection_and_anew_after_something_was_written(store, story):
    with store.together():
        with store.reading() as first, store.reading() as second:
            assert first is second
            record = begun(store, story)  # the reader that is under way keeps its own connection
            assert store.run(record.id).path == ()
            assert first.closed is False
        assert first.closed
        begun(store, story, name="Kim")
        assert [run.trainee for run in store.runs()] == ["Kim", "Sam"]
    with store.reading() as one, store.reading() as other:
        assert one is not other


def test_what_is_asked_again_together_is_asked_once_until_something_is_written(store, story):
    record = begun(store, story, "here-ask")
    sam = store.find_trainee("Sam")
    with store.together():
        asked = store.run(record.id)
        assert store.run(record.id) is asked
        assert store.settings(sam) == {}
        store.settings(sam)["app.timers"] = False  # what one is given is one's own
        assert store.get(sam, "app.timers") is None
        store.set(sam, "app.timers", True)
        assert store.get(sam, "app.timers") is True
        play(store, record, "there-order")
        assert store.run(record.id).path == ("here-ask", "there-order")
        assert store.replay(record.id).path == ["here-ask", "there-order"]
    assert store.run(record.id) is not store.run(record.id)


def test_what_is_read_together_while_something_is_written_is_read_anew_afterwards(store, story):
    with store.together():
        seen = []
        record = begun(store, story, admit=lambda _: seen.append(store.runs()))
        assert (seen, store.runs()) == ([[]], [record])


def test_after_an_error_what_is_read_together_is_read_on_another_connection(store):
    with store.together():
        with pytest.raises(UnknownRecord), store.reading() as first:
            raise UnknownRecord("There is none.", "")
        assert first.closed
        with store.reading() as second:
            assert second.scalar(text("SELECT 1")) == 1
    assert second.closed


def test_nobody_reads_on_a_connection_that_could_not_be_made_theirs(file):
    Store.open(str(file)).close()
    engine, given = connect(locate(str(file))), []

    def opened():
        given.append(engine.connect())
        return given[-1]

    def refuse(_connection, _who):
        raise StoreUnavailable("There is no such role.", "")

    with together(file):
        for _ in range(2):
            with pytest.raises(StoreUnavailable), shared_connection(file, ("sam", "trainee"), opened, refuse):
                raise AssertionError
    assert [each.closed for each in given] == [True, True]
    engine.dispose()


def test_the_order_in_which_choices_were_shown_is_shown_again(store, story):
    record = begun(store, story, "here-ask", seed=99)
    assert [each.choice.id for each in store.replay(record.id).offers()] == [
        each.choice.id for each in Run(story, seed=99, path=["here-ask"]).offers()
    ]


def test_a_run_that_reaches_an_ending_is_finished_with_the_decision_that_led_there(store, story):
    record = begun(store, story, "here-ask", "there-leave", at=minutes(3))
    assert (record.ending, record.outcome, record.ended_at) == ("gone", "partial", minutes(3))
    assert store.runs(finished=True) == [record]
    assert store.runs(finished=False) == []


def test_the_same_decision_again_changes_nothing(store, story):
    record = begun(store, story)
    run = Run(story, seed=7)
    first, last = run.choose("here-ask"), run.choose("there-leave")
    for step, outcome in ((first, None), (first, None), (last, "partial"), (last, "partial"), (first, None)):
        store.append(record.id, step, at=NOON, outcome=outcome)
    assert store.run(record.id).path == ("here-ask", "there-leave")
    assert len(store.facts()) == len(first.decision.levels) + len(last.decision.levels)


def test_a_decision_that_contradicts_a_kept_one_is_refused(store, story):
    record = begun(store, story, "here-ask")
    with pytest.raises(RecordConflict, match="kept already, as 'here-ask'"):
        store.append(record.id, Run(story).choose("here-order"), at=NOON)
    assert store.run(record.id).path == ("here-ask",)


def test_a_decision_after_a_missing_one_is_refused(store, story):
    record = begun(store, story)
    run = Run(story)
    run.choose("here-ask")
    with pytest.raises(RecordConflict, match="Decision 1 of this run is not kept"):
        store.append(record.id, run.choose("there-ask"), at=NOON)


def test_a_finished_run_takes_no_more_decisions(store, story):
    record = begun(store, story, "here-leave")
    longer = Run(story, path=["here-ask"]).choose("there-ask")
    with pytest.raises(RecordConflict, match="finished"):
        store.append(record.id, longer, at=NOON)


def test_a_decision_of_a_run_that_is_not_there_is_refused(store, story):
    with pytest.raises(UnknownRecord):
        store.append("nowhere", Run(story).choose("here-ask"), at=NOON)


def test_a_rewind_is_a_new_run_and_the_old_one_stays_as_it_was(store, story):
    old = begun(store, story, "here-ask", "there-order", "here-force")
    new = store.branch(old.id, 1, kind="rewind", at=minutes(1))
    assert new == store.run(new.id)
    assert (new.path, new.started_at, new.seed) == (("here-ask",), minutes(1), old.seed)
    assert (new.origin_run, new.origin_kept, new.origin_kind) == (old.id, 1, OriginKind.REWIND)
    assert store.run(old.id) == replace(old, superseded=True)
    assert store.runs() == [new]
    assert store.runs(include_superseded=True) == [new, replace(old, superseded=True)]
    play(store, new, "there-leave")
    assert store.run(new.id).finished


def test_a_run_that_was_rewound_away_from_takes_no_more_decisions(store, story):
    old = begun(store, story, "here-ask")
    store.branch(old.id, 0, kind="rewind", at=NOON)
    with pytest.raises(RecordConflict, match="rewind"):
        play(store, old, "there-ask")


def test_an_assessment_is_never_rewound_nor_tried_again_before_it_is_over(store, story):
    record = begun(store, story, "here-ask", mode=Mode.ASSESSMENT)
    with pytest.raises(RecordConflict, match="cannot be rewound"):
        store.branch(record.id, 0, kind="rewind", at=NOON)
    with pytest.raises(RecordConflict, match="when it is over"):  # as practice it would tell the ratings
        store.branch(record.id, 1, kind="again", at=NOON)


def test_a_new_try_leaves_the_old_run_standing_and_is_practice(store, story):
    old = begun(store, story, "here-ask", "there-leave", mode=Mode.ASSESSMENT, assignment_id="a1")
    new = store.branch(old.id, 1, kind="again", at=minutes(9), seed=3)
    assert (new.mode, new.assignment_id, new.seed) == (Mode.PRACTICE, None, 3)
    assert store.run(old.id) == old
    assert {record.id for record in store.runs()} == {old.id, new.id}
    assert store.replay(new.id).place == "there"


@pytest.mark.parametrize("keep", [-1, 2, 3])
def test_only_decisions_that_are_there_and_lead_on_can_be_kept(store, story, keep):
    record = begun(store, story, "here-ask", "there-leave")
    with pytest.raises(RecordConflict, match="cannot be kept"):
        store.branch(record.id, keep, kind="again", at=NOON)


def test_facts_tell_level_best_and_worst_of_each_criterion_on_offer(store, story):
    record = begun(store, story, "here-ask", at=minutes(4))
    found = {fact.criterion: fact for fact in store.facts()}
    assert {id_: RatedLevel(fact.level, fact.best, fact.worst) for id_, fact in found.items()} == {
        "listening": RatedLevel(1, 1, 0), "voice": RatedLevel(2, 2, -2), "care": RatedLevel(0, 0, -2),
    }  # fmt: skip
    voice = found["voice"]
    assert (voice.run, voice.scenario, voice.started_at) == (record.id, "circle", minutes(4))
    assert (voice.rubric, voice.sequence, voice.trainee_id) == ("respect", 1, record.trainee_id)
    assert found["listening"].rubric == "de-escalation"


def test_facts_leave_out_what_was_rewound_away_from_and_keep_what_was_copied(store, story):
    old = begun(store, story, "here-ask", "there-order")
    new = store.branch(old.id, 1, kind="rewind", at=NOON)
    play(store, new, "there-force")
    facts = store.facts()
    assert {fact.run for fact in facts} == {new.id}
    assert [fact.level for fact in facts if fact.criterion == "voice"] == [2, 0]


def test_facts_can_be_asked_for_one_trainee(store, story):
    begun(store, story, "here-ask", name="Sam")
    ada = begun(store, story, "here-ask", name="Ada")
    asked = store.facts(store.find_trainee("Ada"))
    assert asked
    assert {fact.run for fact in asked} == {ada.id}


def test_runs_are_listed_newest_first_and_by_trainee_scenario_and_number(store, story):
    records = [begun(store, story, "here-ask", name=name) for name in ("Sam", "Ada", "Sam")]
    assert store.runs() == records[::-1]
    assert store.runs(trainee=store.find_trainee("sam")) == [records[2], records[0]]
    assert store.runs(scenario_id="elsewhere") == []
    assert store.runs(limit=2) == [records[2], records[1]]


def test_a_run_is_found_by_the_beginning_of_its_id(store, story):
    record = begun(store, story)
    assert store.run(record.id[:8]) == record
    assert store.run(record.id.upper()) == record


def test_no_run_is_found_by_a_beginning_that_several_share_or_none_has(store, story):
    records = [begun(store, story) for _ in range(17)]  # of 17 ids, two begin with the same of 16 digits
    first = [record.id[0] for record in records]
    shared = next(digit for digit in first if first.count(digit) > 1)
    with pytest.raises(UnknownRecord, match="Several"):
        store.run(shared)
    for nothing in ("zz", "", "%", "_", "\x1b[31m"):
        with pytest.raises(UnknownRecord, match="no run"):
            store.run(nothing)


def test_a_trainee_is_known_by_name_in_upper_and_lower_case(store):
    sam = store.trainee("  Sam  Reid ", NOON)
    assert sam.name == "Sam Reid"
    assert store.trainee("SAM REID", NOON) == sam == store.find_trainee("sam reid")
    assert store.trainees() == [sam]
    assert store.find_trainee("Ada") is None


def test_a_name_is_text_without_escape_codes_and_of_a_length_that_fits(store):
    assert store.trainee("\x1b[2J[/b]\u202eSam", NOON).name == "[2J[/b]Sam"
    assert len(store.trainee("x" * 500, NOON).name) == 80
    with pytest.raises(UsageError):
        store.trainee("\x1b\u202e ", NOON)


def test_a_setting_is_kept_per_trainee_and_can_be_changed(store):
    sam, ada = store.trainee("Sam", NOON), store.trainee("Ada", NOON)
    store.set(sam, "timers", value=False)
    store.set(sam, "theme", "dark")
    store.set(sam, "theme", "light")
    assert (store.get(sam, "timers"), store.get(sam, "theme")) == (False, "light")
    assert store.get(ada, "theme") is None


def test_the_first_self_rating_stands(store, story):
    record = begun(store, story, "here-leave")
    store.rate_self(record.id, {"respect": 60}, NOON)
    store.rate_self(record.id, {"respect": 60, "de-escalation": 0}, NOON)
    with pytest.raises(RecordConflict):
        store.rate_self(record.id, {"respect": 90}, NOON)
    assert store.self_ratings(record.id) == {"respect": 60, "de-escalation": 0}


def test_a_self_rating_lies_between_0_and_100(store, story):
    record = begun(store, story)
    for rating in (-1, 101):
        with pytest.raises(UsageError):
            store.rate_self(record.id, {"respect": rating}, NOON)
    assert store.self_ratings(record.id) == {}


def test_the_last_reflection_stands_and_is_text(store, story):
    record = begun(store, story)
    assert store.reflection(record.id) is None
    store.reflect(record.id, "First.", NOON)
    store.reflect(record.id, "Second,\n[bold]over two lines.\x1b]52;c;x\x07", NOON)
    assert store.reflection(record.id) == "Second,\n[bold]over two lines.]52;c;x"


def test_own_views_need_a_run(store):
    with pytest.raises(UnknownRecord):
        store.rate_self("nowhere", {"respect": 1}, NOON)
    with pytest.raises(UnknownRecord):
        store.reflect("nowhere", "x", NOON)


def test_a_seed_that_does_not_fit_is_refused(store, story):
    with pytest.raises(UsageError, match="seed"):
        begun(store, story, seed=2**63)


def test_writers_at_once_lose_nothing_and_chain_every_run(place, story):
    def plays(number):
        with Store.open(place) as store:
            return [begun(store, story, "here-ask", "there-leave", name=f"T{number % 3}").id for _ in range(6)]

    Store.open(place).close()
    with ThreadPoolExecutor(4) as pool:
        ids = [id_ for done in pool.map(plays, range(4)) for id_ in done]
    with Store.open(place) as store:
        assert {record.id for record in store.runs(finished=True)} == set(ids)
        assert len(store.trainees()) == 3
    assert verify_store(locate(place)).findings == ()


def test_one_decision_sent_by_many_at_once_is_kept_once(store, story):
    record = begun(store, story)
    step = Run(story, seed=7).choose("here-ask")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: store.append(record.id, step, at=NOON), range(16)))
    assert store.run(record.id).path == ("here-ask",)


@given(
    moves=st.lists(st.sampled_from(["ask", "order", "force", "leave", "rewind", "again", "new"]), max_size=25),
    seed=st.integers(0, 9),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_however_it_is_played_every_run_is_kept_as_it_went_and_the_store_is_sound(tmp_path_factory, moves, seed):
    story, place = circle(), str(tmp_path_factory.mktemp("any") / "store.sqlite3")
    with Store.open(place) as store:
        record = begun(store, story, seed=seed)
        run, expected = Run(story, seed=seed), {}
        for minute, move in enumerate(moves):
            expected[record.id] = run
            if move == "new":
                record, run = begun(store, story, seed=seed), Run(story, seed=seed)
            elif move in ("rewind", "again") and run.steps:
                keep = len(run.steps) // 2
                record = store.branch(record.id, keep, kind=move, at=minutes(minute))
                run = Run(story, seed=seed, path=run.path[:keep])
            elif not run.finished and move in ("ask", "order", "force", "leave"):
                choice = f"{run.place}-{move}"
                if choice in {each.id for each in run.available()}:
                    play(store, record, choice, at=minutes(minute))
                    run.choose(choice)
        expected[record.id] = run
        for id_, each in expected.items():
            kept = store.replay(id_)
            assert (kept.path, kept.values, kept.decisions) == (each.path, each.values, each.decisions)
    report = verify_store(locate(place))
    assert (report.findings, report.runs) == ((), len(expected))
    assert report.decisions == sum(len(each.steps) for each in expected.values())


def test_a_run_points_to_its_rubrics_as_they_were(store, story):
    record = begun(store, story, "here-ask", "there-leave")
    mine = RubricSet.shipped().only(story.scenario.rubrics)
    assert record.rubrics == mine.digests
    assert store.rubrics_of(record.id) == mine
    again = store.branch(record.id, 1, kind="again", at=NOON)
    assert again.rubrics == mine.digests
    with pytest.raises(UnknownRecord, match="no run"):
        store.rubrics_of("nobody")


def test_a_rubric_that_was_changed_scores_nothing(file, story):
    with Store.open(str(file)) as store:
        record = begun(store, story, "here-ask")
    behind(
        file,
        "UPDATE rubric_snapshots SET body = replace(body, '\"version\":', '\"version\" :') WHERE rubric_id = 'respect'",
    )
    with Store.open(str(file)) as store:
        with pytest.raises(StoreDamaged, match=r"kept rubric 'respect' is missing, or was changed"):
            store.rubrics_of(record.id)
        with pytest.raises(StoreDamaged, match="kept rubric 'respect'"):
            play(store, record, "there-ask")
