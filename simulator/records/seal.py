"""The seal: a key beside the store that signs checkpoints, so that a cut or recomputed store shows.

Whoever can write the file can recompute a bare chain, or cut off its end. A checkpoint says how far the store went, and
is signed (Ed25519, RFC 8032). The key is kept apart from the records, in a file of its own, and that file also
remembers the last checkpoint. That protects against a person who has the store but not the key: a file handed in,
mailed, or restored from a backup.

Signing needs the library `cryptography`; without it a store works as well, unsealed.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from threading import Lock

from scoring.exports.atomic import part_of
from simulator.errors import StoreDamaged
from simulator.records import default_path
from simulator.records.connection import Address
from simulator.records.digests import canonical, hash_text
from simulator.records.model import write_time

_WRITING = Lock()
"""Held while a key is written: the draft's name is that of the process, whichever of its threads writes."""


@dataclass(frozen=True, slots=True)
class Seal:
    """A signing key, and the last checkpoint signed with it.

    Attributes:
        path: the file it is kept in (mode 0600).
        private, public: the Ed25519 key, raw, in hex.
        created: when the key was made.
        last: number and signature of the newest checkpoint, None before the first.
        trusted: public keys of others that an earlier version accepted, in hex. The store keeps them now (`signers`).
    """

    path: Path
    private: str
    public: str
    created: str
    last: tuple[int, str] | None = None
    trusted: tuple[str, ...] = ()

    def sign(self, text: str) -> str:
        """Return the signature of a text, in hex."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(self.private)).sign(text.encode()).hex()

    def remember(self, last: tuple[int, str] | None) -> None:
        """Keep which checkpoint is the newest."""
        _write(replace(self, last=last))


def can_sign() -> bool:
    """Return whether the library that signs is installed."""
    return find_spec("cryptography") is not None


def seal_path(address: Address) -> Path:
    """Return where a store's key is: beside a file, in the platform's data folder for PostgreSQL.

    There it is named by the database, so that each login, and each option of its address, finds the same key. A key
    that was named by the whole address stays in use.
    """
    if address.path is not None:
        return address.path.with_name(address.path.name + ".seal")
    path, earlier = (
        default_path().with_name(f"postgresql-{hash_text(named)[:16]}.seal")
        for named in (address.database, str(address))
    )
    return earlier if earlier.exists() and not path.exists() else path


def read_seal(path: Path) -> Seal | None:
    """Return the seal in a file, None if there is none, or it is another's.

    Raises:
        StoreDamaged: the file is there, and is not a seal.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        last = content["last"]
        return Seal(
            path,
            content["private"],
            content["public"],
            content["created"],
            None if last is None else (last[0], last[1]),
            tuple(map(str, content.get("trusted", ()))),
        )
    except (FileNotFoundError, PermissionError):
        return None
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        raise StoreDamaged(
            f"The key {path} cannot be read.", "Bring it back from a backup, or move it away: then a new key is made."
        ) from None


def make_seal(path: Path, at: datetime) -> Seal:
    """Make a new key and keep it, readable by its owner only. If another program was first, return its key."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes_raw().hex()
    seal = Seal(path, key.private_bytes_raw().hex(), public, write_time(at))
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        _write(seal, new=True)
    except FileExistsError:
        return read_seal(path) or seal
    return seal


def signed(public: str, signature: str, text: str) -> bool:
    """Return whether `signature` is that of `text` by the key `public`; all of them may be anything."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(signature), text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def _linked(path: Path, draft: Path) -> bool:
    """Let `path` be the file `draft` too, if there is none yet; return False if the disk has no such links.

    Raises:
        FileExistsError: there is one.
    """
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        raise
    except OSError:
        return False
    return True


def _write(seal: Seal, *, new: bool = False) -> None:
    content = {
        "private": seal.private,
        "public": seal.public,
        "created": seal.created,
        "last": seal.last,
        "trusted": seal.trusted,
    }
    with _WRITING:
        _put(seal.path, canonical(content), new=new)


def _put(path: Path, content: str, *, new: bool) -> None:
    # Made afresh with its final mode: the key is never readable by others, nor half written.
    draft = part_of(path)
    try:
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if new and _linked(path, draft):
            return
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
