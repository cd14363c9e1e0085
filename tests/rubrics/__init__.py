"""The rubrics that tests score by, which never change, so that a new criterion fails none of them.

`FIXED` is version 1.0.0. `ON_SCREEN` are copies of the rubrics of November 2026, for what screens show of them.
"""

from pathlib import Path

from scoring.rubric import RubricSet, earlier_rubrics, read_rubric

FIXED = RubricSet.of(rubric for (_, version), rubric in earlier_rubrics().items() if version == "1.0.0")
KEPT = Path(__file__).parent
ON_SCREEN = RubricSet.of(read_rubric(path) for path in sorted(KEPT.glob("*.yaml")))
