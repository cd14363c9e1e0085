"""The largest table without gaps, small cells, fairness between groups, and a panel's standard."""

from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.cohort import Absent, StandardSettingInvalid, cohort_statistics, read_standard_setting
from scoring.cohort.estimates import complete
from scoring.statistics import angoff_cut_score, four_fifths, mantel_haenszel
from tests.scoring.cohort.samples import RUBRICS, facts, made_up

PANEL = """\
format: 1
title: Board of 3 May
rubric: respect
date: 2026-05-03
judges:
  - name: Judge 1
    judgements: {voice: 60, dignity: 70}
  - name: Judge 2
    judgements: {voice: 55, dignity: 75}
  - name: Judge 3
    judgements: {voice: 65, dignity: 50}
"""

TABLES = st.dictionaries(
    st.integers(0, 20), st.dictionaries(st.sampled_from("abcde"), st.floats(-5, 5), max_size=5), max_size=12
)


@given(TABLES)
def test_the_complete_table_has_no_gaps_and_no_single_pair_of_columns_would_give_more(table):
    found = complete(table, "abcde")
    assert len(found.values) == len(found.rows)
    assert all(len(row) == len(found.columns) for row in found.values)
    for row, values in zip(found.rows, found.values, strict=True):
        assert values == [table[row][column] for column in found.columns]
    met = sorted("abcde", key=lambda column: -sum(column in row for row in table.values()))
    both = sum(met[0] in row and met[1] in row for row in table.values())
    assert len(found.rows) * len(found.columns) >= 2 * both


@given(TABLES)
def test_the_complete_table_depends_on_who_met_what_and_never_on_how_well(table):
    other = {row: dict.fromkeys(values, 0.0) for row, values in table.items()}
    found, same = complete(table, "abcde"), complete(other, "abcde")
    assert (found.rows, found.columns) == (same.rows, same.columns)


def counts_of(statistics):
    """Return every count of people that a table of groups shows."""
    for cell in statistics.cells:
        yield cell.trainees
    for event in statistics.critical:
        yield event.trainees
    for item in statistics.items:
        yield item.trainees
        yield from (each.taken for each in item.choices)
    for selection in statistics.fairness.selections:
        for share in selection.shares:
            yield share.trainees
            yield share.reached
            if share.trainees is not None:
                yield share.trainees - share.reached


@cache
def of_three_branches(count, **settings):
    rows, _ = made_up(count)
    groups = {f"t-{number:03}": {"branch": ("north", "south", "east")[number % 3]} for number in range(count)}
    return cohort_statistics(facts(rows), RUBRICS, groups=groups, **settings)


@pytest.mark.parametrize("count", [6, 14, 45])
def test_no_table_of_groups_shows_a_count_of_fewer_than_ten(count):
    found = of_three_branches(count)
    shown = [each for each in counts_of(found) if each is not None]
    assert not [each for each in shown if 0 < each < 10]
    assert [each for each in counts_of(of_three_branches(count, minimum=1)) if each is not None and 0 < each < 10]


def test_a_hidden_choice_cannot_be_told_from_total_minus_shown():
    for item in of_three_branches(45).items:
        hidden = [each for each in item.choices if each.taken is None]
        assert len(hidden) != 1
        if hidden:
            assert item.difficulty is None


def test_a_dead_choice_is_for_the_authors_eye():
    rows, _ = made_up(45)
    everyone = [row | {"choice": "best", "level": row["best"]} for row in rows if row["scene"] == "gate-2"]
    rows = [row for row in rows if row["scene"] != "gate-2"] + everyone
    found = [each for each in cohort_statistics(facts(rows), RUBRICS).items if each.scene == "gate-2"]
    for item in found:
        assert any("middling, poor" in line for line in item.concerns)
        assert any("hardly tells people apart" in line for line in item.concerns) == (item.difficulty == 1)
        assert isinstance(item.item_rest, Absent)
    assert not any(each.concerns for each in of_three_branches(6, minimum=1).items)


def grouped(count, seed=11):
    rows, _ = made_up(count, seed=seed)
    groups = {f"t-{number:03}": {"branch": "north" if number % 2 else "south"} for number in range(count)}
    groups["t-000"] = {}
    return rows, groups


@cache
def of_two_branches():
    rows, groups = grouped(230)
    return cohort_statistics(facts(rows), RUBRICS, groups=groups)


def test_four_fifths_are_exact_and_of_those_with_a_group_and_a_score():
    rows, groups = grouped(120)
    found = cohort_statistics(facts(rows), RUBRICS, groups=groups, minimum=1)
    scores = {
        person.trainee: figure.anchored
        for person in found.profiles
        for figure in person.figures
        if figure.rubric == "respect"
    }
    total = dict.fromkeys(("north", "south"), 0)
    passed = dict(total)
    for trainee, own in groups.items():
        if own and trainee in scores:
            total[own["branch"]] += 1
            passed[own["branch"]] += scores[trainee] >= 60
    expected = {row.group: row for row in four_fifths(passed, total).groups}
    selection = next(each for each in found.fairness.selections if each.rubric == "respect")
    assert (selection.n, selection.mark, selection.provisional) == (119, 60, True)
    for share in selection.shares:
        row = expected[share.group]
        assert (share.trainees, share.reached, share.ratio, share.p_value) == (
            row.n,
            row.selected,
            row.ratio,
            row.p_value,
        )
        assert isinstance(share.ratio, Fraction)
    assert {each.rubric for each in found.fairness.selections} == {"de-escalation", "respect"}


