"""A cohort without its people: counts, and ranges of conduct that follow from them alone."""

import json
from datetime import timedelta

import pytest

from scoring.cohort.counts import cohort_counts
from scoring.decision import decide
from scoring.tables.items import first_attempts
from tests.rubrics import FIXED
from tests.scoring.cohort.samples import RUBRICS, facts, made_up
from tests.scoring.facts_samples import START, run_rows


def conduct_of(rows):
    """Return conduct by encounter and criterion over first attempts, each decision counting once: what is hidden too."""
    sums = {}
    for row in rows:
        if row["attempt"] == 1 and row["ended_at"] is not None and row["criterion"]:
            sums.setdefault((row["scenario"], row["criterion"]), []).append(row["level"])
    return {key: 50 + 25 * sum(levels) / len(levels) for key, levels in sums.items()}


@pytest.mark.parametrize("people", [25, 45, 120])
def test_conduct_lies_in_its_range_and_is_exact_where_nothing_is_hidden(people):
    rows, _ = made_up(people)
    told, true = cohort_counts(facts(rows), RUBRICS), conduct_of(rows)
    ranges = {(each.scenario, each.criterion): each for each in told.conduct if each.criterion}
    whole = {key: each for key, each in ranges.items() if each.points == each.of_points}
    assert whole
    for key, each in whole.items():
        assert each.low - 1e-9 <= true[key] <= each.high + 1e-9
    shown = cohort_counts(facts(rows), RUBRICS, minimum=1)
    for each in shown.conduct:
        assert each.low == each.high
        if each.criterion:
            assert each.low == pytest.approx(true[each.scenario, each.criterion])


def test_conduct_follows_from_the_counts_that_are_shown():
    """Whoever has the page and the encounters can compute each range from its table of decisions."""
    rows, _ = made_up(45)
    told = cohort_counts(facts(rows), RUBRICS).as_json()
    levels = {}
    for row in rows:
        levels[row["scene"], row["choice"], row["criterion"]] = row["level"]
    points = {each["scene"]: each for each in told["points"] if each["decisions"] is not None}
    for each in told["conduct"]:
        if each["criterion"] is None:
            continue
        sums, n = [0, 0], 0
        for scene, point in points.items():
            own = {c["choice"]: levels.get((scene, c["choice"], each["criterion"])) for c in point["choices"]}
            if scene.startswith(each["scenario"]) and any(level is not None for level in own.values()):
                shown = {c["choice"]: c["taken"] for c in point["choices"] if c["taken"] is not None}
                rest = point["decisions"] - sum(shown.values())
                hidden = [level for choice, level in own.items() if choice not in shown]
                n += point["decisions"]
                for place, pick in enumerate((min, max)):
                    sums[place] += sum(own[choice] * taken for choice, taken in shown.items() if taken)
                    sums[place] += rest * pick(hidden) if rest else 0
        assert [each["low"], each["high"]] == pytest.approx([50 + 25 * total / n for total in sums])


def test_what_is_told_names_nobody_and_has_no_figure_of_people():
    rows, _ = made_up(45)
    told = cohort_counts(facts(rows), RUBRICS, cohort="Spring")
    text = json.dumps(told.as_json())
    assert "Trainee" not in text
    assert not any(row[name] in text for row in rows for name in ("trainee", "run"))
    assert set(told.as_json()) == {
        "cohort", "members", "first_at", "last_at", "minimum", "scored_by", "encounters", "conduct", "critical", "points",
        "mode", "rescored",
    }  # fmt: skip


def test_critical_choices_are_told_with_the_count_of_the_choice():
    rows, _ = made_up(120)
    told = cohort_counts(facts(rows), RUBRICS)
    assert {(each.event, each.choice) for each in told.critical} == {("no-aid", "poor")}
    firsts = first_attempts(facts(rows)).collect(backend="pyarrow").to_arrow().to_pylist()
    for each in told.critical:
        took = {row["trainee"] for row in firsts if (row["scene"], row["choice"]) == (each.scene, each.choice)}
        assert each.people in (None, len(took))
        assert (each.people is None) == (
            not told.told.told(each.scenario, each.version, "practice").shows("choice", each.scene, each.choice)
        )


