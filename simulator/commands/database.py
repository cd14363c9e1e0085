"""`encounter store init` and `encounter store role`: PostgreSQL's own roles, which enforce who may do what."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from simulator.commands.output import say
from simulator.errors import UsageError

if TYPE_CHECKING:
    from sqlalchemy import Connection

_admin = click.option(
    "--admin",
    required=True,
    metavar="ADDRESS",
    help="The database, by a superuser: postgresql://postgres@host/encounter",
)


@click.command("init", epilog="Example: encounter store init --admin postgresql://postgres@db/encounter")
@_admin
def init(admin: str) -> None:
    """Make the schema on PostgreSQL, with its roles, policies and functions, or bring them up to date.

    From then on the program signs in with the server's login (`store role add --server`) or a person's, never as
    the owner. The database itself then enforces what each role may read and append.
    """
    from simulator.people.database import secure
    from simulator.records.migrate import migrate_store

    done = migrate_store(admin)
    if done.copy is not None:
        say(f"The earlier store is kept as {done.copy}.")
    elif done.not_kept:
        say(f"It was not backed up before. {done.not_kept}")
    with _as_admin(admin) as connection:
        secure(connection)
    say("The schema, its roles, policies and functions are in place.")
    say("Next, the server's login: encounter store role add --server --admin ADDRESS")


@click.group(epilog="Example: encounter store role add 'Amira Osei' --admin postgresql://postgres@db/encounter")
def role() -> None:
    """Give people, and the server, logins of their own on PostgreSQL."""


@role.command(epilog="Example: encounter store role add --server --admin postgresql://postgres@db/encounter")
@click.argument("name", required=False)
@click.option("--server", is_flag=True, help="The login of `encounter serve`, instead of a person's.")
@click.option("--backup", is_flag=True, help="A login with which pg_dump can read everything, instead of a person's.")
@click.option("--login", metavar="LOGIN", help="The login's name; made from the person's if omitted.")
@_admin
def add(name: str | None, server: bool, backup: bool, login: str | None, admin: str) -> None:
    """Make the login of the account NAME, or give it another password and today's role. The password is shown once."""
    from simulator.people import accounts
    from simulator.people.database import add_backup_login, add_login
    from simulator.people.database_logins import keep_login, login_for
    from simulator.records.store import Store

    if (server, backup, name is not None).count(True) != 1:
        raise UsageError("Name an account, or give --server or --backup.", "Give one of the three.")
    password = secrets.token_urlsafe(24)
    if server:
        wanted = login or "encounter_app"
        with _as_admin(admin) as connection:
            add_login(connection, wanted, password, None)
    elif backup:
        wanted = login or "encounter_backup"
        with _as_admin(admin) as connection:
            add_backup_login(connection, wanted, password)
    else:
        with Store.open(admin) as store:
            account = accounts.account_named(store, name or "")
            wanted = login or login_for(account)
            keep_login(store, account, wanted, at=datetime.now(UTC))
        with _as_admin(admin) as connection:
            add_login(connection, wanted, password, account.role)
    say(f"Login {wanted}, with this password, which is shown once:")
    click.echo(password)


@contextmanager
def _as_admin(admin: str) -> Iterator[Connection]:
    from simulator.records.connection import connect, faults, locate

    address = locate(admin)
    engine = connect(address)
    try:
        with faults(address), engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()
