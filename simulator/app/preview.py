"""The app on a file being written: it follows every save, and stays in the same scene.

Reading, checking and proving happen in a thread; a broken file never closes it: the last good
version stays on the screen, with the problems beside it. Nothing that is played here is kept.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, Static

from scoring.rubric import RubricSet
from simulator.app.content import join, text
from simulator.app.screens.page import TitleBar
from simulator.app.start import collect_garbage
from simulator.app.themes import ALL, DARK, DEFAULTS
from simulator.app.typeset import Hanging, Stack
from simulator.app.widgets.choices import Choices, Option
from simulator.app.widgets.keybar import KeyBar, KeyHint
from simulator.app.widgets.situation import SituationStrip
from simulator.app.widgets.transcript import (
    Transcript,
    TranscriptBlock,
    choice_block,
    coach_blocks,
    opening_block,
    scene_blocks,
)
from simulator.checking.draft import Draft, stamp
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

STUCK = "Nothing is left to choose here. See the problems; take a choice back, or jump."
KEYS = (
    KeyHint("Enter", "Choose", "screen.take"),
    KeyHint("r", "Take back", "screen.rewind"),
    KeyHint("m", "Map and jump", "screen.jump"),
    KeyHint("p", "Problems", "screen.problems"),
    KeyHint("s", "Start again", "screen.restart"),
    KeyHint("q", "Quit", "app.quit", stays=True),
)


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


class JumpScreen(ModalScreen["tuple[str, Values] | None"]):
    """The map as a list of places with what leads from each; one is chosen, with a state to stand in.

    Args:
        draft: with a story and its proof.
        here: the present place.
        read: places that were read in this preview.
        values: the present state.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "dismiss(None)", show=False)]
    CSS = """
    JumpScreen { align: center middle; }
    #map { width: 90%; max-width: 100; height: 90%; background: $surface; border: round $rule; padding: 0 1; }
    #map Input { height: 3; }
    """

    def __init__(self, draft: Draft, here: str, read: set[str], values: Values) -> None:
        super().__init__()
        self.draft = draft
        self.here = here
        self.read = read
        self.values = values

    def compose(self) -> ComposeResult:
        """Lay out the state to stand in, and the places."""
        with VerticalScroll(id="map"):
            yield Static(text("Jump to a scene, in this state (change it as you like):", "bold"))
            yield Input(self._state_text(), id="state")
            yield Static("", id="trouble")
            yield Choices(gap=0)

    def on_mount(self) -> None:
        """Fill in the places."""
        choices = self.query_one(Choices)
        choices.show([Option(place, self._line(place), spoken=False) for place in self._story().places])
        choices.go_to(list(self._story().places).index(self.here))
        choices.focus()

    @on(Choices.Taken)
    def _taken(self, event: Choices.Taken) -> None:
        try:
            values = self._read_state(self.query_one(Input).value)
        except ValueError as wrong:
            self.query_one("#trouble", Static).update(text(wrong, "bold $bad"))
            return
        self.dismiss((event.option.id, values))

    @on(Input.Submitted)
    def _to_the_list(self) -> None:
        self.query_one(Choices).focus()

    def _story(self) -> Story:
        story = self.draft.story
        if story is None:
            raise AssertionError("the map is opened only where there is a story")
        return story

    def _line(self, place: str) -> str:
        story, proof = self._story(), self.draft.proof
        marks = ["you are here"] if place == self.here else []
        if proof is not None:
            marks += ["somebody can be stuck"] if any(stuck.scene == place for stuck in proof.stuck) else []
            marks += ["no way out"] if any(trap.scene == place for trap in proof.traps) else []
            marks += ["no play reaches it"] if place in proof.scenes.unreachable else []
        marks += [] if place in self.read else ["not read yet"]
        targets = story.places[place].targets
        leads = f" → {', '.join(targets)}" if targets else f" ({story.scenario.endings[place].outcome})"
        return f"{place}{leads}{'   [' + '; '.join(marks) + ']' if marks else ''}"

    def _state_text(self) -> str:
        layout = self._story().layout
        shown = {name: layout.display(name, self.values[slot]) for name, slot in layout.slot_of.items()}
        return ", ".join(
            f"{name}={str(value).lower() if isinstance(value, bool) else value}" for name, value in shown.items()
        )

    def _read_state(self, typed: str) -> Values:
        layout = self._story().layout
        values = list(layout.start)
        for slot in layout.history_slots.values():
            values[slot] = self.values[slot]
        for part in filter(None, (each.strip() for each in typed.split(","))):
            name, _, word = (each.strip() for each in part.partition("="))
            if name not in layout.slot_of:
                raise ValueError(f"There is no variable '{name}'.")
            try:
                values[layout.slot_of[name]] = layout.encode(name, _typed(word))
            except ValueError as fits:
                raise ValueError(f"'{word}' does not fit '{name}': write {fits}.") from None
        return tuple(values)


