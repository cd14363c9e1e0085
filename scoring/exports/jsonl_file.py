"""JSON Lines: one object a row, in UTF-8. A column that holds JSON stays JSON, and moments are ISO 8601 in UTC."""

from __future__ import annotations

import json
from datetime import datetime
from typing import IO, Any

from scoring.exports.table import Table, holds_json


def write_jsonl(file: IO[bytes], table: Table) -> int:
    """Write a table; return the number of rows."""
    nested = [column.name for column in table.columns if holds_json(column)]
    count = 0
    for batch in table.batches:
        rows = batch.to_pylist()
        for row in rows:
            row.update({name: json.loads(row[name]) for name in nested if row[name] is not None})
        file.write("".join(_encode(row) + "\n" for row in rows).encode())
        count += len(rows)
    return count


def iso(moment: datetime) -> str:
    """Return a moment in UTC, to the millisecond."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return iso(value)
    raise TypeError(f"a value of type {type(value).__name__} cannot be exported")


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain, allow_nan=False).encode
