"""Appending through the database's own functions: the only way for a person's own login on PostgreSQL.

Such a login may insert into no table of runs. The functions (`simulator/people/database.sql`) look whose run it is,
ask the database's clock, and make the seals themselves.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, text

from simulator.errors import RecordConflict
from simulator.messages import later, tr
from simulator.records.model import PAUSED

_OPTION = "encounter_functions"
_REFUSED = {
    "finished": (later("This run is finished."), later("Try again from one of its decisions.")),
    "superseded": (later("A rewind continued this run as another one."), later("Resume the newest run.")),
    "missing": (later("The decision before this one is not kept."), later("Resume the run.")),
    "paused": (PAUSED, later("Go on when it is resumed.")),
}


def refused(why: str) -> RecordConflict:
    """Return what is said of a decision that is not kept: "finished", "superseded", "missing" or "paused"."""
    message, mend = _REFUSED[why]
    return RecordConflict(tr(message), tr(mend))


def must_use(connection: Connection) -> bool:
    """Return whether a connection's login may append by functions alone."""
    if connection.dialect.name != "postgresql":
        return False
    asked = "SELECT to_regprocedure('encounter_me()') IS NOT NULL AND NOT has_table_privilege('runs', 'INSERT')"
    return bool(connection.scalar(text(asked)))


def through(engine: Engine) -> Engine:
    """Return `engine` for transactions that append through functions."""
    return engine.execution_options(**{_OPTION: True})


def is_through(connection: Connection) -> bool:
    """Return whether a transaction appends through functions."""
    return bool(connection.get_execution_options().get(_OPTION, False))


_asked_by: ContextVar[tuple[str, str] | None] = ContextVar("asked_by", default=None)


def may_act_for_people(connection: Connection) -> bool:
    """Return whether this is the server's login on PostgreSQL, which takes a person's role to read for them."""
    if connection.dialect.name != "postgresql":
        return False
    asked = (
        "SELECT to_regrole('encounter_server') IS NOT NULL AND NOT rolsuper "
        "AND pg_has_role(session_user, to_regrole('encounter_server'), 'MEMBER') "
        "FROM pg_roles WHERE rolname = session_user"
    )
    return bool(connection.scalar(text(asked)))


def may_write_for_people(connection: Connection) -> bool:
    """Return whether this login may take the role in which a server writes in somebody's name."""
    asked = "SELECT coalesce(pg_has_role(session_user, to_regrole('encounter_acting'), 'SET'), false)"
    return bool(connection.scalar(text(asked)))


@contextmanager
def asked_by(account: str, role: str) -> Iterator[None]:
    """Read as somebody for the length of this block: the database shows only what that role may see.

    Args:
        account: whose session it is.
        role: their role.
    """
    token = _asked_by.set((account, role))
    try:
        yield
    finally:
        _asked_by.reset(token)


@contextmanager
def by_itself() -> Iterator[None]:
    """Let a server read meanwhile as the program itself, the person who asks."""
    token = _asked_by.set(None)
    try:
        yield
    finally:
        _asked_by.reset(token)


def who_asks() -> tuple[str, str] | None:
    """Return the account and the role of this session, or None if nobody signed in."""
    return _asked_by.get()


def act_as(connection: Connection, who: tuple[str, str] | None) -> None:
    """Take somebody's role, until the transaction ends; nothing for None."""
    if who is not None:
        # No query: a snapshot of the transaction is still to be chosen.
        account, role = str(UUID(who[0])), f"encounter_{who[1]}"
        _begin_with(connection, f"SET LOCAL encounter.account = '{account}'; SET LOCAL ROLE {role}")


def act_for(connection: Connection) -> None:
    """Write as the server in the name of the person who asks, and only what they may.

    Without such a person, nothing changes.
    """
    who = who_asks()
    if who is not None:
        act_as(connection, (who[0], "acting"))


def write_as_asked(connection: Connection) -> None:
    """Append as the person who asks and in their role, until the transaction ends; nothing where nobody does."""
    if who_asks() is not None:
        act_as(connection, who_asks())
        connection.execution_options(**{_OPTION: True})


def begin(connection: Connection, row: Mapping[str, Any]) -> dict[str, Any]:
    """Begin a run; return its whole row."""
    asked = text("SELECT encounter_begin(CAST(:given AS jsonb))")
    return dict(connection.scalar(asked, {"given": json.dumps(dict(row))}) or {})


def begin_campaign(connection: Connection, row: Mapping[str, Any]) -> str:
    """Begin a campaign; return its id."""
    asked = text("SELECT encounter_begin_campaign(CAST(:given AS jsonb))")
    return str(connection.scalar(asked, {"given": json.dumps(dict(row))}))