class PreviewScreen(Screen[None]):
    """One file: its encounter to play, and its problems."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Choose", tooltip="Take the highlighted choice."),
        Binding("r", "rewind", "Take back", tooltip="Take the last choice back."),
        Binding("m", "jump", "Map and jump", tooltip="See the map; go to any scene in any state."),
        Binding("p", "problems", "Problems", tooltip="Show or hide the problems."),
        Binding("s", "restart", "Start again", tooltip="Go back to the first scene."),
        Binding("space,pagedown", "read(1)", "Read on"),
        Binding("b,pageup", "read(-1)", "Read back"),
        Binding("q", "app.quit", "Quit"),
    ]
    CSS = """
    #stage { height: 1fr; }
    Transcript { width: 1fr; align-horizontal: center; }
    Transcript > * { width: 100%; max-width: 80; }
    PreviewScreen SituationStrip { height: auto; max-height: 4; padding: 0 2; background: $surface; }
    SituationStrip.-empty { display: none; }
    ProblemsPanel { width: 44; padding: 1 2; background: $surface; border-left: vkey $rule; }
    ProblemsPanel { scrollbar-size-vertical: 1; }
    ProblemsPanel.-hidden { display: none; }
    .-narrow #stage { layout: vertical; }
    .-narrow ProblemsPanel { width: 100%; height: 40%; border-left: none; border-top: hkey $rule; }
    """
    HORIZONTAL_BREAKPOINTS = [
        (0, "-narrow"),
        (100, "-wide"),
    ]

    def __init__(self, path: Path, rubrics: RubricSet) -> None:
        super().__init__()
        self.draft = Draft(path, rubrics)
        self.run: Run | None = None
        self._places_read: set[str] = set()
        self._stamp: tuple[int, int] | None = None
        self._jumped: tuple[str, Values] | None = None
        self._reading = False

    def compose(self) -> ComposeResult:
        """Lay out the column to read, the problems, and the bars."""
        yield TitleBar()
        yield SituationStrip()
        with Horizontal(id="stage"):
            yield Transcript()
            yield ProblemsPanel()
        yield KeyBar()

    def on_mount(self) -> None:
        """Read the file, and look after it from now on."""
        self.query_one(KeyBar).show(KEYS)
        self.query_one(Choices).focus(scroll_visible=False)
        self.set_interval(LOOK_EVERY, self._look)
        self.call_after_refresh(self._look)

    async def _look(self) -> None:
        now = stamp(self.draft.path)
        if self._reading or now == self._stamp:
            return
        self._reading, self._stamp = True, now
        try:
            self.draft = await asyncio.to_thread(self.draft.read)
            await self._follow()
        finally:
            self._reading = False
        # The libraries that reading and proving need are in memory now.
        self.call_after_refresh(collect_garbage)

    async def _follow(self) -> None:
        """Show the draft: the same way through the new version, as far as it can still be gone."""
        draft = self.draft
        self.query_one(ProblemsPanel).show(draft)
        state = f"read, checked and proved in {draft.seconds:.2f} s" if draft.current else "the last good version"
        self._title(state)
        if draft.story is None or not draft.current:
            return
        path = self.run.path if self.run is not None else []
        scene = self.run.place if self.run is not None else None
        await self._show(_same_way(draft.story, path, scene, self._jumped))

    async def _show(self, run: Run) -> None:
        self.run = run
        again = Run(run.story, seed=run.seed, start=self._jumped)
        blocks: list[TranscriptBlock] = [opening_block(run.story.scenario), *scene_blocks(again)]
        first: TranscriptBlock = blocks[0]
        self._places_read.add(again.place)
        for step in run.steps:
            again.choose(step.decision.choice)
            first = choice_block(again, again.steps[-1])
            blocks += [first, *coach_blocks(note_of(again, again.steps[-1]), {}), *scene_blocks(again)]
            self._places_read.add(again.place)
        if run.stuck:
            blocks.append(TranscriptBlock(text(STUCK), classes="-trouble"))
        transcript = self.query_one(Transcript)
        with self.app.batch_update():
            await transcript.clear()
            await transcript.add(blocks)
            transcript.choices.show(_options(run))
            self.query_one(SituationStrip).show(situation(run))
        transcript.read_from(first)

    def _title(self, right: str) -> None:
        self.query_one(TitleBar).show(text(f"Preview: {self.draft.path.name}", "bold"), text(right, "$quiet"))

    @on(Choices.Taken)
    async def _taken(self, event: Choices.Taken) -> None:
        if self.run is not None and self.run.story is not None:
            self.run.choose(event.option.id)
            await self._show(self.run)

    @on(Choices.Beyond)
    def _scroll_a_little(self, event: Choices.Beyond) -> None:
        self.query_one(Transcript).scroll_relative(y=3 * event.by, animate=False)

    def action_take(self) -> None:
        """Take the highlighted choice."""
        self.query_one(Choices).action_take()

    def action_read(self, by: int) -> None:
        """Scroll by most of a page."""
        column = self.query_one(Transcript)
        column.scroll_relative(y=by * max(1, column.size.height - 2), animate=False)

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

    def action_problems(self) -> None:
        """Show or hide the problems."""
        self.query_one(ProblemsPanel).toggle_class("-hidden")

    def action_jump(self) -> None:
        """Open the map."""
        if self.run is not None and self.draft.story is not None:
            screen = JumpScreen(self.draft, self.run.place, self._places_read, self.run.values)
            self.app.push_screen(screen, self._jump)

    async def _jump(self, to: tuple[str, Values] | None) -> None:
        if to is not None and self.draft.story is not None:
            story = self.draft.story
            arrived = story.arrive(to[1], to[0])
            self._jumped = (arrived.place, arrived.values)
            await self._show(Run(story, start=self._jumped))


class PreviewApp(App[int]):
    """The app that `encounter preview` opens."""

    TITLE = "Encounter preview"
    ENABLE_COMMAND_PALETTE = True

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        for theme in ALL:
            self.register_theme(theme)
        self.theme = DARK.name
        self.animation_level = "none"

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return our own variables, for the moment before a theme of ours is in force."""
        return DEFAULTS

    def get_default_screen(self) -> Screen[None]:
        """Return the preview itself."""
        return PreviewScreen(self._path, RubricSet.shipped())


