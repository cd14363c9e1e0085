"""The records: every run and decision, durable, append-only and sealed, in SQLite or PostgreSQL.

Importing this package costs nothing; `simulator.records.store` loads SQLAlchemy.
"""
