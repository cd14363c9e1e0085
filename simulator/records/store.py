"""The record store: keeps every run and decision, and hands them back.

    with Store.open() as store:
        sam = store.trainee("Sam", at)
        record = store.begin(sam, story, mode=Mode.PRACTICE, seed=7, at=at, language="en-GB")
        run = store.replay(record.id)
        store.append(record.id, run.choose("name-and-reason"), at=at)

Nothing kept is ever changed: a rewind is a new run that begins as a copy. Moments are passed in, with
a time zone. Every method may raise a StoreError that says in a sentence what is wrong with the store.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Engine, Row, Table, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from scoring.rubric import shipped_criteria, shipped_rubrics
from simulator import __version__
from simulator.encounter.run import Run, Step
from simulator.errors import ChoiceRefused, RecordConflict, StoreDamaged, StoreError, UnknownRecord, UsageError
from simulator.records import statements
from simulator.records.chain import START, canonical, genesis, link
from simulator.records.connection import Address, connect, faults, locate, make_file, writing
from simulator.records.migrate import HEAD, upgrade, version
from simulator.records.model import Fact, Mode, OriginKind, RunRecord, Setting, Trainee, read_time, write_time
from simulator.records.schema import (
    critical_events,
    decisions,
    finishes,
    levels,
    reflections,
    runs,
    self_ratings,
    settings,
    snapshots,
    trainees,
)
from simulator.scenario.story import Story
from simulator.text import clean_text

__all__ = ["Fact", "Mode", "OriginKind", "RunRecord", "Setting", "Store", "Trainee"]

NAME_LIMIT = 80
REFLECTION_LIMIT = 4_000
_SEED_LIMIT = 2**63
_ORDINAL_LOCK = 0x656E636F  # any number that all writers on one PostgreSQL agree on


class Store:
    """An open record store; use `Store.open`. May be used from several threads."""

    def __init__(self, address: Address, engine: Engine) -> None:
        self._address = address
        self._engine = engine
        self._writer = writing(engine)

    @classmethod
    def open(cls, address: str | None = None) -> Store:
        """Open a store, making it first where there is none.

        Args:
            address: a file or a PostgreSQL address; None for ENCOUNTER_STORE, or else the default file.

        Raises:
            StoreUnavailable, StoreDamaged, StoreTooNew: it cannot be opened; nothing was changed.
        """
        place = locate(address)
        if place.path is not None:
            make_file(place.path, folder=address is None)
        engine = connect(place)
        try:
            with faults(place):
                with engine.connect() as connection:
                    found = version(connection, place)
                if found is None or (place.path is not None and found != HEAD):
                    upgrade(engine, place)
                elif found != HEAD:
                    raise StoreError(
                        f"The record store {place} has an older form ({found}).",
                        "Bring it up to date: encounter store migrate.",
                    )
                if place.path is not None:
                    with engine.connect() as connection:
                        _write_ahead(connection)
        except BaseException:
            engine.dispose()
            raise
        return cls(place, engine)

    @property
    def address(self) -> str:
        """Where the store is, as a person may see it."""
        return str(self._address)

    def close(self) -> None:
        """Let go of the store."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # People

    def trainee(self, name: str, at: datetime) -> Trainee:
        """Return the trainee of that name, who is made where there is none.

        Raises:
            UsageError: nothing readable is left of the name.
        """
        shown = clean_text(name, limit=NAME_LIMIT)
        if not shown:
            raise UsageError("A trainee needs a name.", "Give one with letters in it.")
        found = self.find_trainee(shown)
        if found is not None:
            return found
        row = {"id": str(uuid.uuid4()), "key": shown.casefold(), "name": shown, "created": write_time(at)}
        with self._writing() as connection:
            _insert_new(connection, trainees, [row])
            # Read back: another program may have made the same name in between.
            kept = connection.execute(select(trainees.c.id, trainees.c.name).where(trainees.c.key == row["key"])).one()
        return Trainee(kept.id, kept.name)

    def find_trainee(self, name: str) -> Trainee | None:
        """Return the trainee of that name, None where there is none; upper and lower case are the same."""
        key = clean_text(name, limit=NAME_LIMIT).casefold()
        with self._reading() as connection:
            row = connection.execute(select(trainees.c.id, trainees.c.name).where(trainees.c.key == key)).one_or_none()
        return None if row is None else Trainee(row.id, row.name)

    def trainees(self) -> list[Trainee]:
        """Return every trainee, by name."""
        with self._reading() as connection:
            rows = connection.execute(select(trainees.c.id, trainees.c.name).order_by(trainees.c.key)).all()
        return [Trainee(row.id, row.name) for row in rows]

    def set(self, trainee: Trainee, key: str, value: Setting) -> None:
        """Keep a trainee's setting, in place of the one before."""
        row = {"trainee_id": trainee.id, "key": key, "value": canonical(value)}
        with self._writing() as connection:
            dialect = _insert_for(connection)(settings).values(row)
            connection.execute(
                dialect.on_conflict_do_update(
                    index_elements=[settings.c.trainee_id, settings.c.key], set_={"value": dialect.excluded.value}
                )
            )

    def get(self, trainee: Trainee, key: str) -> Setting | None:
        """Return a trainee's setting, None where it was never set."""
        asked = select(settings.c.value).where(settings.c.trainee_id == trainee.id, settings.c.key == key)
        with self._reading() as connection:
            text = connection.scalar(asked)
        value: Setting | None = None if text is None else json.loads(text)
        return value

    # Runs, written

    def begin(
        self,
        trainee: Trainee,
        story: Story,
        *,
        mode: Mode,
        seed: int,
        at: datetime,
        language: str,
        assignment_id: str | None = None,
    ) -> RunRecord:
        """Begin a run, and keep the scenario as it is now.

        Args:
            trainee: whose run it is.
            story: what is played.
            mode: practice or assessment.
            seed: decides the order in which choices are shown.
            at: now.
            language: the language it is played in.
            assignment_id: the assignment that it answers, if any.
        """
        scenario = story.scenario
        shipped = shipped_rubrics()
        row = {
            "trainee_id": trainee.id,
            "scenario_id": scenario.id,
            "scenario_version": scenario.version,
            "digest": story.digest,
            "mode": Mode(mode).value,
            "seed": _checked_seed(seed),
            "language": language,
            "started_at": write_time(at),
            "assignment_id": assignment_id,
            "rubric_versions": canonical({id_: shipped[id_].version for id_ in scenario.rubrics if id_ in shipped}),
        }
        snapshot = {
            "digest": story.digest, "scenario_id": scenario.id, "version": scenario.version, "body": story.snapshot,
        }  # fmt: skip
        with self._writing() as connection:
            _insert_new(connection, snapshots, [snapshot])
            kept = _insert_run(connection, row)
        return _record(kept, trainee=trainee.name)

    def append(
        self,
        run_id: str,
        step: Step,
        *,
        at: datetime,
        seconds: float | None = None,
        timed_out: bool = False,
        outcome: str | None = None,
    ) -> None:
        """Keep one decision; when this returns, it is on the disk.

        The same decision again changes nothing, so that it may be sent twice.

        Args:
            run_id: the whole id.
            step: what `Run.choose` returned.
            at: now.
            seconds: how long the trainee took; None where nobody looked.
            timed_out: the timer chose.
            outcome: where `step` led to an ending, that ending's outcome: the run is finished with it.

        Raises:
            RecordConflict: another choice is kept in that place, one before it is missing, or the run
                is finished or superseded.
            UnknownRecord: no such run.
        """
        try:
            self._append(run_id, step, write_time(at), seconds, timed_out, outcome)
        except IntegrityError:
            # Another program kept this decision between our look and our insert; look again.
            self._append(run_id, step, write_time(at), seconds, timed_out, outcome)

    def branch(
        self, run_id: str, keep: int, *, kind: OriginKind | str, at: datetime, seed: int | None = None
    ) -> RunRecord:
        """Begin a new run as a copy of the first `keep` decisions of another.

        A run that is rewound is superseded by the new one, and never changed. A new try ("again") is
        practice, whatever the first was, and answers no assignment.

        Args:
            run_id: the run to copy from.
            keep: how many decisions; 0 or more, and fewer than a finished run has.
            kind: "rewind" or "again".
            at: now.
            seed: for the choices to come; None for the same as before.

        Raises:
            RecordConflict: there are not so many decisions, or an assessment would be rewound.
            UnknownRecord: no such run.
        """
        kind = OriginKind(kind)
        with self._writing() as connection:
            origin = connection.execute(statements.RUNS.where(runs.c.id == run_id)).one_or_none()
            if origin is None:
                raise _unknown_run(run_id)
            if kind is OriginKind.REWIND and origin.mode == Mode.ASSESSMENT:
                raise RecordConflict("An assessment cannot be rewound.", "Try again from a decision when it is over.")
            kept = connection.execute(
                select(decisions).where(decisions.c.run_id == run_id).order_by(decisions.c.sequence)
            ).all()
            if not 0 <= keep <= len(kept) - (origin.ending is not None):
                raise RecordConflict(
                    f"This run has {len(kept)} decisions; {keep} of them cannot be kept to go on from.",
                    "Choose an earlier decision.",
                )
            again = kind is OriginKind.AGAIN
            row = {
                field: getattr(origin, field)
                for field in ("trainee_id", "scenario_id", "scenario_version", "digest", "language", "rubric_versions")
            } | {
                "mode": Mode.PRACTICE.value if again else origin.mode,
                "seed": origin.seed if seed is None else _checked_seed(seed),
                "started_at": write_time(at),
                "assignment_id": None if again else origin.assignment_id,
                "origin_run": run_id,
                "origin_kept": keep,
                "origin_kind": kind.value,
            }
            begun = _insert_run(connection, row)
            _copy_decisions(connection, run_id, begun, kept[:keep])
        return _record(begun, trainee=origin.trainee, path=[each.choice for each in kept[:keep]])

    def rate_self(self, run_id: str, ratings: Mapping[str, int], at: datetime) -> None:
        """Keep the trainee's own rating, 0 to 100, per rubric.

        It is given before the score is seen, so the first one stands; the same again changes nothing.

        Raises:
            RecordConflict: another rating is kept already.
            UnknownRecord: no such run.
        """
        wrong = [rating for rating in ratings.values() if not 0 <= rating <= 100]
        if wrong:
            raise UsageError(f"{wrong[0]} is not a rating.", "Give a whole number from 0 to 100.")
        with self._writing() as connection:
            _must_exist(connection, run_id)
            rows = [
                {"run_id": run_id, "rubric": rubric, "rating": rating, "at": write_time(at)}
                for rubric, rating in ratings.items()
            ]
            if rows:
                _insert_new(connection, self_ratings, rows)
            kept = _self_ratings(connection, run_id)
            if any(kept[rubric] != rating for rubric, rating in ratings.items()):
                raise RecordConflict("Your own rating of this run is kept already.", "The first one stands.")

    def reflect(self, run_id: str, text: str, at: datetime) -> None:
        """Keep the trainee's own words on a run; later words stand in place of earlier ones.

        Raises:
            UnknownRecord: no such run.
        """
        words = clean_text(text, limit=REFLECTION_LIMIT, lines=True)
        with self._writing() as connection:
            _must_exist(connection, run_id)
            last = connection.scalar(select(func.max(reflections.c.number)).where(reflections.c.run_id == run_id)) or 0
            connection.execute(
                insert(reflections), {"run_id": run_id, "number": last + 1, "text": words, "at": write_time(at)}
            )

    # Runs, read

    def run(self, run_id: str) -> RunRecord:
        """Return one run.

        Args:
            run_id: its id, or as much of the beginning as no other run's id begins with.

        Raises:
            UnknownRecord: there is none, or several.
        """
        asked = run_id.strip().lower()
        found = self._records(runs.c.id.startswith(asked, autoescape=True), limit=2) if asked else []
        if not found:
            raise _unknown_run(run_id)
        if len(found) > 1:
            raise UnknownRecord(f"Several runs begin with '{asked}'.", "Give more of the id.")
        return found[0]

    def runs(
        self,
        *,
        trainee: Trainee | None = None,
        scenario_id: str | None = None,
        finished: bool | None = None,
        include_superseded: bool = False,
        limit: int | None = None,
    ) -> list[RunRecord]:
        """Return runs, newest first.

        Args:
            trainee: only this trainee's.
            scenario_id: only of this scenario.
            finished: only finished, or only unfinished ones.
            include_superseded: also those that were rewound away from.
            limit: at most so many.
        """
        only = []
        if trainee is not None:
            only.append(runs.c.trainee_id == trainee.id)
        if scenario_id is not None:
            only.append(runs.c.scenario_id == scenario_id)
        if finished is not None:
            only.append(finishes.c.ending.is_not(None) if finished else finishes.c.ending.is_(None))
        if not include_superseded:
            only.append(~statements.SUPERSEDED)
        return self._records(*only, limit=limit)

    def latest_by_scenario(self, trainee: Trainee) -> dict[str, RunRecord]:
        """Return a trainee's newest finished run of each scenario, by scenario id."""
        latest: dict[str, RunRecord] = {}
        for record in self.runs(trainee=trainee, finished=True):
            latest.setdefault(record.scenario_id, record)
        return latest

    def story(self, digest: str) -> Story:
        """Return a scenario as it was when it was played.

        Raises:
            UnknownRecord: no snapshot of that digest.
            StoreDamaged: the snapshot is not what its digest says.
        """
        with self._reading() as connection:
            body = connection.scalar(select(snapshots.c.body).where(snapshots.c.digest == digest))
        if body is None:
            raise UnknownRecord(f"No scenario with the digest {digest[:12]}… is kept.", "")
        story = Story.from_snapshot(body)
        if story.digest != digest:
            raise StoreDamaged(
                f"The kept scenario {story.scenario.id} was changed after it was played.",
                "See what else was: encounter store verify.",
            )
        return story

    def replay(self, run_id: str) -> Run:
        """Return a run as it stands, on the scenario it began with.

        Args:
            run_id: as for `run`.

        Raises:
            UnknownRecord: no such run.
            StoreDamaged: what is kept of its decisions is not what the scenario allows.
        """
        record = self.run(run_id)
        with self._reading() as connection:
            kept = connection.execute(
                select(decisions).where(decisions.c.run_id == record.id).order_by(decisions.c.sequence)
            ).all()
        try:
            run = Run(self.story(record.digest), seed=record.seed, path=[each.choice for each in kept])
        except ChoiceRefused as refused:
            raise _contradicted(record.id, refused.message) from None
        for step, each in zip(run.steps, kept, strict=True):
            # As sets: a copied decision was shown in the order of the run it was copied from.
            same = (
                (step.decision.sequence, step.decision.scene, step.to) == (each.sequence, each.scene, each.moved_to)
                and set(step.decision.offered) == set(json.loads(each.offered))
            )  # fmt: skip
            if not same:
                raise _contradicted(record.id, f"Step {each.sequence} leads elsewhere.")
        return run

    def facts(self, trainee: Trainee | None = None) -> list[Fact]:
        """Return one fact per decision and criterion, oldest first; superseded runs are left out."""
        asked = statements.FACTS
        if trainee is not None:
            asked = asked.where(runs.c.trainee_id == trainee.id)
        with self._reading() as connection:
            rows = connection.execute(asked).all()
        moments: dict[str, datetime] = {}
        return [
            Fact(run, whose, scenario, moments.get(at) or moments.setdefault(at, read_time(at)), *rest)
            for run, whose, scenario, at, *rest in rows
        ]

    def self_ratings(self, run_id: str) -> dict[str, int]:
        """Return the trainee's own ratings of a run, by rubric; empty where none were given."""
        with self._reading() as connection:
            return _self_ratings(connection, run_id)

    def reflection(self, run_id: str) -> str | None:
        """Return the trainee's own words on a run, None where there are none."""
        asked = select(reflections.c.text).where(reflections.c.run_id == run_id)
        with self._reading() as connection:
            return connection.scalar(asked.order_by(reflections.c.number.desc()).limit(1))

    # Inside

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with faults(self._address), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with faults(self._address), self._writer.begin() as connection:
            yield connection

    def _append(
        self, run_id: str, step: Step, at: str, seconds: float | None, timed_out: bool, outcome: str | None
    ) -> None:
        decision = step.decision
        sequence = decision.sequence
        with self._writing() as connection:
            position = connection.execute(statements.POSITION, {"run": run_id, "sequence": sequence}).one_or_none()
            if position is None:
                raise _unknown_run(run_id)
            if position.choice is not None:
                if (position.scene, position.choice) == (decision.scene, decision.choice):
                    return
                raise RecordConflict(
                    f"Decision {sequence} of this run is kept already, as '{position.choice}'.",
                    "Resume the run to see where it stands.",
                )
            if position.ending is not None or position.superseded:
                raise RecordConflict(
                    "This run is finished."
                    if position.ending is not None
                    else "This run went on in another after a rewind.",
                    "Resume the newest run, or try again from a decision.",
                )
            previous = position.genesis if sequence == 1 else position.hash
            if previous is None:
                raise RecordConflict(f"Decision {sequence - 1} of this run is not kept.", "Resume the run.")
            rubric_of = shipped_criteria()
            rated = [
                (criterion, rubric_of.get(criterion, ""), each.level, each.best, each.worst)
                for criterion, each in decision.levels.items()
            ]
            row: dict[str, Any] = {
                "sequence": sequence,
                "scene": decision.scene,
                "choice": decision.choice,
                "offered": canonical(decision.offered),
                "shown": canonical(step.shown),
                "at": at,
                "seconds": seconds,
                "timed_out": timed_out,
                "moved_to": step.to,
            }
            head = link(previous, **row, critical=decision.critical, levels=rated)
            _insert_decisions(connection, [{"run_id": run_id, **row, "hash": head}])
            _insert_levels(connection, [(run_id, sequence, *each) for each in rated])
            _insert_critical(connection, [(run_id, sequence, event) for event in decision.critical])
            if outcome is not None:
                connection.execute(
                    insert(finishes),
                    {
                        "run_id": run_id,
                        "ending": step.to,
                        "outcome": outcome,
                        "at": at,
                        "count": sequence,
                        "head": head,
                    },
                )

    def _records(self, *only: Any, limit: int | None = None) -> list[RunRecord]:
        asked = statements.RUNS.where(*only).order_by(runs.c.ordinal.desc()).limit(limit)
        chosen = asked.with_only_columns(runs.c.id, maintain_column_froms=True).subquery()
        paths: dict[str, list[str]] = {}
        with self._reading() as connection:
            found = connection.execute(asked).all()
            taken = (
                select(decisions.c.run_id, decisions.c.choice)
                .join(chosen, chosen.c.id == decisions.c.run_id)
                .order_by(decisions.c.run_id, decisions.c.sequence)
            )
            for run_id, choice in connection.execute(taken):
                paths.setdefault(run_id, []).append(choice)
        return [_record(row._asdict(), path=paths.get(row.id, ())) for row in found]