def run_preview(path: Path) -> int:
    """Follow a file until the preview is left; return the exit code."""
    gc.disable()  # as `run_app` does, until the first draft is shown
    app = PreviewApp(path)
    app.run()
    return app.return_code or 0


def _same_way(story: Story, path: Sequence[str], scene: str | None, jumped: tuple[str, Values] | None) -> Run:
    """Return a run of the new version that goes the same way, or at least stands in the same scene."""
    start = _still_there(story, jumped)
    run = Run(story, start=start)
    for choice in path:
        try:
            run.choose(choice)
        except ChoiceRefused:
            break
    if scene is not None and run.place != scene and scene in story.places:
        arrived = story.arrive(run.values, scene)
        return Run(story, start=(arrived.place, arrived.values))
    return run


def _still_there(story: Story, jumped: tuple[str, Values] | None) -> tuple[str, Values] | None:
    if jumped is None or jumped[0] not in story.places or len(jumped[1]) != len(story.layout.names):
        return None
    low, high = story.layout.low, story.layout.high
    values = (min(high[slot], max(low[slot], value)) for slot, value in enumerate(jumped[1]))
    return jumped[0], tuple(values)


def _options(run: Run) -> list[Option]:
    return [
        Option(offer.choice.id, run.fill(offer.choice.text), offer.choice.spoken, offer.open, run.fill(offer.reason))
        for offer in run.offers()
    ]


def _problem(problem: Problem) -> Hanging:
    style = {"error": "bold $bad", "warning": "bold $coach"}.get(str(problem.severity), "bold $quiet")
    head = text(f"{problem.line}:{problem.column} {problem.code}", style)
    return Hanging(join([head, text(problem.message), text(problem.mend, "$quiet")], " "), 2)


def _verdict(draft: Draft) -> str:
    if draft.errors:
        kept = " The last good version stays." if draft.story is not None else ""
        return f"{draft.errors} error{'s' if draft.errors > 1 else ''} to mend.{kept}"
    findings = sum(problem.severity == "warning" for problem in draft.problems)
    return f"{findings} finding{'s' if findings != 1 else ''}." if findings else "No errors, no findings."


def _typed(word: str) -> int | bool | str:
    if word in ("true", "false"):
        return word == "true"
    return int(word) if word.lstrip("+-").isdigit() else word
