"""The glossary, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulator.messages import tr
from simulator.plain.talk import Talk, pick
from simulator.views.glossary import glossary

if TYPE_CHECKING:
    from scoring.rubric import RubricSet
    from simulator.scenario.library import Entry


def print_glossary(talk: Talk, rubrics: RubricSet, entries: Sequence[Entry]) -> None:
    """Ask which part of the glossary is wanted, and print it.

    Raises:
        InputEnded: there are no more answers.
    """
    groups = glossary(rubrics, entries)
    while True:
        for number, group in enumerate(groups, start=1):
            talk.say(f"{number}. {group.title}")
        chosen = pick(talk, tr("Which part? A number, or q to go back."), groups)
        if chosen is None:
            return
        talk.say()
        talk.say(f"{chosen.title}. {chosen.about}")
        for term in chosen.terms:
            talk.say(f"{term.title}: {term.about}")
            for sign, conduct in term.levels:
                talk.say(f"  {sign} {conduct}")
        talk.say()