def branch_campaign(connection: Connection, campaign_run: str, keep: int) -> str:
    """Begin a campaign that shares the first `keep` played episodes of another; return its id."""
    asked = text("SELECT encounter_branch_campaign(:wanted, :keep)")
    return str(connection.scalar(asked, {"wanted": campaign_run, "keep": keep}))


def finish_campaign(connection: Connection, row: Mapping[str, Any]) -> None:
    """Keep how a campaign closed; the same again changes nothing."""
    connection.execute(text("SELECT encounter_finish_campaign(:campaign_run, :closing, :memory)"), dict(row))


def publish(connection: Connection, given: Mapping[str, Any]) -> bool:
    """Publish an encounter or a campaign; return whether anything of it is new."""
    asked = text("SELECT encounter_publish(CAST(:given AS jsonb))")
    return bool(connection.scalar(asked, {"given": json.dumps(dict(given))}))


def unpublish(connection: Connection, id_: str) -> int:
    """Take back what is published under an id; return how many that were."""
    return int(connection.scalar(text("SELECT encounter_unpublish(:id)"), {"id": id_}) or 0)


def append(
    connection: Connection,
    run_id: str,
    row: Mapping[str, Any],
    *,
    rated: Sequence[Mapping[str, Any]],
    critical: Sequence[str],
    outcome: str | None,
) -> None:
    """Append a decision.

    Raises:
        RecordConflict: as `Store.append`.
    """
    asked = text("SELECT encounter_append(:run, CAST(:row AS jsonb), CAST(:rated AS jsonb), :critical, :outcome)")
    given = {
        "run": run_id,
        "row": json.dumps(dict(row)),
        "rated": json.dumps([dict(each) for each in rated]),
        "critical": list(critical),
        "outcome": outcome,
    }
    said = str(connection.scalar(asked, given))
    if said.startswith("kept "):
        raise RecordConflict(
            tr(
                "Decision {sequence} of this run is kept already, as '{choice}'.",
                sequence=row["sequence"],
                choice=said.removeprefix("kept "),
            ),
            tr("Resume the run to see where it is."),
        )
    if said:
        raise refused(said)


def branch(connection: Connection, run_id: str, keep: int, *, kind: str, seed: int | None) -> dict[str, Any]:
    """Begin a run as a copy of another's first decisions; return its whole row."""
    asked = text("SELECT encounter_branch(:run, :keep, :kind, :seed)")
    return dict(connection.scalar(asked, {"run": run_id, "keep": keep, "kind": kind, "seed": seed}) or {})


def rate_self(connection: Connection, run_id: str, ratings: Mapping[str, int]) -> None:
    """Keep own ratings of a run that are not kept yet."""
    asked = text("SELECT encounter_rate_self(:run, :rubric, :rating)")
    for rubric, rating in ratings.items():
        connection.execute(asked, {"run": run_id, "rubric": rubric, "rating": rating})


def reflect(connection: Connection, run_id: str, words: str) -> None:
    """Keep own words on a run."""
    connection.execute(text("SELECT encounter_reflect(:run, :words)"), {"run": run_id, "words": words})


def say_first(connection: Connection, run_id: str, sequence: int, words: str) -> None:
    """Keep what was said before a decision's choices were shown."""
    asked = text("SELECT encounter_say_first(:run, :sequence, :words)")
    connection.execute(asked, {"run": run_id, "sequence": sequence, "words": words})


def vote(connection: Connection, class_id: str, step: int, place: int) -> str:
    """Take a vote in a running class; return "", or in a word why not."""
    asked = text("SELECT encounter_vote(:class, :step, :place)")
    return str(connection.scalar(asked, {"class": class_id, "step": step, "place": place}))


def put_setting(connection: Connection, key: str, value: str) -> None:
    """Keep an own setting."""
    connection.execute(text("SELECT encounter_set(:key, :value)"), {"key": key, "value": value})


def _begin_with(connection: Connection, statements: str) -> None:
    """Execute statements; where they are a transaction's first, on one way to the database with its beginning."""
    from psycopg.pq import ExecStatus, TransactionStatus

    driver: Any = connection.connection.dbapi_connection
    if driver.info.transaction_status == TransactionStatus.IDLE:
        if driver.pgconn.exec_(f"BEGIN; {statements}".encode()).status == ExecStatus.COMMAND_OK:
            return
        driver.rollback()  # and once more, for the reason
    connection.exec_driver_sql(statements)
