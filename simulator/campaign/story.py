"""A campaign compiled for play and proof: what an episode brings and keeps, by slot.

Both the player and the proof go by this one reading, so that a condition or an effect can mean only
one thing. An episode with what it brings is an ordinary story: its scenario with other starts. So a
run of it is replayed, debriefed and verified as every other run is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from scoring.rubric import RubricSet
from simulator.campaign.model import Between, Campaign, Closing, Episode
from simulator.scenario.compiled import CompiledText, Effect, Move
from simulator.scenario.conditions import Condition, Expression, compile_condition, compile_term
from simulator.scenario.model import TextVariant
from simulator.scenario.state import StateLayout, Values
from simulator.scenario.story import Story


@dataclass(frozen=True, slots=True)
class CompiledBetween:
    """What happens after an episode, where `when` holds."""

    between: Between
    when: Condition | None
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class StepBetween:
    """Something that happened after an episode: the memory after it, and the text about it; "" for no text."""

    memory: Values
    text: str


@dataclass(frozen=True, slots=True)
class CompiledEpisode:
    """An episode with its story, and what flows in and out.

    Attributes:
        number: its place in the campaign, from 0.
        when: the condition on memory under which it comes; None for always.
        brings: slots of the story's state with what they are given, out of memory.
        keeps: slots of the memory with what they are given, out of the story's state at an ending.
        begun: the stories that were asked for, by the values that were brought. A class that plays one campaign shares
            them.
    """

    number: int
    episode: Episode
    story: Story
    when: Condition | None
    brings: tuple[tuple[int, Expression], ...]
    keeps: tuple[tuple[int, Expression], ...]
    between: tuple[CompiledBetween, ...]
    begun: dict[Values, Story] = field(default_factory=dict, compare=False, repr=False)

    @property
    def title(self) -> str:
        """The episode's own title, or its scenario's."""
        return self.episode.title or self.story.scenario.title

    def comes(self, memory: Values) -> bool:
        """Whether the episode comes with this memory, or is passed over."""
        return self.when is None or self.when.test(memory)

    def brought(self, memory: Values) -> Values:
        """Return what the story's slots of `brings` are given, in that order."""
        return tuple(term.get(memory) for _, term in self.brings)

    def opening(self, brought: Values) -> Move:
        """Return what happens before the first choice of the story with what is brought."""
        values = list(self.story.layout.start)
        for (slot, _), value in zip(self.brings, brought, strict=True):
            values[slot] = value
        return self.story.opening_with(tuple(values))

    def story_with(self, memory: Values) -> Story:
        """Return the story as it begins with this memory: an ordinary story that starts with what is brought."""
        layout, brought = self.story.layout, self.brought(memory)
        if not brought:
            return self.story
        if brought not in self.begun:
            names = [layout.names[slot] for slot, _ in self.brings]
            starts = {name: layout.display(name, value) for name, value in zip(names, brought, strict=True)}
            self.begun[brought] = self.story.starting_with(starts)
        return self.begun[brought]


@dataclass(frozen=True, slots=True)
class CompiledClosing:
    """A closing with its condition and its texts compiled."""

    closing: Closing
    when: Condition | None
    texts: tuple[CompiledText, ...]
    retold: tuple[CompiledText, ...]


