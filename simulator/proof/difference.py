"""What changed in behaviour between two versions of a scenario: plays, endings, scores; not text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from simulator.proof.guessers import GUESSERS
from simulator.proof.report import Bounds, Proof
from simulator.proof.sampling import SampledEstimate


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs from what it was.

    Attributes:
        kind: what it belongs to, such as "ending" or "score".
        what: which one.
        old, new: before and after; None if it was not, or is no more.
        words: the change as a sentence.
    """

    kind: str
    what: str
    old: Any
    new: Any
    words: str


def changes(old: Proof, new: Proof) -> list[Difference]:
    """Return what changed in behaviour from one version to the next, the gravest first.

    Where one of the two was sampled, a figure has changed only if its ranges do not overlap.
    """
    return [
        *_dead_ends(old, new),
        *_reach("scene", old.scenes.unreachable, new.scenes.unreachable),
        *_reach("choice", old.choices.unreachable, new.choices.unreachable),
        *_endings(old, new),
        *_plays(old, new),
        *_scores(old, new),
        *_guessers(old, new),
    ]


def _dead_ends(old: Proof, new: Proof) -> Iterator[Difference]:
    for kind, before, after in (
        ("stuck", {each.scene: each.witness for each in old.stuck}, {each.scene: each.witness for each in new.stuck}),
        ("trap", {each.scene: each.witness for each in old.traps}, {each.scene: each.witness for each in new.traps}),
    ):
        word = "there may be nothing left to choose" if kind == "stuck" else "no ending can be reached any more"
        for scene in after.keys() - before.keys():
            way = f"Shortest way there: {','.join(after[scene])}." if after[scene] else "The story begins there."
            since = " now" if old.sure_of_dead_ends else ", which may have been so before"
            yield Difference(kind, scene, None, list(after[scene]), f"In '{scene}' {word}{since}. {way}")
        for scene in before.keys() - after.keys() if new.sure_of_dead_ends else ():
            yield Difference(kind, scene, list(before[scene]), None, f"In '{scene}' it is no longer so that {word}.")


def _reach(kind: str, before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[Difference]:
    for id_ in sorted(set(after) - set(before)):
        yield Difference(f"{kind} reach", id_, True, False, f"No play reaches the {kind} '{id_}' any more.")
    for id_ in sorted(set(before) - set(after)):
        yield Difference(f"{kind} reach", id_, False, True, f"The {kind} '{id_}' is gone, or can be reached now.")


def _endings(old: Proof, new: Proof) -> Iterator[Difference]:
    for id_ in {**old.endings, **new.endings}:
        before = _chance(old, id_)
        after = _chance(new, id_)
        if before == after or _may_be_equal(
            *(each.endings[id_].probability for each in (old, new) if id_ in each.endings)
        ):
            continue
        if not before:
            words = f"The ending '{id_}' can be reached now: {_percent(after)} at random."
        elif not after:
            words = f"The ending '{id_}' can no longer be reached; it was {_percent(before)} at random."
        else:
            words = f"The ending '{id_}' is reached in {_percent(after)} of random plays; it was {_percent(before)}."
        yield Difference("ending", id_, before, after, words)


def _plays(old: Proof, new: Proof) -> Iterator[Difference]:
    if old.plays != new.plays and old.complete and new.complete:
        yield Difference(
            "plays",
            "plays",
            _text(old.plays),
            _text(new.plays),
            f"Different plays: {_count(old.plays)}, now {_count(new.plays)}.",
        )


def _scores(old: Proof, new: Proof) -> Iterator[Difference]:
    for rubric in {**old.rubrics, **new.rubrics}:
        before, after = old.rubrics.get(rubric), new.rubrics.get(rubric)
        if before is None or after is None:
            word = "is scored now" if before is None else "is no longer scored"
            yield Difference("rubric", rubric, before is not None, after is not None, f"'{rubric}' {word}.")
            continue
        for figure in ("anchored", "decision_quality"):
            earlier_bounds, bounds = getattr(before.total, figure), getattr(after.total, figure)
            was, is_ = _range(earlier_bounds), _range(bounds)
            if was != is_ and _is_exact(earlier_bounds) and _is_exact(bounds):
                words = f"{rubric}, {figure.replace('_', ' ')}: {_span(was)}, now {_span(is_)}."
                yield Difference("score", f"{rubric}.{figure}", list(was), list(is_), words)
    for rubric, score in new.random.items():
        earlier = old.random.get(rubric)
        was_mean = earlier.mean.value if earlier is not None and earlier.mean is not None else None
        is_mean = score.mean.value if score.mean is not None else None
        means = [each.mean for each in (earlier, score) if each is not None and each.mean is not None]
        if _different(was_mean, is_mean) and not _may_be_equal(*means):
            words = f"{rubric}: a random player scores {_number(is_mean)} on average; it was {_number(was_mean)}."
            yield Difference("random", rubric, _float(was_mean), _float(is_mean), words)


def _guessers(old: Proof, new: Proof) -> Iterator[Difference]:
    for name, guesser in new.guessers.items():
        earlier: Mapping[str, Any] = old.guessers[name].scores if name in old.guessers else {}
        for rubric, score in guesser.scores.items():
            was = earlier.get(rubric)
            if was != score:
                takes = GUESSERS[name].takes
                words = f"{rubric}: somebody who always takes {takes} scores {_number(score)}; it was {_number(was)}."
                yield Difference("guesser", f"{name}.{rubric}", _float(was), _float(score), words)


def _may_be_equal(*estimates: SampledEstimate) -> bool:
    """Whether two figures, of which one at least was sampled, may be the same."""
    if len(estimates) < 2 or all(each.low == each.high for each in estimates):
        return False
    return max(each.low for each in estimates) <= min(each.high for each in estimates)


def _is_exact(bounds: Bounds) -> bool:
    return bounds.least.value == bounds.least.limit and bounds.greatest.value == bounds.greatest.limit


def _chance(proof: Proof, id_: str) -> float | None:
    ending = proof.endings.get(id_)
    return None if ending is None else round(float(ending.probability.value), 9)


def _range(bounds: Bounds) -> tuple[float | None, float | None]:
    return _float(bounds.least.value), _float(bounds.greatest.value)


def _different(was: Any, is_: Any) -> bool:
    if was is None or is_ is None:
        return (was is None) != (is_ is None)
    return abs(float(was) - float(is_)) > 1e-9


def _float(value: Any) -> float | None:
    return None if value is None else round(float(value), 6)


def _number(value: Any) -> str:
    return "not assessed" if value is None else f"{float(value):.1f}"


def _span(ends: tuple[float | None, float | None]) -> str:
    return f"{_number(ends[0])} to {_number(ends[1])}"


def _percent(value: float | None) -> str:
    return f"{100 * (value or 0):.1f} %"


def _text(value: int | None) -> str | None:
    return None if value is None else str(value)


def _count(value: int | None) -> str:
    return "without bound" if value is None else f"{value:,}"
