"""Connections: where the store is, how it is opened, and what a database's refusal means to a person."""

from __future__ import annotations

import math
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, func, make_url, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError, IntegrityError

from simulator import __version__
from simulator.errors import (
    AccessCodeWanted,
    EncounterError,
    StoreDamaged,
    StoreError,
    StoreUnavailable,
    UsageError,
)
from simulator.messages import tr
from simulator.records import default_path
from simulator.records.sqlite_file import file_uri

BUSY_SECONDS = 30
"""How long a writer waits for another before it gives up."""

POOL: dict[str, Any] = {"pool_size": 12, "max_overflow": 28}
"""How many connections are kept once they were needed, and how many more there may be: a page needs one at a time."""

_TURNS = "encounter_turns"
_TRUSTED = 2.0
"""Seconds that a connection may lie unused before it is asked whether it is still there."""

WANTS_CODE = "ENC01"
"""What PostgreSQL says, as its SQLSTATE, where an assessment begins only with an access code."""

_IS_ACADEMYS = (
    "SELECT NOT rolsuper AND coalesce(pg_has_role(session_user, to_regrole('encounter_academy'), 'USAGE'), false) "
    "FROM pg_roles WHERE rolname = session_user"
)

CHAIN_LOCK = 0x656E636F  # any number that all writers on one PostgreSQL agree on
_LOOKED_OVER = 4 * 1024 * 1024  # bytes: some 20 ms
_MAGIC = b"SQLite format 3\x00"
_PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = FULL",  # a commit is on the disk before it returns
    "PRAGMA recursive_triggers = ON",  # INSERT OR REPLACE counts as a deletion
    "PRAGMA secure_delete = ON",  # what is erased is overwritten
    "PRAGMA cell_size_check = ON",
)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a store is: a file, or a PostgreSQL database.

    Attributes:
        url: PostgreSQL's address; None for a file.
        path: the file; None for PostgreSQL.
    """

    url: URL | None
    path: Path | None

    def __post_init__(self) -> None:
        if (self.url is None) == (self.path is None):
            raise ValueError("a store is a file or a PostgreSQL database")

    def __str__(self) -> str:
        """Return the address as a person may see it, without a password."""
        return str(self.path) if self.url is None else self.url.render_as_string(hide_password=True)

    @property
    def database(self) -> str:
        """Which store it is, whoever signs in and with what options: its file, or its host, port and database."""
        if self.url is None:
            return str(self.path)
        asked = self.url.normalized_query
        host, port = self.url.host or ",".join(asked.get("host", ())), self.url.port or ",".join(asked.get("port", ()))
        return f"{host.lower()}:{port or 5432}/{self.url.database}"


def locate(address: str | None) -> Address:
    """Return where the store is.

    Args:
        address: a file, or an address that begins with `postgresql://` or `postgresql+psycopg://`. None for
            ENCOUNTER_STORE, or else the default file.

    Raises:
        UsageError: an address of another kind.
    """
    given = address or os.environ.get("ENCOUNTER_STORE") or None
    if given is None:
        return Address(None, default_path())
    if "://" not in given:
        return Address(None, Path(given).expanduser().absolute())
    try:
        url = make_url(given)
    except ArgumentError:
        url = None
    if url is None or url.drivername not in ("postgresql", "postgresql+psycopg"):
        raise UsageError(
            "This is not an address of a record store.",
            "Give a file, or postgresql+psycopg://user:password@host/database.",
        )
    return Address(url.set(drivername="postgresql+psycopg"), None)


def connect(address: Address) -> Engine:
    """Return an engine on an existing store; nothing is opened yet.

    A connection taken from `writes(engine)` begins each transaction with BEGIN IMMEDIATE on SQLite,
    so that a writer waits its turn instead of failing half-way.
    """
    if address.path is None:
        try:
            engine = create_engine(address.url or "", **POOL)
        except ImportError:
            raise StoreUnavailable(
                "The driver for PostgreSQL is not installed.", "pip install 'encounter-simulator[postgres]'"
            ) from None
        _ask_the_idle(engine)
        event.listen(engine, "connect", _sign_for_the_academy)
        return engine
    if not is_database(address.path):
        raise _no_store(address)
    try:
        place = file_uri(address.path)
    except OSError as error:
        raise StoreUnavailable(
            f"The record store {address} has a log that needs a place that can be written ({error.strerror}).",
            "Copy the file, and all that is named like it, into a folder that can be written.",
        ) from None

    def opened() -> sqlite3.Connection:
        return sqlite3.connect(place, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)

    engine = create_engine("sqlite://", creator=opened, poolclass=QueuePool, **POOL)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _ask_the_idle(engine: Engine) -> None:
    """Ask a connection that was not used for a while whether it is still there, before it is used again."""

    def kept(_connection: Any, record: Any) -> None:
        record.info["kept"] = time.monotonic()

    def taken(connection: Any, record: Any, _proxy: Any) -> None:
        if time.monotonic() - record.info.get("kept", math.inf) > _TRUSTED:
            try:
                engine.dialect.do_ping(connection)
            except engine.dialect.loaded_dbapi.Error as error:
                raise DisconnectionError(str(error)) from error  # another is opened in its place

    event.listen(engine, "checkin", kept)
    event.listen(engine, "checkout", taken)


def _sign_for_the_academy(connection: Any, _record: Any) -> None:
    """Let an academy's own login sign the audit log, without which its session is shown nothing."""
    if connection.execute(_IS_ACADEMYS).fetchone()[0]:
        asked = "SELECT encounter_open(%s) FROM accounts WHERE id = encounter_account() AND role = 'academy'"
        connection.execute(asked, (f"with encounter {__version__}",))
    connection.commit()