def test_groups_too_small_to_judge_are_insufficient_data():
    rows, groups = grouped(16)
    found = cohort_statistics(facts(rows), RUBRICS, groups=groups, minimum=1).fairness
    assert {share.standing for each in found.selections for share in each.shares} == {"insufficient"}
    assert found.functioning == ()
    assert found.insufficient > 0
    assert cohort_statistics(facts(rows), RUBRICS).fairness.why_not == "The academy supplied no groups."


def test_decisions_are_compared_at_equal_ability_from_a_hundred_in_each_group():
    rows, groups = grouped(230)
    found = of_two_branches().fairness
    item = next(each for each in found.functioning if (each.scene, each.rubric) == ("gate-1", "respect"))
    assert (item.reference, item.focal) in (("north", "south"), ("south", "north"))
    assert item.ets_class in ("A", "B", "C")
    assert item.odds_ratio.low < item.odds_ratio.value < item.odds_ratio.high
    # Who never credits is told apart: the south's levels at one scene become the worst on offer.
    unfair = [
        row | {"level": row["worst"], "choice": "poor"}
        if row["scene"] == "gate-1" and groups[row["trainee"]].get("branch") == "south" and hash_of(row) % 4
        else row
        for row in rows
    ]
    flagged = cohort_statistics(facts(unfair), RUBRICS, groups=groups).fairness
    worse = next(each for each in flagged.functioning if (each.scene, each.rubric) == ("gate-1", "respect"))
    assert worse.ets_class == "C"
    assert (worse.delta < 0) == (worse.focal == "south")


def hash_of(row):
    return int(row["trainee"].removeprefix("t-")) // 2


def test_mantel_haenszel_is_that_of_scoring_statistics():
    rows, groups = grouped(230)
    found = of_two_branches()
    item = next(
        each for each in found.fairness.functioning if (each.scene, each.rubric) == ("bridge-0", "de-escalation")
    )
    scores = {p.trainee: f.anchored for p in found.profiles for f in p.figures if f.rubric == "de-escalation"}
    own = [
        row for row in rows if row["scene"] == "bridge-0" and row["rubric"] == "de-escalation" and row["attempt"] == 1
    ]
    share = {}
    for row in own:
        reach, spread = share.get(row["trainee"], (0, 0))
        share[row["trainee"]] = (reach + row["level"] - row["worst"], spread + row["best"] - row["worst"])
    people = [each for each in share if groups[each]]
    ordered = sorted(scores[each] for each in people)
    bounds = [quantile(ordered, step / 5) for step in range(1, 5)]
    tables = {}
    for each in people:
        stratum = sum(bound <= scores[each] for bound in bounds)
        cell = tables.setdefault(stratum, [[0, 0], [0, 0]])
        credited = share[each][0] / share[each][1] >= 0.5
        cell[groups[each]["branch"] == item.focal][not credited] += 1
    expected = mantel_haenszel([tables[key] for key in sorted(tables)])
    assert item.odds_ratio.value == pytest.approx(expected.odds_ratio.value)
    assert item.delta == pytest.approx(expected.delta)


def quantile(ordered, share):
    at = share * (len(ordered) - 1)
    low = int(at)
    return ordered[low] + (at - low) * (ordered[min(low + 1, len(ordered) - 1)] - ordered[low])


def panel_file(tmp_path, text=PANEL):
    path = tmp_path / "panel.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_panel_sets_the_cut_with_its_standard_error_and_fairness_is_judged_by_it(tmp_path):
    panel = read_standard_setting(panel_file(tmp_path), RUBRICS)
    rows, groups = grouped(60)
    found = cohort_statistics(facts(rows), RUBRICS, panel=panel, groups=groups, minimum=1)
    expected = angoff_cut_score([[60, 70], [55, 75], [65, 50]], scale=(0, 100))
    assert (found.standard.cut.cut, found.standard.cut.standard_error) == (expected.cut, expected.standard_error)
    scores = [f.anchored for p in found.profiles for f in p.figures if f.rubric == "respect"]
    assert found.standard.reached == sum(score >= expected.cut for score in scores)
    assert "3 judges are few" in found.standard.caution
    marks = {each.rubric: (each.mark, each.provisional) for each in found.fairness.selections}
    assert marks == {"respect": (expected.cut, False), "de-escalation": (60, True)}


@pytest.mark.parametrize(
    ("change", "line", "said"),
    [
        (("voice: 60", "voise: 60"), 7, "'voise' is not a criterion of 'respect'. Did you mean 'voice'?"),
        (("voice: 55, ", ""), 9, "Every judge must judge the same criteria"),
        (("dignity: 75", "dignity: 101"), 9, "101 is too great for 'dignity'"),
        (("dignity: 75", "dignity: nan"), 9, "finite number"),
        (("rubric: respect", "rubric: respekt"), 3, "There is no rubric 'respekt'. Did you mean 'respect'?"),
        (("rubric: respect", "rubric: cultural-responsiveness"), 3, "it has no standard to set"),
        (("judges:", "jugdes:"), 5, "Did you mean 'judges'?"),
        (("date: 2026-05-03", "date: in May"), 4, "is not written as a date"),
    ],
)
def test_what_is_wrong_with_a_panels_file_is_told_with_its_line(tmp_path, change, line, said):
    with pytest.raises(StandardSettingInvalid) as refused:
        read_standard_setting(panel_file(tmp_path, PANEL.replace(*change, 1)), RUBRICS)
    assert f"panel.yaml:{line}:" in str(refused.value)
    assert said in str(refused.value)
