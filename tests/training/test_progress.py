"""Progress over runs, and what to practise next."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from scoring.precision import AUTHOR, Raters, bands_within
from simulator.records.model import Fact, Mode, RunRecord
from simulator.scenario.library import Entry
from simulator.training.progress import (
    attempts,
    best_figures,
    best_outcomes,
    criteria_progress,
    practise_next,
    weakest_criterion,
)
from tests.rubrics import FIXED

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def entry(id_, *, level="foundation", minutes=8, criteria=("voice",), error=""):
    return Entry(
        path=f"{id_}.yaml", id=id_, version="1.0.0", title=id_.title(), summary="", language="en-GB", force="urban",
        unit=None, place="a street", level=level, minutes=minutes, practices=(), benefits=(), content_warnings=(),
        objectives=(), rubrics=("respect",), criteria=criteria, jurisdiction=None, variant_of=None, overlay_of=None, glossary=(), digest="d", error=error,
    )  # fmt: skip


def run(id_, scenario, *, days_ago, finished=True, superseded=False, mode=Mode.PRACTICE):
    at = NOW - timedelta(days=days_ago)
    return RunRecord(
        id=id_, trainee_id="t", trainee="Sam", scenario_id=scenario, scenario_version="1.0.0", digest="d",
        mode=mode, seed=1, language="en-GB", started_at=at, path=("a",),
        ending="end" if finished else None, outcome="resolved" if finished else None,
        ended_at=at if finished else None, superseded=superseded,
    )  # fmt: skip


def fact(run_id, criterion, level, *, days_ago=0, raters=AUTHOR, mode=Mode.PRACTICE):
    return Fact(
        run=run_id, trainee_id="t", scenario="x", mode=mode, started_at=NOW - timedelta(days=days_ago), sequence=1,
        criterion=criterion, rubric="respect", level=level, best=2, worst=-2, raters=raters,
    )  # fmt: skip


def test_a_criterion_never_met_is_not_assessed():
    found = {each.criterion: each for each in criteria_progress([fact("r", "voice", 1)], FIXED, {})}
    assert found["voice"].tally.anchored == 75
    assert found["closing"].tally.anchored is None


def test_how_sure_a_criterion_is_follows_from_the_raters_of_what_was_played():
    exact, rough = Raters(6, 0.5), Raters(2, 12.0)
    for raters, error in (([AUTHOR] * 3, 3.5), ([exact] * 3, 0.5), ([exact, rough, AUTHOR], 12.0)):
        facts = [fact(f"r{number}", "voice", 1, raters=raters[number % 3]) for number in range(12)]
        (voice,) = [each for each in criteria_progress(facts, FIXED, {}) if each.criterion == "voice"]
        assert voice.error == error
        assert voice.bands == bands_within(75, error)


def test_a_criterion_is_followed_run_by_run_from_the_oldest():
    facts = [
        fact("new", "voice", 2, days_ago=1),
        fact("old", "voice", -2, days_ago=9),
        fact("old", "voice", 0, days_ago=9),
    ]
    (voice,) = [each for each in criteria_progress(facts, FIXED, {}) if each.criterion == "voice"]
    assert [(point.run, point.anchored) for point in voice.points] == [("old", 25.0), ("new", 100.0)]
    assert voice.tally.n == 3
    assert voice.tally.anchored == 50


def test_the_weakest_criterion_needs_enough_opportunities():
    assert weakest_criterion(criteria_progress([fact("r", "voice", -2)] * 2, FIXED, {})) is None
    weak = weakest_criterion(criteria_progress([fact("r", "voice", -2)] * 3 + [fact("r", "care", 1)] * 3, FIXED, {}))
    assert weak is not None
    assert weak.criterion == "voice"


def test_an_encounter_is_due_after_a_day_a_week_a_month_and_three_months():
    for count, days in ((1, 1), (2, 7), (3, 30), (4, 90), (9, 90)):
        runs = [run(f"r{n}", "gate", days_ago=n) for n in range(count)]
        assert attempts(runs)["gate"].due == NOW + timedelta(days=days)


def test_only_another_day_of_finished_practice_lengthens_the_interval():
    runs = [run("a", "gate", days_ago=1), run("b", "gate", days_ago=1)]
    runs.append(replace(run("c", "gate", days_ago=0), origin_run="a", origin_kept=1, origin_kind="again"))
    assert attempts(runs)["gate"].due == NOW + timedelta(days=1)


def test_unfinished_runs_take_no_place_from_what_to_begin():
    library = [entry(f"begun-{number}") for number in range(3)] + [entry("new")]
    runs = [run(f"r{number}", f"begun-{number}", days_ago=number, finished=False) for number in range(3)]
    found = practise_next(library, runs, criteria_progress([], FIXED, {}), now=NOW)
    assert [(each.scenario, each.kind) for each in found] == [("begun-0", "continue"), ("new", "new")]


def test_another_version_of_what_was_played_is_told_as_that():
    library = [entry("gate"), replace(entry("gate-b"), variant_of="gate")]
    found = practise_next(library, [run("a", "gate", days_ago=0)], criteria_progress([], FIXED, {}), now=NOW)
    assert [each.reason for each in found if each.kind == "new"] == [
        "A variant of Gate, which you have played: do you treat somebody else the same way?"
    ]


def test_practice_and_assessment_are_never_one_figure():
    facts = [fact("p", "voice", -2, days_ago=1), fact("a", "voice", 2, mode=Mode.ASSESSMENT)]
    voice = [each for each in criteria_progress(facts, FIXED, {}) if each.criterion == "voice"]
    assert [(each.mode, each.tally.anchored, len(each.points)) for each in voice] == [
        ("practice", 0.0, 1), ("assessment", 100.0, 1),
    ]  # fmt: skip
    found = best_figures([run("p", "x", days_ago=1), run("a", "x", days_ago=0)], facts, FIXED, {})["x"]
    assert [(each.mode, each.tally.anchored) for each in found] == [("practice", 0.0), ("assessment", 100.0)]
    runs = [run("p", "x", days_ago=1), replace(run("a", "x", days_ago=0, mode=Mode.ASSESSMENT), outcome="harm")]
    assert best_outcomes(runs) == {"x": {"practice": "resolved", "assessment": "harm"}}


def test_only_what_was_met_is_told_and_practice_where_nothing_was():
    assessed = criteria_progress([fact("a", "voice", 2, mode=Mode.ASSESSMENT)], FIXED, {})
    assert {each.mode for each in assessed} == {"assessment"}
    assert {each.mode for each in criteria_progress([], FIXED, {})} == {"practice"}


def test_an_assessment_is_not_what_is_practised_next():
    assessed = [run("a", "gate", days_ago=3, mode=Mode.ASSESSMENT)]
    assert (attempts(assessed)["gate"].finished, attempts(assessed)["gate"].due) == (1, None)
    both = attempts([run("p", "gate", days_ago=9), *assessed])["gate"]
    assert (both.due, both.last) == (NOW - timedelta(days=8), NOW - timedelta(days=3))
    poor = [fact("a", "voice", -2, mode=Mode.ASSESSMENT)] * 3 + [fact("p", "care", 1)] * 3
    weak = weakest_criterion(criteria_progress(poor, FIXED, {}))
    assert weak is not None
    assert weak.criterion == "care"
    library = [entry("gate"), replace(entry("gate-b"), form_of="gate")]
    elsewhere = [run("p", "gate", days_ago=9), run("a", "gate-b", days_ago=3, mode=Mode.ASSESSMENT)]
    found = practise_next(library, elsewhere, [], now=NOW)
    assert [(each.scenario, each.reason) for each in found if each.kind == "due"] == [
        ("gate", "Due again: 9 days since you last practised it.")
    ]


def test_a_run_that_was_rewound_away_from_is_no_attempt():
    found = attempts([run("a", "gate", days_ago=3, finished=False, superseded=True), run("b", "gate", days_ago=2)])
    assert found["gate"].finished == 1
    assert found["gate"].unfinished is None


def test_what_was_begun_comes_first_then_what_is_due_then_the_weakest_then_the_new():
    library = [entry("begun"), entry("due"), entry("weak", criteria=("care",)), entry("new", criteria=())]
    runs = [run("a", "begun", days_ago=1, finished=False), run("b", "due", days_ago=2), run("c", "weak", days_ago=0)]
    facts = [fact("c", "care", -1)] * 3
    found = practise_next(library, runs, criteria_progress(facts, FIXED, {}), now=NOW, limit=4)
    assert [(each.scenario, each.kind) for each in found] == [
        ("begun", "continue"), ("due", "due"), ("weak", "weakest"), ("new", "new"),
    ]  # fmt: skip
    assert found[2].reason == "It exercises care, your weakest criterion so far."


def test_a_newcomer_is_shown_the_easiest_and_shortest_first():
    library = [entry("hard", level="advanced"), entry("long", minutes=12), entry("short", minutes=5)]
    assert [each.scenario for each in practise_next(library, [], criteria_progress([], FIXED, {}), now=NOW)] == [
        "short",
        "long",
        "hard",
    ]


def test_a_file_that_cannot_be_read_is_never_suggested():
    assert practise_next([entry("broken", error="1:1 E105")], [], criteria_progress([], FIXED, {}), now=NOW) == []


def test_nothing_is_suggested_twice():
    library = [entry("gate", criteria=("care",))]
    runs = [run("a", "gate", days_ago=40), replace(run("b", "gate", days_ago=2), ending=None, ended_at=None)]
    found = practise_next(library, runs, criteria_progress([fact("a", "care", -1)] * 3, FIXED, {}), now=NOW)
    assert [each.kind for each in found] == ["continue"]


def test_a_second_form_is_not_offered_to_who_has_not_met_the_first():
    library = [replace(entry("a-form", minutes=1), form_of="gate"), entry("gate")]
    nobody = criteria_progress([], FIXED, {})
    assert [each.scenario for each in practise_next(library, [], nobody, now=NOW)] == ["gate"]
    met = practise_next(library, [run("a", "gate", days_ago=0)], nobody, now=NOW)
    assert [each.scenario for each in met] == ["a-form"]
    alone = [replace(entry("a-form"), form_of="elsewhere")]
    assert [each.scenario for each in practise_next(alone, [], nobody, now=NOW)] == ["a-form"]


def test_another_form_of_what_is_due_is_preferred_to_playing_it_again():
    library = [entry("gate"), replace(entry("gate-b"), form_of="gate")]
    none = criteria_progress([], FIXED, {})
    (first, *_) = practise_next(library, [run("a", "gate", days_ago=3)], none, now=NOW)
    assert (first.scenario, first.kind) == ("gate-b", "due")
    assert first.reason == "Gate is due again, and this is another form of it: a new story."
    both = [run("a", "gate", days_ago=9), run("b", "gate-b", days_ago=2)]
    assert [each.scenario for each in practise_next(library, both, none, now=NOW) if each.kind == "due"] == ["gate"]
    fresh = [run("a", "gate", days_ago=9), run("b", "gate-b", days_ago=0)]
    assert [each for each in practise_next(library, fresh, none, now=NOW) if each.kind == "due"] == []


def test_what_is_due_is_interleaved_by_criterion():
    library = [entry("a", criteria=("voice",)), entry("b", criteria=("voice",)), entry("c", criteria=("care",))]
    runs = [run("a", "a", days_ago=9), run("b", "b", days_ago=8), run("c", "c", days_ago=7)]
    found = practise_next(library, runs, criteria_progress([], FIXED, {}), now=NOW)
    assert [each.scenario for each in found if each.kind == "due"] == ["a", "c", "b"]
