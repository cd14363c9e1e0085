"""The exact proof of a campaign: every memory that can be reached, episode by episode, and the ways between them.

Two memories count as one if they differ only in values that nothing reads any more. This changes no answer. Episodes
meet only in the memory. So the whole is worked out from one table for each episode, with beginnings as rows and ends as
columns. Probabilities are worked out from the first episode on, greatest sums from the last one back. Scores are
ratios, so their extremes are found as in `simulator.proof.bounds` (Dinkelbach 1967), over whole journeys.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from scoring.rubric import Rubric
from simulator.campaign.proof.passages import Floats, Passages
from simulator.campaign.proof.report import CampaignExtreme, CampaignRange, Journey
from simulator.campaign.story import CampaignStory, CompiledEpisode
from simulator.proof.exploration import LOOK_UP, GoOn, always
from simulator.proof.graph import Ints
from simulator.proof.sums import LoopBudget, Sums
from simulator.scenario.state import Values

PASSED_OVER = -1


class TooManyMemories(Exception):
    """More memories can be reached than the limit allows."""


@dataclass(slots=True)
class Answers:
    """What the reachable memories have shown of the campaign's own conditions and memory.

    Attributes:
        asked: the path of a condition to the answers it has given.
        seen: each memory's slot to the values it was given.
    """

    asked: dict[tuple[str | int, ...], set[bool]] = field(default_factory=dict)
    seen: list[set[int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Stage:
    """An episode with the memories that come to it, and where each way through it leads.

    Attributes:
        passages: the episode from all its beginnings; None if no memory lets it come.
        memories: what is remembered before it.
        sources, targets: for each step the number of its memory, here and before the next episode. A target of -1 means
            that the campaign got stuck.
        beginnings, ends: for each step the beginning and the end in `passages`; PASSED_OVER where the episode
            does not come.
    """

    episode: CompiledEpisode
    passages: Passages | None
    memories: list[Values]
    sources: Ints
    targets: Ints
    beginnings: Ints
    ends: Ints


class ExactCampaign:
    """A campaign of which everything that can be remembered has been reached.

    Args:
        story: the compiled campaign.
        rubrics: what to score on.
        limit: the greatest number of situations of one episode, and of steps between memories.
        go_on: asked now and then whether there is time and memory left.

    Raises:
        TooManyMemories, TooManySituations, TooLarge: it does not fit, or it was not to go on.
    """

    def __init__(self, story: CampaignStory, rubrics: Sequence[Rubric], *, limit: int, go_on: GoOn = always) -> None:
        self.story, self.rubrics, self.limit, self.go_on = story, rubrics, limit, go_on
        self.answers = Answers(seen=[{value} for value in story.start])
        self.live = live_memory(story)
        self.stages: list[Stage] = []
        memories = [self._forget(story.start, 0)]
        for episode in story.episodes:
            stage, memories = self._stage(episode, memories)
            self.stages.append(stage)
        self.last = memories
        self.closing_of: Ints = np.array([self._closing(memory) for memory in memories], dtype=np.int64)

    def chances(self) -> tuple[list[Floats], float, float]:
        """Return how likely each memory is before each episode and after the last, then getting stuck, then no end."""
        share = np.array([1.0])
        shares, stuck, endless = [share], 0.0, 0.0
        for stage in self.stages:
            taken = np.ones(len(stage.sources))
            if stage.passages is not None:
                met = stage.ends != PASSED_OVER
                taken[met] = stage.passages.chances[stage.beginnings[met], stage.ends[met]]
            flows = share[stage.sources] * taken
            after = np.zeros(self._size_after(stage))
            gone = stage.targets < 0
            np.add.at(after, stage.targets[~gone], flows[~gone])
            stuck += float(flows[gone].sum())
            endless += max(0.0, float(share.sum() - flows.sum()))
            share = after
            shares.append(share)
        return shares, stuck, endless

    def shortest(self) -> list[tuple[Floats, Ints]]:
        """Return, before each episode and after the last, how many choices each memory takes, and the step to it."""
        length = np.array([0.0])
        found = [(length, np.array([-1]))]
        for stage in self.stages:
            size = self._size_after(stage)
            steps = np.zeros(len(stage.sources))
            if stage.passages is not None:
                met = stage.ends != PASSED_OVER
                steps[met] = stage.passages.shortest[stage.beginnings[met], stage.ends[met]]
            total = length[stage.sources] + steps
            after, came = np.full(size, np.inf), np.full(size, -1)
            goes_on = np.flatnonzero(stage.targets >= 0)
            np.minimum.at(after, stage.targets[goes_on], total[goes_on])
            best = goes_on[total[goes_on] == after[stage.targets[goes_on]]][::-1]
            came[stage.targets[best]] = best
            length = after
            found.append((after, came))
        return found

    def journey_to(self, level: int, memory: int, shortest: list[tuple[Floats, Ints]]) -> Journey:
        """Return the choices of a shortest journey to a memory before an episode, or after the last."""
        way: list[tuple[str, ...]] = []
        while level > 0:
            level -= 1
            stage = self.stages[level]
            step = int(shortest[level + 1][1][memory])
            way += self._passage(stage, step, np.full(_moves(stage), -1.0))
            memory = int(stage.sources[step])
        return tuple(reversed(way))

    def range_of(self, rubric: str, work: LoopBudget) -> CampaignRange:
        """Return the least and the greatest conduct on a rubric over all journeys that come to a closing.

        Raises:
            TooMuchWork: loops cost more than was allowed.
        """
        return CampaignRange(self._extreme(rubric, -1, work), self._extreme(rubric, 1, work))

    def _stage(self, episode: CompiledEpisode, memories: list[Values]) -> tuple[Stage, list[Values]]:
        comes = [
            self._asked(("episodes", episode.number, "when"), episode.comes(each), episode.when) for each in memories
        ]
        brought = [episode.brought(each) if came else () for each, came in zip(memories, comes, strict=True)]
        passages = None
        if any(comes):
            met = dict.fromkeys(each for each, came in zip(brought, comes, strict=True) if came)
            passages = Passages(episode, met, self.rubrics, limit=self.limit, go_on=self.go_on)
        numbers: dict[Values, int] = {}
        known: dict[tuple[Values, int], int] = {}
        rows: list[tuple[int, int, int, int]] = []
        overwritten = {slot for slot, _ in episode.keeps}
        for source, memory in enumerate(memories):
            if not comes[source] or passages is None:
                after = numbers.setdefault(self._forget(memory, episode.number + 1), len(numbers))
                rows.append((source, after, PASSED_OVER, PASSED_OVER))
                continue
            beginning = passages.number_of[brought[source]]
            rest = tuple(0 if slot in overwritten else value for slot, value in enumerate(memory))
            for end in passages.ends_from(beginning):
                target = known.get((rest, end))
                if target is None:
                    target = self._after(episode, passages, memory, end, numbers)
                    known[rest, end] = target
                rows.append((source, target, beginning, end))
            if len(rows) > self.limit or (not source % LOOK_UP and not self.go_on()):
                raise TooManyMemories
        table = np.array(rows, dtype=np.int64).reshape(len(rows), 4)
        stage = Stage(episode, passages, memories, *table.T)
        return stage, list(numbers)

    def _after(
        self, episode: CompiledEpisode, passages: Passages, memory: Values, end: int, numbers: dict[Values, int]
    ) -> int:
        """Return the number of the memory after an end, -1 if the episode got stuck."""
        if passages.ends[end].stuck:
            return -1
        kept = list(memory)
        for (slot, _), value in zip(episode.keeps, passages.ends[end].kept, strict=True):
            kept[slot] = value
            self.answers.seen[slot].add(value)
        values = tuple(kept)
        for number, between in enumerate(episode.between):
            path = ("episodes", episode.number, "between", number, "when")
            held = between.when is None or between.when.test(values)
            if self._asked(path, held, between.when):
                values = self.story.changed(values, between)
                for effect in between.effects:
                    if effect.kind == "set" or effect.slot in self.live[episode.number + 1]:
                        self.answers.seen[effect.slot].add(values[effect.slot])
        return numbers.setdefault(self._forget(values, episode.number + 1), len(numbers))

    def _closing(self, memory: Values) -> int:
        """Return the number of the closing that a memory comes to, taking note of the conditions asked on the way."""
        for number, closing in enumerate(self.story.closings):
            held = closing.when is None or closing.when.test(memory)
            if not self._asked(("closings", number, "when"), held, closing.when):
                continue
            for index, text in enumerate(closing.texts):
                shown = text.when is None or text.when.test(memory)
                if self._asked(("closings", number, "text", index, "when"), shown, text.when):
                    break
            for index, said in enumerate(closing.retold):
                heard = said.when is None or said.when.test(memory)
                self._asked(("closings", number, "retold", index, "when"), heard, said.when)
            return number
        raise AssertionError("the last closing has no condition")

    def _asked(self, path: tuple[str | int, ...], answer: bool, when: object) -> bool:
        if when is not None:
            self.answers.asked.setdefault(path, set()).add(answer)
        return answer

    def _forget(self, memory: Values, level: int) -> Values:
        """Return the memory with all that nothing reads from an episode on as it was at the start."""
        live, start = self.live[level], self.story.start
        return tuple(value if slot in live else start[slot] for slot, value in enumerate(memory))

    def _size_after(self, stage: Stage) -> int:
        following = stage.episode.number + 1
        return len(self.stages[following].memories) if following < len(self.stages) else len(self.last)

    def _extreme(self, rubric: str, sign: int, work: LoopBudget) -> CampaignExtreme:
        """Return one end of a rubric's range."""
        # Below anything a mean level can be: the first round asks only whether a journey is assessed at all.
        over, under, way, loop = -3, 1, None, False
        while True:
            round_ = self._gaining_loop(rubric, sign, over, under, work)
            if round_ is not None:
                (over, under), loop = round_, True
                continue
            gains = [self._gains(stage, rubric, sign, over, under) for stage in self.stages]
            total, steps = self._best(gains)
            if total <= 0:
                break
            journey, (more, among) = self._along(steps, gains, rubric, sign)
            over, under, way, loop = more, among, journey, False
        if way is None and not loop:
            return CampaignExtreme(None, None, None)
        figure = next(stage.passages.figures[rubric] for stage in self.stages if stage.passages is not None)
        value = figure.value(sign * over, under)
        return CampaignExtreme(value, value, None if loop else way)

    def _gains(self, stage: Stage, rubric: str, sign: int, over: int, under: int) -> Floats:
        if stage.passages is None:
            return np.zeros(0)
        figure, kinds = stage.passages.figures[rubric], stage.passages.flow.graph.kinds
        return (sign * under * figure.over[kinds] - over * figure.under[kinds]).astype(np.float64)

    def _gaining_loop(self, rubric: str, sign: int, over: int, under: int, work: LoopBudget) -> tuple[int, int] | None:
        """Return the sums of a loop that gains, None if there is none in any episode."""
        for stage in self.stages:
            if stage.passages is None or not stage.passages.flow.loops:
                continue
            living, figure = stage.passages.living, stage.passages.figures[rubric]
            if not living.loops:
                continue
            kinds = living.graph.kinds
            gaining = Sums(
                living, (sign * under * figure.over[kinds] - over * figure.under[kinds])[:, None], work
            ).gaining
            if gaining:
                round_ = kinds[list(gaining[0])]
                return int(sign * figure.over[round_].sum()), int(figure.under[round_].sum())
        return None

    def _best(self, gains: list[Floats]) -> tuple[float, list[Ints]]:
        """Return the greatest sum of gains over all journeys to a closing, and the best step from each memory."""
        value = np.zeros(len(self.last))
        chosen: list[Ints] = []
        for stage, gained in zip(reversed(self.stages), reversed(gains), strict=True):
            sums = np.zeros(len(stage.sources))
            if stage.passages is not None:
                met = stage.ends != PASSED_OVER
                table = stage.passages.greatest(gained)
                sums[met] = table[stage.beginnings[met], stage.ends[met]]
            goes_on = stage.targets >= 0
            sums[goes_on] += value[stage.targets[goes_on]]
            sums[~goes_on] = -np.inf
            best = np.full(len(stage.memories), -np.inf)
            np.maximum.at(best, stage.sources, sums)
            steps = np.flatnonzero(sums == best[stage.sources])[::-1]
            step_of = np.full(len(stage.memories), -1)
            step_of[stage.sources[steps]] = steps
            chosen.append(step_of)
            value = best
        return float(value[0]), list(reversed(chosen))

    def _along(self, steps: list[Ints], gains: list[Floats], rubric: str, sign: int) -> tuple[Journey, tuple[int, int]]:
        """Return the journey along the best steps, and its sums."""
        way: list[tuple[str, ...]] = []
        memory = over = under = 0
        for stage, step_of, gained in zip(self.stages, steps, gains, strict=True):
            step = int(step_of[memory])
            moves = self._moves(stage, step, gained)
            if stage.passages is not None and moves is not None:
                figure, kinds = stage.passages.figures[rubric], stage.passages.flow.graph.kinds[list(moves)]
                over += sign * int(figure.over[kinds].sum())
                under += int(figure.under[kinds].sum())
                way.append(stage.passages.ids(moves))
            memory = int(stage.targets[step])
        return tuple(way), (over, under)

    def _passage(self, stage: Stage, step: int, gains: Floats) -> list[tuple[str, ...]]:
        moves = self._moves(stage, step, gains)
        return [] if moves is None or stage.passages is None else [stage.passages.ids(moves)]

    def _moves(self, stage: Stage, step: int, gains: Floats) -> tuple[int, ...] | None:
        if stage.passages is None or stage.ends[step] == PASSED_OVER:
            return None
        return stage.passages.way(int(stage.beginnings[step]), int(stage.ends[step]), gains)


def live_memory(story: CampaignStory) -> list[frozenset[int]]:
    """Return, before each episode and after the last, the slots of the memory that anything may still read."""
    live: set[int] = set()
    for closing in story.closings:
        for condition in (closing.when, *(each.when for each in (*closing.texts, *closing.retold))):
            live |= condition.reads if condition is not None else frozenset()
    found = [frozenset(live)]
    for episode in reversed(story.episodes):
        after = set(live)
        for between in reversed(episode.between):
            if between.when is None:
                after -= {effect.slot for effect in between.effects if effect.kind == "set"}
            else:
                after |= between.when.reads
        came = after - {slot for slot, _ in episode.keeps}
        came |= frozenset().union(*(term.reads for _, term in episode.brings))
        live = came | (live | episode.when.reads if episode.when is not None else set())
        found.append(frozenset(live))
    return list(reversed(found))


def _moves(stage: Stage) -> int:
    return 0 if stage.passages is None else len(stage.passages.flow.graph.kinds)
