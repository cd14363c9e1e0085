"""Looking back on a run: what happened, how it was rated and why, and what else was on offer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from scoring.measure import PRAISE, Band, Tally, shown_mark
from scoring.precision import SHOWN_AT, Raters, bands_within, chance_at_mark, standard_error
from scoring.rubric import Rubric, RubricSet
from scoring.scorecard import NO_MARKS, Scorecard, score
from simulator.encounter.run import Run, Spoken, Step
from simulator.errors import UsageError
from simulator.messages import tr
from simulator.records.model import Comment, Mode, Trainee
from simulator.records.standards import marks_of
from simulator.records.store import RunRecord, Store
from simulator.scenario.model import Choice, FlagVariable, KeyedBy, LevelsVariable, NumberVariable
from simulator.training.attempts import attempts_before, taken_back
from simulator.training.language import replay
from simulator.training.note import RatedCriterion, rated_criteria


@dataclass(frozen=True, slots=True)
class CriterionView:
    """One criterion's figure with its name.

    Attributes:
        concerned: a critical event of the run concerns it, so that no word of praise stands beside it.
        error: how far the figure may be off by its raters, in points, at 68 %; None if not assessed.
    """

    id: str
    title: str
    tally: Tally
    concerned: bool
    error: float | None

    @property
    def bands(self) -> tuple[Band, ...]:
        """The words for the figure, as far as the raters' error leaves it open."""
        found = _bands(self.tally, self.error)
        return tuple(band for band in found if not self.concerned or band not in PRAISE)


@dataclass(frozen=True, slots=True)
class RubricView:
    """One rubric's figures.

    Attributes:
        total: all of its criteria together.
        self_rating: the trainee's own, 0 to 100, given before seeing them.
        mark: from which figure of conduct on the standard is reached.
        standard: whether the run reaches the standard; None if there is none.
        critical: whether a critical event stands in the way of it.
        error: how far the figure may be off by its raters, in points, at 68 %; None if not assessed.
        raters: how many people's ratings are in it; 1 is the encounter's author.
    """

    rubric: Rubric
    total: Tally
    criteria: tuple[CriterionView, ...]
    self_rating: int | None
    mark: float
    standard: bool | None
    critical: bool
    error: float | None
    raters: int

    @property
    def id(self) -> str:
        """The rubric's id."""
        return self.rubric.id

    @property
    def title(self) -> str:
        """Its name for people."""
        return self.rubric.title

    @property
    def bands(self) -> tuple[Band, ...]:
        """The words for the figure: two or more where the raters' error reaches across a limit."""
        return _bands(self.total, self.error)

    @property
    def standard_words(self) -> str:
        """Whether the standard is reached, in words; "" for a rubric on which nothing was assessed."""
        value = self.total.anchored
        if value is None or self.error is None:
            return ""
        if self.rubric.reported == "profile":
            return tr("A profile: it has no standard.")
        if self.standard:
            sure = chance_at_mark(value, self.error, self.mark)
            return tr("Standard reached ({sure}, counting only differences between raters).", sure=_sure(sure))
        if self.critical and value >= self.mark:
            return tr("Standard not reached: conduct is at the mark, but there was a critical event.")
        if self.critical:
            return tr(
                "Standard not reached: conduct is below {mark}, and there was a critical event.",
                mark=shown_mark(self.mark),
            )
        sure = 1 - chance_at_mark(value, self.error, self.mark)
        return tr(
            "Standard not reached: conduct is below {mark} ({sure}, counting only differences between raters).",
            mark=shown_mark(self.mark),
            sure=_sure(sure),
        )

    @property
    def precision_words(self) -> str:
        """How far the figure may be off, in words; "" if not assessed."""
        return (
            ""
            if self.error is None
            else tr("± {error:.0f} at {percent} %, from raters alone", error=self.error, percent=SHOWN_AT)
        )

    @property
    def reported(self) -> str:
        """How it is reported: "scored", or "profile"."""
        return self.rubric.reported


@dataclass(frozen=True, slots=True)
class OptionView:
    """A choice that was on offer: its words, and the sum of its levels there."""

    id: str
    text: str
    spoken: bool
    total: int
    chosen: bool
    strongest: bool


