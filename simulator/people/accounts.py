"""Accounts: who can sign in, with which role, and how they set their password.

Every function takes the open store first and the moment as `at`. An invitation is a random code that is good once
and for fourteen days; only its SHA-256 is kept. Whatever is done here stands in the audit log.
"""

from __future__ import annotations

import hashlib
import secrets
import uuid
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, RowMapping, func, insert, select, update

from scoring.document.problem import did_you_mean
from simulator.errors import UnknownRecord, UsageError
from simulator.messages import tr
from simulator.people.audit import log
from simulator.people.model import Account, Invitation, Role
from simulator.records.journal import change, keep
from simulator.records.model import Trainee, read_time, write_time
from simulator.records.schema import accounts, invitations, sign_ins, trainees
from simulator.records.store import Store
from simulator.text import NAME_LIMIT, clean_text, name_key

GOOD_FOR = timedelta(days=14)


class WrongPassword(UsageError):
    """The password before is not the one that was typed."""


def add_account(store: Store, name: str, role: Role, *, at: datetime, by: str) -> Account:
    """Make an account for somebody; runs that are kept under the name become theirs.

    Args:
        name: the name, which is also what they sign in by.
        role: what they may do.
        by: who adds it, for the audit log.

    Raises:
        UsageError: there is one of that name, or nothing readable is left of the name.
    """
    trainee = store.trainee(name, at)
    with store.writing() as connection:
        if _row(connection, accounts.c.trainee_id == trainee.id) is not None:
            raise UsageError(f"{trainee.name} has an account already.", "See: encounter people list")
        row = {"id": str(uuid.uuid4()), "trainee_id": trainee.id, "role": role.value, "created": write_time(at)}
        keep(connection, accounts, [row], at=write_time(at))
        log(connection, at=at, by=by, action="account-added", about=trainee.name, detail=role.value)
        return _account(_known(connection, accounts.c.id == row["id"]))


def account_named(store: Store, name: str) -> Account:
    """Return the account of that name; upper and lower case are the same.

    Raises:
        UnknownRecord: there is none; the mend names the nearest.
    """
    key = name_key(" ".join(name.split()))
    with store.reading(everything=True) as connection:
        row = _row(connection, trainees.c.key == key)
        known = [] if row else list(connection.scalars(select(trainees.c.name).join(accounts).limit(2_000)))
    if row is None:
        mend = did_you_mean(name, known, otherwise="There are") if known else "Add one: encounter people add NAME"
        raise UnknownRecord(f"There is no account '{name}'.", mend)
    return _account(row)


def account_by_id(store: Store, id_: str) -> Account | None:
    """Return the account that has an id, None if none has."""
    with store.reading(everything=True) as connection:
        row = _row(connection, accounts.c.id == id_)
    return None if row is None else _account(row)


def account_signed_in(connection: Connection, code: str) -> tuple[Account, datetime, datetime] | None:
    """Return the account that signed in with a code, when the sign-in began, and when it was last used.

    None if it has ended.

    Args:
        connection: that reads as the program itself.
        code: what the store keeps of the browser's code.
    """
    asked = _ACCOUNTS.add_columns(sign_ins.c.created.label("began"), sign_ins.c.seen).join(
        sign_ins, sign_ins.c.account_id == accounts.c.id
    )
    only = (sign_ins.c.code == code, sign_ins.c.ended.is_(None), accounts.c.disabled.is_(None))
    row = connection.execute(asked.where(*only)).mappings().one_or_none()
    return None if row is None else (_account(row), read_time(row["began"]), read_time(row["seen"]))


def all_accounts(store: Store) -> list[Account]:
    """Return every account, by name."""
    with store.reading(everything=True) as connection:
        return [_account(row) for row in connection.execute(_ACCOUNTS.order_by(trainees.c.key)).mappings()]


def any_account(store: Store) -> bool:
    """Return whether accounts are in use."""
    with store.reading(everything=True) as connection:
        return bool(connection.scalar(select(func.count()).select_from(accounts)))


