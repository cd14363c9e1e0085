"""What a panel's sheets come to: how far the raters agree, what they fought over most, and the key."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median, pstdev
from typing import Literal

from scoring.cohort.agreement import TrainerLevel, agreement
from scoring.cohort.model import Agreement
from scoring.panel_key import PanelKey
from scoring.statistics import Estimate
from simulator.panel.answers import Pair, RatedSheet
from simulator.panel.precision import panel_error
from simulator.scenario.story import Story

By = Literal["median", "distribution"]
"""How several levels become one: the middle one, or the one that most gave. Where two are left, the nearer to 0."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """What raters gave one choice on one criterion, by rater."""

    choice: str
    criterion: str
    levels: Mapping[str, int]

    @property
    def apart(self) -> int:
        """How many levels lie between the lowest and the highest."""
        return max(self.levels.values()) - min(self.levels.values())


@dataclass(frozen=True, slots=True)
class PanelResult:
    """What a panel's sheets come to.

    Attributes:
        raters: by name, in the order of the sheets.
        rated: how many pairs of a choice and a criterion anybody rated.
        alone: how many of them only one person rated.
        conditional: choices whose ratings hang on conditions in the encounter, and no longer do under the key.
        agreement: over everything, then by criterion.
        disputes: ratings on which they differed, the furthest apart first.
        key: their levels combined into one.
        error: one standard error of a figure over twelve decisions by that key, in points; None if it is not known.
    """

    raters: tuple[str, ...]
    rated: int
    alone: int
    conditional: tuple[str, ...]
    agreement: tuple[Agreement, ...]
    disputes: tuple[Dispute, ...]
    key: PanelKey
    error: float | None

    @property
    def kappa(self) -> float | None:
        """The mean of the pairs' weighted kappas; None if there is none."""
        pairs = self.agreement[0].pairs if self.agreement else ()
        found = [pair.kappa.value for pair in pairs if isinstance(pair.kappa, Estimate)]
        return sum(found) / len(found) if found else None


def panel_result(story: Story, sheets: Sequence[RatedSheet], *, by: By, title: str, who: str) -> PanelResult:
    """Return what sheets come to.

    Args:
        story: the encounter they are about.
        sheets: one a rater.
        by: how several levels become one.
        title: what the key is called.
        who: who sat, and when; kept in the key.
    """
    given: dict[Pair, dict[str, int]] = defaultdict(dict)
    for sheet in sheets:
        for pair, level in sheet.levels.items():
            given[pair][sheet.rater] = level
    levels = [
        TrainerLevel(choice, rater, criterion, level)
        for (choice, criterion), own in given.items()
        for rater, level in own.items()
    ]
    disputes = [Dispute(choice, criterion, own) for (choice, criterion), own in given.items()]
    disputes = sorted(
        (each for each in disputes if each.apart),
        key=lambda each: (-each.apart, -pstdev(each.levels.values()), each.choice, each.criterion),
    )
    choices: dict[str, dict[str, int]] = defaultdict(dict)
    for choice in story.choices:
        for criterion in story.rubrics.criteria:
            own = given.get((choice, criterion))
            level = agreed(list(own.values()), by) if own else 0
            # Where neither the author nor the panel sees anything, nothing is rated: it would count as on offer.
            if level or (own and criterion in story.choices[choice].choice.levels):
                choices[choice][criterion] = level
    return PanelResult(
        raters=tuple(sheet.rater for sheet in sheets),
        rated=len(given),
        alone=sum(len(own) == 1 for own in given.values()),
        conditional=tuple(id_ for id_ in choices if any(each.when is not None for each in story.choices[id_].ratings)),
        agreement=agreement(levels, {criterion: criterion for criterion in story.rubrics.criteria}),
        disputes=tuple(disputes),
        key=PanelKey(
            format="1",
            id=f"{story.scenario.id.replace('/', '-')}-panel",
            version="1.0.0",
            title=title,
            panel=who,
            encounters={story.scenario.id: {id_: dict(rated) for id_, rated in choices.items()}},
        ),
        error=panel_error(story, sheets),
    )


def agreed(levels: Sequence[int], by: By) -> int:
    """Return one level for several: the middle one or the one that most gave, and of two the nearer to 0."""
    if by == "median":
        middle = median(levels)
        return int(middle)  # towards 0: an extreme is given only where the middle of the panel gives it
    counted = Counter(levels)
    most = max(counted.values())
    return min((level for level, count in counted.items() if count == most), key=lambda level: (abs(level), level))


def key_text(key: PanelKey) -> str:
    """Return a key as the file that `encounter rescore` reads."""
    lines = [
        "# A panel's ratings, in place of the author's: encounter rescore COHORT --rubric THIS-FILE",
        "format: 1",
        f"id: {key.id}",
        f"version: {key.version}",
        f"title: {json.dumps(key.title, ensure_ascii=False)}",
        f"panel: {json.dumps(key.panel, ensure_ascii=False)}",
        "encounters:",
    ]
    for scenario, choices in key.encounters.items():
        lines.append(f"  {scenario}:")
        for choice, ratings in choices.items():
            rated = ", ".join(f"{criterion}: {level}" for criterion, level in ratings.items())
            lines.append(f"    {choice}: {{{rated}}}")
    return "\n".join(lines) + "\n"