@dataclass(frozen=True, slots=True)
class Anchors:
    """The conduct that earns each level of a criterion: level and words, the highest first."""

    title: str
    levels: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class DecisionView:
    """One decision, explained.

    Attributes:
        said: what the people present said in the scene.
        stronger: the strongest choice on offer, with its own feedback; None if it was taken.
        injected: whether it is no choice, but something that a trainer let happen.
        own_words: what the trainee would have said or done, as it was typed before the choices were shown.
        anchors: of the criteria at stake, where there are own words to hold against them.
        taken_back: the words of the choices that were taken first and taken back.
    """

    sequence: int
    scene: str
    text: str
    said: tuple[Spoken, ...]
    chosen: OptionView
    others: tuple[OptionView, ...]
    rated: tuple[RatedCriterion, ...]
    feedback: str
    critical: tuple[str, ...]
    stronger: OptionView | None
    stronger_feedback: str
    injected: bool = False
    own_words: str = ""
    anchors: tuple[Anchors, ...] = ()
    taken_back: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Curve:
    """A shown meter or mood over the run: one value on entering each place, from the start.

    Attributes:
        name: the variable, as it is shown.
        values: whole numbers; for levels, places in `levels`.
        low, high: the range.
        levels: the words of each value, as they are shown, empty for a number.
        good: "low" or "high", None if neither.
    """

    name: str
    values: tuple[int, ...]
    low: int
    high: int
    levels: tuple[str, ...]
    good: str | None


@dataclass(frozen=True, slots=True)
class Attempt:
    """A finished attempt at an encounter.

    Attributes:
        run: its id.
        number: which attempt it was, from 1.
        mode: practice or assessment.
        started_at: when it was begun.
        outcome: how it ended.
    """

    run: str
    number: int
    mode: Mode
    started_at: datetime
    outcome: str | None


@dataclass(frozen=True, slots=True)
class EarlierAttempt:
    """An earlier attempt that stands beside a run.

    Attributes:
        attempt: which.
        digest: of the encounter as it was then.
        rubrics: its figures.
        taken_back: how many choices were taken back in it.
    """

    attempt: Attempt
    digest: str
    rubrics: tuple[RubricView, ...]
    taken_back: int


@dataclass(frozen=True, slots=True)
class Debrief:
    """Everything there is to say about one run, in the order in which it teaches.

    Attributes:
        earlier: the finished attempts before it, the first first.
        then: the one of them that stands beside it; None at a first attempt.
    """

    record: RunRecord
    title: str
    ending: str | None
    outcome: str | None
    ending_text: str
    ending_lines: tuple[Spoken, ...]
    reflect: str
    retold: tuple[Spoken, ...]
    critical: tuple[tuple[int, str], ...]
    keyed_by: KeyedBy | None
    rubrics: tuple[RubricView, ...]
    curves: tuple[Curve, ...]
    decisions: tuple[DecisionView, ...]
    discussion: tuple[str, ...]
    reflection: str
    comments: tuple[Comment, ...]
    names: Mapping[str, str]
    earlier: tuple[Attempt, ...] = ()
    then: EarlierAttempt | None = None

    @property
    def taken_back(self) -> int:
        """How many choices were taken back."""
        return sum(len(each.taken_back) for each in self.decisions)

    @property
    def has_own_view(self) -> bool:
        """Whether the trainee has said how it went, in figures or in words."""
        return bool(self.reflection) or any(each.self_rating is not None for each in self.rubrics)

    @property
    def raters_words(self) -> str:
        """Who stands behind the ratings, in words."""
        if self.keyed_by is None:
            return tr("One author's ratings: no panel has rated this encounter yet.")
        return tr(
            "Ratings of a panel of {count}, {date}; they agree at a weighted kappa of {kappa:.2f}.",
            count=self.keyed_by.raters,
            date=self.keyed_by.on,
            kappa=self.keyed_by.kappa,
        )

    def as_json(self) -> dict[str, Any]:
        """Return the documented object of `encounter debrief --json`."""
        return {
            "run": self.record.id,
            "scenario": self.record.scenario_id,
            "pack": self.record.scenario_id.rpartition("/")[0] or None,
            "version": self.record.scenario_version,
            "digest": self.record.digest,
            "trainee": self.record.trainee,
            "mode": str(self.record.mode),
            "assignment": self.record.assignment_id,
            "campaign": None if self.record.episode is None else self.record.episode.campaign,
            "branch": None if self.record.episode is None else self.record.episode.campaign_run,
            "episode": None if self.record.episode is None else self.record.episode.episode,
            "path": list(self.record.path),
            "ending": self.ending,
            "outcome": self.outcome,
            "critical": [event for _, event in self.critical],
            "rubrics": {
                view.id: {
                    **figure_json(view.total),
                    "version": view.rubric.version,
                    "standard": view.standard,
                    "mark": None if view.rubric.reported == "profile" else view.mark,
                    "standard_error": _rounded(view.error),
                    "bands": [str(band) for band in view.bands],
                    "keyed_by": None if self.keyed_by is None else self.keyed_by.model_dump(mode="json"),
                    "criteria": {each.id: figure_json(each.tally) for each in view.criteria},
                    "self_rating": view.self_rating,
                }
                for view in self.rubrics
            },
            "decisions": [
                {
                    "scene": view.scene,
                    "choice": view.chosen.id,
                    "offered": [option.id for option in (view.chosen, *view.others)],
                    "levels": {each.criterion: [each.level, each.best, each.worst] for each in view.rated},
                    "best_available": [option.id for option in (view.chosen, *view.others) if option.strongest],
                    **({"own_words": view.own_words} if view.own_words else {}),
                }
                for view in self.decisions
            ],
        }


