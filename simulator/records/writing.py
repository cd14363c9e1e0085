"""What is written: new runs, decisions and copies, each inside a transaction that the store has begun."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Table, func, select
from sqlalchemy.dialects import sqlite

from scoring.rubric import RubricSet
from simulator import __version__
from simulator.encounter.run import Step
from simulator.errors import RecordConflict
from simulator.messages import tr
from simulator.records import functions, journal, statements
from simulator.records.chain import START, genesis, link
from simulator.records.connection import hold_chain
from simulator.records.digests import canonical
from simulator.records.forms import FORMS, PRESENT
from simulator.records.model import Mode, OriginKind
from simulator.records.queries import self_ratings_of, unknown_run
from simulator.records.schema import (
    campaign_finishes,
    critical_events,
    decisions,
    finishes,
    levels,
    members,
    own_words,
    reflections,
    running_classes,
    runs,
    self_ratings,
    settings,
    votes,
)


def insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows whose keys are not taken yet."""
    connection.execute(_dialect(connection).insert(table).on_conflict_do_nothing(), rows)


def put_setting(connection: Connection, row: Mapping[str, Any]) -> None:
    """Insert a setting, or replace the one of the same trainee and key."""
    if functions.is_through(connection):
        functions.put_setting(connection, row["key"], row["value"])
        return
    given = _dialect(connection).insert(settings).values(row)
    keys = [settings.c.trainee_id, settings.c.key]
    connection.execute(given.on_conflict_do_update(index_elements=keys, set_={"value": given.excluded.value}))


def insert_run(connection: Connection, row: Mapping[str, Any]) -> dict[str, Any]:
    """Insert a run at the end of the chain of runs.

    Args:
        connection: with a transaction under way.
        row: the columns but for the id, the ordinal, the program's version, the form and the genesis.

    Returns:
        The whole row.
    """
    if functions.is_through(connection):
        return functions.begin(connection, {**row, "program_version": __version__})
    hold_chain(connection)
    last = connection.execute(statements.LAST_LINK).one_or_none()
    ordinal, previous = (0, START) if last is None else last
    kept = {
        "origin_run": None,
        "origin_kept": None,
        "origin_kind": None,
        "campaign_run": None,
        "episode": None,
        "episode_number": None,
        **row,
        "id": str(uuid.uuid4()),
        "ordinal": ordinal + 1,
        "program_version": __version__,
        "form": PRESENT,
    }
    kept["genesis"] = genesis(previous, kept)
    connection.execute(statements.INSERT[runs], kept)
    return kept


def insert_decision(
    connection: Connection,
    run_id: str,
    step: Step,
    *,
    rubrics: RubricSet,
    at: str,
    seconds: float | None,
    timed_out: bool,
    outcome: str | None,
) -> None:
    """Insert one decision with its levels, critical events and finish, unless it is kept already.

    Raises:
        RecordConflict, UnknownRecord: as `Store.append`.
    """
    decision = step.decision
    sequence = decision.sequence
    rated = [
        {
            "run_id": run_id,
            "sequence": sequence,
            "criterion": criterion,
            "rubric": rubrics.criteria.get(criterion, ""),
            "level": each.level,
            "best": each.best,
            "worst": each.worst,
        }
        for criterion, each in decision.levels.items()
    ]
    row: dict[str, Any] = {
        "run_id": run_id,
        "sequence": sequence,
        "scene": decision.scene,
        "choice": decision.choice,
        "offered": canonical(decision.offered),
        "shown": canonical(step.shown),
        "at": at,
        "seconds": seconds,
        "timed_out": timed_out,
        "moved_to": step.to,
        "form": PRESENT,
    }
    if functions.is_through(connection):
        functions.append(connection, run_id, row, rated=rated, critical=decision.critical, outcome=outcome)
        return
    position = connection.execute(statements.POSITION, {"run": run_id, "sequence": sequence}).one_or_none()
    if position is None:
        raise unknown_run(run_id)
    if position.choice is not None:
        if (position.scene, position.choice) == (decision.scene, decision.choice):
            return
        raise RecordConflict(
            tr(
                "Decision {sequence} of this run is kept already, as '{choice}'.",
                sequence=sequence,
                choice=position.choice,
            ),
            tr("Resume the run to see where it is."),
        )
    if position.ending is not None:
        raise functions.refused("finished")
    if position.superseded:
        raise functions.refused("superseded")
    if position.paused:
        raise functions.refused("paused")
    previous = position.genesis if sequence == 1 else position.hash
    if previous is None:
        raise RecordConflict(
            tr("Decision {sequence} of this run is not kept.", sequence=sequence - 1), tr("Resume the run.")
        )
    row["hash"] = link(previous, row, decision.critical, map(FORMS[PRESENT].level_of, rated))
    connection.execute(statements.INSERT[decisions], row)
    _insert(connection, levels, rated)
    events = [{"run_id": run_id, "sequence": sequence, "event": event} for event in decision.critical]
    _insert(connection, critical_events, events)
    if outcome is not None:
        finish = {"run_id": run_id, "ending": step.to, "outcome": outcome, "at": at, "count": sequence}
        connection.execute(statements.INSERT[finishes], {**finish, "head": row["hash"]})


