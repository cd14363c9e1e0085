"""An assignment's terms on a server: that it is played there only, from when it is open, and by which code."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from simulator.academy.model import Assignment
from simulator.errors import AttemptRefused
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


def set_server_terms(store: Store, assignment: Assignment, terms: ServerTerms, *, at: datetime) -> None:
    """Keep the terms of an assignment, in place of those before."""
    values = {
        "server_only": terms.server_only,
        "opens": None if terms.opens is None else write_time(terms.opens),
        "access_code": terms.access_code.strip() or None,
    }
    only = server_terms.c.assignment_id == assignment.id
    with store.writing() as connection:
        if not change(connection, server_terms, only, at=write_time(at), values=values):
            keep(connection, server_terms, [{"assignment_id": assignment.id, **values}], at=write_time(at))


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
        AttemptRefused: it is played on the server only, is not open yet, or the code is another.
    """
    terms = server_terms_of(store, assignment)
    if terms.server_only and not served:
        raise AttemptRefused(
            f"This assessment for {assignment.cohort} is played on the academy's server only.",
            "Sign in there with a browser.",
        )
    if terms.opens is not None and now < terms.opens:
        raise AttemptRefused(
            f"This assessment for {assignment.cohort} opens at {terms.opens.astimezone():%H:%M on %d %B %Y}.",
            "Come back then.",
        )
    if terms.access_code and not hmac.compare_digest(access_code.strip().encode(), terms.access_code.encode()):
        raise AttemptRefused(
            f"This assessment for {assignment.cohort} needs the access code that is said in the room.",
            "Type it as it was said.",
        )
