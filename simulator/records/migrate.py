"""Migrations: which version a store has, and how it becomes the present one.

A new store is made at once from the schema. Alembic is imported only to migrate an older store. A store that is up to
date is recognised by its version number.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, column, insert, inspect, select, table

from simulator.errors import StoreDamaged, StoreError, StoreTooNew
from simulator.records.connection import Address, connect, faults, locate, make_file, refuse_damage, write_ahead, writes
from simulator.records.copying import keep_copy, keep_dump
from simulator.records.merged import has_views, make_views
from simulator.records.sqlite_file import is_read_only

KNOWN = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0021", "0025", "0026", "0027")
"""Every version of the schema, oldest first; the names of the migrations begin with them."""

HEAD = KNOWN[-1]
"""The version that this program reads and writes."""

OLDEST_SERVED = "0025"
"""Programs of this version or later may go on with a store of the present version: later migrations only added to
it."""


@dataclass(frozen=True, slots=True)
class Migrated:
    """What bringing a store to the present form did.

    Attributes:
        before: the version it had; None for an empty one.
        copy: where the store as it was before is kept. None if nothing had to be kept, or if the server's own dump
            program is not found or fails.
        not_kept: of a server, why there is no copy; "" if there is one, or needs to be none.
    """

    before: str | None
    copy: Path | None
    not_kept: str = ""


_VERSION = table("alembic_version", column("version_num"))
_SERVED = table("served_forms", column("oldest"))


def version(connection: Connection, address: Address) -> str | None:
    """Return the version of the store's schema, None for an empty database.

    If this program does not know the version, a newer program wrote it, and the store says that it serves this one too.

    Raises:
        StoreDamaged: the database holds something else.
        StoreTooNew: a newer program wrote it, and this one cannot go on with it.
    """
    tables = inspect(connection).get_table_names()
    if not tables:
        return None
    found = connection.scalar(select(_VERSION.c.version_num)) if "alembic_version" in tables else None
    if found is None or "runs" not in tables:
        raise StoreDamaged(
            f"{address} is a database of another program; it was left as it is.",
            "Name another file with --store or ENCOUNTER_STORE.",
        )
    if found not in KNOWN and not _serves_this_program(connection, tables):
        raise StoreTooNew(
            f"The record store {address} was written by a newer Encounter; it was left as it is.",
            "Update with: pip install --upgrade encounter-simulator.",
        )
    return str(found)


def refuse_newer(connection: Connection, address: Address) -> None:
    """Refuse what needs every table to be known, on a store that a newer program wrote.

    Raises:
        StoreTooNew: it did.
    """
    if version(connection, address) not in (None, *KNOWN):
        raise StoreTooNew(
            f"The record store {address} belongs to a newer Encounter, and only that one can do this.",
            "Update with: pip install --upgrade encounter-simulator. You can go on playing meanwhile.",
        )


def require_present(connection: Connection, address: Address) -> None:
    """Refuse a store that is not of the present form.

    Raises:
        StoreError: it is empty or older; `StoreDamaged` and `StoreTooNew` as `version`.
    """
    found = version(connection, address)
    if found is None:
        raise StoreError(f"There are no records in {address}.", "Play an encounter first: encounter play.")
    refuse_newer(connection, address)
    if found != HEAD:
        raise StoreError(
            f"The record store {address} has an older form ({found}).", "Bring it up to date: encounter store migrate."
        )


def migrate_store(given: str | None) -> Migrated:
    """Migrate a store to the present form, or make it if there is none. A file of an older form is copied first.

    Args:
        given: as for `Store.open`.

    Raises:
        StoreError: it cannot be opened, or written.
    """
    address = locate(given)
    if address.path is not None:
        make_file(address.path, folder=given is None)
    engine = connect(address)
    try:
        with faults(address):
            return upgrade(engine, address)
    finally:
        engine.dispose()


def bring_up_to_date(address: Address) -> None:
    """Migrate a file that is itself a copy, so no other copy needs to be kept.

    Raises:
        StoreError: it holds no records; `StoreDamaged` and `StoreTooNew` as `version`.
    """
    engine = connect(address)
    try:
        with faults(address), writes(engine).begin() as connection:
            refuse_newer(connection, address)
            if version(connection, address) is not None:
                _run_migrations(connection)
            require_present(connection, address)
    finally:
        engine.dispose()


def make_ready(engine: Engine, address: Address) -> bool:
    """Make an empty store, or migrate an older one; a server that others share only on request.

    Returns:
        Whether a newer program wrote it, which this one goes on with.

    Raises:
        StoreError: as `require_present`, for a server.
    """
    with engine.connect() as connection:
        found = version(connection, address)
        newer = found not in (None, *KNOWN)
        if found is not None and address.path is None and not newer:
            require_present(connection, address)
        refuse_damage(connection, address)
    if found != HEAD and not newer:
        upgrade(engine, address)
    if address.path is not None and not is_read_only(address.path):
        with engine.connect() as connection:
            write_ahead(connection)
    return newer


def upgrade(engine: Engine, address: Address) -> Migrated:
    """Bring the store to the present schema, in one transaction, after a copy of a file of an older form.

    Raises:
        StoreDamaged, StoreTooNew: as `version`.
        StoreUnavailable: the copy cannot be written; the store is as it was.
    """
    with engine.connect() as connection:
        found = version(connection, address)
        refuse_newer(connection, address)
    copy, not_kept = None, ""
    if address.path is not None and found not in (None, HEAD):
        copy = keep_copy(address, address.path, found)
    elif address.url is not None and found not in (None, HEAD):
        try:
            copy = keep_dump(address, address.url, str(found))
        except (StoreError, OSError) as failed:
            not_kept = str(failed)
    with writes(engine).begin() as connection:
        before = version(connection, address)  # asked again: another program may have been faster
        if before is None:
            _create(connection)
        elif before != HEAD:
            _run_migrations(connection)
            if connection.dialect.name == "postgresql" and has_views(connection):
                make_views(connection)  # of the tables as they are now
    return Migrated(before, copy, not_kept)


def _serves_this_program(connection: Connection, tables: list[str]) -> bool:
    """Return whether what newer programs did to a store only added to what this one knows of it."""
    return "served_forms" in tables and connection.scalar(select(_SERVED.c.oldest)) in KNOWN


def _create(connection: Connection) -> None:
    """Make an empty store in one step, as all migrations would make it one after the other. A test compares the two."""
    from simulator.records.protection import protect
    from simulator.records.schema import APPEND_ONLY, metadata

    metadata.create_all(connection, checkfirst=False)
    protect(connection, APPEND_ONLY)
    connection.exec_driver_sql(
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
        "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
    )
    connection.execute(insert(_VERSION).values(version_num=HEAD))
    connection.execute(insert(_SERVED).values(oldest=OLDEST_SERVED))


def _run_migrations(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)
