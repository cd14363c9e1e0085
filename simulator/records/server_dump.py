"""Backup of a store on a PostgreSQL server, by the server's own program: `pg_dump`, found or named."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy.engine import URL, make_url

from simulator.errors import StoreError, StoreUnavailable


def dumping_program() -> str | None:
    """Return PostgreSQL's own program that writes dumps, as it is named or found; None if there is none."""
    return os.environ.get("ENCOUNTER_PG_DUMP") or shutil.which("pg_dump")


def no_dumping_program() -> StoreUnavailable:
    """Return the error that says that there is none, and how to mend it."""
    return StoreUnavailable(
        "PostgreSQL's program pg_dump is not found.",
        "Install the client of your server's version, or name it: ENCOUNTER_PG_DUMP=/path/to/pg_dump",
    )


def dumped_as(url: URL) -> URL:
    """Return the address for dumping a database: ENCOUNTER_BACKUP_AS, if its own login may not read everything."""
    named = os.environ.get("ENCOUNTER_BACKUP_AS")
    return url if not named else make_url(named).set(drivername=url.drivername)


def dump(url: URL, draft: Path) -> None:
    """Write a database into a file of PostgreSQL's custom format, that only its owner can read.

    The password goes by the environment, so that no list of processes shows it.

    If ENCOUNTER_BACKUP_AS is set, that login is used: a database that enforces the roles can be dumped only by a login
    that may read everything.

    Raises:
        StoreUnavailable: there is no `pg_dump`.
        StoreError: it failed; a part of the file may be left.
    """
    url, program = dumped_as(url), dumping_program()
    if program is None:
        raise no_dumping_program()
    os.close(os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
    address = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    environment = {**os.environ, **({} if not url.password else {"PGPASSWORD": str(url.password)})}
    command = [program, "--format=custom", f"--file={draft}", f"--dbname={address}"]
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    except OSError as error:
        raise StoreUnavailable(
            f"{program} cannot be run ({error.strerror}).", "Name another with ENCOUNTER_PG_DUMP."
        ) from None
    if done.returncode != 0:
        said = " ".join(done.stderr.split()) or "no reason given"
        mend = "Use the pg_dump of your server's version: ENCOUNTER_PG_DUMP=/path/to/pg_dump"
        if "row-level security" in said:
            mend = (
                "Use a login that can read everything: encounter store role add --backup; ENCOUNTER_BACKUP_AS=ADDRESS"
            )
        raise StoreError(f"pg_dump failed: {said.rstrip('.')}.", mend)
