"""Where something is to be kept: a file name to go on with, or to change."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Input, Static

from simulator.app.content import join, prose, text
from simulator.app.screens.confirm import ConfirmScreen
from simulator.app.screens.page import Page, TitleBar
from simulator.app.typeset import Stack
from simulator.app.widgets.field import Field
from simulator.app.widgets.keybar import KeyBar
from simulator.errors import EncounterError

if TYPE_CHECKING:
    from simulator.app.app import EncounterApp

NAME_LIMIT = 60


def proposed_file(name: str, kind: str) -> Path:
    """Return where something goes if nobody says otherwise: among the documents, or in the present folder.

    Args:
        name: whose or what it is.
        kind: "report" or "debrief", which its name ends in.
    """
    from platformdirs import user_documents_path

    folder = user_documents_path()
    stem = "-".join(re.findall(r"\w+", name))[:NAME_LIMIT].rstrip("-")
    return (folder if folder.is_dir() else Path.cwd()) / (f"{stem}-{kind}.html" if stem else f"{kind}.html")


async def ask_file(
    app: EncounterApp, title: str, about: str, proposed: Path, named: Callable[[Path], Path]
) -> Path | None:
    """Ask where something is to be kept, and whether a file that is there may be replaced; None for nowhere.

    Args:
        app: where to ask.
        title: what is kept.
        about: what it will be, in a sentence or two.
        proposed: the file where nobody changes its name.
        named: returns a file that can be it, and raises an error that says why one cannot.
    """
    target = await app.push_screen_wait(SaveAsScreen(title, about, proposed, named))
    if target is None or not await asyncio.to_thread(target.exists):
        return target
    sure = await app.push_screen_wait(
        ConfirmScreen(
            "Replace the file that is there?",
            f"{target.name} in {target.parent} will hold this; what it holds now is gone then.",
            yes="Yes, replace it",
        )
    )
    return target if sure else None


class SaveAsScreen(Page[Path | None]):
    """Asks for a file, and answers with it; None where nothing is to be written.

    Args:
        title, about, proposed, named: as for `ask_file`.
    """

    CSS_PATH = "save_as.tcss"
    AUTO_FOCUS = "Field"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Write", tooltip="Write the page there; you are asked before a file is replaced."),
        Binding("escape", "leave", "Back", tooltip="Go back; nothing is written."),
    ]

    def __init__(self, title: str, about: str, proposed: Path, named: Callable[[Path], Path]) -> None:
        super().__init__()
        self._title = title
        self._about = about
        self.proposed = proposed
        self._named = named

    def compose(self) -> ComposeResult:
        """Lay out one question and one field."""
        yield TitleBar()
        with VerticalScroll(can_focus=False):
            yield Static(
                Stack(
                    [
                        text("Where is it to be kept?", "bold"),
                        prose(self._about),
                    ],
                    gap=1,
                )
            )
            yield Field(str(self.proposed), compact=False, select_on_focus=False)
            yield Static(id="hint")
        yield KeyBar()

    def on_mount(self) -> None:
        """Say what it is."""
        self.title_line(self._title, "keep as a file")

    @on(Input.Submitted)
    def action_submit(self) -> None:
        """Answer with the file, if it can be one."""
        try:
            self.dismiss(self._named(self._file()))
        except EncounterError as error:
            self.query_one("#hint", Static).update(join([text(error.message), text(error.mend)], " "))

    def _file(self) -> Path:
        file = Path(self.query_one(Field).value.strip())
        with suppress(RuntimeError):  # "~nobody" is a name like any other
            file = file.expanduser()
        return file if file.suffix or not file.name else file.with_name(f"{file.name}.html")

    def action_leave(self) -> None:
        """Answer with none."""
        self.dismiss(None)
