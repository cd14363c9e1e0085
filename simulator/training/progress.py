"""Progress over runs, and what to practise next.

Repetition is spaced at fixed intervals: a day, a week, a month and three months after each day of finished practice.
Spaced retrieval is better than massed (g = 0.74), and expanding schedules are hardly better than fixed ones (Latimier
et al., 2021). A second run on the same day, one that was rewound, and one that tries again from a decision are massed,
so they do not lengthen the interval. An assessment is not coached: its figures stand apart from those of practice, and
it neither lengthens an interval nor says what is weakest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product

from scoring.measure import Band, Tally
from scoring.precision import Raters, bands_within, standard_error
from scoring.rubric import Rubric, RubricSet
from simulator.messages import tr, trn
from simulator.records.model import Fact, Mode, RunRecord
from simulator.scenario.library import Entry

INTERVALS = (timedelta(days=1), timedelta(weeks=1), timedelta(days=30), timedelta(days=90))
"""How long after the first, second, third and every later day of finished practice an encounter is due again."""

ENOUGH = 3
"""Opportunities below which a criterion is not called weak: two decisions say nothing."""


@dataclass(frozen=True, slots=True)
class Point:
    """One run's figure on one criterion."""

    at: datetime
    run: str
    scenario: str
    anchored: float
    n: int


@dataclass(frozen=True, slots=True)
class CriterionProgress:
    """One criterion over a trainee's runs in one mode, oldest first.

    Attributes:
        mode: of these runs: practice or assessment.
        rubric: of the version that these runs were played under; other versions stand apart.
        earlier: whether runs of today are played under another version.
        tally: of all of them.
        error: how far the figure may be off by its raters, in points, at 68 %; None if not assessed.
    """

    criterion: str
    title: str
    rubric: Rubric
    mode: Mode
    earlier: bool
    tally: Tally
    error: float | None
    points: tuple[Point, ...]

    @property
    def bands(self) -> tuple[Band, ...]:
        """The words for the figure, as far as the raters' error leaves it open."""
        value = self.tally.anchored
        return () if value is None or self.error is None else bands_within(value, self.error)


@dataclass(frozen=True, slots=True)
class Best:
    """A trainee's best finished run of an encounter in one mode on a rubric: its id and name, and the run's tally."""

    rubric: str
    title: str
    mode: Mode
    tally: Tally


