"""A table on its way out: its name, its documented columns, and its rows in batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scoring.facts import Column, arrow_schema

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Table:
    """One table to write.

    Attributes:
        name: such as "runs"; a sheet's name in XLSX.
        columns: what it holds, in order.
        batches: its rows, of exactly these columns and types; read once.
    """

    name: str
    columns: tuple[Column, ...]
    batches: Iterable[pa.RecordBatch]

    @property
    def schema(self) -> pa.Schema:
        """The columns as an Arrow schema, with unit and meaning in each field's metadata."""
        return arrow_schema(self.columns)


def typed(batches: Iterable[pa.RecordBatch], columns: tuple[Column, ...]) -> Iterator[pa.RecordBatch]:
    """Give batches of any engine the documented columns and types; empty ones are left out."""
    schema = arrow_schema(columns)
    names = [column.name for column in columns]
    for batch in batches:
        if batch.num_rows:
            yield batch.select(names).cast(schema)


def holds_json(column: Column) -> bool:
    """Return whether a column's text is JSON."""
    return column.unit.startswith("JSON")
