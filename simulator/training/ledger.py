"""The ledger: a campaign as its trainee sees it: the calendar, what was promised to whom, and who knows you.

Every face shows these same views. A variable is shown when its file says so: now, at the end, or never.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from scoring.measure import Tally
from simulator.campaign.journey import Journey
from simulator.campaign.model import PROMISE_LEVELS, MemoryLevels
from simulator.campaign.story import CampaignStory
from simulator.records.campaigns import CampaignRecord, KeptCampaign
from simulator.records.model import RunRecord
from simulator.records.store import Store
from simulator.scenario.model import FlagVariable
from simulator.scenario.state import Values
from simulator.training.debrief import debrief, figure_json

PROMISE_WORDS = {
    "said": "open: not kept yet",
    "kept": "kept",
    "broken": "broken",
    "owned": "broken, and you said so",
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
    """An episode in the calendar; `run` is the run that played it, "" where none has."""

    number: int
    date: str
    title: str
    status: EpisodeStatus
    run: str = ""


@dataclass(frozen=True, slots=True)
class PromiseView:
    """A promise: to whom, in which words, and what became of it.

    Attributes:
        level: said, kept, broken or owned.
        state: the same in words.
        history: each change as (date, episode's title, level); after an episode it is what happened between.
        came_back: the episodes, as (date, title), that were played knowing of it.
    """

    name: str
    to: str
    words: str
    level: str
    state: str
    history: tuple[tuple[str, str, str], ...] = ()
    came_back: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class KnownView:
    """Something that is remembered and may be seen: about whom ("" for nobody), what, and how it stands."""

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
        history, came_back = _history(journey, slot)
        to = story.campaign.people[promise.to].name
        views.append(PromiseView(name, to, promise.words, level, PROMISE_WORDS[level], history, came_back))
    return views


def _history(journey: Journey, slot: int) -> tuple[tuple[tuple[str, str, str], ...], tuple[tuple[str, str], ...]]:
    changes: list[tuple[str, str, str]] = []
    came_back: list[tuple[str, str]] = []
    for passage in journey.passages:
        date, title = passage.episode.episode.date, passage.episode.title
        when = passage.episode.when.reads if passage.episode.when is not None else frozenset[int]()
        read = when.union(*(term.reads for _, term in passage.episode.brings))
        if slot in read and PROMISE_LEVELS[passage.before[slot]] != "unsaid":
            came_back.append((date, title))
        if passage.kept[slot] != passage.before[slot]:
            changes.append((date, title, PROMISE_LEVELS[passage.kept[slot]]))
        if passage.after[slot] != passage.kept[slot]:
            changes.append((f"after {date}", title, PROMISE_LEVELS[passage.after[slot]]))
    return tuple(changes), tuple(came_back)


def _known(story: CampaignStory, memory: Values, *, ended: bool) -> list[KnownView]:
    views = []
    for name, variable in story.campaign.memory.items():
        if variable.shown == "never" or (variable.shown == "end" and not ended):
            continue
        value = memory[story.layout.slot_of[name]]
        if isinstance(variable, FlagVariable):
            shown = "yes" if value else "no"
        elif isinstance(variable, MemoryLevels):
            level = variable.levels[value]
            shown = variable.shown_as.get(level, level.replace("_", " "))
        else:
            shown = f"{value} of {variable.high}"
        person = story.campaign.people[variable.person].name if variable.person else ""
        title = variable.title or ("" if person else name.replace("_", " ").capitalize())
        views.append(KnownView(person, title, shown))
    return views


@dataclass(frozen=True, slots=True)
class EpisodeView:
    """One played episode in the debrief: when, its title and ending, and what happened after it."""

    date: str
    title: str
    run: str
    ending: str
    outcome: str
    between: tuple[str, ...]
    critical: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RubricTotal:
    """Conduct on one rubric over all played episodes."""

    id: str
    title: str
    reported: str
    total: Tally


@dataclass(frozen=True, slots=True)
class CampaignDebrief:
    """Looking back on a campaign: the ledger, each episode, conduct over all of them, and what others say."""

    record: CampaignRecord
    ledger: Ledger
    episodes: tuple[EpisodeView, ...]
    rubrics: tuple[RubricTotal, ...]
    closing: str | None
    closing_title: str
    closing_text: str
    retold: tuple[tuple[str, str], ...]
    reflect: str
    discussion: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the documented object of a campaign's debrief."""
        return {
            "campaign_run": self.record.id,
            "campaign": self.record.campaign_id,
            "version": self.record.campaign_version,
            "digest": self.record.digest,
            "trainee": self.record.trainee,
            "mode": str(self.record.mode),
            "assignment": self.record.assignment_id,
            "branch": None
            if self.record.origin is None
            else {"of": self.record.origin, "episodes": self.record.origin_kept},
            "closing": self.closing,
            "episodes": [
                {
                    "date": each.date,
                    "run": each.run,
                    "ending": each.ending,
                    "outcome": each.outcome,
                    "critical": list(each.critical),
                }
                for each in self.episodes
            ],
            "promises": {each.name: each.level for each in self.ledger.promises},
            "rubrics": {each.id: figure_json(each.total) for each in self.rubrics},
        }


def campaign_debrief(store: Store, kept: KeptCampaign) -> CampaignDebrief:
    """Return the debrief of a campaign, finished or not."""
    journey, story = kept.journey, kept.journey.story
    episodes: list[EpisodeView] = []
    totals: dict[str, RubricTotal] = {}
    for passage, run in zip(journey.passages, kept.played, strict=True):
        view = debrief(store, run.id)
        for each in view.rubrics:
            before = totals[each.id].total if each.id in totals else Tally()
            totals[each.id] = RubricTotal(each.id, each.title, each.reported, before + each.total)
        critical = tuple(event for _, event in view.critical)
        episodes.append(_episode(run, passage.episode.episode.date, passage.episode.title, passage.between, critical))
    closing = journey.closing
    memory = journey.memory
    people = story.campaign.people
    return CampaignDebrief(
        record=kept.record,
        ledger=ledger_of(kept),
        episodes=tuple(episodes),
        rubrics=tuple(totals.values()),
        closing=None if closing is None else closing.closing.id,
        closing_title="" if closing is None else closing.closing.title or "",
        closing_text=closing_text(journey),
        retold=()
        if closing is None
        else tuple(
            (people[each.speaker or ""].name, story.fill(each.text, memory))
            for each in closing.retold
            if each.when is None or each.when.test(memory)
        ),
        reflect="" if closing is None else story.fill(closing.closing.reflect or "", memory),
        discussion=tuple(story.campaign.trainer.discussion) if story.campaign.trainer else (),
    )


def closing_text(journey: Journey) -> str:
    """Return the text of the closing that a journey has come to, "" before that."""
    if journey.closing is None:
        return ""
    shown = next(each for each in journey.closing.texts if each.when is None or each.when.test(journey.memory))
    return journey.story.fill(shown.text, journey.memory)


def _episode(run: RunRecord, date: str, title: str, between: tuple[str, ...], critical: tuple[str, ...]) -> EpisodeView:
    return EpisodeView(date, title, run.id, run.ending or "", run.outcome or "", between, critical)
