"""A cohort's statistics: facts in, a tree of frozen values out, each with its n and interval, or why there is none.

    statistics = cohort_statistics(duckdb.read_parquet("facts.parquet"), list(rubrics.rubrics.values()))
    statistics.rubrics[0].anchored.mean

Trainees meet different encounters and criteria. Each figure says which rows it was made of; nothing that is
missing is filled in. What every figure means is told in docs/statistics.md.
"""

from scoring.cohort.agreement import TrainerLevel
from scoring.cohort.model import RELIABLE, Absent, CohortStatistics, Statistic
from scoring.cohort.standard import StandardSetting, StandardSettingInvalid, read_standard_setting
from scoring.cohort.statistics import cohort_statistics

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
