"""What the academy hands out: cohorts, members, assignments and what a trainee still has to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from scoring.measure import shown_mark
from simulator.messages.moments import day_of
from simulator.records.model import Mode, write_time


@dataclass(frozen=True, slots=True)
class Cohort:
    """A named group of trainees who train together.

    Attributes:
        id: a random UUID.
        name: as first given; "Autumn" and "autumn" are the same cohort.
        created: in UTC.
    """

    id: str
    name: str
    created: datetime


@dataclass(frozen=True, slots=True)
class Member:
    """A trainee of a cohort, with the academy's own id and e-mail address where they are known."""

    id: str
    name: str
    external_id: str | None
    email: str | None
    joined: datetime


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where a class begins a campaign.

    Attributes:
        episode: the number of the episode, from 1.
        memory: what is remembered there, by name, if it is not what the campaign begins with.
    """

    episode: int = 1
    memory: Mapping[str, int | bool | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pin:
    """Exactly what is to be played: only that answers an assignment.

    Attributes:
        version: the author's number, for people.
        digest: of the scenario or the campaign.
        rubrics: what it is scored by: rubric id to digest.
        translations: the digests of the wordings that may be shown in its stead.
    """

    version: str
    digest: str
    rubrics: Mapping[str, str] = field(default_factory=dict)
    translations: tuple[str, ...] = ()

    @classmethod
    def read(cls, content: Mapping[str, Any]) -> Pin:
        """Return the pin that was kept as an object of its fields."""
        return cls(**{**content, "translations": tuple(content["translations"])})

    def allows(self, digest: str, rubrics: Mapping[str, str], translation: str | None = None) -> bool:
        """Return whether this is what is to be played."""
        shown = translation is None or translation in self.translations
        return digest == self.digest and dict(rubrics) == dict(self.rubrics) and shown


@dataclass(frozen=True, slots=True)
class PinnedStandard:
    """The standard of one rubric, as a panel set it.

    Attributes:
        mark: from which figure of conduct on it is reached, 0 to 100.
        setting: the standard-setting file, as it was read.
    """

    mark: float
    setting: Mapping[str, Any]


ATTEMPTS_LIMIT = 1_000
"""The most attempts that an assessment can allow."""


def due_words(due: datetime) -> str:
    """Return a date with its time and zone, in the local zone."""
    return f"{day_of(due)}, {due.astimezone():%H:%M %Z}"


@dataclass(frozen=True, slots=True)
class Assignment:
    """An encounter or a campaign that a cohort is to play.

    Attributes:
        id: a random UUID; a run that answers the assignment carries it.
        cohort_id, cohort: whose, by id and by name.
        scenario_id: what is to be played.
        mode: practice, or assessment: without a coach's notes and a way back.
        due: until when, in UTC; None for no date.
        attempts_allowed: how many runs an assessment allows; None for practice, where any number is welcome.
        created: in UTC.
        withdrawn_at: when it was taken back; None while it stands.
        begins: where a campaign begins; None for its own start, and for an encounter.
        pin: the exact version to play; None if an older program assigned it.
        standards: the standards of the runs that answer it, by rubric; others have the program's mark.
        say_first: whether own words are asked for before the choices are shown.
        extra_time: how much longer timers are for one person, in percent; 0 for a cohort.
    """

    id: str
    cohort_id: str
    cohort: str
    scenario_id: str
    mode: Mode
    due: datetime | None
    attempts_allowed: int | None
    created: datetime
    withdrawn_at: datetime | None = None
    begins: Beginning | None = None
    pin: Pin | None = None
    standards: Mapping[str, PinnedStandard] = field(default_factory=dict)
    extra_time: int = 0
    say_first: bool = False

    @property
    def terms(self) -> str:
        """Its mode, attempts and date, in words and in local time."""
        words = [str(self.mode)]
        if self.attempts_allowed is not None:
            words.append("one attempt" if self.attempts_allowed == 1 else f"{self.attempts_allowed} attempts")
        if self.due is not None:
            words.append(f"due {due_words(self.due)}")
        if self.begins is not None:
            words.append(f"from episode {self.begins.episode}")
        if self.say_first:
            words.append("own words before the choices")
        if self.extra_time:
            words.append(f"{self.extra_time} % more time")
        held = sorted(self.standards.items())
        words += [f"the standard of {rubric} at {shown_mark(each.mark)}" for rubric, each in held]
        return ", ".join(words)

    def as_json(self) -> dict[str, Any]:
        """Return the assignment as an object of stable keys."""
        return {
            "assignment": self.id,
            "cohort": self.cohort,
            "scenario": self.scenario_id,
            "mode": str(self.mode),
            "due": None if self.due is None else write_time(self.due),
            "attempts_allowed": self.attempts_allowed,
            "version": None if self.pin is None else self.pin.version,
            "digest": None if self.pin is None else self.pin.digest,
            "marks": {rubric: each.mark for rubric, each in self.standards.items()},
            **({"say_first": True} if self.say_first else {}),
            **(
                {}
                if self.begins is None
                else {"begins": {"episode": self.begins.episode, "memory": dict(self.begins.memory)}}
            ),
        }


@dataclass(frozen=True, slots=True)
class Duty:
    """What one assignment means for one trainee, as the app and the plain player show it.

    Attributes:
        assignment: what is to be done.
        begun, finished: how many runs of the trainee answer it, and how many of those reached an ending.
        unfinished: the newest run that did not reach one, None if there is none.
        latest: the newest run that did.
    """

    assignment: Assignment
    begun: int = 0
    finished: int = 0
    unfinished: str | None = None
    latest: str | None = None

    @property
    def scenario_id(self) -> str:
        """What is to be played."""
        return self.assignment.scenario_id

    @property
    def done(self) -> bool:
        """Whether one run reached an ending."""
        return self.finished > 0

    @property
    def attempts_left(self) -> int | None:
        """How many more runs may begin; None for any number."""
        allowed = self.assignment.attempts_allowed
        return None if allowed is None else max(0, allowed - self.begun)

    def overdue(self, now: datetime) -> bool:
        """Whether the date has passed, and nothing is done."""
        due = self.assignment.due
        return due is not None and now > due and not self.done

    def as_json(self, now: datetime) -> dict[str, Any]:
        """Return the documented object of `encounter progress --json`, under `assigned`."""
        return {
            **self.assignment.as_json(),
            "attempts_left": self.attempts_left,
            "begun": self.begun,
            "finished": self.finished,
            "overdue": self.overdue(now),
        }


@dataclass(frozen=True, slots=True)
class TrainerRating:
    """A trainer's own level for one criterion of a whole run, -2 to 2."""

    run: str
    rater: str
    criterion: str
    level: int
    at: datetime
