"""Before an encounter: what it is about, what it contains, and how it will be played."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from simulator.app.brief import brief_visual
from simulator.app.screens.page import ReadingPage, TitleBar
from simulator.app.start import StartRequest
from simulator.app.widgets.choices import Choices, Option
from simulator.app.widgets.column import ReadingColumn
from simulator.app.widgets.keybar import KeyBar
from simulator.messages import later, spoken_language, tr
from simulator.views.brief import Brief
from simulator.views.languages import language_name

if TYPE_CHECKING:
    from simulator.app.app import EncounterApp
    from simulator.scenario.library import Entry
    from simulator.scenario.model import Scenario
    from simulator.training.progress import Attempts

CONTINUE = Option("continue", later("Continue where you left it."), spoken=False)
PRACTICE = Option(
    "practice", later("Practise: the coach comments on each choice, and you can take a choice back."), spoken=False
)
ASSESSMENT = Option("assessment", later("Assessment: no comments, and no way back."), spoken=False)
BEGIN = Option("begin", later("Begin"), spoken=False)
BACK = Option("back", later("Not now"), spoken=False)


def ways(languages: Sequence[str], *, unfinished: bool) -> list[Option]:
    """Return the ways into an encounter, those in the reader's language first.

    A way's id ends with the language's code.
    """
    others = [
        Option(f"{mode} {code}", tr(words, language=language_name(code)), spoken=False)
        for code in languages
        for mode, words in (
            ("practice", later("Practise in {language}")),
            ("assessment", later("Assessment in {language}")),
        )
    ]
    own = [each for each in others if each.id.endswith(f" {spoken_language()}")]
    rest = [each for each in others if each not in own]
    return [*([CONTINUE] if unfinished else []), *own, PRACTICE, ASSESSMENT, *rest]


class BriefingScreen(ReadingPage[str | None]):
    """Says what is to come, and answers with the id of the chosen option, or None for not now.

    Args:
        brief: what to tell.
        options: the ways to go on; *not now* is added.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Choose", tooltip="Take the highlighted way to go on; its number does the same."),
        Binding("escape,q", "back", "Not now", key_display="Esc", tooltip="Go back; nothing begins."),
    ]

    def __init__(self, brief: Brief, options: Sequence[Option]) -> None:
        super().__init__()
        self.brief = brief
        self.options = [replace(each, words=tr(each.words)) for each in (*options, BACK)]

    def compose(self) -> ComposeResult:
        """Lay out the text, and the ways to go on below it."""
        yield TitleBar()
        with ReadingColumn(can_focus=False):
            yield Static(brief_visual(self.brief), id="page")
            yield Choices()
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the options."""
        self.title_line(self.brief.title, tr("before you begin"))
        self.query_one(Choices).show(self.options)

    @on(Choices.Taken)
    def _taken(self, event: Choices.Taken) -> None:
        self.dismiss(None if event.option.id == BACK.id else event.option.id)

    def action_back(self) -> None:
        """Begin nothing."""
        self.dismiss(None)


async def begin_from_briefing(app: EncounterApp, entry: Entry, attempt: Attempts | None) -> None:
    """Show what an encounter is about, and begin it or go on with it if the trainee wants that."""
    from simulator.app.assigned import ways_in
    from simulator.views.brief import brief_of

    left = await asyncio.to_thread(ways_in, app.session, entry.id, attempt)
    languages = await asyncio.to_thread(app.session.languages, entry.path)
    options = left.among(ways(languages, unfinished=left.unfinished is not None))
    brief = await asyncio.to_thread(brief_of, app.session.library, entry)
    answer = await app.push_screen_wait(BriefingScreen(brief, options))
    if answer == CONTINUE.id:
        app.show(StartRequest(resume=left.unfinished, title=entry.title))
    elif answer is not None:
        mode, _, language = answer.partition(" ")
        app.show(
            StartRequest(
                scenario=entry.path,
                mode=mode,
                language=language or None,
                assigned=bool(left.modes),
                title=entry.title,
                warned=True,
            )
        )


async def warned(app: EncounterApp, scenario: Scenario) -> bool:
    """Show what an encounter contains, where it warns of anything; return whether to begin."""
    if not scenario.content_warnings:
        return True
    return await app.push_screen_wait(BriefingScreen(Brief.of_scenario(scenario), [BEGIN])) is not None