def _write_ahead(connection: Connection) -> None:
    # Outside of a transaction, as SQLite asks.
    raw: Any = connection.connection.dbapi_connection
    raw.execute("PRAGMA journal_mode = WAL")


def _insert_for(connection: Connection) -> Any:
    return postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert


def _insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    connection.execute(_insert_for(connection)(table).on_conflict_do_nothing(), rows)


def _insert_run(connection: Connection, row: Mapping[str, Any]) -> dict[str, Any]:
    if connection.dialect.name == "postgresql":
        # One after the other, as each run's genesis seals the one before; SQLite has one writer anyway.
        connection.execute(select(func.pg_advisory_xact_lock(_ORDINAL_LOCK)))
    last = connection.execute(statements.LAST_LINK).one_or_none()
    ordinal, previous = (0, START) if last is None else last
    kept = {
        "origin_run": None, "origin_kept": None, "origin_kind": None,
        **row,
        "id": str(uuid.uuid4()), "ordinal": ordinal + 1, "program_version": __version__,
    }  # fmt: skip
    kept["genesis"] = genesis(previous, kept)
    connection.execute(insert(runs), kept)
    return kept


def _copy_decisions(connection: Connection, origin: str, begun: Mapping[str, Any], kept: Sequence[Row[Any]]) -> None:
    run_id, last = begun["id"], len(kept)
    rated = connection.execute(select(levels).where(levels.c.run_id == origin, levels.c.sequence <= last)).all()
    events = connection.execute(
        select(critical_events).where(critical_events.c.run_id == origin, critical_events.c.sequence <= last)
    ).all()
    head, copies = begun["genesis"], []
    for each in kept:
        row = each._asdict()
        del row["run_id"], row["hash"]
        head = link(
            head,
            **row,
            critical=[event.event for event in events if event.sequence == each.sequence],
            levels=[
                (level.criterion, level.rubric, level.level, level.best, level.worst)
                for level in rated
                if level.sequence == each.sequence
            ],
        )
        copies.append({"run_id": run_id, **row, "hash": head})
    _insert_decisions(connection, copies)
    _insert_levels(connection, [(run_id, *tuple(level)[1:]) for level in rated])
    _insert_critical(connection, [(run_id, event.sequence, event.event) for event in events])


