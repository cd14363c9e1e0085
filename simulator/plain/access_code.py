"""Asks for the access code of an assessment, where one is wanted to begin."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from simulator.errors import AccessCodeWanted
from simulator.messages import tr
from simulator.plain.talk import InputEnded, Talk

Begun = TypeVar("Begun")


def begun(talk: Talk, begin: Callable[[str], Begun]) -> Begun:
    """Return what `begin` begins. It is given the access code, and a person is asked for the code if one is needed.

    Raises:
        AccessCodeWanted: nothing was typed.
        EncounterError: as `begin`.
    """
    code = ""
    while True:
        try:
            return begin(code)
        except AccessCodeWanted as wanted:
            talk.say(wanted.message)
            try:
                code = talk.ask(
                    tr("The access code? Press Enter to go back."), helps=tr("Type the code that is given in the room.")
                )
            except InputEnded:
                code = ""
            if not code:
                raise
