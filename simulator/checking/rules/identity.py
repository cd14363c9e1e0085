"""Whether who somebody is predicts what they are to the case, or how the encounter ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from scoring.document.problem import INFO, WARNING
from scoring.statistics.fairness import fisher_exact
from simulator.checking.rule import Finding, rule
from simulator.checking.scenario_set import ScenarioSet
from simulator.proof.sampling import proportion

ALPHA = 0.05
"""The chance at which, were nothing tied to anything, any finding at all would be made in a library."""

FEWEST = 3
"""People of a background below which it is not compared."""


@dataclass(frozen=True, slots=True)
class Tie:
    """How often one background meets one part or outcome, against everybody else.

    Attributes:
        kind: "part" or "outcome".
        has, of: how many of the background, and of how many.
        others_have, others: the same of everybody else.
        p: Fisher's exact p, two-sided.
        file, person: somebody of the background, of that value where there is one.
    """

    background: str
    kind: str
    value: str
    has: int
    of: int
    others_have: int
    others: int
    p: float
    file: str
    person: str

    def __str__(self) -> str:
        share = proportion(self.has, self.of)
        what = f"have the part '{self.value}'"
        if self.kind == "outcome":
            what = f"are in encounters that mostly end in '{self.value}'"
        return (
            f"'{self.background}': {self.has} of {self.of} {what} ({share.low:.0%} to {share.high:.0%}), and "
            f"{self.others_have} of {self.others} others (exact p {self.p:.2g})"
        )


@rule("W40", WARNING, "Background tied to a part or an ending")
def tied(scenarios: ScenarioSet) -> Iterator[Finding]:
    """A background meets a part or an outcome more or less often than others do, by more than chance.

    All comparisons of a library are judged together, by Holm's step-down procedure (1979).
    """
    ties = _ties(scenarios)
    for number, tie in enumerate(ties):
        if tie.p * (len(ties) - number) > ALPHA:
            return
        yield Finding(
            ("people", tie.person, "background"),
            f"{tie}. Of {len(ties)} comparisons taken together, chance alone would hardly show this.",
            "Let people of this background appear in other parts and stories, and others in these.",
            file=tie.file,
            place=tie.background,
        )


@rule("W41", INFO, "Backgrounds that may be tied to a part")
def perhaps_tied(scenarios: ScenarioSet) -> Iterator[Finding]:
    """What one comparison alone would call a tie, and many together do not; and groups too small to compare."""
    ties = _ties(scenarios)
    held = next((number for number, tie in enumerate(ties) if tie.p * (len(ties) - number) > ALPHA), len(ties))
    perhaps = [tie for tie in ties[held:] if tie.p <= ALPHA]
    few = {name: count for name, count in _counted(scenarios).items() if count < FEWEST}
    if perhaps:
        yield Finding(
            (),
            f"{'; '.join(map(str, perhaps))}. Of {len(ties)} comparisons, chance alone shows some "
            f"{ALPHA * len(ties):.0f} like this.",
            "Watch them as the library grows; let the next people of these backgrounds be something else.",
        )
    if few:
        yield Finding(
            (),
            f"Too few people, below {FEWEST} each, to compare: "
            f"{', '.join(f'{name} {count}' for name, count in few.items())}.",
            "Nothing can be said about these yet; it takes more encounters.",
        )


def _ties(scenarios: ScenarioSet) -> list[Tie]:
    """Return every comparison of a background of enough people with everybody else, the least likely first."""
    seen = scenarios.people()
    ties = []
    for background in (name for name, count in _counted(scenarios).items() if count >= FEWEST):
        for kind in ("part", "outcome"):
            rows = [
                (member, id_, background in person.background, str(person.part) if kind == "part" else member.likely)
                for member, id_, person in seen
            ]
            inside = Counter(value for _, _, has, value in rows if has)
            outside = Counter(value for _, _, has, value in rows if not has)
            for value in sorted({*inside, *outside}) if outside else ():
                member, id_ = min(rows, key=lambda row: (not row[2], row[3] != value))[:2]
                counts = inside[value], inside.total(), outside[value], outside.total()
                ties.append(Tie(background, kind, value, *counts, fisher_exact(*counts), member.file, id_))
    return sorted(ties, key=lambda tie: tie.p)


def _counted(scenarios: ScenarioSet) -> dict[str, int]:
    """Return how many people have each background."""
    counted = Counter(background for _, _, person in scenarios.people() for background in set(person.background))
    return dict(sorted(counted.items()))
