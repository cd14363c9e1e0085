"""What a cohort's statistics are made of: frozen values, each figure with its n, its interval, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from enum import Enum
from fractions import Fraction
from typing import Any

from scoring.disclosure import Publication
from scoring.rubric import Rubric
from scoring.statistics import CutScore, Description, Estimate, EtsClass, Generalisability, Projection

RELIABLE = 0.80
"""The reliability from which scores are more than practice and feedback; below it they are labelled "practice only"."""


@dataclass(frozen=True, slots=True)
class Absent:
    """A figure that does not exist for these data.

    Attributes:
        reason: one clause that says why not.
        n: how many there were.
    """

    reason: str
    n: int


Statistic = Estimate | Absent
"""A figure with its n and interval, or the reason why there is none."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of several people, 0 to 100, each person counting once.

    Attributes:
        mean: with its interval.
        spread: standard deviation, quartiles and range; None for nobody.
    """

    mean: Statistic
    spread: Description | None


@dataclass(frozen=True, slots=True)
class CriterionStatistics:
    """One criterion over the people who met it, over all their finished runs."""

    criterion: str
    title: str
    opportunities: int
    credits: int
    debits: int
    anchored: Scores


@dataclass(frozen=True, slots=True)
class Change:
    """Scores on two occasions of the same people.

    Attributes:
        later: the scores of the later occasion.
        gain: the mean difference, in points.
        effect: Hedges' g of the gain, in standard deviations.
    """

    later: Scores
    gain: Statistic
    effect: Statistic


@dataclass(frozen=True, slots=True)
class Repetition:
    """First attempts against later ones, of those who repeated an encounter.

    Attributes:
        first: the mean, over the encounters that a person repeated, of the first attempt.
        best: against the best attempt; of several tries the best is above the first by chance alone.
        last: against the last attempt, which chance does not favour.
        rows: which rows were used.
    """

    first: Scores
    best: Change
    last: Change
    rows: str


@dataclass(frozen=True, slots=True)
class Calibration:
    """Own ratings beside scores.

    Attributes:
        difference: the mean of own rating - score, in points; above 0 is over-confident.
        correlation: whether those who rated themselves higher did better.
        rows: which rows were used.
    """

    difference: Statistic
    correlation: Statistic
    rows: str


@dataclass(frozen=True, slots=True)
class Reliability:
    """How far a rubric's scores can be relied on.

    Attributes:
        index: whether the rubric is a formative index. Its criteria make it up together and need not agree, so alpha
            and omega are not computed.
        alpha, omega: internal consistency of the criteria.
        criteria_rows: which rows these two used.
        g, phi: generalisability over encounters, for comparing people and for holding them to a mark.
        components: where the differences come from; None if that is not known.
        encounters_rows: which rows these three used.
        needed_g, needed_phi: how many encounters each person must play for .80; None if not known.
        projection: both coefficients for other numbers of encounters.
        decisive: the name of the figure that decides the label.
        error: the standard error of measurement, in points, from that figure; None if it is not known.
        practice_only: whether the scores are for practice and feedback only.
        label: why, in one sentence.
    """

    index: bool
    alpha: Statistic
    omega: Statistic
    criteria_rows: str
    g: Statistic
    phi: Statistic
    components: Generalisability | None
    encounters_rows: str
    needed_g: int | None
    needed_phi: int | None
    projection: tuple[Projection, ...]
    decisive: str
    error: float | None
    practice_only: bool
    label: str


@dataclass(frozen=True, slots=True)
class RubricStatistics:
    """One rubric over a cohort.

    Attributes:
        reported: "scored", or "profile": shown by itself, with no standard.
        version: of the rubric, under which the runs that are told were played.
        other_versions, left_out: under which other finished runs were played, and how many; no figure holds them.
        opportunities, credits, debits: over all finished runs.
        anchored: how good the conduct was.
        decision_quality: how good it was among what was on offer.
    """

    rubric: str
    title: str
    reported: str
    version: str
    other_versions: tuple[str, ...]
    left_out: int
    opportunities: int
    credits: int
    debits: int
    anchored: Scores
    decision_quality: Scores
    criteria: tuple[CriterionStatistics, ...]
    repetition: Repetition
    calibration: Calibration
    reliability: Reliability


@dataclass(frozen=True, slots=True)
class EncounterPlayed:
    """An encounter that a cohort played.

    Attributes:
        trainees, runs, finished: how many played it, runs begun and runs finished; runs that try again from a decision
            are left out. None if fewer people than the limit played it, or came since an earlier publication.
        minutes: the median length of a finished run; None if none was finished.
        outcomes: kind of ending to how many first attempts reached it; None is too few to show.
    """

    scenario: str
    title: str
    versions: tuple[str, ...]
    trainees: int | None
    runs: int | None
    finished: int | None
    minutes: float | None
    outcomes: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True)
class PromiseOutcome:
    """What became of one promise of a campaign; None is too few to show.

    Attributes:
        to: the name of whom it was made to.
        words: what was promised.
        became: unsaid, said, kept, broken or owned, to how many people it ended so for.
        broken_at: the episodes in or after which it was broken, in their order, as (date, title, people). People who
            owned it later are among them.
    """

    promise: str
    to: str
    words: str
    became: tuple[tuple[str, int | None], ...]
    broken_at: tuple[tuple[str, str, int | None], ...]


@dataclass(frozen=True, slots=True)
class CampaignPlayed:
    """A campaign that a cohort played: of each person the first, as far as it has come.

    Attributes:
        trainees: how many people's.
        closed: for how many it has come to a closing.
        closings: title to how many people came to it; None is too few to show.
        left_out: how many people's do not count, as what is kept of them contradicts the campaign.
    """

    campaign: str
    title: str
    trainees: int
    closed: int
    closings: tuple[tuple[str, int | None], ...]
    promises: tuple[PromiseOutcome, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class CriticalCount:
    """A critical event, never averaged: how often, and by how many people; None is too few to show."""

    event: str
    title: str
    decisions: int | None
    trainees: int | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the heat map: a cohort on a criterion in an encounter.

    Attributes:
        anchored: None if too few people met it to show.
        trainees: how many met it; None if hidden.
    """

    scenario: str
    criterion: str
    anchored: float | None
    trainees: int | None


