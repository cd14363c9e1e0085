"""SSH keys: which public keys somebody signs in by; only fingerprints are kept."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from simulator.errors import UsageError
from simulator.people.audit import log
from simulator.people.model import Account
from simulator.records.journal import keep_new, remove
from simulator.records.model import write_time
from simulator.records.schema import ssh_keys
from simulator.records.store import Store


def fingerprint_of(file: Path) -> str:
    """Return the fingerprint of a public key's file.

    Raises:
        UsageError: it is no public key.
    """
    import asyncssh

    try:
        return str(asyncssh.read_public_key(str(file)).get_fingerprint("sha256"))
    except (OSError, ValueError, asyncssh.KeyImportError):
        raise UsageError(f"{file} is not a public SSH key.", "Name the file that ends in .pub.") from None


def add_key(store: Store, account: Account, fingerprint: str, *, at: datetime, by: str) -> None:
    """Let somebody sign in by a key.

    Raises:
        UsageError: the key is kept already, for them or for somebody else.
    """
    row = {"fingerprint": fingerprint, "account_id": account.id, "since": write_time(at)}
    with store.writing() as connection:
        if not keep_new(connection, ssh_keys, [row], at=write_time(at), key="fingerprint"):
            raise UsageError("This key is already registered.", "A key can belong to only one person.")
        log(connection, at=at, by=by, action="key-added", about=account.name, detail=fingerprint)


def remove_key(store: Store, account: Account, fingerprint: str, *, at: datetime, by: str) -> None:
    """Let somebody sign in by a key no longer.

    Raises:
        UsageError: it is not theirs.
    """
    only = (ssh_keys.c.fingerprint == fingerprint, ssh_keys.c.account_id == account.id)
    with store.writing() as connection:
        if not remove(connection, ssh_keys, *only, at=write_time(at)):
            raise UsageError(f"This is not a key of {account.name}.", "See the audit log: encounter audit")
        log(connection, at=at, by=by, action="key-removed", about=account.name, detail=fingerprint)
