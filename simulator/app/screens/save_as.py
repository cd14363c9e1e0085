"""Where something is to be kept: a file name to go on with, or to change."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.app.screens.ask import AskScreen
from simulator.app.screens.confirm import ConfirmScreen
from simulator.app.widgets.notice import Notice
from simulator.messages import tr

if TYPE_CHECKING:
    from simulator.app.app import EncounterApp
    from simulator.views.debrief import DebriefPart

NAME_LIMIT = 60


def proposed_file(name: str, kind: str, ending: str = ".html") -> Path:
    """Return where something goes if nobody says otherwise: among the documents, or in the present folder.

    Args:
        name: whose or what it is.
        kind: "report" or "debrief", which its name ends in.
        ending: what kind of file it is.
    """
    from platformdirs import user_documents_path

    folder = user_documents_path()
    stem = "-".join(re.findall(r"\w+", name))[:NAME_LIMIT].rstrip("-")
    return (folder if folder.is_dir() else Path.cwd()) / (f"{stem}-{kind}{ending}" if stem else f"{kind}{ending}")


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
            (title, tr("keep as a file")),
            tr("Where should it be kept?"),
            about,
            lambda line: named(_file(line, proposed.suffix)),
            str(proposed),
        )
    )
    if target is None or not await asyncio.to_thread(target.exists):
        return target
    sure = await app.push_screen_wait(
        ConfirmScreen(
            tr("Replace the file that is there?"),
            tr(
                "{name} in {folder} will be replaced; what is in it now will be lost.",
                name=target.name,
                folder=target.parent,
            ),
            yes=tr("Yes, replace it"),
        )
    )
    return target if sure else None


async def ask_kept_debrief(app: EncounterApp, title: str, at: datetime, parts: Iterable[DebriefPart]) -> Path | None:
    """Ask where a debrief is to be kept, and keep it there; return the file, None for nowhere.

    Args:
        app: where to ask.
        title: what was played.
        at: when it was begun.
        parts: the debrief.
    """
    from simulator.views.kept import debrief_named, write_debrief

    about = tr("The whole debrief: a page for any browser and for paper where its name ends in .html, text in .txt.")
    proposed = proposed_file(f"{title} {at.astimezone():%Y-%m-%d}", "debrief")
    target = await ask_file(app, title, about, proposed, debrief_named)
    if target is not None:
        await asyncio.to_thread(write_debrief, parts, target)
        app.screen.query_one(Notice).say(tr("Written: {target}", target=target))
    return target


def _file(line: str, ending: str) -> Path:
    file = Path(line)
    with suppress(RuntimeError):  # "~nobody" is a name like any other
        file = file.expanduser()
    return file if file.suffix or not file.name else file.with_name(f"{file.name}{ending}")
