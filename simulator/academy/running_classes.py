"""A class that votes by phone: one encounter for a cohort, one decision at a time, one vote a member.

What the class sees is kept with it, so that a member's page needs neither the encounter nor its ratings. Each act of
the trainer is a step. A vote or an act counts only if its sender was shown the present step. A vote has a name while
the vote is open. Closing it counts the votes and deletes them.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from simulator.academy.model import Cohort
from simulator.encounter.run import Run
from simulator.errors import RecordConflict, UsageError
from simulator.messages import later, tr
from simulator.records import writing
from simulator.records.connection import hold_chain
from simulator.records.digests import canonical
from simulator.records.journal import keep
from simulator.records.model import Trainee, read_time, write_time
from simulator.records.schema import class_sessions, cohorts, members, running_classes, votes
from simulator.records.store import Store
from simulator.training.classes import KeptClass, Show, class_row, read_shows, shows_text


@dataclass(frozen=True, slots=True)
class Shown:
    """What everybody in a class sees.

    Attributes:
        title: of the encounter.
        warnings: content notes, at the first decision.
        read: what is read, paragraph by paragraph.
        said: who says what there.
        options: the choices in words; none at the end.
        question: to be discussed once the vote is closed.
        end: how it ended, "" before.
    """

    title: str
    warnings: tuple[str, ...]
    read: tuple[str, ...]
    said: tuple[tuple[str, str], ...]
    options: tuple[str, ...]
    question: str
    end: str = ""


@dataclass(frozen=True, slots=True)
class RunningClass:
    """A class that goes on.

    Attributes:
        language: a translation's; None for the encounter's own words.
        step: how often its trainer has acted.
        shows: the decisions that were made.
        hands: the votes for each choice; None while the vote is open.
        ending: where it ended; None before, and where it could not go on.
    """

    id: str
    cohort: Cohort
    scenario: str
    version: str
    digest: str
    language: str | None
    seed: int
    began: datetime
    step: int
    shown: Shown
    shows: tuple[Show, ...]
    hands: tuple[int, ...] | None
    ending: str | None

    @property
    def decision(self) -> int:
        """The number of the present decision, from 1."""
        return len(self.shows) + 1

    @property
    def open(self) -> bool:
        """Whether votes are taken now."""
        return self.hands is None and bool(self.shown.options)


def begin_class(store: Store, cohort: Cohort, run: Run, shown: Shown, *, language: str | None, at: datetime) -> None:
    """Begin an encounter with a cohort.

    Args:
        store: where it is kept.
        cohort: whose members vote.
        run: the encounter at its beginning.
        shown: the same as everybody sees it.
        language: the translation it is played in; None for its own words.
        at: now.

    Raises:
        UsageError: a class of this cohort is running.
    """
    story = run.story
    row = {
        "id": str(uuid.uuid4()), "cohort_id": cohort.id, "scenario_id": story.scenario.id,
        "scenario_version": story.scenario.version, "digest": story.digest, "language": language, "seed": run.seed,
        "began": write_time(at), "step": 1, "shown": canonical(asdict(shown)), "decisions": shows_text(()),
    }  # fmt: skip
    try:
        with store.writing() as connection:
            connection.execute(insert(running_classes).values(row))
    except IntegrityError:
        raise UsageError(tr("A class of this cohort is running already."), tr("Go on with it, or end it.")) from None


def class_of(store: Store, cohort: Cohort) -> RunningClass | None:
    """Return the class of a cohort that is running, None if there is none."""
    return next(iter(_classes(store, running_classes.c.cohort_id == cohort.id)), None)


def classes_for(store: Store, trainee: Trainee) -> list[RunningClass]:
    """Return the classes that are running in somebody's cohorts, the newest first."""
    own = select(members.c.cohort_id).where(members.c.trainee_id == trainee.id)
    return _classes(store, running_classes.c.cohort_id.in_(own))


def vote(store: Store, trainee: Trainee, class_id: str, *, step: int, place: int) -> None:
    """Take somebody's vote on the present decision, in place of an earlier one.

    Args:
        store: where it is kept until the vote is closed.
        trainee: whose vote.
        class_id: in which class.
        step: at which they were shown the choices.
        place: of the choice, from 0.

    Raises:
        RecordConflict: no such class of theirs is running, the vote is closed, or there is no such choice.
    """
    with store.writing() as connection:
        store.as_asked(connection)
        refused = writing.put_vote(connection, trainee.id, class_id, step, place)
    if refused:
        raise RecordConflict(*map(tr, _REFUSED[refused]))