def writes(engine: Engine) -> Engine:
    """Return `engine` for transactions that write."""
    return engine.execution_options(encounter_writes=True)


def reads(engine: Engine) -> Engine:
    """Return `engine` for transactions that only read, whatever it was for."""
    return engine.execution_options(encounter_writes=False)


def hold_chain(connection: Connection) -> None:
    """Wait until no other transaction extends the chain of runs; SQLite has one writer anyway."""
    if connection.get_execution_options().get(_TURNS):
        connection.execute(select(func.encounter_take_turn()))
    elif connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(CHAIN_LOCK)))


def takes_turns(engine: Engine) -> Engine:
    """Return `engine` for transactions that take turns with people's own logins. No such login may make them wait."""
    return engine.execution_options(**{_TURNS: True})


@contextmanager
def looking(address: Address) -> Iterator[Connection]:
    """Open a store that is there, to look at it as it is: nothing is made, migrated or changed.

    Raises:
        StoreUnavailable, StoreDamaged: it cannot be opened or read.
    """
    if address.path is not None and not address.path.is_file():
        raise StoreUnavailable(
            f"There is no record store {address}.", "Play an encounter first, or name its file with --store."
        )
    engine = connect(address)
    try:
        with faults(address), engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def refuse_damage(connection: Connection, address: Address) -> None:
    """Look a SQLite file over for damage, unless it is so large that starting would take noticeably longer.

    Raises:
        StoreDamaged: it is damaged, and must not be written to.
    """
    if address.path is not None and address.path.stat().st_size <= _LOOKED_OVER:
        said = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        if said != "ok":
            raise _damaged(address)


def write_ahead(connection: Connection) -> None:
    """Let a SQLite file keep a write-ahead log, so that readers and the writer do not wait for each other."""
    raw = _raw(connection)
    if raw.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        raw.execute("PRAGMA journal_mode = WAL")


def empty_log(connection: Connection) -> None:
    """Empty SQLite's write-ahead log, which still holds pages as they were before an erasure."""
    _raw(connection).execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def faults(address: Address) -> Iterator[None]:
    """Turn a database's refusal into a sentence for a person; a broken constraint passes as it is."""
    try:
        yield
    except IntegrityError:
        raise
    except DBAPIError as error:
        raise explain(error.orig, address) from error
    except sqlite3.Error as error:
        raise explain(error, address) from error


def explain(error: BaseException | None, address: Address) -> EncounterError:
    """Return an error that says what a database's refusal means, and what to do."""
    if isinstance(error, sqlite3.Error):
        return _explain_sqlite(getattr(error, "sqlite_errorname", ""), str(error), address)
    if type(error).__name__ == "OperationalError" and getattr(error, "sqlstate", None) is None:
        return _explain_postgresql("08000", str(error).strip(), address)
    if getattr(error, "sqlstate", None) == WANTS_CODE:
        return AccessCodeWanted(
            tr("This assessment needs the access code that is given in the room."), tr("Type it as it was given.")
        )
    said = getattr(error, "diag", None)
    if said is not None and said.source_function == "exec_stmt_raise" and said.sqlstate in ("22001", "22023", "42501"):
        # One of our own functions refuses, in words that are written for a person.
        return StoreError(f"{said.message_primary[:1].upper()}{said.message_primary[1:]}.", "Ask your academy.")
    return _explain_postgresql(getattr(error, "sqlstate", None) or "", str(error).strip(), address)


