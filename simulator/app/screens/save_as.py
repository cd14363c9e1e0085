"""Where something is to be kept: a file name to go on with, or to change."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.app.screens.ask import AskScreen
from simulator.app.screens.confirm import ConfirmScreen

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
    target = await app.push_screen_wait(
        AskScreen(
            (title, "keep as a file"), "Where is it to be kept?", about, lambda line: named(_file(line)), str(proposed)
        )
    )
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


def _file(line: str) -> Path:
    file = Path(line)
    with suppress(RuntimeError):  # "~nobody" is a name like any other
        file = file.expanduser()
    return file if file.suffix or not file.name else file.with_name(f"{file.name}.html")
