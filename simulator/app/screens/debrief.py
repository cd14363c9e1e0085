"""The debrief, in the order that teaches: own rating, what happened, scores, and reasons."""

from __future__ import annotations

import asyncio
from itertools import zip_longest
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Click
from textual.message import Message
from textual.visual import Visual
from textual.widgets import Static

from simulator.app.charts import (
    LABEL_CELLS,
    WORD_CELLS,
    criterion_row,
    curve_words,
    figure_row,
    figure_rows,
    step_curve,
)
from simulator.app.content import BLANK, join, narration, prose, quoted, raw, text
from simulator.app.screens.own_view import OwnViewScreen
from simulator.app.screens.page import Page, TitleBar
from simulator.app.start import StartRequest
from simulator.app.typeset import Columns, Hanging, Indented, Measured, Ruler, SideBySide, Stack
from simulator.app.widgets.column import ReadingColumn
from simulator.app.widgets.keybar import KeyBar
from simulator.app.widgets.notice import Notice
from simulator.app.widgets.transcript import LEVEL_SIGNS, LEVEL_STYLES, speech
from simulator.errors import EncounterError
from simulator.messages import tr, trn
from simulator.messages.moments import day_of
from simulator.views.debrief import FIGURES, MARK_YOURSELF, about_raters, calibration, comment_words
from simulator.views.decision_model import StepView, steps_of
from simulator.views.runs import choices_made
from simulator.views.then_and_now import Compared, attempt_words, then_and_now

if TYPE_CHECKING:
    from scoring.rubric import RubricSet
    from simulator.encounter.run import Spoken
    from simulator.training.debrief import Anchors, Curve, Debrief, DecisionView, OptionView, RubricView
    from simulator.training.note import RatedCriterion

WIDE = 140
"""The width in cells from which a debrief has two columns."""


_RATED_CELLS = LABEL_CELLS + WORD_CELLS + 6


class DebriefSection(Static):
    """A part of the page under a heading."""

    ALLOW_SELECT = False


class DecisionCard(Static):
    """One decision, explained."""

    ALLOW_SELECT = False

    class Pointed(Message):
        """The card was clicked."""

        def __init__(self, card: DecisionCard) -> None:
            super().__init__()
            self.card = card

    def __init__(self, view: DecisionView, debrief: Debrief, events: dict[str, str]) -> None:
        self.view = view
        self._debrief = debrief
        self._events = events
        super().__init__(self._drawn(current=False))

    def mark(self, *, current: bool) -> None:
        """Show whether this is the decision that "try again from here" means."""
        self.set_class(current, "-current")
        self.update(self._drawn(current=current), layout=False)

    def on_click(self, event: Click) -> None:
        """Make this the current decision."""
        event.stop()
        self.post_message(self.Pointed(self))

    def _drawn(self, *, current: bool) -> Visual:
        hint = tr("t  try again from here") if current else ""
        return decision_card(self.view, self._debrief, self._events, hint)


