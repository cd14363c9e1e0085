"""Engines: where the standard tables are computed. DuckDB on this machine, Polars, or a Spark cluster.

The tables are written once (`scoring.tables`). An engine opens the facts, which are Parquet files, and returns rows as
Arrow. The cluster's workers must be able to read the place where the facts lie.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from simulator.errors import ExportFailed, UsageError

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_AT_ONCE = 50_000
"""Rows of a batch on its way from an engine to a file."""


class Engine(Protocol):
    """An engine with the facts open."""

    facts: Any
    """The long facts in the engine's own form, as `scoring.tables` takes them."""

    def batches(self, frame: Any) -> Iterable[pa.RecordBatch]:
        """Return the rows of a native frame, in order."""


def require(*modules: str, extra: str = "academy") -> None:
    """Make sure that libraries are installed, before anything is begun.

    Raises:
        ExportFailed: one is not; the mend says how to install it.
    """
    for module in modules:
        if find_spec(module) is None:
            raise ExportFailed(f"The library {module} is not installed.", f"pip install 'encounter-simulator[{extra}]'")


@contextmanager
def engine(name: str, facts: str | Path, *, only: Mapping[str, str] | None = None, scratch: Path) -> Iterator[Engine]:
    """Open the facts on an engine.

    Args:
        name: "duckdb", "polars", or a cluster's address: spark://host:port or, by Spark Connect, sc://host:port.
        facts: a Parquet file, or several: a pattern with *, or for Spark a folder.
        only: by column, the one value whose facts are read, such as the cohort; None for all.
        scratch: a folder for what does not fit into memory.

    Raises:
        UsageError: no such engine.
        ExportFailed: it is not installed, or cannot be reached.
    """
    if name == "duckdb":
        require("duckdb")
        yield _checked(lambda: _DuckDB(str(facts), only or {}, scratch), facts)
    elif name == "polars":
        require("polars", extra="polars")
        yield _checked(lambda: _Polars(str(facts), only or {}), facts)
    elif name.startswith(("spark://", "sc://")):
        require("pyspark", extra="spark")
        with _session(name) as session:
            yield _checked(lambda: _Spark(session, str(facts), only or {}), facts)
    else:
        raise UsageError(
            f"There is no engine '{name}'.", "There are: duckdb, polars, spark://host:port, sc://host:port."
        )


def _checked(opening: Callable[[], Engine], facts: str | Path) -> Engine:
    """Open facts, and make sure that they are facts."""
    from scoring.facts import NAMES
    from scoring.tables.figures import lazy

    try:
        opened = opening()
        known = set(lazy(opened.facts).collect_schema().names())
    except Exception as error:  # each engine has errors of its own, and all of them mean the same here
        said = str(error).split("\n", 1)[0][:200]
        raise ExportFailed(f"The facts {facts} cannot be read ({said}).", "Name Parquet files.") from error
    missing = [name for name in NAMES if name not in known]
    if missing:
        raise ExportFailed(
            f"{facts} has no facts in it: the column {missing[0]} is missing.",
            "Name files that were written with --level decisions and without --pseudonymous.",
        )
    return opened


class _DuckDB:
    def __init__(self, facts: str, only: Mapping[str, str], scratch: Path) -> None:
        import duckdb

        self._connection = duckdb.connect(config={"temp_directory": str(scratch)})
        self._connection.execute("SET TimeZone = 'UTC'")
        relation = self._connection.read_parquet(facts)
        for name, value in only.items():
            relation = relation.filter(duckdb.ColumnExpression(name) == duckdb.ConstantExpression(value))
        self.facts: Any = relation

    def batches(self, frame: Any) -> Iterator[pa.RecordBatch]:
        # Asked only when the first row is wanted: a connection has one open answer at a time.
        yield from frame.to_arrow_reader(ROWS_AT_ONCE)


class _Polars:
    def __init__(self, facts: str, only: Mapping[str, str]) -> None:
        import polars as pl

        frame = pl.scan_parquet(facts)
        self.facts: Any = frame.filter(*(pl.col(name) == value for name, value in only.items())) if only else frame

    def batches(self, frame: Any) -> Iterable[pa.RecordBatch]:
        return frame.collect().to_arrow().to_batches(ROWS_AT_ONCE)  # type: ignore[no-any-return]


class _Spark:
    def __init__(self, session: Any, facts: str, only: Mapping[str, str]) -> None:
        from pyspark.sql import functions

        frame = session.read.parquet(facts)
        for name, value in only.items():
            frame = frame.filter(functions.col(name) == value)
        self.facts = frame

    def batches(self, frame: Any) -> Iterable[pa.RecordBatch]:
        return frame.toArrow().to_batches(ROWS_AT_ONCE)  # type: ignore[no-any-return]


@contextmanager
def _session(address: str) -> Iterator[Any]:
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    try:
        builder = SparkSession.builder.appName("encounter").config("spark.sql.session.timeZone", "UTC")
        if address.startswith("sc://"):
            session = builder.remote(address).getOrCreate()
        else:
            session = builder.master(address).getOrCreate()
        session.sql("SELECT 1").collect()
    except (PySparkException, OSError, RuntimeError) as error:
        said = str(error).split("\n", 1)[0][:200]
        raise ExportFailed(f"The cluster {address} cannot be reached ({said}).", "Check that it runs.") from error
    try:
        yield session
    finally:
        session.stop()
