"""Small files that once went wrong for an author: what is found in each now, on which line, and what is not found."""

from pathlib import Path

import pytest

from scoring.rubric import RubricSet
from simulator.checking.files import check_file
from simulator.checking.subject import CheckLimits
from simulator.commands.limits import within

INPUTS = Path(__file__).parents[1] / "inputs" / "authors"


def found(name, **more):
    return check_file(INPUTS / f"{name}.yaml", RubricSet.shipped(), **more).problems


def test_a_loop_that_comes_to_less_than_the_mark_is_no_score_pump():
    # Up costs and down gains: round after round it comes to 58, and nobody passes by it.
    assert "W09" not in {problem.code for problem in found("ruin")}


def test_a_trap_is_told_with_the_state_in_which_it_is_one():
    traps = {problem.line: problem.message for problem in found("trapstuck") if problem.code == "W02"}
    assert "when keys is 1" in traps[18]


def test_a_waiver_hides_no_dead_end():
    told = [(problem.code, problem.line) for problem in found("waived-stuck")]
    assert {("W02", 44), ("W01", 58), ("E314", 95), ("E314", 96)} <= set(told)


@pytest.mark.parametrize("looking", [CheckLimits(states=3), CheckLimits(starting=lambda: within(seconds=0, memory=1))])
def test_a_check_that_was_cut_short_says_so(looking):
    report = check_file(INPUTS / "trapstuck.yaml", RubricSet.shipped(), within=looking)
    assert not report.complete
    assert "W54" in {problem.code for problem in report.problems}
