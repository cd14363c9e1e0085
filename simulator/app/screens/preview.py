"""The app on a file being written: it follows every save, and stays in the same scene.

Reading, checking and proving happen in a thread. A broken file never closes the preview: the last good version stays on
the screen, with the problems beside it. Nothing that is played here is kept.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from scoring.document import Severity
from simulator.app.content import join, plural, text
from simulator.app.screens.jump import JumpScreen
from simulator.app.screens.page import ReadingPage, TitleBar
from simulator.app.start import StartRequest, collect_garbage
from simulator.app.typeset import Hanging, Stack
from simulator.app.widgets.choices import Choices, offered
from simulator.app.widgets.keybar import KeyBar
from simulator.app.widgets.notice import Notice
from simulator.app.widgets.situation import SituationStrip
from simulator.app.widgets.transcript import (
    Transcript,
    TranscriptBlock,
    choice_block,
    coach_blocks,
    opening_block,
    scene_blocks,
)
from simulator.checking.subject import CHECK_LIMITS
from simulator.checking.watched import Draft, Stamp
from simulator.encounter.run import Run
from simulator.errors import ChoiceRefused
from simulator.scenario.state import Values
from simulator.training.note import note_of
from simulator.views.situation import situation

if TYPE_CHECKING:
    from scoring.document import Problem
    from simulator.scenario.story import Story

LOOK_EVERY = 0.05
"""Seconds between looks at the file; twenty a second take half a per cent of one core."""

SAID_AFTER = 0.5
"""Seconds after which it is said that a file is still being read, checked and proved."""

Start = tuple[str, Values]
"""A place and a state to begin a run in."""

STUCK = "Nothing is left to choose here. See the problems; take a choice back, or jump."


class ProblemsPanel(VerticalScroll, can_focus=True):
    """What is wrong with the file, each with its line."""

    def compose(self) -> ComposeResult:
        """Begin empty."""
        yield Static()

    def show(self, draft: Draft) -> None:
        """Show a draft's problems, errors first."""
        ordered = sorted(draft.problems, key=lambda problem: (problem.severity != "error", problem.order))
        parts = [text(_verdict(draft), "bold"), *(_problem(problem) for problem in ordered)]
        self.query_one(Static).update(Stack(parts, gap=1))


