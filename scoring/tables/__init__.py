"""The standard tables over the long facts, written once for DuckDB, Polars and Spark as Narwhals expressions.

    tables.runs(duckdb.read_parquet("facts.parquet")).to_native()

`criteria`, `runs`, `trainees`, `summary` and `profile` return lazy frames of the same engine as the facts. `items` and
`choices` return Arrow tables: they are small, however many facts there are. What each holds is told in
`scoring.tables.columns`. With equal weights, or any that are exact in binary (multiples of a quarter), a run's figures
are those of `scoring.scorecard.score`, to the last bit.
"""

from scoring.tables.figures import Frame, criteria, profile, runs, summary, trainees
from scoring.tables.items import choices, items

__all__ = [
    "Frame",
    "choices",
    "criteria",
    "items",
    "profile",
    "runs",
    "summary",
    "trainees",
]