def invite(store: Store, account: Account, *, at: datetime, by: str) -> Invitation:
    """Make an invitation; earlier ones of the account are good no longer.

    Raises:
        UsageError: the account is disabled.
    """
    if account.disabled:
        raise UsageError(f"The account of {account.name} is disabled.", "Enable it first.")
    code, until = secrets.token_urlsafe(18), at + GOOD_FOR
    row = {"code": _digest(code), "account_id": account.id, "until": write_time(until), "used": None}
    with store.writing() as connection:
        _end_invitations(connection, account.id, at)
        connection.execute(insert(invitations), row)
        log(connection, at=at, by=by, action="invited", about=account.name)
    return Invitation(account, code, until)


def invited(store: Store, code: str, *, at: datetime) -> Account:
    """Return whose an invitation is, while it is good.

    Raises:
        UsageError: it is unknown, used, or too old.
    """
    with store.reading(everything=True) as connection:
        return _invited(connection, code, at)


def take_up(store: Store, code: str, password: str, *, at: datetime) -> Account:
    """Set a password with an invitation, which is used up by that.

    Everybody who was signed in to the account is signed out.

    Raises:
        UsageError: the invitation is not good, or the password is refused.
    """
    from simulator.people.passwords import hashed, refuse_weak

    refuse_weak(password, invited(store, code, at=at).name.split())
    kept = hashed(password)
    with store.writing() as connection:
        account = _invited(connection, code, at)  # asked again: it is good once
        _end_invitations(connection, account.id, at)
        change(connection, accounts, accounts.c.id == account.id, at=write_time(at), values={"password": kept})
        _sign_out(connection, account.id, at)
        log(connection, at=at, by=account.name, action="password-set", about=account.name)
        return account


def change_password(
    store: Store, account: Account, current: str, password: str, *, keep: str, address: str, at: datetime
) -> None:
    """Set another password for somebody who knows the one before; they stay signed in here and nowhere else.

    Args:
        current: the password before.
        password: the new one.
        keep: the code of the sign-in that goes on.
        address: where it is asked from, for the audit log.

    Raises:
        WrongPassword: the one before is not right.
        UsageError: the new one is refused.
    """
    from simulator.people.passwords import fits, hashed, refuse_weak

    with store.reading(everything=True) as connection:
        kept = connection.scalar(select(accounts.c.password).where(accounts.c.id == account.id))
    if not fits(current, kept):
        with store.writing() as connection:
            log(connection, at=at, by=account.name, action="password-refused", about=account.name, detail=address)
        raise WrongPassword(
            tr("The current password is not right."),
            tr("If you have forgotten it, ask your academy for an invitation."),
        )
    refuse_weak(password, account.name.split())
    new = hashed(password)
    with store.writing() as connection:
        change(connection, accounts, accounts.c.id == account.id, at=write_time(at), values={"password": new})
        _sign_out(connection, account.id, at, but=_digest(keep))
        log(connection, at=at, by=account.name, action="password-set", about=account.name)


def rename(store: Store, who: Trainee, name: str, *, at: datetime, by: str) -> Trainee:
    """Give somebody another name, such as after a slip or a wedding; what they did stays theirs.

    Raises:
        UsageError: somebody has that name, or nothing readable is left of it.
    """
    shown = clean_text(name, limit=NAME_LIMIT)
    if not shown:
        raise UsageError("A person needs a name.", "Give one with letters in it.")
    with store.writing() as connection:
        whose = connection.scalar(select(trainees.c.id).where(trainees.c.key == name_key(shown)))
        if whose not in (None, who.id):
            raise UsageError(
                f"Somebody is called {shown} already.",
                f"Two people need two names. If they are one person: encounter people merge '{who.name}' '{shown}'",
            )
        values = {"name": shown, "key": name_key(shown)}
        change(connection, trainees, trainees.c.id == who.id, at=write_time(at), values=values)
        log(connection, at=at, by=by, action="renamed", about=shown, detail=f"was {who.name}")
    return Trainee(who.id, shown)


def merge(store: Store, double: Trainee, into: Trainee, *, at: datetime, by: str) -> None:
    """Merge two names of one person: what is kept under one name counts as the other's. No run is changed.

    Raises:
        UsageError: they are one already, or the double is the last administrator.
        StoreError: the login of this store may not.
    """
    with store.reading(everything=True) as connection:
        row = _row(connection, accounts.c.trainee_id == double.id)
        into_row = _row(connection, accounts.c.trainee_id == into.id)
        if row is not None and into_row is not None:
            _keep_an_administrator(connection, _account(row))
    store.merge(double, into, author=by, at=at)
    with store.writing() as connection:
        log(connection, at=at, by=by, action="merged", about=into.name, detail=f"was also {double.name}")


