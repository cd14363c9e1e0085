"""A run beside an earlier attempt: how each ended, what was taken back, and each figure then and now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.messages import tr, trn
from simulator.messages.moments import day_of

if TYPE_CHECKING:
    from simulator.training.debrief import Attempt, Debrief, EarlierAttempt


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure then and now.

    Attributes:
        line: both and the change, in a sentence without its full stop; why there is none, if there is none.
        name: of the rubric or criterion.
        then, now: conduct, rounded; None if the two cannot be compared.
        change: from one to the other, in words.
        whole: it is the figure of a rubric.
    """

    line: str
    name: str
    then: int | None = None
    now: int | None = None
    change: str = ""
    whole: bool = False


def then_and_now(view: Debrief) -> tuple[list[str], list[Compared]]:
    """Return what is to be said of two attempts, and each figure; both empty at a first attempt."""
    if view.then is None or view.ending is None:
        return [], []
    return list(_told(view, view.then)), list(_figures(view, view.then))


def attempt_words(attempt: Attempt) -> str:
    """Return an earlier attempt as a line to choose from."""
    return tr(
        "Attempt {number}, {mode}, {day}: {outcome}",
        number=attempt.number, mode=tr(attempt.mode), day=day_of(attempt.started_at), outcome=tr(str(attempt.outcome)),
    )  # fmt: skip


def _told(view: Debrief, then: EarlierAttempt) -> Iterator[str]:
    number, day = len(view.earlier) + 1, day_of(then.attempt.started_at)
    if then.attempt.number == len(view.earlier):
        yield tr("This was attempt {number}; the one before was on {day}.", number=number, day=day)
    else:
        yield tr(
            "This was attempt {number}; it is compared with attempt {then}, of {day}.",
            number=number, then=then.attempt.number, day=day,
        )  # fmt: skip
    if then.attempt.mode != view.record.mode:
        yield tr(
            "It was played as {then} then and as {now} now: practice gives help, an assessment gives none.",
            then=tr(then.attempt.mode), now=tr(view.record.mode),
        )  # fmt: skip
    yield tr("The ending then: {then}; now: {now}.", then=tr(str(then.attempt.outcome)), now=tr(str(view.outcome)))
    yield tr("Choices taken back then: {then}; now: {now}.", then=then.taken_back, now=view.taken_back)
    if then.digest != view.record.digest:
        yield tr("The encounter was changed in between.")
    yield tr("A small change may come from the raters, or from another way through the encounter.")


def _figures(view: Debrief, then: EarlierAttempt) -> Iterator[Compared]:
    before = {each.id: each for each in then.rubrics}
    for rubric in view.rubrics:
        old = before.get(rubric.id)
        if old is None or old.rubric != rubric.rubric:
            why = tr(
                "{rubric}: scored by another version of the rubric then, so it is not compared",
                rubric=tr(rubric.title),
            )
            yield Compared(why, tr(rubric.title), whole=True)
            continue
        earlier = {each.id: each.tally.anchored for each in old.criteria}
        rows = [(tr(rubric.title), old.total.anchored, rubric.total.anchored)]
        rows += [(tr(each.title), earlier.get(each.id), each.tally.anchored) for each in rubric.criteria]
        for at, (name, was, now) in enumerate(rows):
            if was is not None and now is not None:
                yield _compared(name, round(was), round(now), whole=at == 0)


def _compared(name: str, then: int, now: int, *, whole: bool) -> Compared:
    gap = now - then
    points = trn("{signed} point", "{signed} points", abs(gap), signed=f"{gap:+d}")
    change = points if gap else tr("the same")
    line = tr("{name}: {was} then, {now} now, {change}", name=name, was=then, now=now, change=change)
    return Compared(line, name, then, now, change, whole)
