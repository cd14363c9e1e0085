"""Signing in and out: a row in the store, and a random code in the browser.

Guessing is slowed down, and nobody is locked out. After some failures for an account, each further attempt must wait:
twice as long every time, and a quarter of an hour at most. Only the guessed account waits, and only for the address
that guesses. So a class behind one address can sign in at the same time.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from simulator.errors import EncounterError
from simulator.messages import tr
from simulator.people.accounts import account_named, account_signed_in
from simulator.people.audit import log, note
from simulator.people.model import Account
from simulator.people.passwords import fits, hashed, is_outdated
from simulator.records.journal import change
from simulator.records.model import read_time, write_time
from simulator.records.schema import accounts, sign_in_failures, sign_ins, ssh_keys, trainees
from simulator.records.store import Store
from simulator.text import clean_text, name_key

FREE_TRIES = 5
LONGEST_WAIT = timedelta(minutes=15)
LASTS = timedelta(hours=12)
IDLE = timedelta(hours=2)


class SignInRefused(EncounterError):
    """Nobody was signed in. It is never said whether there is an account of that name."""


def sign_in(store: Store, name: str, password: str, *, address: str, at: datetime) -> tuple[Account, str]:
    """Sign somebody in.

    Args:
        address: where the try comes from.
        at: now.

    Returns:
        Who it is, and the code for the browser; only its hash is kept.

    Raises:
        SignInRefused: name and password do not go together, or the account waits.
    """
    account = checked(store, name, password, address=address, at=at)
    return account, begin(store, account, at=at)


def begin(store: Store, account: Account, *, at: datetime) -> str:
    """Keep that somebody is signed in from now on; return the code for the browser."""
    code = secrets.token_urlsafe(32)
    begun = {"code": _digest(code), "account_id": account.id, "created": write_time(at), "seen": write_time(at)}
    with store.writing() as connection:
        connection.execute(insert(sign_ins), {**begun, "ended": None})
    return code


def checked(store: Store, name: str, password: str, *, address: str, at: datetime) -> Account:
    """Return the account with this name and password. The audit log says that they signed in.

    Raises:
        SignInRefused: as `sign_in`.
    """
    shown = clean_text(name, limit=80)
    key = name_key(shown)
    with store.reading(everything=True) as connection:
        wait = _wait(connection, key, address, at)
    if wait > timedelta(0):
        seconds = int(wait.total_seconds()) + 1
        raise SignInRefused(
            tr("There were too many tries for this name. Try again in {seconds} seconds.", seconds=seconds)
        )
    with store.reading(everything=True) as connection:
        asked = select(accounts.c.id, accounts.c.password, accounts.c.disabled).join(trainees)
        row = connection.execute(asked.where(trainees.c.key == key)).one_or_none()
    good = fits(password, row.password if row else None)
    if row is None or not good or row.disabled is not None:
        with store.writing() as connection:
            connection.execute(
                insert(sign_in_failures), {"key": key[:80], "address": address[:60], "at": write_time(at)}
            )
            log(connection, at=at, by="server", action="sign-in-failed", about=shown, detail=address)
        raise SignInRefused(tr("The name or the password is wrong."), tr("Check both, or ask for a new invitation."))
    account = account_named(store, shown)
    with store.writing() as connection:
        if is_outdated(row.password):
            change(
                connection, accounts, accounts.c.id == row.id, at=write_time(at), values={"password": hashed(password)}
            )
        connection.execute(delete(sign_in_failures).where(_tries(key, address)))
        log(connection, at=at, by=account.name, action="signed-in", about=account.name, detail=address)
    return account


def account_by_key(store: Store, name: str, fingerprint: str) -> Account | None:
    """Return the account of that name if this SSH key is kept for it, or None.

    Nobody is signed in by it: the person who asks has yet to show that the key is theirs.

    Args:
        fingerprint: of the key, as `SHA256:…`.
    """
    asked = (
        select(trainees.c.name)
        .join(accounts, accounts.c.trainee_id == trainees.c.id)
        .join(ssh_keys, ssh_keys.c.account_id == accounts.c.id)
        .where(trainees.c.key == name_key(clean_text(name, limit=80)), accounts.c.disabled.is_(None))
        .where(ssh_keys.c.fingerprint == fingerprint)
    )
    with store.reading(everything=True) as connection:
        found = connection.scalar(asked)
    return None if found is None else account_named(store, found)


def signed_in_by_key(store: Store, account: Account, *, address: str, at: datetime) -> None:
    """Note in the audit log that somebody signed in by a key."""
    note(store, at=at, by=account.name, action="signed-in", about=account.name, detail=f"{address}, by key")


def who_is(store: Store, code: str, *, at: datetime) -> Account | None:
    """Return who is signed in by a code, None if nobody is (any longer)."""
    with store.reading(everything=True) as connection:
        found = account_signed_in(connection, _digest(code))
    if found is None:
        return None
    account, began, seen = found
    if at - began > LASTS or at - seen > IDLE:
        return None
    if at - seen > timedelta(minutes=5):
        with store.writing() as connection:
            connection.execute(update(sign_ins).where(sign_ins.c.code == _digest(code)).values(seen=write_time(at)))
    return account


def sign_out(store: Store, account: Account, *, at: datetime) -> None:
    """Sign somebody out everywhere."""
    with store.writing() as connection:
        connection.execute(
            update(sign_ins)
            .where(sign_ins.c.account_id == account.id, sign_ins.c.ended.is_(None))
            .values(ended=write_time(at))
        )
        log(connection, at=at, by=account.name, action="signed-out", about=account.name)


def _wait(connection: Connection, key: str, address: str, at: datetime) -> timedelta:
    """Return how long the next try at an account must wait."""
    since = write_time(at - LONGEST_WAIT)
    count, last = connection.execute(
        select(func.count(), func.max(sign_in_failures.c.at)).where(_tries(key, address), sign_in_failures.c.at > since)
    ).one()
    if count < FREE_TRIES:
        return timedelta(0)
    rest = min(LONGEST_WAIT, timedelta(seconds=2 ** min(10, count - FREE_TRIES + 2)))
    return read_time(last) + rest - at


def _tries(key: str, address: str) -> ColumnElement[bool]:
    return (sign_in_failures.c.key == key[:80]) & (sign_in_failures.c.address == address[:60])


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
