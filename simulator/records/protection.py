"""Triggers that refuse to change or delete a kept row, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

_SAYS = "records are append-only"


def protect(connection: Connection, tables: Iterable[str]) -> None:
    """Make the database refuse UPDATE, DELETE (and TRUNCATE) on `tables`.

    Args:
        connection: one with a transaction under way.
        tables: names out of the schema, never from outside.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(
            "CREATE OR REPLACE FUNCTION encounter_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"RAISE EXCEPTION USING MESSAGE = '{_SAYS}: ' || TG_OP || ' of ' || TG_TABLE_NAME || ' refused'; END $$"
        )
    for table in tables:
        for statement in _protecting(connection.dialect.name, table):
            connection.exec_driver_sql(statement)


def unprotect(connection: Connection, tables: Iterable[str]) -> None:
    """Lift the refusal; only a lawful erasure does so, and puts it back in the same transaction."""
    for table in tables:
        names = [f"{table}_never_updated", f"{table}_never_deleted"]
        if connection.dialect.name == "postgresql":
            names.append(f"{table}_never_truncated")
        for name in names:
            suffix = f" ON {table}" if connection.dialect.name == "postgresql" else ""
            connection.exec_driver_sql(f"DROP TRIGGER {name}{suffix}")


def _protecting(dialect: str, table: str) -> list[str]:
    events = {"updated": "UPDATE", "deleted": "DELETE"}
    if dialect == "postgresql":
        events["truncated"] = "TRUNCATE"
    statements = []
    for done, event in events.items():
        if dialect == "postgresql":
            level = "STATEMENT" if event == "TRUNCATE" else "ROW"
            body = f"FOR EACH {level} EXECUTE FUNCTION encounter_refuse()"
        else:
            body = f"BEGIN SELECT RAISE(ABORT, '{_SAYS}: {event} of {table} refused'); END"
        statements.append(f"CREATE TRIGGER {table}_never_{done} BEFORE {event} ON {table} {body}")
    return statements
