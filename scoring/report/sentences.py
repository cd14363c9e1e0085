"""What a report says in whole sentences: written once, for the page and for whatever else shows the same statistics."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from scoring.cohort.model import (
    CampaignPlayed,
    CohortStatistics,
    Fairness,
    PromiseOutcome,
    Reliability,
    RubricStatistics,
    Selection,
    Standard,
)
from scoring.measure import LEVEL_WORDS, MARK, anchored, shown_mark
from scoring.precision import RULE
from scoring.report import numbers

if TYPE_CHECKING:
    from scoring.cohort.counts import CohortCounts, EncounterCounts

SECTIONS = {
    "short": "In short",
    "trained": "What was trained",
    "campaigns": "Campaigns and promises",
    "profile": "How the cohort did",
    "progress": "Progress and self-ratings",
    "heat": "Where it is hard",
    "eye": "Decisions for the author to look at",
    "reliability": "How reliable the figures are",
    "fairness": "Fairness and standard",
    "claims": "What may be claimed",
    "people": "Trainee by trainee",
    "decisions": "Every decision",
}
"""Id to title of every section, in order."""


PERSONAL = (
    "This report tells of single people. It is personal data, for those who may see them, and hidden counts can "
    "be worked out from it. A report without people can be passed on."
)
"""Said at the top of a report with people, wherever it is shown."""


def sections(statistics: CohortStatistics) -> dict[str, str]:
    """Return the sections of a report; campaigns have one only where some were played to a closing."""
    return {id_: title for id_, title in SECTIONS.items() if id_ != "campaigns" or statistics.campaigns}


# A report without people

WITHOUT_PEOPLE = (
    "This report tells of no single person and can be passed on. Everything in it follows from the counts that "
    "it shows, so that no hidden count can be worked out: each keeps at least three possible values."
)
LEFT_OUT = (
    "Left out, as hidden counts could be worked out from them: means and spread over people, critical events of "
    "single runs, progress, self-ratings, reliability, agreement, fairness, standards and campaigns. The report "
    "with people has them, for those who may see the people. Scores are for practice and feedback."
)
FIRST_ATTEMPTS = (
    "Each person’s first attempt at each encounter, where it was finished. Endings: how many people reached each."
)
COUNTS_SECTIONS = {id_: SECTIONS[id_] for id_ in ("trained", "profile", "decisions", "claims")}
CONDUCT = (
    "Conduct, 0 to 100, over first attempts, each decision counting once. Where counts are hidden, it is a "
    "range: from what it is if all whose choice is hidden took the worst of the hidden choices, to what it is if "
    "they took the best. n: decisions. Points: decision points that it rests on, of those that have the "
    "criterion. The others are left out, because it is hidden how many came there, or because the criterion was "
    "not always on offer."
)
CRITICAL_CHOICES = (
    "Choices that were a critical event at least once, with how many people took them. Some choices are one only after "
    "certain earlier ones."
)
POINTS = "Over first attempts. Choices: how often each was taken, out of how often it was open."


def counts_period(counts: CohortCounts) -> str:
    """Return between which days its runs began, in which mode, and by what they are scored; "" if there are none."""
    mode = f", all of them {counts.mode}." if counts.mode else "."
    return _runs_from(counts, mode, counts.rescored)


def counts_basis(counts: CohortCounts) -> str:
    """Return what all of a report without people rests on."""
    return (
        f"Counts of fewer than {counts.minimum} people are hidden, and so are other counts from which the hidden ones "
        "could be worked out, in this report and together with everything published about this cohort before. "
        "docs/security.md says what is promised."
    )


def conduct_in(encounter: EncounterCounts) -> str:
    """Return what a table of conduct is of."""
    return f"Conduct in {encounter.title} {encounter.version}, by criterion."


def between(low: float, high: float) -> str:
    """Return a range of conduct in whole points, rounded outwards; one number where nothing is hidden."""
    return f"{low:.0f}" if low == high else f"{math.floor(low)} to {math.ceil(high)}"


# What was trained, and how the cohort did

NOBODY_YET = "Nobody in this cohort has finished a run yet, so there is nothing to report."
ENCOUNTERS_PLAYED = (
    "Encounters, by title. Minutes: the median of finished runs. Runs that try again from a decision are not counted."
)
NO_ENCOUNTER = "No encounter was begun."
CAMPAIGNS = (
    "Each trainee’s first journey through a campaign, as far as it has come; journeys that try again from an "
    "episode are not counted. A broken promise is listed at the episode in or after which it was broken, even if the "
    "trainee owned it later."
)
CRITICAL = (
    "Critical events come first and are never averaged. The table says in how many decisions, and by how many "
    "trainees, over all finished runs."
)
NO_CRITICAL = "There were none."
PROFILE = "(a profile: it has no standard)"
AMONG = "(among what was on offer)"
LEVEL_KEY = " · ".join(f"{anchored(level, 1):.0f} {word}" for level, word in LEVEL_WORDS.items())
RATERS = (
    f"Another rater would move a run’s figure: one standard error is {RULE} points, a stated default until "
    "a panel has rated an encounter. The ratings are one author’s unless the encounter says that a panel keyed it. A "
    f"run reaches the standard at {shown_mark(MARK)} or above, with no critical event in the run."
)
PROFILE_KEY = ("mean of the trainees", "its 95 % interval", "the middle half of the trainees")


def campaign_lines(played: CampaignPlayed) -> list[str]:
    """Return how a campaign closed and what became of its promises, a line each."""
    return [
        f"{played.title}: {closings(played)}.",
        *(f"  To {each.to}: {each.words} {promise_outcome(each)}" for each in played.promises),
    ]


def closings(played: CampaignPlayed) -> str:
    """Return how many people have begun a campaign, the closings that they came to, and who is left out."""
    closed = ", ".join(f"{title} {_shown(count)}" for title, count in played.closings)
    ended = f", {played.closed:,} to a closing" if played.closed else ", none to a closing yet"
    said = f"{numbers.plural(played.trainees, 'trainee')}{ended}{f' ({closed})' if closed else ''}"
    if not played.left_out:
        return said
    return f"{said}. {played.left_out:,} left out, where what is kept is damaged: encounter store verify tells whose"


def promise_outcome(promise: PromiseOutcome) -> str:
    """Return what became of a promise, and where it was broken."""
    became = ", ".join(f"{level} {_shown(count)}" for level, count in promise.became)
    where = broken_at(promise)
    return f"{became}." + (f" Broken {where}." if where else "")


def broken_at(promise: PromiseOutcome) -> str:
    """Return where a promise was broken, in the order of the episodes; "" if it was not."""
    return ", ".join(f"after {title} ({date}) {_shown(count)}" for date, title, count in promise.broken_at)


def _shown(count: int | None) -> str:
    return "(hidden)" if count is None else f"{count:,}"


# Progress and self-ratings

NO_PROGRESS = "Nobody has finished an encounter more than once, so nothing can be said about progress."
PROGRESS = (
    "Of those who finished an encounter more than once. The best of several attempts is above the first by "
    "chance alone. The last one is not, so judge progress from first to last."
)
PROGRESS_KEY = ("first attempt", "last attempt", "best attempt")
GAIN = "Gain in points with its interval, and Hedges’ g (the gain in standard deviations)."
OWN_RATINGS = (
    "Self-rating minus score, in points: above 0 is over-confident. Correlation: whether those who rated "
    "themselves higher did better."
)

# Where it is hard, and what an author should look at

HEAT = (
    "Each cell is the cohort’s figure (0 to 100) on a criterion in an encounter, with the number of trainees who "
    "met it."
)
COLOUR = "The number says the same as the colour."
HEAT_MAP = "Encounter by criterion, all finished runs."
NOTHING_TO_SHOW = "There is nothing to show yet."
EYE = (
    "Over each trainee’s first attempt, of decisions that at least 20 trainees took. A flag is a reason to look, "
    "not a verdict."
)
CONCERNS = (
    "What to look at, decision by decision. Item-rest: whether those who do well elsewhere in the run do well here."
)
CHANCE = "Where an interval reaches above .10, a low item-rest may be chance; few decisions in a run make it less sure."
NO_CONCERN = "No decision stands out: each works as intended, or too few trainees took it to say."

# How reliable the figures are

RELIABILITY = (
    "Alpha and omega ask whether the criteria of a rubric go together; G and phi ask whether a trainee’s score would "
    "be the same with other encounters. From .80 on, scores can serve for more than practice and feedback."
)
COEFFICIENTS = "Reliability with 95 % intervals, and how many encounters each trainee would have to play for .80."
PROJECTION = (
    "Both coefficients rise with the number of encounters each trainee plays; the table says how many would reach .80."
)
INDEX = "(a formative index)"
NO_AGREEMENT = (
    "No run was rated by two trainers, so agreement is not known. Two trainers who rate the same ten runs give a "
    "first figure."
)
AGREEMENT = (
    "Trainers who rated the same runs. A unit is a run on one criterion. ICC2: raters taken as drawn from many, "
    "absolute agreement, one rater; ICC2k: the mean of all."
)
WORD_AGREEMENT = (
    "Trainers who rated what trainees said they would say or do, before the choices were shown. A unit is the words of "
    "a run on one criterion. These ratings are not part of any score."
)
PAIRS = (
    "Each pair of trainers, all rubrics: Cohen’s kappa with quadratic weights, and how often both gave the same level."
)

# Fairness and standard

FLAGS = (
    (
        "A flag is a reason to look, not a result. Four-fifths: a group’s rate of reaching the mark over the "
        "highest group’s; below .80 is flagged. Groups of fewer than 10 are "
    ),
    "insufficient data",
    ".",
)
"""Before the words that stand out, those words, and after."""

STANDINGS = {
    "insufficient": "insufficient data",
    "hidden": "small counts",
    "flagged": "flagged: below four fifths",
    "within": "within four fifths",
    "highest": "highest",
}
EQUAL_ABILITY = (
    "Mantel-Haenszel within bands of equal score: odds of reaching at least half of what was on offer, reference "
    "against focal group. Classes of ETS: A negligible, B moderate, C large."
)
NO_STANDARD = "No panel has set a standard. The words for bands are provisional."
SAME_CUT = "All judges set the same cut."

# What may be claimed

MAY = "This report may be used to say"
MAY_SAY = (
    "what was practised, by how many, and how often;",
    "how conduct in these encounters stood against published, behaviourally anchored criteria;",
    "which criteria to practise next, and which decisions to rewrite;",
    "that this was structured practice with feedback on judgement.",
)
MAY_NOT = "It may not be used to say"
MAY_NOT_SAY = (
    "that training reduced bias, or force: nothing here measures either;",
    "that a person is fit or unfit for duty; completion is not competence;",
    "that one trainee is better than another where their intervals overlap;",
    "that a group is treated unfairly, or fairly: flags call for people to look.",
)

# Trainee by trainee, and every decision

PEOPLE = (
    "For talking with each trainee, not for ranking: the order is by name. The dot is the score. The bar around "
    "it, where there is one, shows where the true score lies in 95 of 100 cases. The small line shows the scores of "
    "finished runs, in order."
)
PEOPLE_SCORES = "Scores of all finished runs, by rubric."
PEOPLE_CRITERIA = (
    "Trainee by criterion: 0 to 100 over all finished runs; a dash means not assessed. Figures from "
    "one or two opportunities say little."
)
NOBODY_FINISHED = "Nobody has finished a run yet."
DECISIONS = (
    "Over each trainee’s first attempt. Difficulty: how much of what was on offer was reached; 1 is easy. "
    "Item-rest: whether those who do well elsewhere in the run do well here; below .10 calls for a look. Choices: "
    "how often each was taken, out of how often it was open."
)
NO_DECISION = "No decision has been taken yet."


def period(statistics: CohortStatistics) -> str:
    """Return the days between which its runs began, and which runs they are if not all; "" if there are none."""
    return _runs_from(statistics, ".", statistics.narrowed)


def _runs_from(told: CohortStatistics | CohortCounts, which: str, more: str | None) -> str:
    if told.first_at is None:
        return ""
    days = f"Runs from {numbers.day(told.first_at)} to {numbers.day(told.last_at)}{which}"
    return days if more is None else f"{days} {more}"


def basis(statistics: CohortStatistics) -> str:
    """Return what all figures rest on."""
    return (
        "Figures rest on finished runs that began at the start; "
        f"{numbers.plural(statistics.unfinished, 'unfinished run')} and "
        f"{numbers.plural(statistics.again, 'run that tries again', 'runs that try again')} from a decision are left "
        "out unless a table says otherwise. Intervals are at 95 %. A dash means that the figure does not exist for "
        "these data; it is never 0. In tables of groups, counts of fewer than "
        f"{statistics.minimum} people are hidden, and so are other counts from which the hidden ones could be worked "
        "out. docs/statistics.md explains each figure and gives the source of its "
        "formula."
    )


def standing(*, practice_only: bool) -> str:
    """Return what the scores are good for, before any figure."""
    return "Practice only: for practice and feedback." if practice_only else "In part more than practice and feedback."


def calling(count: int) -> tuple[str, str]:
    """Return how many decisions call for the author's eye; the second part is the way there."""
    return f"{numbers.plural(count, 'decision calls', 'decisions call')} for the ", "author’s eye"


