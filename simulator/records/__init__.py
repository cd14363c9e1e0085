"""The records: every run and decision, durable, append-only and sealed, in SQLite or PostgreSQL.

Importing this package costs nothing; `simulator.records.store` loads SQLAlchemy.
"""

from __future__ import annotations

from pathlib import Path


def default_path() -> Path:
    """Return the store's file in the platform's folder for a person's data."""
    from platformdirs import user_data_path

    return user_data_path("encounter", appauthor=False) / "encounter.sqlite3"