def _sure(share: float) -> str:
    """Return how sure it is, in words: no figure by raters is ever quite certain."""
    return tr("over 99% sure") if share > 0.99 else tr("{share:.0%} sure", share=share)


def figure_json(tally: Tally) -> dict[str, Any]:
    """Return a figure's five keys; not assessed is null."""
    return {
        "anchored": _rounded(tally.anchored),
        "decision_quality": _rounded(tally.decision_quality),
        "credits": tally.credits,
        "debits": tally.debits,
        "opportunities": tally.n,
    }


def debrief(store: Store, run_id: str, *, beside: str | None = None) -> Debrief:
    """Return the debrief of a kept run, finished or not.

    Args:
        store: where it is kept.
        run_id: the run.
        beside: the run of an earlier attempt, to stand beside it; the attempt just before if None.

    Raises:
        UsageError: `beside` is no earlier attempt of the same trainee at the same encounter.
    """
    record = store.run(run_id)
    own, reflection = store.self_ratings(record.id), store.reflection(record.id) or ""
    comments = store.comments(record.id)
    who = Trainee(record.trainee_id, record.trainee)
    runs = store.runs(trainee=who, scenario_id=record.scenario_id, include_superseded=True)
    before = attempts_before(record, runs)
    earlier = tuple(
        Attempt(each.id, number, each.mode, each.started_at, each.outcome)
        for number, each in enumerate(before, start=1)
    )
    return debrief_of(
        record,
        replay(store, record),
        own,
        reflection,
        marks=marks_of(store, record.id),
        comments=comments,
        said=store.own_words(record),
        earlier=earlier,
        then=_then(store, earlier, runs, beside),
        taken=taken_back(record, runs),
    )


def _then(
    store: Store, earlier: Sequence[Attempt], runs: Sequence[RunRecord], beside: str | None
) -> EarlierAttempt | None:
    if not earlier and beside is None:
        return None
    wanted = earlier[-1].run if beside is None else beside
    attempt = next((each for each in earlier if each.run == wanted), None)
    if attempt is None:
        raise UsageError(
            tr("That is not an earlier attempt at this encounter."), tr("Choose one of those that are listed.")
        )
    record = next(each for each in runs if each.id == attempt.run)
    run = replay(store, record)
    card = score(run.decisions, list(run.story.rubrics.rubrics.values()), marks=marks_of(store, record.id))
    rubrics = rubric_views(card, run.story.rubrics, raters=run.story.scenario.raters)
    return EarlierAttempt(attempt, record.digest, rubrics, sum(map(len, taken_back(record, runs).values())))


def debrief_of(
    record: RunRecord,
    run: Run,
    self_ratings: Mapping[str, int],
    reflection: str,
    *,
    marks: Mapping[str, float] = NO_MARKS,
    comments: Sequence[Comment] = (),
    said: Mapping[int, str] = MappingProxyType({}),
    earlier: tuple[Attempt, ...] = (),
    then: EarlierAttempt | None = None,
    taken: Mapping[int, Sequence[str]] = MappingProxyType({}),
) -> Debrief:
    """Return the debrief of a run from its parts."""
    scenario = run.story.scenario
    rubrics = list(run.story.rubrics.rubrics.values())
    card = score(run.decisions, rubrics, marks=marks)
    ending = run.ending
    return Debrief(
        record=record,
        title=scenario.title,
        ending=run.place if ending else None,
        outcome=ending.outcome if ending else None,
        ending_text=run.narration() if ending else "",
        ending_lines=tuple(run.speech()) if ending else (),
        reflect=run.fill(ending.reflect or "") if ending else "",
        retold=tuple(run.retold()) if ending else (),
        critical=card.critical,
        keyed_by=scenario.keyed_by,
        rubrics=rubric_views(card, run.story.rubrics, raters=scenario.raters, self_ratings=self_ratings),
        curves=_curves(run),
        decisions=_decisions(run, said, taken),
        discussion=tuple(scenario.trainer.discussion) if scenario.trainer else (),
        reflection=reflection,
        comments=tuple(comments),
        names={id_: person.name for id_, person in scenario.people.items()},
        earlier=earlier,
        then=then,
    )


