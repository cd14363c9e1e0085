import dataclasses
import doctest
import importlib
import inspect
import pkgutil
import subprocess
import sys
from fractions import Fraction

import pytest

from scoring import statistics

MODULES = [module.name for module in pkgutil.iter_modules(statistics.__path__)]
FUNCTIONS = {
    "angoff_cut_score",
    "cohen_kappa",
    "cronbach_alpha",
    "describe",
    "encounters_needed",
    "fleiss_kappa",
    "four_fifths",
    "generalisability",
    "hedges_g",
    "hedges_g_paired",
    "icc",
    "item_rest_correlation",
    "krippendorff_alpha",
    "mantel_haenszel",
    "mcdonald_omega",
    "spearman_brown",
    "standard_error_of_measurement",
}


def test_the_public_names_are_sorted_and_every_function_is_there():
    assert statistics.__all__ == sorted(statistics.__all__)
    functions = {name for name in statistics.__all__ if inspect.isfunction(getattr(statistics, name))}
    assert functions == FUNCTIONS


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_every_function_says_what_it_takes_what_it_raises_and_shows_an_example(name):
    text = inspect.getdoc(getattr(statistics, name))
    for heading in ("Args:", "Returns:", "Raises:", "Example:"):
        assert heading in text
    if name != "describe":
        assert "Source:" in text


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_the_docstrings_are_true(name):
    assert doctest.testmod(importlib.import_module(f"scoring.statistics.{name}")).failed == 0


def test_results_are_frozen_and_carry_n():
    for result in (
        statistics.Estimate,
        statistics.Description,
        statistics.CutScore,
        statistics.FourFifths,
        statistics.GroupRate,
        statistics.Generalisability,
        statistics.MantelHaenszel,
    ):
        assert result.__dataclass_params__.frozen
        assert "n" in {field.name for field in dataclasses.fields(result)} or isinstance(result.n, property)


def test_results_are_plain_numbers_all_the_way_down():
    def leaves(value):
        if isinstance(value, dict):
            for inner in value.values():
                yield from leaves(inner)
        elif isinstance(value, list | tuple):
            for inner in value:
                yield from leaves(inner)
        else:
            yield value

    table = [[9, 2, 5], [6, 1, 3], [8, 4, 6], [7, 1, 2], [10, 5, 6]]
    results = [
        statistics.cronbach_alpha(table),
        statistics.mcdonald_omega(table),
        *statistics.item_rest_correlation(table),
        statistics.icc(table, "ICC2k"),
        statistics.cohen_kappa([1, 2, 2, 1], [1, 2, 1, 1], "linear"),
        statistics.fleiss_kappa([[3, 0], [0, 3], [2, 1]]),
        statistics.krippendorff_alpha(table, "ordinal"),
        statistics.hedges_g([1, 2, 3], [2, 3, 5]),
        statistics.hedges_g_paired([1, 2, 3], [2, 3, 5]),
        statistics.describe([1, 2, 3]),
        statistics.mantel_haenszel([[[60, 40], [50, 50]]]),
        statistics.four_fifths([48, 12], [80, 40]),
        statistics.generalisability(table),
        statistics.generalisability(table).project(4),
        statistics.angoff_cut_score([[0.5, 0.6], [0.7, 0.9]]),
    ]
    found = {type(leaf) for leaf in leaves([dataclasses.asdict(result) for result in results])}
    assert found == {int, float, str, Fraction, type(None)}


def test_numpy_is_all_it_needs():
    program = (
        "import sys, scoring.statistics as s\n"
        "s.icc([[9, 2], [6, 1], [8, 4]], 'ICC2')\n"
        "s.four_fifths([48, 12], [80, 40])\n"
        "heavy = {'scipy', 'pandas', 'pingouin', 'statsmodels', 'krippendorff', 'simulator'}\n"
        "print(sorted(heavy & {name.partition('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
