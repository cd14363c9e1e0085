"""Playing with a record: every choice is committed before anybody sees its answer."""

from __future__ import annotations

import math
import secrets
from collections.abc import Callable
from datetime import datetime

from simulator.encounter.run import Run, Step
from simulator.errors import ChoiceRefused, EncounterError, UsageError
from simulator.messages import tr
from simulator.records.model import EpisodePlace
from simulator.records.store import Admission, Mode, RunRecord, Store, Trainee
from simulator.scenario.compiled import INJECT
from simulator.scenario.story import Story
from simulator.text import clean_text
from simulator.training.discarded import take_up
from simulator.training.language import replay
from simulator.training.note import CoachNote, note_of
from simulator.training.preferences import read_preferences

Clock = Callable[[], datetime]


class Play:
    """A run being played, kept in a store.

    Attributes:
        run: the run itself: scene, offers, state.
        record: how the store knows it.
    """

    def __init__(self, store: Store, record: RunRecord, run: Run, clock: Clock) -> None:
        self.store = store
        self.record = record
        self.run = run
        self._clock = clock
        self._extra_time: int | None = None
        self._said: dict[int, str] | None = None
        self._asks: bool | None = None

    @classmethod
    def start(
        cls,
        store: Store,
        story: Story,
        trainee: Trainee,
        *,
        clock: Clock,
        mode: Mode = Mode.PRACTICE,
        seed: int | None = None,
        by_path: bool = False,
        assignment: str | None = None,
        episode: EpisodePlace | None = None,
        language: str | None = None,
        access_code: str = "",
        admit: Admission | None = None,
    ) -> Play:
        """Begin a new run.

        Args:
            seed: decides the order of the choices on screen; a new one is drawn if omitted.
            by_path: its choices are all given in advance.
            assignment: the cohort's assignment that the run answers.
            episode: which episode of a campaign it is, if any.
            language: the language of play; if an episode is not translated, that of the campaign. If omitted, the
                story's own.
            access_code, admit: as for `Store.begin`.
        """
        drawn = secrets.randbelow(2**31) if seed is None else seed
        record = store.begin(
            trainee,
            story,
            mode=mode,
            seed=drawn,
            at=clock(),
            language=language or story.scenario.language,
            assignment_id=assignment,
            by_path=by_path,
            episode=episode,
            access_code=access_code,
            admit=admit,
        )
        return cls(store, record, Run(story, seed=drawn), clock)

    @classmethod
    def resume(cls, store: Store, run_id: str, *, clock: Clock) -> Play:
        """Go on with a run, on the scenario it began with."""
        record = store.run(run_id)
        if record.finished:
            raise EncounterError(
                tr("This run has reached its ending."), tr("Look back on it: encounter debrief {id}", id=record.id)
            )
        episode = record.episode
        take_up(store, Trainee(record.trainee_id, record.trainee), episode.campaign_run if episode else record.id)
        return cls(store, record, replay(store, record), clock)

    @classmethod
    def again(cls, store: Store, run_id: str, *, keep: int, clock: Clock) -> Play:
        """Begin a new run that shares the first `keep` decisions of an old one."""
        record = store.branch(store.run(run_id).id, keep, kind="again", at=clock())
        return cls(store, record, replay(store, record), clock)

    @property
    def practice(self) -> bool:
        """Whether coach's notes and rewind are open."""
        return self.record.mode is Mode.PRACTICE

    @property
    def time_limit(self) -> int | None:
        """How many seconds the present scene gives, with the extra time that the trainee has; None for no limit."""
        timer = None if self.run.scene is None else self.run.scene.timer
        if timer is None:
            return None
        if self._extra_time is None:
            self._extra_time = self.store.extra_time(self.record)
        return math.ceil(timer.seconds * (100 + self._extra_time) / 100)

    @property
    def said(self) -> dict[int, str]:
        """What the trainee would have said or done, by decision, as it was typed before its choices were shown."""
        if self._said is None:
            self._said = self.store.own_words(self.record)
        return self._said

    @property
    def confirms(self) -> bool:
        """Whether a choice is asked about before it counts: in an assessment, where the trainee set it."""
        trainee = Trainee(self.record.trainee_id, self.record.trainee)
        return not self.practice and read_preferences(self.store, trainee).confirm

    @property
    def words_wanted(self) -> bool:
        """Whether own words are asked for now, before the choices: by a setting, or by the assignment."""
        if not self.run.available() or len(self.run.steps) + 1 in self.said:
            return False
        if self._asks is None:
            self._asks = self.store.asks_words_first(self.record)
        # The setting is read at every decision: a change of it holds from the next one on.
        trainee = Trainee(self.record.trainee_id, self.record.trainee)
        return self._asks or read_preferences(self.store, trainee).say_first

    def say_first(self, words: str) -> str:
        """Keep what the trainee would say or do now, and return it. Empty words skip, and are not kept.

        The words are never scored.

        Raises:
            UsageError: they are too long, or a slip of the finger.
        """
        place, cleaned = len(self.run.steps) + 1, clean_text(words)
        if cleaned and not _says_something(cleaned):
            raise UsageError(
                tr("'{words}' says nothing yet.", words=cleaned), tr("Type what you would say or do, or nothing.")
            )
        if cleaned:
            self.store.say_first(self.record.id, place, cleaned, self._clock())
        self.said[place] = cleaned  # not asked for again
        return cleaned

    def choose(self, choice_id: str, *, seconds: float | None = None, timed_out: bool = False) -> Step:
        """Take a choice; when this returns, it is on disk.

        Args:
            choice_id: the choice.
            seconds: how long the trainee took.
            timed_out: whether the scene's timer chose.

        Raises:
            ChoiceRefused: not open here and now; nothing has changed.
            StoreError: it could not be kept; the run stands where it stood.
        """
        if choice_id.startswith(INJECT):
            raise ChoiceRefused(
                tr("An inject is sent by a trainer; it is not a choice."), tr("Choose one that is offered.")
            )
        return self._take(choice_id, seconds=seconds, timed_out=timed_out)

    def _take(self, choice_id: str, *, seconds: float | None = None, timed_out: bool = False) -> Step:
        step = self.run.choose(choice_id)
        ending = self.run.ending
        try:
            self.store.append(
                self.record.id,
                step,
                at=self._clock(),
                seconds=seconds,
                timed_out=timed_out,
                outcome=ending.outcome if ending else None,
            )
        except BaseException:
            self.run.rewind()
            raise
        return step

    def inject(self, inject_id: str) -> Step:
        """Let what a trainer wants happen in a practice run; when this returns, it is on disk.

        Args:
            inject_id: one of the scenario's injects that may come here and now.

        Raises:
            ChoiceRefused: it cannot come here and now, or this is an assessment; nothing has changed.
            StoreError: it could not be kept; the run stands where it stood.
        """
        if not self.practice:
            raise ChoiceRefused(tr("Nothing is injected into an assessment."), tr("Everybody is asked the same."))
        return self._take(INJECT + inject_id)

    def follow(self, step: str) -> Step:
        """Take a step of a path that is given in advance: a choice, or `inject:` with an inject."""
        return self.inject(step.removeprefix(INJECT)) if step.startswith(INJECT) else self.choose(step)

    def rewind(self, count: int = 1) -> None:
        """Take back choices: a new run continues from there, and the old one stays as it was.

        Raises:
            ChoiceRefused: assessment mode has no second look.
        """
        if not self.practice:
            raise ChoiceRefused(tr("There is no way back in an assessment."), tr("Go on from here."))
        keep = max(0, len(self.run.steps) - count)
        while keep and self.run.path[keep].startswith(INJECT):
            keep -= 1  # what a trainer let happen is not taken back alone
        if keep == len(self.run.steps):
            raise ChoiceRefused(tr("There is nothing to take back yet."), tr("Choose first."))
        self.record = self.store.branch(self.record.id, keep, kind="rewind", at=self._clock())
        self.run.rewind(len(self.run.steps) - keep)
        self._said = None

    def catch_up(self) -> bool:
        """Go on from where the run stands now, where another window went on with it; return whether one did."""
        record, before = self.store.run(self.record.id), (self.record.id, tuple(self.run.path))
        trainee = Trainee(record.trainee_id, record.trainee)
        while record.superseded:
            own = self.store.runs(trainee=trainee, scenario_id=record.scenario_id, include_superseded=True)
            record = next(each for each in own if each.origin_run == record.id and each.origin_kind == "rewind")
        self.record, self.run, self._said = record, replay(self.store, record), None
        return before != (record.id, tuple(self.run.path))

    def note(self, step: Step) -> CoachNote:
        """Return the coach's note on a step."""
        return note_of(self.run, step)


def _says_something(words: str) -> bool:
    """Return whether words are more than a number or a letter: one letter can be a word where it is not of ASCII."""
    letters = [each for each in words if each.isalpha()]
    return len(letters) > 1 or any(not each.isascii() for each in letters)
