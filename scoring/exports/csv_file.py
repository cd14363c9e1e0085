"""CSV that no spreadsheet takes for formulas: UTF-8 with its mark, a header, values in quotes, an empty cell for none.

Text that begins like a formula gets an apostrophe in front (OWASP, CSV injection). Numbers have their own type and are
left alone, so -2 stays -2. Moments are ISO 8601 in UTC.
"""

from __future__ import annotations

from typing import IO, Any

from scoring.exports.table import Table

FORMULA = r"^[\pZ\pC]*[=+\-@＝＋－＠\t\r\n\x00]"
"""Text that a spreadsheet could run: after what it trims, = + - @ or their full-width forms, or a control character."""


DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t"}
"""What can separate values, by name."""


def write_csv(file: IO[bytes], table: Table, *, delimiter: str = ",", decimal_comma: bool = False) -> int:
    """Write a table; return the number of rows.

    Args:
        file: where to.
        table: what.
        delimiter: what stands between values.
        decimal_comma: whether 0.5 is written 0,5, as spreadsheets set to German or French expect it.
    """
    import pyarrow as pa
    from pyarrow import csv

    schema = pa.schema([pa.field(field.name, _written(field.type, decimal_comma)) for field in table.schema])
    options = csv.WriteOptions(quoting_style="all_valid", delimiter=delimiter)
    count = 0
    file.write(_MARK)
    with csv.CSVWriter(file, schema, write_options=options) as writer:
        for batch in table.batches:
            columns = [_safe(column, decimal_comma) for column in batch.columns]
            writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=schema))
            count += batch.num_rows
    return count


_MARK = b"\xef\xbb\xbf"  # without it Excel takes UTF-8 for something else


def _written(type_: Any, decimal_comma: bool) -> Any:
    import pyarrow as pa

    return pa.string() if pa.types.is_timestamp(type_) or (decimal_comma and pa.types.is_floating(type_)) else type_


def _safe(values: Any, decimal_comma: bool) -> Any:
    import pyarrow as pa
    from pyarrow import compute

    if decimal_comma and pa.types.is_floating(values.type):
        return compute.replace_substring(values.cast(pa.string()), ".", ",")
    if not (pa.types.is_timestamp(values.type) or pa.types.is_string(values.type)):
        return values
    # Names and moments come again and again: each is looked at once a batch.
    coded = values.dictionary_encode()
    return _written_out(coded.dictionary).take(coded.indices)


def _written_out(values: Any) -> Any:
    import pyarrow as pa
    from pyarrow import compute

    if pa.types.is_timestamp(values.type):
        return compute.strftime(values, format="%Y-%m-%dT%H:%M:%SZ")
    unsafe = compute.match_substring_regex(values, FORMULA)
    return compute.if_else(unsafe, compute.binary_join_element_wise("'", values, ""), values)
