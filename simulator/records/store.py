"""The record store: keeps every run and decision, and hands them back.

    with Store.open() as store:
        sam = store.trainee("Sam", at)
        record = store.begin(sam, story, mode=Mode.PRACTICE, seed=7, at=at, language="en-GB")
        run = store.replay(record.id)
        store.append(record.id, run.choose("name-and-reason"), at=at)

Nothing kept is ever changed: a rewind is a new run that begins as a copy. Moments are passed in, with a time zone.
Every method may raise a StoreError; its sentence says what is wrong with the store.
"""

from __future__ import annotations

import json
import math
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Engine, Row, Select, select
from sqlalchemy.exc import IntegrityError

from scoring.rubric import NONE, RubricSet
from simulator.encounter.run import Run, Step
from simulator.errors import StoreError, UnknownRecord, UsageError
from simulator.messages import later, tr
from simulator.records import functions, merged, queries, replay, statements, writing
from simulator.records.checkpoint import write_checkpoint
from simulator.records.connection import (
    Address,
    connect,
    empty_log,
    faults,
    hold_chain,
    locate,
    make_file,
    takes_turns,
    writes,
)
from simulator.records.daily import back_up_if_due, forget_backups, no_backups_because
from simulator.records.digests import canonical
from simulator.records.erase import erase_name, erase_trainee, erase_words
from simulator.records.journal import keep, keep_new
from simulator.records.migrate import make_ready, refuse_newer
from simulator.records.model import (
    OWN_WORDS_LIMIT,
    REFLECTION_LIMIT,
    Comment,
    EpisodePlace,
    Fact,
    Mode,
    OriginKind,
    RunRecord,
    Setting,
    Trainee,
    read_time,
    write_time,
)
from simulator.records.person import person_record
from simulator.records.receipt import Receipt, take_receipt, write_receipt
from simulator.records.rubrics import keep_rubrics, kept_rubrics, rubrics_by_run, rubrics_text
from simulator.records.schema import (
    checkpoints,
    comments,
    decisions,
    finishes,
    journal,
    notices,
    own_words,
    reflections,
    runs,
    settings,
    snapshots,
    trainees,
    words_first,
)
from simulator.records.seal import Seal, can_sign, make_seal, read_seal, seal_path
from simulator.records.shared import AnswerT, asked_once, end_sharing, shared_connection, together
from simulator.records.signers import Signer, let_sign, let_sign_no_longer, listed_signers
from simulator.scenario.latest import LatestStories
from simulator.scenario.story import Story
from simulator.text import NAME_LIMIT, clean_text, name_key

__all__ = ["Admission", "Fact", "Mode", "OriginKind", "RunRecord", "Setting", "Store", "Trainee"]

_SEED_LIMIT = 2**63
_WHOLE_ID = len(str(uuid.UUID(int=0)))
_MERGED_SEEN_AFTER = 10
"""Seconds after which a store looks again whether another program merged people."""

_NEWER = later(
    "This record store belongs to a newer Encounter. You can go on playing; to verify it or to erase from it, "
    "update: pip install --upgrade encounter-simulator."
)

_NOT_HELD = (
    "This database does not yet hold a server to the role of whoever it writes for. "
    "Once: encounter store init --admin ADDRESS"
)

Admission = Callable[[Connection], None]
"""Raises where a run may not begin."""


