"""The statistics behind cohort tables and panels: numbers in, plain frozen results out.

Every function's docstring says what the rows and columns of its array are, what it raises, and the source of its
formula. Arrays are persons x items or subjects x raters; only Krippendorff's alpha takes raters x units. Bad data raise
ValueError. Sound data for which the statistic is not defined raise NotDefinedError, a kind of ValueError. Missing is
never 0. Numpy is all it needs at run time.
"""

from scoring.statistics.agreement import Level, Weights, cohen_kappa, fleiss_kappa, krippendorff_alpha
from scoring.statistics.effects import Description, describe, hedges_g, hedges_g_paired
from scoring.statistics.estimate import Estimate, NotDefinedError
from scoring.statistics.fairness import (
    EtsClass,
    FourFifths,
    GroupRate,
    MantelHaenszel,
    Standing,
    four_fifths,
    mantel_haenszel,
)
from scoring.statistics.intraclass import IccForm, icc
from scoring.statistics.omega import mcdonald_omega
from scoring.statistics.reliability import (
    cronbach_alpha,
    encounters_needed,
    item_rest_correlation,
    spearman_brown,
    standard_error_of_measurement,
)
from scoring.statistics.studies import (
    CutScore,
    Generalisability,
    Projection,
    angoff_cut_score,
    generalisability,
)

__all__ = [
    "CutScore",
    "Description",
    "Estimate",
    "EtsClass",
    "FourFifths",
    "Generalisability",
    "GroupRate",
    "IccForm",
    "Level",
    "MantelHaenszel",
    "NotDefinedError",
    "Projection",
    "Standing",
    "Weights",
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
]