def copy_run(
    connection: Connection, run_id: str, keep: int, *, kind: OriginKind, at: str, seed: int | None
) -> tuple[dict[str, Any], list[str]]:
    """Insert a run that begins as a copy of another's first `keep` decisions.

    Returns:
        The new run's row with the trainee's name, and its path.

    Raises:
        RecordConflict, UnknownRecord: as `Store.branch`.
    """
    origin = connection.execute(statements.RUNS.where(runs.c.id == run_id)).one_or_none()
    if origin is None:
        raise unknown_run(run_id)
    if kind is OriginKind.REWIND and origin.mode == Mode.ASSESSMENT:
        raise RecordConflict(tr("An assessment cannot be rewound."), tr("Try again from a decision when it is over."))
    if origin.mode == Mode.ASSESSMENT and (origin.ending is None or _campaign_goes_on(connection, origin.campaign_run)):
        raise RecordConflict(tr("An assessment can be tried again when it is over."), tr("Go on with it first."))
    kept = connection.execute(
        select(decisions).where(decisions.c.run_id == run_id).order_by(decisions.c.sequence)
    ).all()
    if not 0 <= keep <= len(kept) - (origin.ending is not None):
        raise RecordConflict(
            tr(
                "This run has {count} decisions; {keep} of them cannot be kept.",
                count=len(kept),
                keep=keep,
            ),
            tr("Choose an earlier decision."),
        )
    if functions.is_through(connection):
        begun = functions.branch(connection, run_id, keep, kind=kind.value, seed=seed)
        return {**begun, "trainee": origin.trainee, "campaign_id": origin.campaign_id}, [
            each.choice for each in kept[:keep]
        ]
    again = kind is OriginKind.AGAIN
    same = (
        "trainee_id", "scenario_id", "scenario_version", "digest", "translation", "language", "rubric_versions",
        "rubrics",
    )  # fmt: skip
    begun = insert_run(
        connection,
        {
            **{field: getattr(origin, field) for field in same},
            "mode": Mode.PRACTICE.value if again else origin.mode,
            "by_path": origin.by_path,
            "seed": origin.seed if seed is None else seed,
            "started_at": at,
            "assignment_id": None if again else origin.assignment_id,
            "origin_run": run_id,
            "origin_kept": keep,
            "origin_kind": kind.value,
            # A run with a step taken back stays in the campaign; one that tries again from a decision stands alone.
            **(
                {}
                if again
                else {field: getattr(origin, field) for field in ("campaign_run", "episode", "episode_number")}
            ),
        },
    )
    _copy_decisions(connection, begun, kept[:keep])
    return {**begun, "trainee": origin.trainee, "campaign_id": origin.campaign_id}, [
        each.choice for each in kept[:keep]
    ]


def insert_self_ratings(connection: Connection, run_id: str, ratings: Mapping[str, int], at: str) -> None:
    """Insert a trainee's own ratings of a run, by rubric.

    Raises:
        RecordConflict, UnknownRecord: as `Store.rate_self`.
    """
    _must_exist(connection, run_id)
    if functions.is_through(connection):
        functions.rate_self(connection, run_id, ratings)
        return
    rows = [{"run_id": run_id, "rubric": id_, "rating": rating, "at": at} for id_, rating in ratings.items()]
    journal.keep_new(connection, self_ratings, rows, at=at, key="run_id rubric")
    kept = self_ratings_of(connection, run_id)
    if any(kept[rubric] != rating for rubric, rating in ratings.items()):
        raise RecordConflict(tr("Your own rating of this run is kept already."), tr("The first one counts."))


