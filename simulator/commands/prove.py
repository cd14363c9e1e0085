"""`encounter prove`: the exact analysis of one scenario, as sentences for its author or as one JSON object."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from simulator.proof.report import Bounds, End, Proof, RandomPlayer

WITNESSES = 10
"""Stuck states and traps that are written out; the JSON object holds all."""


@click.command(epilog="Example: encounter prove market-stall")
@click.argument("scenario", metavar="SCENARIO")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of sentences.")
def prove(scenario: str, as_json: bool) -> int:
    """Prove what can and cannot happen in SCENARIO, an id or a file.

    Every state that a player can reach is looked into: where nothing is open, what never comes up,
    how likely each ending is, the least and greatest scores, and what someone scores who only
    guesses. A way that is shown can be played: encounter play SCENARIO --path a,b,c

    Exits with 1 where a player can get stuck or can never end.
    """
    from simulator.proof.prove import prove as prove_story
    from simulator.scenario.library import Library

    proof = prove_story(Library.default().story(scenario))
    if as_json:
        click.echo(json.dumps(proof.as_json(), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(sentences(proof)))
    return 1 if proof.stuck or proof.traps else 0


def sentences(proof: Proof) -> Iterator[str]:
    """Yield a proof as lines for a person to read."""
    yield f"{proof.scenario}: {_size(proof)}"
    yield from _reach(proof)
    yield from _dead_ends(proof)
    yield from _conditions(proof)
    yield from _endings(proof)
    yield from _scores(proof)
    yield from _guessers(proof)


def _size(proof: Proof) -> str:
    states = "more states than were counted" if proof.states is None else _count(proof.states, "state")
    plays = (
        "plays without number, because there is a loop"
        if proof.plays is None
        else f"{_count(proof.plays, 'different play')}"
    )
    situations = f"{_count(proof.situations, 'situation')} that matter differently"
    checked = "all looked into" if proof.complete else "not all looked into: what follows was sampled"
    return f"{states} can be reached ({situations}, {checked}); {plays}."


def _reach(proof: Proof) -> Iterator[str]:
    yield from _heading("What comes up")
    for name, coverage in (("scene", proof.scenes), ("choice", proof.choices)):
        if coverage.unreachable:
            yield f"No play reaches {len(coverage.unreachable)} of {_count(coverage.total, name)}: {', '.join(coverage.unreachable)}."
        else:
            yield f"All {_count(coverage.total, name)} come up in some play."
    for where in proof.findings.variants:
        yield f"Never comes up: {where}."


def _dead_ends(proof: Proof) -> Iterator[str]:
    yield from _heading("Where it stops")
    if not proof.stuck and not proof.traps:
        yield "Nobody gets stuck: in every state that can be reached a choice is open, and an ending can be reached."
    for stuck in proof.stuck[:WITNESSES]:
        state = ", ".join(f"{name} {_word(value)}" for name, value in stuck.state.items())
        yield f"Stuck in {stuck.scene}: no choice is open with {state}." if state else f"Stuck in {stuck.scene}."
        yield _way(stuck.witness)
    if len(proof.stuck) > WITNESSES:
        yield f"… and {_count(len(proof.stuck) - WITNESSES, 'more stuck state')}; see --json."
    for trap in proof.traps[:WITNESSES]:
        yield f"Trap from {trap.scene}: choices stay open, but no ending can be reached any more."
        yield _way(trap.witness)
    if proof.stuck_probability:
        yield f"A player who chooses at random gets stuck with a probability of {_percent(proof.stuck_probability)}."
    if proof.trapped_probability:
        yield f"A player who chooses at random is trapped with a probability of {_percent(proof.trapped_probability)}."


def _conditions(proof: Proof) -> Iterator[str]:
    found = proof.findings
    lines = [
        f"The condition at {guard.where} is always {_word(guard.always)} when it is asked." for guard in found.guards
    ]
    lines += [
        f"Nothing reads '{name}', and nobody sees it: it can be deleted, or a condition is missing."
        for name in found.unread
    ]
    lines += [f"No choice changes '{name}'." for name in found.unwritten]
    lines += [f"{each.where} is cut off by the end of the range every time." for each in found.saturated]
    if lines:
        yield from _heading("Conditions and state")
        yield from lines


def _endings(proof: Proof) -> Iterator[str]:
    yield from _heading("Endings, for a player who chooses at random")
    width = max(len(id_) for id_ in proof.endings)
    for id_, ending in proof.endings.items():
        if ending.shortest is None:
            yield f"{id_:<{width}}  {ending.outcome:<10}  no play reaches it"
            continue
        span = "" if ending.low == ending.high else f" (between {_percent(ending.low)} and {_percent(ending.high)})"
        yield f"{id_:<{width}}  {ending.outcome:<10}  {_percent(ending.probability)}{span}"
        yield _way(ending.shortest, "shortest")


def _scores(proof: Proof) -> Iterator[str]:
    for rubric, bounds in proof.rubrics.items():
        yield from _heading(f"Scores on {rubric}, over all complete plays")
        for name, figure in (("anchored", bounds.total.anchored), ("decision quality", bounds.total.decision_quality)):
            yield f"{name}: {_range(figure)}"
            for word, end in (("least", figure.least), ("greatest", figure.greatest)):
                if end.path is not None:
                    yield _way(end.path, word)
                if end.loop:
                    yield f"    {word} is only approached, by repeating: {', '.join(end.loop)}"
        width = max(len(id_) for id_ in bounds.criteria)
        for id_, criterion in bounds.criteria.items():
            yield f"{id_:<{width}}  anchored {_range(criterion.anchored)}, quality {_range(criterion.decision_quality)}"


def _guessers(proof: Proof) -> Iterator[str]:
    if not proof.rubrics:
        return
    yield from _heading("What a guesser scores (anchored)")
    for name, guesser in proof.guessers.items():
        scores = ", ".join(f"{rubric} {_score(guesser.scores[rubric])}" for rubric in proof.rubrics)
        if guesser.end == "ending":
            yield f"always the {_GUESSERS[name]}: {scores}; ends in {guesser.place}"
        else:
            caught = "goes round for ever" if guesser.end == "loop" else "gets stuck"
            yield f"always the {_GUESSERS[name]}: {caught} in {guesser.place}"
    for rubric, player in proof.random.items():
        yield f"at random, {rubric}: {_random(player)}"


_GUESSERS = {
    "first": "first in the file",
    "last": "last in the file",
    "longest": "longest",
    "shortest": "shortest",
    "most-polite": "most polite",
}


def _random(player: RandomPlayer) -> str:
    if player.mean is None or player.pass_probability is None:
        return "not assessed"
    said = f"{player.mean:.1f} on average, reaches 60 with a probability of {_percent(player.pass_probability)}"
    if player.exact or player.mean_range is None or player.pass_range is None:
        return said
    low, high = player.mean_range
    return (
        f"{said}; sampled over {player.plays:,} plays, 99 % sure to be between {low:.1f} and {high:.1f}, "
        f"and {_percent(player.pass_range[0])} and {_percent(player.pass_range[1])}"
    )


def _range(bounds: Bounds) -> str:
    return f"{_end(bounds.least)} to {_end(bounds.greatest)}" if bounds.least.value is not None else "not assessed"


def _end(end: End) -> str:
    return _score(end.value)


def _score(value: object) -> str:
    return "not assessed" if value is None else f"{float(value):.1f}"  # type: ignore[arg-type]


def _heading(text: str) -> list[str]:
    return ["", text, "-" * len(text)]


def _way(path: Sequence[str], word: str = "way") -> str:
    return f"    {word}: {','.join(path)}" if path else f"    {word}: right at the start"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %" if share >= 0.001 or share == 0 else f"{100 * share:.2g} %"


def _word(value: int | bool | str) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