class Store:
    """An open record store; use `Store.open`. May be used from several threads."""

    def __init__(
        self,
        address: Address,
        engine: Engine,
        *,
        by_functions: bool = False,
        acts_for_people: bool = False,
        writes_for_people: bool = False,
        newer: bool = False,
    ) -> None:
        self._address = address
        self._engine = engine
        self._writer = functions.through(writes(engine)) if by_functions else writes(engine)
        if acts_for_people:
            self._writer = takes_turns(self._writer)
        self._by_functions = by_functions
        self._acts_for_people = acts_for_people
        self._writes_for_people = writes_for_people
        self._newer = newer
        self._as_one: Engine | None = None
        self._looked_for_merged = -math.inf
        self._grown: set[str] = set()
        self._latest: datetime | None = None
        self._written = False
        self._kept: set[str] = set()  # digests of scenarios and rubrics, which are never deleted
        self._scored_by: dict[str, RubricSet] = {}
        self._rubrics: dict[str | None, RubricSet] = {}
        self._stories: LatestStories[Story] = LatestStories()

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
                newer = make_ready(engine, place)
                with engine.connect() as connection:
                    by_functions = functions.must_use(connection)
                    acts_for_people = functions.may_act_for_people(connection)
                    writes_for_people = acts_for_people and functions.may_write_for_people(connection)
        except BaseException:
            engine.dispose()
            raise
        return cls(
            place, engine, by_functions=by_functions, acts_for_people=acts_for_people,
            writes_for_people=writes_for_people, newer=newer,
        )  # fmt: skip

    @property
    def address(self) -> str:
        """Where the store is, as a person may see it."""
        return str(self._address)

    @property
    def remark(self) -> str:
        """What whoever opens the store should know, in a sentence; "" for nothing."""
        if self._acts_for_people and not self._writes_for_people:
            return _NOT_HELD
        return tr(_NEWER) if self._newer else ""

    @property
    def by_functions(self) -> bool:
        """Whether this is a person's own login on PostgreSQL, which appends through the database's functions."""
        return self._by_functions

    @property
    def serves_many(self) -> bool:
        """Whether several processes may serve it at once, as they may a PostgreSQL database."""
        return self._address.url is not None

    @property
    def no_backups(self) -> str:
        """Why no backup is made of it by itself, in a sentence; "" if they are."""
        return no_backups_because(self._address)

    def close(self) -> None:
        """Let go of the store; one that grew gets a signed checkpoint first, where it can be signed."""
        if self._unsigned:
            with suppress(StoreError):
                at = self._latest or self._last_kept()
                if at is not None:
                    self.keep_safe(at)
        self._engine.dispose()
        if self._as_one is not None:
            self._as_one.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # People

    def trainee(self, name: str, at: datetime) -> Trainee:
        """Return the trainee of that name; make one if there is none.

        Raises:
            UsageError: nothing readable is left of the name.
        """
        shown = clean_text(name, limit=NAME_LIMIT)
        if not shown:
            raise UsageError("A trainee needs a name.", "Give one with letters in it.")
        found = self.find_trainee(shown)
        if found is not None:
            return found
        row = {"id": str(uuid.uuid4()), "key": name_key(shown), "name": shown, "created": write_time(at)}
        asked = select(trainees.c.id, trainees.c.name).where(trainees.c.key == row["key"])
        with self.writing() as connection:
            keep_new(connection, trainees, [row], at=row["created"], key="key")
            kept = connection.execute(asked).one()  # another program may have made it in between
        return Trainee(kept.id, kept.name)

    def find_trainee(self, name: str) -> Trainee | None:
        """Return the trainee of that name, None if there is none; upper and lower case are the same."""
        key = name_key(clean_text(name, limit=NAME_LIMIT))
        with self.reading() as connection:
            row = connection.execute(select(trainees.c.id, trainees.c.name).where(trainees.c.key == key)).one_or_none()
            if row is None and self._as_one is not None:
                return merged.stands_for(connection, key)
        return None if row is None else Trainee(row.id, row.name)

    def trainees(self) -> list[Trainee]:
        """Return every trainee, by name."""
        with self.reading() as connection:
            rows = connection.execute(select(trainees.c.id, trainees.c.name).order_by(trainees.c.key)).all()
        return [Trainee(row.id, row.name) for row in rows]

    def set(self, trainee: Trainee, key: str, value: Setting) -> None:
        """Keep a trainee's setting, in place of the one before."""
        row = {"trainee_id": trainee.id, "key": key, "value": canonical(value)}
        with self._appending() as connection:
            writing.put_setting(connection, row)

    def get(self, trainee: Trainee, key: str) -> Setting | None:
        """Return a trainee's setting, None if it was never set."""
        return self.settings(trainee).get(key)

    def settings(self, trainee: Trainee) -> dict[str, Setting]:
        """Return everything that a trainee has set, by key."""
        asked = select(settings.c.key, settings.c.value).where(settings.c.trainee_id == trainee.id)

        def ask() -> dict[str, Setting]:
            with self.reading() as connection:
                return {row.key: json.loads(row.value) for row in connection.execute(asked)}

        return dict(self._once(("settings", trainee.id), ask))

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
        by_path: bool = False,
        episode: EpisodePlace | None = None,
        access_code: str = "",
        admit: Admission | None = None,
    ) -> RunRecord:
        """Begin a run, and keep the scenario and its rubrics as they are now.

        Args:
            trainee: whose run it is.
            story: what is played.
            mode: practice or assessment.
            seed: decides the order in which choices are shown.
            at: now.
            language: the language it is played in.
            assignment_id: the assignment that it answers, if any.
            by_path: its choices were all given in advance, so nobody is playing it.
            episode: which episode of a campaign it is, if any.
            access_code: what was typed, for a database that has the last word itself.
            admit: has the last word on whether the run may begin, while no other run can.
        """
        scenario = story.scenario
        row = {
            "trainee_id": trainee.id,
            "scenario_id": scenario.id,
            "scenario_version": scenario.version,
            "digest": story.digest,
            "translation": story.translation,
            "by_path": by_path,
            "campaign_run": None if episode is None else episode.campaign_run,
            "episode": None if episode is None else episode.episode,
            "episode_number": None if episode is None else episode.number,
            "mode": Mode(mode).value,
            "seed": _checked_seed(seed),
            "language": language,
            "started_at": write_time(at),
            "assignment_id": assignment_id,
            "rubric_versions": canonical({id_: rubric.version for id_, rubric in story.rubrics.rubrics.items()}),
        }
        snapshot = {
            "digest": story.digest,
            "scenario_id": scenario.id,
            "version": scenario.version,
            "body": story.snapshot,
        }
        kept = {story.digest, *story.rubrics.digests.values()}
        with self.writing() as connection:
            if not self._by_functions:  # else what is played is published, and the database has the last word
                if admit is not None:
                    hold_chain(connection)
                    admit(connection)
                if not kept <= self._kept:
                    writing.insert_new(connection, snapshots, [snapshot])
                    keep_rubrics(connection, story.rubrics)
                self.as_asked(connection)
            given = {**row, "rubrics": rubrics_text(story.rubrics)}
            if functions.is_through(connection):
                given["access_code"] = access_code
            # An episode begins with what its campaign brings: where the database asks, it is told how.
            bodied = functions.is_through(connection) and episode is not None
            begun = writing.insert_run(connection, {**given, "body": story.snapshot} if bodied else given)
        self._kept |= kept
        self._grew(begun["id"], at)
        return queries.run_record(
            {**begun, "trainee": trainee.name, "campaign_id": None if episode is None else episode.campaign}
        )

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
            seconds: how long the trainee took; None if nobody looked.
            timed_out: the timer chose.
            outcome: if `step` led to an ending, the ending's outcome. The run is then finished.

        Raises:
            RecordConflict: another choice is kept in that place, one before it is missing, or the run
                is finished or superseded.
            UnknownRecord: no such run.
        """
        if run_id not in self._scored_by:
            self._scored_by[run_id] = self.rubrics_of(run_id)
        for last in (False, True):
            try:
                with self._appending() as connection:
                    writing.insert_decision(
                        connection,
                        run_id,
                        step,
                        rubrics=self._scored_by[run_id],
                        at=write_time(at),
                        seconds=seconds,
                        timed_out=timed_out,
                        outcome=outcome,
                    )
                break
            except IntegrityError:
                # Another program kept this decision between our look and our insert: look again.
                if last:
                    raise
        self._grew(run_id, at)

    def branch(
        self, run_id: str, keep: int, *, kind: OriginKind | str, at: datetime, seed: int | None = None
    ) -> RunRecord:
        """Begin a new run as a copy of the first `keep` decisions of another.

        A run that is rewound is superseded by the new one, and never changed. A run that tries again ("again") is
        practice, whatever the first was, and answers no assignment.

        Args:
            run_id: the run to copy from.
            keep: how many decisions; 0 or more, and fewer than a finished run has.
            kind: "rewind" or "again".
            at: now.
            seed: for the choices to come; None for the same as before.

        Raises:
            RecordConflict: there are not so many decisions, or an assessment would be rewound or tried again before it
                is over.
            UnknownRecord: no such run.
        """
        with self._appending() as connection:
            begun, path = writing.copy_run(
                connection,
                run_id,
                keep,
                kind=OriginKind(kind),
                at=write_time(at),
                seed=None if seed is None else _checked_seed(seed),
            )
        self._grew(begun["id"], at)
        return queries.run_record(begun, path)

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
        with self._appending() as connection:
            writing.insert_self_ratings(connection, run_id, ratings, write_time(at))

    def reflect(self, run_id: str, text: str, at: datetime) -> None:
        """Keep the trainee's own words on a run; later words stand in place of earlier ones.

        Raises:
            UnknownRecord: no such run.
        """
        words = clean_text(text, limit=REFLECTION_LIMIT, lines=True)
        with self._appending() as connection:
            writing.insert_reflection(connection, run_id, words, write_time(at))

    def say_first(self, run_id: str, sequence: int, text: str, at: datetime) -> None:
        """Keep what the trainee would say or do at a decision, before its choices are shown; the first stands.

        Args:
            run_id: the whole id.
            sequence: the decision's number, from 1.
            text: at most `OWN_WORDS_LIMIT` characters.
            at: now.

        Raises:
            UsageError: nothing readable is left of the words, or they are too long.
            UnknownRecord: no such run.
        """
        words = clean_text(text)
        if not words:
            raise UsageError(tr("There are no words to keep."), tr("Type some, or skip."))
        if len(words) > OWN_WORDS_LIMIT:
            raise UsageError(
                tr("That is {count} characters.", count=len(words)),
                tr("Use {most} at most.", most=OWN_WORDS_LIMIT),
            )
        with self._appending() as connection:
            writing.insert_own_words(connection, run_id, sequence, words, write_time(at))

    # Runs, read

    def run(self, run_id: str) -> RunRecord:
        """Return one run.

        Args:
            run_id: its id, or as much of the beginning as no other run's id begins with.

        Raises:
            UnknownRecord: there is none, or several.
        """
        asked = run_id.strip().lower()
        if not asked:
            raise queries.unknown_run(run_id)
        if len(asked) == _WHOLE_ID:  # found by the index, which PostgreSQL has no use for otherwise
            return self._once(("run", asked), lambda: self._whole_run(asked))
        with self.reading() as connection:
            found = queries.run_records(connection, runs.c.id.startswith(asked, autoescape=True), limit=2)
        if not found:
            raise queries.unknown_run(run_id)
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
        with self.reading() as connection:
            return queries.run_records(connection, *only, limit=limit)

    def story(self, digest: str, rubrics: RubricSet = NONE) -> Story:
        """Return a scenario as it was when it was played, scored by `rubrics`.

        Raises:
            UnknownRecord: no snapshot of that digest.
            StoreDamaged: the snapshot is not what its digest says.
        """
        with self.reading() as connection:
            return replay.kept_story(connection, digest, rubrics)

    def replay(self, run: str | RunRecord) -> Run:
        """Return a run as it stands, on the scenario it began with.

        Args:
            run: its id, as for `run`; or its record.

        Raises:
            UnknownRecord: no such run.
            StoreDamaged: what is kept of its decisions is not what the scenario allows.
        """
        record = self.run(run) if isinstance(run, str) else run
        with self.reading() as connection:
            rubrics = self._rubrics_named(connection, canonical(record.rubrics) if record.rubrics else None)
            return replay.replayed(connection, record, self._decisions(record.id), rubrics, self._stories)

    def answerable_since(self, record: RunRecord) -> datetime:
        """Return since when the present scene's choices can be chosen: the answer before, or own words said first."""
        moments = [each.at for each in self._decisions(record.id)] + [each.at for each in self._words(record.id)]
        return max([record.started_at, *map(read_time, moments)])

    def rubrics_by_run(self, trainee: Trainee) -> dict[str, RubricSet]:
        """Return the rubrics that each of a trainee's runs was played under, by run id."""
        with self.reading() as connection:
            return rubrics_by_run(connection, runs.c.trainee_id == trainee.id)

    def rubrics_of(self, run_id: str) -> RubricSet:
        """Return the rubrics that a run was played under, which its figures are made by for ever.

        Args:
            run_id: the whole id.

        Raises:
            UnknownRecord: no such run.
            StoreDamaged: a rubric is not there, or is not what its digest says.
        """
        with self.reading() as connection:
            row = connection.execute(select(runs.c.rubrics).where(runs.c.id == run_id)).one_or_none()
            if row is None:
                raise queries.unknown_run(run_id)
            return self._rubrics_named(connection, row.rubrics)

    def facts(self, trainee: Trainee | None = None) -> list[Fact]:
        """Return one fact per decision and criterion, oldest first.

        Superseded runs are left out. If a run tries again from a decision of another, the decisions that both share are
        counted once.
        """
        with self.reading() as connection:
            return queries.facts(connection, None if trainee is None else trainee.id)

    def self_ratings(self, run_id: str) -> dict[str, int]:
        """Return the trainee's own ratings of a run, by rubric; empty if none were given."""
        with self.reading() as connection:
            return queries.self_ratings_of(connection, run_id)

    def comments(self, run_id: str) -> list[Comment]:
        """Return what trainers said of a run to whoever played it, the oldest first."""
        asked = select(comments).where(comments.c.run_id == run_id).order_by(comments.c.number)
        with self.reading() as connection:
            return [Comment(row.author, row.text, read_time(row.at)) for row in connection.execute(asked)]

    def extra_time(self, record: RunRecord) -> int:
        """Return by how many percent timers are longer in a run, as the academy adjusted them for its trainee."""
        with self.reading() as connection:
            return queries.extra_time(connection, record)

    def reflection(self, run_id: str) -> str | None:
        """Return the trainee's own words on a run, None if there are none."""
        asked = select(reflections.c.text).where(reflections.c.run_id == run_id)
        with self.reading() as connection:
            return connection.scalar(asked.order_by(reflections.c.number.desc()).limit(1))

    def own_words(self, record: RunRecord) -> dict[int, str]:
        """Return what the trainee said before the choices were shown, by decision.

        For a copied decision, it is what was said in the first run.
        """
        found: dict[int, str] = {}
        run_id, came, up_to = record.id, (record.origin_run, record.origin_kept), None
        with self.reading() as connection:
            while True:
                for row in self._words(run_id):
                    if up_to is None or row.sequence <= up_to:
                        found.setdefault(row.sequence, row.text)
                origin, kept = came
                if origin is None:
                    return found
                run_id, up_to = origin, kept if up_to is None or kept is None else min(up_to, kept)
                asked = select(runs.c.origin_run, runs.c.origin_kept).where(runs.c.id == run_id)
                before = connection.execute(asked).one_or_none()
                came = (None, None) if before is None else (before.origin_run, before.origin_kept)

    def asks_words_first(self, record: RunRecord) -> bool:
        """Return whether a run answers an assignment that asks for own words before choices are shown."""
        if record.assignment_id is None:
            return False
        asked = select(words_first.c.since).where(words_first.c.assignment_id == record.assignment_id)
        with self.reading() as connection:
            return connection.scalar(asked) is not None

    # The store itself

    def checkpoint(self, at: datetime) -> bool:
        """Sign how far the store has come; return whether it could be signed and kept.

        A store that cannot be signed just now loses no record by it, so nothing is raised.
        """
        with suppress(StoreError, OSError, ValueError):
            seal = self._seal(at)
            if seal is not None:
                # What others keep from here on is for the next one.
                grown, self._grown, self._written = self._grown, set(), False
                try:
                    with self._transaction() as connection:
                        last = write_checkpoint(connection, seal, grown=grown, at=write_time(at))
                except BaseException:
                    self._grown |= grown
                    self._written = True
                    raise
                if last is not None:
                    seal.remember(last)
                return True
        return False

    def keep_safe(self, at: datetime) -> None:
        """Sign how far the store has come where it grew, and make the day's backup where it is due."""
        if self._unsigned:
            self.checkpoint(at)
            with suppress(StoreError), self.reading(everything=True) as connection:
                back_up_if_due(connection, self._address, at)

    def notice(self, what: str, reason: str, at: datetime) -> None:
        """Keep what is done to the store as a whole, and why.

        Raises:
            UsageError: there is no reason.
        """
        why = clean_text(reason, limit=REFLECTION_LIMIT)
        if not why:
            raise UsageError("This needs a reason, which is kept in the store.", "Say why: --anyway REASON")
        row = {"id": str(uuid.uuid4()), "at": write_time(at), "what": what, "reason": why}
        with self.writing() as connection:
            keep(connection, notices, [row], at=write_time(at))

    def trust(self, public_key: str, at: datetime, *, author: str, until_now: bool = False) -> None:
        """Let another key's signatures be welcome in this store, from now on or until now, and sign that.

        Raises:
            UsageError: it is no public key, or may sign already.
            UnknownRecord: it may sign no longer already.
            StoreError: there is no key here that could vouch for it.
        """
        key = public_key.strip().lower()
        if len(key) != 64 or set(key) - set("0123456789abcdef"):
            raise UsageError(
                "This is not a public key.", "A public key has 64 characters, 0 to 9 and a to f: encounter store info"
            )
        seal = self._seal(at)
        if seal is None:
            raise StoreError(
                "The key that signs this store is not on this computer.",
                "Do this on the computer where the store is signed.",
            )
        with self.writing() as connection:
            if until_now:
                let_sign_no_longer(connection, key, seal=seal, at=write_time(at))
            else:
                let_sign(connection, key, seal=seal, author=author, at=write_time(at))
        self.checkpoint(at)

    def signers(self) -> list[Signer]:
        """Return the keys that may sign beside the first, and those that might."""
        with self.reading() as connection:
            return listed_signers(connection)

    def receipt(self, path: Path, at: datetime) -> Receipt:
        """Sign everything that is kept, write a receipt of it to a file, and return it.

        Raises:
            StoreError: nothing can be signed, or the file cannot be written.
        """
        seal = self._seal(at)
        if seal is None:
            raise StoreError(
                "The key that signs this store is not on this computer.",
                "Do this on the computer where the store is signed.",
            )
        with self.writing() as connection:
            last = write_checkpoint(connection, seal, grown=None, at=write_time(at))
        if last is not None:
            seal.remember(last)
        with self.reading() as connection:
            receipt = take_receipt(connection, seal)
        write_receipt(receipt, seal, path)
        return receipt

    def erase_name(self, trainee: Trainee, *, at: datetime) -> str:
        """Put a mark in place of a trainee's name, and erase ids, addresses and groups; return the mark."""
        with self.writing() as connection:
            refuse_newer(connection, self._address)
            for double in merged.doubles_of(connection, trainee.id):
                erase_name(connection, double, at=write_time(at))
            return erase_name(connection, trainee.id, at=write_time(at))

    def erase_words(self, trainee: Trainee, *, at: datetime) -> int:
        """Erase a trainee's own words and what trainers said to them; return how many texts that were."""
        with self.writing() as connection:
            refuse_newer(connection, self._address)
            ids = [*merged.doubles_of(connection, trainee.id), trainee.id]
            return sum(erase_words(connection, each, at=write_time(at)) for each in ids)

    def person_record(self, trainee: Trainee) -> dict[str, list[dict[str, Any]]]:
        """Return every row about a trainee or about a run of theirs, by table. Secrets are left out.

        Of somebody who was merged these are the rows as they were kept, under each of their names.
        """
        with faults(self._address), self._engine.connect() as connection:
            refuse_newer(connection, self._address)
            functions.act_as(connection, self._who_asks())
            return person_record(connection, [*merged.doubles_of(connection, trainee.id), trainee.id])

    def erase(self, trainee: Trainee, *, at: datetime) -> int:
        """Delete everything that is kept about a trainee, for good; return how many runs that were.

        Each run leaves a tombstone. It says that there was a run, but not whose it was. Backups that were made by
        themselves are deleted, as they hold the trainee; others are not touched.
        """
        seal = None
        with suppress(StoreError, OSError):
            seal = self._seal(at)
        with self.writing() as connection:
            refuse_newer(connection, self._address)
            ids = [*merged.doubles_of(connection, trainee.id), trainee.id]
            count = sum(erase_trainee(connection, each, seal=seal, at=write_time(at)) for each in ids)
        if self._address.path is not None:
            with faults(self._address), self._engine.connect() as connection:
                empty_log(connection)
        forget_backups(self._address)
        self.checkpoint(at)
        return count

    @contextmanager
    def reading(self, *, everything: bool = False, at_one_moment: bool = False) -> Iterator[Connection]:
        """Open a connection to read on, for a room that keeps more than runs in the same store.

        Args:
            everything: read as the program itself where it acts for somebody, as signing in must.
            at_one_moment: whatever is written meanwhile, all that is read is of one moment.
        """
        who = None if everything else self._who_asks()
        with faults(self._address):
            engine = self._reader()
            if at_one_moment:
                with engine.connect() as connection:
                    functions.act_as(connection, who)
                    if connection.dialect.name == "postgresql":  # SQLite always reads so
                        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                    yield connection
            else:
                with shared_connection(self, who, engine.connect, functions.act_as) as connection:
                    yield connection

    def merge(self, double: Trainee, into: Trainee, *, author: str, at: datetime) -> None:
        """Let all that is kept about one person count as another's, who is the same; no run is changed.

        Raises:
            UsageError: they are one already.
            StoreError: the login of this store may not.
        """
        with self.writing() as connection:
            merged.merge(connection, double, into, author=author, at=write_time(at))
        self._looked_for_merged = -math.inf

    def together(self) -> AbstractContextManager[None]:
        """Read on one connection for the length of this block, as a server's page should.

        After a write, the store is read again.
        """
        return together(self)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a connection to write on, in one transaction: kept as a whole, or not at all.

        If a server acts for somebody, the database lets it write only what that role may write.
        """
        with self._transaction() as connection:
            if self._writes_for_people:
                functions.act_for(connection)
            yield connection
        self._written = True

    def as_asked(self, connection: Connection) -> None:
        """If a server acts for people, append as the person who asks from here on. The database knows their role."""
        if self._acts_for_people:
            functions.write_as_asked(connection)

    # Inside

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        end_sharing(self)
        try:
            with faults(self._address), self._writer.begin() as connection:
                yield connection
        finally:
            end_sharing(self)  # what was read meanwhile may be of the moment before

    @property
    def _unsigned(self) -> bool:
        """Whether something was kept that this program has still to sign."""
        return (self._written or bool(self._grown)) and not self._by_functions

    def _who_asks(self) -> tuple[str, str] | None:
        """Return as whom is read, None for the program itself."""
        return functions.who_asks() if self._acts_for_people else None

    def _reader(self) -> Engine:
        """Return the engine to read on: the merged are read as one, where anybody was merged."""
        if self._as_one is None and time.monotonic() - self._looked_for_merged > _MERGED_SEEN_AFTER:
            self._looked_for_merged = time.monotonic()
            with self._engine.connect() as connection:
                found = merged.any_merged(connection)
            if found:
                self._as_one = merged.reads_as_one(connect(self._address))
        return self._as_one or self._engine

    def _once(self, question: tuple[str, str], ask: Callable[[], AnswerT]) -> AnswerT:
        return asked_once(self, self._who_asks(), question, ask)

    def _whole_run(self, run_id: str) -> RunRecord:
        with self.reading() as connection:
            row = connection.execute(statements.RUNS.where(runs.c.id == run_id)).one_or_none()
        if row is None:
            raise queries.unknown_run(run_id)
        return queries.run_record(row._asdict(), [each.choice for each in self._decisions(run_id)])

    def _decisions(self, run_id: str) -> Sequence[Row[Any]]:
        """Return a run's decisions as they are kept, in their order."""
        asked = select(decisions).where(decisions.c.run_id == run_id).order_by(decisions.c.sequence)
        return self._once(("decisions", run_id), lambda: self._read(asked))

    def _words(self, run_id: str) -> Sequence[Row[Any]]:
        """Return what was said first in a run itself."""
        asked = select(own_words.c.sequence, own_words.c.text, own_words.c.at).where(own_words.c.run_id == run_id)
        return self._once(("own-words", run_id), lambda: self._read(asked))

    def _read(self, asked: Select[Any]) -> Sequence[Row[Any]]:
        with self.reading() as connection:
            return connection.execute(asked).all()

    @contextmanager
    def _appending(self) -> Iterator[Connection]:
        with self._transaction() as connection:
            self.as_asked(connection)
            yield connection
        self._written = True

    def _rubrics_named(self, connection: Connection, named: str | None) -> RubricSet:
        """Return rubrics as `kept_rubrics` does; each set of them is read once."""
        if named not in self._rubrics:
            self._rubrics[named] = kept_rubrics(connection, named)
        return self._rubrics[named]

    def _grew(self, run_id: str, at: datetime) -> None:
        self._grown.add(run_id)
        self._latest = at

    def _last_kept(self) -> datetime | None:
        """Return when the newest entry of the journal was kept, None if there is none."""
        with self.reading() as connection:
            at = connection.scalar(select(journal.c.at).order_by(journal.c.ordinal.desc()).limit(1))
        return None if at is None else read_time(at)

    def _seal(self, at: datetime) -> Seal | None:
        if not can_sign():
            return None
        path = seal_path(self._address)
        seal = read_seal(path)
        if seal is None and not (self._address.path is None and self._signed_already()):
            seal = make_seal(path, at)
        return seal

    def _signed_already(self) -> bool:
        """Return whether somebody's key signs here: a server's store has one, which is not on every computer."""
        with self.reading() as connection:
            return connection.scalar(select(checkpoints.c.number).limit(1)) is not None


def _checked_seed(seed: int) -> int:
    if not -_SEED_LIMIT <= seed < _SEED_LIMIT:
        raise UsageError("This seed is too large.", "Give a whole number of at most 18 digits.")
    return seed