class DebriefPage(ReadingColumn, can_focus=True):
    """The page that scrolls."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "page_down", show=False),
        Binding("b", "page_up", show=False),
    ]

    class Scrolled(Message):
        """Another part of the page is in view."""

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell that the page was scrolled."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self.post_message(self.Scrolled())


class DebriefScreen(Page[None]):
    """Looks back on one run.

    Args:
        request: the run.
    """

    CSS_PATH = "debrief.tcss"
    REPLACES = True
    HORIZONTAL_BREAKPOINTS = [
        (0, "-narrow"),
        (WIDE + 10, "-wide"),
    ]
    AUTO_FOCUS = "DebriefPage"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "read", "Read on", tooltip="Scroll down; the arrows and Page Up go anywhere."),
        Binding("n", "go(1)", "Next", tooltip="Go to the next decision."),
        Binding("p", "go(-1)", "Previous", tooltip="Go to the decision before."),
        Binding("w", "write", "Keep", show=False, tooltip="Keep the debrief in a file, as a page or as text."),
        Binding("t", "again", "Try again", tooltip="Begin a new practice run just before the decision in view."),
        Binding("i", "what_if", "What if", tooltip="See what each choice of the decision in view would have done."),
        Binding("c", "compare", "Compare", show=False, tooltip="Compare this attempt with another earlier one."),
        Binding("o", "own_words", "Own words", show=False, tooltip="Write your own words on this run anew."),
        Binding("escape,q", "leave", "Library", key_display="Esc", tooltip="Go to the library."),
    ]

    def __init__(self, request: StartRequest) -> None:
        super().__init__()
        self.run_id = request.debrief or ""
        self._cards: list[DecisionCard] = []
        self._at: int | None = None
        self._view: Debrief | None = None

    def compose(self) -> ComposeResult:
        """Lay out an empty page."""
        yield TitleBar()
        yield DebriefPage()
        yield Notice()
        yield KeyBar()

    def on_mount(self) -> None:
        """Look back once the frame has been painted."""
        self.title_line(tr("Debrief"))
        self.call_after_refresh(self.work, self._load)

    async def _load(self) -> None:
        await self.app.opened()
        view = await asyncio.to_thread(self.session.debrief, self.run_id)
        _must_be_open(view)
        self.tell_in(view.record.language)
        if view.ending is not None and not view.has_own_view:
            view = await self._ask_own_view(view)
        await self._show(view)

    async def _ask_own_view(self, view: Debrief) -> Debrief:
        screen = OwnViewScreen(view.title, [(each.id, tr(each.title)) for each in view.rubrics])
        answer = await self.app.push_screen_wait(screen)
        if answer is None:
            return view
        await asyncio.to_thread(self.session.keep_own_view, self.run_id, answer.ratings, answer.words)
        return await asyncio.to_thread(self.session.debrief, self.run_id)

    @property
    def explained(self) -> RubricSet:
        """The run's own rubrics, once they are known."""
        from scoring.rubric import RubricSet

        return super().explained if self._view is None else RubricSet.of(each.rubric for each in self._view.rubrics)

    async def _show(self, view: Debrief) -> None:
        self._view = view
        self.tell_in(view.record.language)
        mode, day = tr(view.record.mode), day_of(view.record.started_at)
        self.title_line(view.title, tr("debrief · {mode} · {day}", mode=mode, day=day))
        events = self.session.event_titles()
        self._cards = [DecisionCard(each, view, events) for each in view.decisions]
        parts = [DebriefSection(part) for part in (*before_decisions(view, events),)]
        after = [DebriefSection(part) for part in after_decisions(view)]
        page = self.query_one(DebriefPage)
        self._at = None
        await page.remove_children()
        await page.mount_all([*parts, *self._cards, *after])
        page.focus(scroll_visible=False)
        self.show_keys()

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Close what is not possible now."""
        if action.startswith("go"):
            return bool(self._cards)
        if action == "compare":
            return self._view is not None and len(self._view.earlier) > 1
        if action == "own_words":
            return self._view is not None and self._view.ending is not None
        if action == "write":
            return self._view is not None and not self.session.served
        return self._at is not None if action in ("again", "what_if") else True

    def action_read(self) -> None:
        """Scroll down by a page."""
        self.query_one(DebriefPage).scroll_page_down(animate=self.app.moves)

    def action_go(self, by: int) -> None:
        """Go to the next or previous decision."""
        at = (0 if by > 0 else len(self._cards) - 1) if self._at is None else self._at + by
        if 0 <= at < len(self._cards):
            self._mark(at)
            self.query_one(DebriefPage).scroll_to_widget(self._cards[at], animate=False, top=True, force=True)

    def action_again(self) -> None:
        """Begin a new run just before the current decision."""
        if self._at is not None:
            self.work(self._again)

    async def _again(self) -> None:
        before = self._cards[self._at or 0].view.sequence - 1
        play = await asyncio.to_thread(self.session.again, self.run_id, before)
        self.app.show(StartRequest(resume=play.record.id, play=play))

    def action_what_if(self) -> None:
        """Look one choice ahead at the current decision."""
        if self._at is not None and self._view is not None:
            self.work(self._what_if)

    async def _what_if(self) -> None:
        from simulator.app.screens.what_if import WhatIfScreen
        from simulator.views.what_if import what_if

        sequence = self._cards[self._at or 0].view.sequence
        ahead = await asyncio.to_thread(lambda: what_if(self.session.opened(), self.run_id, sequence))
        await self.app.push_screen(WhatIfScreen(self._view.title if self._view else "", sequence, ahead))

    def action_compare(self) -> None:
        """Ask which earlier attempt is to stand beside this one."""
        self.work(self._compare)

    async def _compare(self) -> None:
        from simulator.app.screens.pick import pick

        if self._view is None:
            return
        attempts = {each.run: attempt_words(each) for each in reversed(self._view.earlier)}
        wanted = await pick(self.app, tr("Compare with another attempt"), attempts)
        if wanted is not None:
            await self._show(await asyncio.to_thread(self.session.debrief, self.run_id, wanted))

    def action_own_words(self) -> None:
        """Ask for own words on the run, those that stand to begin with."""
        self.work(self._write_anew)

    async def _write_anew(self) -> None:
        from simulator.app.screens.ask import AskScreen

        view = self._view
        if view is None:
            return
        screen = AskScreen(
            (view.title, tr("your own words")),
            tr("What would you do differently?"),
            tr("What you wrote before stays in the record."),
            lambda line: line,
            " ".join(view.reflection.split()),
        )
        words = await self.app.push_screen_wait(screen)
        if words:
            await asyncio.to_thread(self.session.keep_own_view, self.run_id, {}, words)
            beside = None if view.then is None else view.then.attempt.run
            await self._show(await asyncio.to_thread(self.session.debrief, self.run_id, beside))

    def action_write(self) -> None:
        """Ask where the debrief is to be kept, and keep it there."""
        self.work(self._write)

    async def _write(self) -> None:
        from simulator.app.screens.save_as import keep_debrief
        from simulator.views.debrief import debrief_parts

        view = self._view
        if view is not None:
            await keep_debrief(self.app, view.title, view.record.started_at, debrief_parts(view))

    @on(DecisionCard.Pointed)
    def _pointed(self, event: DecisionCard.Pointed) -> None:
        self._mark(self._cards.index(event.card))

    @on(DebriefPage.Scrolled)
    def _scrolled(self) -> None:
        self.call_after_refresh(self._follow)

    def _follow(self) -> None:
        """Keep the current decision while its head is in view; then the one in the upper part takes over."""
        page = self.query_one(DebriefPage).region
        if self._at is not None and page.y <= self._cards[self._at].region.y < page.bottom:
            return
        line = page.y + page.height // 3
        above = [at for at, card in enumerate(self._cards) if card.region.y <= line and card.region.bottom > page.y]
        self._mark(above[-1] if above else None)

    def _mark(self, at: int | None) -> None:
        if at == self._at:
            return
        if self._at is not None:
            self._cards[self._at].mark(current=False)
        self._at = at
        if at is not None:
            self._cards[at].mark(current=True)
            self.app.cursor_position = self._cards[at].region.offset
        self.show_keys()


def _must_be_open(view: Debrief) -> None:
    if view.ending is None and str(view.record.mode) == "assessment":
        raise EncounterError(
            tr("This assessment is not finished, so there is nothing to look back on yet."),
            tr("Go on with it: press Esc, then c."),
        )


def before_decisions(view: Debrief, events: dict[str, str]) -> list[Visual]:
    """Return the sections above the decisions."""
    parts: list[Visual] = []
    if view.critical:
        named = [
            Hanging(
                join(
                    [text(tr(events.get(event, event)), "bold"), text(tr("at decision {number}", number=sequence))],
                    ", ",
                ),
                4,
                raw(" !! ", "bold $bad"),
            )
            for sequence, event in view.critical
        ]
        heading = trn("A critical event", "{count} critical events", len(named))
        apart = prose(tr("A critical event counts by itself: no score makes up for it."), "$quiet")
        parts.append(_section(heading, [Stack([*named, apart])], style="bold $bad"))
    parts.append(_ending(view))
    if view.retold:
        told = [_retold(each, view) for each in view.retold]
        parts.append(_section(tr("What is said of you at home"), [Stack(told, gap=1)]))
    if view.reflection:
        anew = prose(tr("o writes them anew."), "$quiet")
        parts.append(_section(tr("In your own words"), [Stack([quoted(view.reflection), anew])]))
    if view.comments:
        parts.append(_section(tr("What your trainer says"), [quoted(comment_words(each)) for each in view.comments]))
    about = [
        prose(about_raters(view), "$quiet"),
        prose(f"{tr(FIGURES)} {tr('g explains every word.')}", "$quiet"),
    ]
    parts = _two_by_two(parts)
    parts.append(_section(tr("Scores"), [Columns(*about, room=WIDE)]))
    parts += _two_by_two([_rubric(rubric) for rubric in view.rubrics])
    further: list[Visual] = []
    said, figures = then_and_now(view)
    if said:
        beside: list[Visual] = [Stack(map(prose, said)), Stack(map(_compared, figures))]
        if len(view.earlier) > 1:
            beside.append(prose(tr("c compares this attempt with another one."), "$quiet"))
        further.append(_section(tr("Then and now"), [Stack(beside, gap=1)]))
    steps = steps_of(view)
    if steps:
        further.append(_section(tr("Along the National Decision Model"), [Stack([_step(each) for each in steps])]))
    parts += _two_by_two(further)
    if view.curves:
        curves = _two_by_two([_curve(each) for each in view.curves])
        parts.append(_section(tr("How it went"), [Stack(curves, gap=1)]))
    parts.append(_section(tr("Decision by decision"), []))
    return parts


def _compared(figure: Compared) -> Visual:
    """Return a figure then and now on a line; why the two are not compared, if they are not."""
    if figure.then is None or figure.now is None:
        return prose(figure.line)
    name = raw(f"{figure.name:<{LABEL_CELLS}}", "bold" if figure.whole else "")
    numbers = join([raw(f"{figure.then:>3}"), raw("→", "$quiet"), raw(f"{figure.now:>3}", "bold")], " ")
    change = raw(figure.change.replace("-", "−"), "" if figure.then != figure.now else "$quiet")
    return join([name, numbers, change], "  ")


def after_decisions(view: Debrief) -> list[Visual]:
    """Return the sections below the decisions."""
    if not view.discussion:
        return []
    questions = [
        Hanging(prose(question), 3, raw(f"{number}. ", "$quiet"))
        for number, question in enumerate(view.discussion, start=1)
    ]
    return [_section(tr("To discuss"), [Stack(questions, gap=1)])]


def decision_card(view: DecisionView, debrief: Debrief, events: dict[str, str], hint: str) -> Visual:
    """Return one decision: the scene, the choice and the reason for its rating, and the other choices on offer."""
    head = SideBySide(
        [
            text(
                tr("Decision {sequence} of {count}", sequence=view.sequence, count=len(debrief.decisions)), "bold $you"
            ),
            text(hint, "bold"),
        ]
    )
    scene: list[Visual] = [narration(view.text, "$quiet")]
    if view.said:
        scene.append(speech(view.said, debrief.names))
    rated = [_rated(each) for each in view.rated]
    critical = [
        join([text(tr("Critical event:"), "bold $bad"), text(tr(events.get(event, event)))], " ")
        for event in view.critical
    ]
    parts: list[Visual] = [Stack([head, *scene], gap=1)]
    if view.own_words:
        parts.append(_labelled(tr("You, before the choices"), prose(view.own_words)))
    for words in view.taken_back:
        parts.append(_labelled(tr("You took back"), narration(words)))
    parts.append(_option("" if view.injected else tr("You chose"), "bold $you", view.chosen))
    worth: list[Visual] = [*critical, *rated]
    if worth:
        parts.append(Indented(Stack(worth), 2))
    if view.feedback:
        parts.append(_labelled(tr("Why"), narration(view.feedback)))
    offered: list[Visual] = []
    if view.stronger is not None:
        offered.append(_option(tr("A stronger choice"), "bold $good", view.stronger, view.stronger_feedback))
    elif not view.injected:
        offered.append(text(tr("Nothing on offer was stronger."), "$good"))
    others = [each for each in view.others if view.stronger is None or each.id != view.stronger.id]
    if others:
        listed = [Hanging(_words(each), 2, raw("• ", "$quiet")) for each in others]
        offered.append(Stack([text(tr("Also on offer"), "bold $quiet"), Indented(Stack(listed), 2)]))
    if view.anchors:
        offered.append(prose(tr(MARK_YOURSELF), "$quiet"))
    offered += [_anchors(each) for each in view.anchors]
    return Columns(Stack(parts, gap=1), Stack(offered, gap=1) if offered else BLANK, room=WIDE)


def _anchors(anchors: Anchors) -> Visual:
    lines = [
        Hanging(prose(tr(words)), 4, raw(f"{LEVEL_SIGNS[level]:>2} ", LEVEL_STYLES[level]))
        for level, words in anchors.levels
    ]
    return _labelled(tr(anchors.title), Stack(lines))


def _retold(told: Spoken, view: Debrief) -> Visual:
    # What people say at home contains speech, so no quotation marks are put around it.
    return Hanging(join([text(view.names.get(told.speaker, told.speaker), "bold"), narration(told.text)], "  "), 2)


def _ending(view: Debrief) -> Visual:
    if view.ending is None:
        return _section(tr("Not finished"), [prose(tr("{choices} so far.", choices=choices_made(view.record)))])
    parts: list[Visual] = [narration(view.ending_text)]
    if view.ending_lines:
        parts.append(speech(view.ending_lines, view.names))
    if view.reflect:
        parts.append(_labelled(tr("To think about"), narration(view.reflect)))
    return _section(tr("The ending: {outcome}", outcome=tr(str(view.outcome))), parts)


def _rubric(rubric: RubricView) -> Visual:
    lines = figure_rows(rubric)
    if rubric.self_rating is not None:
        lines.append(figure_row(tr("You said"), rubric.self_rating, calibration(rubric), style="$you"))
    profile = [criterion_row(each) for each in rubric.criteria]
    return Stack([Stack([text(tr(rubric.title), "bold"), *lines]), Stack(profile)], gap=1)


def _two_by_two(parts: list[Visual]) -> list[Visual]:
    """Return visuals in pairs, which stand beside each other on a wide terminal."""
    return [Columns(left, right, room=WIDE) for left, right in zip_longest(parts[::2], parts[1::2], fillvalue=BLANK)]


def _step(step: StepView) -> Visual:
    style = "$good" if step.served and not step.passed else "$bad" if step.passed and not step.served else ""
    return Hanging(prose(step.sentence, style), 2, raw("• ", "$quiet"))


def _curve(curve: Curve) -> Visual:
    name = curve.name.capitalize()
    words = Hanging(join([text(name, "bold"), text(curve_words(curve))], "  "), 2)
    return Stack([words, Measured(lambda width: Stack(step_curve(curve, width)))])


def _rated(rated: RatedCriterion) -> Visual:
    sign = raw(f"{LEVEL_SIGNS[rated.level]:>2}", LEVEL_STYLES[rated.level])
    name, word = text(tr(rated.title)), text(tr(rated.word), LEVEL_STYLES[rated.level])
    offered = text(tr("on offer: {levels}", levels=_range(rated.worst, rated.best)), "$quiet")

    def build(width: int) -> Visual:
        lead = join([sign, name, word], " ")
        if width >= _RATED_CELLS + offered.cell_length:
            # One column below the other, wherever a name and a word have room in theirs.
            lead = join([sign, name.pad_right(max(0, LABEL_CELLS - name.cell_length)), word], " ")
            lead = lead.pad_right(max(0, _RATED_CELLS - 2 - lead.cell_length))
        elif lead.cell_length + 2 + offered.cell_length > width:
            return Stack([lead, Indented(offered, 3)])
        return SideBySide([lead, offered], gap=2)

    return Measured(build)


def _range(worst: int, best: int) -> str:
    from scoring.measure import LEVEL_WORDS

    low, high = (tr(LEVEL_WORDS[level]) for level in (worst, best))
    return tr("only {level}", level=low) if worst == best else tr("{low} to {high}", low=low, high=high)


def _option(label: str, style: str, option: OptionView, feedback: str = "") -> Visual:
    body: list[Visual] = [_words(option)]
    if feedback:
        body.append(narration(feedback, "$quiet"))
    return Stack([*([text(label, style)] if label else []), Indented(Stack(body), 2)])


def _words(option: OptionView) -> Visual:
    return quoted(option.text) if option.spoken else narration(option.text)


def _labelled(label: str, body: Visual) -> Visual:
    return Stack([text(label, "bold $quiet"), Indented(body, 2)])


def _section(heading: str, parts: list[Visual], *, style: str = "bold $you") -> Visual:
    return Stack([Stack([text(heading, style), Ruler(), *parts[:1]]), *parts[1:]], gap=1)
