"""The documentation, line by line: a page in parts, a heading after the other."""

from __future__ import annotations

import re

from simulator.documentation import page_text, pages, readable, without_fences
from simulator.messages import tr
from simulator.plain.talk import PersonLeft, Talk, pick


def read_documentation(talk: Talk) -> None:
    """Ask which guide is wanted, and tell it; q goes back to the list, and from there to where one was.

    Raises:
        InputEnded: there are no more answers.
    """
    guides = {name: title for name, title in pages().items() if "/" not in name}
    while True:
        for number, title in enumerate(guides.values(), start=1):
            talk.say(f"{number}. {title}")
        name = pick(talk, tr("Which page of the documentation?"), list(guides))
        if name is None:
            return
        try:
            _tell(talk, name)
        except PersonLeft:
            continue


def _tell(talk: Talk, name: str) -> None:
    parts = re.split(r"(?m)^(?=##? )", readable(page_text(name)))
    told = [part for part in map(without_fences, parts) if part.strip()]
    for number, part in enumerate(told, start=1):
        talk.say()
        talk.say(part.strip())
        if number < len(told) and talk.interactive:
            talk.ask(tr("Enter to read on; ? helps."))
