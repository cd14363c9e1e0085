"""Passwords: what is refused, and how the others are kept.

They are kept as Argon2id hashes with the parameters of the OWASP Password Storage Cheat Sheet (19 MiB, 2 rounds, 1
lane). argon2-cffi writes the parameters into each hash, so they can be raised later.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from simulator.errors import UsageError
from simulator.messages import tr

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST = 12
LONGEST = 128


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@cache
def _nobodys() -> str:
    return _hasher().hash("a password that is nobody's")


def refuse_weak(password: str, known: Sequence[str] = ()) -> None:
    """Refuse a password that is short, long, or easily guessed.

    Args:
        password: what was typed.
        known: words that a guesser would try first, such as the person's name.

    Raises:
        UsageError: it is refused; the sentence says why.
    """
    if len(password) < SHORTEST:
        raise UsageError(
            tr("A password has at least {count} characters.", count=SHORTEST),
            tr("Four unrelated words make a good one."),
        )
    if len(password) > LONGEST:
        raise UsageError(tr("A password has at most {count} characters.", count=LONGEST), tr("Choose a shorter one."))
    from zxcvbn import zxcvbn

    if zxcvbn(password[:72], user_inputs=list(known))["score"] < 3:
        raise UsageError(tr("That password is easily guessed."), tr("Four unrelated words make a good one."))


def hashed(password: str) -> str:
    """Return what is kept of a password."""
    return _hasher().hash(password)


def fits(password: str, kept: str | None) -> bool:
    """Return whether a password is the one that is kept. If none is kept, the answer no takes as long."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(kept or _nobodys(), password[: LONGEST + 1]) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Return whether a hash was made with other parameters than those of today."""
    return _hasher().check_needs_rehash(kept)
