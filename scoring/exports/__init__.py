"""Exports: a table written as CSV, XLSX, Parquet, JSON Lines or xAPI statements, one file per format.

A writer gets an open binary file and a `Table`, and returns how many rows it wrote. The rows come in batches; they are
never all in memory. Writing under another name until all is well is `draft`'s part, and saying in a manifest what was
written is `manifest`'s.
"""
