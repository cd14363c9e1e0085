"""What a proof says: plain frozen values, and the JSON object that programs read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from scoring.rubric import Rubric
from simulator.proof.findings import Coverage, Findings
from simulator.proof.increments import Figure
from simulator.proof.lawful import Lawful
from simulator.proof.sampling import SampledEstimate
from simulator.proof.scores import RandomScore

Path = tuple[str, ...]
"""Choice ids from the start, as `encounter play --path` takes them."""

State = Mapping[str, int | bool | str]
"""Values by variable, as the author would write them; `visited("x")` and `chosen("x")` among them."""


@dataclass(frozen=True, slots=True)
class Stuck:
    """A state of a scene in which no choice is open.

    Attributes:
        scene: the scene.
        state: the whole state, where it is met first.
        because: of that, what the guards of the scene's choices read.
        witness: a way there, a shortest one where all was examined.
    """

    scene: str
    state: State
    because: State
    witness: Path


@dataclass(frozen=True, slots=True)
class Trap:
    """A scene in a state from which choices go on for ever and no ending can be reached.

    Attributes:
        scene: the scene.
        witness: a shortest way there.
        because: of the state there, what anything from there on still looks at.
    """

    scene: str
    witness: Path
    because: State


@dataclass(frozen=True, slots=True)
class EndingChance:
    """An ending: how likely a random player is to reach it, and a way there.

    Attributes:
        probability: with the range in which it lies. If it is exact, the range has no width, apart from rounding.
        shortest: a shortest way. If not everything was examined, the shortest that was met; None if none was met.
    """

    outcome: str
    probability: SampledEstimate
    shortest: Path | None


@dataclass(frozen=True, slots=True)
class End:
    """One end of a figure's range.

    Attributes:
        value: 0 to 100; None if no complete play is assessed.
        limit: what it may still come to, if not everything was examined; otherwise the value.
        path: a complete play that has it.
        loop: choices that come as close to `value` as one likes when they are repeated without end. `path` then goes
            round once, and does not have the value. Empty if the play has it exactly.
    """

    value: Fraction | None
    limit: Fraction | None
    path: Path | None
    loop: Path = ()


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
        scores: rubric to anchored score; None if not assessed, or where it never ends.
        standard: rubric to whether the standard is reached; None if there is none, or no score.
        critical: the critical events that it met, each once.
        path: what it chose.
        end: "ending", "stuck", "loop", or "unfinished" where the limit stopped it.
        place: where it ended up.
        decided: in how many of its choices what it goes by told one from the others.
    """

    scores: Mapping[str, Fraction | None]
    standard: Mapping[str, bool | None]
    critical: Path
    path: Path
    end: str
    place: str
    decided: int = 0

    @property
    def has_something_to_go_by(self) -> bool:
        """Whether its feature ever singled out one choice. If not, it took the first in the file."""
        return self.decided > 0 or not self.path


@dataclass(frozen=True, slots=True)
class PumpedLoop:
    """A loop by which a rubric's score can be pumped up.

    Attributes:
        rubric: the rubric's id.
        scene: where the loop begins.
        witness: a shortest way there.
        loop: the choices of one round.
        towards: the anchored score that more and more rounds come close to.
    """

    rubric: str
    scene: str
    witness: Path
    loop: Path
    towards: Fraction


