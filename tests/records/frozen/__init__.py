"""Stores as earlier programs made them: frozen SQL of each version, and the rows of a small store of form 0002.

`NNNN.sqlite.sql` and `NNNN.postgresql.sql` are what the migrations of that time made; from 0004 on with the rows
in it. They are never made again: a migration is tested on what is out there, not on what today's code would make.
The rows were kept by the program of that time as well, with the key that signed them. Whoever adds a migration
freezes the form before it: `python -m tests.records.frozen`.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import create_engine, make_url

from simulator.records.migrate import HEAD

HERE = Path(__file__).parent
VERSIONS = sorted({path.name[:4] for path in HERE.glob("*.sqlite.sql")} - {HEAD})


def thaw(place, version):
    """Make a store of an earlier version with its rows in it; return its address."""
    rows = [HERE / f"{of}.rows.sql" for of in ("0001", "0002") if of <= version <= "0003"]
    dialect = "postgresql" if "://" in str(place) else "sqlite"
    script = "\n".join(path.read_text(encoding="utf-8") for path in (HERE / f"{version}.{dialect}.sql", *rows))
    if dialect == "sqlite":
        with closing(sqlite3.connect(place)) as connection:
            connection.executescript(f"BEGIN;\n{script}\nCOMMIT;")  # kept on the disk once, not after each statement
        Path(f"{place}.seal").write_text((HERE / "frozen.seal").read_text(encoding="utf-8"), encoding="utf-8")
    else:
        engine = create_engine(make_url(place), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.connection.dbapi_connection.execute(script)
        engine.dispose()
    return str(place)