def make_file(path: Path, *, folder: bool) -> None:
    """Make an empty file for a new store, that only its owner can read (mode 0600).

    Args:
        path: the file; one that is there already is left alone.
        folder: also make its folder (mode 0700).

    Raises:
        StoreUnavailable: the place cannot hold a file.
    """
    if path.is_dir():
        raise StoreUnavailable(f"{path} is a folder, not a record store.", "Name a file in it.")
    try:
        if folder:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        # As a file it is what we want; as a parent it is in the way.
        if not path.exists():
            raise _unusable(path, f"{path.parent} is not a folder.") from None
    except FileNotFoundError:
        raise _unusable(path, f"There is no folder {path.parent}.", "Make it first, or name another file.") from None
    except NotADirectoryError:
        raise _unusable(path, f"{path.parent} is not a folder.") from None
    except PermissionError:
        raise _unusable(path, f"The folder {path.parent} cannot be written.") from None
    except OSError as error:
        raise _unusable(path, f"No file can be made in {path.parent} ({error.strerror}).") from None


def _unusable(path: Path, message: str, mend: str = "") -> StoreUnavailable:
    return StoreUnavailable(
        f"The record store {path.name} cannot be made: {message[0].lower() + message[1:]}",
        mend or "Name another file with --store or ENCOUNTER_STORE.",
    )


def is_database(path: Path) -> bool:
    """Return whether a file is empty or begins as a SQLite database does.

    SQLite itself takes a file of a few bytes for an empty database and writes over it, and deletes
    the log beside a file that it cannot read.
    """
    try:
        with path.open("rb") as file:
            return file.read(len(_MAGIC)) in (b"", _MAGIC)
    except OSError:
        return True  # connecting says what is wrong


def _raw(connection: Connection) -> Any:
    # The driver's own connection: these statements have no place in a transaction.
    return connection.connection.dbapi_connection


def _prepare(connection: Any, _record: Any) -> None:
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("encounter_writes", False)
    _raw(connection).execute("BEGIN IMMEDIATE" if writes else "BEGIN")


def _explain_sqlite(name: str, said: str, address: Address) -> StoreError:
    place = f"The record store {address}"
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StoreUnavailable(
            f"{place} is in use by another program; nothing was changed.",
            "Close the other program, or try again in a moment.",
        )
    if name.startswith("SQLITE_READONLY"):
        return StoreUnavailable(
            f"{place} is read-only; nothing was changed.",
            "Allow writing to the file and its folder, or name another file with --store.",
        )
    if name in ("SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_SHMSIZE", "SQLITE_IOERR_TRUNCATE"):
        return StoreUnavailable(
            f"The disk of the record store {address} is full; what was answered before is kept.",
            "Free some space, and answer again.",
        )
    if name.startswith("SQLITE_CANTOPEN"):
        return StoreUnavailable(
            f"{place} cannot be opened.", "Check that the file is there, and that it and its folder can be written."
        )
    if name == "SQLITE_NOTADB":
        return _no_store(address)
    if name.startswith("SQLITE_CORRUPT"):
        return _damaged(address)
    if name.startswith("SQLITE_IOERR"):
        return StoreUnavailable(f"The disk of the record store {address} fails ({said}).", "Check the disk.")
    return StoreError(f"{place} refused: {said}.", "Try encounter store verify.")


def _no_store(address: Address) -> StoreDamaged:
    return StoreDamaged(
        f"{address} is not a record store; it was left as it is.",
        "Name another file with --store, or bring back a backup: encounter store restore FILE.",
    )


def _damaged(address: Address) -> StoreDamaged:
    return StoreDamaged(
        f"The record store {address} is damaged; it was left as it is.",
        "Bring back the last backup: encounter store restore FILE.",
    )


def _explain_postgresql(state: str, said: str, address: Address) -> StoreError:
    place = f"The record store {address}"
    first = said.splitlines()[0] if said else "no reason given"
    if state[:2] in ("08", "28", "3D", "57"):
        return StoreUnavailable(f"{place} cannot be reached ({first}).", "Check the address, and that the server runs.")
    if state == "53100":
        return StoreUnavailable(
            f"The disk of the record store {address} is full.", "Free some space, and answer again."
        )
    if state in ("25006", "42501"):
        return StoreUnavailable(
            f"{place} does not let this login do that ({first}).", "Ask the people who run the server."
        )
    if state in ("55P03", "40P01", "40001"):
        return StoreUnavailable(f"{place} is in use by another program; nothing was changed.", "Try again in a moment.")
    if state in ("XX001", "XX002"):
        return StoreDamaged(f"{place} is damaged ({first}).", "Bring back the last backup with pg_restore.")
    return StoreError(f"{place} refused: {first}.", "Try encounter store verify.")