def standards(runs: int, reached: int | None) -> str:
    """Return in how many runs the standard was reached; "" for a profile, which has none."""
    return "" if reached is None else f"standard in {reached} of {runs}"


def further(count: int) -> tuple[str, str]:
    """Return how many more are flagged; the second part is the way there."""
    return f"{numbers.plural(count, 'further decision is', 'further decisions are')} flagged in the table of ", (
        "every decision"
    )


def few(minimum: int) -> str:
    """Return what stands in place of a count that is too small to show."""
    return f"fewer than {minimum} trainees"


def profile(rubric: RubricStatistics) -> str:
    """Return what a rubric's figures are."""
    apart = ""
    if rubric.left_out:
        apart = (
            f" Apart from these, {numbers.plural(rubric.left_out, 'finished run')} were scored under version "
            f"{', '.join(rubric.other_versions)} of the rubric: figures of two versions are never combined. To see "
            "them under one version, score them again: encounter rescore."
        )
    return (
        f"{rubric.title}, rubric version {rubric.version}: how good the conduct was (0 to 100), each "
        "trainee once, over all finished runs. Credits and debits are sums of levels and are kept apart."
        f"{apart}"
    )


def heat_marks(minimum: int) -> str:
    """Return what stands in a cell without a figure."""
    return f"A dash: not met there. “Few”: {few(minimum)}."


