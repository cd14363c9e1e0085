"""Where something is to be kept, line by line: a file that is proposed, or another."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from simulator.errors import EncounterError
from simulator.messages import tr
from simulator.plain.talk import PersonLeft, Talk, agreed
from simulator.views.debrief import DebriefPart
from simulator.views.file_names import proposed_debrief, typed_file


def keep_debrief(talk: Talk, title: str, at: datetime, parts: Iterable[DebriefPart]) -> None:
    """Ask where a debrief is to be kept, and keep it there; q keeps nothing.

    Args:
        talk: where lines go and come from.
        title: what was played.
        at: when it was begun.
        parts: the debrief.

    Raises:
        InputEnded: there are no more answers.
    """
    from simulator.views.kept_debrief import debrief_named, write_debrief

    helps = tr("The name of a file that ends in .html or .txt.")
    try:
        target = ask_file(talk, proposed_debrief(title, at), debrief_named, helps)
        if target is not None:
            write_debrief(parts, target)
            talk.remark(tr("Written: {target}", target=target))
    except PersonLeft:
        return
    except EncounterError as refused:
        talk.remark(str(refused))


def ask_file(talk: Talk, proposed: Path, named: Callable[[Path], Path], helps: str) -> Path | None:
    """Ask for a file, and whether one that is there may be replaced; None for nowhere.

    Args:
        talk: where to ask.
        proposed: the file where nothing is typed.
        named: returns a file that can be it, and raises an error that says why one cannot.
        helps: what can be answered.

    Raises:
        EncounterError: as `named`.
        PersonLeft, InputEnded: nobody says.
    """
    question = f"{tr('Where should it be kept?')} {tr('Enter for {file}', file=proposed)}"
    target = named(typed_file(talk.ask(question, helps=helps) or str(proposed), proposed.suffix))
    return target if not target.exists() or agreed(talk, tr("Replace the file that is there?")) else None
