"""An encounter with a class: one decision at a time in wide type, hands counted, the split, a question, and on."""

from __future__ import annotations

import asyncio
import secrets
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.visual import Visual
from textual.widgets import Input, Static

from simulator.app.charts import bar
from simulator.app.content import join, narration, prose, raw, text
from simulator.app.screens.page import ReadingPage, TitleBar
from simulator.app.start import StartRequest
from simulator.app.typeset import Hanging, Ruler, Stack
from simulator.app.widgets.choices import Choices, Option
from simulator.app.widgets.column import ReadingColumn
from simulator.app.widgets.field import Field
from simulator.app.widgets.keybar import KeyBar
from simulator.app.widgets.notice import Notice
from simulator.app.widgets.transcript import speech
from simulator.messages import tr
from simulator.views.class_session import ClassSession, hands_help, hands_of, passage_of, question_of, share_words

CLOSE = "/close"
BAR_CELLS = 30


class ClassroomScreen(ReadingPage[None]):
    """Plays with a class.

    Args:
        request: an encounter by its id or file, and a translation if one is wanted.
    """

    CSS_PATH = "classroom.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Go on", tooltip="Keep the hands, or take the highlighted choice."),
        Binding("down", "read(1)", show=False),
        Binding("up", "read(-1)", show=False),
        Binding("escape", "leave", "Leave", key_display="Esc", tooltip="Close the class; what it decided is kept."),
    ]

    def __init__(self, request: StartRequest) -> None:
        super().__init__()
        self.scenario = request.classroom or ""
        self.language = request.language
        self.story_language = request.language or self.story_language
        self.group: ClassSession | None = None
        self._hands: list[int] | None = None
        self._kept = False

    def compose(self) -> ComposeResult:
        """Lay out what is read, the choices, and the line for hands."""
        yield TitleBar()
        with ReadingColumn(can_focus=False):
            yield Static(id="page")
            yield Choices()
        yield Field(id="hands", select_on_focus=False)
        yield Notice()
        yield KeyBar()

    def on_mount(self) -> None:
        """Read the encounter once the frame has been painted."""
        self.title_line(tr("In class"))
        self.query_one("#hands", Field).display = False
        self.call_after_refresh(self.work, self._open)

    async def _open(self) -> None:
        from simulator.app.screens.briefing import warned
        from simulator.encounter.run import Run

        library = self.session.library
        story = await asyncio.to_thread(partial(library.story, self.scenario, language=self.language))
        self.tell_in(story.scenario.language)
        if not await warned(self.app, story.scenario):
            self._out()
            return
        self.group = ClassSession(Run(story, seed=secrets.randbelow(2**31)))
        self._ask_hands()

    # One decision after the other

    def _ask_hands(self) -> None:
        """Show the scene with its choices, and ask for the hands; at the end, what the class did."""
        group = self.group
        if group is None:
            return
        self._hands = None
        if not group.options:
            self.work(self._close)
            return
        self.title_line(
            group.run.story.scenario.title, tr("in class · decision {number}", number=len(group.decisions) + 1)
        )
        listed = [
            Hanging(narration(words, "bold"), 4, raw(f" {number} ", "bold $you"))
            for number, (_, words) in enumerate(group.options, start=1)
        ]
        self._page([*self._before(group), *_passage(group), Ruler(), *listed])
        self.query_one(Choices).show([])
        line = self.query_one("#hands", Field)
        line.value, line.display = "", True
        line.placeholder = hands_help(len(group.options))
        line.focus(scroll_visible=False)
        self.show_keys()

    @on(Input.Submitted)
    def _counted(self, event: Input.Submitted) -> None:
        event.stop()
        group = self.group
        if group is None:
            return
        hands = hands_of(event.value, len(group.options))
        if hands is None:
            self.query_one(Notice).say(tr("Type {numbers}", numbers=hands_help(len(group.options))))
            return
        self._hands = hands
        self.query_one(Notice).clear()
        self.query_one("#hands", Field).display = False
        shown = [_split(number, hands) for number in range(len(hands))] if sum(hands) else []
        question = Hanging(prose(question_of(group), "bold"), 2, raw("? ", "bold $coach"))
        self._page([*_passage(group), Ruler(), *shown, question, text(tr("Go on with which?"), "$quiet")])
        choices = self.query_one(Choices)
        choices.show([Option(id_, words, spoken=False) for id_, words in group.options])
        choices.focus(scroll_visible=False)
        majority = group.majority(hands)
        if majority is not None:
            choices.go_to(majority)
        self.show_keys()

    @on(Choices.Taken)
    def _taken(self, event: Choices.Taken) -> None:
        if event.option.id == CLOSE:
            self._out()
        elif self.group is not None and self._hands is not None:
            self.group.take([id_ for id_, _ in self.group.options].index(event.option.id), self._hands)
            self._ask_hands()

    async def _close(self) -> None:
        group = self.group
        if group is None:
            return
        await self._keep(group)
        ending = group.run.ending
        told = [] if ending is None else [text(tr("The end: {outcome}.", outcome=tr(ending.outcome)), "bold")]
        self._page([*self._before(group), *_passage(group), *told, Ruler(), *(prose(each) for each in group.summary())])
        choices = self.query_one(Choices)
        choices.show([Option(CLOSE, tr("Close the class"), spoken=False)])
        choices.focus(scroll_visible=False)
        self.title_line(group.run.story.scenario.title, tr("in class · the end"))

    async def _keep(self, group: ClassSession) -> None:
        """Keep what the class decided; it names nobody."""
        if self._kept or not group.decisions:
            return
        from simulator.training.classes import keep_class

        session = self.session

        def kept() -> None:
            session.open_store()
            keep_class(session.opened(), group.run, group.shows, at=session.clock())

        await asyncio.to_thread(kept)
        self._kept = True

    def action_leave(self) -> None:
        """Keep what was decided, and go to the library."""
        self.work(self._leave)

    async def _leave(self) -> None:
        if self.group is not None:
            await self._keep(self.group)
        self._out()

    def _out(self) -> None:
        """Go back to where the class was begun: the library, or the command line."""
        if self.session.trainee is None:
            self.app.exit(0)
        else:
            kept = tr("What the class decided is kept: encounter class lists it.") if self._kept else ""
            self.app.show(StartRequest(message=kept))

    def _before(self, group: ClassSession) -> list[Visual]:
        """Return what the class took last, and what the coach says of it."""
        if not group.decisions:
            return []
        made = group.decisions[-1]
        took = join([text(tr("The class took:"), "bold $you"), text(made.offered[made.taken])], " ")
        coach = (
            [join([text(tr("Coach"), "bold $coach"), narration(made.note.feedback)], "  ")]
            if made.note.feedback
            else []
        )
        return [took, *coach, Ruler()]

    def _page(self, parts: list[Visual]) -> None:
        self.query_one("#page", Static).update(Stack(parts, gap=1))
        self.column.scroll_home(animate=False)


def _passage(group: ClassSession) -> list[Visual]:
    read, said = passage_of(group.run)
    names = {id_: person.name for id_, person in group.run.story.scenario.people.items()}
    return [*(narration(each, "bold") for each in read), *([speech(said, names)] if said else [])]


def _split(place: int, hands: list[int]) -> Visual:
    filled = round(BAR_CELLS * hands[place] / sum(hands))
    return join([raw(f" {place + 1} ", "bold $you"), bar(filled, BAR_CELLS), raw(share_words(hands, place))], " ")