def own_vote(store: Store, trainee: Trainee, running: RunningClass) -> int | None:
    """Return the place of the choice that somebody voted for; None if they did not, or the vote is closed."""
    asked = select(votes.c.place).where(votes.c.class_id == running.id, votes.c.trainee_id == trainee.id)
    with store.reading() as connection:
        return connection.scalar(asked)


def how_many_voted(store: Store, running: RunningClass) -> tuple[int, int]:
    """Return how many have voted on the present decision, and how many could; not for what, and not who."""
    voted = select(func.count()).select_from(votes).where(votes.c.class_id == running.id)
    could = select(func.count()).select_from(members).where(members.c.cohort_id == running.cohort.id)
    with store.reading(everything=True) as connection:
        return connection.scalar(voted) or 0, connection.scalar(could) or 0


def close_vote(store: Store, running: RunningClass) -> None:
    """Close the vote: it is counted, and whose votes they were is kept no longer.

    Raises:
        RecordConflict: the class has gone on.
    """
    asked = (
        select(votes.c.place, func.count().label("voted")).where(votes.c.class_id == running.id).group_by(votes.c.place)
    )
    with store.writing() as connection:
        hold_chain(connection)  # a vote that is under way is counted, and one that comes later is told so
        counted = {row.place: row.voted for row in connection.execute(asked)}
        hands = [counted.get(place, 0) for place in range(len(running.shown.options))]
        _step(connection, running, {"hands": canonical(hands)})


def move_class(store: Store, running: RunningClass, shows: Sequence[Show], shown: Shown, ending: str | None) -> None:
    """Move a class to a later or earlier decision, and open a new vote there; at the present decision, vote again.

    Args:
        store: where it is kept.
        running: as it stands.
        shows: the decisions before the one at which it is to stand.
        shown: what is seen there.
        ending: where it ended, if that is an end.

    Raises:
        RecordConflict: the class has gone on.
    """
    values = {"decisions": shows_text(shows), "shown": canonical(asdict(shown)), "hands": None, "ending": ending}
    with store.writing() as connection:
        hold_chain(connection)
        _step(connection, running, values)


def end_class(store: Store, running: RunningClass, *, at: datetime) -> bool:
    """End a class, and keep what it decided as a class session; return whether it decided anything.

    Raises:
        RecordConflict: the class has gone on.
    """
    kept = KeptClass(running.id, running.scenario, running.version, at, running.shows, running.ending)
    with store.writing() as connection:
        hold_chain(connection)
        _step(connection, running, {})
        connection.execute(delete(running_classes).where(running_classes.c.id == running.id))
        if kept.shows:
            keep(connection, class_sessions, [class_row(kept, running.digest)], at=write_time(at))
    return bool(kept.shows)


_REFUSED = {
    "gone": (later("You have no such class running."), later("Look again at what is running.")),
    "moved": (later("This vote is closed, so yours was not counted."), later("This is where the class is now.")),
    "choice": (later("There is no such choice here."), later("Choose one of those that are shown.")),
}


def _step(connection: Connection, running: RunningClass, values: dict[str, Any]) -> None:
    """Take a class a step on; the votes at the step before are gone."""
    here = (running_classes.c.id == running.id, running_classes.c.step == running.step)
    done = connection.execute(update(running_classes).where(*here).values({**values, "step": running.step + 1}))
    if not done.rowcount:
        raise RecordConflict(tr("The class has gone on, in another window or by another trainer."), tr("Look again."))
    connection.execute(delete(votes).where(votes.c.class_id == running.id))


def _classes(store: Store, only: ColumnElement[bool]) -> list[RunningClass]:
    asked = select(running_classes, cohorts.c.name, cohorts.c.created).join(cohorts)
    with store.reading() as connection:
        rows = connection.execute(asked.where(only).order_by(running_classes.c.began.desc())).all()
    return [_running(row) for row in rows]


def _running(row: Row[Any]) -> RunningClass:
    told = json.loads(row.shown)
    shown = Shown(
        told["title"], tuple(told["warnings"]), tuple(told["read"]), tuple((name, text) for name, text in told["said"]),
        tuple(told["options"]), told["question"], told["end"],
    )  # fmt: skip
    return RunningClass(
        row.id, Cohort(row.cohort_id, row.name, read_time(row.created)), row.scenario_id, row.scenario_version,
        row.digest, row.language, row.seed, read_time(row.began), row.step, shown, read_shows(row.decisions),
        None if row.hands is None else tuple(json.loads(row.hands)), row.ending,
    )  # fmt: skip
