"""The ledger shows a campaign as its trainee sees it: the calendar, promises, and the people who know you.

Every face shows these same views. A variable is shown when its file says so: now, at the end, or never.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from simulator.campaign.journey import Journey
from simulator.campaign.model import PROMISE_LEVELS, MemoryLevels
from simulator.campaign.story import CampaignStory
from simulator.messages import later, tr
from simulator.records.kept_campaigns import KeptCampaign
from simulator.scenario.model import FlagVariable
from simulator.scenario.state import Values

PROMISE_WORDS = {
    "said": later("said, not kept yet"),
    "kept": later("kept"),
    "broken": later("broken"),
    "owned": later("broken, and you said so"),
}
"""How what became of a promise is said; one that was never made is not shown."""


class EpisodeStatus(StrEnum):
    """How an episode stands in the calendar."""

    PLAYED = "played"
    NOW = "now"
    TO_COME = "to come"
    PASSED_OVER = "passed over"


@dataclass(frozen=True, slots=True)
class CalendarView:
    """An episode in the calendar; `run` is the run that played it, "" if none has."""

    number: int
    date: str
    title: str
    status: EpisodeStatus
    run: str = ""


@dataclass(frozen=True, slots=True)
class PromiseChange:
    """A promise that became something else, or came back.

    Attributes:
        date, title: of the episode in or after which it did.
        level: what it became; "" if the episode was played knowing of it.
        between: the text about it, if it happened between two episodes; otherwise "".
    """

    date: str
    title: str
    level: str
    between: str = ""


@dataclass(frozen=True, slots=True)
class PromiseView:
    """A promise: whom it was made to, its words, and what became of it.

    Attributes:
        level: said, kept, broken or owned.
        state: the same in words.
        history: each change, and each episode in which it came back, in order.
    """

    name: str
    to: str
    words: str
    level: str
    state: str
    history: tuple[PromiseChange, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownView:
    """A part of the memory that the trainee may see: whom it is about ("" for nobody), its name, and its value."""

    person: str
    title: str
    value: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """A campaign as its trainee sees it."""

    title: str
    calendar: tuple[CalendarView, ...]
    promises: tuple[PromiseView, ...]
    known: tuple[KnownView, ...]


def ledger_of(kept: KeptCampaign) -> Ledger:
    """Return the ledger of a campaign as it stands."""
    journey, story = kept.journey, kept.journey.story
    return Ledger(
        story.campaign.title,
        _calendar(kept),
        tuple(_promises(journey)),
        tuple(_known(story, journey.memory, ended=journey.finished)),
    )


def _calendar(kept: KeptCampaign) -> tuple[CalendarView, ...]:
    journey = kept.journey
    played = {passage.episode.number: run.id for passage, run in zip(journey.passages, kept.played, strict=True)}
    now = None if journey.episode is None else journey.episode.number
    views = []
    for episode in journey.story.episodes:
        number = episode.number
        if number in played:
            status = EpisodeStatus.PLAYED
        elif number == now:
            status = EpisodeStatus.NOW
        elif now is None or number < now:
            status = EpisodeStatus.PASSED_OVER
        else:
            status = EpisodeStatus.TO_COME
        views.append(CalendarView(number + 1, episode.episode.date, episode.title, status, played.get(number, "")))
    return tuple(views)


def _promises(journey: Journey) -> list[PromiseView]:
    story, views = journey.story, []
    for name, promise in story.campaign.promises.items():
        slot = story.layout.slot_of[name]
        level = PROMISE_LEVELS[journey.memory[slot]]
        seen = promise.shown == "now" or (promise.shown == "end" and journey.finished)
        if level == "unsaid" or not seen:
            continue
        to = story.campaign.people[promise.to].name
        views.append(PromiseView(name, to, promise.words, level, PROMISE_WORDS[level], _history(journey, slot)))
    return views


def _history(journey: Journey, slot: int) -> tuple[PromiseChange, ...]:
    changes: list[PromiseChange] = []
    for passage in journey.passages:
        date, title = passage.episode.episode.date, passage.episode.title
        when = passage.episode.when.reads if passage.episode.when is not None else frozenset[int]()
        read = when.union(*(term.reads for _, term in passage.episode.brings))
        if slot in read and PROMISE_LEVELS[passage.before[slot]] != "unsaid":
            changes.append(PromiseChange(date, title, ""))
        if passage.kept[slot] != passage.before[slot]:
            changes.append(PromiseChange(date, title, PROMISE_LEVELS[passage.kept[slot]]))
        memory = passage.kept
        for step in journey.story.steps_after(passage.episode, passage.kept):
            if step.memory[slot] != memory[slot]:
                changes.append(
                    PromiseChange(tr("after {date}", date=date), title, PROMISE_LEVELS[step.memory[slot]], step.text)
                )
            memory = step.memory
    return tuple(changes)


def _known(story: CampaignStory, memory: Values, *, ended: bool) -> list[KnownView]:
    views = []
    for name, variable in story.campaign.memory.items():
        if variable.shown == "never" or (variable.shown == "end" and not ended):
            continue
        value = memory[story.layout.slot_of[name]]
        if isinstance(variable, FlagVariable):
            shown = tr("yes") if value else tr("no")
        elif isinstance(variable, MemoryLevels):
            level = variable.levels[value]
            shown = variable.shown_as.get(level, level.replace("_", " "))
        else:
            shown = tr("{value} of {high}", value=value, high=variable.high)
        person = story.campaign.people[variable.person].name if variable.person else ""
        title = variable.title or ("" if person else name.replace("_", " ").capitalize())
        views.append(KnownView(person, title, shown))
    return views