@dataclass(frozen=True, slots=True)
class Proof:
    """All that was proved of one scenario.

    Attributes:
        scenario, digest: which one.
        states: how many states can be reached: scenes with the values of all variables. None if there are more than the
            limit, or they were not counted.
        situations: how many reachable states there are if only what can still matter tells them apart. Everything else
            here is proved over these.
        complete: whether every situation was examined, and all was worked out.
        every_situation: whether every situation was examined. Then coverage and stuck states are exact, even if the
            rest was too much work.
        method: "exact"; "sliced" if there are more states than the limit but all situations were examined, which is as
            exact; or "sampled".
        stuck_probability, trapped_probability: that a random player gets stuck, or never ends.
        sampled, given_up: how many random plays were made, and how many of them had no end after the allowed moves;
            these may still end anywhere. Both are 0 if nothing was sampled.
        plays: the exact number of complete plays. None if a loop makes it unbounded, or if not everything was examined.
        never_best: choices that come up, but in no play that is best on any rubric's figures.
        lawful: what can be met of critical events, powers that do not hold, and broken claims.
        unfinished: keys of the JSON object whose answers are not complete, for want of time.
    """

    scenario: str
    digest: str
    states: int | None
    situations: int
    complete: bool
    method: str
    scenes: Coverage
    choices: Coverage
    stuck: tuple[Stuck, ...]
    traps: tuple[Trap, ...]
    stuck_probability: SampledEstimate
    trapped_probability: SampledEstimate
    findings: Findings
    plays: int | None
    endings: Mapping[str, EndingChance]
    rubrics: Mapping[str, RubricBounds]
    pumps: tuple[PumpedLoop, ...]
    never_best: Path
    lawful: Lawful
    random: Mapping[str, RandomScore]
    guessers: Mapping[str, GuesserScore]
    unfinished: Path
    every_situation: bool = True
    sampled: int = 0
    given_up: int = 0

    @property
    def sure_of_dead_ends(self) -> bool:
        """Whether there is no other dead end than those that are named."""
        return self.every_situation and "traps" not in self.unfinished

    def as_json(self) -> dict[str, Any]:
        """Return the object that `encounter prove --json` prints; its keys stay."""
        return {
            "scenario": self.scenario,
            "digest": self.digest,
            "states": self.states,
            "situations": self.situations,
            "complete": self.complete,
            "every_situation": self.every_situation,
            "method": self.method,
            "unfinished": list(self.unfinished),
            "sampled": {"plays": self.sampled, "given_up": self.given_up},
            "scenes": _coverage(self.scenes),
            "choices": _coverage(self.choices),
            "stuck": [
                {
                    "scene": each.scene,
                    "state": dict(each.state),
                    "because": dict(each.because),
                    "witness": list(each.witness),
                }
                for each in self.stuck
            ],
            "traps": [
                {"scene": each.scene, "because": dict(each.because), "witness": list(each.witness)}
                for each in self.traps
            ],
            "no_ending": {
                "stuck": _probability(self.stuck_probability),
                "trapped": _probability(self.trapped_probability),
            },
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
            "pumps": [
                {
                    "rubric": each.rubric,
                    "scene": each.scene,
                    "witness": list(each.witness),
                    "loop": list(each.loop),
                    "towards": float(each.towards),
                }
                for each in self.pumps
            ],
            "never_best": list(self.never_best),
            **self.lawful.as_json(),
            "guessers": {
                "random": {rubric: _random(each) for rubric, each in self.random.items()},
                **{
                    name: {rubric: _number(value) for rubric, value in each.scores.items()}
                    for name, each in self.guessers.items()
                },
            },
            "guesses": {
                name: {
                    "path": list(each.path),
                    "end": each.end,
                    "place": each.place,
                    "critical": list(each.critical),
                    "standard": dict(each.standard),
                }
                for name, each in self.guessers.items()
            },
        }


def by_rubric(
    rubrics: Sequence[Rubric], figures: Sequence[Figure], bounds: Sequence[Bounds]
) -> dict[str, RubricBounds]:
    """Return figures' ranges by rubric and criterion."""
    found: dict[tuple[str, str | None], dict[str, Bounds]] = {}
    for figure, each in zip(figures, bounds, strict=True):
        found.setdefault((figure.rubric, figure.criterion), {})[figure.name] = each
    return {
        rubric.id: RubricBounds(
            CriterionBounds(**found[rubric.id, None]),
            {criterion: CriterionBounds(**found[rubric.id, criterion]) for criterion in rubric.criteria},
        )
        for rubric in rubrics
    }


def _coverage(coverage: Coverage) -> dict[str, Any]:
    shown = {"total": coverage.total, "unreachable": list(coverage.unreachable)}
    return {**shown, "unseen": list(coverage.unseen)} if coverage.unseen else shown


def _ending(ending: EndingChance) -> dict[str, Any]:
    shortest = None if ending.shortest is None else list(ending.shortest)
    return {"outcome": ending.outcome, **_probability(ending.probability), "shortest": shortest}


def _probability(estimate: SampledEstimate) -> dict[str, Any]:
    exact = estimate.low == estimate.high
    shown = {"probability": _rounded(estimate.value), "exact": exact}
    return shown if exact else {**shown, "interval": [estimate.low, estimate.high]}


def _figures(bounds: CriterionBounds) -> dict[str, Any]:
    return {"anchored": _bounds(bounds.anchored), "decision_quality": _bounds(bounds.decision_quality)}


def _bounds(bounds: Bounds) -> dict[str, Any]:
    exact = (bounds.least.value, bounds.greatest.value) == (bounds.least.limit, bounds.greatest.limit)
    shown: dict[str, Any] = {"exact": exact}
    for name, end in (("min", bounds.least), ("max", bounds.greatest)):
        shown[name] = _number(end.value)
        shown[f"{name}_path"] = None if end.path is None else list(end.path)
        if end.loop:
            shown[f"{name}_loop"] = list(end.loop)
        if not exact:
            shown[f"{name}_limit"] = _number(end.limit)
    return shown


def _random(score: RandomScore) -> dict[str, Any]:
    mean, passing = score.mean, score.pass_probability
    shown: dict[str, Any] = {
        "mean": None if mean is None else _rounded(mean.value),
        "pass_probability": None if passing is None else _rounded(passing.value),
        "exact": score.exact,
    }
    if not score.exact:
        shown["mean_interval"] = None if mean is None else [mean.low, mean.high]
        shown["pass_interval"] = None if passing is None else [passing.low, passing.high]
        shown["plays"] = score.plays
    return shown


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _rounded(value: float) -> float:
    # What was worked out in binary fractions is exact to about 13 digits: the rest is noise.
    return float(f"{value:.12g}")
