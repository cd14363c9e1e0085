"""Playing a campaign with a record: each episode is a separate run, and the memory follows from the runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from simulator.campaign.journey import EpisodePassage, Journey
from simulator.campaign.story import CampaignStory
from simulator.errors import ChoiceRefused, UsageError
from simulator.messages import tr
from simulator.records.campaigns import begin_campaign, branch_campaign, campaign_kept, finish_campaign
from simulator.records.kept_campaigns import CampaignRecord, KeptCampaign
from simulator.records.model import EpisodePlace
from simulator.records.store import Admission, Mode, Store, Trainee
from simulator.training.discarded import take_up
from simulator.training.language import campaign_told
from simulator.training.play import Clock, Play


class CampaignPlay:
    """A campaign being played, kept in a store.

    Attributes:
        kept: its record, its journey, and the runs of its episodes.
    """

    def __init__(self, store: Store, kept: KeptCampaign, clock: Clock) -> None:
        self.store = store
        self.kept = kept
        self._clock = clock

    @classmethod
    def start(
        cls,
        store: Store,
        story: CampaignStory,
        trainee: Trainee,
        *,
        clock: Clock,
        mode: Mode = Mode.PRACTICE,
        first: int = 1,
        memory: Mapping[str, int | bool | str] | None = None,
        assignment: str | None = None,
        access_code: str = "",
        admit: Admission | None = None,
    ) -> CampaignPlay:
        """Begin a campaign.

        Args:
            first: the number of the episode to begin at, from 1.
            memory: what is remembered there, by name, if it is not what the campaign begins with.
            assignment: the cohort's assignment that it answers.
            access_code, admit: as for `begin_campaign`.
        """
        record = begin_campaign(
            store,
            trainee,
            story,
            mode=mode,
            at=clock(),
            first=first,
            memory=memory,
            assignment_id=assignment,
            access_code=access_code,
            admit=admit,
        )
        return cls.resume(store, record.id, clock=clock, language=story.campaign.language)

    @classmethod
    def resume(cls, store: Store, campaign_run: str, *, clock: Clock, language: str | None = None) -> CampaignPlay:
        """Go on with a campaign, on the snapshot that it began with.

        Args:
            language: to show it in; that of the episode played last if omitted.
        """
        play = cls(store, campaign_told(store, campaign_kept(store, campaign_run), language), clock)
        play._close()
        return play

    @classmethod
    def again(cls, store: Store, campaign_run: str, *, keep: int, clock: Clock) -> CampaignPlay:
        """Begin a new campaign that shares the first `keep` played episodes of an old one."""
        record = branch_campaign(store, campaign_run, keep, at=clock())
        return cls.resume(store, record.id, clock=clock)

    @property
    def record(self) -> CampaignRecord:
        """How the store knows it."""
        return self.kept.record

    @property
    def journey(self) -> Journey:
        """The campaign itself: what is remembered, and what comes now."""
        return self.kept.journey

    @property
    def may_look_back(self) -> bool:
        """Whether ratings of its episodes may be seen: of an assessment only once it has closed."""
        return self.record.mode is Mode.PRACTICE or self.journey.finished

    def episode(self, *, seed: int | None = None) -> Play:
        """Return the run of the episode that comes now: the one under way, or a new one.

        Args:
            seed: for a new one; drawn if omitted.

        Raises:
            ChoiceRefused: the campaign is over.
        """
        if self.kept.current is not None:
            return Play.resume(self.store, self.kept.current.id, clock=self._clock)
        episode = self.journey.episode
        if episode is None:
            raise ChoiceRefused(tr("The campaign is over."), tr("Start it again, or try again from an episode."))
        record = self.record
        who = Trainee(record.trainee_id, record.trainee)
        take_up(self.store, who, record.id)
        play = Play.start(
            self.store,
            self.journey.encounter(),
            who,
            clock=self._clock,
            mode=record.mode,
            seed=seed,
            episode=EpisodePlace(record.id, episode.episode.id, episode.number + 1, record.campaign_id),
            language=self.journey.story.campaign.language,
        )
        self.kept = replace(self.kept, current=play.record)
        return play

    def leave(self, play: Play) -> EpisodePassage | None:
        """Take note of how far the run of an episode has come. Return its result, or None while it goes on."""
        record = self.store.run(play.record.id)
        if not record.finished:
            self.kept = replace(self.kept, current=record)
            return None
        passage = self.journey.pass_through(record.path)
        self.kept = replace(self.kept, played=(*self.kept.played, record), current=None)
        self._close()
        return passage

    def _close(self) -> None:
        if self.journey.closing is not None and self.record.closing is None:
            at = self._clock()
            finish_campaign(self.store, self.kept, at=at)
            closed = replace(self.record, closing=self.journey.closing.closing.id, ended_at=at)
            self.kept = replace(self.kept, record=closed)


def beginning(
    story: CampaignStory, episode: str | None, memory: Mapping[str, str]
) -> tuple[int, dict[str, int | bool | str]]:
    """Return the number of the episode to begin at, from 1, and what is remembered there.

    Args:
        story: the compiled campaign.
        episode: an episode's id, or its number from 1; the first if omitted.
        memory: names to values as a person types them: `records=kept`, `youth=3`, `heard=true`.

    Raises:
        UsageError: there is no such episode or memory, or a value does not fit; the mend says what would.
    """
    from scoring.document.problem import did_you_mean
    from simulator.scenario.model import state_value

    ids = [each.episode.id for each in story.episodes]
    number = 1
    if episode is not None:
        if episode in ids:
            number = ids.index(episode) + 1
        elif episode.isdigit() and 1 <= int(episode) <= len(ids):
            number = int(episode)
        else:
            raise UsageError(f"There is no episode '{episode}'.", did_you_mean(episode, ids, otherwise="There are"))
    values: dict[str, int | bool | str] = {}
    for name, typed in memory.items():
        if name not in story.layout.slot_of:
            raise UsageError(
                f"'{name}' is not a name in the memory.",
                did_you_mean(name, story.layout.slot_of, otherwise="There are"),
            )
        value = state_value(typed)
        try:
            story.layout.encode(name, value)
        except ValueError as fits:
            raise UsageError(f"'{typed}' does not fit '{name}'.", f"Write {fits}.") from None
        values[name] = value
    return number, values


def named_values(given: Iterable[str]) -> dict[str, str]:
    """Return what was given as NAME=VALUE, by name.

    Raises:
        UsageError: one of them says no value.
    """
    given = list(given)
    for each in given:
        if "=" not in each:
            raise UsageError(f"'{each}' has no value.", "Write NAME=VALUE, for example records=kept")
    return {name.strip(): value.strip() for name, _, value in (each.partition("=") for each in given)}