def _insert_decisions(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        connection.execute(insert(decisions), rows)


def _insert_levels(connection: Connection, rows: Sequence[tuple[Any, ...]]) -> None:
    if rows:
        names = levels.c.keys()
        connection.execute(insert(levels), [dict(zip(names, row, strict=True)) for row in rows])


def _insert_critical(connection: Connection, rows: Sequence[tuple[Any, ...]]) -> None:
    if rows:
        names = critical_events.c.keys()
        connection.execute(insert(critical_events), [dict(zip(names, row, strict=True)) for row in rows])


def _self_ratings(connection: Connection, run_id: str) -> dict[str, int]:
    asked = select(self_ratings.c.rubric, self_ratings.c.rating).where(self_ratings.c.run_id == run_id)
    return {row.rubric: row.rating for row in connection.execute(asked)}


def _must_exist(connection: Connection, run_id: str) -> None:
    if connection.scalar(select(runs.c.id).where(runs.c.id == run_id)) is None:
        raise _unknown_run(run_id)


def _record(row: Mapping[str, Any], *, trainee: str = "", path: Sequence[str] = ()) -> RunRecord:
    ended, kind = row.get("ended_at"), row["origin_kind"]
    return RunRecord(
        id=row["id"],
        trainee_id=row["trainee_id"],
        trainee=row.get("trainee", trainee),
        scenario_id=row["scenario_id"],
        scenario_version=row["scenario_version"],
        digest=row["digest"],
        mode=Mode(row["mode"]),
        seed=row["seed"],
        language=row["language"],
        started_at=read_time(row["started_at"]),
        path=tuple(path),
        ending=row.get("ending"),
        outcome=row.get("outcome"),
        ended_at=None if ended is None else read_time(ended),
        superseded=bool(row.get("superseded", False)),
        origin_run=row["origin_run"],
        origin_kept=row["origin_kept"],
        origin_kind=None if kind is None else OriginKind(kind),
        assignment_id=row["assignment_id"],
    )


def _checked_seed(seed: int) -> int:
    if not -_SEED_LIMIT <= seed < _SEED_LIMIT:
        raise UsageError("This seed is too large.", "Give a whole number of at most 18 digits.")
    return seed


def _unknown_run(run_id: str) -> UnknownRecord:
    return UnknownRecord(f"There is no run '{clean_text(run_id, limit=40)}'.", "See them all: encounter runs.")


def _contradicted(run_id: str, why: str) -> StoreDamaged:
    return StoreDamaged(
        f"What is kept of run {run_id[:8]} contradicts its scenario: {why}",
        "See what was changed: encounter store verify.",
    )
