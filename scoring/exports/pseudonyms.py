"""Pseudonyms: a keyed code in place of each id that leads to a person (HMAC-SHA256, RFC 2104).

The same key gives the same person the same code in every export, so that files can be joined. Without the key, nobody
can tell whose code it is or test a guess. It is still personal data (GDPR, recital 26): whoever has the key can bring
the person back.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from scoring.facts import Column

if TYPE_CHECKING:
    import pyarrow as pa

CODED = ("run", "trainee", "assignment", "branch", "rater", "author", "rescoring")
"""Columns whose ids get a code: each could be looked up in the store."""

LEFT_OUT = ("trainee_name", "external_id", "seed", "email", "reason", "assessor")
"""Columns that a pseudonymous export does not have: they name a person, or one run."""

_ORDER = ("trainee", "run", "sequence", "rubric", "rubric_version", "criterion")

_LENGTH = 20  # hexadecimal digits, 80 bits: two of a million people share a code once in 2 x 10^12 exports


def pseudonym(key: bytes, kind: str, id_: str) -> str:
    """Return the code of an id.

    Args:
        key: the secret; 32 random bytes.
        kind: what the id is of, so that a run and a trainee never share a code.
        id_: the id.
    """
    return hmac.digest(key, f"{kind}:{id_}".encode(), "sha256").hex()[:_LENGTH]


def pseudonymous(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Return the columns that a pseudonymous export has."""
    return tuple(column for column in columns if column.name not in LEFT_OUT)


def hide(batches: Iterable[pa.RecordBatch], key: bytes) -> Iterator[pa.RecordBatch]:
    """Give batches without the columns that name people, and with codes in place of ids."""
    import pyarrow as pa

    for batch in batches:
        kept = [name for name in batch.schema.names if name not in LEFT_OUT]
        arrays = []
        for name in kept:
            values = batch.column(name)
            if name in CODED:
                coded = values.dictionary_encode()  # many rows, few people: each is coded once a batch
                codes = [pseudonym(key, name, id_) for id_ in coded.dictionary.to_pylist()]
                values = pa.DictionaryArray.from_arrays(coded.indices, pa.array(codes, pa.string())).cast(pa.string())
            arrays.append(values)
        schema = pa.schema([batch.schema.field(name) for name in kept])
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def by_code(batches: Iterable[pa.RecordBatch], columns: tuple[Column, ...], scratch: Path) -> Iterator[pa.RecordBatch]:
    """Give rows of persons in the order of their codes. The store's own order would show who began first.

    Args:
        batches: as `hide` gives them.
        columns: what they hold.
        scratch: a file for rows on their way, so that memory does not grow with them.
    """
    order = [name for name in _ORDER if name in {column.name for column in columns}]
    if "trainee" not in order:
        yield from batches
        return
    import duckdb

    from scoring.exports.parquet_file import write_parquet
    from scoring.exports.table import Table, typed

    with scratch.open("wb") as file:
        write_parquet(file, Table(scratch.stem, columns, batches))
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        rows = connection.read_parquet(str(scratch)).order(", ".join(order))
        yield from typed(rows.to_arrow_reader(), columns)
