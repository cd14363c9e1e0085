"""How things stand in an encounter: who is here and how they feel, and what the meters say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.messages import later, tr

if TYPE_CHECKING:
    from simulator.encounter.run import Run

SAY_FIRST = later("First, in your own words: what would you say or do?")
"""Asked before the choices are shown, where somebody wants to say it first."""

ELSEWHERE = later("Another window went on with this run. This is where the run is now; go on from here.")
"""Said where a choice was made in another window meanwhile."""

NOT_SHOWN = later("This encounter does not show how things stand.")
"""Said where an encounter shows neither people nor meters."""

WORDS = (later("very low"), later("low"), later("middling"), later("high"), later("very high"))


@dataclass(frozen=True, slots=True)
class PersonView:
    """Someone in the present scene.

    Attributes:
        name, role, about: as the author wrote them.
        mood: their mood in a word, "" if none is shown.
        was: the word before the last choice, "" if it is the same.
    """

    name: str
    role: str
    about: str = ""
    mood: str = ""
    was: str = ""


@dataclass(frozen=True, slots=True)
class MeterView:
    """A number that the author shows.

    Attributes:
        label: its name in words.
        value, low, high: where it stands in its range.
        word: where that is, in words, before translation.
        change: how far it moved with the last choice.
        good: "low" or "high", "" if neither end is better.
    """

    label: str
    value: int
    low: int
    high: int
    word: str
    change: int
    good: str

    def filled(self, cells: int) -> int:
        """Return how many cells of a bar are filled: none only at the very bottom, all only at the very top."""
        if self.value <= self.low:
            return 0
        if self.value >= self.high:
            return cells
        return max(1, min(cells - 1, round(cells * (self.value - self.low) / (self.high - self.low))))


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything that is shown of how things stand."""

    people: tuple[PersonView, ...] = ()
    meters: tuple[MeterView, ...] = ()


def offer_words(text: str, *, spoken: bool) -> str:
    """Return a choice in words: the words to say, or the thing to do."""
    return tr("Say: {words}", words=text) if spoken else tr("Do: {words}", words=text)


def situation(run: Run) -> Situation:
    """Return how things stand in a run, and what its last choice changed."""
    from simulator.scenario.model import LevelsVariable, NumberVariable

    layout = run.story.layout
    before = run.steps[-1].before if run.steps else run.values
    moods: dict[str, tuple[str, str]] = {}
    meters = []
    for name, variable in run.story.scenario.state.items():
        slot = layout.slot_of[name]
        now, then = run.values[slot], before[slot]
        if isinstance(variable, LevelsVariable) and variable.shown is not None:
            word, was = (run.story.word(str(layout.display(name, value))) for value in (now, then))
            moods[variable.shown] = (word, was if was != word else "")
        elif isinstance(variable, NumberVariable) and variable.shown:
            meters.append(
                MeterView(
                    label=run.story.word(name),
                    value=now,
                    low=variable.low,
                    high=variable.high,
                    word=_word(now, variable.low, variable.high),
                    change=now - then,
                    good=variable.good or "",
                )
            )
    described = run.story.scenario.people
    you = run.story.scenario.you
    people = [
        PersonView(described[id_].name, described[id_].role, described[id_].about or "", *moods.get(id_, ("", "")))
        for id_ in run.present()
        if id_ != you
    ]
    return Situation(tuple(people), tuple(meters))


def _word(value: int, low: int, high: int) -> str:
    share = (value - low) / (high - low) if high > low else 0.0
    return WORDS[min(len(WORDS) - 1, int(share * len(WORDS)))]
