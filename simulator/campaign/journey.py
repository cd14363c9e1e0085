"""A journey: one trainee's way through a campaign, rebuilt at will from the choice ids of each episode.

Memory is never stored as such: it follows from the episodes that were played, as a state follows
from choices. So resuming, a branch from an earlier episode and the debrief are the same function.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.campaign.story import CampaignStory, CompiledClosing, CompiledEpisode
from simulator.encounter.run import Run
from simulator.errors import ChoiceRefused
from simulator.scenario.state import Values
from simulator.scenario.story import Story


@dataclass(frozen=True, slots=True)
class EpisodePassage:
    """One episode that has come to an ending.

    Attributes:
        path: the choice ids.
        ending: the ending's id.
        before: the memory that it began with.
        kept: the memory right after the ending.
        after: the memory once what happened between has happened too.
        between: the texts of what happened between.
    """

    episode: CompiledEpisode
    path: tuple[str, ...]
    ending: str
    before: Values
    kept: Values
    after: Values
    between: tuple[str, ...]


class Journey:
    """A campaign in progress.

    Args:
        story: the compiled campaign.
        first: the number of the episode to begin at, from 0.
        memory: what is remembered there. If omitted, what the campaign begins with.

    Attributes:
        passages: the episodes played so far.
        memory: what is remembered now.
        episode: the one to be played now; None after the last.
    """

    def __init__(self, story: CampaignStory, *, first: int = 0, memory: Values | None = None) -> None:
        self.story = story
        self.passages: list[EpisodePassage] = []
        self.memory: Values = story.start if memory is None else memory
        self.episode: CompiledEpisode | None = story.next_episode(first, self.memory)

    @property
    def finished(self) -> bool:
        """Whether no episode is left."""
        return self.episode is None

    @property
    def closing(self) -> CompiledClosing | None:
        """How the campaign has ended; None before that."""
        return self.story.closing(self.memory) if self.finished else None

    def encounter(self) -> Story:
        """Return the story of the episode to be played now, as it begins with what is remembered.

        Raises:
            ChoiceRefused: the campaign is over.
        """
        if self.episode is None:
            raise ChoiceRefused("The campaign is over.", "Start it again, or try again from an episode.")
        return self.episode.story_with(self.memory)

    def pass_through(self, path: Sequence[str]) -> EpisodePassage:
        """Take the choices of the episode to its ending, and go on to the next.

        Raises:
            ChoiceRefused: a choice is not open there, or the choices reach no ending; nothing has changed.
        """
        run = Run(self.encounter(), path=path)
        episode = self.episode
        if episode is None or run.ending is None:
            raise ChoiceRefused(f"The choices stop in '{run.place}', which is not an ending.", "Go on to an ending.")
        kept = self.story.kept(episode, self.memory, run.values)
        after, between = self.story.after(episode, kept)
        passage = EpisodePassage(episode, tuple(path), run.place, self.memory, kept, after, tuple(between))
        self.passages.append(passage)
        self.memory = after
        self.episode = self.story.next_episode(episode.number + 1, after)
        return passage
