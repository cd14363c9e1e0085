"""Parquet: typed columns whose unit and meaning stand in the file's own metadata."""

from __future__ import annotations

from typing import IO

from scoring.exports.table import Table

ROWS_AT_ONCE = 122_880
"""Rows of a row group: as many as DuckDB's own, so that readers can work side by side."""


def write_parquet(file: IO[bytes], table: Table) -> int:
    """Write a table; return the number of rows."""
    import pyarrow as pa
    from pyarrow import parquet

    count = waiting = 0
    held: list[pa.RecordBatch] = []
    with parquet.ParquetWriter(file, table.schema, compression="zstd") as writer:
        for batch in table.batches:
            held.append(batch)
            count += batch.num_rows
            waiting += batch.num_rows
            if waiting >= ROWS_AT_ONCE:
                writer.write_table(pa.Table.from_batches(held), row_group_size=ROWS_AT_ONCE)
                held, waiting = [], 0
        if held:
            writer.write_table(pa.Table.from_batches(held), row_group_size=ROWS_AT_ONCE)
    return count