class CampaignStory:
    """A campaign ready to be played or proved.

    Args:
        campaign: the author's text, typed.
        stories: the episodes' stories by scenario id.
        source: the campaign in its own language where `campaign` is a translation; snapshot and digest are
            always of this one.

    Attributes:
        layout: the memory's slots: `memory` in the order of the file, then `promises`.
        episodes, closings: compiled, in order.
    """

    def __init__(self, campaign: Campaign, stories: Mapping[str, Story], *, source: Campaign | None = None) -> None:
        self.campaign = campaign
        self._source = source or campaign
        self.stories = {each.scenario: stories[each.scenario] for each in campaign.episodes}
        self.layout = memory_layout(campaign)
        self.episodes = tuple(self._episode(number, each) for number, each in enumerate(campaign.episodes))
        self.closings = tuple(self._closing(each) for each in campaign.closings)

    @property
    def start(self) -> Values:
        """The memory before the first episode."""
        return self.layout.start

    @property
    def rubrics(self) -> RubricSet:
        """The rubrics that the episodes are scored by, each once."""
        return RubricSet.of(rubric for story in self.stories.values() for rubric in story.rubrics.rubrics.values())

    @cached_property
    def snapshot(self) -> str:
        """The campaign with its episodes' scenarios, as canonical JSON."""
        own = self._source.model_dump(mode="json", exclude_defaults=True)
        scenarios = {id_: json.loads(story.snapshot) for id_, story in self.stories.items()}
        return json.dumps({"campaign": own, "scenarios": scenarios}, ensure_ascii=False, separators=(",", ":"))

    @cached_property
    def digest(self) -> str:
        """The content hash (SHA-256, hex) of the campaign with its episodes."""
        return hashlib.sha256(self.snapshot.encode()).hexdigest()

    @classmethod
    def from_snapshot(cls, snapshot: str, rubrics: RubricSet) -> CampaignStory:
        """Rebuild a campaign from a stored snapshot."""
        held = json.loads(snapshot)
        stories = {id_: Story.from_snapshot(json.dumps(each), rubrics) for id_, each in held["scenarios"].items()}
        return cls(Campaign.model_validate(held["campaign"]), stories)

    @property
    def wording(self) -> str:
        """What is shown, as JSON: with it `worded` shows the same again, in a translation too."""
        own = self.campaign.model_dump(mode="json", exclude_defaults=True)
        stories = {id_: json.loads(story.wording) for id_, story in self.stories.items()}
        return json.dumps({"campaign": own, "stories": stories}, ensure_ascii=False, separators=(",", ":"))

    def worded(self, wording: str) -> CampaignStory:
        """Return the same campaign as another one of its digest shows it, by that one's `wording`."""
        held = json.loads(wording)
        stories = {id_: story.worded(json.dumps(held["stories"][id_])) for id_, story in self.stories.items()}
        return CampaignStory(Campaign.model_validate(held["campaign"]), stories, source=self._source)

    def scored_by(self, rubrics: RubricSet) -> CampaignStory:
        """Return the same campaign, its episodes scored by other rubrics."""
        stories = {id_: story.scored_by(rubrics) for id_, story in self.stories.items()}
        return CampaignStory(self.campaign, stories, source=self._source)

    def next_episode(self, number: int, memory: Values) -> CompiledEpisode | None:
        """Return the first episode from `number` on that comes with this memory; None if none is left."""
        return next((each for each in self.episodes[number:] if each.comes(memory)), None)

    def kept(self, episode: CompiledEpisode, memory: Values, state: Values) -> Values:
        """Return the memory right after an episode that began with `memory` and ended in `state`."""
        changed = list(memory)
        for slot, term in episode.keeps:
            changed[slot] = term.get(state)
        return tuple(changed)

    def after(self, episode: CompiledEpisode, kept: Values) -> tuple[Values, list[str]]:
        """Return the memory once what comes after an episode has happened, and the texts of it."""
        memory, texts = kept, []
        for step in self.steps_after(episode, kept):
            memory = step.memory
            texts += [step.text] if step.text else []
        return memory, texts

    def steps_after(self, episode: CompiledEpisode, kept: Values) -> Iterator[StepBetween]:
        """Yield each thing that happens after an episode, in order."""
        memory = kept
        for between in episode.between:
            if between.when is None or between.when.test(memory):
                memory = self.changed(memory, between)
                yield StepBetween(memory, self.fill(between.between.text or "", memory))

    def changed(self, memory: Values, between: CompiledBetween) -> Values:
        """Return the memory after the changes of one entry of `between`."""
        changed = list(memory)
        low, high = self.layout.low, self.layout.high
        for effect in between.effects:
            value = effect.value if effect.kind == "set" else changed[effect.slot] + effect.value
            changed[effect.slot] = min(high[effect.slot], max(low[effect.slot], value))
        return tuple(changed)

    def closing(self, memory: Values) -> CompiledClosing:
        """Return the closing that a memory comes to after the last episode."""
        return next(each for each in self.closings if each.when is None or each.when.test(memory))

    def fill(self, text: str, memory: Values) -> str:
        """Return `text` with `{person}` and `{memory}` replaced; nothing else is read in it."""
        if "{" not in text:
            return text
        for id_, person in self.campaign.people.items():
            text = text.replace("{" + id_ + "}", person.name)
        for name, value in self.layout.decode(memory).items():
            text = text.replace("{" + name + "}", str(value).replace("_", " "))
        return text

    def _episode(self, number: int, episode: Episode) -> CompiledEpisode:
        story = self.stories[episode.scenario]
        brings = tuple(
            (story.layout.slot_of[name], compile_term(text, self.layout)) for name, text in episode.brings.items()
        )
        keeps = tuple(
            (self.layout.slot_of[name], compile_term(text, story.layout)) for name, text in episode.keeps.items()
        )
        between = tuple(self._between(each) for each in episode.between)
        return CompiledEpisode(number, episode, story, self._when(episode.when), brings, keeps, between)

    def _between(self, between: Between) -> CompiledBetween:
        slots, encode = self.layout.slot_of, self.layout.encode
        effects = [Effect(slots[name], "set", encode(name, value)) for name, value in between.set.items()]
        effects += [Effect(slots[name], "add", amount) for name, amount in between.add.items()]
        return CompiledBetween(between, self._when(between.when), tuple(effects))

    def _closing(self, closing: Closing) -> CompiledClosing:
        return CompiledClosing(
            closing,
            self._when(closing.when),
            tuple(self._text(each) for each in closing.text),
            tuple(CompiledText(self._when(each.when), each.text, each.who) for each in closing.retold),
        )

    def _text(self, variant: TextVariant) -> CompiledText:
        return CompiledText(self._when(variant.when), variant.text)

    def _when(self, text: str | None) -> Condition | None:
        return None if text is None else compile_condition(text, self.layout)


def memory_layout(campaign: Campaign) -> StateLayout:
    """Return the memory's slots: `memory` in the order of the file, then `promises`."""
    return StateLayout({**campaign.memory, **{name: each.variable for name, each in campaign.promises.items()}})