@dataclass(frozen=True, slots=True)
class ChoiceCount:
    """How often a choice was taken of those who had it open; None is too few to show."""

    choice: str
    taken: int | None
    offered: int | None
    dead: bool | None


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """One decision point on one rubric, over each trainee's first attempt.

    Attributes:
        rubric: None if nothing on offer was rated.
        trainees: how many took a decision there; None if too few to show.
        difficulty: the share of the levels on offer that was reached; 1 is easy. None if not known or hidden.
        item_rest: corrected item-rest correlation.
        choices: in the order of their ids.
        concerns: what an author should look at, in words.
    """

    scenario: str
    version: str
    scene: str
    rubric: str | None
    trainees: int | None
    difficulty: float | None
    item_rest: Statistic
    seconds: float | None
    choices: tuple[ChoiceCount, ...]
    concerns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """Two raters on what both rated: weighted kappa, and the shares of equal levels and of those at most one apart."""

    first: str
    second: str
    kappa: Statistic
    same: float
    within_one: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement between trainers who rated the same runs.

    Attributes:
        rubric: None for all rubrics together.
        raters, runs, units: how many; a unit is a run on a criterion that at least two rated.
        pairs: each pair's weighted kappa (quadratic) and share of equal levels.
        alpha: Krippendorff's, ordinal, over all raters with their gaps.
        single, mean: ICC2 and ICC2k over the raters and units of the largest table without gaps.
        rows: which rows the ICC used.
    """

    rubric: str | None
    raters: int
    runs: int
    units: int
    pairs: tuple[PairAgreement, ...]
    alpha: Statistic
    single: Statistic
    mean: Statistic
    rows: str


@dataclass(frozen=True, slots=True)
class GroupShare:
    """How many of a group reached the mark.

    Attributes:
        trainees, reached, ratio: None if too few to show; the ratio is to the highest rate, exactly.
        p_value: Fisher's exact test against that group.
        standing: "highest", "within", "flagged", "insufficient", or "hidden".
    """

    group: str
    trainees: int | None
    reached: int | None
    ratio: Fraction | None
    p_value: float | None
    standing: str


@dataclass(frozen=True, slots=True)
class Selection:
    """The four-fifths rule on one rubric, for one way of grouping.

    Attributes:
        mark: the score that is counted as reached.
        provisional: the mark is the band's and no panel's.
        n: people with a group and a score.
        why_not: why there are no ratios; None if there are.
    """

    grouping: str
    rubric: str
    mark: float
    provisional: bool
    n: int
    shares: tuple[GroupShare, ...]
    why_not: str | None


@dataclass(frozen=True, slots=True)
class ItemFunctioning:
    """How a decision treats two groups at equal ability (Mantel-Haenszel).

    Attributes:
        odds_ratio: above 1 the decision is easier for the reference group.
        delta: on the scale of ETS; None if not known.
        ets_class: "A" negligible, "B" moderate, "C" large, or "insufficient".
    """

    grouping: str
    scenario: str
    scene: str
    rubric: str
    reference: str
    focal: str
    odds_ratio: Statistic
    delta: float | None
    ets_class: EtsClass


@dataclass(frozen=True, slots=True)
class Fairness:
    """What the groups that an academy supplied show: flags to examine, never findings.

    Attributes:
        why_not: why nothing can be said; None if something can.
        functioning: decisions that could be judged.
        insufficient: how many comparisons of a decision could not be, for want of 100 people in each group.
    """

    why_not: str | None
    selections: tuple[Selection, ...]
    functioning: tuple[ItemFunctioning, ...]
    insufficient: int


@dataclass(frozen=True, slots=True)
class Standard:
    """Where a panel put the cut, and how a cohort stands to it.

    Attributes:
        trainees: with a score on the rubric.
        reached: how many are at the cut or above; None if too few to show.
        uncertain: how many lie within 1.96 standard errors (of measurement and of the cut) of it. None if that is not
            known, or if they are too few to show.
        caution: what speaks against using it; None for nothing.
    """

    rubric: str
    panel: str
    date: str
    cut: CutScore
    trainees: int
    reached: int | None
    uncertain: int | None
    caution: str | None


@dataclass(frozen=True, slots=True)
class TraineeFigure:
    """One person on one rubric.

    Attributes:
        runs: how many finished runs the figure rests on.
        standards: in how many of them the standard was reached; None for a profile.
        low, high: the score -/+ 1.96 standard errors of measurement; None if that is not known.
        history: anchored figures of the finished runs, in the order in which they began.
    """

    rubric: str
    opportunities: int
    runs: int
    standards: int | None
    anchored: float
    low: float | None
    high: float | None
    decision_quality: float | None
    self_rating: float | None
    history: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class TraineeProfile:
    """One person: finished runs, figures by rubric, and (criterion, anchored, n) by criterion."""

    trainee: str
    name: str
    encounters: int
    runs: int
    critical_events: int
    figures: tuple[TraineeFigure, ...]
    criteria: tuple[tuple[str, float, int], ...]


@dataclass(frozen=True, slots=True)
class CohortStatistics:
    """Everything that is told about a cohort.

    Attributes:
        cohort: None for everybody.
        members: enrolled; None if not known.
        trainees: with a finished run.
        runs, unfinished, again: how many runs are finished, only begun, or try again from a decision; the last are left
            out.
        first_at, last_at: when the first and the last run began; None if there is none.
        minimum: counts of fewer people than this are hidden in tables of groups.
        scored_by: the rubrics, in the versions, that the figures are made by.
        told: what is shown of its decisions, for the register of publications.
        mode: that it was played in; None if nothing was.
        narrowed: if not all runs are used, which ones, in words, and what they were scored again by; None otherwise.
    """

    cohort: str | None
    members: int | None
    trainees: int
    runs: int
    unfinished: int
    again: int
    decisions: int
    first_at: datetime | None
    last_at: datetime | None
    minimum: int
    scored_by: tuple[Rubric, ...]
    encounters: tuple[EncounterPlayed, ...]
    campaigns: tuple[CampaignPlayed, ...]
    critical: tuple[CriticalCount, ...]
    rubrics: tuple[RubricStatistics, ...]
    cells: tuple[Cell, ...]
    items: tuple[ItemStatistics, ...]
    agreement: tuple[Agreement, ...]
    fairness: Fairness
    standard: Standard | None
    profiles: tuple[TraineeProfile, ...]
    told: Publication
    mode: str | None = None
    narrowed: str | None = None
    word_agreement: tuple[Agreement, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return all of it as an object of stable keys; an absent figure is an object with its reason."""
        return {field.name: plain(getattr(self, field.name)) for field in fields(self) if field.name != "told"}


def plain(value: Any) -> Any:
    """Return a value as JSON has it."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    if isinstance(value, Rubric):
        return {"rubric": value.id, "version": value.version}
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, datetime):
        return value.isoformat()
    return value
