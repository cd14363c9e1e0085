"""The encounter: one screen whose content is swapped from scene to scene until an ending."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.events import ScreenResume, ScreenSuspend

from simulator import academy
from simulator.app.content import text
from simulator.app.screens.page import ReadingPage, TitleBar
from simulator.app.start import StartRequest
from simulator.app.widgets.choices import Choices, Option, offered
from simulator.app.widgets.countdown import Countdown
from simulator.app.widgets.field import Field
from simulator.app.widgets.first_words import FirstWords
from simulator.app.widgets.keybar import KeyBar
from simulator.app.widgets.notice import Notice
from simulator.app.widgets.situation import SituationPanel, SituationStrip
from simulator.app.widgets.transcript import (
    Transcript,
    TranscriptBlock,
    choice_block,
    coach_blocks,
    opening_block,
    said_block,
    scene_groups,
)
from simulator.errors import EncounterError, RecordConflict
from simulator.messages import later, tr
from simulator.records.model import PAUSED
from simulator.views.situation import ELSEWHERE, Situation, situation

if TYPE_CHECKING:
    from simulator.encounter.run import Run, Step
    from simulator.scenario.story import Story
    from simulator.training.play import Play

STUCK = later("The story has no choice left here. That is a fault of the story, not yours; the run is kept.")
GO_ON, LOOK_BACK, TAKE_BACK = "/go-on", "/look-back", "/take-back"  # no choice id holds a slash
LIBRARY, CAMPAIGN = "/library", "/campaign"


class EncounterScreen(ReadingPage[None]):
    """Plays one run.

    Args:
        request: what to play: a scenario, or a run to go on with.
    """

    CSS_PATH = "encounter.tcss"
    TELLS_MORE = False
    LOOKS_AGAIN: ClassVar[float] = 5.0
    """After how many seconds the store is asked again whether a trainer has paused an assessment."""
    HORIZONTAL_BREAKPOINTS = [
        (0, "-narrow"),
        (100, "-wide"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Choose", tooltip="Take the highlighted choice; its number does the same."),
        Binding("enter", "say_first", "Show choices", tooltip="Keep your own words, if there are any; then choose."),
        Binding("r", "rewind", "Take back", tooltip="Take the last choice back and choose again. In practice only."),
        Binding("down", "read(1)", show=False),  # while own words are typed; choices have arrows of their own
        Binding("up", "read(-1)", show=False),
        Binding("s", "state", "Who is here", show=False, tooltip="Read who is here, and how things stand."),
        Binding("t", "timers", "Timers", tooltip="Switch all timers off, or on again."),
        Binding("escape,q", "leave", "Leave", key_display="Esc", tooltip="Go to the library. Every choice is kept."),
    ]

    def __init__(self, request: StartRequest) -> None:
        super().__init__()
        self.request = request
        self.play = request.play
        self.run: Run | None = None
        self._ahead: list[list[TranscriptBlock]] = []
        self._heading = request.title
        self._begun = asyncio.Event()
        self._busy = False
        self._asking = False
        self._paused = False
        self._since = time.monotonic()
        language = request.language if request.play is None else request.play.record.language
        self.story_language = language or self.story_language

    def compose(self) -> ComposeResult:
        """Lay out the column of text, how things stand beside or above it, and the bars."""
        yield TitleBar()
        yield SituationStrip()
        with Horizontal(id="stage"):
            yield Transcript()
            yield SituationPanel()
        yield FirstWords()
        yield Countdown()
        yield Notice()
        yield KeyBar()

    def on_mount(self) -> None:
        """Open the run once the frame has been painted."""
        self.title_line(self._heading or "Encounter")
        self.call_after_refresh(self.work, self._open)

    @property
    def column(self) -> VerticalScroll:
        """What scrolls."""
        return self.query_one(Transcript)

    @property
    def busy(self) -> bool:
        """Whether something that was asked for is still being done."""
        return self._busy

    @property
    def practice(self) -> bool:
        """Whether coach's notes and rewind are open."""
        return self.play.practice if self.play is not None else self.request.mode == "practice"

    def say_anew(self) -> None:
        """Say again what stands around the story, which goes on where it is."""
        super().say_anew()
        if self.run is not None:
            self._show_situation(situation(self.run))
            self._tell_where()

    # Opening

    async def _open(self) -> None:
        try:
            if self.play is None and self.request.resume is not None:
                await self.app.opened()
                self.play = await asyncio.to_thread(self.session.resume, self.request.resume)
                self.tell_in(self.play.record.language)
            if self.play is not None:
                await self._rebuild(self.play.run)
            else:
                await self._begin(await asyncio.to_thread(self.session.story, self.request))
        finally:
            # A choice that was made meanwhile goes on; where nothing could be opened it comes to nothing.
            self._begun.set()
        await self._start_timer()
        if self._may_be_paused:
            self.set_interval(self.LOOKS_AGAIN, partial(self.work, self._look_again))

    async def _begin(self, story: Story) -> None:
        # The scene can be read before the record store has opened; a choice waits for it.
        from simulator.app.screens.access_code import begun
        from simulator.app.screens.briefing import warned
        from simulator.encounter.run import Run

        self.tell_in(story.scenario.language)

        if not self.request.warned and not await warned(self.app, story.scenario):
            self.app.show()
            return
        seed = secrets.randbelow(2**31) if self.request.seed is None else self.request.seed
        if not self.request.assigned and not self.session.preferences.say_first:
            await self._rebuild(Run(story, seed=seed, path=self.request.path))
        try:
            await self.app.opened()
        except EncounterError:
            # Nothing could be kept, so nothing is played.
            self.run = None
            await self.query_one(Transcript).clear()
            self.query_one(Choices).show([Option(LIBRARY, tr("Back to the library"), spoken=False)])
            self._show_situation(Situation())
            self.title_line(self._heading)
            self.show_keys()
            raise
        self.play = await begun(
            self.app, story.scenario.title, lambda code: self.session.begin(story, self.request, seed, code)
        )
        self.run = self.play.run
        record = self.play.record
        if self.request.path or record.assignment_id is not None or self.session.preferences.say_first:
            # An assignment decides on the mode, and in an assessment the choices are shuffled again.
            await self._rebuild(self.run)
        if record.assignment_id is not None and str(record.mode) != self.request.mode:
            self.query_one(Notice).say(
                tr("Your cohort is assigned this as {mode}, so it is played that way.", mode=tr(record.mode))
            )

    # Playing

    @on(Choices.Taken)
    def _taken(self, event: Choices.Taken) -> None:
        actions = {
            GO_ON: self.action_go_on,
            LOOK_BACK: self.action_look_back,
            TAKE_BACK: self.action_rewind,
            LIBRARY: self.action_leave,
            CAMPAIGN: self._to_campaign,
        }
        action = actions.get(event.option.id)
        if action is not None:
            action()
        elif self.practice or not self.session.preferences.confirm:
            self._work(self._choose, event.option.id)
        else:
            self._work(self._confirm, event.option)

    async def _confirm(self, option: Option) -> None:
        from simulator.app.screens.confirm import ConfirmScreen

        asked = ConfirmScreen(
            tr("Does this choice count?"), option.words, yes=tr("Yes, it counts"), no=tr("No, choose again")
        )
        if await self.app.push_screen_wait(asked):
            await self._choose(option.id)

    @on(Countdown.Out)
    def _time_is_up(self) -> None:
        run = self.run
        scene = run.scene if run is not None else None
        if run is None or scene is None or scene.timer is None:
            return
        if scene.timer.choose in {choice.id for choice in run.available()}:
            self._work(self._choose, scene.timer.choose, True)
        else:
            self.query_one(Notice).say(tr("The time is up. Choose when you are ready."))

    async def _choose(self, choice_id: str, timed_out: bool = False) -> None:
        await self._begun.wait()
        if self.play is None:
            return
        seconds = round(time.monotonic() - self._since, 1)
        # When this returns the choice is on disk; if it fails nothing has moved.
        try:
            step = await asyncio.to_thread(self.play.choose, choice_id, seconds=seconds, timed_out=timed_out)
        except RecordConflict:
            if not await asyncio.to_thread(self.play.catch_up):
                raise
            await self._rebuild(self.play.run)
            self.query_one(Notice).say(tr(ELSEWHERE))
            await self._start_timer()
            return
        self.query_one(Countdown).stop()
        self.query_one(Notice).clear()
        await self._advance(self.play, step, timed_out=timed_out)
        await self._start_timer()

    async def _advance(self, play: Play, step: Step, *, timed_out: bool) -> None:
        blocks = [choice_block(play.run, step, timed_out=timed_out)]
        if play.practice:
            blocks += coach_blocks(play.note(step), self.session.event_titles())
        # A scene without choices is read before the next one is shown.
        here, *self._ahead = scene_groups(play.run)
        await self._show(play.run, blocks + here)
        self.query_one(Transcript).read_from(blocks[0])

    @on(FirstWords.Said)
    def _said_first(self, event: FirstWords.Said) -> None:
        self._work(self._say_first, event.words)

    async def _say_first(self, words: str) -> None:
        play = self.play
        if play is None or not self._asking:
            return
        kept = await asyncio.to_thread(play.say_first, words)
        self.query_one(Notice).clear()
        blocks = [said_block(kept)] if kept else []
        await self._show(play.run, blocks)
        if blocks:
            self.query_one(Transcript).read_from(blocks[0])
        await self._start_timer()

    async def _rebuild(self, run: Run) -> None:
        """Show a run from its first scene to where it stands."""
        from simulator.encounter.run import Run

        again = Run(run.story, seed=run.seed)
        blocks = [opening_block(run.story.scenario)]
        here, *self._ahead = scene_groups(again)
        first = blocks[0]
        for step in run.steps:
            blocks += [block for group in (here, *self._ahead) for block in group]
            said = self.play.said.get(step.decision.sequence) if self.play is not None else None
            again.choose(step.decision.choice)
            first = choice_block(again, again.steps[-1])
            blocks += [said_block(said), first] if said else [first]
            if self.play is not None and self.practice:
                blocks += coach_blocks(self.play.note(step), self.session.event_titles())
            here, *self._ahead = scene_groups(again)
        said = self.play.said.get(len(run.steps) + 1) if self.play is not None else None
        if said:
            here = [*here, said_block(said)]
        await self.query_one(Transcript).clear()
        await self._show(run, blocks + here)
        self.query_one(Transcript).read_from(first)

    async def _show(self, run: Run, blocks: Sequence[TranscriptBlock]) -> None:
        self.run = run
        self._heading = run.story.scenario.title
        transcript = self.query_one(Transcript)
        play = self.play
        wanted = play is not None and await asyncio.to_thread(lambda: play.words_wanted)
        self._asking = wanted and not self._ahead
        with self.app.batch_update():
            if run.stuck:
                blocks = [*blocks, TranscriptBlock(text(tr(STUCK)), classes="-trouble")]
            await transcript.add(blocks)
            transcript.choices.show(self._options(run))
            self._show_situation(situation(run))
        line = self.query_one(FirstWords)
        if self._asking:
            line.ask()
        else:
            line.close()
            self.query_one(Choices).focus(scroll_visible=False)
        self._tell_where()
        self.show_keys()
        self._since = time.monotonic()
        self.call_after_refresh(self._place_cursor)
        self.call_after_refresh(self._tell_where)

    def _show_situation(self, now: Situation) -> None:
        self.query_one(SituationPanel).show(now)
        self.query_one(SituationStrip).show(now)

    @on(Transcript.Scrolled)
    def _scrolled(self) -> None:
        self.call_after_refresh(self._tell_where)

    def _tell_where(self) -> None:
        """Say how far the run has come, and whether there are choices that cannot be seen."""
        run = self.run
        if run is None:
            return
        where = tr("the end") if run.finished else tr("choice {count}", count=len(run.steps) + 1)
        below = self.query_one(Choices).below()
        more = tr("{count} more below ▼", count=below) if below else ""
        if self._asking and self.column.scroll_offset.y < self.column.max_scroll_y:
            more = tr("read on with ↓")
        mode = tr("practice") if self.practice else tr("assessment")
        self.title_line(self._heading, " · ".join(each for each in (more, mode, where) if each))

    def action_go_on(self) -> None:
        """Read on, where the story goes on by itself."""
        self._work(self._read_on)

    async def _read_on(self) -> None:
        if self.run is not None and self._ahead:
            here = self._ahead.pop(0)
            await self._show(self.run, here)
            self.query_one(Transcript).read_from(here[0])
            await self._start_timer()

    def _options(self, run: Run) -> list[Option]:
        if self._asking:
            return []
        if self._ahead:
            return [Option(GO_ON, tr("Go on"), spoken=False)]
        back = Option(LIBRARY, tr("Back to the library"), spoken=False)
        if run.finished and self.play is not None and self.play.record.episode is not None:
            on_ = Option(CAMPAIGN, tr("On with the campaign"), spoken=False)
            return [on_, Option(LOOK_BACK, tr("Look back on what happened"), spoken=False), back]
        if run.finished:
            return [Option(LOOK_BACK, tr("Look back on what happened"), spoken=False), back]
        if run.stuck:
            again = (
                [Option(TAKE_BACK, tr("Take the last choice back"), spoken=False)]
                if self.practice and run.steps
                else []
            )
            return [*again, back]
        return offered(run)

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Close what is not possible now."""
        run = self.run
        if action in ("take", "say_first"):
            return self._asking == (action == "say_first")
        if action == "rewind":
            return self.practice and run is not None and bool(run.steps) and not run.finished
        if action == "timers":
            return run is not None and any(scene.timer for scene in run.story.scenario.scenes.values())
        return True

    async def action_say_first(self) -> None:
        """Keep the words that stand in the line, and show the choices."""
        await self.query_one(FirstWords).query_one(Field).action_submit()

    def action_state(self) -> None:
        """Show who is here and how things stand, in full."""
        from simulator.app.screens.situation import SituationScreen

        if self.run is not None:
            self.app.push_screen(SituationScreen(self._heading, situation(self.run)))

    def action_rewind(self) -> None:
        """Take the last choice back."""
        self._work(self._rewind)

    async def _rewind(self) -> None:
        await self._begun.wait()
        if self.play is None:
            return
        await asyncio.to_thread(self.play.rewind)
        await self._rebuild(self.play.run)
        self.query_one(Notice).say(tr("Taken back. What you chose first is kept too, and does not count."))
        await self._start_timer()

    def action_timers(self) -> None:
        """Switch timers off or on."""
        self._work(self._switch_timers)

    async def _switch_timers(self) -> None:
        preferences = self.session.preferences
        self.query_one(Countdown).stop()
        if preferences.timers:
            self.query_one(Notice).say(tr("Timers are off. Take the time you need; t switches them on again."))
        else:
            self.query_one(Notice).clear()
        await self.app.prefer(replace(preferences, timers=not preferences.timers))
        await self._start_timer()

    def action_look_back(self) -> None:
        """Open the debrief of this run."""
        if self.play is not None:
            self.app.show(StartRequest(debrief=self.play.record.id))

    def _to_campaign(self) -> None:
        """Go back to the campaign that this is an episode of."""
        if self.play is not None and self.play.record.episode is not None:
            self.app.show(StartRequest(resume_campaign=self.play.record.episode.campaign_run))

    def action_leave(self) -> None:
        """Go to the library; say that everything is kept."""
        kept = self.play is not None and not self.play.run.finished
        self.app.show(StartRequest(message=tr("Kept. Go on with it whenever you like: Continue.") if kept else ""))

    # Below the surface

    @property
    def _may_be_paused(self) -> bool:
        """Whether a trainer can stop the clock of this run."""
        return self.play is not None and not self.practice and self.play.record.assignment_id is not None

    async def _start_timer(self) -> None:
        """Count down where the scene is timed; during a trainer's pause, say that there is one."""
        play = self.play
        if play is None:
            return
        limit = play.time_limit
        counts = limit is not None and not (self._ahead or self._asking) and self.session.preferences.timers
        left = limit or 0
        if self._may_be_paused or (counts and not play.practice):
            # An assessment's time runs on the store's clock: leaving and continuing refills nothing.
            clock = await asyncio.to_thread(academy.clock_of, play, self.session.clock())
            self._paused = clock.paused
            if clock.paused:
                self.query_one(Notice).say(tr(PAUSED))
                return
            left = max(1, clock.left)
        if limit is not None and counts:
            self.query_one(Countdown).start(limit, left)

    async def _look_again(self) -> None:
        """Stop the countdown where a trainer has paused the assessment meanwhile; go on where the pause is over."""
        play = self.play
        if play is None or play.run.finished or not self.is_current:
            return
        pauses = await asyncio.to_thread(academy.pauses_for, play.store, play.record)
        if self._paused != any(pause.ended is None for pause in pauses) and not self._busy:
            self.query_one(Countdown).stop()
            self.query_one(Notice).clear()
            self._work(self._start_timer)

    @on(ScreenSuspend)
    def _covered(self) -> None:
        for countdown in self.query(Countdown):
            countdown.pause()

    @on(ScreenResume)
    def _uncovered(self) -> None:
        for countdown in self.query(Countdown):
            countdown.resume()

    def _work(self, job: Callable[..., Awaitable[None]], *arguments: object) -> None:
        """Do one thing at a time; where it fails nothing has moved."""
        if not self._busy:
            self._busy = True
            self.work(partial(self._alone, job, *arguments))

    async def _alone(self, job: Callable[..., Awaitable[None]], *arguments: object) -> None:
        try:
            await job(*arguments)
        finally:
            self._busy = False
