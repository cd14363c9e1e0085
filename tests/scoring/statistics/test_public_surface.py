import dataclasses
import doctest
import importlib
import inspect
import pkgutil
import subprocess
import sys

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
