"""A run beside its class: its profile against what the cohort did on the same encounter, and its debrief."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.visual import Visual
from textual.widgets import Static

from simulator import academy
from simulator.app.charts import LABEL_CELLS, NOT_ASSESSED, figure_row, one_word
from simulator.app.content import join, plural, prose, raw, text
from simulator.app.screens.debrief import after_decisions, before_decisions, decision_card
from simulator.app.screens.page import ReadingPage
from simulator.app.typeset import Ruler, SideBySide, Stack
from simulator.app.widgets.choices import Choices, Option
from simulator.app.widgets.level_scale import signed
from simulator.app.widgets.notice import Notice
from simulator.messages.moments import day_of
from simulator.views.debrief import PRACTICE_ONLY

if TYPE_CHECKING:
    from simulator.academy import BesideClass, Cohort, CohortCriterion
    from simulator.training.debrief import RubricView

COUNT_CELLS = len("n = 00,000")


class RunBesideClassScreen(ReadingPage[str | None]):
    """Shows a trainee's run to a trainer; nothing here is asked of, or kept for, the trainee.

    Args:
        cohort: the class.
        run_id: the run.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Choose", show=False, tooltip="Take the highlighted way to go on."),
        Binding("r", "rate", "Rate", tooltip="Rate this run yourself, beside the words of each level."),
        Binding("u", "undo", "Undo", tooltip="Take back the rating you kept last; the one before it counts again."),
        Binding(
            "m", "comment", "Comment", tooltip="Write a comment on this run to the trainee; it appears in the debrief."
        ),
        Binding(
            "v",
            "void",
            "Not count",
            tooltip="Make this attempt not count: it is kept with your reason, and the trainee gets another one.",
        ),
        Binding("escape,q", "leave", "Back", key_display="Esc", tooltip="Go back to the member's runs."),
    ]

    def __init__(self, cohort: Cohort, run_id: str) -> None:
        super().__init__()
        self.cohort = cohort
        self.run_id = run_id
        self._beside: BesideClass | None = None

    def on_mount(self) -> None:
        """Look back once the frame has been painted."""
        self.title_line("A run beside the class", self.cohort.name)
        self.call_after_refresh(self.work, self._load)

    async def _load(self) -> None:
        beside = await asyncio.to_thread(lambda: academy.beside_class(self.session.opened(), self.cohort, self.run_id))
        self._beside = beside
        record = beside.debrief.record
        self.title_line(f"{record.trainee}: {beside.debrief.title}", f"{record.mode} · {day_of(record.started_at)}")
        self.query_one("#page", Static).update(beside_page(beside, self.cohort.name, self.session.event_titles()))
        self.query_one(Choices).show(self._ways(beside))
        self.show_keys()

    def _ways(self, beside: BesideClass) -> list[Option]:
        ways = {"rate": "Rate this run yourself"}
        if beside.has_words:
            ways["words"] = "Rate what they said before the choices"
        if beside.own(self.session.trainee.name if self.session.trainee else "", words=True):
            ways["undo-words"] = "Take back your rating of these words"
        ways["back"] = "Back"
        return [Option(id_, words, spoken=False) for id_, words in ways.items()]

    @property
    def _rated_by_me(self) -> bool:
        trainee = self.session.trainee
        return self._beside is not None and trainee is not None and bool(self._beside.own(trainee.name))

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Close what is not possible now."""
        if action in ("rate", "take", "comment"):
            return self._beside is not None
        if action == "void":
            return self._beside is not None and self._beside.debrief.record.assignment_id is not None
        return self._rated_by_me if action == "undo" else True

    @on(Choices.Taken)
    def _taken(self, event: Choices.Taken) -> None:
        if event.option.id == "back":
            self.action_leave()
        elif event.option.id == "undo-words":
            self.work(partial(self._undo, words=True))
        else:
            self.work(partial(self._rate, words=event.option.id == "words"))

    def action_rate(self) -> None:
        """Rate the run."""
        self.work(self._rate)

    async def _rate(self, *, words: bool = False) -> None:
        from simulator.app.screens.rate import RateScreen

        if self._beside is None:
            return
        self.session.who()
        kept = await self.app.push_screen_wait(RateScreen(self._beside, words=words))
        if kept:
            await self._load()
            self.column.scroll_home(animate=False)
            back = "" if words else f" u takes {'it' if kept == 1 else 'them'} back."
            self.query_one(Notice).say(f"{plural(kept, 'level')} kept under your name.{back}")

    def action_comment(self) -> None:
        """Say something to the trainee."""
        self.work(self._comment)

    async def _comment(self) -> None:
        from simulator.app.screens.deciding import ask_comment

        if self._beside is None:
            return
        self.session.who()
        record = self._beside.debrief.record
        if await ask_comment(self.app, record):
            await self._load()
            self.query_one(Notice).say(f"{record.trainee} reads it in the debrief of this run.")

    def action_void(self) -> None:
        """Let the attempt not count."""
        self.work(self._void)

    async def _void(self) -> None:
        from simulator.app.screens.deciding import ask_void

        if self._beside is None:
            return
        self.session.who()
        record = self._beside.debrief.record
        if await ask_void(self.app, record):
            self.dismiss(f"That attempt no longer counts, and {record.trainee} gets another one.")

    def action_undo(self) -> None:
        """Take the last rating back."""
        self.work(self._undo)

    def _undo_rating(self, words: bool) -> list[str]:
        session = self.session
        return academy.undo_rating(session.opened(), self.run_id, session.who().name, at=session.clock(), words=words)

    async def _undo(self, *, words: bool = False) -> None:
        taken = await asyncio.to_thread(self._undo_rating, words)
        titles = {each.id: each.title for view in self._views() for each in view.criteria}
        await self._load()
        named = ", ".join(titles.get(id_, id_) for id_ in taken)
        self.query_one(Notice).say(f"Taken back: {named}. The one before it counts again.")

    def _views(self) -> tuple[RubricView, ...]:
        return () if self._beside is None else self._beside.debrief.rubrics


def beside_page(beside: BesideClass, cohort: str, events: Mapping[str, str]) -> Visual:
    """Return the whole page: the profile beside the class, ratings, and the debrief."""
    view = beside.debrief
    ended = (
        f"The ending: {view.outcome}"
        if view.ending is not None
        else f"Unfinished after {plural(len(view.decisions), 'choice')}"
    )
    critical = plural(len(view.critical), "critical event") if view.critical else ""
    known = [each for each in beside.criteria.values() if each.opportunities]
    people = max((each.trainees for each in known), default=0)
    words = (
        f"Conduct from 0 to 100. The class is {cohort} on this encounter, as {view.record.mode}: the mean over the "
        f"finished runs of {plural(people, 'trainee')}; n counts decisions. {PRACTICE_ONLY}"
    )
    parts: list[Visual] = [
        Stack(
            [
                text("Beside the class", "bold $you"),
                Ruler(),
                SideBySide([text(ended, "bold"), text(critical, "bold $bad")]),
                prose(words, "$quiet"),
            ]
        )
    ]
    parts += [_profile(each, beside.criteria) for each in view.rubrics]
    parts.append(_ratings(beside))
    if beside.has_words:
        parts.append(_ratings(beside, words=True))
    debrief = [text("The debrief, as the trainee has it", "bold $you"), Ruler()]
    titles = dict(events)
    parts.append(Stack(debrief))
    parts += before_decisions(view, titles)
    parts += [decision_card(each, view, titles, "") for each in view.decisions]
    parts += after_decisions(view)
    return Stack(parts, gap=1)


def _profile(rubric: RubricView, criteria: Mapping[str, CohortCriterion]) -> Visual:
    lines: list[Visual] = [text(rubric.title, "bold")]
    for each in rubric.criteria:
        own = each.tally
        lines.append(_row(each.title, own.anchored, one_word(each.bands), own.n, "$coach"))
        found = criteria.get(each.id)
        mean, count = (None, 0) if found is None else (found.anchored, found.opportunities)
        lines.append(_row("  class", mean, _gap(own.anchored, mean), count, "$quiet"))
    return Stack(lines)


def _row(label: str, value: float | None, word: str, count: int, style: str) -> Visual:
    return figure_row(label, value, word, f"n = {count:,}", style=style, note_cells=COUNT_CELLS)


def _gap(run: float | None, mean: float | None) -> str:
    """Return how the run compares with the class, in a word that holds without colour."""
    if run is None or mean is None:
        return ""
    gap = round(run) - round(mean)
    return "the same" if gap == 0 else f"run {'+' if gap > 0 else '−'}{abs(gap)}"


def _ratings(beside: BesideClass, *, words: bool = False) -> Visual:
    of = "what they said before the choices" if words else "this run"
    heading = [text(f"Trainers' own ratings of {of}", "bold $you"), Ruler()]
    given = beside.given(words=words)
    if not given:
        how = "Rate it below" if words else "r rates it"
        return Stack([*heading, prose(f"None yet. {how}, beside the words of each level.", "$quiet")])
    by_criterion: dict[str, list[str]] = {}
    for each in given:
        by_criterion.setdefault(each.criterion, []).append(f"{each.rater} {signed(each.level).strip()}")
    lines: list[Visual] = []
    for rubric in beside.debrief.rubrics:
        for criterion in rubric.criteria:
            if criterion.id in by_criterion:
                value = criterion.tally.anchored
                own = NOT_ASSESSED if value is None else f"conduct {value:.0f}"
                items = [text(each) for each in by_criterion[criterion.id]]
                lines.append(
                    join([raw(f"{criterion.title:<{LABEL_CELLS}}"), raw(f"{own:<13}", "$quiet"), *items], "  ")
                )
    return Stack([*heading, *lines])
