"""Values that change behind the program's back: how many of those that an export would show does verification miss?

Run: PYTHONPATH=. python bench/tampering.py STORE [--changes 300] [--postgresql]

STORE is an academy's file, such as bench/academy_journey.py leaves; it is copied, and never written. One bit of a
random byte of the tables that exports read is turned over, until so many values have changed. With `--postgresql`, its
rows are put into a separate server. There, somebody who may do everything but does not have the key changes a random
value of a random row.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean, Connection, Integer, Table, create_engine, delete, func, insert, select, text
from sqlalchemy.exc import DBAPIError

from bench.serving import store_on
from simulator.errors import StoreError
from simulator.records import schema
from simulator.records.connection import locate
from simulator.records.seal import seal_path
from simulator.records.verify import verify, verify_store

SHOWN = (
    "trainees", "identities", "cohorts", "members", "groups", "assignments", "adjustments", "voids", "merges", "runs",
    "decisions", "levels", "critical_events", "finishes", "self_ratings", "reflections", "comments", "trainer_ratings",
    "own_words", "word_ratings", "rescorings", "rescored_runs", "rescored_levels", "campaign_runs",
    "campaign_finishes", "snapshots", "rubric_snapshots",
)  # fmt: skip
"""What exports and access requests are made of."""

SEED = 2026


def main() -> None:
    """Change values, verify, and print a row."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("--changes", type=int, default=300)
    parser.add_argument("--postgresql", action="store_true")
    given = parser.parse_args()
    assert verify_store(locate(str(given.store))).sound
    count = on_postgresql if given.postgresql else on_sqlite
    with tempfile.TemporaryDirectory(prefix="encounter-tampering-") as folder:
        tries, changed, unreadable, missed = count(given.store, given.changes, Path(folder))
    kind = "PostgreSQL" if given.postgresql else "SQLite"
    print(
        f"| {kind}: {tries:,} changes, of which {changed:,} change a value that an export would show, and {unreadable:,} "
        f"leave something that cannot be read | {missed} missed |"
    )


def on_sqlite(source: Path, changes: int, folder: Path) -> tuple[int, int, int, int]:
    """Turn bits over; return tries, changed values, what cannot be read, and what was missed."""
    chance, copy = random.Random(SEED), folder / "flipped.sqlite3"
    shutil.copy(source.with_name(f"{source.name}.seal"), copy.with_name(f"{copy.name}.seal"))
    whole = folder / "whole.sqlite3"
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(whole)) as new:
        old.backup(new)
        new.execute("PRAGMA journal_mode = DELETE")
    content, before = whole.read_bytes(), shown(whole)
    pages = list(pages_of(whole, content))
    size = len(content) // page_count(content)
    tries = changed = unreadable = missed = 0
    while changed < changes:
        tries += 1
        flipped = bytearray(content)
        flipped[(chance.choice(pages) - 1) * size + chance.randrange(size)] ^= 1 << chance.randrange(8)
        copy.write_bytes(flipped)
        now = shown(copy)
        if now == before:
            continue
        unreadable += now is None
        changed += now is not None
        missed += sound(copy)
    return tries, changed, unreadable, missed


def shown(file: Path) -> list[list[Any]] | None:
    """Return every value of the tables, None where they cannot be read."""
    with closing(sqlite3.connect(file)) as connection:
        connection.text_factory = bytes
        try:
            return [
                sorted(connection.execute(f"SELECT {', '.join(names(table))} FROM {table}").fetchall(), key=repr)
                for table in SHOWN
            ]
        except sqlite3.Error:
            return None


def names(table: str) -> list[str]:
    """Return a table's columns but for those that seal it."""
    return [f'"{column.name}"' for column in columns(getattr(schema, table))]


def columns(table: Table) -> list[Any]:
    return [column for column in table.c if column.name not in ("entry", "salt", "hash", "genesis", "form")]


def sound(file: Path) -> bool:
    """Return whether verification finds nothing; the quick one is asked first."""
    try:
        return verify_store(locate(str(file)), quick=True).sound and verify_store(locate(str(file))).sound
    except StoreError:
        return False


def page_count(content: bytes) -> int:
    """Return how many pages a file has, by its own header."""
    size = int.from_bytes(content[16:18], "big")
    return len(content) // (65536 if size == 1 else size)