def reset(store: Store, account: Account, *, at: datetime, by: str) -> Invitation:
    """Take somebody's password away, sign them out everywhere, and make an invitation.

    Raises:
        UsageError: the account is disabled.
    """
    made = invite(store, account, at=at, by=by)
    with store.writing() as connection:
        change(connection, accounts, accounts.c.id == account.id, at=write_time(at), values={"password": None})
        _sign_out(connection, account.id, at)
        log(connection, at=at, by=by, action="password-taken-away", about=account.name)
    return made


def set_role(store: Store, account: Account, role: Role, *, at: datetime, by: str) -> None:
    """Give an account another role.

    Raises:
        UsageError: it is the last administrator.
    """
    with store.writing() as connection:
        if role is not Role.ADMINISTRATOR:
            _keep_an_administrator(connection, account)
        change(connection, accounts, accounts.c.id == account.id, at=write_time(at), values={"role": role.value})
        detail = f"{account.role} to {role}"
        log(connection, at=at, by=by, action="role-changed", about=account.name, detail=detail)


def set_disabled(store: Store, account: Account, *, disabled: bool, at: datetime, by: str) -> None:
    """Disable or enable an account; a disabled one is signed out everywhere at once.

    Raises:
        UsageError: it is the last administrator.
    """
    with store.writing() as connection:
        if disabled:
            _keep_an_administrator(connection, account)
            _sign_out(connection, account.id, at)
            _end_invitations(connection, account.id, at)
        when = write_time(at) if disabled else None
        change(connection, accounts, accounts.c.id == account.id, at=write_time(at), values={"disabled": when})
        log(connection, at=at, by=by, action="disabled" if disabled else "enabled", about=account.name)


def _keep_an_administrator(connection: Connection, account: Account) -> None:
    others = select(func.count()).select_from(accounts).where(
        accounts.c.role == Role.ADMINISTRATOR.value, accounts.c.disabled.is_(None), accounts.c.id != account.id
    )  # fmt: skip
    if account.role is Role.ADMINISTRATOR and not account.disabled and not connection.scalar(others):
        raise UsageError(f"{account.name} is the only administrator.", "Make another one first.")


def _invited(connection: Connection, code: str, at: datetime) -> Account:
    row = connection.execute(select(invitations).where(invitations.c.code == _digest(code))).one_or_none()
    if row is None or row.used is not None or read_time(row.until) < at:
        raise UsageError(tr("This invitation is not valid, or no longer valid."), tr("Ask your academy for a new one."))
    account = _account(_known(connection, accounts.c.id == row.account_id))
    if account.disabled:
        raise UsageError(tr("This invitation is not valid, or no longer valid."), tr("Ask your academy for a new one."))
    return account


def _end_invitations(connection: Connection, account_id: str, at: datetime) -> None:
    connection.execute(
        update(invitations)
        .where(invitations.c.account_id == account_id, invitations.c.used.is_(None))
        .values(used=write_time(at))
    )


def _sign_out(connection: Connection, account_id: str, at: datetime, *, but: str = "") -> None:
    connection.execute(
        update(sign_ins)
        .where(sign_ins.c.account_id == account_id, sign_ins.c.ended.is_(None), sign_ins.c.code != but)
        .values(ended=write_time(at))
    )


_ACCOUNTS = select(
    accounts.c.id, accounts.c.role, accounts.c.created, accounts.c.disabled, accounts.c.password,
    trainees.c.id.label("trainee"), trainees.c.name,
).join(trainees, trainees.c.id == accounts.c.trainee_id)  # fmt: skip


def _row(connection: Connection, which: ColumnElement[bool]) -> RowMapping | None:
    return connection.execute(_ACCOUNTS.where(which)).mappings().one_or_none()


def _known(connection: Connection, which: ColumnElement[bool]) -> RowMapping:
    return connection.execute(_ACCOUNTS.where(which)).mappings().one()


def _account(row: RowMapping) -> Account:
    return Account(
        id=row["id"],
        trainee=Trainee(row["trainee"], row["name"]),
        role=Role(row["role"]),
        created=read_time(row["created"]),
        disabled=row["disabled"] is not None,
        has_password=row["password"] is not None,
    )


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
