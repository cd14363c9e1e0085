"""`encounter class`: an encounter played with a class, hands counted."""

from __future__ import annotations

import secrets

import click


@click.command("class", epilog="Example: encounter class market-stall")
@click.argument("scenario")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), help="Decides the order in which choices are shown.")
@click.option("--language", metavar="CODE", help="Play in a translation, such as cy.")
def classroom(scenario: str, seed: int | None, language: str | None) -> int:
    """Play SCENARIO with a class, line by line: hands counted, the split, a question, and on.

    On by the majority, or by your own pick. At the end stands where the class split. Nothing of it is anybody's
    score, and nothing is kept; to keep it, send the output to a file: encounter class market-stall | tee class.txt
    """
    from simulator.encounter.run import Run
    from simulator.plain.classroom import play_with_class
    from simulator.plain.talk import Talk
    from simulator.scenario.library import Library

    story = Library.default().story(scenario, language=language)
    run = Run(story, seed=secrets.randbelow(2**31) if seed is None else seed)
    play_with_class(Talk.standard(), run)
    return 0