def rubric_views(
    card: Scorecard,
    rubrics: RubricSet,
    *,
    raters: Raters,
    self_ratings: Mapping[str, int] = MappingProxyType({}),
) -> tuple[RubricView, ...]:
    """Return the figures of a scorecard, rubric by rubric.

    Args:
        card: of one run, or of a campaign's runs together.
        rubrics: that it was scored on.
        raters: whose ratings are in it.
        self_ratings: the trainee's own, 0 to 100, by rubric.
    """
    concerned = rubrics.concerned_by(event for _, event in card.critical)
    return tuple(
        RubricView(
            rubric,
            card.rubrics[rubric.id].total,
            tuple(
                CriterionView(id_, criterion.title, tally, id_ in concerned, standard_error(tally.n, raters))
                for id_, criterion in rubric.criteria.items()
                for tally in (card.rubrics[rubric.id].criteria[id_],)
            ),
            self_ratings.get(rubric.id),
            card.rubrics[rubric.id].mark,
            card.rubrics[rubric.id].standard,
            bool(card.critical),
            standard_error(card.rubrics[rubric.id].decisions, raters),
            raters.people,
        )
        for rubric in rubrics.rubrics.values()
    )


def _decisions(run: Run, said: Mapping[int, str], taken: Mapping[int, Sequence[str]]) -> tuple[DecisionView, ...]:
    views = []
    again = Run(run.story, seed=run.seed)
    for step in run.steps:
        view = _decision(run, step, again.narration(), tuple(again.speech()))
        first = {each.id: each.text for each in (view.chosen, *view.others)}
        back = tuple(first[id_] for id_ in taken.get(view.sequence, ()) if id_ in first)
        view = replace(view, taken_back=back)
        words = said.get(view.sequence, "")
        views.append(replace(view, own_words=words, anchors=_anchors(run, view)) if words else view)
        again.choose(step.decision.choice)
    return tuple(views)


def _decision(run: Run, step: Step, text: str, said: tuple[Spoken, ...]) -> DecisionView:
    decision = step.decision
    options = {
        id_: _option(run, step, run.story.choices[id_].choice, strongest=id_ in decision.best_available)
        for id_ in decision.offered
    }
    chosen = options.pop(decision.choice, None) or _option(run, step, run.story.taken(decision.choice), strongest=True)
    stronger = None if chosen.strongest else next((each for each in options.values() if each.strongest), None)
    choice = run.story.taken(decision.choice)
    better = run.story.choices[stronger.id].choice if stronger else None
    return DecisionView(
        sequence=decision.sequence,
        scene=decision.scene,
        text=text,
        said=said,
        chosen=chosen,
        others=tuple(options.values()),
        rated=rated_criteria(run, step),
        feedback=run.fill(choice.feedback or "", step),
        critical=decision.critical,
        stronger=stronger,
        stronger_feedback=run.fill(better.feedback or "", step) if better else "",
        injected=step.injected,
    )


def _anchors(run: Run, view: DecisionView) -> tuple[Anchors, ...]:
    found = []
    for each in view.rated:
        rubrics = run.story.rubrics
        criterion = rubrics.rubrics[rubrics.criteria[each.criterion]].criteria[each.criterion]
        found.append(Anchors(each.title, tuple(sorted(criterion.anchors.items(), reverse=True))))
    return tuple(found)


def _option(run: Run, step: Step, choice: Choice, *, strongest: bool) -> OptionView:
    rated = run.story.choices[choice.id].rated(step.before) if choice.id in run.story.choices else {}
    total = sum(rated.values())
    chosen = choice.id == step.decision.choice
    return OptionView(choice.id, run.words(choice, step), choice.spoken, total, chosen, strongest)


def _curves(run: Run) -> tuple[Curve, ...]:
    states = [run.story.start, *(step.after for step in run.steps)]
    curves = []
    for name, variable in run.story.scenario.state.items():
        if isinstance(variable, FlagVariable) or not variable.shown:
            continue
        slot = run.story.layout.slot_of[name]
        levels = tuple(map(run.story.word, variable.levels)) if isinstance(variable, LevelsVariable) else ()
        good = variable.good if isinstance(variable, NumberVariable) else None
        values = tuple(state[slot] for state in states)
        curves.append(Curve(run.story.word(name), values, variable.low, variable.high, levels, good))
    return tuple(curves)


def _bands(tally: Tally, error: float | None) -> tuple[Band, ...]:
    value = tally.anchored
    return () if value is None or error is None else bands_within(value, error)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)