def insert_reflection(connection: Connection, run_id: str, text: str, at: str) -> None:
    """Insert a trainee's own words on a run, after those that are kept already.

    Raises:
        UnknownRecord: no such run.
    """
    _must_exist(connection, run_id)
    if functions.is_through(connection):
        functions.reflect(connection, run_id, text)
        return
    last = connection.scalar(select(func.max(reflections.c.number)).where(reflections.c.run_id == run_id)) or 0
    row = {"run_id": run_id, "number": last + 1, "text": text, "at": at}
    journal.keep(connection, reflections, [row], at=at)


def insert_own_words(connection: Connection, run_id: str, sequence: int, text: str, at: str) -> None:
    """Insert what a trainee would say or do at a decision. What is kept already stays.

    Raises:
        UnknownRecord: no such run.
    """
    _must_exist(connection, run_id)
    if functions.is_through(connection):
        functions.say_first(connection, run_id, sequence, text)
        return
    row = {"run_id": run_id, "sequence": sequence, "text": text, "at": at}
    journal.keep_new(connection, own_words, [row], at=at, key="run_id sequence")


def put_vote(connection: Connection, trainee_id: str, class_id: str, step: int, place: int) -> str:
    """Take a vote in a running class, in place of an earlier one. Return "", or a word that says why not."""
    if functions.is_through(connection):
        return functions.vote(connection, class_id, step, place)
    hold_chain(connection)
    own = select(members.c.cohort_id).where(members.c.trainee_id == trainee_id)
    asked = select(running_classes).where(running_classes.c.id == class_id, running_classes.c.cohort_id.in_(own))
    running = connection.execute(asked).one_or_none()
    if running is None:
        return "gone"
    if running.step != step or running.hands is not None:
        return "moved"
    if not 0 <= place < len(json.loads(running.shown)["options"]):
        return "choice"
    given = _dialect(connection).insert(votes).values(class_id=class_id, trainee_id=trainee_id, place=place)
    keys = [votes.c.class_id, votes.c.trainee_id]
    connection.execute(given.on_conflict_do_update(index_elements=keys, set_={"place": given.excluded.place}))
    return ""


def _copy_decisions(connection: Connection, begun: Mapping[str, Any], kept: Sequence[Row[Any]]) -> None:
    if not kept:
        return
    run_id, origin, last = begun["id"], begun["origin_run"], len(kept)
    rated, events = (
        _rows_up_to(connection, levels, origin, last),
        _rows_up_to(connection, critical_events, origin, last),
    )
    head, copies = begun["genesis"], []
    for each in kept:
        row = {**each._asdict(), "run_id": run_id, "form": PRESENT}
        row["hash"] = head = link(
            head,
            row,
            [event["event"] for event in events if event["sequence"] == each.sequence],
            [FORMS[PRESENT].level_of(level) for level in rated if level["sequence"] == each.sequence],
        )
        copies.append(row)
    connection.execute(statements.INSERT[decisions], copies)
    _insert(connection, levels, [{**row, "run_id": run_id} for row in rated])
    _insert(connection, critical_events, [{**row, "run_id": run_id} for row in events])


def _rows_up_to(connection: Connection, table: Table, run_id: str, last: int) -> list[dict[str, Any]]:
    asked = select(table).where(table.c.run_id == run_id, table.c.sequence <= last)
    return [row._asdict() for row in connection.execute(asked)]


def _insert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        connection.execute(statements.INSERT[table], rows)


def _campaign_goes_on(connection: Connection, campaign_run: str | None) -> bool:
    if campaign_run is None:
        return False
    closed = select(campaign_finishes.c.campaign_run).where(campaign_finishes.c.campaign_run == campaign_run)
    return connection.scalar(closed) is None


def _must_exist(connection: Connection, run_id: str) -> None:
    if connection.scalar(select(runs.c.id).where(runs.c.id == run_id)) is None:
        raise unknown_run(run_id)


def _dialect(connection: Connection) -> Any:
    if connection.dialect.name == "postgresql":
        # Loaded only where it is used: it takes 2 MiB and a tenth of the time that SQLAlchemy does.
        from sqlalchemy.dialects import postgresql

        return postgresql
    return sqlite
