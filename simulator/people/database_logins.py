"""The person of each login of PostgreSQL: the database asks this table who signs in."""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy import select

from simulator.errors import UsageError
from simulator.people.model import Account
from simulator.records.journal import keep
from simulator.records.model import write_time
from simulator.records.schema import database_logins
from simulator.records.store import Store


def login_for(account: Account) -> str:
    """Return a login's name for somebody: their name in plain letters, and what no other account has."""
    plain = re.sub(r"[^a-z0-9]+", "_", account.name.casefold()).strip("_")[:40] or "person"
    return f"{plain}_{account.id[:6]}"


def keep_login(store: Store, account: Account, login: str, *, at: datetime) -> None:
    """Keep that a login is somebody's.

    Raises:
        UsageError: it is somebody else's, or one of the program's own.
    """
    if login.startswith("encounter_") or not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", login):
        raise UsageError(
            "This cannot be a person's login.", "Use small letters, digits and _; it must not begin with encounter_."
        )
    with store.writing() as connection:
        whose = connection.scalar(select(database_logins.c.account_id).where(database_logins.c.login == login))
        if whose is None:
            row = {"login": login, "account_id": account.id, "since": write_time(at)}
            keep(connection, database_logins, [row], at=write_time(at))
        elif whose != account.id:
            raise UsageError(f"The login {login} is somebody else's.", "Choose another: --login")
