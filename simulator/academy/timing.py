"""A scene's time limit by the store's clock: it runs from the answer before, through time away, and not in a pause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from simulator.academy.pauses import pauses_for, time_paused
from simulator.records.model import Trainee
from simulator.training.play import Play
from simulator.training.preferences import read_preferences

ON_THE_WAY = timedelta(seconds=2)
"""What is forgiven for the way of a page and of its answer."""

AWAY = timedelta(hours=1)
"""After so long nobody sits before a scene of a practice run any more, and no clock runs."""


@dataclass(frozen=True, slots=True)
class SceneClock:
    """How the time stands in a scene.

    Attributes:
        seconds: how long the scene has been answerable; None if nobody can have looked at it so long.
        paused: whether a trainer holds it up just now.
        limit: how long it may take, in seconds; 0 if it has no limit, or timers are off.
        late: the choice that is taken for a person who is late; "" while there is time.
    """

    seconds: float | None
    paused: bool = False
    limit: int = 0
    late: str = ""

    @property
    def left(self) -> int:
        """How many seconds are left."""
        return max(0, round(self.limit - (self.seconds or 0)))


def clock_of(play: Play, now: datetime) -> SceneClock:
    """Return how the time stands in the scene that a run has come to."""
    began = play.store.answerable_since(play.record)
    held = pauses_for(play.store, play.record)
    passed = now - began - time_paused(held, began, now)
    paused = any(each.ended is None for each in held)
    scene = play.run.scene
    timer = None if scene is None else scene.timer
    seconds = round(passed.total_seconds(), 1) if timedelta(0) <= passed <= AWAY else None
    if timer is None or not read_preferences(play.store, _trainee(play)).timers or (play.practice and passed > AWAY):
        return SceneClock(seconds, paused)
    limit = play.time_limit or timer.seconds
    late = passed > timedelta(seconds=limit) + ON_THE_WAY
    takes = late and timer.choose in {choice.id for choice in play.run.available()}
    return SceneClock(passed.total_seconds() if late else seconds, paused, limit, timer.choose if takes else "")


def _trainee(play: Play) -> Trainee:
    return Trainee(play.record.trainee_id, play.record.trainee)
