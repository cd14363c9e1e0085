"""Proves a campaign: exactly if its memories are few enough, otherwise by random journeys."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from scoring.rubric import Rubric
from simulator.campaign.model import PROMISE_LEVELS
from simulator.campaign.proof.exact import ExactCampaign, TooManyMemories
from simulator.campaign.proof.passages import Floats, TooManySituations
from simulator.campaign.proof.report import CampaignProof, ClosingProof, EpisodeProof, Fault
from simulator.campaign.proof.sampled import sampled
from simulator.campaign.story import CampaignStory
from simulator.proof.findings import coverage, findings_of
from simulator.proof.graph import Ints, TooLarge
from simulator.proof.lawful import breaking
from simulator.proof.prove import WHOLE, Limits
from simulator.proof.sampling import exactly
from simulator.proof.sums import LoopBudget, TooMuchWork

SURE_WITHIN = 1e-9
"""A probability whose error is below this counts as exact: it is rounding, not ignorance."""


def prove_campaign(story: CampaignStory, rubrics: Sequence[Rubric], *, limits: Limits = WHOLE) -> CampaignProof:
    """Prove what can and cannot happen in a campaign.

    Args:
        story: the compiled campaign.
        rubrics: what to score on.
        limits: how far to go. Past it, random journeys take the place of proof: `complete` is False, and
            each figure carries the range in which it lies.
    """
    try:
        exact = ExactCampaign(story, rubrics, limit=limits.states, go_on=limits.go_on)
        return _proof(exact, limits)
    except (TooManyMemories, TooManySituations, TooLarge, TooMuchWork):
        return sampled(story, rubrics, plays=limits.samples, seed=limits.seed)


def _proof(exact: ExactCampaign, limits: Limits) -> CampaignProof:
    story = exact.story
    shares, stuck, endless = exact.chances()
    shortest = exact.shortest()
    closings = {}
    for number, closing in enumerate(story.closings):
        here = np.flatnonzero(exact.closing_of == number)
        probability = exactly(float(shares[-1][here].sum()))
        journey = None
        if here.size:
            nearest = int(here[np.argmin(shortest[-1][0][here])])
            journey = exact.journey_to(len(exact.stages), nearest, shortest)
        closings[closing.closing.id] = ClosingProof(probability, journey)
    work = LoopBudget(limits.work)
    return CampaignProof(
        campaign=story.campaign.id,
        digest=story.digest,
        complete=True,
        episodes=tuple(
            EpisodeProof(
                id=stage.episode.episode.id,
                memories=len(stage.memories),
                beginnings=0 if stage.passages is None else stage.passages.beginnings,
                states=0 if stage.passages is None else len(stage.passages.reached.codes),
                unreachable=stage.passages is None,
            )
            for stage in exact.stages
        ),
        memories=len(exact.last),
        closings=closings,
        stuck=exactly(stuck),
        endless=exactly(endless if endless > SURE_WITHIN else 0.0),
        rubrics={rubric.id: exact.range_of(rubric.id, work) for rubric in exact.rubrics},
        faults=tuple(_faults(exact, shortest)),
    )


def _faults(exact: ExactCampaign, shortest: list[tuple[Floats, Ints]]) -> Iterator[Fault]:
    story = exact.story
    for level, stage in enumerate(exact.stages):
        yield from _stuck(exact, level, shortest)
        if stage.passages is None:
            path: tuple[str | int, ...] = ("episodes", stage.episode.number)
            id_ = stage.episode.episode.id
            yield Fault("episode", path, "", f"The episode '{id_}' never comes, whatever is remembered.")
            continue
        yield from _claims(exact, level, shortest)
        yield from _in_the_file(exact, level)
    for path, answers in exact.answers.asked.items():
        if len(answers) == 1:
            always = next(iter(answers))
            said = "always holds" if always else "never holds"
            yield Fault("always" if always else "never", path, "", f"This condition {said} when it is asked.")
    reached = set(exact.closing_of.tolist())
    for number, closing in enumerate(story.closings):
        if number not in reached:
            yield Fault("closing", ("closings", number), "", f"No journey reaches the closing '{closing.closing.id}'.")
    yield from _unread(story)
    for name in story.campaign.promises:
        seen = {PROMISE_LEVELS[value] for value in exact.answers.seen[story.layout.slot_of[name]]}
        if "kept" not in seen:
            said = "It is made, but it cannot be kept" if "said" in seen or "broken" in seen else "It is never made"
            yield Fault("promise", ("promises", name), "", f"{said}, whatever is chosen.")


def _stuck(exact: ExactCampaign, level: int, shortest: list[tuple[Floats, Ints]]) -> Iterator[Fault]:
    """Yield the scenes of an episode in which nothing is open, each with a shortest journey there."""
    stage = exact.stages[level]
    if stage.passages is None:
        return
    for number, end in enumerate(stage.passages.ends):
        steps = np.flatnonzero(stage.ends == number)
        if not end.stuck or not steps.size:
            continue
        far = shortest[level][0][stage.sources[steps]] + stage.passages.shortest[stage.beginnings[steps], number]
        step = int(steps[np.argmin(far)])
        memory = int(stage.sources[step])
        gains = np.full(len(stage.passages.flow.graph.kinds), -1.0)
        last = stage.passages.ids(stage.passages.way(int(stage.beginnings[step]), number, gains))
        yield Fault(
            "stuck",
            ("scenes", end.stuck),
            stage.episode.episode.id,
            f"No choice is open in '{end.stuck}'.",
            (*exact.journey_to(level, memory, shortest), last),
            exact.story.layout.decode(stage.memories[memory]),
        )


def _claims(exact: ExactCampaign, level: int, shortest: list[tuple[Floats, Ints]]) -> Iterator[Fault]:
    """Yield the claims of an episode that some memory breaks, each with a way there."""
    stage = exact.stages[level]
    if stage.passages is None:
        return
    for number, claim in enumerate(stage.passages.story.claims):
        broken = next(breaking(stage.passages.reached, claim), None)
        if broken is None:
            continue
        at = "" if claim.at is None else f" at '{claim.at}'"
        beginning, last = stage.passages.reached.from_start(broken)
        brought = (stage.passages.number_of.get(stage.episode.brought(each)) for each in stage.memories)
        memories = [source for source, begins in enumerate(brought) if begins == beginning]
        memory = min(memories, key=lambda source: shortest[level][0][source])
        yield Fault(
            "claim",
            ("claims", number, "never"),
            stage.episode.episode.id,
            f"This does happen{at} with what the episode can bring.",
            (*exact.journey_to(level, memory, shortest), last),
            exact.story.layout.decode(stage.memories[memory]),
        )


def _in_the_file(exact: ExactCampaign, level: int) -> Iterator[Fault]:
    """Yield what never comes up in an episode, whatever is brought to it."""
    stage = exact.stages[level]
    if stage.passages is None:
        return
    id_, file = stage.episode.episode.id, f"{stage.episode.episode.scenario}.yaml"
    found = findings_of(stage.passages.reached, uses=stage.passages.tables.uses)
    scenes, choices = coverage(stage.passages.tables)
    for scene in scenes.unreachable:
        yield Fault("never", ("scenes", scene), id_, f"In {file}, nothing leads to the scene '{scene}'.")
    closed = {
        ("scenes", scene.id, "choices", index): choice.id
        for scene in stage.passages.story.scenes.values()
        for index, choice in enumerate(scene.choices)
        if choice.id in choices.unreachable and scene.id not in scenes.unreachable
    }
    for where, choice in closed.items():
        yield Fault("never", (*where, "id"), id_, f"In {file}, the choice '{choice}' is never open.")
    constant = {_path(guard.where.removesuffix(".when")): guard for guard in found.guards}
    for path, guard in constant.items():
        if path not in closed:
            said = "always" if guard.always else "never"
            yield Fault(
                said, _path(guard.where), id_, f"In {file}, this condition {said} holds, whatever the episode brings."
            )
    for path in map(_path, found.variants):
        if path not in constant:
            yield Fault("never", path, id_, f"In {file}, no play reaches this, whatever the episode brings.")


def _path(dotted: str) -> tuple[str | int, ...]:
    return tuple(int(part) if part.isdigit() else part for part in dotted.split("."))


def _unread(story: CampaignStory) -> Iterator[Fault]:
    """Yield the memory that is written and that nothing reads, shows or names."""
    read: set[int] = set()
    named: set[str] = set()
    for episode in story.episodes:
        read |= frozenset().union(*(term.reads for _, term in episode.brings))
        read |= episode.when.reads if episode.when is not None else frozenset()
        for between in episode.between:
            read |= between.when.reads if between.when is not None else frozenset()
            named |= _named(between.between.text or "")
    for closing in story.closings:
        for text in (*closing.texts, *closing.retold):
            named |= _named(text.text)
            read |= text.when.reads if text.when is not None else frozenset()
        read |= closing.when.reads if closing.when is not None else frozenset()
    shown = {name for name, each in story.campaign.memory.items() if each.shown != "never"}
    shown |= {name for name, each in story.campaign.promises.items() if each.shown != "never"}
    for name, slot in story.layout.slot_of.items():
        if slot not in read and name not in named | shown:
            section = "promises" if name in story.campaign.promises else "memory"
            yield Fault("unread", (section, name), "", f"Nothing reads '{name}', and it is never shown.")


def _named(text: str) -> set[str]:
    return set(re.findall(r"\{([a-z][a-z0-9_]*)\}", text))
