"""Exports: a table written as CSV, XLSX, Parquet, JSON Lines or xAPI statements, one file per format.

A writer gets an open binary file and a `Table`, and returns how many rows it wrote. The rows come in batches; they are
never all in memory. `atomic` writes under another name until everything is written; `manifest` says what was written.
"""
