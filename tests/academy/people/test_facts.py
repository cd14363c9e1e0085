"""The facts: every decision of every run that counts, on every criterion, as the scores see them."""

import json
from collections import Counter

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.facts import COLUMNS, NAMES, arrow_schema
from scoring.rubric import RubricSet
from simulator import academy
from simulator.academy.assignments import assign
from simulator.academy.attempts import begin
from simulator.academy.enrolment import enrol
from simulator.academy.facts import facts_of
from simulator.academy.roster import Roster, RosterRow
from simulator.errors import UnknownRecord
from simulator.records.store import Mode, Store
from simulator.scenario.model import Scenario
from simulator.scenario.story import Story
from tests.records.samples import NOON, begun, circle, minutes, play


def table(store, cohort=None, **options):
    """Return the facts as one table."""
    return pa.Table.from_batches(list(facts_of(store, cohort, **options)), schema=arrow_schema())


def rows(store, cohort=None, **options):
    return table(store, cohort, **options).to_pylist()


def test_a_fact_tells_everything_of_its_decision(store, story):
    line = RosterRow("r.csv", 2, "Sam", "r-1", None, ("Autumn",))
    enrol(store, Roster("r.csv", "csv", (line,)), at=NOON)
    autumn = academy.cohort_named(store, "Autumn")
    given_, _ = assign(store, autumn, "circle", mode=Mode.ASSESSMENT, at=NOON)
    record = begin(store, story, academy.person_named(store, "Sam"), clock=lambda: NOON).record
    play(store, record, "here-force", "there-leave", at=minutes(1))
    store.rate_self(record.id, {"respect": 70}, minutes(2))
    shown = [json.dumps(list(step.shown), separators=(",", ":")) for step in store.replay(record.id).steps]
    offered = [json.dumps(list(step.decision.offered), separators=(",", ":")) for step in store.replay(record.id).steps]
    facts = rows(store, "autumn")
    assert len(facts) == 6
    assert facts[0] == {
        "run": record.id,
        "trainee": record.trainee_id,
        "trainee_name": "Sam",
        "external_id": "r-1",
        "cohort": "Autumn",
        "assignment": given_.id,
        "campaign": None,
        "branch": None,
        "episode": None,
        "scenario": "circle",
        "version": "1.0.0",
        "digest": story.digest,
        "rubric": "respect",
        "rubric_version": RubricSet.shipped().rubrics["respect"].version,
        "mode": "assessment",
        "attempt": 1,
        "origin": "start",
        "language": "en-GB",
        "seed": record.seed,
        "started_at": NOON,
        "ended_at": minutes(1),
        "ending": "gone",
        "outcome": "partial",
        "sequence": 1,
        "scene": "here",
        "choice": "here-force",
        "offered": offered[0],
        "shown": shown[0],
        "moved_to": "there",
        "decided_at": minutes(1),
        "seconds": 2.5,
        "timed_out": False,
        "copied": False,
        "critical": '["no-aid"]',
        "criterion": "care",
        "level": -2,
        "best": 0,
        "worst": -2,
        "self_rating": 70,
        "raters": 1,
        "key_error": 3.5,
        "mark": None,
        "program_version": facts[0]["program_version"],
    }
    assert [(each["sequence"], each["criterion"], each["self_rating"]) for each in facts] == [
        (1, "care", 70), (1, "listening", None), (1, "voice", 70),
        (2, "care", 70), (2, "listening", None), (2, "voice", 70),
    ]  # fmt: skip
    assert {each["critical"] for each in facts if each["sequence"] == 2} == {"[]"}


def test_the_batches_have_the_documented_columns(store, story):
    begun(store, story, "here-ask")
    (batch,) = facts_of(store, None)
    assert batch.schema.equals(arrow_schema(), check_metadata=True)
    assert batch.schema.names == list(NAMES)
    batch.validate(full=True)
    for column in COLUMNS:
        assert column.meaning.endswith(".")
        assert batch.schema.field(column.name).metadata[b"meaning"].decode() == column.meaning


def test_a_store_without_decisions_has_no_facts(store, story):
    assert rows(store) == []
    begun(store, story)
    assert rows(store) == []


def test_an_unknown_cohort_is_a_sentence(store):
    with pytest.raises(UnknownRecord, match="no cohort 'Autumn'"):
        rows(store, "Autumn")


def test_a_run_that_a_rewind_replaced_is_left_out(store, story):
    first = begun(store, story, "here-order", "there-order")
    second = store.branch(first.id, 1, kind="rewind", at=minutes(1))
    play(store, second, "there-leave")
    facts = rows(store)
    assert {each["run"] for each in facts} == {second.id}
    assert {(each["choice"], each["origin"], each["copied"], each["attempt"]) for each in facts} == {
        ("here-order", "start", False, 1), ("there-leave", "start", False, 1),
    }  # fmt: skip


def test_what_a_new_try_took_over_is_marked_even_after_a_rewind(store, story):
    first = begun(store, story, "here-order", "there-order", "here-leave")
    again = store.branch(first.id, 2, kind="again", at=minutes(1))
    play(store, again, "here-order")
    third = store.branch(again.id, 1, kind="rewind", at=minutes(2))
    play(store, third, "there-ask", "here-leave")
    facts = [each for each in rows(store) if each["criterion"] == "voice"]
    assert [(each["attempt"], each["origin"], each["sequence"], each["choice"], each["copied"]) for each in facts] == [
        (1, "start", 1, "here-order", False), (1, "start", 2, "there-order", False), (1, "start", 3, "here-leave", False),
        (2, "again", 1, "here-order", True), (2, "again", 2, "there-ask", False), (2, "again", 3, "here-leave", False),
    ]  # fmt: skip


