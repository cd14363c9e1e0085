"""Where a report's page goes: a file name to go on with, or to change."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Input, Static

from simulator.app.content import join, prose, text
from simulator.app.screens.page import Page, TitleBar
from simulator.app.typeset import Stack
from simulator.app.widgets.field import Field
from simulator.app.widgets.keybar import KeyBar
from simulator.errors import EncounterError

NAME_LIMIT = 60


def proposed_file(cohort: str) -> Path:
    """Return where a cohort's page goes if nobody says otherwise: among the documents, or in the present folder."""
    from platformdirs import user_documents_path

    folder = user_documents_path()
    name = "-".join(re.findall(r"\w+", cohort))[:NAME_LIMIT].rstrip("-")
    return (folder if folder.is_dir() else Path.cwd()) / (f"{name}-report.html" if name else "report.html")


class SaveAsScreen(Page[Path | None]):
    """Asks for a file, and answers with it; None where nothing is to be written.

    Args:
        cohort: whose report it is.
        proposed: the file that is written where nobody changes its name.
    """

    CSS_PATH = "save_as.tcss"
    AUTO_FOCUS = "Field"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Write", tooltip="Write the page there; you are asked before a file is replaced."),
        Binding("escape", "leave", "Back", tooltip="Go back; nothing is written."),
    ]

    def __init__(self, cohort: str, proposed: Path) -> None:
        super().__init__()
        self.cohort = cohort
        self.proposed = proposed

    def compose(self) -> ComposeResult:
        """Lay out one question and one field."""
        yield TitleBar()
        with VerticalScroll(can_focus=False):
            yield Static(
                Stack(
                    [
                        text("Where does the page go?", "bold"),
                        prose(
                            "One file for any browser and for paper, which needs no network. Names stand in it; with "
                            "codes in place of names it is written by: encounter report COHORT --to FILE "
                            "--pseudonymous"
                        ),
                    ],
                    gap=1,
                )
            )
            yield Field(str(self.proposed), compact=False, select_on_focus=False)
            yield Static(id="hint")
        yield KeyBar()

    def on_mount(self) -> None:
        """Say whose report it is."""
        self.title_line(f"{self.cohort}: report", "write the page")

    @on(Input.Submitted)
    def action_submit(self) -> None:
        """Answer with the file, if it can be one."""
        from simulator import academy

        try:
            self.dismiss(academy.page_named(self._file()))
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