def test_an_empty_cohort_has_nothing_to_tell():
    told = cohort_counts(facts([]), RUBRICS)
    assert told.nothing
    assert told.as_json()["encounters"] == []


def test_a_cohort_of_few_tells_nothing():
    rows, _ = made_up(4)
    told = cohort_counts(facts(rows), RUBRICS)
    assert told.nothing
    assert told.conduct == ()
    assert {each.people for each in (*told.encounters, *told.points, *told.critical)} == {None}


def played(people, *decisions, **given):
    """Return the facts of so many people, each of whom took the same choices: (scene, choice, offered)."""
    places = [*(scene for scene, *_ in decisions[1:]), given.get("ending", "settled")]
    steps = [
        decide(sequence=number, scene=scene, choice=choice, offered=offered)
        for number, (scene, choice, offered) in enumerate(decisions, start=1)
    ]
    rows = []
    for number in range(people):
        who = f"{decisions[0][1]} {number}"
        own = run_rows(f"run {given.get('attempt', 1)} of {who}", steps, **({"trainee": who} | given))
        rows += [row | {"moved_to": places[row["sequence"] - 1]} for row in own]
    return rows


def test_a_criterion_that_was_not_always_on_offer_at_a_decision_does_not_rest_on_it():
    always = {"on": {"voice": 1}}
    at_times = {**always, "stay": {"dignity": 2}}
    first = {"left": {"dignity": 1}, "right": {"dignity": -1}}
    rows = played(15, ("one", "left", first), ("two", "on", always))
    rows += played(25, ("one", "right", first), ("two", "on", at_times))
    conduct = {each.criterion: each for each in cohort_counts(facts(rows), RUBRICS).conduct}
    dignity, voice = conduct["dignity"], conduct["voice"]
    assert (dignity.points, dignity.of_points, dignity.decisions) == (1, 2, 40)
    assert dignity.low == dignity.high == 50 + 25 * (15 - 25) / 40
    assert (voice.points, voice.of_points, voice.decisions, voice.low) == (1, 1, 40, 75)


def test_conduct_on_a_rubric_weighs_its_criteria():
    rubric = FIXED.rubrics["respect"]
    heavy = {"voice": rubric.criteria["voice"].model_copy(update={"weight": 3.0})}
    weighed = rubric.model_copy(update={"criteria": rubric.criteria | heavy})
    rows = played(20, ("one", "on", {"on": {"voice": 2, "dignity": -2}}))
    whole = next(each for each in cohort_counts(facts(rows), [weighed]).conduct if each.criterion is None)
    assert whole.low == whole.high == 50 + 25 * (3 * 2 - 2) / 4


def test_another_version_of_a_rubric_is_left_out():
    rows = played(20, ("one", "on", {"on": {"voice": 2}}))
    other = FIXED.rubrics["respect"].model_copy(update={"version": "9.0.0"})
    assert cohort_counts(facts(rows), [FIXED.rubrics["respect"]]).conduct
    assert cohort_counts(facts(rows), [other]).conduct == ()


def test_an_outcome_that_few_reached_is_hidden_with_another():
    rows = played(20, ("one", "on", {"on": {"voice": 2}, "off": {"voice": -2}}))
    rows += played(4, ("one", "off", {"on": {"voice": 2}, "off": {"voice": -2}}), ending="bad", outcome="harm")
    (told,) = cohort_counts(facts(rows), RUBRICS).encounters
    assert (told.people, dict(told.outcomes)) == (24, {"resolved": None, "harm": None})


def test_its_days_are_those_of_first_attempts():
    rows = played(20, ("one", "on", {"on": {"voice": 2}}))
    rows += played(1, ("one", "on", {"on": {"voice": 2}}), attempt=2, started_at=START + timedelta(days=9))
    told = cohort_counts(facts(rows), RUBRICS)
    assert told.first_at == told.last_at == START