def rows_used(reliability: Reliability) -> str:
    """Return a rubric's label, and which rows its coefficients used."""
    return f"{reliability.label} Alpha and omega: {reliability.criteria_rows} G and phi: {reliability.encounters_rows}"


def units(rows: str) -> str:
    """Return which rows the agreement between trainers used."""
    return f"ICC: {rows} Units of one run are not independent of each other, so the intervals are somewhat too narrow."


def no_groups(why_not: str) -> str:
    """Return why nothing can be said about groups."""
    return f"{why_not} Nothing can be said about fairness between groups."


def selection(each: Selection, title: str) -> str:
    """Return what was counted in groups, the mark for it, and the reason if there are no ratios."""
    mark = ", a provisional mark, as no panel has set one" if each.provisional else ", the panel’s cut"
    counted = f"Group “{each.grouping}”, {title.lower()}: reaching {numbers.number(each.mark)}{mark} (n = {each.n})."
    return f"{counted} {numbers.sentence(each.why_not)}" if each.why_not else counted


def comparisons(fairness: Fairness) -> str:
    """Return how many decisions could not be compared; "" if all could."""
    if fairness.insufficient:
        count = numbers.plural(fairness.insufficient, "comparison")
        return f"Insufficient data for {count}: each needs about 100 trainees in both groups."
    return "" if fairness.functioning else "There was nothing to compare."


def standard(each: Standard, title: str) -> str:
    """Return who set a standard, and how."""
    judges, criteria = numbers.plural(each.cut.n, "judge"), numbers.plural(each.cut.items, "criterion", "criteria")
    return f"{each.panel}, {each.date}: cut score on {title.lower()} by Angoff’s method, {judges}, {criteria}."
