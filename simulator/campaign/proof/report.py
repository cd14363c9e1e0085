"""What the proof of a campaign says: plain frozen values, and the JSON object that programs read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from simulator.proof.report import State
from simulator.proof.sampling import SampledEstimate

Journey = tuple[tuple[str, ...], ...]
"""The choice ids of each episode that comes, in order; the last may break off."""


@dataclass(frozen=True, slots=True)
class CampaignExtreme:
    """One end of a rubric's range over all journeys.

    Attributes:
        value: 0 to 100; None if no journey is assessed.
        limit: what it may still come to, if not everything was examined; otherwise the value.
        journey: a journey that has it. None if a loop only comes close to it by going round again.
    """

    value: Fraction | None
    limit: Fraction | None
    journey: Journey | None


@dataclass(frozen=True, slots=True)
class CampaignRange:
    """What conduct on a rubric can come to."""

    least: CampaignExtreme
    greatest: CampaignExtreme


@dataclass(frozen=True, slots=True)
class EpisodeProof:
    """What was found of one episode.

    Attributes:
        memories: in how many ways the memory can be before it, told apart by what still matters.
        beginnings: in how many ways it can begin.
        states: the situations that can be reached in it.
        unreachable: whether no memory lets it come.
    """

    id: str
    memories: int
    beginnings: int
    states: int
    unreachable: bool


@dataclass(frozen=True, slots=True)
class ClosingProof:
    """How likely a random player is to come to a closing, and a shortest journey there; None if there is none."""

    probability: SampledEstimate
    shortest: Journey | None


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a campaign's story.

    Attributes:
        kind: "stuck", "claim", "never", "always", "closing", "episode", "unread" or "promise".
        where: a path into `campaign.yaml`, or, with an `episode`, into its file.
        episode: the id of the episode, if it is in an episode's file; "" for the campaign's own file.
        message: one sentence.
        journey: a shortest way there; for a claim, one that is shortest within its episode. None if there is none.
        state: for a stuck scene or a broken claim, the memory that the episode began with.
    """

    kind: str
    where: tuple[str | int, ...]
    episode: str
    message: str
    journey: Journey | None = None
    state: State | None = None


@dataclass(frozen=True, slots=True)
class CampaignProof:
    """All that was proved of one campaign.

    Attributes:
        complete: whether every memory was examined. If not, figures come from random journeys, and carry the range in
            which they lie.
        memories: in how many ways the memory can be after the last episode, told apart by what matters.
        stuck, endless: that a random player gets stuck, or goes on for ever.
        rubrics: conduct over all episodes together.
    """

    campaign: str
    digest: str
    complete: bool
    episodes: tuple[EpisodeProof, ...]
    memories: int
    closings: Mapping[str, ClosingProof]
    stuck: SampledEstimate
    endless: SampledEstimate
    rubrics: Mapping[str, CampaignRange]
    faults: tuple[Fault, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the object that `encounter prove --json` prints for a campaign; its keys stay."""
        return {
            "campaign": self.campaign,
            "digest": self.digest,
            "complete": self.complete,
            "method": "exact" if self.complete else "sampled",
            "episodes": [
                {
                    "id": each.id,
                    "memories": each.memories,
                    "beginnings": each.beginnings,
                    "states": each.states,
                    "unreachable": each.unreachable,
                }
                for each in self.episodes
            ],
            "memories": self.memories,
            "closings": {
                id_: {**_probability(each.probability), "shortest": _ways(each.shortest)}
                for id_, each in self.closings.items()
            },
            "no_closing": {"stuck": _probability(self.stuck), "endless": _probability(self.endless)},
            "rubrics": {id_: {"anchored": _range(each)} for id_, each in self.rubrics.items()},
            "faults": [
                {
                    "kind": each.kind,
                    "where": ".".join(str(part) for part in each.where),
                    "episode": each.episode or None,
                    "message": each.message,
                    "shortest": _ways(each.journey),
                    **({"state": dict(each.state)} if each.state is not None else {}),
                }
                for each in self.faults
            ],
        }


def _ways(journey: Journey | None) -> list[list[str]] | None:
    return None if journey is None else [list(each) for each in journey]


def _probability(estimate: SampledEstimate) -> dict[str, Any]:
    exact = estimate.low == estimate.high
    # What was worked out in binary fractions is exact to about 13 digits: the rest is noise.
    shown: dict[str, Any] = {"probability": float(f"{estimate.value:.12g}"), "exact": exact}
    return shown if exact else {**shown, "interval": [estimate.low, estimate.high]}


def _range(range_: CampaignRange) -> dict[str, Any]:
    ends = (("min", range_.least), ("max", range_.greatest))
    exact = all(end.value == end.limit for _, end in ends)
    shown: dict[str, Any] = {"exact": exact}
    for name, end in ends:
        shown[name] = _number(end.value)
        shown[f"{name}_path"] = _ways(end.journey)
        if not exact:
            shown[f"{name}_limit"] = _number(end.limit)
    return shown


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
