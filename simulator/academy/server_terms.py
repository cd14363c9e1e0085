"""An assignment's terms on a server: whether it is played only there, when it opens, and its access code."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from simulator.academy.model import Assignment, due_words
from simulator.errors import AccessCodeWanted, AttemptRefused
from simulator.messages import tr
from simulator.messages.moments import day_of
from simulator.records.journal import change, keep
from simulator.records.model import read_time, write_time
from simulator.records.schema import server_terms
from simulator.records.store import Store


@dataclass(frozen=True, slots=True)
class ServerTerms:
    """The terms.

    Attributes:
        server_only: no program but the server hands it out.
        opens: before that it cannot begin; None for at once.
        access_code: said in the room; "" for none.
    """

    server_only: bool = False
    opens: datetime | None = None
    access_code: str = ""

    @property
    def words(self) -> str:
        """The terms in words and in local time, without the code itself; "" if there are none."""
        told = ["on the server only"] if self.server_only else []
        told += [] if self.opens is None else [f"not before {due_words(self.opens)}"]
        return ", ".join([*told, *(["with an access code"] if self.access_code else [])])


def set_server_terms(
    store: Store,
    assignment: Assignment,
    *,
    at: datetime,
    server_only: bool | None = None,
    opens: datetime | None = None,
    access_code: str | None = None,
) -> ServerTerms:
    """Keep the terms of an assignment.

    A term that is None stays as it is, so that a new date does not open an examination.

    Args:
        store: where they are kept.
        assignment: whose terms.
        at: now.
        server_only: whether no program but the server hands it out.
        opens: before that it cannot begin.
        access_code: said in the room; "" takes it back.
    """
    values: dict[str, Any] = {} if server_only is None else {"server_only": server_only}
    values |= {} if opens is None else {"opens": write_time(opens)}
    values |= {} if access_code is None else {"access_code": access_code.strip() or None}
    if values:
        row = {"assignment_id": assignment.id, "server_only": False, "opens": None, "access_code": None, **values}
        only = server_terms.c.assignment_id == assignment.id
        with store.writing() as connection:
            if not change(connection, server_terms, only, at=write_time(at), values=values):
                keep(connection, server_terms, [row], at=write_time(at))
    return server_terms_of(store, assignment)


def server_terms_of(store: Store, assignment: Assignment) -> ServerTerms:
    """Return the terms of an assignment; a person's own login on PostgreSQL is told no access code."""
    columns = [server_terms.c.server_only, server_terms.c.opens]
    if not store.by_functions:
        columns.append(server_terms.c.access_code)
    with store.reading(everything=True) as connection:
        asked = select(*columns).where(server_terms.c.assignment_id == assignment.id)
        row = connection.execute(asked).mappings().one_or_none()
    if row is None:
        return ServerTerms()
    opens = None if row["opens"] is None else read_time(row["opens"])
    return ServerTerms(bool(row["server_only"]), opens, row.get("access_code") or "")


def wants_access_code(store: Store, assignment: Assignment) -> bool:
    """Return whether a code must be typed to begin what answers an assignment; asked by the server for anybody."""
    asked = select(server_terms.c.access_code).where(server_terms.c.assignment_id == assignment.id)
    with store.reading(everything=True) as connection:
        return bool(connection.scalar(asked))


def refuse_unless_open(store: Store, assignment: Assignment, *, now: datetime, served: bool, access_code: str) -> None:
    """Refuse a run that would answer an assignment against its terms; no attempt is used up.

    Args:
        served: whether the server asks.
        access_code: what was typed.

    Raises:
        AccessCodeWanted: the code is another.
        AttemptRefused: it is played on the server only, or is not open yet.
    """
    terms = server_terms_of(store, assignment)
    if terms.server_only and not served:
        raise AttemptRefused(
            tr("This assessment for {cohort} is played on the academy's server only.", cohort=assignment.cohort),
            tr("Sign in there with a browser."),
        )
    if terms.opens is not None and now < terms.opens:
        raise AttemptRefused(
            tr(
                "This assessment for {cohort} opens at {time} on {day}.",
                cohort=assignment.cohort,
                time=f"{terms.opens.astimezone():%H:%M}",
                day=day_of(terms.opens),
            ),
            tr("Come back then."),
        )
    if terms.access_code and not hmac.compare_digest(access_code.strip().encode(), terms.access_code.encode()):
        raise AccessCodeWanted(
            tr(
                "This assessment for {cohort} needs the access code that is given in the room.",
                cohort=assignment.cohort,
            ),
            tr("Type it as it was given."),
        )
