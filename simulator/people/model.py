"""Accounts, roles and who is asking, as values that are passed on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from simulator.records.model import Trainee


class Role(StrEnum):
    """What somebody may do on a server."""

    TRAINEE = "trainee"
    TRAINER = "trainer"
    AUTHOR = "author"
    ACADEMY = "academy"
    ADMINISTRATOR = "administrator"


SEES_COHORTS = frozenset({Role.TRAINER, Role.ACADEMY})
"""Who may see results of others: an author and an administrator may not."""

WRITES = frozenset({Role.AUTHOR, Role.TRAINER, Role.ACADEMY})
"""Who may have scenario files checked."""

MANAGES_ACCOUNTS = frozenset({Role.ACADEMY, Role.ADMINISTRATOR})
"""Who may invite, change and disable accounts."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who can sign in.

    Attributes:
        trainee: whose runs are theirs.
        disabled: whether they cannot sign in now.
        has_password: whether an invitation was taken up.
    """

    id: str
    trainee: Trainee
    role: Role
    created: datetime
    disabled: bool
    has_password: bool

    @property
    def name(self) -> str:
        """The name, by which they sign in."""
        return self.trainee.name


@dataclass(frozen=True, slots=True)
class Invitation:
    """A one-time way to set a password.

    Attributes:
        code: the code to give to the person; only its hash is kept.
        until: when it ends.
    """

    account: Account
    code: str
    until: datetime
