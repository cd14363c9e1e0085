"""What a proof says: plain frozen values, and the JSON object that programs read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from simulator.proof.findings import Findings

Path = tuple[str, ...]
"""Choice ids from the start, as `encounter play --path` takes them."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many there are, and which of them no play reaches."""

    total: int
    unreachable: Path


@dataclass(frozen=True, slots=True)
class Stuck:
    """A state of a scene in which no choice is open.

    Attributes:
        scene: the scene.
        state: the state in which it is met first, as the author would write it.
        witness: a shortest way there.
        probability: that a random player gets stuck in this scene.
    """

    scene: str
    state: Mapping[str, int | bool | str]
    witness: Path


@dataclass(frozen=True, slots=True)
class Trap:
    """A scene in a state from which choices go on for ever and no ending can be reached."""

    scene: str
    witness: Path


@dataclass(frozen=True, slots=True)
class EndingChance:
    """An ending: how likely a random player is to reach it, and a shortest way there.

    Attributes:
        probability: exact but for rounding where `low` and `high` are the same.
        low, high: the range in which the probability lies.
        shortest: None where no play reaches it.
    """

    outcome: str
    probability: float
    low: float
    high: float
    shortest: Path | None


@dataclass(frozen=True, slots=True)
class End:
    """One end of a figure's range.

    Attributes:
        value: 0 to 100; None where no complete play is assessed.
        path: a complete play that has it.
        loop: choices that, repeated without end, come as close to `value` as one likes; then `path`
            goes round once and does not have it. Empty where the play has it exactly.
    """

    value: Fraction | None
    path: Path | None
    loop: Path


@dataclass(frozen=True, slots=True)
class Bounds:
    """A figure's exact range over all complete plays."""

    least: End
    greatest: End


@dataclass(frozen=True, slots=True)
class CriterionBounds:
    """Both figures' ranges of a criterion or a rubric."""

    anchored: Bounds
    decision_quality: Bounds


@dataclass(frozen=True, slots=True)
class RubricBounds:
    """A rubric's ranges, with each criterion's."""

    total: CriterionBounds
    criteria: Mapping[str, CriterionBounds]


@dataclass(frozen=True, slots=True)
class GuesserScore:
    """What one guesser gets.

    Attributes:
        scores: rubric to anchored score; None where not assessed, or where it never ends.
        path: what it chose.
        end: "ending", "stuck" or "loop".
        place: where it ended up.
    """

    scores: Mapping[str, Fraction | None]
    path: Path
    end: str
    place: str


@dataclass(frozen=True, slots=True)
class RandomPlayer:
    """What a random player scores on a rubric; see `simulator.proof.scores`."""

    mean: float | None
    mean_range: tuple[float, float] | None
    pass_probability: float | None
    pass_range: tuple[float, float] | None
    exact: bool
    plays: int


@dataclass(frozen=True, slots=True)
class Proof:
    """All that was proved of one scenario.

    Attributes:
        scenario, digest: which one.
        states: all reachable states, scenes with the values of all variables; None where there are
            more than the limit, or they were not counted.
        situations: reachable states told apart only by what can still matter; all else here is
            proved over these.
        complete: whether every situation was looked into.
        stuck_probability, trapped_probability: that a random player gets stuck, or never ends.
        plays: the exact number of complete plays; None where a loop makes it unbounded.
    """

    scenario: str
    digest: str
    states: int | None
    situations: int
    complete: bool
    scenes: Coverage
    choices: Coverage
    stuck: tuple[Stuck, ...]
    traps: tuple[Trap, ...]
    stuck_probability: float
    trapped_probability: float
    findings: Findings
    plays: int | None
    endings: Mapping[str, EndingChance]
    rubrics: Mapping[str, RubricBounds]
    random: Mapping[str, RandomPlayer]
    guessers: Mapping[str, GuesserScore]

    def as_json(self) -> dict[str, Any]:
        """Return the object that `encounter prove --json` prints; its keys stay."""
        return {
            "scenario": self.scenario,
            "digest": self.digest,
            "states": self.states,
            "situations": self.situations,
            "complete": self.complete,
            "method": "exact" if self.complete else "sampled",
            "scenes": _coverage(self.scenes),
            "choices": _coverage(self.choices),
            "stuck": [
                {"scene": each.scene, "state": dict(each.state), "witness": list(each.witness)} for each in self.stuck
            ],
            "traps": [{"scene": each.scene, "witness": list(each.witness)} for each in self.traps],
            "no_ending": {"stuck": _rounded(self.stuck_probability), "trapped": _rounded(self.trapped_probability)},
            "guards": [{"where": each.where, "always": each.always} for each in self.findings.guards],
            "variants": {"unreachable": list(self.findings.variants)},
            "variables": {"unread": list(self.findings.unread), "unwritten": list(self.findings.unwritten)},
            "clamps": [{"where": each.where, "variable": each.variable} for each in self.findings.saturated],
            "plays": None if self.plays is None else str(self.plays),
            "endings": {id_: _ending(each) for id_, each in self.endings.items()},
            "rubrics": {
                id_: {
                    **_figures(bounds.total),
                    "criteria": {criterion: _figures(each) for criterion, each in bounds.criteria.items()},
                }
                for id_, bounds in self.rubrics.items()
            },
            "guessers": {
                "random": {rubric: _random(each) for rubric, each in self.random.items()},
                **{
                    name: {rubric: _number(value) for rubric, value in each.scores.items()}
                    for name, each in self.guessers.items()
                },
            },
            "guesses": {
                name: {"path": list(each.path), "end": each.end, "place": each.place}
                for name, each in self.guessers.items()
            },
        }


def _coverage(coverage: Coverage) -> dict[str, Any]:
    return {"total": coverage.total, "unreachable": list(coverage.unreachable)}


def _ending(ending: EndingChance) -> dict[str, Any]:
    exact = ending.low == ending.high
    return {
        "outcome": ending.outcome,
        "probability": _rounded(ending.probability),
        "exact": exact,
        **({} if exact else {"interval": [ending.low, ending.high]}),
        "shortest": None if ending.shortest is None else list(ending.shortest),
    }


def _figures(bounds: CriterionBounds) -> dict[str, Any]:
    return {"anchored": _bounds(bounds.anchored), "decision_quality": _bounds(bounds.decision_quality)}


def _bounds(bounds: Bounds) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for name, end in (("min", bounds.least), ("max", bounds.greatest)):
        shown[name] = _number(end.value)
        shown[f"{name}_path"] = None if end.path is None else list(end.path)
        if end.loop:
            shown[f"{name}_loop"] = list(end.loop)
    return shown


def _random(player: RandomPlayer) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "mean": player.mean,
        "pass_probability": player.pass_probability,
        "exact": player.exact,
    }
    if not player.exact:
        shown |= {
            "mean_interval": None if player.mean_range is None else list(player.mean_range),
            "pass_interval": None if player.pass_range is None else list(player.pass_range),
            "plays": player.plays,
        }
    return shown


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _rounded(value: float) -> float:
    # What was worked out in binary fractions is exact to about 13 digits: the rest is noise.
    return float(f"{value:.12g}")
