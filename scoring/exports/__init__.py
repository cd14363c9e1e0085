"""Exports: a table written as CSV, XLSX, Parquet, JSON Lines or xAPI statements, one file per format.

A writer gets a binary file that is open and a `Table`, whose rows come in batches and are never all in
memory, and returns how many rows it wrote. Writing under another name until all is well is `draft`'s part,
and saying in a manifest what was written is `manifest`'s.
"""
