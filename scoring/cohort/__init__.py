"""A cohort's statistics: facts in, a tree of frozen values out, each with its n and interval, or why there is none.

    statistics = cohort_statistics(duckdb.read_parquet("facts.parquet"), list(rubrics.rubrics.values()))
    statistics.rubrics[0].anchored.mean

Trainees meet different encounters and criteria. Each figure says which rows it was made of; nothing that is missing is
filled in. What every figure means is told in docs/statistics.md. Modules that compute are loaded when they are first
needed. So the values can be named even if an academy's libraries are not installed.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from scoring.cohort.model import RELIABLE, Absent, CohortStatistics, Statistic

if TYPE_CHECKING:
    from scoring.cohort.agreement import TrainerLevel
    from scoring.cohort.standard import StandardSetting, StandardSettingInvalid, read_standard_setting
    from scoring.cohort.statistics import cohort_statistics

_MODULES = {
    "StandardSetting": "standard",
    "StandardSettingInvalid": "standard",
    "TrainerLevel": "agreement",
    "cohort_statistics": "statistics",
    "read_standard_setting": "standard",
}

__all__ = [
    "RELIABLE",
    "Absent",
    "CohortStatistics",
    "StandardSetting",
    "StandardSettingInvalid",
    "Statistic",
    "TrainerLevel",
    "cohort_statistics",
    "read_standard_setting",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"scoring.cohort.{_MODULES[name]}"), name)