def pages_of(file: Path, content: bytes) -> Iterator[int]:
    """Give every page of the tables themselves: their trees are gone through, without indexes and overflow."""
    size = len(content) // page_count(content)
    with closing(sqlite3.connect(file)) as connection:
        asked = "SELECT rootpage FROM sqlite_master WHERE type = 'table' AND name = ?"
        ahead = [connection.execute(asked, (table,)).fetchone()[0] for table in SHOWN]
    while ahead:
        number = ahead.pop()
        yield number
        page = content[(number - 1) * size : number * size]
        if page[0] in (2, 5):  # an inner page, of an index or of a table: its cells begin with the page below
            cells = int.from_bytes(page[3:5], "big")
            places = [int.from_bytes(page[12 + 2 * cell : 14 + 2 * cell], "big") for cell in range(cells)]
            ahead += [int.from_bytes(page[place : place + 4], "big") for place in places]
            ahead.append(int.from_bytes(page[8:12], "big"))


def on_postgresql(source: Path, changes: int, _folder: Path) -> tuple[int, int, int, int]:
    """Change values on a server; return tries, changed values, what cannot be read, and what was missed."""
    chance, seal = random.Random(SEED), seal_path(locate(str(source)))
    with store_on("postgresql") as place:
        engine = create_engine(place.admin)
        with engine.begin() as connection:
            put_in(connection, source)
        tries = changed = missed = 0
        with engine.connect() as connection:
            assert verify(connection, seal_file=seal).sound
            connection.rollback()
            filled = [
                name for name in SHOWN if connection.scalar(select(func.count()).select_from(getattr(schema, name)))
            ]
            while changed < changes:
                tries += 1
                connection.execute(text("SET LOCAL session_replication_role = replica"))
                if change_one(connection, chance, getattr(schema, chance.choice(filled))):
                    changed += 1
                    found = verify(connection, seal_file=seal, quick=True)
                    missed += found.sound and verify(connection, seal_file=seal).sound
                connection.rollback()
        engine.dispose()
    return tries, changed, 0, missed


def put_in(connection: Connection, source: Path) -> None:
    """Put the rows of a file into a database, as they are."""
    connection.execute(text("SET LOCAL session_replication_role = replica"))
    old = create_engine(f"sqlite:///{source}")
    with old.connect() as read:
        for table in schema.metadata.sorted_tables:
            connection.execute(delete(table))
            rows = [row._asdict() for row in read.execute(select(table))]
            if rows:
                connection.execute(insert(table), rows)
    old.dispose()


def change_one(connection: Connection, chance: random.Random, table: Table) -> bool:
    """Change one value of one row; return whether the database lets it be."""
    column = chance.choice(columns(table))
    count = connection.scalar(select(func.count()).select_from(table)) or 0
    row = connection.execute(
        select(text("ctid"), column).select_from(table).order_by(text("ctid")).offset(chance.randrange(count)).limit(1)
    ).one()
    value = other(row[1], column, chance)
    try:
        asked = text(f'UPDATE {table.name} SET "{column.name}" = :value WHERE ctid = CAST(:at AS tid)')
        with connection.begin_nested():
            connection.execute(asked, {"value": value, "at": str(row[0]).replace(" ", "")})
    except (DBAPIError, ValueError):
        return False
    return True


def other(value: Any, column: Any, chance: random.Random) -> Any:
    """Return a value of the same kind that is another."""
    if value is None:
        return 1 if isinstance(column.type, Integer) else True if isinstance(column.type, Boolean) else "x"
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + chance.choice((-1, 1))
    if isinstance(value, float):
        return value + 0.5
    if not value:
        return "x"
    return _turned(value, chance)


def _turned(value: str, chance: random.Random) -> str:
    place = chance.randrange(len(value))
    instead: Sequence[str] = [each for each in "0123456789abcdefghij" if each != value[place]]
    made = value[:place] + chance.choice(instead) + value[place + 1 :]
    if value[:1] in "{[":  # a body that is no JSON any more would be found for that alone
        try:
            return made if json.loads(made) != json.loads(value) else value + " "
        except ValueError:
            return value.replace("1", "2", 1) if "1" in value else value + " "
    return made


if __name__ == "__main__":
    main()
