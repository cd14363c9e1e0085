"""Where something is to be kept: a file name to go on with, or to change."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.app.screens.ask import AskScreen
from simulator.app.screens.confirm import ConfirmScreen
from simulator.app.widgets.notice import Notice
from simulator.messages import tr
from simulator.views.file_names import proposed_debrief, typed_file

if TYPE_CHECKING:
    from simulator.app.app import EncounterApp
    from simulator.views.debrief import DebriefPart


async def ask_file(
    app: EncounterApp, title: str, about: str, proposed: Path, named: Callable[[Path], Path]
) -> Path | None:
    """Ask where to keep something, and whether a file that is there may be replaced. None if it is not to be kept.

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
            lambda line: named(typed_file(line, proposed.suffix)),
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


async def keep_debrief(app: EncounterApp, title: str, at: datetime, parts: Iterable[DebriefPart]) -> None:
    """Ask where a debrief is to be kept, and keep it there; leaving the question keeps nothing.

    Args:
        app: where to ask.
        title: what was played.
        at: when it was begun.
        parts: the debrief.
    """
    from simulator.views.kept_debrief import debrief_named, write_debrief

    about = tr("The whole debrief: a page for any browser and for paper where its name ends in .html, text in .txt.")
    asked = app.screen
    target = await ask_file(app, title, about, proposed_debrief(title, at), debrief_named)
    if target is not None:
        await asyncio.to_thread(write_debrief, parts, target)
        for notice in asked.query(Notice):  # whatever was opened above it meanwhile
            notice.say(tr("Written: {target}", target=target))