class PreviewScreen(ReadingPage[None]):
    """One file: its encounter to play, and its problems.

    Args:
        request: the file, and how far it is examined.
    """

    CSS_PATH = "preview.tcss"
    TELLS_MORE = False
    HORIZONTAL_BREAKPOINTS = [
        (0, "-narrow"),
        (100, "-wide"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Choose", tooltip="Take the highlighted choice; its number does the same."),
        Binding("r", "rewind", "Take back", tooltip="Take the last choice back."),
        Binding("m", "jump", "Map", tooltip="See every scene, and jump to any of them in any state."),
        Binding("p", "problems", "Problems", tooltip="Show or hide the problems."),
        Binding("s", "restart", "Start again", tooltip="Go back to the first scene."),
        Binding("q", "app.quit", "Quit", tooltip="Close the preview. Nothing that was played in it is kept."),
    ]

    def __init__(self, request: StartRequest) -> None:
        super().__init__()
        self.draft = Draft(request.preview or Path(), self.session.library.rubrics, request.within or CHECK_LIMITS)
        self.run: Run | None = None
        self._places_read: set[str] = set()
        self._stamps: dict[Path, Stamp] = {}
        self._jumped: Start | None = None
        self._reading = False
        self._slow = False
        self._panel_wanted: bool | None = None

    def compose(self) -> ComposeResult:
        """Lay out the column to read, the problems, and the bars."""
        yield TitleBar()
        yield SituationStrip(classes="-empty")
        with Horizontal(id="stage"):
            yield Transcript()
            yield ProblemsPanel()
        yield Notice()
        yield KeyBar()

    def on_mount(self) -> None:
        """Read the file, and look after it from now on."""
        self._tell_where()
        self.set_interval(LOOK_EVERY, self._look)
        # Beside what the screen does: as long as it handles a message, nothing is drawn.
        self.call_after_refresh(lambda: self.run_worker(self._look()))

    @property
    def column(self) -> VerticalScroll:
        """What scrolls."""
        return self.query_one(Transcript)

    async def _look(self) -> None:
        now = self.draft.stamps()
        if self._reading or now == self._stamps:
            return
        self._reading = True
        late = self.set_timer(SAID_AFTER, self._say_slow)
        try:
            whole = not self.draft.errors
            self.draft = await asyncio.to_thread(self.draft.read)
            if whole and self.draft.errors and self._panel_wanted is False:
                self._panel_wanted = None  # A slip that is new is shown, though the problems were hidden before.
            # Of the files that were there before, as they were before: one that is saved meanwhile is read again.
            self._stamps = {path: now.get(path, stamp) for path, stamp in self.draft.stamps().items()}
            await self._follow()
        finally:
            late.stop()
            self._reading = self._slow = False
            self.call_after_refresh(self._tell_where)
        # The libraries that reading and proving need are in memory now.
        self.call_after_refresh(collect_garbage)

    def _say_slow(self) -> None:
        self._slow = True
        self._tell_where()

    async def _follow(self) -> None:
        """Show the draft: the same way through the new version, as far as it can still be gone."""
        draft = self.draft
        self.query_one(ProblemsPanel).show(draft)
        self._arrange()
        if draft.story is None or not draft.current:
            return
        path = self.run.path if self.run is not None else []
        scene = self.run.place if self.run is not None else None
        run, self._jumped = _same_way(draft.story, path, scene, self._jumped)
        await self._show(run)
        await self._doubt_the_jump()

    async def _show(self, run: Run) -> None:
        self.run = run
        again = Run(run.story, seed=run.seed, start=self._jumped)
        blocks: list[TranscriptBlock] = [opening_block(run.story.scenario), *scene_blocks(again)]
        first: TranscriptBlock = blocks[0]
        events = self.session.event_titles()
        self._places_read.add(again.place)
        for step in run.steps:
            again.choose(step.decision.choice)
            first = choice_block(again, again.steps[-1])
            blocks += [first, *coach_blocks(note_of(again, again.steps[-1]), events), *scene_blocks(again)]
            self._places_read.add(again.place)
        if run.stuck:
            blocks.append(TranscriptBlock(text(STUCK), classes="-trouble"))
        transcript = self.query_one(Transcript)
        with self.app.batch_update():
            await transcript.clear()
            await transcript.add(blocks)
            transcript.choices.show(offered(run))
            self.query_one(SituationStrip).show(situation(run))
        transcript.read_from(first)
        self.show_keys()
        self.call_after_refresh(self._place_cursor)
        self.call_after_refresh(self._tell_where)

    async def _doubt_the_jump(self) -> None:
        """Say where no play comes to what was jumped to."""
        notice = self.query_one(Notice)
        notice.clear()
        if self._jumped is not None and await asyncio.to_thread(self.draft.no_play_comes, *self._jumped):
            notice.say(f"No play reaches '{self._jumped[0]}' in this state; only the jump does.")

    @on(Transcript.Scrolled)
    def _scrolled(self) -> None:
        self.call_after_refresh(self._tell_where)

    def on_resize(self) -> None:
        """Say again what cannot be seen."""
        self.call_after_refresh(self._tell_where)

    def _arrange(self) -> None:
        """Show the problems where they are wanted: beside the text, and below it while there are errors."""
        panel = self.query_one(ProblemsPanel)
        panel.set_class(self._panel_wanted is False, "-hidden")
        panel.set_class(bool(self.draft.errors) if self._panel_wanted is None else self._panel_wanted, "-shown")
        self.call_after_refresh(self._tell_where)

    def _tell_where(self) -> None:
        """Say which scene is shown, and what is there that cannot be seen."""
        below = self.query_one(Choices).below() if self.run is not None else 0
        parts = [f"{below} more below ▼"] if below else []
        parts += ["being checked and proved"] if self._slow else []
        if self.run is not None:
            parts.append(self._here(self.run.place))
            parts += [] if self.draft.current else ["last good version"]
        if self.draft.problems and not self.query_one(ProblemsPanel).display:
            parts.append(_count(self.draft))
        self.title_line(f"Preview: {self.draft.path.name}", " · ".join(parts))

    def _here(self, place: str) -> str:
        stands = self.draft.lines.get(place) if self.draft.current else None
        return place if stands is None else f"{place}, line {stands}"

    @on(Choices.Taken)
    async def _taken(self, event: Choices.Taken) -> None:
        if self.run is not None and self.run.story is not None:
            self.run.choose(event.option.id)
            await self._show(self.run)

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Close what is not possible now."""
        if action == "rewind":
            return self.run is not None and bool(self.run.steps)
        if action in ("jump", "restart", "take"):
            return self.run is not None
        return True

    async def action_rewind(self) -> None:
        """Take the last choice back."""
        if self.run is not None and self.run.steps:
            self.run.rewind()
            await self._show(self.run)

    async def action_restart(self) -> None:
        """Go back to the first scene."""
        if self.draft.story is not None:
            self._jumped = None
            await self._show(Run(self.draft.story))
            await self._doubt_the_jump()

    def action_problems(self) -> None:
        """Show or hide the problems."""
        self._panel_wanted = not self.query_one(ProblemsPanel).display
        self._arrange()

    def action_jump(self) -> None:
        """Open the map."""
        if self.run is not None and self.draft.story is not None:
            screen = JumpScreen(self.draft.story, self.draft.proof, self.run.place, self._places_read, self.run.values)
            self.app.push_screen(screen, self._jump)

    async def _jump(self, to: Start | None) -> None:
        if to is not None and self.draft.story is not None:
            story = self.draft.story
            arrived = story.arrive(to[1], to[0])
            self._jumped = (arrived.place, arrived.values)
            await self._show(Run(story, start=self._jumped))
            await self._doubt_the_jump()


def _same_way(story: Story, path: Sequence[str], scene: str | None, jumped: Start | None) -> tuple[Run, Start | None]:
    """Return a run of the new version that goes the same way, or at least stands in the same scene.

    Return its start too.
    """
    start = _still_there(story, jumped)
    run = Run(story, start=start)
    for choice in path:
        try:
            run.choose(choice)
        except ChoiceRefused:
            break
    if scene is not None and run.place != scene and scene in story.places:
        arrived = story.arrive(run.values, scene)
        start = (arrived.place, arrived.values)
        return Run(story, start=start), start
    return run, start


def _still_there(story: Story, jumped: Start | None) -> Start | None:
    if jumped is None or jumped[0] not in story.places or len(jumped[1]) != len(story.layout.names):
        return None
    low, high = story.layout.low, story.layout.high
    values = (min(high[slot], max(low[slot], value)) for slot, value in enumerate(jumped[1]))
    return jumped[0], tuple(values)


def _problem(problem: Problem) -> Hanging:
    style = {"error": "bold $bad", "warning": "bold $coach"}.get(str(problem.severity), "bold $quiet")
    head = text(f"{problem.line}:{problem.column} {problem.code}", style)
    return Hanging(join([head, text(problem.message), text(problem.mend, "$quiet")], " "), 2)


def _verdict(draft: Draft) -> str:
    kept = " The last good version stays." if draft.errors and draft.story is not None else ""
    said = (
        f"{_count(draft)}{' to correct' if draft.errors else ''}.{kept}"
        if draft.problems
        else "No errors, no findings."
    )
    return f"{said} Read, checked and proved in {draft.seconds:.2f} s." if draft.current else said


def _count(draft: Draft) -> str:
    for severity, one in ((Severity.ERROR, "error"), (Severity.WARNING, "finding")):
        count = sum(problem.severity is severity for problem in draft.problems)
        if count:
            return plural(count, one)
    return f"No findings, {plural(len(draft.problems), 'note')}"
