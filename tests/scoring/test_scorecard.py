"""Decisions and scorecards, by the formulas of the rubrics."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.decision import RatedLevel, decide
from scoring.rubric import Rubric, RubricSet
from scoring.scorecard import score

RESPECT = RubricSet.shipped().rubrics["respect"]


def decision(sequence, chosen, *others, critical=()):
    offered = {f"c{n}": ratings for n, ratings in enumerate([chosen, *others])}
    return decide(sequence=sequence, scene="s", choice="c0", offered=offered, critical=critical)


def test_a_criterion_counts_when_any_available_choice_rates_it():
    made = decision(1, {"voice": 1}, {"opening": -2})
    assert made.levels == {"voice": RatedLevel(1, 1, 0), "opening": RatedLevel(0, 0, -2)}


def test_a_choice_that_was_not_on_offer_cannot_be_scored():
    with pytest.raises(ValueError, match="not on offer"):
        decide(sequence=1, scene="s", choice="z", offered={"a": {}})


def test_the_best_available_are_those_with_the_highest_sum():
    made = decision(1, {"voice": 1}, {"voice": 2, "opening": -1}, {"voice": 0})
    assert made.best_available == ("c0", "c1")


def test_a_worked_attempt_has_these_figures():
    made = [
        decision(1, {"opening": 2, "voice": 1}, {"opening": -1, "voice": -2}),
        decision(2, {"opening": -1}, {"opening": 1}),
        decision(3, {"care": 0}, {"care": 0}),
    ]
    card = score(made, [RESPECT]).rubrics["respect"]
    opening = card.criteria["opening"]
    assert (opening.n, opening.credits, opening.debits) == (2, 2, -1)
    assert opening.anchored == 50 + 25 * 0.5
    assert opening.decision_quality == pytest.approx(100 * 3 / 5)
    assert card.total.n == 4
    assert card.total.anchored == 50 + 25 * 2 / 4
    assert card.total.decision_quality == pytest.approx(100 * 6 / 8)
    assert card.decisions == 3


def test_not_assessed_is_not_zero():
    card = score([decision(1, {"care": 1}, {"care": 1})], [RESPECT]).rubrics["respect"]
    assert card.criteria["voice"].anchored is None
    assert card.criteria["care"].anchored == 75
    assert card.criteria["care"].decision_quality is None


def test_critical_events_are_listed_and_never_averaged():
    clean = [decision(1, {"care": 1}, {"care": 0})]
    grave = [decision(1, {"care": 1}, {"care": 0}, critical=("no-aid",))]
    assert score(grave, [RESPECT]).critical == ((1, "no-aid"),)
    same = [score(made, [RESPECT]).rubrics["respect"] for made in (grave, clean)]
    assert same[0].total == same[1].total
    assert [each.standard for each in same] == [False, True]


def test_weights_make_one_ratio_of_a_rubric():
    content = RESPECT.model_dump(mode="json")
    content["criteria"]["voice"]["weight"] = 3
    weighted = Rubric.model_validate(content)
    made = [decision(1, {"voice": 2, "care": -2}, {"voice": 0, "care": 0})]
    assert score(made, [weighted]).rubrics["respect"].total.anchored == 50 + 25 * (3 * 2 - 2) / 4


LEVELS = st.dictionaries(st.sampled_from(list(RESPECT.criteria)), st.integers(-2, 2), max_size=4)
ATTEMPTS = st.lists(st.lists(LEVELS, min_size=1, max_size=4), max_size=8)


@given(ATTEMPTS)
def test_every_figure_stays_within_its_range(offers):
    made = [decision(n, *choices) for n, choices in enumerate(offers, start=1)]
    card = score(made, [RESPECT]).rubrics["respect"]
    for figure in (card.total, *card.criteria.values()):
        assert figure.anchored is None or 0 <= figure.anchored <= 100
        assert figure.decision_quality is None or 0 <= figure.decision_quality <= 100
        assert figure.credits >= 0 >= figure.debits
        assert (figure.anchored is None) == (figure.n == 0)
    assert card.total.n == sum(figure.n for figure in card.criteria.values())


@given(ATTEMPTS)
def test_taking_the_best_on_one_criterion_everywhere_is_full_decision_quality(offers):
    made = []
    for n, choices in enumerate(offers, start=1):
        best = max(choices, key=lambda ratings: ratings.get("voice", 0))
        made.append(decision(n, best, *choices))
    figure = score(made, [RESPECT]).rubrics["respect"].criteria["voice"]
    assert figure.decision_quality is None or figure.decision_quality == pytest.approx(100)
