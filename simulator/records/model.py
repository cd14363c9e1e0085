"""What the record store hands out: trainees, runs and facts as plain values, with no database behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from scoring.decision import RatedLevel
from scoring.precision import Raters
from simulator.messages import later

OWN_WORDS_LIMIT = 300
"""The most characters of what somebody says first, before the choices are shown."""

REFLECTION_LIMIT = 4_000
"""The most characters of a reflection, a comment or a reason."""

PAUSED = later("Your trainer has paused this assessment. The clock stands still, and nothing is lost.")
"""Said wherever somebody waits for a pause to end, and where an answer is refused because of it."""

Setting = bool | int | float | str
"""What a trainee's setting can hold."""


class Mode(StrEnum):
    """How an encounter is played: with the coach's notes and rewind, or without either."""

    PRACTICE = "practice"
    ASSESSMENT = "assessment"


class OriginKind(StrEnum):
    """Why a run began as a copy of another: a step was taken back, or it tries again from a decision."""

    REWIND = "rewind"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class Trainee:
    """Someone who plays.

    Attributes:
        id: a random UUID.
        name: as first given; "Sam" and "sam" are the same trainee.
    """

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class EpisodePlace:
    """Which episode of which campaign a run is.

    Attributes:
        campaign_run: the campaign that is being played, by its id.
        episode: the episode's id.
        number: its place in the campaign's calendar, from 1.
        campaign: the campaign's id in the library.
    """

    campaign_run: str
    episode: str
    number: int
    campaign: str


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One run as it is kept: its choices and what they led to.

    Attributes:
        id: a random UUID.
        trainee_id, trainee: whose run it is, by id and by name.
        scenario_id, scenario_version, digest: what was played; the digest names its snapshot.
        mode: practice or assessment.
        seed: decides the order in which choices were shown.
        language: the language it was played in.
        started_at: in UTC.
        path: the choice ids taken, in order: all that a run is.
        ending, outcome, ended_at: where and when it ended; None while it is unfinished.
        superseded: the trainee rewound, and went on in another run that began as a copy of this one.
        origin_run, origin_kept, origin_kind: the run that this one was copied from, how many of its decisions were
            kept, and why. None if it began at the start.
        assignment_id: the assignment that it answers, if any.
        rubrics: what it was scored by: rubric id to the digest of the rubric as it was then.
        translation: the digest of the wording that was shown; None for the scenario's own.
        by_path: its choices were all given in advance; nobody played it.
        episode: which episode of a campaign it is, None if it was played alone.
        void: why a trainer let this attempt not count; None if it counts.
    """

    id: str
    trainee_id: str
    trainee: str
    scenario_id: str
    scenario_version: str
    digest: str
    mode: Mode
    seed: int
    language: str
    started_at: datetime
    path: tuple[str, ...] = ()
    ending: str | None = None
    outcome: str | None = None
    ended_at: datetime | None = None
    superseded: bool = False
    origin_run: str | None = None
    origin_kept: int | None = None
    origin_kind: OriginKind | None = None
    assignment_id: str | None = None
    rubrics: Mapping[str, str] = field(default_factory=dict)
    translation: str | None = None
    by_path: bool = False
    episode: EpisodePlace | None = None
    void: str | None = None

    @property
    def finished(self) -> bool:
        """Whether an ending was reached."""
        return self.ending is not None


@dataclass(frozen=True, slots=True)
class Comment:
    """What a trainer said of a run to whoever played it."""

    author: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Fact:
    """One decision on one criterion: the long form that every score and table is a query over.

    Attributes:
        run, trainee_id, scenario, mode, started_at: the run it belongs to.
        sequence: the decision's place in the run, from 1.
        criterion, rubric: what it is about; `rubric` is "" if the program knew none for it.
        level, best, worst: the level reached, and the best and worst on offer, -2 to 2.
        raters: whose ratings the encounter is keyed by.
    """

    run: str
    trainee_id: str
    scenario: str
    mode: Mode
    started_at: datetime
    sequence: int
    criterion: str
    rubric: str
    level: int
    best: int
    worst: int
    raters: Raters

    @property
    def rated(self) -> RatedLevel:
        """The level between the best and the worst on offer."""
        return RatedLevel(self.level, self.best, self.worst)


def write_time(at: datetime) -> str:
    """Return a moment as ISO 8601 text in UTC, to the millisecond: `2026-11-05T10:20:30.123Z`.

    Raises:
        ValueError: `at` has no time zone, so it names no moment.
    """
    if at.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read_time(text: str) -> datetime:
    """Return the moment that `write_time` wrote."""
    return datetime.fromisoformat(text)
