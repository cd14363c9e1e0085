"""Asks for the access code of an assessment, where one is wanted to begin."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from simulator.app.screens.ask import AskScreen
from simulator.errors import AccessCodeWanted
from simulator.messages import tr

if TYPE_CHECKING:
    from simulator.app.app import EncounterApp

Begun = TypeVar("Begun")


async def begun(app: EncounterApp, title: str, begin: Callable[[str], Begun]) -> Begun:
    """Return what `begin` begins. It is given the access code, and a person is asked for the code if one is needed.

    Args:
        app: where it is asked for.
        title: what is begun.
        begin: begins it by a code.

    Raises:
        AccessCodeWanted: nothing was typed.
        EncounterError: as `begin`.
    """
    code = ""
    while True:
        try:
            return await asyncio.to_thread(begin, code)
        except AccessCodeWanted as wanted:
            about = f"{wanted.message} {wanted.mend}"
            given = await app.push_screen_wait(
                AskScreen((title, tr("assessment")), tr("The access code:"), about, lambda line: line)
            )
            code = given or ""
            if not code:
                raise
