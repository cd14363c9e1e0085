"""A byte of a store's file that turns over, and changes anything that an export would show, is found."""

import random
import shutil
import sqlite3
from contextlib import closing

from sqlalchemy import select

from simulator import academy
from simulator.errors import StoreError
from simulator.records.connection import locate, looking
from simulator.records.schema import (
    assignments,
    cohorts,
    critical_events,
    decisions,
    finishes,
    groups,
    identities,
    levels,
    members,
    reflections,
    runs,
    self_ratings,
    trainees,
    trainer_ratings,
)
from simulator.records.store import Store
from simulator.records.verify import verify_store
from tests.records.samples import NOON, begun

FLIPS = 15
SHOWN = (
    trainees, identities, cohorts, members, groups, assignments, runs, decisions, levels, critical_events, finishes,
    self_ratings, reflections, trainer_ratings,
)  # fmt: skip


def shown(file):
    """Return every value that an export can show, None where the store cannot be read."""
    try:
        with looking(locate(str(file))) as connection:
            return [
                sorted(map(repr, connection.execute(select(*(c for c in table.c if c.name not in ("entry", "salt"))))))
                for table in SHOWN
            ]
    except (StoreError, UnicodeDecodeError, sqlite3.Error):
        return None


def verifies(file):
    try:
        return verify_store(locate(str(file))).sound
    except StoreError:
        return False


def test_no_byte_that_changes_what_an_export_shows_is_missed(file, story, tmp_path):
    with Store.open(str(file)) as store:
        autumn = academy.create_cohort(store, "Autumn", at=NOON)
        academy.add_members(store, autumn, [store.trainee(name, NOON) for name in ("Sam", "Ada")], at=NOON)
        for name in ("Sam", "Ada", "Sam"):
            record = begun(store, story, "here-ask", "there-force", "here-leave", name=name)
            store.rate_self(record.id, {"respect": 40}, NOON)
            store.reflect(record.id, "Ask first.", NOON)
            academy.rate(store, record.id, "Tim", {"listening": 1}, at=NOON)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode = DELETE")
        page = connection.execute("PRAGMA page_size").fetchone()[0]
        roots = [
            root
            for (root,) in connection.execute(
                "SELECT rootpage FROM sqlite_master WHERE tbl_name IN "
                f"({', '.join(repr(table.name) for table in SHOWN)}) AND rootpage > 0"
            )
        ]
    before, content, chance = shown(file), file.read_bytes(), random.Random(11)
    copy = tmp_path / "flipped.sqlite3"
    shutil.copy(file.with_name(file.name + ".seal"), copy.with_name(copy.name + ".seal"))
    changed = missed = 0
    while changed < FLIPS:
        at = (chance.choice(roots) - 1) * page + chance.randrange(page)
        flipped = bytearray(content)
        flipped[at] ^= 1 << chance.randrange(8)
        copy.write_bytes(flipped)
        if shown(copy) != before:
            changed += 1
            missed += verifies(copy)
    assert missed == 0