def test_a_decision_that_nothing_was_rated_on_keeps_its_row(store):
    document = circle().scenario.model_dump(mode="json", by_alias=True, exclude_none=True)
    for scene in document["scenes"].values():
        for choice in scene["choices"]:
            choice["ratings"] = {}
    story = Story(Scenario.model_validate(document), RubricSet.shipped())
    record = begun(store, story, "here-force", "there-leave")
    facts = rows(store)
    assert [(each["run"], each["sequence"], each["choice"]) for each in facts] == [
        (record.id, 1, "here-force"), (record.id, 2, "there-leave"),
    ]  # fmt: skip
    assert {
        each[name] for each in facts for name in ("criterion", "rubric", "level", "best", "worst", "self_rating")
    } == {None}
    assert [each["critical"] for each in facts] == ['["no-aid"]', "[]"]


def test_a_cohorts_facts_are_those_of_its_members_but_for_answers_to_other_cohorts(store, story):
    sam, ada = store.trainee("Sam", NOON), store.trainee("Ada", NOON)
    autumn, winter = academy.create_cohort(store, "Autumn", at=NOON), academy.create_cohort(store, "Winter", at=NOON)
    academy.add_members(store, autumn, [sam], at=minutes(1))
    academy.add_members(store, winter, [sam, ada], at=minutes(2))
    alone = begun(store, story, "here-ask", name="Sam")
    assign(store, winter, "circle", mode=Mode.PRACTICE, at=NOON)
    answer = begin(store, story, sam, clock=lambda: NOON).record
    play(store, answer, "here-ask")
    stranger = begun(store, story, "here-ask", name="Stranger")

    def runs(cohort):
        return {(each["run"], each["cohort"]) for each in rows(store, cohort)}

    assert runs("Autumn") == {(alone.id, "Autumn")}
    assert runs("Winter") == {(alone.id, "Winter"), (answer.id, "Winter")}
    assert runs(None) == {(alone.id, "Autumn"), (answer.id, "Winter"), (stranger.id, None)}
    academy.remove_members(store, winter, [sam], at=NOON)
    assert runs("Winter") == set()


def test_small_batches_hold_the_same_as_one(store, story):
    for number in range(7):
        begun(store, story, *["here-ask", "there-order", "here-leave"][: number % 4], name=f"T{number % 3}")
    whole = table(store)
    batches = list(facts_of(store, None, runs_at_once=2))
    assert len(batches) > 2
    assert pa.Table.from_batches(batches).equals(whole)


def test_what_is_played_meanwhile_does_not_tear_the_table(place, story):
    with Store.open(place) as store, Store.open(place) as other:
        first = begun(store, story, "here-ask")
        second = begun(store, story, "here-ask", name="Ada")
        reading = facts_of(store, None, runs_at_once=1)
        seen = [next(reading)]
        play(other, second, "there-leave")
        begun(other, story, "here-order", name="New")
        newer = other.branch(first.id, 0, kind="rewind", at=minutes(1))
        play(other, newer, "here-leave")
        seen += reading
        assert Counter(pa.Table.from_batches(seen)["trainee_name"].to_pylist()) == {"Sam": 3, "Ada": 3}
        assert Counter(each["trainee_name"] for each in rows(store)) == {"Sam": 3, "Ada": 6, "New": 3}


CHOICES = st.lists(st.sampled_from(["ask", "order", "force"]), max_size=5)
KINDS = st.sampled_from(["rewind", "again"])


@settings(max_examples=15, deadline=None)
@given(
    plays=st.lists(st.tuples(CHOICES, st.lists(st.tuples(KINDS, st.integers(0, 9), CHOICES), max_size=4)), max_size=3)
)
def test_every_level_that_counts_is_one_fact_whatever_was_played(tmp_path_factory, plays):
    story = circle()
    with Store.open(str(tmp_path_factory.mktemp("facts") / "store.sqlite3")) as store:
        for number, (choices, branches) in enumerate(plays):
            latest = begun(store, story, name=f"T{number}")
            walk(store, latest, choices)
            for kind, keep, further in branches:
                taken = len(store.run(latest.id).path)
                latest = store.branch(latest.id, keep % (taken + 1), kind=kind, at=NOON)
                walk(store, latest, further)
        facts = rows(store, runs_at_once=2)
        kept = {
            (each.run, each.sequence, each.criterion): (each.level, each.best, each.worst) for each in store.facts()
        }
        told = {
            (each["run"], each["sequence"], each["criterion"]): (each["level"], each["best"], each["worst"])
            for each in facts
            if not each["copied"]
        }
        assert len({(each["run"], each["sequence"], each["criterion"]) for each in facts}) == len(facts)
        assert told == kept
        for run in {each["run"] for each in facts}:
            own = [each for each in facts if each["run"] == run]
            copied = [each["copied"] for each in own]
            assert copied == sorted(copied, reverse=True)  # what was taken over comes first
            assert {each["origin"] for each in own} == {"again"} or not any(copied)


def walk(store, record, choices):
    for choice in choices:
        here = store.replay(record.id).place
        play(store, record, f"{here}-{choice}")
