"""A cohort without its people: counts, and ranges of conduct that follow from them alone."""

import json

import pytest

from scoring.cohort.counts import cohort_counts
from scoring.tables.items import first_attempts
from tests.scoring.cohort.samples import RUBRICS, facts, made_up


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