@dataclass(frozen=True, slots=True)
class Attempts:
    """What a trainee has done with one encounter.

    Attributes:
        scenario: its id.
        finished: how many runs reached an ending.
        unfinished: the run that was begun last and did not; None if all did.
        last: when it was last finished.
        practised: when it was last finished as practice.
        due: when it is to be practised again; None if it was never finished as practice.
    """

    scenario: str
    finished: int
    unfinished: str | None
    last: datetime | None
    practised: datetime | None
    due: datetime | None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An encounter to practise next, and why, in one sentence."""

    scenario: str
    title: str
    reason: str
    kind: str  # "continue" | "due" | "weakest" | "new"


def criteria_progress(
    facts: Iterable[Fact], rubrics: RubricSet, played_under: Mapping[str, RubricSet]
) -> list[CriterionProgress]:
    """Return every criterion's course, in the rubrics' order; below, those of earlier versions that were met.

    All of practice comes before all of assessment.

    Args:
        facts: of one trainee.
        rubrics: today's rubrics. All their criteria are listed for each mode that was played, or for practice if none
            was.
        played_under: run id to the rubrics of that run; today's rubrics for a run that is not named.
    """
    found: dict[str, Rubric] = {digest: rubrics.rubrics[id_] for id_, digest in rubrics.digests.items()}
    today = set(found)
    grouped: dict[tuple[Mode, str, str], dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in facts:
        own = played_under.get(fact.run, rubrics)
        if fact.rubric in own.rubrics:
            digest = own.digests[fact.rubric]
            found.setdefault(digest, own.rubrics[fact.rubric])
            grouped[fact.mode, digest, fact.criterion][fact.run].append(fact)
    met = {mode for mode, _, _ in grouped} or {Mode.PRACTICE}
    # What has a standard comes first, a profile after it, and earlier versions last.
    ordered = sorted(found.items(), key=lambda pair: (pair[0] not in today, pair[1].reported == "profile"))
    return [
        _course(id_, rubric, mode, digest not in today, list(grouped[mode, digest, id_].values()))
        for mode in Mode
        if mode in met
        for digest, rubric in ordered
        for id_ in rubric.criteria
        if digest in today or (mode, digest, id_) in grouped
    ]


def attempts(runs: Iterable[RunRecord]) -> dict[str, Attempts]:
    """Return what a trainee has done with each encounter, by scenario id."""
    grouped: dict[str, list[RunRecord]] = defaultdict(list)
    for run in runs:
        if not run.superseded:
            grouped[run.scenario_id].append(run)
    return {scenario: _attempts(scenario, own) for scenario, own in grouped.items()}


def best_figures(
    runs: Iterable[RunRecord], facts: Iterable[Fact], rubrics: RubricSet, played_under: Mapping[str, RubricSet]
) -> dict[str, tuple[Best, ...]]:
    """Return the best finished run of each encounter by scenario id, one entry for each mode and rubric met.

    Only runs under the rubrics of today can be compared with each other; others are left out.

    Args:
        runs, facts: of one trainee.
        rubrics, played_under: as for `criteria_progress`.
    """
    finished = {run.id for run in runs if run.finished}
    grouped: dict[tuple[Mode, str, str], dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in facts:
        own = played_under.get(fact.run, rubrics)
        if fact.run in finished and own.digests.get(fact.rubric) == rubrics.digests.get(fact.rubric):
            grouped[fact.mode, fact.scenario, fact.rubric][fact.run].append(fact)
    found: dict[str, tuple[Best, ...]] = {}
    for mode, rubric in product(Mode, rubrics.rubrics.values()):
        for (own_mode, scenario, id_), by_run in grouped.items():
            if (own_mode, id_) == (mode, rubric.id):
                best = max((_tally(own, rubric) for own in by_run.values()), key=lambda tally: tally.anchored or 0.0)
                found[scenario] = (*found.get(scenario, ()), Best(id_, rubric.title, mode, best))
    return found


def best_outcomes(runs: Iterable[RunRecord]) -> dict[str, dict[Mode, str]]:
    """Return the best outcome that was reached of each encounter in each mode, by scenario id."""
    order = {"resolved": 0, "partial": 1, "unresolved": 2, "harm": 3}
    found: dict[str, dict[Mode, str]] = defaultdict(dict)
    for run in runs:
        if run.outcome is not None:
            own = found[run.scenario_id]
            both = (own.get(run.mode, run.outcome), run.outcome)
            own[run.mode] = min(both, key=lambda each: order.get(each, len(order)))
    return dict(found)


def practise_next(
    entries: Sequence[Entry],
    runs: Iterable[RunRecord],
    progress: Iterable[CriterionProgress],
    *,
    now: datetime,
    limit: int = 3,
) -> list[Suggestion]:
    """Return what to practise next: an unfinished run, what is due, and what trains the weakest criterion.

    Args:
        entries: the library.
        runs: of one trainee.
        progress: the same trainee's, by criterion.
        now: the present time.
        limit: the greatest number of suggestions of something new to begin.

    Returns:
        First the run that was begun last and not finished, if any; then suggestions of what to begin, of which
        unfinished runs take no place.
    """
    done = attempts(runs)
    readable = {entry.id: entry for entry in entries if not entry.error}
    # Under another law only to those who train under that law.
    laws = {readable[id_].jurisdiction for id_ in done if id_ in readable}
    readable = {
        id_: entry
        for id_, entry in readable.items()
        if entry.overlay_of is None or id_ in done or entry.jurisdiction in laws
    }
    # A second form is for people who have met the first. Until then it is saved for the day when the first is due or
    # assessed.
    fresh = [
        each for each in readable.values() if {each.id, each.form_of} & done.keys() or each.form_of not in readable
    ]
    found: dict[str, Suggestion] = {}

    def suggest(entry: Entry, reason: str, kind: str) -> None:
        found.setdefault(entry.id, Suggestion(entry.id, entry.title, reason, kind))

    begun = [each for each in done.values() if each.unfinished and each.scenario in readable]
    for each in begun:
        suggest(readable[each.scenario], tr("You began this and have not reached its ending."), "continue")
    due = [each for each in done.values() if each.due and each.due <= now and each.scenario in readable]
    due = [each for each in due if not _played_since(each, done, readable)]
    for each in _interleaved(sorted(due, key=lambda attempt: attempt.due or now), readable):
        played = readable[each.scenario]
        form = min(_forms(played, readable), key=lambda entry: _last_played(done, entry.id), default=None)
        if form is not None and _last_played(done, form.id) < _last_played(done, each.scenario):
            suggest(
                form,
                tr("{title} is due again, and this is another form of it: a new story.", title=played.title),
                "due",
            )
        else:
            suggest(played, tr("Due again: {days} since you last practised it.", days=_ago(each.practised, now)), "due")
    weakest = weakest_criterion(progress)
    if weakest is not None:
        training = [entry for entry in fresh if weakest.criterion in entry.criteria]
        training.sort(key=lambda entry: _last_played(done, entry.id))
        for entry in training[:limit]:
            suggest(
                entry,
                tr("It exercises {criterion}, your weakest criterion so far.", criterion=tr(weakest.title).lower()),
                "weakest",
            )
    order = {"foundation": 0, "intermediate": 1, "advanced": 2}
    for entry in sorted(fresh, key=lambda each: (order.get(each.level, 3), each.minutes, each.title)):
        if entry.id not in done:
            suggest(entry, _why_new(entry, readable, done), "new")
    others = [each for each in found.values() if each.kind != "continue"][:limit]
    return [found[each.scenario] for each in begun[:1]] + others


def weakest_criterion(progress: Iterable[CriterionProgress]) -> CriterionProgress | None:
    """Return the criterion with the lowest figure in practice, among those met often enough to say."""
    known = [
        each
        for each in progress
        if each.mode is Mode.PRACTICE
        and each.tally.n >= ENOUGH
        and each.rubric.reported == "scored"
        and not each.earlier
    ]
    return min(known, key=lambda each: (each.tally.anchored or 0.0, each.criterion), default=None)


def _forms(entry: Entry, entries: Mapping[str, Entry]) -> list[Entry]:
    """Return the other forms of an encounter: the same difficulty, another story."""
    family = entry.form_of or entry.id
    return [each for each in entries.values() if (each.form_of or each.id) == family and each.id != entry.id]


def _played_since(attempt: Attempts, done: dict[str, Attempts], entries: Mapping[str, Entry]) -> bool:
    """Return whether another form was practised later, and so stands in its place."""
    others = [done[each.id].practised for each in _forms(entries[attempt.scenario], entries) if each.id in done]
    return any(at > attempt.practised for at in others if at is not None and attempt.practised is not None)


def _interleaved(due: Sequence[Attempts], entries: Mapping[str, Entry]) -> list[Attempts]:
    """Return what is due, in an order where neighbours share few criteria. The longest due stays first."""
    left = list(due)
    ordered: list[Attempts] = []
    while left:
        before = set(entries[ordered[-1].scenario].criteria) if ordered else set()
        # The first of those that share least: what is due longest.
        chosen = min(left, key=lambda each: len(before & set(entries[each.scenario].criteria)))
        left.remove(chosen)
        ordered.append(chosen)
    return ordered


def _why_new(entry: Entry, entries: Mapping[str, Entry], done: Mapping[str, Attempts]) -> str:
    family = entry.variant_of or entry.id
    met = [each for each in entries.values() if each.id in done and (each.variant_of or each.id) == family]
    if met:
        return tr(
            "A variant of {title}, which you have played: do you treat somebody else the same way?",
            title=met[0].title,
        )
    return tr("You have not met these people yet.")


def _course(
    criterion: str, rubric: Rubric, mode: Mode, earlier: bool, by_run: Sequence[Sequence[Fact]]
) -> CriterionProgress:
    points = sorted((_point(each) for each in by_run), key=lambda point: point.at)
    tally = sum((fact.rated.tally() for each in by_run for fact in each), Tally())
    error = standard_error(tally.n, Raters.of_several(own[0].raters for own in by_run))
    title = rubric.criteria[criterion].title
    return CriterionProgress(criterion, title, rubric, mode, earlier, tally, error, tuple(points))


def _tally(facts: Iterable[Fact], rubric: Rubric) -> Tally:
    return sum((fact.rated.tally(rubric.criteria[fact.criterion].weight) for fact in facts), Tally())


def _point(facts: Sequence[Fact]) -> Point:
    first = facts[0]
    tally = sum((fact.rated.tally() for fact in facts), Tally())
    return Point(first.started_at, first.run, first.scenario, tally.anchored or 0.0, tally.n)


def _attempts(scenario: str, runs: Sequence[RunRecord]) -> Attempts:
    ended = [(run, run.ended_at) for run in runs if run.ended_at is not None]
    practice = [(run, at) for run, at in ended if run.mode is Mode.PRACTICE]
    last = max((at for _, at in ended), default=None)
    practised = max((at for _, at in practice), default=None)
    days = {at.date() for run, at in practice if run.origin_kind is None}
    due = None if practised is None else practised + INTERVALS[max(0, min(len(days), len(INTERVALS)) - 1)]
    unfinished = max((run for run in runs if not run.finished), key=lambda run: run.started_at, default=None)
    return Attempts(scenario, len(ended), unfinished.id if unfinished else None, last, practised, due)


def _last_played(done: dict[str, Attempts], scenario: str) -> float:
    attempt = done.get(scenario)
    return attempt.last.timestamp() if attempt is not None and attempt.last is not None else 0.0


def _ago(last: datetime | None, now: datetime) -> str:
    days = (now - last).days if last is not None else 0
    return trn("one day", "{count} days", days)
